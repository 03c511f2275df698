package ers

import (
	"fmt"
	"slices"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/parcel"
)

// low is a number of the lowest candidates who might go together.
type low struct {
	size      int
	sum, next exact.Number // their votes, and those of the candidate next above
	above     int          // that candidate
}

// lowest lists those who may be excluded, fewest votes first, and for each number of them who might go together (as
// enough remain for the places, and no constraint is against it) what has to be compared.
func (t *tally) lowest() (free []int, lows []low) {
	continuing := t.Sheet.Continuing()
	free = slices.DeleteFunc(slices.Clone(continuing), t.Sheet.IsGuarded)
	slices.SortStableFunc(free, func(a, b int) int { return t.Votes[a].Cmp(t.Votes[b]) })
	var sum exact.Number
	for size := 1; size < len(free) && size <= len(continuing)-t.Sheet.Left(); size++ {
		if !t.Sheet.MayGo(free[:size]) {
			break
		}
		sum = sum.Add(t.Votes[free[size-1]])
		lows = append(lows, low{size, sum, t.Votes[free[size]], free[size]})
	}
	return free, lows
}

// safe tells whether some votes added to those of the lowest do not lift them above the next: not even to equality,
// unless equal is allowed.
func (l low) safe(more exact.Number, equal bool) bool {
	compared := l.sum.Add(more).Cmp(l.next)
	return compared < 0 || equal && compared == 0
}

// waits tells whether the surpluses wait, and if so says why.
//
// ERS97 5.2.2: they do if their total does not exceed (a) the difference between the two lowest, or (b) that between
// the total of two or more lowest who could go together and the one next above. Northern Ireland rule 49(10): if it
// is less.
func (t *tally) waits(owed exact.Number) bool {
	free, lows := t.lowest()
	one, group := count.Nobody, count.Nobody
	for i, l := range lows {
		if l.size == 1 && l.safe(owed, t.rule.deferNext) {
			one = i
		} else if l.size > 1 && l.safe(owed, t.rule.deferGroup) {
			group = i
		}
	}
	if one < 0 && group < 0 || t.rule.deferBoth && (one < 0 || group < 0) {
		return false
	}
	l := lows[max(one, group)]
	t.Sheet.Decide(count.Deferred, t.rule.clauses.deferral, t.whyDeferred(owed, free[:l.size], l), t.owing...)
	return true
}

// excludeLowest excludes the lowest: as many together as cannot catch up, or one.
func (t *tally) excludeLowest(owed exact.Number) error {
	out, l, err := t.group(owed)
	if err != nil {
		return err
	}
	if len(out) > 0 {
		for _, c := range out {
			t.Sheet.TellGuarded(c, t.Votes)
		}
		return t.exclude(out, t.whyTogether(out, l, owed))
	}
	// ERS97 5.2.5, Northern Ireland rule 51(13): of equals, whoever had fewest at the earliest point where they were
	// unequal; else a lot.
	one, err := t.Sheet.ToExclude(t.Votes)
	if err != nil {
		return err
	}
	return t.exclude([]int{one}, fmt.Sprintf("%s has the fewest votes, %s, and is excluded.", t.Sheet.Name(one), t.Sheet.Say(t.Votes[one])))
}

// group gives the two or more lowest who go together, as many as possible, or none.
//
// ERS97 5.2.5: those whose votes, together with the deferred surpluses, do not exceed the votes of the one next above.
// Northern Ireland rule 51(12): if they are less, they must go in one operation.
func (t *tally) group(owed exact.Number) ([]int, low, error) {
	free, lows := t.lowest()
	for i := len(lows) - 1; i > 0; i-- { // the first is one candidate alone
		l := lows[i]
		if !l.safe(owed, t.rule.together) {
			continue
		}
		if !t.Votes[free[l.size-1]].Equal(l.next) {
			return free[:l.size], l, nil
		}
		// The group ends among equals, which can only be if nobody below them has a vote.
		if t.rule.split && !t.Sheet.Limited() {
			out, above, err := t.splitEquals(free, l.size)
			l.above = above
			return out, l, err
		}
	}
	return nil, low{}, nil
}

// splitEquals settles by the rule for ties which of equal candidates belong to the lowest, and gives one of those who
// do not.
func (t *tally) splitEquals(free []int, size int) (out []int, above int, err error) {
	edge := t.Votes[free[size-1]]
	var equal []int
	for _, c := range free {
		switch t.Votes[c].Cmp(edge) {
		case -1:
			out = append(out, c)
		case 0:
			equal = append(equal, c)
		}
	}
	for len(out) < size {
		c, err := t.Sheet.Lowest(equal, t.Votes, "exclusion")
		if err != nil {
			return nil, count.Nobody, err
		}
		out = append(out, c)
		equal = slices.DeleteFunc(equal, func(e int) bool { return e == c })
	}
	slices.Sort(out)
	return out, equal[0], nil
}

// exclude moves the papers of candidates who go, in batches, and elects after each whoever has enough.
func (t *tally) exclude(out []int, because string) error {
	t.Sheet.Exclude(out...)
	full := len(t.Sheet.Continuing()) <= t.Sheet.Left()
	if full && t.rule.lastMoves == none {
		// ERS97 5.5.1: the exclusion is only proposed; it would leave as many as there are places, so these are elected.
		t.Sheet.Decide(count.Excluded, t.rule.clauses.filled, because+" That leaves no more candidates than places, so no papers move.", out...)
		return nil
	}
	x := exclusion{tally: t, out: out, because: because, batches: t.batches(out), stage: count.Stage{
		Number: len(t.Sheet.Stages()) + 1, Action: count.Exclusion, Of: out, Clause: t.rule.clauses.exclusion,
	}}
	if x.moves = len(x.batches); full && t.rule.lastMoves == first {
		x.moves = x.firstOnly()
	}
	t.parted = true
	t.at = t.rule.clauses.afterBatch
	return x.run()
}

// batch is the papers of one value that excluded candidates hold (ERS97 5.4.1), or their first preferences.
type batch struct {
	own   bool // the first preferences, where they are a batch of their own (Northern Ireland rule 51(2))
	value exact.Number
	of    map[int][]parcel.Parcel
}

// batches takes the papers of candidates and arranges them in batches, the highest value first.
func (t *tally) batches(out []int) []batch {
	var batches []batch
	for _, c := range out {
		for _, p := range t.Piles[c] {
			own := t.rule.own && p.Stage == 1
			i := slices.IndexFunc(batches, func(b batch) bool { return b.own == own && b.value.Equal(p.Value) })
			if i < 0 {
				i = len(batches)
				batches = append(batches, batch{own, p.Value, map[int][]parcel.Parcel{}})
			}
			batches[i].of[c] = append(batches[i].of[c], p)
		}
	}
	slices.SortFunc(batches, func(a, b batch) int {
		if a.own != b.own {
			if a.own {
				return -1
			}
			return 1
		}
		return b.value.Cmp(a.value)
	})
	return batches
}

// exclusion is one that is going on.
type exclusion struct {
	*tally
	out     []int
	batches []batch
	moves   int // so many of the batches move
	because string
	stage   count.Stage
}

// firstOnly gives how many batches move where only as many candidates are left as places. Northern Ireland rule 51(5):
// the papers that came by transfer move if, subject to rule 52, places are still to be filled; so the first
// preferences alone have moved before.
func (x *exclusion) firstOnly() int {
	if len(x.batches) == 0 || x.rule.own && !x.batches[0].own {
		return 0
	}
	return 1
}

func (x *exclusion) run() error {
	if x.moves == 0 {
		x.stage.Quota = x.quota
		x.stage.Reason = x.because + " No papers move."
		if err := x.Record(x.stage); err != nil {
			return err
		}
		return x.elect()
	}
	// ERS97 5.5.2, Northern Ireland rules 51(5) and 52(3): once all places are filled no more papers move.
	for i := 0; i < x.moves && x.Sheet.Left() > 0; i++ {
		moved := x.batch(i)
		requota := x.requota()
		if err := x.record(i, moved, requota); err != nil {
			return err
		}
		if x.rule.inSteps || i == x.moves-1 {
			if err := x.elect(); err != nil {
				return err
			}
		}
	}
	x.Sheet.Whole()
	return nil
}

// batch moves a batch, and gives the transfers.
func (x *exclusion) batch(i int) []count.Transfer {
	b := x.batches[i]
	marks := slices.Clone(x.last)
	before := make([]int, len(x.Piles))
	for c, pile := range x.Piles {
		before[c] = len(pile)
	}
	var transfers []count.Transfer
	for _, c := range x.out {
		x.Piles[c] = nil
		for _, later := range x.batches[i+1:] {
			x.Piles[c] = append(x.Piles[c], later.of[c]...)
		}
		if pack := b.of[c]; len(pack) > 0 {
			transfers = append(transfers, x.move(x.stage.Number, c, pack, b.value)...)
			for _, p := range pack {
				x.Votes[c] = x.Votes[c].Sub(p.Worth(x.Papers))
			}
		}
	}
	// What several candidates' papers of one value bring is one batch to whoever receives it (ERS97 5.4.1, 6.1).
	for c, pile := range x.Piles {
		x.last[c] = marks[c]
		if len(pile) > before[c] {
			x.last[c] = before[c]
		}
	}
	_, nobody := parcel.Moved(transfers)
	x.Exhausted = x.Exhausted.Add(nobody)
	return transfers
}

// requota works the quota out again, and says so. ERS97 5.4.8: if papers have become non-transferable before anybody
// is elected, as at the beginning (5.1.6), without the non-transferable vote.
func (x *exclusion) requota() string {
	if !x.rule.lowers || len(x.Sheet.Winners()) > 0 || x.nowhere().IsZero() {
		return ""
	}
	now := upward(x.Papers.Votes().Sub(x.nowhere()), x.Sheet.Seats())
	if now.Equal(x.quota) {
		return ""
	}
	x.quota = now
	return fmt.Sprintf(" %s votes are non-transferable and nobody is elected yet, so the quota is worked out again without them (%s): %s.",
		x.Sheet.Say(x.nowhere()), x.rule.clauses.requota, x.Sheet.Say(now))
}

// record records the stage with its first batch, or adds a batch to it.
func (x *exclusion) record(i int, moved []count.Transfer, requota string) error {
	x.stage.Transfers = append(slices.Clip(x.stage.Transfers), moved...)
	x.stage.Quota = x.quota
	part := count.Part{Reason: x.whyBatch(i) + requota}
	if i == 0 {
		x.stage.Reason = x.because + x.whyMoves()
	}
	x.stage.Reason += requota
	switch {
	case x.moves == 1:
		return x.Record(x.stage)
	case i == 0:
		return x.Begin(part, x.stage)
	}
	return x.Step(part, x.stage)
}
