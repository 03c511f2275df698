package raire

import (
	"container/heap"
	"slices"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/party"
)

// MaxSets is how many sets of candidates a search looks at before it gives up: all that there are of 17 candidates.
const MaxSets = 1 << 17

// Find finds assertions that together imply that a candidate (numbered from 0) wins the alternative vote on these
// papers, the one with the smallest margin first. Of all such sets it is one whose smallest margin is as large as can
// be. It is empty if nobody else stands.
//
// Candidates who have withdrawn are passed over; a ranking ends before candidates whom it ranks equal. Papers must be
// worth one vote each. Errors are of kind Invalid: no assertions imply it, because somebody else wins or the outcome
// hangs on a tie; the search gave up; or there are too many candidates. Then only a full hand count can confirm it.
func Find(e *count.Election, winner int) ([]Assertion, error) {
	if winner < 0 || winner >= len(e.Candidates) || e.Candidates[winner].Withdrawn {
		return nil, party.Errorf(party.Invalid, "candidate %d does not stand", winner+1)
	}
	t, standing, err := grow(e)
	if err != nil {
		return nil, err
	}
	s := &search{
		tree: t, standing: standing, winner: slices.Index(standing, winner), margins: t.winnerOnly(), easiest: map[set]int64{},
	}
	if t.size == 1 {
		return nil, nil
	}
	if err := s.run(); err != nil {
		return nil, err
	}
	return s.cover(), nil
}

// search looks for the order of elimination that is hardest to rule out.
//
// An order is looked at from its end: first who is left at last, then who goes out before them, and so on. Whether an
// assertion contradicts the step by which a candidate is put before others depends on the candidate and on the set of
// the others, and not on their order. So a step is a way from one set to a larger one, and its cost is the greatest
// margin of all assertions that contradict it. An order can be ruled out at the dearest of its steps; the margin that
// any set of assertions can keep is that of the order whose dearest step is cheapest. The tree of the paper has a node
// for every end of an order; here ends with the same candidates are one.
type search struct {
	*tree
	standing []int
	winner   int
	margins  [][]int64     // of WinnerOnly
	easiest  map[set]int64 // the least dearest step on any way to a set, of those that were looked at
	bound    int64         // the same for all candidates: the margin that is looked for
	frontier frontier
}

// run finds the bound: the way to the set of all candidates whose dearest step is cheapest.
func (s *search) run() error {
	for c := range s.size {
		if c != s.winner {
			s.reach(set(0).with(c), s.cost(0, c))
		}
	}
	for looked := 0; ; looked++ {
		if looked > MaxSets {
			return party.Errorf(party.Invalid, "no assertions were found among %d sets of candidates: there are too many orders in which the %d candidates could go out",
				MaxSets, s.size)
		}
		// The set of all candidates is reached in the end: every other set has a step beyond it.
		at, _ := heap.Pop(&s.frontier).(way)
		switch {
		case at.dearest > s.easiest[at.to]:
			continue // a better way was found meanwhile
		case at.to == all(s.size):
			if s.bound = at.dearest; s.bound == 0 {
				return party.Errorf(party.Invalid, "the records do not show that candidate %d wins: somebody else does, or it hangs on a tie", s.standing[s.winner]+1)
			}
			return nil
		}
		for _, c := range all(s.size).less(at.to).members() {
			s.reach(at.to.with(c), max(at.dearest, s.cost(at.to, c)))
		}
	}
}

// reach notes a way to a set, if it is better than those known.
func (s *search) reach(to set, dearest int64) {
	if known, there := s.easiest[to]; !there || dearest < known {
		s.easiest[to] = dearest
		heap.Push(&s.frontier, way{to, dearest})
	}
}

// cost gives the greatest margin of the assertions that contradict that c goes out when exactly c and the others are
// left, and one of those wins; 0 if there is none.
func (s *search) cost(others set, c int) int64 {
	var best int64
	for x, w := range s.margins[c] {
		switch {
		case others.has(x): // c goes out before x
			best = max(best, w)
		case x != c: // x goes out before c
			best = max(best, s.margins[x][c])
		}
	}
	if others != 0 {
		totals := s.totals(all(s.size).less(others.with(c)))
		best = max(best, totals[c]-totals[lowest(totals, others)])
	}
	return best
}

// lowest gives who of some has the lowest total.
func lowest(totals []int64, of set) int {
	least := -1
	for _, x := range of.members() {
		if least < 0 || totals[x] < totals[least] {
			least = x
		}
	}
	return least
}

// way is a way to a set, with the cost of its dearest step.
type way struct {
	to      set
	dearest int64
}

// frontier keeps the ways that are not followed yet, the cheapest first.
type frontier []way

func (f frontier) Len() int           { return len(f) }
func (f frontier) Less(i, j int) bool { return f[i].before(f[j]) }
func (f frontier) Swap(i, j int)      { f[i], f[j] = f[j], f[i] }

func (w way) before(v way) bool {
	if w.dearest != v.dearest {
		return w.dearest < v.dearest
	}
	if a, b := w.to.size(), v.to.size(); a != b {
		return a > b
	}
	return w.to < v.to
}

// Push adds a way; see container/heap.
func (f *frontier) Push(x any) {
	if w, ok := x.(way); ok {
		*f = append(*f, w)
	}
}

// Pop takes the last one; see container/heap.
func (f *frontier) Pop() any {
	last := (*f)[len(*f)-1]
	*f = (*f)[:len(*f)-1]
	return last
}
