package pairwise_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/internal/counttest"
)

// stronger tells by the measure's definition whether a over b is stronger than c over d.
func (h held) stronger(strength string, a, b, c, d int) bool {
	pro, contra, otherPro, otherContra := h.prefers(a, b), h.prefers(b, a), h.prefers(c, d), h.prefers(d, c)
	switch strength {
	case "margins":
		return otherPro.Sub(otherContra).Less(pro.Sub(contra))
	case "winning":
		if pro.Equal(otherPro) {
			return contra.Less(otherContra)
		}
	}
	return otherPro.Less(pro)
}

// chains lists every chain of defeats from a to b without a candidate twice.
func (h held) chains(a, b int) [][]int {
	var found [][]int
	var extend func(chain []int)
	extend = func(chain []int) {
		last := chain[len(chain)-1]
		if last == b {
			found = append(found, slices.Clone(chain))
			return
		}
		for c := range h.n {
			if !slices.Contains(chain, c) && h.prefers(c, last).Less(h.prefers(last, c)) {
				extend(append(chain, c))
			}
		}
	}
	extend([]int{a})
	return found
}

// strongest gives the weakest link of the strongest chain, if there is one.
func (h held) strongest(strength string, a, b int) (link [2]int, found bool) {
	for _, chain := range h.chains(a, b) {
		weakest := [2]int{chain[0], chain[1]}
		for i := 1; i < len(chain)-1; i++ {
			if h.stronger(strength, weakest[0], weakest[1], chain[i], chain[i+1]) {
				weakest = [2]int{chain[i], chain[i+1]}
			}
		}
		if !found || h.stronger(strength, weakest[0], weakest[1], link[0], link[1]) {
			link, found = weakest, true
		}
	}
	return link, found
}

// TestSchulzeByDefinition looks at every chain there is.
func TestSchulzeByDefinition(t *testing.T) {
	t.Parallel()
	m := counttest.Method(t, "schulze")
	for _, strength := range m.Options[0].Values {
		t.Run(strength, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				h := draw(false).Draw(t, "election")
				h.n = min(h.n, 6)
				above := func(a, b int) bool {
					there, goes := h.strongest(strength, a, b)
					back, returns := h.strongest(strength, b, a)
					return goes && (!returns || h.stronger(strength, there[0], there[1], back[0], back[1]))
				}
				checkLevels(t, h.elected(t, m, strength).Ranking, above)
			})
		})
	}
}

// checkLevels holds a ranking to a relation: in each level are those, and only those, above whom nobody stands who is not
// in a level before.
func checkLevels(t *rapid.T, ranking [][]int, above func(a, b int) bool) {
	t.Helper()
	level := map[int]int{}
	for i, members := range ranking {
		for _, c := range members {
			level[c] = i
		}
	}
	for c, i := range level {
		lowest := -1
		for a := range level {
			if a != c && above(a, c) {
				lowest = max(lowest, level[a])
			}
		}
		if i != lowest+1 {
			t.Fatalf("%d is in level %d of %v, the lowest above it in %d", c, i, ranking, lowest)
		}
	}
}

// firsts gives everybody whom ranked pairs may place first when equal defeats are taken in some order: each order is tried.
func (h held) firsts(strength string) []int {
	type pair struct{ a, b int }
	var pairs []pair
	for a := range h.n {
		for b := range h.n {
			if a != h.withdrawn && b != h.withdrawn && h.prefers(b, a).Less(h.prefers(a, b)) {
				pairs = append(pairs, pair{a, b})
			}
		}
	}
	var found []int
	var lock func(left, locked []pair)
	lock = func(left, locked []pair) {
		if len(left) == 0 {
			for c := range h.n {
				if c != h.withdrawn && !slices.ContainsFunc(locked, func(p pair) bool { return p.b == c }) && !slices.Contains(found, c) {
					found = append(found, c)
				}
			}
			return
		}
		for i, p := range left {
			if slices.ContainsFunc(left, func(q pair) bool { return h.stronger(strength, q.a, q.b, p.a, p.b) }) {
				continue
			}
			rest := slices.Delete(slices.Clone(left), i, i+1)
			reached := []int{p.b}
			for j := 0; j < len(reached); j++ {
				for _, q := range locked {
					if q.a == reached[j] && !slices.Contains(reached, q.b) {
						reached = append(reached, q.b)
					}
				}
			}
			if slices.Contains(reached, p.a) {
				lock(rest, locked)
			} else {
				lock(rest, append(slices.Clone(locked), p))
			}
		}
	}
	lock(pairs, nil)
	return found
}

// TestRankedPairsByDefinition tries every order of equal defeats: the winner is one of those whom some order places
// first, and if all orders agree, there is no other.
func TestRankedPairsByDefinition(t *testing.T) {
	t.Parallel()
	m := counttest.Method(t, "ranked-pairs")
	for _, strength := range m.Options[0].Values {
		t.Run(strength, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				h := draw(false).Draw(t, "election")
				if h.n > 4 {
					h.n = 4
					h.keep()
				}
				h.seats = 1
				if want, got := h.firsts(strength), h.elected(t, m, strength).Winners; !slices.Contains(want, got[0]) {
					t.Fatalf("%v is elected, some order places %v first", got, want)
				}
			})
		})
	}
}

// keep strikes out candidates from n on.
func (h *held) keep() {
	if h.withdrawn >= h.n {
		h.withdrawn = -1
	}
	var lines []line
	for _, l := range h.lines {
		var groups [][]int
		for _, g := range l.groups {
			if g = slices.DeleteFunc(slices.Clone(g), func(c int) bool { return c >= h.n }); len(g) > 0 {
				groups = append(groups, g)
			}
		}
		if len(groups) > 0 {
			lines = append(lines, line{l.times, l.weight, groups})
		}
	}
	if len(lines) == 0 {
		lines = []line{{1, exact.Int(1), [][]int{{0}}}}
	}
	h.lines = lines
}

// TestMinimaxByDefinition compares the worst comparisons.
func TestMinimaxByDefinition(t *testing.T) {
	t.Parallel()
	m := counttest.Method(t, "minimax")
	for _, strength := range m.Options[0].Values {
		t.Run(strength, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				h := draw(false).Draw(t, "election")
				worst := func(a int) exact.Number {
					var most exact.Number
					first := true
					for b := range h.n {
						if a == b || b == h.withdrawn {
							continue
						}
						pro, contra := h.prefers(a, b), h.prefers(b, a)
						bad := contra
						if strength == "margins" {
							bad = contra.Sub(pro)
						} else if strength == "winning" && !pro.Less(contra) {
							bad = exact.Int(0)
						}
						if first || most.Less(bad) {
							most, first = bad, false
						}
					}
					return most
				}
				above := func(a, b int) bool { return worst(a).Less(worst(b)) }
				checkLevels(t, h.elected(t, m, strength).Ranking, above)
			})
		})
	}
}
