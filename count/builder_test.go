package count_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
)

// paper is a line of papers as a reader hands it over.
type paper struct {
	ranking []count.Mark
	times   int64
	weight  exact.Number
	section string
}

func papers(t *rapid.T) []paper {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) paper {
		order := rapid.Permutation([]int{0, 1, 2, 3}).Draw(t, "order")[:rapid.IntRange(1, 4).Draw(t, "length")]
		ranking := make([]count.Mark, len(order))
		for i, c := range order {
			ranking[i] = count.NewMark(c, i > 0 && rapid.Bool().Draw(t, "equal"))
		}
		return paper{
			ranking, rapid.Int64Range(1, 5).Draw(t, "times"), exact.Frac(rapid.Int64Range(1, 3).Draw(t, "weight"), 2),
			rapid.SampledFrom([]string{"", "orchard", "meadow"}).Draw(t, "section"),
		}
	}), 1, 12).Draw(t, "papers")
}

func build(t *rapid.T, all []paper) *count.Papers {
	var b count.Builder
	for i, p := range all {
		class, err := b.Class(p.weight, p.section)
		if err != nil {
			t.Fatal(err)
		}
		if err := b.Add(p.ranking, p.times, class, i+1); err != nil {
			t.Fatal(err)
		}
	}
	return b.Papers()
}

// TestDigestOfShuffledPapers holds that neither the order of papers nor that of the candidates within a rank, nor
// which weight came first, shows in the digest.
func TestDigestOfShuffledPapers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := papers(t)
		shuffled := rapid.Permutation(all).Draw(t, "shuffled")
		for i := range shuffled {
			shuffled[i].ranking = turned(shuffled[i].ranking)
		}
		one, other := build(t, all), build(t, shuffled)
		if !one.Votes().Equal(other.Votes()) || one.Total() != other.Total() {
			t.Fatalf("%s votes on %d papers, then %s on %d", one.Votes(), one.Total(), other.Votes(), other.Total())
		}
		if a, b := one.Sorted().Digest(), other.Sorted().Digest(); a != b {
			t.Fatalf("%s, then %s", a, b)
		}
	})
}

// turned lists the candidates of each rank the other way round.
func turned(ranking []count.Mark) []count.Mark {
	var out []count.Mark
	for start := 0; start < len(ranking); {
		end := start + 1
		for end < len(ranking) && ranking[end].Equal() {
			end++
		}
		for i := end - 1; i >= start; i-- {
			out = append(out, count.NewMark(ranking[i].Candidate(), i < end-1))
		}
		start = end
	}
	return out
}

func TestRenumber(t *testing.T) {
	var b count.Builder
	ranking := []count.Mark{count.NewMark(0, false), count.NewMark(2, true), count.NewMark(1, false)}
	if err := b.Add(ranking, 1, 0, 1); err != nil {
		t.Fatal(err)
	}
	b.Renumber([]int{2, 0, 1})
	want := []count.Mark{count.NewMark(1, false), count.NewMark(2, true), count.NewMark(0, false)}
	if got := b.Papers().Ranking(0); !slices.Equal(got, want) {
		t.Errorf("%v, expected %v", got, want)
	}
}

func TestUnusedClassesAreDropped(t *testing.T) {
	var b count.Builder
	for _, weight := range []int64{1, 3, 2} {
		if _, err := b.Class(exact.Int(weight), ""); err != nil {
			t.Fatal(err)
		}
	}
	ranking := []count.Mark{count.NewMark(0, false)}
	for _, class := range []uint16{1, 2} {
		if err := b.Add(ranking, 1, class, 1); err != nil {
			t.Fatal(err)
		}
	}
	classes := b.Papers().Classes()
	if len(classes) != 2 || classes[0].Weight.String() != "2" || classes[1].Weight.String() != "3" {
		t.Errorf("%v, expected the weights 2 and 3", classes)
	}
}
