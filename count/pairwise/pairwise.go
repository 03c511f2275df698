// Package pairwise holds the methods that compare candidates two by two: Schulze, ranked pairs and minimax.
//
// On each paper the one of two candidates who is ranked higher is preferred; one who is ranked is preferred to one
// who is not; of two ranked equal, or both not ranked, neither is. The votes of those who prefer a to b, for all a and
// b, are the matrix of the result. More votes for a against b than for b against a is a defeat of b: a beats b. Whoever
// beats every other candidate is elected by all of these methods (but minimax by opposition); they differ where
// defeats go round in a circle.
//
// A count has one stage, of action Comparison. Its Votes are not votes: they say how many others each candidate beats. The
// result has the matrix and the ranking, best first. A rule may place two candidates neither above nor below each other; so
// the ranking goes level by level: in the first list stands everybody above whom nobody stands, in the next everybody above
// whom nobody of the rest stands, and so on.
//
// Several places are filled in the order of the ranking: the methods are meant for one place, and do not make those
// elected represent different voters. A lot is drawn only if a place hangs on it, from the seed of the count.
package pairwise

import "github.com/selectorate/selectorate/count"

// The ways to measure how strong a defeat is, values of the option strength.
const (
	winning     = "winning"
	winningOnly = "winning-only"
	margins     = "margins"
	opposition  = "opposition"
)

// Methods gives the methods of this package, each with its options and the text it follows.
func Methods() []count.Method {
	return []count.Method{schulze(), rankedPairs(), minimax()}
}
