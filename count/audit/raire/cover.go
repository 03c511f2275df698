package raire

import (
	"cmp"
	"slices"
)

// cover chooses assertions that rule out every order. Steps that cost less than the bound are free; from each set that
// free steps lead to, every other step must be contradicted. Where an assertion of the kind WinnerOnly can do that it
// is preferred, since it contradicts many steps; where none can, one of the kind Elimination has to be taken.
func (s *search) cover() []Assertion {
	var chosen []Assertion
	steps := map[step]bool{}
	s.barred(func(others set, c int) {
		if by := s.against(others, c); by.before|by.after != 0 {
			steps[by] = true
			return
		}
		chosen = append(chosen, s.elimination(others, c))
	})
	for _, pair := range s.hit(steps) {
		w, l := pair[0], pair[1]
		first := s.totals(0)[w]
		chosen = append(chosen, Assertion{
			Kind: WinnerOnly, Winner: s.standing[w], Loser: s.standing[l], WinnerVotes: first, LoserVotes: first - s.margins[w][l],
		})
	}
	slices.SortFunc(chosen, func(a, b Assertion) int {
		return cmp.Or(cmp.Compare(a.Margin(), b.Margin()), cmp.Compare(a.Winner, b.Winner), cmp.Compare(a.Loser, b.Loser),
			slices.Compare(a.Gone, b.Gone))
	})
	return s.thinned(chosen)
}

// maxThinned is how large a set may be to be thinned: a set that is not is as good, only longer to read.
const maxThinned = 64

// thinned leaves out, one by one, assertions without which the set is whole all the same, since what they contradict
// cannot go on anyway.
func (s *search) thinned(chosen []Assertion) []Assertion {
	if len(chosen) > maxThinned {
		return chosen
	}
	for i := 0; i < len(chosen); {
		rest := slices.Concat(chosen[:i], chosen[i+1:])
		if Check(rest, s.standing, s.standing[s.winner]) == nil {
			chosen = rest
		} else {
			i++
		}
	}
	return chosen
}

// barred visits the steps that must be contradicted.
func (s *search) barred(visit func(others set, c int)) {
	var free []set
	for to, dearest := range s.easiest {
		if dearest < s.bound {
			free = append(free, to)
		}
	}
	slices.Sort(free)
	for c := range s.size {
		if c != s.winner && s.cost(0, c) >= s.bound {
			visit(0, c)
		}
	}
	for _, others := range free {
		for _, c := range all(s.size).less(others).members() {
			if s.cost(others, c) >= s.bound {
				visit(others, c)
			}
		}
	}
}

// step is a step by the assertions of the kind WinnerOnly that contradict it with a margin of the bound or more.
type step struct {
	c      int // who goes out
	before set // c is not eliminated before these, and they are left
	after  set // these are not eliminated before c, and they are gone
}

func (s *search) against(others set, c int) step {
	by := step{c: c}
	for x := range s.size {
		switch {
		case others.has(x) && s.margins[c][x] >= s.bound:
			by.before = by.before.with(x)
		case !others.has(x) && x != c && s.margins[x][c] >= s.bound:
			by.after = by.after.with(x)
		}
	}
	return by
}

// elimination gives the assertion of that kind with the greatest margin against a step.
func (s *search) elimination(others set, c int) Assertion {
	gone := all(s.size).less(others.with(c))
	totals := s.totals(gone)
	loser := lowest(totals, others)
	a := Assertion{
		Kind: Elimination, Winner: s.standing[c], Loser: s.standing[loser], WinnerVotes: totals[c], LoserVotes: totals[loser], Gone: []int{},
	}
	for _, x := range gone.members() {
		a.Gone = append(a.Gone, s.standing[x])
	}
	return a
}

// hits tells whether "w is not eliminated before l" contradicts the step.
func (by step) hits(w, l int) bool {
	return by.c == w && by.before.has(l) || by.c == l && by.after.has(w)
}

// hit chooses few pairs that contradict all steps: always the one that contradicts most of those left, and of equals
// that with the greatest margin. In the end those are left out that the others make superfluous.
func (s *search) hit(steps map[step]bool) [][2]int {
	left := make([]step, 0, len(steps))
	for by := range steps {
		left = append(left, by)
	}
	whole := slices.Clone(left)
	var pairs [][2]int
	for len(left) > 0 {
		best := s.mostHit(left)
		pairs = append(pairs, best)
		left = slices.DeleteFunc(left, func(by step) bool { return by.hits(best[0], best[1]) })
	}
	for i := 0; i < len(pairs); {
		rest := slices.Concat(pairs[:i], pairs[i+1:])
		missed := slices.ContainsFunc(whole, func(by step) bool {
			return !slices.ContainsFunc(rest, func(pair [2]int) bool { return by.hits(pair[0], pair[1]) })
		})
		if missed {
			i++
		} else {
			pairs = rest
		}
	}
	return pairs
}

func (s *search) mostHit(steps []step) [2]int {
	hits := make([]int, s.size*s.size)
	for _, by := range steps {
		for _, x := range by.before.members() {
			hits[by.c*s.size+x]++
		}
		for _, x := range by.after.members() {
			hits[x*s.size+by.c]++
		}
	}
	best := [2]int{}
	most := 0
	for i, n := range hits {
		w, l := i/s.size, i%s.size
		if n > most || n == most && n > 0 && s.margins[w][l] > s.margins[best[0]][best[1]] {
			best, most = [2]int{w, l}, n
		}
	}
	return best
}
