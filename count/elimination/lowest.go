package elimination

import (
	"fmt"
	"slices"

	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/sheet"
)

// lowest gives who goes out next where every candidate who continues may go: the lowest, or a group at the bottom.
func (c *counting) lowest() ([]int, string, error) {
	keep := max(1, c.until) // with the option stop at two, two are always left
	if group := c.group(c.Continuing(), keep); len(group) > 1 {
		return group, c.together(group), nil
	}
	out, err := c.Lowest(c.Continuing(), c.Votes, "exclusion")
	if err != nil {
		return nil, "", err
	}
	return []int{out}, c.alone(out), nil
}

func (c *counting) alone(out int) string {
	return fmt.Sprintf("Nobody has a majority, and %s has the fewest votes, %s, and is excluded.", c.Name(out), c.Say(c.Votes[out]))
}

func (c *counting) together(group []int) string {
	sum := exact.Number{}
	for _, one := range group {
		sum = sum.Add(c.Votes[one])
	}
	return fmt.Sprintf("%s go together: with %s votes among them, none of them can catch up with the next one up.", c.Names(group), c.Say(sum))
}

// group gives the largest group at the bottom whose votes together are less than those of the next one up (or not
// more, as the option says), so that at least keep candidates are left. A group never parts equals.
func (c *counting) group(continuing []int, keep int) []int {
	if c.Setting("bulk") == "off" {
		return nil
	}
	return bottom(continuing, c.Votes, keep, c.Setting("bulk") == "not-greater")
}

// bottom gives the largest group of candidates at the bottom whose votes together are less than those of the next
// one up, or equal to them where that is allowed, in the order of the file; at least keep are not in it. It never
// parts equals.
func bottom(candidates []int, votes []exact.Number, keep int, equal bool) []int {
	up := sheet.Descending(candidates, votes)
	slices.Reverse(up)
	size := 0
	var sum exact.Number
	for i := range max(0, len(up)-keep) {
		sum = sum.Add(votes[up[i]])
		by := sum.Cmp(votes[up[i+1]])
		if (by < 0 || equal && by == 0) && votes[up[i]].Less(votes[up[i+1]]) {
			size = i + 1
		}
	}
	return slices.Sorted(slices.Values(up[:size]))
}

// remain excludes until as many are left as there are places.
func (c *counting) remain() error {
	if err := c.sort(1); err != nil {
		return err
	}
	for !c.enough() {
		var err error
		if doomed := c.Doomed(); len(doomed) > 0 {
			c.TellDoomed(doomed)
			err = c.exclude(doomed, "", fmt.Sprintf("The constraints keep %s from being elected, so %s %s excluded before anybody else.",
				c.Names(doomed), plural(len(doomed), "that candidate", "they"), plural(len(doomed), "is", "are")))
		} else {
			err = c.lowestUnguarded()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// enough elects all who continue if they are as many as the places.
func (c *counting) enough() bool {
	continuing := c.Continuing()
	if len(continuing) > c.Left() {
		return false
	}
	base, what := c.InPlay(), "votes still in play"
	for _, one := range sheet.Descending(continuing, c.Votes) {
		c.Elect(one, "step 7", fmt.Sprintf("As many candidates are left as there are places; %s with %s of the %s %s (%s %%) is elected.",
			c.Name(one), c.Say(c.Votes[one]), c.Say(base), what, c.Votes[one].Percent(base, 1)))
	}
	if c.Left() > 0 {
		c.Note("There are fewer candidates than places; %d %s open.", c.Left(), plural(c.Left(), "place stays", "places stay"))
	}
	return true
}

// lowestUnguarded excludes the lowest whom no constraint guards, or a group at the bottom that may go together.
func (c *counting) lowestUnguarded() error {
	if group := c.group(c.Continuing(), c.Left()); len(group) > 1 && c.MayGo(group) {
		return c.exclude(group, "step 5", c.together(group))
	}
	out, err := c.ToExclude(c.Votes)
	if err != nil {
		return err
	}
	return c.exclude([]int{out}, "step 6", fmt.Sprintf("%s has the fewest votes of those who may go, %s, and is excluded.", c.Name(out), c.Say(c.Votes[out])))
}
