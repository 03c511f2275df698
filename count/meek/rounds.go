package meek

import (
	"fmt"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/sheet"
)

// inRounds counts by a rule that publishes rounds: the keep values are worked out anew until somebody is elected, or
// until they have settled; then the lowest is excluded.
func (c *counting) inRounds() error {
	if err := c.start(); err != nil {
		return err
	}
	stage, recorded := count.Stage{}, true // the first round ends with the first preferences
	for !c.filled() {
		gone, err := c.doomed()
		if err == nil && len(gone.who) == 0 {
			gone, err = c.round(stage, recorded)
		}
		if err != nil {
			return err
		}
		stage, recorded = count.Stage{Action: count.Iteration, Of: c.Winners(), Clause: c.rule.clauses.keep}, false
		if len(gone.who) > 0 {
			stage = count.Stage{Action: count.Exclusion, Of: gone.who, Clause: gone.clause, Reason: c.excluded(gone)}
		}
		stage.Of = append([]int(nil), stage.Of...)
		c.exclude(gone.who)
	}
	return nil
}

// round works the keep values out until something is decided, records the stage unless it is recorded already, and
// gives who is excluded, if nobody was elected.
func (c *counting) round(stage count.Stage, recorded bool) (leaving, error) {
	var last exact.Number
	for times := 1; ; times++ {
		if !recorded || times > 1 {
			c.work()
		}
		reached := c.reached()
		surplus := c.heldAbove(reached)
		settled := ""
		switch {
		case len(reached) > 0:
		case surplus.Less(c.rule.omega) || c.rule.atOmega && surplus.Equal(c.rule.omega):
			settled = fmt.Sprintf("the surpluses together are %s", c.below(surplus))
		case times > 1 && surplus.Cmp(last) >= 0:
			settled = fmt.Sprintf("the surpluses together, %s, no longer fall", c.Say(surplus))
		default:
			last = surplus
			c.keep = c.lower(c.Winners())
			continue
		}
		if !recorded || times > 1 {
			if err := c.record(c.roundStage(stage, times)); err != nil {
				return leaving{}, err
			}
		}
		if len(reached) > 0 {
			return leaving{}, c.elect(reached)
		}
		return c.defeat(surplus, settled)
	}
}

func (c *counting) roundStage(stage count.Stage, times int) count.Stage {
	if stage.Reason != "" {
		stage.Reason += " "
	}
	switch {
	case len(c.Winners()) == 0:
		stage.Reason += "Nobody has been elected, so every candidate keeps the papers whole."
	case times == 1:
		stage.Reason += fmt.Sprintf("The elected (%s) keep as much of each paper as before.", c.Names(c.Winners()))
	default:
		stage.Reason += fmt.Sprintf("What the elected (%s) keep of each paper was worked out anew; the papers were worked through %d times.", c.Names(c.Winners()), times)
	}
	stage.Reason += fmt.Sprintf(" The quota is now %s.", c.Say(c.quota))
	return stage
}

// heldAbove gives what the elected, and those about to be, have above the quota together. What some lack of it is taken
// off, as B.2.d has it, or not; it is never less than 0.
func (c *counting) heldAbove(reached []int) exact.Number {
	var surplus exact.Number
	for _, group := range [][]int{c.Winners(), reached} {
		for _, candidate := range group {
			if above := c.votes[candidate].Sub(c.quota); above.Sign() > 0 || !c.rule.apart {
				surplus = surplus.Add(above)
			}
		}
	}
	if surplus.Sign() < 0 {
		return exact.Number{}
	}
	return surplus
}

// defeat chooses who is excluded: the lowest, with whom everybody is tied who has no more than the surplus above it.
func (c *counting) defeat(surplus exact.Number, settled string) (leaving, error) {
	var free []int
	for _, candidate := range c.Continuing() {
		if !c.IsGuarded(candidate) {
			free = append(free, candidate)
		}
	}
	rising := sheet.Descending(free, c.votes)
	level := append([]exact.Number(nil), c.votes...)
	near := false
	if len(rising) > 0 {
		lowest := c.votes[rising[len(rising)-1]]
		for _, candidate := range free {
			if c.votes[candidate].Cmp(lowest.Add(surplus)) <= 0 {
				near = near || lowest.Less(c.votes[candidate])
				level[candidate] = lowest
			}
		}
	}
	ties := len(c.Result().Ties)
	out, err := c.ToExclude(level)
	if err != nil {
		return leaving{}, err
	}
	if near && len(c.Result().Ties) > ties {
		tie := &c.Result().Ties[ties]
		tie.Reason += fmt.Sprintf(" They count as equal because they are no further apart than the surpluses together, %s.", c.Say(surplus))
	}
	return leaving{[]int{out}, c.rule.clauses.exclude, fmt.Sprintf("%s, and %s has the fewest votes, %s", settled, c.Name(out), c.Say(c.votes[out]))}, nil
}
