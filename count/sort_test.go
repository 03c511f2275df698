package count_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
)

// plainly sorts papers as the definition of canonical order says: by class, then entry by entry, equal ones together.
func plainly(p *count.Papers) []string {
	type line struct {
		class   int
		ranking []count.Mark
		times   int64
	}
	var lines []line
	for i := range p.Len() {
		lines = append(lines, line{p.Class(i), p.Ranking(i), p.Times(i)})
	}
	slices.SortFunc(lines, func(a, b line) int {
		if a.class != b.class {
			return a.class - b.class
		}
		return slices.Compare(a.ranking, b.ranking)
	})
	var text []string
	for i, l := range lines {
		if i+1 < len(lines) && lines[i+1].class == l.class && slices.Equal(lines[i+1].ranking, l.ranking) {
			lines[i+1].times += l.times
			continue
		}
		text = append(text, fmt.Sprint(l.times, " of class ", l.class, ": ", l.ranking))
	}
	return text
}

// Papers of every shape are sorted as the definition says: few and many, short rankings and long, few candidates and
// many, equal ranks and classes.
func TestSortedAsDefined(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		candidates := rapid.SampledFrom([]int{1, 2, 3, 20, 31, 32, 33, 255, 256, count.MaxCandidates}).Draw(t, "candidates")
		lines := rapid.SampledFrom([]int{0, 1, 2, 50, 1023, 1024, 3000}).Draw(t, "lines")
		longest := rapid.IntRange(1, min(candidates, 30)).Draw(t, "longest")
		classes := rapid.SampledFrom([]int64{1, 1, 3}).Draw(t, "classes")
		equal := rapid.Bool().Draw(t, "equal")
		state := rapid.Uint64().Draw(t, "state")
		below := func(n int) int {
			state = state*6364136223846793005 + 1442695040888963407
			return int(state >> 33 % uint64(n))
		}
		var b count.Builder
		for range lines {
			class, err := b.Class(exact.Int(1+int64(below(int(classes)))), "")
			if err != nil {
				t.Fatal(err)
			}
			var ranking []count.Mark
			used := map[int]bool{}
			for range 1 + below(longest) {
				// Mostly the first few candidates, so that long rankings share their beginnings.
				c := below(min(candidates, 3+below(candidates)))
				if !used[c] {
					used[c] = true
					ranking = append(ranking, count.NewMark(c, equal && len(ranking) > 0 && below(5) == 0))
				}
			}
			if err := b.Add(ranking, 1+int64(below(3)), class, 1); err != nil {
				t.Fatal(err)
			}
		}
		papers := b.Papers()
		sorted := papers.Sorted()
		var got []string
		for i := range sorted.Len() {
			got = append(got, fmt.Sprint(sorted.Times(i), " of class ", sorted.Class(i), ": ", sorted.Ranking(i)))
		}
		if want := plainly(papers); !slices.Equal(got, want) {
			t.Fatalf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		if again := sorted.Sorted(); again.Digest() != sorted.Digest() || again.Len() != sorted.Len() {
			t.Fatal("sorting twice is not sorting once")
		}
	})
}

// The digest is that of the canonical text.
func TestDigestIsOfTheCanonicalText(t *testing.T) {
	var b count.Builder
	half, err := b.Class(exact.Frac(1, 2), `North "A"`)
	if err != nil {
		t.Fatal(err)
	}
	one, err := b.Class(exact.Int(1), "")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []struct {
		times   int64
		class   uint16
		ranking []count.Mark
	}{
		{2, half, []count.Mark{count.NewMark(9, false)}},
		{5, one, []count.Mark{count.NewMark(1, false), count.NewMark(0, false), count.NewMark(2, true)}},
	} {
		if err := b.Add(p.ranking, p.times, p.class, 1); err != nil {
			t.Fatal(err)
		}
	}
	// printf '5 2 1=3\n2*1/2@"North \\"A\\"" 10\n' | sha256sum
	const want = "sha256:6de2fa8fbd03c8c3abdf8293b26c28a217c12bdb8791708c4bc9049b267b4f86"
	if got := b.Papers().Sorted().Digest(); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
