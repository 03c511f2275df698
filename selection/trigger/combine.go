package trigger

import (
	"slices"

	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
)

// give says what the book gives for tallies in which nothing is outstanding.
func (c *case1) give(tallies []tally) rulebook.Outcome {
	switch c.book.Decision.Combine {
	case rulebook.Always:
		// clause: uk-labour/open-selection-2018 open
		return rulebook.Triggered
	case rulebook.OnePool:
		return c.giveOne(tallies[0])
	case rulebook.AnyPool:
		return c.giveAny(tallies)
	case rulebook.Weighted:
		return c.giveWeighted(tallies)
	case rulebook.Stages:
		return c.giveStages(tallies[0], tallies[1])
	}
	return rulebook.NeedsRuling
}

// giveOne judges a single pool. An empty one never triggers, and an exact tie of units is not more than half.
// clause: uk-labour/pre-2018 IV.5.B
// clause: uk-labour/gla-2019 one-third
// clause: uk-labour/councillor majority
// clause: uk-labour/members-75-2017 three-quarters
func (c *case1) giveOne(t tally) rulebook.Outcome {
	switch c.standingOf(t) {
	case isAbsent, isUnclear:
		return rulebook.NeedsRuling
	case isReached:
		return c.sideGives(true)
	case isShort:
		return c.sideGives(false)
	case isEmpty:
	}
	return rulebook.NotTriggered
}

// sideGives says what follows when the bar is reached or not by the side of which the book speaks.
func (c *case1) sideGives(reached bool) rulebook.Outcome {
	if reached == (c.book.Decision.Of == rulebook.ForContest) {
		return rulebook.Triggered
	}
	return rulebook.NotTriggered
}

// giveAny judges pools of which one is enough: one that is reached triggers whatever the others do, even if
// they were not published.
// clause: uk-labour/2018 IV.5.B
func (c *case1) giveAny(tallies []tally) rulebook.Outcome {
	outcome := rulebook.NotTriggered
	for _, t := range tallies {
		switch c.standingOf(t) {
		case isReached:
			return rulebook.Triggered
		case isAbsent, isUnclear:
			outcome = rulebook.NeedsRuling
		case isShort, isEmpty:
		}
	}
	return outcome
}

// giveWeighted judges the sum of the pools' shares, each times its weight.
// clause: uk-labour/2021 IV.5.B
func (c *case1) giveWeighted(tallies []tally) rulebook.Outcome {
	sum, ok := c.combined(tallies)
	switch {
	case !ok:
		return rulebook.NeedsRuling
	case c.put(sum) == isReached:
		return rulebook.Triggered
	}
	return rulebook.NotTriggered
}

// combined gives the weighted sum, or not ok if a pool was not published, or is empty and the rules do not
// say what then.
// clause: uk-labour/2021 empty-half
func (c *case1) combined(tallies []tally) (sum party.Share, ok bool) {
	empty := c.book.Value(c.setting, rulebook.EmptyHalf)
	weights := party.Share{}
	for _, t := range tallies {
		share := shareOf(t.contest, t.of)
		switch {
		case t.absent():
			return sum, false
		case share != nil:
			part, err := share.Times(t.pool.Weight)
			if err != nil {
				return sum, false
			}
			if sum, err = sum.Plus(part); err != nil {
				return sum, false
			}
			weights, _ = weights.Plus(t.pool.Weight) // at most 1: Parse has added them up
		case empty != rulebook.OtherHalfAlone && empty != rulebook.CountsAsNone:
			return sum, false
		}
	}
	if empty == rulebook.OtherHalfAlone && weights.Num() > 0 {
		scale := party.MustShare(weights.Den(), weights.Num())
		scaled, err := sum.Times(scale)
		return scaled, err == nil
	}
	return sum, true
}

// giveStages judges an executive's vote and, after it, a ballot of members.
// clause: uk-conservative/readoption executive
// clause: uk-conservative/readoption members-ballot
func (c *case1) giveStages(executive, members tally) rulebook.Outcome {
	first, second := c.standingOf(executive), c.standingOf(members)
	stands := c.refusalStands()
	if members.absent() && stands {
		second = isEmpty
	}
	switch {
	case first == isUnclear || second == isUnclear:
		return rulebook.NeedsRuling
	case first == isReached && second == isShort:
		return rulebook.NeedsRuling // why did members vote at all?
	case first == isReached || second == isReached:
		return rulebook.NotTriggered
	case second == isShort:
		return rulebook.Triggered
	case first == isShort && stands:
		return rulebook.Triggered
	}
	return rulebook.NeedsRuling
}

// refusalStands tells whether it is known that no members' ballot was asked for.
// clause: uk-conservative/readoption not-requested
func (c *case1) refusalStands() bool {
	return slices.Contains(c.file.None, party.Members) ||
		c.book.Value(c.setting, rulebook.MembersRequested) == rulebook.NotRequested
}
