package raire

import (
	"slices"

	"github.com/selectorate/selectorate/party"
)

// Check proves that assertions imply that a winner wins: it goes through the orders of elimination of those who stand,
// from their ends, and finds each one that ends in somebody else contradicted. Otherwise the error, of kind Invalid,
// names the first who could still win. It knows nothing of how the assertions were found; ends of the same candidates
// are looked at once, since what contradicts a longer one does not depend on their order.
func Check(assertions []Assertion, standing []int, winner int) error {
	if len(standing) > MaxCandidates {
		return party.Errorf(party.Invalid, "assertions can be checked for at most %d candidates; %d stand", MaxCandidates, len(standing))
	}
	w := &walk{standing: standing, about: map[int][]Assertion{}, seen: map[set]bool{}}
	for _, a := range assertions {
		w.about[a.Winner] = append(w.about[a.Winner], a)
		w.about[a.Loser] = append(w.about[a.Loser], a)
	}
	if end := w.open(winner, nil, 0); end != nil {
		return party.Errorf(party.Invalid, "the assertions do not exclude that candidate %d wins", end[len(end)-1]+1)
	}
	return nil
}

// walk goes through ends of orders of elimination.
type walk struct {
	standing []int
	about    map[int][]Assertion // by who must be put before an end for the assertion to contradict it
	seen     map[set]bool        // who was in the ends that were looked at
}

// open gives a whole order that ends in somebody else than the winner and that nothing contradicts, or nil.
func (w *walk) open(winner int, end []int, of set) []int {
	if len(end) == len(w.standing) {
		return end
	}
	for i, c := range w.standing {
		longer := of.with(i)
		if of.has(i) || len(end) == 0 && c == winner || w.seen[longer] {
			continue
		}
		order := append([]int{c}, end...)
		if w.contradicted(order) {
			continue
		}
		w.seen[longer] = true
		if found := w.open(winner, order, longer); found != nil {
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
