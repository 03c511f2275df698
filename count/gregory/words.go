package gregory

import (
	"fmt"

	"github.com/selectorate/selectorate/count/exact"
)

// The reasons of stages and decisions, as sentences for members.

func (t *tally) opening() string {
	votes, seats := t.Papers.Votes(), t.Sheet.Seats()
	papers := fmt.Sprintf("%d valid papers are sorted by first preference", t.Papers.Total())
	if t.Papers.Total() == 1 {
		papers = "1 valid paper is sorted by first preference"
	}
	if !t.Papers.Plain() {
		papers += fmt.Sprintf("; they are worth %s votes", votes)
	}
	var how string
	switch t.rule.quota {
	case "droop":
		how = fmt.Sprintf("%s divided by %d (one more than the places), the fraction dropped, plus 1", votes, seats+1)
	case "unit":
		how = fmt.Sprintf("%s divided by %d (one more than the places), cut to %s, plus %s",
			votes, seats+1, decimals(t.rule.places), exact.Unit(t.rule.places).Text(t.rule.places))
	case "hare":
		how = fmt.Sprintf("%s divided by %d (the places)", votes, seats)
	default:
		how = fmt.Sprintf("%s divided by %d (one more than the places), and whoever has more is elected", votes, seats+1)
	}
	return fmt.Sprintf("%s. The quota is %s: %s.", papers, how, t.Sheet.Say(t.quota))
}

func (t *tally) electedReason(c int) string {
	enough := "the quota or more"
	if t.rule.quota == "exact" {
		enough = "more than the quota"
	}
	return fmt.Sprintf("%s has %s, %s, and is elected.", t.Sheet.Name(c), t.votes(t.Votes[c]), enough)
}

func (t *tally) lastReason(c int) string {
	without := "without reaching the quota"
	if t.rule.quota == "exact" {
		without = "without having more than the quota"
	}
	return fmt.Sprintf("No more candidates continue than there are places left; %s is elected with %s, %s.", t.Sheet.Name(c), t.votes(t.Votes[c]), without)
}

func (t *tally) surplusReason(c int) string {
	votes, surplus := t.Votes[c], t.Votes[c].Sub(t.quota)
	which := "has the only surplus"
	if len(t.pending) > 1 {
		which = "has the largest surplus"
		for _, other := range t.pending {
			if other != c && t.Votes[other].Equal(votes) {
				which = "has the largest surplus, together with another, and goes first"
			}
		}
	}
	how := fmt.Sprintf("All the papers move to their next preference, each at %s of the value at which it came", t.share(surplus, votes))
	if t.rule.places >= 0 {
		how += ", cut to " + decimals(t.rule.places)
	}
	return fmt.Sprintf("%s %s: %s votes more than the quota of %s. %s.", t.Sheet.Name(c), which, t.Sheet.Say(surplus), t.Sheet.Say(t.quota), how)
}

// share writes the share of its value at which a paper moves on. Whole numbers stand as they are, so that a member finds
// the surplus and the votes in it; of fractions one proper fraction is made.
func (t *tally) share(surplus, votes exact.Number) string {
	if t.rule.places < 0 && (!surplus.IsWhole() || !votes.IsWhole()) {
		return surplus.Quo(votes).String()
	}
	return t.Sheet.Say(surplus) + "/" + t.Sheet.Say(votes)
}

func (t *tally) doomedReason(c int) string {
	return fmt.Sprintf("%s is excluded, because a constraint keeps %s from being elected.", t.Sheet.Name(c), t.Sheet.Name(c))
}

func (t *tally) losersReason(losers []int) string {
	var sum exact.Number
	for _, c := range losers {
		sum = sum.Add(t.Votes[c])
	}
	text := fmt.Sprintf("%s cannot catch up with the next above: ", t.Sheet.Names(losers))
	if len(losers) > 1 {
		text += "together "
	}
	if waiting := t.waiting(); !waiting.IsZero() {
		return text + fmt.Sprintf("%s and the %s of surpluses that have not moved are fewer.", t.votes(sum), t.Sheet.Say(waiting))
	}
	return text + t.votes(sum) + " are fewer."
}

func (t *tally) lowestReason(c int) string {
	return fmt.Sprintf("No surplus is left to move, and of those who may be excluded %s has the fewest votes, %s.", t.Sheet.Name(c), t.Sheet.Say(t.Votes[c]))
}

func (t *tally) movedReason(out []int) string {
	if len(out) > 1 {
		return fmt.Sprintf(" %s are excluded; their papers move to the next preference at the value at which they came.", t.Sheet.Names(out))
	}
	return fmt.Sprintf(" The papers of %s move to their next preference at the value at which they came.", t.Sheet.Name(out[0]))
}

func (*tally) omittedReason() string {
	return " The last places can be filled now, so no papers move."
}

// votes says a number of votes.
func (t *tally) votes(n exact.Number) string {
	if n.Equal(exact.Int(1)) {
		return t.Sheet.Say(n) + " vote"
	}
	return t.Sheet.Say(n) + " votes"
}

func decimals(places int) string {
	switch places {
	case 0:
		return "whole votes"
	case 1:
		return "one decimal"
	}
	return fmt.Sprintf("%d decimals", places)
}
