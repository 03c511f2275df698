package page

import (
	"fmt"
	"slices"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/report"
)

// word is a term of the page with what it means.
type word struct{ Term, Meaning string }

// words lists the terms that this count needs.
func words(o *report.Outline) []word {
	done := map[count.Action]bool{}
	for i := range o.Stages {
		done[o.Stages[i].Stage.Action] = true
	}
	var all []word
	add := func(needed bool, term, meaning string) {
		if needed {
			all = append(all, word{term, meaning})
		}
	}
	r := o.Result
	moves := done[count.Surplus] || done[count.Exclusion] || done[count.Iteration]
	add(done[count.FirstPreferences], "First preference", "the candidate whom a paper puts first")
	add(r.Threshold == "quota", "Quota", "the number of votes that is enough to be elected")
	add(r.Threshold == "majority", "Majority", "the number of votes that is enough to be elected")
	add(done[count.Surplus] || done[count.Iteration], "Surplus", "the votes of an elected candidate above the quota; they are not wasted, "+
		"but go on to the next preferences of the candidate's papers, each paper at a part of its value")
	add(done[count.Exclusion] || done[count.Iteration], "Exclusion", "a candidate, usually the one with the fewest votes, takes no further part; the "+
		"papers go on to their next preference")
	add(moves, "Non-transferable", "votes of papers on which no further preference is given for a candidate who can still "+
		"receive votes, and the small fractions that the rule cuts off")
	add(done[count.Iteration], "What a candidate keeps", "the part of every vote that stays with an elected candidate, just large enough for the quota; the rest "+
		"goes on to the next preference")
	add(len(r.Ties) > 0, "Tie", "candidates have the same number of votes, and the rule must say who goes first")
	add(len(r.Constraints) > 0, "Constraint", "a limit on those elected together, such as a least number from one group; a candidate whom the limit "+
		"needs is guarded from exclusion, and one whom it forbids cannot be elected")
	return all
}

// command gives what a shell runs to count the same papers again.
func command(r *count.Result, options Options) string {
	file := options.File
	if file == "" {
		file = "FILE"
	}
	text := fmt.Sprintf("selectorate count %s --rule %s --seats %d", report.Quote(file), report.Quote(r.Rule), r.Seats)
	for _, o := range r.Options {
		if o.Value != options.Method.Setting(count.Options{}, o.Name) {
			text += " --set " + report.Quote(o.Name+"="+o.Value)
		}
	}
	if r.Seed != "" {
		text += " --seed " + report.Quote(r.Seed)
	}
	return text + " --json"
}

// besides says what the command lacks.
func besides(r *count.Result) string {
	limits := len(r.Constraints) > 0
	hand := slices.ContainsFunc(r.Ties, func(t count.Tie) bool { return t.By == count.ByGivenLot })
	switch {
	case limits && hand:
		return "Add the constraints, each behind --limit, and the lot that was drawn by hand behind --lots."
	case limits:
		return "Add the constraints, each behind --limit."
	case hand:
		return "Add the lot that was drawn by hand behind --lots."
	}
	return ""
}
