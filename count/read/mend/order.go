package mend

import "slices"

// Order gathers the marks of a paper on which voters write ranks beside the candidates, and lays them on a pile rank
// by rank. Its zero value is ready.
type Order struct {
	marks []mark
	group []int
}

// mark is a rank that a voter gave a candidate.
type mark struct{ rank, candidate int }

// Begin begins a paper.
func (o *Order) Begin() { o.marks = o.marks[:0] }

// Mark says that the voter gave a candidate a rank, from 1.
func (o *Order) Mark(rank, candidate int) { o.marks = append(o.marks, mark{rank, candidate}) }

// Lay begins a paper on the pile and ranks what is marked. A rank that nobody has was skipped. The caller ends the
// paper.
func (o *Order) Lay(pile *Pile) {
	slices.SortFunc(o.marks, func(a, b mark) int {
		if a.rank != b.rank {
			return a.rank - b.rank
		}
		return a.candidate - b.candidate
	})
	pile.Begin()
	last := 0
	for start := 0; start < len(o.marks); {
		rank, end := o.marks[start].rank, start
		o.group = o.group[:0]
		for end < len(o.marks) && o.marks[end].rank == rank {
			o.group = append(o.group, o.marks[end].candidate)
			end++
		}
		for range min(rank-last-1, 2) { // two empty ranks say as much as more
			pile.Skip()
		}
		last = rank
		pile.Rank(o.group)
		start = end
	}
}
