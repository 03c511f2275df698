package raire

import (
	"math/bits"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/party"
)

// MaxCandidates is how many candidates who stand the search takes: sets of them are kept in a word.
const MaxCandidates = 64

// set is a set of candidates, each by its place among those who stand.
type set uint64

func (s set) has(c int) bool { return s>>c&1 != 0 }
func (s set) with(c int) set { return s | 1<<c }
func (s set) size() int      { return bits.OnesCount64(uint64(s)) }
func (s set) less(t set) set { return s &^ t }
func all(n int) set          { return set(1)<<n - 1 } // for n = 64 the shift gives 0, and all bits are set

func (s set) members() []int {
	members := make([]int, 0, s.size())
	for rest := uint64(s); rest != 0; rest &= rest - 1 {
		members = append(members, bits.TrailingZeros64(rest))
	}
	return members
}

// tree holds the rankings as a tree of prefixes, so that papers that begin alike are counted together.
type tree struct {
	nodes []branch
	cache map[set][]int64 // totals by who is gone
	size  int             // candidates who stand
}

// branch is one preference after those above it. Number 0 is the root.
type branch struct {
	candidate int
	papers    int64 // that begin so
	child     int   // first branch below, or 0
	next      int   // next branch beside, or 0
}

// grow makes the tree of an election, and lists the candidates who stand.
func grow(e *count.Election) (*tree, []int, error) {
	standing := e.Standing()
	switch {
	case len(standing) > MaxCandidates:
		return nil, nil, party.Errorf(party.Invalid, "assertions can be found for at most %d candidates; %d stand", MaxCandidates, len(standing))
	case !e.Papers.Plain():
		return nil, nil, party.Errorf(party.Invalid, "the papers have different weights: assertions count papers, each as one vote")
	}
	place := make([]int, len(e.Candidates))
	for i, c := range standing {
		place[c] = i
	}
	t := &tree{nodes: make([]branch, 1), cache: map[set][]int64{}, size: len(standing)}
	papers := e.Prepared(true).Papers
	for i := range papers.Len() {
		t.add(papers.Ranking(i), papers.Times(i), place)
	}
	return t, standing, nil
}

func (t *tree) add(ranking []count.Mark, times int64, place []int) {
	at := 0
	for _, mark := range ranking {
		at = t.below(at, place[mark.Candidate()])
		t.nodes[at].papers += times
	}
}

// below gives the branch for a candidate below another, made if need be. The newest is looked at first: rankings
// come sorted.
func (t *tree) below(at, candidate int) int {
	for b := t.nodes[at].child; b != 0; b = t.nodes[b].next {
		if t.nodes[b].candidate == candidate {
			return b
		}
	}
	t.nodes = append(t.nodes, branch{candidate: candidate, next: t.nodes[at].child})
	t.nodes[at].child = len(t.nodes) - 1
	return len(t.nodes) - 1
}

// totals gives how many papers each candidate has when some are gone. The caller must not change them.
func (t *tree) totals(gone set) []int64 {
	if totals, known := t.cache[gone]; known {
		return totals
	}
	totals := make([]int64, t.size)
	t.gather(0, gone, totals)
	t.cache[gone] = totals
	return totals
}

func (t *tree) gather(at int, gone set, totals []int64) {
	for b := t.nodes[at].child; b != 0; b = t.nodes[b].next {
		if c := t.nodes[b].candidate; gone.has(c) {
			t.gather(b, gone, totals)
		} else {
			totals[c] += t.nodes[b].papers
		}
	}
}

// winnerOnly gives the margin of every assertion of the kind WinnerOnly: first preferences of the one less the
// papers that rank the other above it, or rank the other alone of the two.
func (t *tree) winnerOnly() [][]int64 {
	first := t.totals(0)
	margins := make([][]int64, t.size)
	for w := range margins {
		margins[w] = make([]int64, t.size)
		for l := range margins[w] {
			if l != w {
				margins[w][l] = first[w] - t.totals(all(t.size).less(set(0).with(w).with(l)))[l]
			}
		}
	}
	return margins
}
