package method_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/method"
)

// Transfers explain every change of votes: what leaves a candidate is what it had less what it keeps, what comes is what
// it has more, and what comes to nobody is what became non-transferable, but for what was cut off.
func TestTransfersExplainEveryChange(t *testing.T) {
	checked := map[string]int{}
	for _, m := range method.All() {
		t.Run(m.Name, func(t *testing.T) { rapid.Check(t, transfersOf(m, checked)) })
	}
	for _, name := range []string{"scottish", "wigm", "ers97", "northern-ireland", "seanad", "dail", "eliminating"} {
		if checked[name] == 0 {
			t.Errorf("no transfer of %s was looked at", name)
		}
	}
}

// transfersOf counts a small election and looks at every transfer.
func transfersOf(m count.Method, checked map[string]int) func(*rapid.T) {
	return func(t *rapid.T) {
		candidates := rapid.IntRange(2, 6).Draw(t, "candidates")
		e := &count.Election{Seats: rapid.IntRange(1, candidates-1).Draw(t, "places"), Candidates: make([]count.Candidate, candidates)}
		if m.One {
			e.Seats = 1
		}
		var b count.Builder
		for c := range candidates {
			e.Candidates[c].Name = string(rune('A' + c))
		}
		order := make([]int, candidates)
		for c := range order {
			order[c] = c
		}
		for i := range rapid.IntRange(1, 12).Draw(t, "papers") {
			var ranking []count.Mark
			for _, c := range rapid.Permutation(order).Draw(t, "ranking")[:rapid.IntRange(1, candidates).Draw(t, "length")] {
				ranking = append(ranking, count.NewMark(c, false))
			}
			if err := b.Add(ranking, rapid.Int64Range(1, 9).Draw(t, "times"), 0, i+1); err != nil {
				t.Fatal(err)
			}
		}
		e.Papers = b.Papers()
		r, err := m.Count(e, count.Options{Seed: "3-1-4"})
		if err != nil {
			return // not a rule for these papers
		}
		for i := 1; i < len(r.Stages); i++ {
			if s := r.Stages[i]; s.Action == count.Surplus || s.Action == count.Exclusion && len(s.Transfers) > 0 {
				checked[m.Name]++
				explained(t, m.Name, r.Stages[i-1], s)
			}
		}
	}
}

func explained(t *rapid.T, name string, before, s count.Stage) {
	change := make([]exact.Number, len(s.Votes))
	var nobody exact.Number
	for _, transfer := range s.Transfers {
		if transfer.From >= 0 {
			change[transfer.From] = change[transfer.From].Sub(transfer.Votes)
		}
		if transfer.To == count.Nobody {
			nobody = nobody.Add(transfer.Votes)
		} else {
			change[transfer.To] = change[transfer.To].Add(transfer.Votes)
		}
	}
	cut := s.Rounding.Sub(before.Rounding)
	if got := s.Nontransferable.Sub(before.Nontransferable).Sub(cut); !got.Equal(nobody) {
		t.Fatalf("%s, stage %d: %s votes became non-transferable, and the transfers say %s", name, s.Number, got, nobody)
	}
	for c := range change {
		got := s.Votes[c].Sub(before.Votes[c])
		if len(s.Of) == 1 && s.Of[0] == c {
			got = got.Add(cut) // what was cut off was theirs
		}
		if !got.Equal(change[c]) {
			t.Fatalf("%s, stage %d: candidate %d has %s votes more, and the transfers say %s", name, s.Number, c+1, got, change[c])
		}
	}
}
