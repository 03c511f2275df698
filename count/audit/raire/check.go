package raire

import (
	"slices"

	"github.com/selectorate/selectorate/party"
)

// Check proves that assertions imply that a winner wins: it goes through all orders of elimination of those who
// stand, from their ends, and finds each one that ends in somebody else contradicted. Otherwise the error, of kind
// Invalid, is about the first order that is not. It knows nothing of how the assertions were found.
func Check(assertions []Assertion, standing []int, winner int) error {
	if end := newWalk(assertions, standing).open(winner, nil); end != nil {
		return party.Errorf(party.Invalid, "the assertions do not exclude that candidate %d wins", end[len(end)-1]+1)
	}
	return nil
}

// walk goes through ends of orders of elimination.
type walk struct {
	standing   []int
	about      map[int][]Assertion // by who must be in an end before the assertion can contradict it
	steps, max int                 // ends looked at, and how many may be; 0: any number
}

func newWalk(assertions []Assertion, standing []int) *walk {
	w := &walk{standing: standing, about: map[int][]Assertion{}}
	for _, a := range assertions {
		w.about[a.Winner] = append(w.about[a.Winner], a)
		w.about[a.Loser] = append(w.about[a.Loser], a)
	}
	return w
}

// open gives a whole order that ends in somebody else than the winner and that nothing contradicts, or nil. It also
// gives an end back where it has looked at too many.
func (w *walk) open(winner int, end []int) []int {
	if len(end) == len(w.standing) {
		return end
	}
	for _, c := range w.standing {
		if slices.Contains(end, c) || len(end) == 0 && c == winner {
			continue
		}
		longer := append([]int{c}, end...)
		if w.steps++; w.max > 0 && w.steps > w.max {
			return longer
		}
		if w.contradicted(longer) {
			continue
		}
		if found := w.open(winner, longer); found != nil {
			return found
		}
	}
	return nil
}

// contradicted tells whether an end is contradicted, given that it is not without its first candidate: then only
// assertions about that candidate can.
func (w *walk) contradicted(end []int) bool {
	return slices.ContainsFunc(w.about[end[0]], func(a Assertion) bool { return a.Contradicts(end, len(w.standing)) })
}

// thinning is how many ends thinned looks at, at most, to see whether one assertion is superfluous. A set that is not
// thinned is as good as proof, only longer to read.
const thinning = 20_000

// thinned leaves out, one by one, what the rest of a set makes superfluous, those with the smallest margin first.
func thinned(assertions []Assertion, standing []int, winner int) []Assertion {
	for i := 0; i < len(assertions); {
		rest := slices.Concat(assertions[:i], assertions[i+1:])
		w := newWalk(rest, standing)
		w.max = thinning
		if w.open(winner, nil) == nil {
			assertions = rest
		} else {
			i++
		}
	}
	return assertions
}
