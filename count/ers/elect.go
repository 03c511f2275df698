package ers

import (
	"fmt"
	"slices"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/sheet"
)

// elect elects whoever has enough votes, most votes first, one after the other, as each leaves fewer places and fewer
// votes in play. ERS97 5.1.7, 5.3.13 and 5.4.9; Northern Ireland rule 48(3).
func (t *tally) elect() error {
	if t.early() {
		return nil
	}
	for t.Sheet.Left() > 0 {
		c, err := t.foremost()
		if err != nil {
			return err
		}
		if c == count.Nobody {
			return nil
		}
		t.Sheet.Elect(c, t.at, t.whyElected(c))
		t.owing = append(t.owing, c)
	}
	return nil
}

// early tells whether nobody can be elected yet, however many votes they have. Northern Ireland rule 48(3), read to
// the letter: with one place, not before the first preferences of somebody excluded have moved.
func (t *tally) early() bool { return t.rule.notAtOnce && t.Sheet.Seats() == 1 && !t.parted }

// reaches tells whether a candidate has enough votes to be elected.
func (t *tally) reaches(c int) bool {
	v := t.Votes[c]
	switch {
	case v.Sign() <= 0: // with no votes left in play nothing is a full share of them
		return false
	case v.Cmp(t.quota) >= 0:
		return true
	}
	// The votes in play divided by one more than the places left. Comparing products asks no question of rounding.
	return t.rule.active && v.Mul(exact.Int(int64(t.Sheet.Left())+1)).Cmp(t.active()) >= 0
}

// foremost gives who is elected next, or Nobody.
func (t *tally) foremost() (int, error) {
	var reached []int
	for _, c := range t.Sheet.Continuing() {
		if t.reaches(c) && !t.Sheet.IsDoomed(c) {
			reached = append(reached, c)
		}
	}
	if len(reached) == 0 {
		return count.Nobody, nil
	}
	reached = sheet.Descending(reached, t.Votes)
	equal := slices.DeleteFunc(reached, func(c int) bool { return !t.Votes[c].Equal(t.Votes[reached[0]]) })
	if t.Sheet.MayAllBeElected(equal) {
		return equal[0], nil
	}
	if len(equal) <= t.Sheet.Left() || t.rule.drawEqual {
		return t.Sheet.Highest(equal, t.Votes, "election")
	}
	// ERS97 5.6.2: there are not places for all of them. Who had more at the earliest point where they were unequal is
	// elected; if they always were equal, none of them is, at this stage.
	left := t.Sheet.Foremost(equal, "election")
	if len(left) <= t.Sheet.Left() {
		return left[0], nil
	}
	t.Sheet.Decide(count.Choice, t.rule.clauses.equals, fmt.Sprintf(
		"%s have enough votes, %s each, but there are not places for all of them and they have been equal throughout: none of them is elected at this stage.",
		t.Sheet.Names(left), t.Sheet.Say(t.Votes[left[0]])), left...)
	return count.Nobody, nil
}

// electLast elects to the last place, at the end of a stage, whoever cannot be overtaken, if anybody. Northern Ireland rule 52(2):
// the votes of one equal or exceed those of all others together with any surplus not transferred. The rule speaks of
// votes credited and of surpluses, not of papers on their way, so the comparison is made when an exclusion is over.
//
// Where two have half each, both would be elected by the letter, and there is one place; then nobody is, and the
// lower one of them goes, by a lot if need be (rule 51(13)).
func (t *tally) electLast() bool {
	if t.rule.lastPlace == byQuota || t.Sheet.Left() != 1 || t.early() {
		return false
	}
	enough, active := []int(nil), t.active()
	for _, c := range t.Sheet.Continuing() {
		compared := t.Votes[c].Cmp(active.Sub(t.Votes[c]))
		if !t.Sheet.IsDoomed(c) && (compared > 0 || compared == 0 && t.rule.lastPlace == byHalf) {
			enough = append(enough, c)
		}
	}
	if len(enough) != 1 {
		return false
	}
	c := enough[0]
	t.Sheet.Elect(c, t.rule.clauses.majority, fmt.Sprintf(
		"One place is left, and %s has %s votes; all others together, with every surplus not transferred, have %s. %s is elected.",
		t.Sheet.Name(c), t.Sheet.Say(t.Votes[c]), t.Sheet.Say(active.Sub(t.Votes[c])), t.Sheet.Name(c)))
	return true
}
