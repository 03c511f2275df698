package ers

import (
	"fmt"
	"slices"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/parcel"
	"github.com/selectorate/selectorate/count/sheet"
)

// tally is a count that is going on.
type tally struct {
	*parcel.Table
	rule   rule
	quota  exact.Number
	at     string // the clause by which somebody who reaches enough votes is elected now
	last   []int  // for each candidate, where in the pile the batch received last begins
	owing  []int  // elected, with a surplus that has not moved
	parted bool   // papers of somebody excluded have moved
}

func (t *tally) run() error {
	valid := t.Papers.Votes()
	var how string
	t.quota, how = t.rule.quota(valid, t.Sheet.Seats())
	if err := t.Record(count.Stage{
		Action: count.FirstPreferences, Clause: t.rule.clauses.first, Quota: t.quota,
		Reason: fmt.Sprintf("The %s valid votes are sorted by first preference. The quota is %s.", valid, how),
	}); err != nil {
		return err
	}
	if err := t.elect(); err != nil {
		return err
	}
	for t.Sheet.Left() > 0 && !t.filled() && !t.electLast() {
		if err := t.stage(); err != nil {
			return err
		}
	}
	t.complete()
	return nil
}

// stage takes the next stage: somebody whom a constraint dooms goes first, then a surplus that need not wait moves,
// else the lowest go.
func (t *tally) stage() error {
	if doomed := t.Sheet.Doomed(); len(doomed) > 0 {
		t.Sheet.TellDoomed(doomed)
		return t.exclude(doomed, fmt.Sprintf("%s %s excluded, as the constraints keep %s from being elected.", t.Sheet.Names(doomed), are(doomed), them(doomed)))
	}
	owed := t.owed()
	if owed.Sign() > 0 && !t.waits(owed) {
		return t.transfer()
	}
	return t.excludeLowest(owed)
}

// filled elects all who continue if they are no more than the places left.
func (t *tally) filled() bool {
	continuing := t.Sheet.Continuing()
	if len(continuing) > t.Sheet.Left() {
		return false
	}
	for _, c := range sheet.Descending(continuing, t.Votes) {
		t.Sheet.Elect(c, t.rule.clauses.filled, fmt.Sprintf("No more candidates are left than places; %s is elected.", t.Sheet.Name(c)))
	}
	return true
}

// complete excludes formally those who are left when all places are filled, where the rule has it so (ERS97 5.5.2).
func (t *tally) complete() {
	if left := t.Sheet.Continuing(); len(left) > 0 && t.rule.clauses.complete != "" {
		t.Sheet.Exclude(left...)
		t.Sheet.Decide(count.Excluded, t.rule.clauses.complete,
			fmt.Sprintf("All places are filled and no more papers move; %s %s excluded.", t.Sheet.Names(left), are(left)), left...)
	}
}

// nowhere gives the votes that nobody has.
func (t *tally) nowhere() exact.Number { return t.Exhausted.Add(t.Rounding) }

// active gives the total active vote: what those who continue have, and all that is still to be transferred. ERS97
// 6.20 and 5.6.1: the valid votes less the non-transferable ones and, for each who is elected, the quota or, if
// less, the votes.
func (t *tally) active() exact.Number {
	active := t.Papers.Votes().Sub(t.nowhere())
	for _, c := range t.Sheet.Winners() {
		active = active.Sub(exact.Min(t.Votes[c], t.quota))
	}
	return active
}

// owed gives the total of the surpluses that have not moved, and forgets those who have none.
func (t *tally) owed() exact.Number {
	var owed exact.Number
	t.owing = slices.DeleteFunc(t.owing, func(c int) bool { return t.Votes[c].Cmp(t.quota) <= 0 })
	for _, c := range t.owing {
		owed = owed.Add(t.surplus(c))
	}
	return owed
}

func (t *tally) surplus(c int) exact.Number { return t.Votes[c].Sub(t.quota) }

// transfer moves the largest surplus. ERS97 5.3; Northern Ireland rules 49 and 50.
func (t *tally) transfer() error {
	// ERS97 5.2.3, Northern Ireland rule 50(1): of equal surpluses, that of whoever had more at the earliest point where
	// they were unequal; else a lot. The quota being the same for all, the largest surplus is that of the most votes.
	from, err := t.Sheet.Highest(t.owing, t.Votes, "transfer of a surplus")
	if err != nil {
		return err
	}
	several := len(t.owing) > 1
	t.owing = slices.DeleteFunc(t.owing, func(c int) bool { return c == from })
	// ERS97 5.3.1 and 5.3.2, Northern Ireland rule 49(1) and (5): all papers if the surplus arose from first
	// preferences, which are then the batch received last; otherwise the batch that made the surplus.
	start := t.last[from]
	pack := t.Piles[from][start:]
	s := t.share(from, pack)
	t.Piles[from] = t.Piles[from][:start:start]
	transfers := t.move(len(t.Sheet.Stages())+1, from, pack, s.value)
	transfers = slices.DeleteFunc(transfers, func(m count.Transfer) bool { return m.To == count.Nobody })
	received, _ := parcel.Moved(transfers)
	lost := s.surplus.Sub(received)
	if s.keeps {
		// What the transferable papers are worth is less than the surplus: papers without a further preference take the rest.
		t.Exhausted = t.Exhausted.Add(lost)
		if lost.Sign() > 0 {
			transfers = append(transfers, count.Transfer{From: from, To: count.Nobody, Papers: s.papers - s.transferable, Votes: lost})
		}
	} else {
		// ERS97 6.11, the non-transferable difference; Northern Ireland rule 50(2)(c).
		t.Rounding = t.Rounding.Add(lost)
	}
	t.Votes[from] = t.quota
	if err := t.Record(count.Stage{
		Action: count.Surplus, Of: []int{from}, Quota: t.quota, Transfers: transfers, Clause: t.rule.clauses.surplus,
		Reason: t.whySurplus(from, several, start > 0, s, lost),
	}); err != nil {
		return err
	}
	t.at = t.rule.clauses.afterSurplus
	return t.elect()
}

// share is how a surplus is shared among papers.
type share struct {
	surplus              exact.Number
	papers, transferable int64
	present              exact.Number // the value at which the papers came
	divisor              exact.Number // the votes among which the surplus is shared, at a value of 1
	value                exact.Number // the value at which they go
	keeps                bool         // they keep their value
}

// share works out the value at which papers move. ERS97 5.3.7: if the transferable papers are worth more than the
// surplus, the surplus divided by their number, cut to two decimals; otherwise they keep their value. Northern Ireland
// rule 49(4) and (7) says the same: the lesser of the two values.
func (t *tally) share(from int, pack []parcel.Parcel) share {
	s := share{surplus: t.surplus(from)}
	for _, p := range pack {
		s.papers += p.Number()
		s.present = p.Value // one value for the whole batch (ERS97 6.1)
		s.divisor = s.divisor.Add(t.Papers.Worth(p.Counts))
	}
	papers, worth := t.Transferable(pack)
	s.transferable = papers
	if !t.rule.shared {
		s.divisor = worth
	}
	if s.keeps = s.divisor.Mul(s.present).Cmp(s.surplus) <= 0; s.keeps {
		s.value = s.present
	} else {
		s.value = s.surplus.Quo(s.divisor).Cut(places)
	}
	return s
}

// move takes papers from a candidate to the next preferences, all at one value, in a stage.
func (t *tally) move(stage, from int, pack []parcel.Parcel, value exact.Number) []count.Transfer {
	before := make([]int, len(t.Piles))
	for c, pile := range t.Piles {
		before[c] = len(pile)
	}
	transfers := t.Move(from, pack, func(parcel.Parcel) exact.Number { return value })
	for c, pile := range t.Piles {
		for i := before[c]; i < len(pile); i++ {
			pile[i].Stage = stage
		}
		if len(pile) > before[c] {
			t.last[c] = before[c]
		}
	}
	return transfers
}
