package plurality

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

// plurality is the plain vote: one cross, and whoever has most is elected.
func plurality() count.Method {
	m := count.Method{
		Name: "plurality", Aliases: []string{"fptp", "first-past-the-post", "simple-majority", "relative-majority", "sntv"},
		Title: "Plurality (first past the post)",
		Text:  "Representation of the People Act 1983, Schedule 1, rules 18, 45, 47 and 49",
		Summary: "Every paper counts for its first preference, and whoever has most is elected. With several places this is the single " +
			"non-transferable vote.",
		Constrained: true,
	}
	m.Count = func(e *count.Election, o count.Options) (*count.Result, error) {
		c, err := open(&m, e, o, true)
		if err != nil {
			return nil, err
		}
		c.votes = firsts(c.Election)
		papers := c.Election.Papers.Votes()
		if err := c.Record(count.Stage{
			Action: count.FirstPreferences, Votes: c.votes, Clause: "rule 45",
			Reason: fmt.Sprintf("The %s valid votes are added up; every paper counts for its first preference.", papers),
		}); err != nil {
			return c.Close(err)
		}
		return c.Close(c.fill(papers, "rule 18"))
	}
	return m
}

func excessOption() count.Option {
	return count.Option{Name: "excess", Values: []string{"void", "first"}, Default: "void", Help: "A paper with more crosses than it may have: void, or its first so many preferences count."}
}

// block is the block vote: as many crosses as places.
func block() count.Method {
	m := count.Method{
		Name: "block", Aliases: []string{"bloc", "block-vote", "multiple-non-transferable-vote", "plurality-at-large"},
		Title:   "Block vote",
		Text:    "Local Elections (Parishes and Communities) (England and Wales) Rules 2006 (SI 2006/3305), Schedule 2, rule 15; Labour Party NEC, constituency section until 2018",
		Summary: "As many crosses as places, at most one for a candidate; whoever have most are elected. One majority can take every place.",
		Options: []count.Option{
			{Name: "votes", Form: "a number of crosses from 1 on", Default: "", Help: "How many crosses a paper may have; empty: as many as there are places."},
			excessOption(),
		},
		Constrained: true,
	}
	m.Count = func(e *count.Election, o count.Options) (*count.Result, error) {
		return crosses(&m, e, o, func(seats int) int { return seats })
	}
	return m
}

// limited is the limited vote: fewer crosses than places.
func limited() count.Method {
	m := count.Method{
		Name: "limited", Aliases: []string{"limited-vote"},
		Title:   "Limited vote",
		Text:    "A. Lijphart, R. Lopez Pintor and Y. Sone, The limited vote and the single nontransferable vote, in Electoral Laws and Their Political Consequences, 1986",
		Summary: "Fewer crosses than places, so that one majority cannot take all of them; whoever have most are elected.",
		Options: []count.Option{
			{Name: "votes", Form: "a number of crosses from 1 on, less than the places", Default: "", Help: "How many crosses a paper may have; empty: one less than there are places."},
			excessOption(),
		},
		Constrained: true,
	}
	m.Count = func(e *count.Election, o count.Options) (*count.Result, error) {
		return crosses(&m, e, o, func(seats int) int { return max(1, seats-1) })
	}
	return m
}

// approval is the approval vote: as many crosses as one likes.
func approval() count.Method {
	m := count.Method{
		Name: "approval", Aliases: []string{"approval-vote", "approval-voting"},
		Title:   "Approval vote",
		Text:    "S. J. Brams and P. C. Fishburn, Approval Voting, American Political Science Review 72, 1978",
		Summary: "Every candidate on a paper, wherever it stands, has one vote of it; whoever have most are elected.",

		Constrained: true,
	}
	m.Count = func(e *count.Election, o count.Options) (*count.Result, error) {
		c, err := open(&m, e, o, false)
		if err != nil {
			return nil, err
		}
		return c.Close(c.tally(c.Election.Papers.Votes(), "approval", "every candidate on a paper has one vote of it"))
	}
	return m
}

// crosses counts by a rule under which a paper has a number of crosses.
func crosses(m *count.Method, e *count.Election, o count.Options, usual func(seats int) int) (*count.Result, error) {
	if err := cmp.Or(e.Check(), m.Check(o)); err != nil {
		return nil, err
	}
	seats := o.Seats
	if seats == 0 {
		seats = e.Seats
	}
	most := max(1, usual(seats))
	if text := m.Setting(o, "votes"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return nil, party.Errorf(party.Invalid, "option votes of %s: %q is not a number of crosses from 1 on", m.Name, text)
		}
		most = n
	}
	if m.Name == "limited" && seats > 1 && most >= seats {
		return nil, party.Errorf(party.Invalid, "%d crosses for %d places are not a limited vote; the block vote is", most, seats)
	}
	c, err := open(m, pile.Crosses(e, most, m.Setting(o, "excess") == "void"), o, false)
	if err != nil {
		return nil, err
	}
	return c.Close(c.tally(c.Election.Papers.Votes(), "rule 15", fmt.Sprintf("a paper has up to %s, at most one for a candidate", number(most, "cross", "crosses"))))
}

func number(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// open begins a count.
func open(m *count.Method, e *count.Election, o count.Options, strict bool) (*contest, error) {
	form := sheet.Form{Method: m, Strict: strict, Ties: sheet.LotOnly, TieClause: "equal votes"}
	if m.Name == "borda" {
		form.Unit = "points"
	}
	if e.Papers != nil && !pile.Unit(e.Papers).Equal(exact.Int(1)) {
		form.Places = -1
	}
	s, err := sheet.New(form, e, o)
	if err != nil {
		return nil, err
	}
	return &contest{Sheet: s}, nil
}

// firsts adds up first preferences.
func firsts(e *count.Election) []exact.Number {
	return add(e, func(ranking []count.Mark, visit func(candidate int)) { visit(ranking[0].Candidate()) })
}

// add adds up votes: each paper gives one to every candidate whom voted visits. Papers are added in 64 bits, class by
// class, and a class is valued once.
func add(e *count.Election, voted func(ranking []count.Mark, visit func(candidate int))) []exact.Number {
	papers := e.Papers
	votes := make([]exact.Number, len(e.Candidates))
	tally := make([]int64, len(e.Candidates))
	var times int64
	visit := func(candidate int) { tally[candidate] += times }
	flush := func(class int) {
		for c, n := range tally {
			if n != 0 {
				votes[c] = votes[c].Add(papers.Classes()[class].Weight.Mul(exact.Int(n)))
				tally[c] = 0
			}
		}
	}
	class := 0
	for i := range papers.Len() {
		if papers.Class(i) != class {
			flush(class)
			class = papers.Class(i)
		}
		times = papers.Times(i)
		voted(papers.Ranking(i), visit)
	}
	if papers.Len() > 0 {
		flush(class)
	}
	return votes
}
