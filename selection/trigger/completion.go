package trigger

import (
	"slices"

	"github.com/selectorate/selectorate/rulebook"
)

// Outstanding units can end in any way. A unit that is counted asks for a contest, asks for none, stands
// among those that answered without asking, or drops out. Shares grow with every unit that asks for a
// contest and shrink with every one that does not, so it is enough to look at the ends: all of a pool's
// outstanding units ask for a contest, all ask for none, or all drop out, which alone can leave a pool
// empty. The tests hold this against every single completion.

// outcome is what all completions give, or Undecided if they differ.
func (c *case1) outcome() rulebook.Outcome {
	outcomes := c.outcomes(make([]int64, len(c.tallies)))
	if len(outcomes) == 1 {
		return outcomes[0]
	}
	return rulebook.Undecided
}

// outcomes lists the different outcomes of the completions in which at least the forced number of each
// pool's outstanding units ask for a contest.
func (c *case1) outcomes(forced []int64) []rulebook.Outcome {
	var found []rulebook.Outcome
	tallies := make([]tally, len(c.tallies))
	var complete func(i int)
	complete = func(i int) {
		if i == len(tallies) {
			if outcome := c.give(tallies); !slices.Contains(found, outcome) {
				found = append(found, outcome)
			}
			return
		}
		for _, t := range c.ends(c.tallies[i], forced[i]) {
			tallies[i] = t
			complete(i + 1)
		}
	}
	complete(0)
	return found
}

// ends gives the completions of one pool at which shares are greatest, least and not there at all.
func (c *case1) ends(t tally, forced int64) []tally {
	rest := t.outstanding - forced
	if t.outstanding == 0 {
		return []tally{t}
	}
	if c.book.Decision.Count == rulebook.Votes {
		return c.voteEnds(t, forced)
	}
	return []tally{
		t.plus(forced+rest, forced+rest),
		t.plus(forced, forced+rest),
		t.plus(forced, forced),
	}
}

func (t tally) plus(contest, of int64) tally {
	t.contest += contest
	t.of += of
	t.outstanding = 0
	return t
}

// voteEnds is ends where votes are counted: a ballot that is outstanding can bring any figures. Those that
// are forced to ask for a contest bring a majority for one, be it of a single vote.
func (c *case1) voteEnds(t tally, forced int64) []tally {
	most := many(t.of + forced)
	if c.allMembers() {
		electorate, known := c.book.WholeValue(c.setting, rulebook.Electorate)
		most = electorate - t.of // who can still vote
		if !known || most < max(forced, 1) {
			return []tally{t.plus(0, 0)} // no ballot can change how this stands
		}
	}
	if forced == 0 {
		return []tally{t.plus(0, 0), t.plus(most, most), t.plus(0, most)}
	}
	ends := []tally{t.plus(forced, forced), t.plus(most, most)}
	if forced < t.outstanding {
		return append(ends, t.plus(forced, most))
	}
	against := (most - forced) / 2
	return append(ends, t.plus(forced+against, forced+2*against)) // the narrowest majority in each, of many votes
}

// many is a number of votes beside which those already counted do not matter: no bar that a book can have is
// so fine that a larger number would do more.
func many(of int64) int64 { return 1_000_000 * (of + 1) }

// needed gives, for each pool with outstanding units, the least number of them that force a contest when they
// ask for one, whatever all the others do. A pool for which no number is enough is left out.
func (c *case1) needed() map[string]int64 {
	needed := map[string]int64{}
	for i, t := range c.tallies {
		if t.outstanding == 0 {
			continue
		}
		if n, ok := c.least(i); ok {
			needed[t.pool.Kind] = n
		}
	}
	return needed
}

// least finds the number by halving: whatever is forced by some units is forced by more.
func (c *case1) least(pool int) (int64, bool) {
	enough := func(n int64) bool {
		forced := make([]int64, len(c.tallies))
		forced[pool] = n
		outcomes := c.outcomes(forced)
		return len(outcomes) == 1 && outcomes[0] == rulebook.Triggered
	}
	low, high := int64(0), c.tallies[pool].outstanding
	if !enough(high) {
		return 0, false
	}
	for low < high {
		middle := (low + high) / 2
		if enough(middle) {
			high = middle
		} else {
			low = middle + 1
		}
	}
	return low, true
}
