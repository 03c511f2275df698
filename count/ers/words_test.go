package ers_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
)

// sentences lists every sentence of a count, in order.
func sentences(r *count.Result) (all []string) {
	for _, s := range r.Stages {
		all = append(all, s.Reason)
		for _, p := range s.Parts {
			all = append(all, p.Reason)
			for _, d := range p.Decisions {
				all = append(all, d.Reason)
			}
		}
		for _, d := range s.Decisions {
			all = append(all, d.Reason)
		}
	}
	return all
}

func TestReasonsAreSentencesWithFigures(t *testing.T) {
	for name, c := range map[string]struct {
		method string
		seats  int
		lines  []string
		want   []string
	}{
		"a surplus waits, a group goes, and a batch received last is looked at": {"ers97", 4, groupEqualsSurplus(), []string{
			"The 50 valid votes are sorted by first preference. The quota is 50 divided by 5, exactly 10.00.",
			"A has 14.00 votes; the quota is 10.00. A is elected.",
			"The surplus of A, 4.00 votes, waits: it could not change who goes next, as G and F together have 3.00 votes, and E has 7.00, which is 4.00 more.",
			"G and F are excluded together: they have 3.00 votes between them, 7.00 with the surpluses not transferred, and E, next above, has 7.00. " +
				"The papers move to their next preference at their value, 1.00.",
			"A has the largest surplus, 4.00 votes above the quota of 10.00. It goes with all 14 papers, each of which has a further preference for somebody " +
				"who continues. These are worth more than the surplus, so each moves at 4.00 divided by 14, cut to two decimals: 0.28. What is cut off, 0.08 votes, " +
				"becomes non-transferable.",
			"B has the largest surplus, 2.92 votes above the quota of 10.00. It goes with the batch received last, which made it: 14 papers, none of which has " +
				"a further preference for somebody who continues. Nothing can be transferred; the 2.92 votes become non-transferable.",
			"D has 9.00 votes. 17.00 votes are still in play for 1 place, and divided by 2 that is 8.50, less than the quota of 10.00. D is elected.",
			"All places are filled and no more papers move; E is excluded.",
		}},
		"batches": {"ers97", 4, batchesOfTwoValues(), []string{
			"D has the fewest votes, 5.00, and is excluded. The papers move to their next preference at their value in up to 2 batches, the highest value first.",
			"Batch 1 of 2: 3 papers at a value of 1.00, 3.00 votes.", "Batch 2 of 2: 4 papers at a value of 0.50, 2.00 votes.",
		}},
		"the quota falls": {"ers97", 2, []string{"9 A", "9 B", "8 C", "4 D"}, []string{
			"D has the fewest votes, 4.00, and is excluded. The papers move to their next preference at their value, 1.00. 4.00 votes are non-transferable and " +
				"nobody is elected yet, so the quota is worked out again without them (5.4.8): 8.67.",
		}},
		"papers keep their value": {"ers97", 2, []string{"3 A B", "12 A", "7 B", "8 C"}, []string{
			"A has a surplus of 5.00 votes above the quota of 10.00. It goes with all 15 papers, 3 of which have a further preference for somebody who " +
				"continues. These are worth no more than the surplus, so each keeps its value of 1.00. The 2.00 votes that remain become non-transferable.",
		}},
		"only first preferences move": {"northern-ireland", 2, lastOut(), []string{
			"B has the fewest votes, 8.00, and is excluded. The first preferences move on; as no more candidates are left than places, papers that came by transfer do not.",
			"No more candidates are left than places; C is elected.",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			got := sentences(tally(t, c.method, invented(t, c.seats, c.lines...), count.Options{}))
			for _, want := range c.want {
				if !slices.Contains(got, want) {
					t.Errorf("not said: %s\nbut\n%s", want, strings.Join(got, "\n"))
				}
			}
		})
	}
}

// The value of a parcel is a share of what its papers are worth, so where they are weighted it is no number of votes.
func TestReasonsOfWeightedPapers(t *testing.T) {
	e := invented(t, 1, "4 A", "5 B", "3 C B")
	var b count.Builder
	class, err := b.Class(exact.Frac(5, 2), "")
	if err != nil {
		t.Fatal(err)
	}
	for line := range e.Papers.Len() {
		if err := b.Add(e.Papers.Ranking(line), e.Papers.Times(line), class, line+1); err != nil {
			t.Fatal(err)
		}
	}
	e.Papers = b.Papers()
	got := sentences(tally(t, "ers97", e, count.Options{Seed: "dice"}))
	want := "C has the fewest votes, 7.50, and is excluded. The papers move to their next preference at the value at which they came."
	if !slices.Contains(got, want) {
		t.Errorf("not said: %s\nbut\n%s", want, strings.Join(got, "\n"))
	}
}
