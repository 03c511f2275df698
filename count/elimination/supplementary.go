package elimination

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/pile"
	"github.com/selectorate/selectorate/count/sheet"
	"github.com/selectorate/selectorate/party"
)

// supplementary is the supplementary vote: Greater London Authority Act 1999, Schedule 2, Part I, paragraphs 1 to 4,
// as used for mayors until the Elections Act 2022.
func supplementary() count.Method {
	m := count.Method{
		Name: "supplementary", Aliases: []string{"sv", "supplementary-vote", "contingent", "contingent-vote"},
		Title: "Supplementary vote",
		Text:  "Greater London Authority Act 1999, Schedule 2, Part I, paragraphs 1 to 4; for mayors SI 2007/1024, Schedule 1, rules 48 and 51",
		Summary: "A first and a second choice. Without more than half of the first choices, the two with most remain, and the second choices " +
			"of everybody else's voters are added.",
		Options: []count.Option{
			{Name: "columns", Form: "how many preferences count, from 2 on, or all", Default: "2", Help: "How many preferences of a paper count (the Act: two; all: the contingent vote)."},
			{Name: "edge", Values: []string{"all-remain", "lot"}, Default: "all-remain", Help: "Where equal votes make more than two remain: all of them do (paragraph 4(3)), or a lot decides."},
		},
		One: true,
	}
	m.Count = func(e *count.Election, o count.Options) (*count.Result, error) {
		depth, err := columns(m.Setting(o, "columns"))
		if err != nil {
			return nil, err
		}
		form := sheet.Form{Method: &m, Threshold: "majority", Strict: true, Ties: sheet.LotOnly, TieClause: "paragraph 4(8)"}
		unit := unitOf(e)
		if !unit.Equal(exact.Int(1)) {
			form.Places = -1
		}
		s, err := sheet.New(form, e, o)
		if err != nil {
			return nil, err
		}
		return s.Close((&sv{counting: &counting{Sheet: s, unit: unit}}).run(depth))
	}
	return m
}

// columns reads how many preferences count; 0 stands for all.
func columns(text string) (int, error) {
	if text == "all" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 2 {
		return 0, party.Errorf(party.Invalid, "option columns of supplementary: %q is neither a number from 2 on nor all", text)
	}
	return n, nil
}

// sv is a count by the supplementary vote.
type sv struct {
	*counting
	half exact.Number // of all first preference votes
}

func (c *sv) run(depth int) error {
	receives := c.receivers()
	c.Piles = pile.Sort(c.Election.Papers, receives, pile.Options{Depth: depth})
	c.half = c.InPlay().Quo(exact.Int(2))
	stage := count.Stage{
		Action: count.FirstPreferences, Clause: "paragraph 3",
		Reason: fmt.Sprintf("The %s valid votes are sorted by first preference.", c.Election.Papers.Votes()),
	}
	if err := c.stage(stage); err != nil {
		return err
	}
	continuing := c.Continuing()
	for _, one := range continuing {
		// Paragraph 3: more than half of all the first preference votes.
		if c.Votes[one].Cmp(c.half) > 0 {
			c.Elect(one, "paragraph 3", fmt.Sprintf("%s has %s of the %s first preference votes (%s %%), more than half, and is elected.",
				c.Name(one), c.Say(c.Votes[one]), c.Say(c.InPlay()), c.Votes[one].Percent(c.InPlay(), 1)))
			return nil
		}
	}
	if len(continuing) == 0 {
		c.Note("Nobody stands, and nobody is elected.")
		return nil
	}
	if len(continuing) > 2 {
		if err := c.eliminate(continuing); err != nil {
			return err
		}
	}
	return c.most()
}

// stage records what everybody has; what must be exceeded at the first stage does not change.
func (c *sv) stage(stage count.Stage) error {
	stage.Votes, stage.Nontransferable = c.Votes, c.Exhausted
	stage.Quota = exact.Whole(c.half.Quo(c.unit).Floor()).Add(exact.Int(1)).Mul(c.unit)
	return c.Record(stage)
}

// eliminate drops all but those who remain, and adds the second preferences.
func (c *sv) eliminate(continuing []int) error {
	remain, err := topTwo(c.Sheet, continuing, c.Votes, "place among the two who remain", c.Setting("edge") == "lot")
	if err != nil {
		return err
	}
	var out []int
	for _, one := range continuing {
		if !slices.Contains(remain, one) {
			out = append(out, one)
		}
	}
	// Paragraph 4(2) to (4): the two with most remain, and whoever equals the second; the others are eliminated.
	c.Exclude(out...)
	// Paragraph 4(5) and (6): a second preference counts if the first is for somebody eliminated and the second is not.
	transfers := c.Move(out, c.receivers())
	reason := fmt.Sprintf("Nobody has more than half. %s remain, with the most first preferences; the others are eliminated, and the second preferences on their papers are added.", c.Names(remain))
	if len(remain) > 2 {
		reason = fmt.Sprintf("Nobody has more than half. %s remain, because equal votes make more than two qualify; the others are eliminated, and the second preferences on their papers are added.", c.Names(remain))
	}
	return c.stage(count.Stage{Action: count.Exclusion, Of: out, Transfers: transfers, Clause: "paragraph 4(2) to (6)", Reason: reason})
}

// most elects whoever has most, whether or not that is a majority.
func (c *sv) most() error {
	first, err := c.Highest(c.Continuing(), c.Votes, "election")
	if err != nil {
		return err
	}
	c.Elect(first, "paragraph 4(7)", fmt.Sprintf("%s has the most votes, %s, and is elected.", c.Name(first), c.Say(c.Votes[first])))
	return nil
}

// topTwo gives the two with most votes in the order of the file, and all who equal the second unless a lot decides.
func topTwo(s *sheet.Sheet, candidates []int, votes []exact.Number, what string, byLot bool) ([]int, error) {
	if len(candidates) <= 2 {
		return candidates, nil
	}
	ordered := sheet.Descending(candidates, votes)
	least := votes[ordered[1]]
	var above, edge, remain []int
	for _, one := range candidates {
		switch votes[one].Cmp(least) {
		case 1:
			above = append(above, one)
		case 0:
			edge = append(edge, one)
		}
	}
	chosen := above
	for byLot && len(chosen) < 2 {
		one, err := s.Highest(edge, votes, what)
		if err != nil {
			return nil, err
		}
		chosen = append(chosen, one)
		edge = without(edge, one)
	}
	if !byLot {
		chosen = append(chosen, edge...)
	}
	for _, one := range candidates {
		if slices.Contains(chosen, one) {
			remain = append(remain, one)
		}
	}
	return remain, nil
}

func without(all []int, one int) []int {
	var left []int
	for _, each := range all {
		if each != one {
			left = append(left, each)
		}
	}
	return left
}
