package elimination_test

import (
	"fmt"
	"testing"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/internal/counttest"
)

// many makes papers of 36 candidates with an integer generator: 1,041,313 lines, most of them with three preferences, as
// a city's records have them, the stronger candidates named more often.
func many(b *testing.B, lines int) *count.Election {
	b.Helper()
	const candidates = 36
	e := &count.Election{Seats: 1}
	for c := range candidates {
		e.Candidates = append(e.Candidates, count.Candidate{Name: fmt.Sprint("Candidate ", c+1)})
	}
	var builder count.Builder
	builder.Grow(lines, lines*4)
	state := uint64(20131105)
	next := func(n uint64) uint64 {
		state = state*6364136223846793005 + 1442695040888963407
		return (state >> 33) % n
	}
	var ranking []count.Mark
	for line := range lines {
		ranking = ranking[:0]
		named := uint64(0)
		for range 1 + next(6) {
			c := min(next(candidates), next(candidates))
			if named>>c&1 == 0 {
				named |= 1 << c
				ranking = append(ranking, count.NewMark(int(c), false))
			}
		}
		if err := builder.Add(ranking, 1, 0, line+1); err != nil {
			b.Fatal(err)
		}
	}
	e.Papers = builder.Papers()
	return e
}

func BenchmarkEliminating(b *testing.B) {
	e := many(b, 1041313)
	m := counttest.Method(b, "eliminating")
	b.ReportAllocs()
	for b.Loop() {
		r, err := m.Count(e, count.Options{Seed: "dice", Set: map[string]string{"stop": "two"}})
		if err != nil || len(r.Stages) != 35 {
			b.Fatal(err, len(r.Stages))
		}
	}
}

// BenchmarkEliminatingSorted counts papers that are in canonical order already, which leaves the count itself.
func BenchmarkEliminatingSorted(b *testing.B) {
	e := many(b, 1041313)
	e.Papers = e.Papers.Sorted()
	m := counttest.Method(b, "eliminating")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := m.Count(e, count.Options{Seed: "dice", Set: map[string]string{"stop": "two"}}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCoombs(b *testing.B) {
	e := many(b, 200000)
	m := counttest.Method(b, "coombs")
	for b.Loop() {
		if _, err := m.Count(e, count.Options{Seed: "dice", Set: map[string]string{"stop": "one"}}); err != nil {
			b.Fatal(err)
		}
	}
}
