package gregory

import (
	"slices"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/parcel"
	"github.com/selectorate/selectorate/count/sheet"
)

// tally is a count that is going on. The comments name the rules of the Scottish order (SSI 2011/399, Schedule 1) and
// the steps of the reference rule of the Proportional Representation Foundation (PRF), which agree in the main.
type tally struct {
	*parcel.Table
	rule    rule
	quota   exact.Number
	pending []int // elected, with a surplus that has not moved
}

// run counts from the first preferences to the last place.
func (t *tally) run() error {
	// Rules 46 and 47, PRF A: the papers by first preference, and the quota.
	t.quota = t.rule.quotaFor(t.Papers.Votes(), t.Sheet.Seats())
	if err := t.stage(count.Stage{Action: count.FirstPreferences, Clause: t.rule.clauses.first, Reason: t.opening()}); err != nil {
		return err
	}
	// Rule 49(1): while one or more vacancies remain. PRF D.3.
	for t.Sheet.Left() > 0 && !t.filled() {
		if err := t.step(); err != nil {
			return err
		}
	}
	return nil
}

// step does what comes next: it excludes whom a constraint dooms, excludes sure losers if the rule says so, moves the
// largest surplus, or excludes the lowest.
func (t *tally) step() error {
	if doomed := t.Sheet.Doomed(); len(doomed) > 0 {
		out, err := t.Sheet.Lowest(doomed, t.Votes, "exclusion")
		if err != nil {
			return err
		}
		t.Sheet.TellDoomed([]int{out})
		return t.exclude([]int{out}, t.rule.clauses.exclusion, t.doomedReason(out))
	}
	if losers := t.sureLosers(); len(losers) > 0 {
		return t.exclude(losers, t.rule.clauses.losers, t.losersReason(losers))
	}
	if t.surplus() {
		return t.transfer()
	}
	// Rules 51(1) and 52, PRF B.4: the lowest alone. Of equals the one who had fewest at the latest stage where they
	// differed; else a lot.
	out, err := t.Sheet.ToExclude(t.Votes)
	if err != nil {
		return err
	}
	return t.exclude([]int{out}, t.rule.clauses.exclusion, t.lowestReason(out))
}

// stage records a stage and elects whoever has reached the quota.
func (t *tally) stage(stage count.Stage) error {
	if t.rule.quotaUpdate == "active" {
		t.quota = t.rule.quotaFor(t.Papers.Votes().Sub(t.Exhausted).Sub(t.Rounding), t.Sheet.Seats())
	}
	stage.Quota = t.quota
	if err := t.Record(stage); err != nil {
		return err
	}
	var reached []int
	for _, c := range t.Sheet.Continuing() {
		if t.rule.reaches(t.Votes[c], t.quota) {
			reached = append(reached, c)
		}
	}
	// Rule 48(1), PRF B.1: whoever has the quota is elected, at any stage.
	before := len(t.Sheet.Winners())
	err := t.Sheet.ElectAll(reached, t.Votes, t.rule.clauses.elected, t.electedReason)
	t.pending = append(t.pending, t.Sheet.Winners()[before:]...)
	slices.Sort(t.pending)
	return err
}

// filled elects all who continue if there are no more than places left.
func (t *tally) filled() bool {
	continuing := t.Sheet.Continuing()
	if len(continuing) > t.Sheet.Left() {
		return false
	}
	// Rule 53: as many continue as there are vacancies, so all are elected and nothing more is transferred. PRF D.3.
	for _, c := range sheet.Descending(continuing, t.Votes) {
		t.Sheet.Elect(c, t.rule.clauses.last, t.lastReason(c))
	}
	return true
}

// surplus drops those who have no surplus from the pending, and tells whether anybody is left.
func (t *tally) surplus() bool {
	t.pending = slices.DeleteFunc(t.pending, func(c int) bool {
		// A surplus is what exceeds the quota (article 2 of the Scottish order), so none of zero exists. PRF B.3 moves it.
		return t.Votes[c].Equal(t.quota) && !t.rule.zeroSurplus
	})
	return len(t.pending) > 0
}

// transfer moves the largest surplus.
func (t *tally) transfer() error {
	// Rule 50, PRF B.3: the largest first; of equals whoever had more at the latest stage where they differed; else a lot.
	from, err := t.Sheet.Highest(t.pending, t.Votes, "transfer of a surplus")
	if err != nil {
		return err
	}
	reason := t.surplusReason(from)
	t.pending = slices.DeleteFunc(t.pending, func(c int) bool { return c == from })
	votes, surplus := t.Votes[from], t.Votes[from].Sub(t.quota)
	pile := t.Piles[from]
	t.Piles[from] = nil
	// Rule 49(1) and (3): every paper moves, not only the last to come, at the surplus times the value at which it came,
	// divided by the candidate's votes, any remainder beyond the decimals being ignored.
	transfers := t.Move(from, pile, func(p parcel.Parcel) exact.Number { return t.rule.moved(surplus, votes, p.Value) })
	received, nobody := parcel.Moved(transfers)
	t.Votes[from] = t.quota
	t.Exhausted = t.Exhausted.Add(nobody)
	t.Rounding = t.Rounding.Add(surplus.Sub(received).Sub(nobody))
	return t.stage(count.Stage{
		Action: count.Surplus, Of: []int{from}, Transfers: transfers, Clause: t.rule.clauses.surplus, Reason: reason,
	})
}

// exclude moves the papers of those who go, at the value at which they came.
func (t *tally) exclude(out []int, clause, reason string) error {
	if !t.rule.lastTransfer && len(t.Sheet.Continuing())-len(out) <= t.Sheet.Left() {
		// Rule 53(2) and PRF B.4 to the letter: the last places can be filled now, so no further transfer is made.
		t.Sheet.Decide(count.Excluded, clause, reason+t.omittedReason(), out...)
		t.Sheet.Exclude(out...)
		return nil
	}
	t.Sheet.Exclude(out...)
	var transfers []count.Transfer
	for _, c := range out {
		pile := t.Piles[c]
		t.Piles[c] = nil
		t.Votes[c] = exact.Number{}
		// Rule 51(2) to (4), PRF D.2: at the value at which the papers came, 1 for first preferences; all in one stage.
		transfers = append(transfers, t.Move(c, pile, func(p parcel.Parcel) exact.Number { return p.Value })...)
	}
	_, nobody := parcel.Moved(transfers)
	t.Exhausted = t.Exhausted.Add(nobody)
	return t.stage(count.Stage{
		Action: count.Exclusion, Of: out, Transfers: transfers, Clause: clause, Reason: reason + t.movedReason(out),
	})
}

// sureLosers lists the largest group at the bottom that cannot catch up, if the rule excludes such together: their
// votes and all surpluses that have not moved are together fewer than the votes of the next above, and enough are
// left for the places.
func (t *tally) sureLosers() []int {
	if t.rule.exclusion != "sure-losers" {
		return nil
	}
	ascending := sheet.Descending(t.Sheet.Continuing(), t.Votes)
	slices.Reverse(ascending)
	most := len(ascending) - t.Sheet.Left()
	sum := t.waiting()
	var losers []int
	for i, c := range ascending[:most] {
		sum = sum.Add(t.Votes[c])
		// PRF B.2.c; Minneapolis 167.20: not enough to equal or surpass the next higher.
		if group := ascending[:i+1]; sum.Less(t.Votes[ascending[i+1]]) && t.Sheet.MayGo(group) {
			losers = group
		}
	}
	slices.Sort(losers)
	return losers
}

// waiting adds up the surpluses that have not moved.
func (t *tally) waiting() exact.Number {
	var sum exact.Number
	for _, c := range t.pending {
		sum = sum.Add(t.Votes[c].Sub(t.quota))
	}
	return sum
}
