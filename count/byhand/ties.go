package byhand

import (
	"slices"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/lot"
)

// better tells whether the first number puts a candidate before one with the second.
type better func(a, b exact.Number) bool

func more(a, b exact.Number) bool  { return a.Cmp(b) > 0 }
func fewer(a, b exact.Number) bool { return a.Cmp(b) < 0 }

// best lists those whom nobody beats.
func best(those []int, before better, votes func(c int) exact.Number) []int {
	var found []int
	for _, c := range those {
		beaten := false
		for _, other := range those {
			beaten = beaten || before(votes(other), votes(c))
		}
		if !beaten {
			found = append(found, c)
		}
	}
	return found
}

// settle gives the one with the most or the fewest votes. Rules 50 and 52: of equals, the one who had the most or
// the fewest at the end of the most recent preceding stage at which they were unequal; those who were equal even
// there are compared at the stage before; if all were equal at all stages, a lot decides.
func (o *officer) settle(those []int, before better, what string) (int, error) {
	tied := best(those, before, func(c int) exact.Number { return o.candidates[c].votes })
	if len(tied) == 1 {
		return tied[0], nil
	}
	tie := count.Tie{Stage: len(o.result.Stages), For: what, Candidates: tied}
	left := tied
	for stage := len(o.result.Stages) - 1; stage > 0 && len(left) > 1; stage-- {
		then := o.result.Stages[stage-1].Votes
		if fewer := best(left, before, func(c int) exact.Number { return then[c] }); len(fewer) < len(left) {
			left, tie.Earlier = fewer, stage
		}
	}
	if len(left) > 1 {
		tie.Earlier = 0
		return o.draw(tie, left)
	}
	tie.By, tie.Chosen = count.ByEarlierStage, left[0]
	o.result.Ties = append(o.result.Ties, tie)
	return left[0], nil
}

// draw decides by lot: by the order that was drawn by hand, by the file's order, or from the seed.
func (o *officer) draw(tie count.Tie, left []int) (int, error) {
	names := make([]string, len(left))
	for i, c := range left {
		names[i] = o.names[c]
	}
	byFile := o.election.TieOrder
	switch {
	case all(left, o.options.Lots):
		tie.By, tie.Chosen = count.ByGivenLot, first(o.options.Lots, left)
	case all(left, byFile):
		tie.By, tie.Chosen = count.ByFileOrder, first(byFile, left)
	case o.options.Seed != "":
		o.draws++
		tie.By, tie.Draw = count.BySeed, o.draws
		tie.Chosen = left[lot.Draw(o.options.Seed, o.draws, names)]
	default:
		return 0, &count.LotNeeded{Stage: tie.Stage, For: tie.For, Candidates: left, Names: names}
	}
	o.result.Ties = append(o.result.Ties, tie)
	return tie.Chosen, nil
}

// all tells whether everybody is in an order.
func all(those, order []int) bool {
	for _, c := range those {
		if !slices.Contains(order, c) {
			return false
		}
	}
	return true
}

// first gives the first of an order who is one of those.
func first(order, those []int) int {
	for _, c := range order {
		if slices.Contains(those, c) {
			return c
		}
	}
	return -1
}
