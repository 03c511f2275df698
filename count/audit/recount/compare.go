package recount

import (
	"fmt"
	"slices"
	"strings"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
)

// Departure is the first thing in which two results of one count are not the same.
type Departure struct {
	Stage     int    // from 1; 0 if it is no stage's matter
	Candidate int    // from 0, or count.Nobody
	What      string // such as "votes", "action" or "the winners"
	Published string
	Recounted string
}

// Sentence says the departure with the candidates' names.
func (d *Departure) Sentence(candidates []count.Candidate) string {
	where := ""
	if d.Stage > 0 {
		where = fmt.Sprintf("At stage %d ", d.Stage)
	}
	what := d.What
	if d.Candidate >= 0 && d.Candidate < len(candidates) {
		what += " of " + candidates[d.Candidate].Name
	}
	text := where + what + ": the published result says " + d.Published + ", the recount " + d.Recounted + "."
	return strings.ToUpper(text[:1]) + text[1:]
}

// Compare holds a recount against a published result and gives the first departure, or nil if they are the same in
// everything that the count decides: the papers, every figure of every stage, who is elected and excluded, ties and
// winners. Sentences and clauses may differ: they belong to the version of the program.
func Compare(published, recounted *count.Result) *Departure {
	general := func(what, before, after string) *Departure {
		if before == after {
			return nil
		}
		return &Departure{0, count.Nobody, what, said(before), said(after)}
	}
	departures := []*Departure{
		general("the rule", published.Rule, recounted.Rule),
		general("the options", chosen(published), chosen(recounted)),
		general("the constraints", strings.Join(published.Constraints, "; "), strings.Join(recounted.Constraints, "; ")),
		general("the number of places", fmt.Sprint(published.Seats), fmt.Sprint(recounted.Seats)),
		general("the candidates", candidates(published), candidates(recounted)),
		general("the digest of the ballots", published.Ballots.Digest, recounted.Ballots.Digest),
		general("the number of valid papers", fmt.Sprint(published.Ballots.Valid), fmt.Sprint(recounted.Ballots.Valid)),
		general("the number of rejected papers", fmt.Sprint(published.Ballots.Rejected), fmt.Sprint(recounted.Ballots.Rejected)),
		general("the value of the papers", published.Ballots.Votes.String(), recounted.Ballots.Votes.String()),
		stages(published, recounted),
		general("the winners", persons(published.Winners, published), persons(recounted.Winners, recounted)),
		general("the order of candidates", order(published), order(recounted)),
		matrix(published, recounted),
	}
	for _, d := range departures {
		if d != nil {
			return d
		}
	}
	return nil
}

// Figures is Compare for a second count that knows figures alone: what stands in a result beside the stages' figures,
// ties and winners is not compared.
func Figures(full, figures *count.Result) *Departure {
	like := *full
	like.Stages, like.Ties, like.Winners = slices.Clone(figures.Stages), figures.Ties, figures.Winners
	for i := range like.Stages {
		if i < len(full.Stages) {
			like.Stages[i].Decisions = full.Stages[i].Decisions
		}
	}
	return Compare(full, &like)
}

func said(text string) string {
	if text == "" {
		return "nothing"
	}
	return text
}

func chosen(r *count.Result) string {
	var parts []string
	for _, option := range r.Options {
		parts = append(parts, option.Name+"="+option.Value)
	}
	return strings.Join(parts, ", ")
}

func candidates(r *count.Result) string {
	var parts []string
	for _, candidate := range r.Candidates {
		name := candidate.Name
		if candidate.Withdrawn {
			name += " (withdrawn)"
		}
		parts = append(parts, name)
	}
	return strings.Join(parts, ", ")
}

func persons(numbers []int, r *count.Result) string {
	var parts []string
	for _, c := range numbers {
		if c >= 0 && c < len(r.Candidates) {
			parts = append(parts, r.Candidates[c].Name)
		} else {
			parts = append(parts, "nobody")
		}
	}
	return count.Join(parts)
}

func order(r *count.Result) string {
	var parts []string
	for _, equals := range r.Ranking {
		parts = append(parts, persons(equals, r))
	}
	return strings.Join(parts, ", ")
}

// stages compares stage by stage, and within a stage what was done before what came of it.
func stages(published, recounted *count.Result) *Departure {
	for i := range min(len(published.Stages), len(recounted.Stages)) {
		if d := stage(published, recounted, &published.Stages[i], &recounted.Stages[i]); d != nil {
			d.Stage = i + 1
			return d
		}
		if d := ties(published, recounted, i+1); d != nil {
			return d
		}
	}
	if len(published.Stages) != len(recounted.Stages) {
		return &Departure{
			min(len(published.Stages), len(recounted.Stages)) + 1, count.Nobody, "the number of stages",
			fmt.Sprint(len(published.Stages)), fmt.Sprint(len(recounted.Stages)),
		}
	}
	return nil
}

func stage(published, recounted *count.Result, a, b *count.Stage) *Departure {
	action := func(s *count.Stage, r *count.Result) string {
		return strings.TrimSpace(string(s.Action) + " " + persons(s.Of, r))
	}
	if before, after := action(a, published), action(b, recounted); before != after {
		return &Departure{0, count.Nobody, "what was done", before, after}
	}
	if len(a.Votes) != len(b.Votes) {
		return &Departure{0, count.Nobody, "the number of candidates with votes", fmt.Sprint(len(a.Votes)), fmt.Sprint(len(b.Votes))}
	}
	for c := range a.Votes {
		if !a.Votes[c].Equal(b.Votes[c]) {
			return &Departure{0, c, "the votes", a.Votes[c].Text(published.Places), b.Votes[c].Text(recounted.Places)}
		}
	}
	figure := func(what string, n, m exact.Number) *Departure {
		if n.Equal(m) {
			return nil
		}
		return &Departure{0, count.Nobody, what, n.Text(published.Places), m.Text(recounted.Places)}
	}
	if d := figure("the non-transferable votes", a.Nontransferable, b.Nontransferable); d != nil {
		return d
	}
	if d := figure("the quota", a.Quota, b.Quota); d != nil {
		return d
	}
	return decisions(published, recounted, a, b)
}

// decisions compares who was elected, excluded and so on.
func decisions(published, recounted *count.Result, a, b *count.Stage) *Departure {
	say := func(s *count.Stage, r *count.Result, i int) string {
		if i >= len(s.Decisions) {
			return "nothing more"
		}
		return string(s.Decisions[i].Verb) + " " + persons(s.Decisions[i].Candidates, r)
	}
	for i := range max(len(a.Decisions), len(b.Decisions)) {
		if before, after := say(a, published, i), say(b, recounted, i); before != after {
			return &Departure{0, count.Nobody, "what was decided", before, after}
		}
	}
	return nil
}

// ties compares the ties of one stage.
func ties(published, recounted *count.Result, stage int) *Departure {
	say := func(r *count.Result) string {
		var parts []string
		for _, tie := range r.Ties {
			if tie.Stage == stage {
				parts = append(parts, fmt.Sprintf("%s of %s: %s by %s", tie.For, persons(tie.Candidates, r), persons([]int{tie.Chosen}, r), tie.By))
			}
		}
		return strings.Join(parts, "; ")
	}
	if before, after := say(published), say(recounted); before != after {
		return &Departure{stage, count.Nobody, "how ties were settled", said(before), said(after)}
	}
	return nil
}

func matrix(published, recounted *count.Result) *Departure {
	same := slices.EqualFunc(published.Matrix, recounted.Matrix, func(a, b []exact.Number) bool {
		return slices.EqualFunc(a, b, exact.Number.Equal)
	})
	if same {
		return nil
	}
	return &Departure{0, count.Nobody, "the comparison of pairs", "other figures", "other figures"}
}
