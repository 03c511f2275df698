package sheet

import (
	"fmt"
	"slices"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/constraint"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/party"
)

// hill is the text by which constraints are met within a count: I. D. Hill, STV with
// constraints, Voting matters 9, 1998, paper 1.
const hill = "constraints (Hill 1998)"

// checkLimits refuses constraints that no way of filling the places can meet.
func (s *Sheet) checkLimits() error {
	limits := s.options.Constraints
	if len(limits) == 0 {
		return nil
	}
	if err := constraint.Check(limits, len(s.names)); err != nil {
		return err
	}
	for _, limit := range limits {
		s.result.Constraints = append(s.result.Constraints, limit.Words(s.names))
	}
	if !s.Verdict().Possible {
		return party.Errorf(party.Invalid, "no way to fill %d places from the candidates who stand meets every constraint; relax one, or open nominations again", s.Seats())
	}
	return nil
}

// Limited tells whether there are constraints.
func (s *Sheet) Limited() bool { return len(s.options.Constraints) > 0 }

// Verdict gives what the constraints make of those who continue.
func (s *Sheet) Verdict() constraint.Verdict {
	if !s.Limited() {
		return constraint.Verdict{Possible: true}
	}
	if s.verdict == nil {
		verdict := constraint.Judge(s.options.Constraints, s.Seats(), s.result.Winners, s.Continuing())
		s.verdict = &verdict
	}
	return *s.verdict
}

// Doomed lists those who continue and cannot be elected, because a constraint could not be met with them.
func (s *Sheet) Doomed() []int { return candidates(s.Verdict().Doomed) }

// IsDoomed tells whether a candidate who continues cannot be elected.
func (s *Sheet) IsDoomed(candidate int) bool { return slices.Contains(s.Doomed(), candidate) }

// IsGuarded tells whether a candidate must not be excluded.
func (s *Sheet) IsGuarded(candidate int) bool {
	return slices.Contains(candidates(s.Verdict().Guarded), candidate)
}

// MayGo tells whether all of leaving can be excluded together without making a constraint impossible.
func (s *Sheet) MayGo(leaving []int) bool {
	if !s.Limited() {
		return true
	}
	return constraint.MayGo(s.options.Constraints, s.Seats(), s.result.Winners, s.Continuing(), leaving)
}

// Why says the ground on which a candidate is guarded or doomed, as a part of a sentence.
func (s *Sheet) Why(candidate int) string {
	verdict := s.Verdict()
	for _, finding := range slices.Concat(verdict.Guarded, verdict.Doomed) {
		if finding.Candidate == candidate {
			grounds := make([]string, len(finding.Together))
			for i, limit := range finding.Together {
				grounds[i] = s.options.Constraints[limit].String()
			}
			return count.Join(grounds)
		}
	}
	return "the constraints"
}

// ToExclude gives who is excluded next: the lowest of those who continue whom no constraint guards. Where a guard
// changes who goes, the last stage says so.
func (s *Sheet) ToExclude(votes []exact.Number) (int, error) {
	var free, guarded []int
	for _, c := range s.Continuing() {
		if s.IsGuarded(c) {
			guarded = append(guarded, c)
		} else {
			free = append(free, c)
		}
	}
	if len(free) == 0 {
		return 0, fmt.Errorf("the program is at fault: everybody is guarded, and there are places for fewer")
	}
	chosen, err := s.Lowest(free, votes, "exclusion")
	if err != nil {
		return 0, err
	}
	s.tellGuarded(guarded, chosen, votes)
	return chosen, nil
}

// TellGuarded adds the decision that candidates are not excluded who have no more votes than somebody who is.
func (s *Sheet) TellGuarded(excluded int, votes []exact.Number) {
	s.tellGuarded(candidates(s.Verdict().Guarded), excluded, votes)
}

func (s *Sheet) tellGuarded(guarded []int, excluded int, votes []exact.Number) {
	for _, c := range guarded {
		if votes[c].Cmp(votes[excluded]) <= 0 && !s.told[c] {
			s.told[c] = true
			s.Decide(count.Guarded, hill, fmt.Sprintf("%s has no more votes than %s but is not excluded: without %s, %s could not be met.",
				s.Name(c), s.Name(excluded), s.Name(c), s.Why(c)), c)
		}
	}
}

// TellDoomed adds the decision that candidates cannot be elected to the last stage.
func (s *Sheet) TellDoomed(doomed []int) {
	for _, c := range doomed {
		s.Decide(count.Doomed, hill, fmt.Sprintf("%s cannot be elected: with %s, %s could not be met.", s.Name(c), s.Name(c), s.Why(c)), c)
	}
}

// ElectAll elects candidates one after the other, most votes first, as long as there are places and no constraint
// dooms them; those whom one dooms are left. Equals are elected in the order of the file, unless they cannot all be:
// then the tie is settled as the rule says. reason gives the sentence for each.
func (s *Sheet) ElectAll(reached []int, votes []exact.Number, clause string, reason func(candidate int) string) error {
	left := slices.Clone(reached)
	for s.Left() > 0 {
		left = slices.DeleteFunc(left, s.IsDoomed)
		if len(left) == 0 {
			return nil
		}
		equal := extreme(left, votes, 1)
		chosen := equal[0]
		if !s.MayAllBeElected(equal) {
			var err error
			if chosen, err = s.Highest(equal, votes, "election"); err != nil {
				return err
			}
		}
		s.Elect(chosen, clause, reason(chosen))
		left = slices.DeleteFunc(left, func(c int) bool { return c == chosen })
	}
	return nil
}

// MayAllBeElected tells whether there are places for all of some who continue, and no constraint is against it.
func (s *Sheet) MayAllBeElected(some []int) bool {
	if len(some) > s.Left() {
		return false
	}
	if len(some) == 1 || !s.Limited() {
		return true
	}
	rest := slices.DeleteFunc(s.Continuing(), func(c int) bool { return slices.Contains(some, c) })
	return constraint.Possible(s.options.Constraints, s.Seats(), slices.Concat(s.result.Winners, some), rest)
}

func candidates(findings []constraint.Finding) []int {
	found := make([]int, len(findings))
	for i, finding := range findings {
		found[i] = finding.Candidate
	}
	return found
}
