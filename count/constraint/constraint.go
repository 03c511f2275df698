// Package constraint knows which candidates must be elected and which cannot be, so that the limits which a rule
// sets on the elected as a body (at least two women, at most one from each section) hold at the end.
//
// The rule is guard and doom (Hill, STV with constraints, Voting matters 9, 1998, paper 1): a candidate without
// whom the limits can no longer be met is guarded and never excluded; one with whom they can no longer be met is
// doomed and excluded next. With crossing categories this is a search over cells, which Judge makes exact.
//
// Candidates who are members of the same limits are interchangeable, so a way to fill the places is a number of
// candidates for each such cell. A short search goes through the cells one by one and narrows what the others can
// still be after each. If that is not enough, linear inequalities over the cells are solved exactly, in whole numbers
// over one divisor, and cells that come out in parts are cut in two until none does. The answer is yes or no, never
// perhaps, for any number of categories and whether groups overlap or not.
//
// A limit is written in a line, on the command line or in a file; see Parse.
package constraint

import (
	"slices"

	"github.com/selectorate/selectorate/party"
)

// Limit is one limit on those elected: at least Min and at most Max of the members.
type Limit struct {
	Category string // such as "gender"
	Group    string // such as "women"
	Members  []int  // candidates, from 0
	Min, Max int    // Max negative: no upper limit
}

// Several is the Limit of a Finding that no single limit forces.
const Several = -1

// Finding is what follows for one candidate.
type Finding struct {
	Candidate int
	Limit     int // the limit that cannot be met otherwise, an index; Several: more than one together
	// Together lists the limits that force the finding, in order: one, or several of which none can be left out.
	Together []int
}

// Verdict is what follows for the continuing candidates. Findings are in the order of the candidates' numbers.
type Verdict struct {
	Possible bool // some way to fill the places meets every limit
	Guarded  []Finding
	Doomed   []Finding
}

// Check tells what makes limits unfit for an election of so many candidates, as an error of kind Invalid: a limit
// without a group, a member who does not stand or is named twice, a minimum above the maximum or above the number
// of members, the same group of a category limited twice. Whether all limits together can be met with the places
// there are is another question; see Possible.
func Check(limits []Limit, candidates int) error {
	seen := map[[2]string]bool{}
	for _, l := range limits {
		name := [2]string{l.Category, l.Group}
		switch {
		case l.Group == "":
			return party.Errorf(party.Invalid, "a limit has no group: say whom it is about, such as women")
		case seen[name]:
			return party.Errorf(party.Invalid, "%s is limited twice: put minimum and maximum into one limit", l.Of())
		case l.Min < 0:
			return party.Errorf(party.Invalid, "%s: a minimum of %d is not a number of candidates", l.Of(), l.Min)
		case l.Max >= 0 && l.Min > l.Max:
			return party.Errorf(party.Invalid, "%s: at least %d and at most %d cannot both be met", l.Of(), l.Min, l.Max)
		case l.Min > len(l.Members):
			return party.Errorf(party.Invalid, "%s: at least %d cannot be elected, it has %d candidates", l.Of(), l.Min, len(l.Members))
		}
		seen[name] = true
		if err := l.checkMembers(candidates); err != nil {
			return err
		}
	}
	return nil
}

func (l Limit) checkMembers(candidates int) error {
	sorted := slices.Sorted(slices.Values(l.Members))
	for i, c := range sorted {
		switch {
		case c < 0 || c >= candidates:
			return party.Errorf(party.Invalid, "%s: there is no candidate %d; they are numbered from 1 to %d", l.Of(), c+1, candidates)
		case i > 0 && sorted[i-1] == c:
			return party.Errorf(party.Invalid, "%s: candidate %d is named twice", l.Of(), c+1)
		}
	}
	return nil
}

// Possible tells whether the places can be filled so that every limit is met: whether there is a set of continuing
// candidates, as many as there are places left (or all of them, if fewer continue), that meets the limits together
// with the elected. Limits must have passed Check; nobody may be both elected and continuing.
func Possible(limits []Limit, places int, elected, continuing []int) bool {
	t := newTable(limits, places, elected, continuing)
	_, found := t.solve(t.none(), t.sizes())
	return found
}

// MayGo tells whether all of the leaving may be excluded together: whether the places that the continuing can fill
// now can still be filled, with every limit met, by the continuing without them. It is false where too few would be
// left for the places.
func MayGo(limits []Limit, places int, elected, continuing, leaving []int) bool {
	t := newTable(limits, places, elected, continuing)
	high := t.sizes()
	for _, c := range continuing {
		if slices.Contains(leaving, c) {
			high[t.cellOf[c]]--
		}
	}
	_, found := t.solve(t.none(), high)
	return found
}
