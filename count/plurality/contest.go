package plurality

import (
	"fmt"
	"slices"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/sheet"
)

// contest is a count that is going on.
type contest struct {
	*sheet.Sheet
	votes  []exact.Number
	points bool // votes are points, of which no percentages are told
}

// tally adds up every mark of every paper and fills the places.
func (c *contest) tally(papers exact.Number, clause, how string) error {
	c.votes = add(c.Election, func(ranking []count.Mark, visit func(int)) {
		for _, mark := range ranking {
			visit(mark.Candidate())
		}
	})
	c.RecordUnchecked(count.Stage{
		Action: count.Tally, Votes: c.votes, Clause: clause,
		Reason: fmt.Sprintf("The votes on papers worth %s are added up; %s. Votes altogether: %s.", papers, how, exact.Sum(c.votes...)),
	})
	c.rank()
	return c.fill(papers, clause)
}

// rank orders all who stand by votes, equals together.
func (c *contest) rank() {
	var ranking [][]int
	for _, one := range sheet.Descending(c.Continuing(), c.votes) {
		if n := len(ranking); n > 0 && c.votes[ranking[n-1][0]].Equal(c.votes[one]) {
			ranking[n-1] = append(ranking[n-1], one)
		} else {
			ranking = append(ranking, []int{one})
		}
	}
	c.Result().Ranking = ranking
}

// fill gives the places to those with most votes. Lots are drawn only where votes are equal and not all of the equal
// can be elected.
func (c *contest) fill(base exact.Number, clause string) error {
	for c.Left() > 0 {
		able := c.passOver()
		if len(able) == 0 {
			c.Note("There are fewer candidates than places; %s open.", number(c.Left(), "place stays", "places stay"))
			return nil
		}
		equal := c.highest(able)
		if c.MayAllBeElected(equal) {
			for _, one := range equal {
				c.elect(one, base, clause)
			}
			continue
		}
		one, err := c.Highest(equal, c.votes, "last place")
		if err != nil {
			return err
		}
		c.elect(one, base, clause)
	}
	return nil
}

// passOver takes out those who are doomed and would be next, tells why, and lists the others.
func (c *contest) passOver() []int {
	doomed := c.Doomed()
	able := slices.DeleteFunc(c.Continuing(), func(one int) bool { return slices.Contains(doomed, one) })
	if len(able) == 0 {
		return nil
	}
	best := c.votes[c.highest(able)[0]]
	passed := slices.DeleteFunc(slices.Clone(doomed), func(one int) bool { return c.votes[one].Less(best) })
	if len(passed) > 0 {
		c.TellDoomed(passed)
		c.Exclude(passed...)
	}
	return able
}

// highest lists those with most votes.
func (c *contest) highest(candidates []int) []int {
	var best []int
	for _, one := range candidates {
		if len(best) > 0 {
			if by := c.votes[one].Cmp(c.votes[best[0]]); by < 0 {
				continue
			} else if by > 0 {
				best = nil
			}
		}
		best = append(best, one)
	}
	return best
}

func (c *contest) elect(one int, base exact.Number, clause string) {
	if c.points {
		c.Elect(one, clause, fmt.Sprintf("%s has %s points, among the most, and is elected.", c.Name(one), c.Say(c.votes[one])))
		return
	}
	of := "the papers"
	if !c.Election.Papers.Plain() {
		of = "what all papers are worth"
	}
	c.Elect(one, clause, fmt.Sprintf("%s has %s votes (%s %% of %s), among the most, and is elected.", c.Name(one), c.Say(c.votes[one]), c.votes[one].Percent(base, 1), of))
}
