package gregory_test

import (
	"testing"

	"github.com/selectorate/selectorate/count"
)

// synthetic makes papers with the distribution of the command tools/ballots, without going through a file.
func synthetic(b *testing.B, papers, candidates, seats int) *count.Election {
	b.Helper()
	const lean, length = 650, 7
	d := dice(1)
	weights := make([]int, candidates)
	e := &count.Election{Seats: seats, Candidates: make([]count.Candidate, candidates)}
	weight := 1_000_000
	for c := range weights {
		e.Candidates[c].Name = string(rune('A' + c))
		weights[c] = max(weight/1000, 1)
		weight = weight * lean / 1000
	}
	var all count.Builder
	all.Grow(papers, papers*8)
	left := make([]int, candidates)
	var ranking []count.Mark
	for range papers {
		copy(left, weights)
		sum := 0
		for _, w := range left {
			sum += w
		}
		ranking = ranking[:0]
		for len(ranking) < candidates && (len(ranking) == 0 || d.below(length) != 0) {
			at, c := d.below(sum), 0
			for at >= left[c] {
				at -= left[c]
				c++
			}
			ranking = append(ranking, count.NewMark(c, false))
			sum -= left[c]
			left[c] = 0
		}
		if err := all.Add(ranking, 1, 0, 1); err != nil {
			b.Fatal(err)
		}
	}
	e.Papers = all.Papers()
	return e
}

// BenchmarkScottish counts a million papers of 20 candidates for 5 places, grouping and digest included.
func BenchmarkScottish(b *testing.B) {
	e := synthetic(b, 1_000_000, 20, 5)
	b.ReportAllocs()
	for b.Loop() {
		counted(b, "scottish", e, count.Options{Seed: "benchmark"})
	}
}

// BenchmarkExact counts a hundred thousand papers in exact fractions.
func BenchmarkExact(b *testing.B) {
	e := synthetic(b, 100_000, 20, 5)
	b.ReportAllocs()
	for b.Loop() {
		counted(b, "wigm", e, count.Options{Seed: "benchmark"})
	}
}
