// Package reserved holds two ways to meet limits on the elected that leave a method of counting as it is, beside guard
// and doom, which works inside the methods (see count/constraint):
//
//   - repeat-count: the count is made without the limits. If those elected do not meet them, the one who was elected
//     last of those who can be elected together gives way, and the count is repeated without that candidate. Some
//     universities and societies replace the last elected in this way.
//   - reserved-seats: the places that a minimum asks for are counted first, among the members of the group alone;
//     then the places that are left are counted among all the others.
//
// Neither has an authoritative text; what exactly is done is ours and stands with Repeat and Reserve. Both count all
// papers in each count, with those who do not stand in it struck out, and put the counts together in one result whose
// stages follow one another. Each count after the first begins with a stage of action NextPlace, unless the method adds
// up points or compares.
//
// Guard and doom is the default of the house, because it needs one count and changes least: every paper is used
// once, and a candidate falls to a limit only when nothing else is left.
package reserved

import (
	"slices"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/constraint"
	"github.com/selectorate/selectorate/count/lot"
	"github.com/selectorate/selectorate/party"
)

// The designs by name.
const (
	GuardAndDoom  = "guard-and-doom"
	RepeatCount   = "repeat-count"
	ReservedSeats = "reserved-seats"
)

// Option is the choice of a design, for whoever offers it beside the options of a method.
func Option() count.Option {
	return count.Option{
		Name: "design", Values: []string{GuardAndDoom, RepeatCount, ReservedSeats}, Default: GuardAndDoom,
		Help: "How constraints are met: within one count (Hill, Voting matters 9, 1998, paper 1), by repeating the count without the one who is one too many, or by counting reserved places first.",
	}
}

// Count counts by a method and meets the constraints of the options by a design. An empty design is GuardAndDoom.
// Without constraints all designs are the same. A design that is none of the three is an error of kind Invalid.
func Count(design string, m count.Method, e *count.Election, o count.Options) (*count.Result, error) {
	switch design {
	case "", GuardAndDoom:
		return m.Count(e, o)
	case RepeatCount:
		return Repeat(m, e, o)
	case ReservedSeats:
		return Reserve(m, e, o)
	}
	return nil, party.Errorf(party.Invalid, "constraints cannot be met by %q; choose %s, %s or %s", design, GuardAndDoom, RepeatCount, ReservedSeats)
}

// Repeat counts by a method without its constraints and repeats the count until they are met:
//
//  1. Count, by the method, among all who stand and have not given way.
//  2. Go through the elected in order of election. As long as the places can still be filled from the others with every
//     limit met, go on. The first with whom they no longer can gives way: the last elected of more than a maximum
//     allows, or the last elected before a place that a minimum needs. If nobody is found, this count stands.
//     Of candidates elected at the same moment with the same votes any may go first; if more than one of them
//     could then be the one who gives way, it is who had fewest votes at the latest earlier stage of this count at
//     which they differ, or else on whom a lot falls.
//  3. Otherwise count again without whoever gave way, from the first preferences on.
//
// Each repetition leaves out one candidate, and never one without whom the limits cannot be met by the others, so
// the last count meets them. Who gave way does not come back. The stages of all counts are in the result; in those
// that do not stand nobody is elected, and a decision of verb Choice says who would have been.
//
// The method need not take constraints. Errors are those of the method, and of kind Invalid if no way to fill the
// places meets the limits, or if the method leaves places empty that they need. The lots of all counts are numbered on
// from one to the next, so that none is drawn with the same ticket twice.
func Repeat(m count.Method, e *count.Election, o count.Options) (*count.Result, error) {
	if len(o.Constraints) == 0 {
		return m.Count(e, o)
	}
	j, err := newJoined(RepeatCount, m, e, o)
	if err != nil {
		return nil, err
	}
	err = j.contest(e.Standing(), j.seats, "")
	return j.close(err)
}

// Reserve counts the places that are reserved first, by a method that need not know of it:
//
//  1. For each limit with a minimum, in the order in which they are given: as many places as the minimum asks for
//     beyond members who are elected already are counted among the other members who stand, if any are needed.
//  2. The places that are left are counted among all others who stand.
//  3. In each of these counts, whoever could not be elected with those elected before, because a limit could not be
//     met in the end (a maximum, or the minimum of a group still to come), does not stand; and if those elected in it
//     cannot all be elected together for that reason, it is repeated as with Repeat.
//
// The order of election is the order of the counts. Errors are as with Repeat, and of kind Invalid if the method has an
// option votes, for the number of crosses on a paper, that is not set: what a paper may hold must not change from count
// to count.
func Reserve(m count.Method, e *count.Election, o count.Options) (*count.Result, error) {
	if len(o.Constraints) == 0 {
		return m.Count(e, o)
	}
	j, err := newJoined(ReservedSeats, m, e, o)
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(m.Options, func(o count.Option) bool { return o.Name == "votes" }) && m.Setting(o, "votes") == "" {
		return nil, party.Errorf(party.Invalid, "how many crosses a paper may have cannot follow from the places when these are counted in parts: set option votes of %s", m.Name)
	}
	return j.close(j.reserve())
}

func (j *joined) reserve() error {
	for _, limit := range j.options.Constraints {
		var pool []int
		needed := limit.Min
		for _, c := range limit.Members {
			switch {
			case slices.Contains(j.elected, c):
				needed--
			case !j.election.Candidates[c].Withdrawn:
				pool = append(pool, c)
			}
		}
		if needed > 0 {
			if err := j.contest(pool, needed, "reserved for "+limit.Of()); err != nil {
				return err
			}
		}
	}
	if left := j.seats - len(j.elected); left > 0 {
		about := "left"
		if len(j.elected) == 0 {
			about = ""
		}
		return j.contest(j.others(nil), left, about)
	}
	return nil
}

// newJoined checks what can be checked before the first count.
func newJoined(design string, m count.Method, e *count.Election, o count.Options) (*joined, error) {
	if err := e.Check(); err != nil {
		return nil, err
	}
	j := &joined{design: design, method: m, election: e, options: o, seats: o.Seats}
	if j.seats == 0 {
		j.seats = e.Seats
	}
	for _, candidate := range e.Candidates {
		j.names = append(j.names, candidate.Name)
	}
	j.names = lot.Names(j.names)
	if err := constraint.Check(o.Constraints, len(j.names)); err != nil {
		return nil, err
	}
	if j.seats == 0 {
		return nil, party.Errorf(party.Invalid, "the file does not say how many places there are; say it with --seats")
	}
	if !constraint.Possible(o.Constraints, j.seats, nil, e.Standing()) {
		return nil, party.Errorf(party.Invalid, "no way to fill %d places from the candidates who stand meets every constraint; relax one, or open nominations again", j.seats)
	}
	return j, nil
}
