package raire

import (
	"slices"

	"github.com/selectorate/selectorate/count"
)

// Kind says what an assertion compares.
type Kind string

// The two kinds of assertion. The values are the names that other programs use for them.
const (
	WinnerOnly  Kind = "winner-only"     // "not eliminated before", NEB in the paper
	Elimination Kind = "irv-elimination" // "not eliminated next", NEN in the paper
)

// Assertion says that one candidate has more papers than another, in a comparison of its Kind.
type Assertion struct {
	Kind        Kind
	Winner      int   // of the comparison: a candidate's number, from 0
	Loser       int   // of the comparison
	Gone        []int // Elimination: the candidates who are out, in ascending order; WinnerOnly: nil
	WinnerVotes int64 // papers that count for Winner, by the records
	LoserVotes  int64 // papers that count for Loser, by the records
}

// Margin gives by how many papers the assertion holds. It is not true if that is 0 or less.
func (a Assertion) Margin() int64 { return a.WinnerVotes - a.LoserVotes }

// Score gives 1 if a paper with this ranking counts for Winner, -1 if it counts for Loser, otherwise 0. The ranking
// must name only candidates who stand, each once and none equal with another.
func (a Assertion) Score(ranking []count.Mark) int {
	if a.Kind == Elimination {
		return a.scoreAmongLeft(ranking)
	}
	for place, mark := range ranking {
		switch mark.Candidate() {
		case a.Winner:
			if place == 0 {
				return 1
			}
			return 0 // ranked above the loser, but not first: counts for neither
		case a.Loser:
			return -1
		}
	}
	return 0
}

func (a Assertion) scoreAmongLeft(ranking []count.Mark) int {
	for _, mark := range ranking {
		switch c := mark.Candidate(); {
		case c == a.Winner:
			return 1
		case c == a.Loser:
			return -1
		case !slices.Contains(a.Gone, c):
			return 0
		}
	}
	return 0
}

// Same tells whether two assertions say the same.
func (a Assertion) Same(b Assertion) bool {
	return a.Kind == b.Kind && a.Winner == b.Winner && a.Loser == b.Loser && slices.Equal(a.Gone, b.Gone)
}

// Contradicts tells whether no order of elimination with this end is possible if the assertion is true. The end
// lists candidates in the order in which they go out, the one who is left at last being last; all others of the
// so many candidates who stand have gone out before, in any order.
func (a Assertion) Contradicts(end []int, standing int) bool {
	winner, loser := slices.Index(end, a.Winner), slices.Index(end, a.Loser)
	if a.Kind == WinnerOnly {
		// The winner of the comparison goes out before the loser. Who is not in the end went out before it.
		return loser >= 0 && winner < loser
	}
	// The winner goes out next, before the loser, at the point where exactly the set is gone.
	if winner < 0 || loser <= winner || len(end)-winner+len(a.Gone) != standing {
		return false
	}
	return !slices.ContainsFunc(end[winner:], func(c int) bool { return slices.Contains(a.Gone, c) })
}
