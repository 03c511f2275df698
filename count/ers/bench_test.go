package ers_test

import (
	"testing"

	"github.com/selectorate/selectorate/count"
)

// million makes a million papers of 20 candidates for 5 places, most of them different. The order of the candidates is
// shuffled by a generator that is written down here, so that everybody gets the same papers.
func million(tb testing.TB, papers int) *count.Election {
	tb.Helper()
	const candidates = 20
	e := &count.Election{Seats: 5}
	for c := range candidates {
		e.Candidates = append(e.Candidates, count.Candidate{Name: "Lamp " + string(rune('A'+c))})
	}
	state := uint64(1)
	next := func(n int) int { // xorshift64*
		state ^= state >> 12
		state ^= state << 25
		state ^= state >> 27
		return int(state * 0x2545F4914F6CDD1D >> 33 % uint64(n))
	}
	var b count.Builder
	b.Grow(papers, papers*6)
	ranking := make([]count.Mark, 0, candidates)
	for range papers {
		ranking = ranking[:0]
		var seen [candidates]bool
		for range 1 + next(8) {
			c := min(next(candidates), next(candidates)) // the first are liked best
			if !seen[c] {
				seen[c] = true
				ranking = append(ranking, count.NewMark(c, false))
			}
		}
		if err := b.Add(ranking, 1, 0, 0); err != nil {
			tb.Fatal(err)
		}
	}
	e.Papers = b.Papers()
	return e
}

func BenchmarkAMillionPapers(b *testing.B) {
	e := million(b, 1_000_000)
	e.Papers = e.Papers.Sorted() // that is the reader's time
	for _, name := range []string{"ers97", "northern-ireland"} {
		b.Run(name, func(b *testing.B) {
			m := find(name)
			for b.Loop() {
				r, err := m.Count(e, count.Options{Seed: "lamps"})
				if err != nil || len(r.Winners) != 5 {
					b.Fatal(err)
				}
			}
		})
	}
}

// A hundred thousand different papers are no harder than a few.
func TestManyPapersAreConserved(t *testing.T) {
	if testing.Short() {
		t.Skip("long: not with -short")
	}
	e := million(t, 100_000)
	for _, name := range []string{"ers97", "ers76", "northern-ireland"} {
		r := tally(t, name, e, count.Options{Seed: "lamps"})
		if len(r.Winners) != 5 || r.Ballots.Valid != 100_000 || len(r.Stages) < 5 {
			t.Errorf("%s: elected %v of %d papers in %d stages", name, winners(r), r.Ballots.Valid, len(r.Stages))
		}
	}
}
