package pairwise_test

import (
	"testing"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/internal/counttest"
)

// million makes papers on which 20 candidates are all ranked, no two alike but by chance.
func million(b *testing.B, papers, candidates int) *count.Election {
	b.Helper()
	var builder count.Builder
	builder.Grow(papers, papers*candidates)
	order := make([]count.Mark, candidates)
	for c := range order {
		order[c] = count.NewMark(c, false)
	}
	state := uint64(1)
	for i := range papers {
		for c := len(order) - 1; c > 0; c-- {
			state = state*6364136223846793005 + 1442695040888963407
			other := int(state >> 33 % uint64(c+1))
			order[c], order[other] = order[other], order[c]
		}
		if err := builder.Add(order, 1, 0, i+1); err != nil {
			b.Fatal(err)
		}
	}
	e := &count.Election{Seats: 1, Candidates: make([]count.Candidate, candidates), Papers: builder.Papers()}
	for c := range e.Candidates {
		e.Candidates[c].Name = string(rune('A' + c))
	}
	return e
}

func BenchmarkMillionPapers(b *testing.B) {
	e := million(b, 1_000_000, 20)
	m := counttest.Method(b, "schulze")
	for b.Loop() {
		if _, err := m.Count(e, count.Options{Seed: "x"}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkManyCandidates(b *testing.B) {
	e := million(b, 2000, 200)
	for _, name := range []string{"schulze", "ranked-pairs", "minimax"} {
		m := counttest.Method(b, name)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := m.Count(e, count.Options{Seed: "x"}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
