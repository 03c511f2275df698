package raire

import (
	"cmp"
	"container/heap"
	"math"
	"slices"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/party"
)

// MaxNodes is how many ends of orders a search looks at before it gives up.
const MaxNodes = 2_000_000

// Find finds assertions that together imply that a candidate (numbered from 0) wins the alternative vote on these
// papers. Of all such sets it is one whose smallest margin is as large as can be. It is empty if nobody else stands.
//
// Candidates who have withdrawn are passed over; a ranking ends before candidates whom it ranks equal. Papers must be
// worth one vote each. Errors are of kind Invalid: no assertions imply it, because somebody else wins or the outcome
// hangs on a tie, so that only a full hand count can confirm it; or there are too many candidates.
func Find(e *count.Election, winner int) ([]Assertion, error) {
	if winner < 0 || winner >= len(e.Candidates) || e.Candidates[winner].Withdrawn {
		return nil, party.Errorf(party.Invalid, "candidate %d does not stand", winner+1)
	}
	t, standing, err := grow(e)
	if err != nil {
		return nil, err
	}
	s := &search{tree: t, standing: standing, winner: slices.Index(standing, winner), bound: math.MaxInt64}
	s.margins = t.winnerOnly()
	s.last = t.order()
	if err := s.run(); err != nil {
		return nil, err
	}
	return s.sorted(), nil
}

// end is the end of an order of elimination: a node of the search.
type end struct {
	next   *end // the same without its first candidate; nil if there is one candidate only
	first  int  // who goes out first of the end
	left   set  // who is in the end
	depth  int
	own    found // the best assertion that contradicts this end and none before it
	best   *end  // this end, or one in it, with the best assertion; the shortest of equals
	closed bool  // its own assertion is taken: whatever ends so is ruled out
}

// found is an assertion by places among those who stand. A margin of 0 means that there is none.
type found struct {
	kind          Kind
	winner, loser int
	margin        int64
}

// search is one run of the branch and bound.
type search struct {
	*tree
	standing []int
	winner   int
	margins  [][]int64 // of WinnerOnly
	last     []int     // candidates in an order in which they might be eliminated, the first out first
	bound    int64     // no set has a smallest margin above this
	nodes    int
	frontier frontier
	taken    []Assertion
}

func (s *search) run() error {
	for c := range s.size {
		if c != s.winner {
			heap.Push(&s.frontier, s.node(c, nil))
		}
	}
	for s.frontier.Len() > 0 {
		e, _ := heap.Pop(&s.frontier).(*end)
		if e.ruledOut() {
			continue
		}
		if margin := e.best.own.margin; margin > 0 && margin >= s.bound {
			s.take(e.best)
			continue
		}
		s.dive(e)
		if err := s.expand(e); err != nil {
			return err
		}
	}
	return nil
}

// expand puts each candidate who is not in an end before it.
func (s *search) expand(e *end) error {
	if s.bound == 0 {
		return s.impossible()
	}
	for _, c := range all(s.size).less(e.left).members() {
		if e.ruledOut() {
			return nil
		}
		if s.nodes++; s.nodes > MaxNodes {
			return party.Errorf(party.Invalid, "no assertions were found within %d steps: the papers must all be counted by hand", MaxNodes)
		}
		child := s.node(c, e)
		if child.depth < s.size {
			heap.Push(&s.frontier, child)
			continue
		}
		// A whole order: something on its way must rule it out.
		s.bound = min(s.bound, child.best.own.margin)
		if s.bound == 0 {
			return s.impossible()
		}
		s.take(child.best)
	}
	return nil
}

func (s *search) impossible() error {
	return party.Errorf(party.Invalid, "the records do not show that candidate %d wins: somebody else does, or it hangs on a tie", s.standing[s.winner]+1)
}

// dive follows one order to its beginning, the most plausible one, for what it says about the bound.
func (s *search) dive(e *end) {
	best := e.best.own.margin
	left, at := e.left, e
	for _, c := range slices.Backward(s.last) {
		if left.has(c) {
			continue
		}
		at = s.node(c, at)
		left = at.left
		best = max(best, at.own.margin)
	}
	s.bound = min(s.bound, best)
}

// node makes the end that begins with c and goes on with next, and finds its best assertion.
func (s *search) node(c int, next *end) *end {
	e := &end{next: next, first: c, depth: 1, left: set(0).with(c)}
	if next != nil {
		e.depth, e.left = next.depth+1, next.left.with(c)
	}
	e.own = s.assertion(e)
	e.best = e
	if next != nil && next.best.own.margin >= e.own.margin {
		e.best = next.best
	}
	return e
}

// assertion finds the assertion with the greatest margin that contradicts an end, and not already the end without
// its first candidate.
func (s *search) assertion(e *end) found {
	var best found
	better := func(kind Kind, winner, loser int, margin int64) {
		if margin > best.margin {
			best = found{kind, winner, loser, margin}
		}
	}
	for c := range s.size {
		switch {
		case c == e.first:
		case e.left.has(c): // the first goes out before c
			better(WinnerOnly, e.first, c, s.margins[e.first][c])
		default: // c goes out before the first
			better(WinnerOnly, c, e.first, s.margins[c][e.first])
		}
	}
	totals := s.totals(all(s.size).less(e.left))
	for at := e.next; at != nil; at = at.next {
		better(Elimination, e.first, at.first, totals[e.first]-totals[at.first])
	}
	return best
}

// take takes the assertion of an end into the set.
func (s *search) take(e *end) {
	e.closed = true
	gone := all(s.size).less(e.left)
	a := Assertion{Kind: e.own.kind, Winner: s.standing[e.own.winner], Loser: s.standing[e.own.loser]}
	if a.Kind == Elimination {
		a.Gone = make([]int, 0, gone.size())
		for _, c := range gone.members() {
			a.Gone = append(a.Gone, s.standing[c])
		}
		totals := s.totals(gone)
		a.WinnerVotes, a.LoserVotes = totals[e.own.winner], totals[e.own.loser]
	} else {
		a.WinnerVotes = s.totals(0)[e.own.winner]
		a.LoserVotes = a.WinnerVotes - e.own.margin
	}
	if !slices.ContainsFunc(s.taken, a.Same) {
		s.taken = append(s.taken, a)
	}
}

// sorted gives the set with the smallest margin first, less what the rest of it makes superfluous.
func (s *search) sorted() []Assertion {
	slices.SortFunc(s.taken, func(a, b Assertion) int {
		return cmp.Or(cmp.Compare(a.Margin(), b.Margin()), cmp.Compare(a.Winner, b.Winner), cmp.Compare(a.Loser, b.Loser),
			slices.Compare(a.Gone, b.Gone))
	})
	return thinned(s.taken, s.standing, s.standing[s.winner])
}

// order gives an order in which the candidates might be eliminated, by the records; of equals any.
func (t *tree) order() []int {
	order := make([]int, 0, t.size)
	var gone set
	for len(order) < t.size {
		totals, lowest := t.totals(gone), -1
		for c := range t.size {
			if !gone.has(c) && (lowest < 0 || totals[c] < totals[lowest]) {
				lowest = c
			}
		}
		order = append(order, lowest)
		gone = gone.with(lowest)
	}
	return order
}

// ruledOut tells whether the assertion of this end, or of one in it, is taken.
func (e *end) ruledOut() bool {
	for ; e != nil; e = e.next {
		if e.closed {
			return true
		}
	}
	return false
}

// frontier keeps the ends that are not ruled out yet, the one that is hardest to rule out first.
type frontier []*end

func (f frontier) Len() int { return len(f) }
func (f frontier) Less(i, j int) bool {
	if a, b := f[i].best.own.margin, f[j].best.own.margin; a != b {
		return a < b
	}
	return f[i].depth > f[j].depth
}
func (f frontier) Swap(i, j int) { f[i], f[j] = f[j], f[i] }

// Push adds an end; see container/heap.
func (f *frontier) Push(x any) {
	if e, ok := x.(*end); ok {
		*f = append(*f, e)
	}
}

// Pop takes the last one; see container/heap.
func (f *frontier) Pop() any {
	last := (*f)[len(*f)-1]
	*f = (*f)[:len(*f)-1]
	return last
}
