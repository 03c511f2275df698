package meek_test

import (
	"testing"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/internal/counttest"
)

// splitmix is a small generator of whole numbers, the same everywhere.
type splitmix uint64

func (s *splitmix) next() uint64 {
	*s += 0x9e3779b97f4a7c15
	z := uint64(*s)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

func (s *splitmix) below(n int) int { return int(s.next() % uint64(n)) }

// million makes an election with so many papers: up to ten preferences each, the first candidates being liked better.
func million(tb testing.TB, papers, candidates, seats int) *count.Election {
	tb.Helper()
	e := &count.Election{Seats: seats}
	for c := range candidates {
		e.Candidates = append(e.Candidates, count.Candidate{Name: string(rune('A' + c))})
	}
	var b count.Builder
	draw := splitmix(7)
	var ranking []count.Mark
	for range papers {
		ranking = ranking[:0]
		seen := uint64(0)
		for length := 1 + draw.below(min(10, candidates)); len(ranking) < length; {
			c := min(draw.below(candidates), draw.below(candidates))
			if seen>>c&1 == 0 {
				seen |= 1 << c
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

func BenchmarkMillion(b *testing.B) {
	e := million(b, 1_000_000, 20, 5)
	sorted := *e
	sorted.Papers = e.Papers.Sorted()
	b.Logf("%d distinct rankings", sorted.Papers.Len())
	b.Run("sorting", func(b *testing.B) {
		for b.Loop() {
			e.Papers.Sorted()
		}
	})
	for _, name := range []string{"meek-nz", "meek-2006", "meek-prf", "warren"} {
		m := counttest.Method(b, name)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				r, err := m.Count(&sorted, count.Options{})
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(len(r.Stages)), "stages")
			}
		})
	}
}
