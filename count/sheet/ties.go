package sheet

import (
	"fmt"
	"slices"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/lot"
)

// Highest gives the one of candidates who has most votes, settling a tie as the rule says. what names what hangs on
// it, such as "transfer of a surplus".
func (s *Sheet) Highest(candidates []int, votes []exact.Number, what string) (int, error) {
	return s.outermost(candidates, votes, what, 1)
}

// Lowest gives the one of candidates who has fewest votes, settling a tie as the rule says.
func (s *Sheet) Lowest(candidates []int, votes []exact.Number, what string) (int, error) {
	return s.outermost(candidates, votes, what, -1)
}

// outermost gives the one with most (sign 1) or fewest (sign -1) votes.
func (s *Sheet) outermost(candidates []int, votes []exact.Number, what string, sign int) (int, error) {
	tied := extreme(candidates, votes, sign)
	if len(tied) == 1 {
		return tied[0], nil
	}
	tie := count.Tie{Stage: len(s.result.Stages), For: what, Candidates: tied, Clause: s.form.TieClause}
	left, stage := s.lookBack(tied, sign)
	if len(left) == 1 {
		most := "most"
		if sign < 0 {
			most = "fewest"
		}
		tie.By, tie.Chosen, tie.Earlier = count.ByEarlierStage, left[0], stage
		tie.Reason = fmt.Sprintf("%s are equal; %s had %s votes at stage %d.", s.Names(tied), s.Name(left[0]), most, stage)
		s.result.Ties = append(s.result.Ties, tie)
		return left[0], nil
	}
	return s.Draw(tie, left, sign)
}

// lookBack narrows the tied down by earlier stages, and gives the stage that last told some apart.
func (s *Sheet) lookBack(tied []int, sign int) ([]int, int) {
	left, stage := tied, 0
	if s.form.Ties == LotOnly {
		return left, stage
	}
	earlier := slices.Clone(s.result.Stages[s.since:])
	if n := len(earlier); n > 0 {
		earlier = earlier[:n-1] // the last one is where they are equal
	}
	if s.form.Ties != Earliest {
		slices.Reverse(earlier)
	}
	for _, then := range earlier {
		if len(left) == 1 {
			break
		}
		if s.form.Ties == LatestApart && !apart(left, then.Votes) {
			continue
		}
		if fewer := extreme(left, then.Votes, sign); len(fewer) < len(left) {
			left, stage = fewer, then.Number
		}
	}
	return left, stage
}

// apart tells whether no two candidates have the same votes.
func apart(candidates []int, votes []exact.Number) bool {
	ordered := Descending(candidates, votes)
	for i := range len(ordered) - 1 {
		if votes[ordered[i]].Equal(votes[ordered[i+1]]) {
			return false
		}
	}
	return true
}

// Draw settles a tie among those left without looking back: by the order in the file, by the lot that was handed
// over, or by the seed. sign is 1 if the strongest in the file's order is meant, -1 if the weakest is.
func (s *Sheet) Draw(tie count.Tie, left []int, sign int) (int, error) {
	place := func(order []int, c int) int { return slices.Index(order, c) }
	in := func(order []int) bool {
		return !slices.ContainsFunc(left, func(c int) bool { return place(order, c) < 0 })
	}
	switch {
	case in(s.options.Lots):
		tie.By = count.ByGivenLot
		tie.Chosen = slices.MinFunc(left, func(a, b int) int { return place(s.options.Lots, a) - place(s.options.Lots, b) })
		tie.Reason = fmt.Sprintf("%s are equal at every stage that the rule looks at; the lot that was drawn falls on %s.", s.Names(left), s.Name(tie.Chosen))
	case in(s.Election.TieOrder):
		tie.By = count.ByFileOrder
		tie.Chosen = slices.MinFunc(left, func(a, b int) int {
			return sign * (place(s.Election.TieOrder, a) - place(s.Election.TieOrder, b))
		})
		tie.Reason = fmt.Sprintf("%s are equal; the order for ties that the file gives decides: %s.", s.Names(left), s.Name(tie.Chosen))
	case s.options.Seed != "":
		s.draws++
		names := make([]string, len(left))
		for i, c := range left {
			names[i] = s.names[c]
		}
		tie.By, tie.Draw = count.BySeed, s.draws
		tie.Chosen = left[lot.Draw(s.options.Seed, s.draws, names)]
		tie.Reason = fmt.Sprintf("%s are equal at every stage that the rule looks at; lot %d, drawn from the seed, falls on %s.", s.Names(left), s.draws, s.Name(tie.Chosen))
	default:
		needed := &count.LotNeeded{Stage: len(s.result.Stages), For: tie.For, Candidates: left}
		for _, c := range left {
			needed.Names = append(needed.Names, s.names[c])
		}
		return 0, needed
	}
	s.result.Ties = append(s.result.Ties, tie)
	return tie.Chosen, nil
}

// extreme lists those with most (sign 1) or fewest (sign -1) votes, in the order of candidates.
func extreme(candidates []int, votes []exact.Number, sign int) []int {
	var found []int
	for _, c := range candidates {
		if len(found) > 0 {
			if by := sign * votes[c].Cmp(votes[found[0]]); by < 0 {
				continue
			} else if by > 0 {
				found = found[:0]
			}
		}
		found = append(found, c)
	}
	return found
}
