package meek

import (
	"fmt"
	"slices"
	"strings"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/sheet"
)

// leaving says who is excluded next, and why.
type leaving struct {
	who    []int
	clause string
	why    string
}

// inSteps counts by a rule that publishes every iteration: a stage excludes, or works the keep values out anew, or both.
func (c *counting) inSteps() error {
	if err := c.start(); err != nil {
		return err
	}
	for {
		if !c.rule.late || c.settled() {
			reached := c.reached()
			if err := c.elect(reached); err != nil {
				return err
			}
		}
		if c.filled() {
			return nil
		}
		gone, err := c.next()
		if err != nil {
			return err
		}
		lowered := c.over()
		keep := slices.Clone(c.keep)
		if c.rule.anew || len(gone.who) == 0 {
			keep = c.lower(lowered)
		} else {
			lowered = nil
		}
		stage := c.stepStage(gone, slices.DeleteFunc(lowered, func(l int) bool { return slices.Contains(gone.who, l) }))
		c.before, c.keep = c.keep, keep
		c.exclude(gone.who)
		c.work()
		c.watch(len(gone.who) > 0)
		stage.Reason += fmt.Sprintf(" The quota is now %s.", c.Say(c.quota))
		if err := c.record(stage); err != nil {
			return err
		}
	}
}

// settled tells whether the keep values have settled.
func (c *counting) settled() bool {
	return c.surplus().Less(c.rule.omega) || c.stalled()
}

// stepStage says what the next stage does.
func (c *counting) stepStage(gone leaving, lowered []int) count.Stage {
	stage := count.Stage{Action: count.Iteration, Of: lowered, Clause: c.rule.clauses.keep}
	var said []string
	if len(gone.who) > 0 {
		stage.Action, stage.Of, stage.Clause = count.Exclusion, gone.who, gone.clause
		said = append(said, c.excluded(gone))
	}
	switch surplus := c.Say(c.surplus()); len(lowered) {
	case 0:
	case 1:
		said = append(said, fmt.Sprintf("%s has more than the quota (surplus: %s). The keep value is worked out anew, and more of each paper goes on to the next preference.",
			c.Names(lowered), surplus))
	default:
		said = append(said, fmt.Sprintf("%s have more than the quota (surpluses together: %s). Their keep values are worked out anew, and more of each paper goes on to the next preference.",
			c.Names(lowered), surplus))
	}
	if len(said) == 0 {
		said = append(said, "Nobody has more than the quota, and nobody can be excluded yet; the votes are worked out once more.")
	}
	stage.Reason = strings.Join(said, " ")
	return stage
}

// excluded says that candidates are excluded, and why.
func (c *counting) excluded(gone leaving) string {
	verb := "is excluded"
	if len(gone.who) > 1 {
		verb = "are excluded together"
	}
	return fmt.Sprintf("%s %s: %s. The papers are read as if %s had never stood.", c.Names(gone.who), verb, gone.why, c.Names(gone.who))
}

// next decides who is excluded before the papers are worked through again; perhaps nobody.
func (c *counting) next() (leaving, error) {
	if gone, err := c.doomed(); err != nil || len(gone.who) > 0 {
		return gone, err
	}
	surplus := c.surplus()
	small := surplus.Less(c.rule.omega) || c.rule.atOmega && surplus.Equal(c.rule.omega)
	if gone, err := c.voteless(small); err != nil || len(gone.who) > 0 {
		return gone, err
	}
	if c.stalled() {
		return c.lowest(c.rule.clauses.stall, "the votes no longer change within the precision of the count, and %s has the fewest, %s")
	}
	if gone, err := c.sureLosers(surplus); err != nil || len(gone.who) > 0 {
		return gone, err
	}
	if small {
		return c.lowest(c.rule.clauses.exclude, "the surpluses are "+c.below(surplus)+", and %s has the fewest votes, %s")
	}
	return leaving{}, nil
}

// doomed excludes the lowest of those whom a constraint keeps from being elected.
func (c *counting) doomed() (leaving, error) {
	doomed := c.Doomed()
	if len(doomed) == 0 {
		return leaving{}, nil
	}
	c.TellDoomed(doomed)
	lowest, err := c.Lowest(doomed, c.votes, "exclusion")
	if err != nil {
		return leaving{}, err
	}
	return leaving{[]int{lowest}, "constraints", "a constraint keeps " + c.Name(lowest) + " from being elected"}, nil
}

func (c *counting) below(surplus exact.Number) string {
	if surplus.IsZero() {
		return "nil"
	}
	return fmt.Sprintf("less than %s", c.rule.omega.Text(c.rule.style.Decimals))
}

// lowest excludes the candidate with the fewest votes.
func (c *counting) lowest(clause, why string) (leaving, error) {
	lowest, err := c.ToExclude(c.votes)
	if err != nil {
		return leaving{}, err
	}
	return leaving{[]int{lowest}, clause, fmt.Sprintf(why, c.Name(lowest), c.Say(c.votes[lowest]))}, nil
}

// stalled tells whether keep values have ceased to change, or only change to and fro.
func (c *counting) stalled() bool {
	if len(c.before) == 0 {
		return false
	}
	if c.idle >= patience {
		return true
	}
	same := true
	for candidate, keep := range c.keep {
		by := keep.Cmp(c.before[candidate])
		if by > 0 && c.rule.growing {
			return true
		}
		same = same && by == 0
	}
	return same
}

// patience is how many stages may follow one another in which all surpluses together do not fall below the least so far.
// No text needs it; without it a count by Warren's method could go on for as many stages as a keep value has units.
const patience = 1000

// watch notes whether the surpluses still fall.
func (c *counting) watch(anew bool) {
	if surplus := c.surplus(); anew || c.idle == 0 || surplus.Less(c.least) {
		c.least, c.idle = surplus, 1
	} else {
		c.idle++
	}
}

// room gives how many may be excluded at once.
func (c *counting) room() int { return len(c.Continuing()) - c.Left() }

// voteless excludes all who have no votes together, if the rule does, and two or more have none.
func (c *counting) voteless(small bool) (leaving, error) {
	if c.rule.zeros != zerosTogether || !small {
		return leaving{}, nil
	}
	var zeros []int
	for _, candidate := range c.Continuing() {
		if c.votes[candidate].IsZero() && !c.IsGuarded(candidate) {
			zeros = append(zeros, candidate)
		}
	}
	if len(zeros) < 2 {
		return leaving{}, nil
	}
	gone := zeros
	if room := c.room(); len(zeros) > room { // as many as leave enough for the places
		gone = nil
		for len(gone) < room {
			lowest, err := c.Lowest(zeros, c.votes, "exclusion")
			if err != nil {
				return leaving{}, err
			}
			gone = append(gone, lowest)
			zeros = slices.DeleteFunc(zeros, func(z int) bool { return z == lowest })
		}
	}
	if !c.MayGo(gone) {
		return leaving{}, nil
	}
	return leaving{gone, c.rule.clauses.zeros, "nobody has voted for them"}, nil
}

// sureLosers excludes those who cannot overtake anybody, whatever surpluses are still to come.
func (c *counting) sureLosers(surplus exact.Number) (leaving, error) {
	rising := sheet.Descending(c.Continuing(), c.votes)
	slices.Reverse(rising)
	switch c.rule.sure {
	case sureOne:
		if c.room() < 1 || !c.votes[rising[0]].Add(surplus).Less(c.votes[rising[1]]) || c.IsGuarded(rising[0]) {
			return leaving{}, nil
		}
		return leaving{rising[:1], c.rule.clauses.sure, fmt.Sprintf("with %s votes and all surpluses, %s together, %s could not overtake anybody",
			c.Say(c.votes[rising[0]]), c.Say(surplus), c.Name(rising[0]))}, nil
	case sureGroup:
		return c.group(rising, surplus)
	}
	return leaving{}, nil
}

// group excludes the largest group whose votes, with all surpluses, are fewer than those of the next candidate.
func (c *counting) group(rising []int, surplus exact.Number) (leaving, error) {
	sum, size := surplus, 0
	for i, candidate := range rising {
		if i > 0 && i <= c.room() && sum.Less(c.votes[candidate]) && c.free(rising[:i]) {
			size = i
		}
		sum = sum.Add(c.votes[candidate])
	}
	group := slices.Clone(rising[:size])
	slices.Sort(group)
	if c.first && c.rule.zeros == zerosWithNext && surplus.IsZero() && size > 0 && size < c.room() && c.votes[rising[size-1]].IsZero() {
		lowest, err := c.Lowest(rising[size:], c.votes, "exclusion")
		if err != nil {
			return leaving{}, err
		}
		if both := append(slices.Clone(group), lowest); c.free(both) {
			return leaving{both, c.rule.clauses.zeros, "nobody has voted for " + c.Names(group) + ", and " + c.Name(lowest) + " has the fewest votes of the others"}, nil
		}
	}
	if size == 0 {
		return leaving{}, nil
	}
	why := fmt.Sprintf("with %s votes and all surpluses, %s together, %s could not overtake anybody", c.Say(c.votes[group[0]]), c.Say(surplus), c.Name(group[0]))
	if size > 1 {
		why = fmt.Sprintf("their votes and all surpluses together, %s, are fewer than the votes of anybody else", c.Say(c.sum(group).Add(surplus)))
	}
	return leaving{group, c.rule.clauses.sure, why}, nil
}

// free tells whether no constraint keeps these from being excluded together.
func (c *counting) free(group []int) bool {
	return !slices.ContainsFunc(group, c.IsGuarded) && c.MayGo(group)
}

func (c *counting) sum(candidates []int) exact.Number {
	var sum exact.Number
	for _, candidate := range candidates {
		sum = sum.Add(c.votes[candidate])
	}
	return sum
}
