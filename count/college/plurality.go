package college

import (
	"cmp"
	"fmt"
	"strconv"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/pile"
	"github.com/selectorate/selectorate/count/sheet"
	"github.com/selectorate/selectorate/party"
)

// plurality is the plain or block vote in an electoral college.
func plurality() count.Method {
	m := count.Method{
		Name: "college-plurality", Aliases: []string{"college-block", "card-vote"},
		Title: "Electoral college (plurality or block vote)",
		Text:  "Labour Party custom (treasurer and equality seats of the National Executive Committee; card votes of conference)",
		Summary: "Sections with fixed shares of the whole; a section's share is divided among the votes cast in it, and whoever have most of " +
			"the college are elected. Papers may be weighted, as block votes are.",
		Options: []count.Option{
			sharesOption(),
			{Name: "votes", Form: "a number of crosses from 1 on", Default: "", Help: "How many crosses a paper may have; empty: as many as there are places. A paper with more is void."},
			emptyOption(),
		},
	}
	m.Count = func(e *count.Election, o count.Options) (*count.Result, error) {
		if err := cmp.Or(e.Check(), m.Check(o)); err != nil {
			return nil, err
		}
		most, err := marks(m.Setting(o, "votes"), o.Seats, e.Seats)
		if err != nil {
			return nil, err
		}
		c, err := open(&m, pile.Crosses(e, most, true), o, sheet.Form{Unit: "points", Strict: most == 1, Ties: sheet.LotOnly, TieClause: "equal votes"})
		if err != nil {
			return nil, err
		}
		return c.Close(c.plurality())
	}
	return m
}

// marks gives how many crosses a paper may have.
func marks(text string, asked, written int) (int, error) {
	if text == "" {
		if asked == 0 {
			asked = written
		}
		return max(1, asked), nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 0, party.Errorf(party.Invalid, "option votes of college-plurality: %q is not a number of crosses from 1 on", text)
	}
	return n, nil
}

// plurality adds up the votes of each section and fills the places.
func (c *college) plurality() error {
	held := c.marked()
	parts := c.weigh(held, func(s int) exact.Number { return exact.Sum(held[s]...) }, "votes cast")
	if err := c.record(count.Stage{
		Action: count.Tally, Clause: "college", Parts: parts,
		Reason: fmt.Sprintf("The votes of %s are added up; each section has its share of 100 points.", c.names()),
	}); err != nil {
		return err
	}
	for c.Left() > 0 && len(c.Continuing()) > 0 {
		one, err := c.top()
		if err != nil {
			return err
		}
		c.Elect(one, "college", fmt.Sprintf("%s has %s of the 100 points, among the most, and is elected.", c.Name(one), c.points(c.votes[one])))
	}
	if c.Left() > 0 {
		c.Note("There are fewer candidates than places; places left open: %d.", c.Left())
	}
	return nil
}

// top gives the next to be elected. A lot is drawn only where equals cannot all be elected.
func (c *college) top() (int, error) {
	ordered := sheet.Descending(c.Continuing(), c.votes)
	equal := 1
	for equal < len(ordered) && c.votes[ordered[equal]].Equal(c.votes[ordered[0]]) {
		equal++
	}
	if equal <= c.Left() {
		return ordered[0], nil
	}
	return c.Highest(ordered[:equal], c.votes, "last place")
}

// marked adds up every mark, section by section.
func (c *college) marked() [][]exact.Number {
	papers := c.Election.Papers
	held := make([][]exact.Number, len(c.all))
	for s := range held {
		held[s] = make([]exact.Number, len(c.Election.Candidates))
	}
	tally := make([]int64, len(c.Election.Candidates))
	class := 0
	flush := func() {
		for candidate, n := range tally {
			if n != 0 {
				s := c.ofClass[class]
				held[s][candidate] = held[s][candidate].Add(papers.Classes()[class].Weight.Mul(exact.Int(n)))
				tally[candidate] = 0
			}
		}
	}
	for i := range papers.Len() {
		if papers.Class(i) != class {
			flush()
			class = papers.Class(i)
		}
		for _, mark := range papers.Ranking(i) {
			tally[mark.Candidate()] += papers.Times(i)
		}
	}
	flush()
	return held
}
