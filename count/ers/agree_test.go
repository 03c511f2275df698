package ers_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
)

// small draws an election of few papers, in which ties and small surpluses are frequent.
func small(t *rapid.T) *count.Election {
	n := rapid.IntRange(1, 7).Draw(t, "candidates")
	e := &count.Election{Seats: rapid.IntRange(1, 4).Draw(t, "places")}
	for c := range n {
		e.Candidates = append(e.Candidates, count.Candidate{Name: string(rune('A' + c))})
	}
	most := rapid.SampledFrom([]int64{1, 3, 40}).Draw(t, "most")
	var b count.Builder
	for range rapid.IntRange(0, 12).Draw(t, "lines") {
		order := rapid.Permutation(numbers(n)).Draw(t, "order")
		var ranking []count.Mark
		for _, c := range order[:rapid.IntRange(1, n).Draw(t, "length")] {
			ranking = append(ranking, count.NewMark(c, false))
		}
		if err := b.Add(ranking, rapid.Int64Range(1, most).Draw(t, "times"), 0, 0); err != nil {
			t.Fatal(err)
		}
	}
	e.Papers = b.Papers()
	return e
}

func numbers(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

func hundredths(votes []exact.Number) []int64 {
	all := make([]int64, len(votes))
	for i, v := range votes {
		all[i] = v.Mul(exact.Int(one)).Floor().Int64()
	}
	return all
}

// The engine and the count by hand agree on small elections: who is elected and in which order, and the votes of
// everybody at every point.
func TestCountingByHandAgrees(t *testing.T) {
	for name, northern := range map[string]bool{"ers97": false, "northern-ireland": true} {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) { byHand(t, name, northern) })
		})
	}
}

func byHand(t *rapid.T, name string, northern bool) {
	e := small(t)
	lots := rapid.Permutation(numbers(len(e.Candidates))).Draw(t, "lots")
	m := find(name)
	r, err := m.Count(e, count.Options{Lots: lots})
	if err != nil {
		t.Fatal(err)
	}
	h := newHand(e, northern, lots)
	h.count()
	if !slices.Equal(r.Winners, h.winners) {
		t.Fatalf("elected %v, by hand %v", r.Winners, h.winners)
	}
	if len(r.Stages) != len(h.stages) {
		t.Fatalf("%d stages, by hand %d", len(r.Stages), len(h.stages))
	}
	var rows [][]int64
	for i, s := range r.Stages {
		if got := hundredths(s.Votes); !slices.Equal(got, h.stages[i]) {
			t.Fatalf("stage %d: %v, by hand %v", i+1, got, h.stages[i])
		}
		for _, p := range s.Parts {
			rows = append(rows, hundredths(p.Votes))
		}
		if len(s.Parts) == 0 {
			rows = append(rows, hundredths(s.Votes))
		}
	}
	if !slices.EqualFunc(rows, h.rows, slices.Equal[[]int64]) {
		t.Fatalf("points %v, by hand %v", rows, h.rows)
	}
}
