package elimination_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/count"
)

// decided tells whether a stage (from 1) has a decision whose reason has the words.
func decided(r *count.Result, stage int, words string) bool {
	return slices.ContainsFunc(r.Stages[stage-1].Decisions, func(d count.Decision) bool { return strings.Contains(d.Reason, words) })
}

// published makes papers that give exactly the rounds of a published table: votes of each candidate, round by round,
// the lowest of each round going out. The flows are those that the totals force; where a paper might have come from
// several piles the choice changes no total.
func published(t testing.TB, names []string, rounds [][]int64) *count.Election {
	t.Helper()
	e := &count.Election{Seats: 1}
	for _, name := range names {
		e.Candidates = append(e.Candidates, count.Candidate{Name: name})
	}
	type bundle struct {
		ranking []count.Mark
		times   int64
	}
	piles := make([][]bundle, len(names))
	for c, n := range rounds[0] {
		piles[c] = []bundle{{[]count.Mark{count.NewMark(c, false)}, n}}
	}
	var done []bundle
	for i := 1; i < len(rounds); i++ {
		out := -1
		for c, n := range rounds[i] {
			if n == 0 && rounds[i-1][c] > 0 {
				out = c
			}
		}
		pile := piles[out]
		piles[out] = nil
		for c := range names {
			gain := rounds[i][c] - rounds[i-1][c]
			for c != out && gain > 0 {
				if len(pile) == 0 {
					t.Fatalf("round %d: more votes arrive than %s had", i+1, names[out])
				}
				n := min(gain, pile[0].times)
				piles[c] = append(piles[c], bundle{append(slices.Clone(pile[0].ranking), count.NewMark(c, false)), n})
				gain -= n
				if pile[0].times -= n; pile[0].times == 0 {
					pile = pile[1:]
				}
			}
		}
		done = append(done, pile...)
	}
	for _, pile := range piles {
		done = append(done, pile...)
	}
	var b count.Builder
	for _, one := range done {
		if err := b.Add(one.ranking, one.times, 0, 0); err != nil {
			t.Fatal(err)
		}
	}
	e.Papers = b.Papers()
	return e
}
