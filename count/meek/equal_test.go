package meek_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/internal/counttest"
)

// orders lists every way to put the candidates of each rank in order.
func orders(ranks [][]int) [][]int {
	if len(ranks) == 0 {
		return [][]int{nil}
	}
	var all [][]int
	for _, first := range permutations(ranks[0]) {
		for _, rest := range orders(ranks[1:]) {
			all = append(all, append(append([]int(nil), first...), rest...))
		}
	}
	return all
}

func permutations(of []int) [][]int {
	if len(of) <= 1 {
		return [][]int{of}
	}
	var all [][]int
	for i, first := range of {
		rest := append(append([]int(nil), of[:i]...), of[i+1:]...)
		for _, order := range permutations(rest) {
			all = append(all, append([]int{first}, order...))
		}
	}
	return all
}

// A paper with candidates ranked equal counts as the paper divided evenly among all orders: with exact fractions, both are
// the same at every stage.
func TestEqualRanksAreAllOrders(t *testing.T) {
	m := counttest.Method(t, "meek-parametric")
	set := map[string]string{"arithmetic": "rational", "decimals": "4", "omega": "0.01", "elect": "above"}
	rapid.Check(t, func(t *rapid.T) {
		e := drawElection(t, true)
		if e.candidates > 5 {
			t.Skip("too many orders")
		}
		equal, err := e.build(identity(e.candidates), e.lines, nil)
		want := story(mustCount(t, m, set, equal, err))
		divided := e
		divided.lines = nil
		var weights []exact.Number
		for _, l := range e.lines {
			all := orders(l.ranks)
			for _, order := range all {
				var ranks [][]int
				for _, c := range order {
					ranks = append(ranks, []int{c})
				}
				divided.lines = append(divided.lines, line{ranks, l.times})
				weights = append(weights, exact.Frac(1, int64(len(all))))
			}
		}
		strict, err := divided.build(identity(e.candidates), divided.lines, weights)
		if got := story(mustCount(t, m, set, strict, err)); got != want {
			t.Fatalf("all orders:\n%s\nwant\n%s", got, want)
		}
	})
}
