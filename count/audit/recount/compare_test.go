package recount_test

import (
	"testing"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/audit/recount"
	"github.com/selectorate/selectorate/count/exact"
)

// result is a small count with something in every field that is compared.
func result() *count.Result {
	votes := func(numbers ...int64) []exact.Number {
		votes := make([]exact.Number, len(numbers))
		for i, n := range numbers {
			votes[i] = exact.Frac(n, 2)
		}
		return votes
	}
	return &count.Result{
		Rule: "invented", Title: "Lamps", Seats: 1, Places: 1,
		Candidates:  []count.Candidate{{Name: "Lamp"}, {Name: "Lantern"}, {Name: "Candle", Withdrawn: true}},
		Options:     []count.Chosen{{Name: "ties", Value: "latest"}},
		Constraints: []string{"at most 1 of brass: Lamp and Lantern"},
		Winners:     []int{0},
		Ballots:     count.Ballots{Valid: 3, Rejected: 1, Votes: exact.Int(3), Digest: "sha256:00"},
		Stages: []count.Stage{
			{
				Number: 1, Action: count.FirstPreferences, Votes: votes(3, 3, 0), Quota: exact.Int(2),
				Decisions: []count.Decision{{Verb: count.Excluded, Candidates: []int{1}, Reason: "Lantern is lowest."}},
			},
			{
				Number: 2, Action: count.Exclusion, Of: []int{1}, Votes: votes(5, 0, 0), Nontransferable: exact.Frac(1, 2), Quota: exact.Int(2),
				Decisions: []count.Decision{{Verb: count.Elected, Candidates: []int{0}, Reason: "Lamp has the quota."}},
			},
		},
		Ties:    []count.Tie{{Stage: 1, For: "exclusion", Candidates: []int{0, 1}, Chosen: 1, By: count.BySeed, Draw: 1}},
		Matrix:  [][]exact.Number{votes(0, 1), votes(2, 0)},
		Ranking: [][]int{{0}, {1}},
	}
}

func TestCompareNamesTheFirstDeparture(t *testing.T) {
	if d := recount.Compare(result(), result()); d != nil {
		t.Fatalf("a result departs from itself: %+v", d)
	}
	for _, c := range []struct {
		name   string
		change func(*count.Result)
		want   string
	}{
		{"rule", func(r *count.Result) { r.Rule = "other" }, "The rule: the published result says invented, the recount other."},
		{"options", func(r *count.Result) { r.Options[0].Value = "lot" }, "The options: the published result says ties=latest, the recount ties=lot."},
		{"constraints", func(r *count.Result) { r.Constraints = nil }, "The constraints: the published result says at most 1 of brass: Lamp and Lantern, the recount nothing."},
		{"places", func(r *count.Result) { r.Seats = 2 }, "The number of places: the published result says 1, the recount 2."},
		{"candidates", func(r *count.Result) { r.Candidates[2].Withdrawn = false }, "The candidates: the published result says Lamp, Lantern, Candle (withdrawn), the recount Lamp, Lantern, Candle."},
		{"digest", func(r *count.Result) { r.Ballots.Digest = "sha256:01" }, "The digest of the ballots: the published result says sha256:00, the recount sha256:01."},
		{"valid", func(r *count.Result) { r.Ballots.Valid = 4 }, "The number of valid papers: the published result says 3, the recount 4."},
		{"rejected", func(r *count.Result) { r.Ballots.Rejected = 4 }, "The number of rejected papers: the published result says 1, the recount 4."},
		{"value", func(r *count.Result) { r.Ballots.Votes = exact.Int(9) }, "The value of the papers: the published result says 3, the recount 9."},
		{"action", func(r *count.Result) { r.Stages[1].Of = []int{0} }, "At stage 2 what was done: the published result says exclusion Lantern, the recount exclusion Lamp."},
		{"votes", func(r *count.Result) { r.Stages[1].Votes[0] = exact.Frac(7, 2) }, "At stage 2 the votes of Lamp: the published result says 2.5, the recount 3.5."},
		{"the earlier stage first", func(r *count.Result) {
			r.Stages[1].Votes[0] = exact.Frac(7, 2)
			r.Stages[0].Votes[1] = exact.Int(0)
		}, "At stage 1 the votes of Lantern: the published result says 1.5, the recount 0.0."},
		{"columns", func(r *count.Result) { r.Stages[0].Votes = r.Stages[0].Votes[:2] }, "At stage 1 the number of candidates with votes: the published result says 3, the recount 2."},
		{"non-transferable", func(r *count.Result) { r.Stages[1].Nontransferable = exact.Int(0) }, "At stage 2 the non-transferable votes: the published result says 0.5, the recount 0.0."},
		{"quota", func(r *count.Result) { r.Stages[1].Quota = exact.Int(3) }, "At stage 2 the quota: the published result says 2.0, the recount 3.0."},
		{"decisions", func(r *count.Result) { r.Stages[1].Decisions = nil }, "At stage 2 what was decided: the published result says elected Lamp, the recount nothing more."},
		{"ties", func(r *count.Result) { r.Ties[0].Chosen = 0 }, "At stage 1 how ties were settled: the published result says exclusion of Lamp and Lantern: Lantern by seed, the recount exclusion of Lamp and Lantern: Lamp by seed."},
		{"fewer stages", func(r *count.Result) { r.Stages = r.Stages[:1] }, "At stage 2 the number of stages: the published result says 2, the recount 1."},
		{"winners", func(r *count.Result) { r.Winners = []int{1} }, "The winners: the published result says Lamp, the recount Lantern."},
		{"ranking", func(r *count.Result) { r.Ranking = [][]int{{0, 1}} }, "The order of candidates: the published result says Lamp, Lantern, the recount Lamp and Lantern."},
		{"matrix", func(r *count.Result) { r.Matrix[0][1] = exact.Int(7) }, "The comparison of pairs: the published result says other figures, the recount other figures."},
	} {
		t.Run(c.name, func(t *testing.T) {
			again := result()
			c.change(again)
			d := recount.Compare(result(), again)
			if d == nil {
				t.Fatal("no departure is seen")
			}
			if got := d.Sentence(result().Candidates); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// Sentences and clauses belong to the version of the program: they are not compared.
func TestCompareLetsWordsDiffer(t *testing.T) {
	again := result()
	again.Stages[0].Reason, again.Stages[0].Clause, again.Stages[1].Decisions[0].Reason = "Other words.", "9", "Other words."
	if d := recount.Compare(result(), again); d != nil {
		t.Errorf("got %+v", d)
	}
}

func TestFigures(t *testing.T) {
	bare := func() *count.Result {
		r := result()
		r.Options, r.Constraints, r.Ballots, r.Matrix, r.Ranking = nil, nil, count.Ballots{}, nil, nil
		for i := range r.Stages {
			r.Stages[i].Decisions = nil
		}
		return r
	}
	if d := recount.Figures(result(), bare()); d != nil {
		t.Errorf("got %+v", d)
	}
	for name, change := range map[string]func(*count.Result){
		"votes":   func(r *count.Result) { r.Stages[1].Votes[1] = exact.Int(1) },
		"winners": func(r *count.Result) { r.Winners = nil },
		"ties":    func(r *count.Result) { r.Ties = nil },
	} {
		r := bare()
		change(r)
		if recount.Figures(result(), r) == nil {
			t.Errorf("%s: no departure is seen", name)
		}
	}
}
