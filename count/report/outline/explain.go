package outline

import (
	"fmt"

	"github.com/selectorate/selectorate/count"
)

// Word is a term of a report with what it means.
type Word struct{ Term, Meaning string }

// Words lists the terms that this count needs.
func (o *Outline) Words() []Word {
	done := map[count.Action]bool{}
	for i := range o.Stages {
		done[o.Stages[i].Stage.Action] = true
	}
	var all []Word
	add := func(needed bool, term, meaning string) {
		if needed {
			all = append(all, Word{term, meaning})
		}
	}
	r := o.Result
	moves := done[count.Surplus] || done[count.Exclusion] || done[count.Iteration]
	add(done[count.FirstPreferences], "First preference", "the candidate whom a paper puts first")
	add(r.Threshold == "quota", "Quota", "the number of "+o.Unit()+" that is enough to be elected")
	add(r.Threshold == "majority", "Majority", "the number of "+o.Unit()+" that is enough to be elected")
	add(done[count.Surplus] || done[count.Iteration], "Surplus", "the votes of an elected candidate above the quota; they are not wasted, "+
		"but go on to the next preferences of the candidate's papers, each paper at a part of its value")
	add(done[count.Exclusion] || done[count.Iteration], "Exclusion", "a candidate, usually the one with the fewest votes, takes no further part; the "+
		"papers go on to their next preference")
	add(moves, "Non-transferable", "votes of papers on which no further preference is given for a candidate who can still "+
		"receive votes, and the small fractions that the rule cuts off")
	add(done[count.Iteration], "What a candidate keeps", "the part of every vote that stays with an elected candidate, just large enough for the quota; the rest "+
		"goes on to the next preference")
	add(len(r.Ties) > 0, "Tie", "candidates have the same number of "+o.Unit()+", and the rule must say who goes first")
	add(len(r.Constraints) > 0, "Constraint", "a limit on those elected together, such as a least number from one group; a candidate whom the limit "+
		"needs is guarded from exclusion, and one whom it forbids cannot be elected")
	return all
}

// Chance says how much of the outcome was left to chance, as a sentence; nothing while the count is not finished.
func (o *Outline) Chance() string {
	if !o.Result.Complete {
		return ""
	}
	switch n := len(o.Lots()); n {
	case 0:
		if len(o.Result.Ties) > 0 {
			return "Ties were settled without drawing lots."
		}
		return "No lot had to be drawn."
	case 1:
		return "One tie was settled by a lot, which anybody can draw again."
	default:
		return fmt.Sprintf("%d ties were settled by lots, which anybody can draw again.", n)
	}
}

// Ending says in a few words what became of a candidate, such as "elected, stage 4".
func (o *Outline) Ending(c int) string {
	said := ""
	for i := range o.Stages {
		if len(o.Stages[i].Rows) == 0 {
			continue
		}
		row := o.Stages[i].Rows[c]
		switch {
		case row.Now && row.Standing == IsElected:
			return fmt.Sprintf("elected, stage %d", o.Stages[i].Stage.Number)
		case row.Now && row.Standing == IsExcluded:
			said = fmt.Sprintf("excluded, stage %d", o.Stages[i].Stage.Number)
		case row.Standing == IsWithdrawn:
			return "withdrawn"
		case row.Standing == Continuing:
			if said = "not elected"; !o.Result.Complete {
				said = "not decided"
			}
		}
	}
	return said
}

// Preferred says who of two is preferred by more votes.
func (o *Outline) Preferred(a, b int) string {
	switch o.Result.Matrix[a][b].Cmp(o.Result.Matrix[b][a]) {
	case 1:
		return o.Names[a] + " is preferred"
	case -1:
		return o.Names[b] + " is preferred"
	}
	return "equal"
}
