package plurality

import (
	"fmt"
	"strconv"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/pile"
	"github.com/selectorate/selectorate/count/sheet"
	"github.com/selectorate/selectorate/party"
)

// majority is the majority vote: whoever has most is elected only with a stated share.
func majority() count.Method {
	m := count.Method{
		Name: "majority", Aliases: []string{"absolute-majority", "supermajority", "qualified-majority"},
		Title: "Majority",
		Text:  "The standing orders of the body that votes; the share is an option",
		Summary: "Every paper counts for its first preference, and whoever has most is elected if that is more than half, or reaches another " +
			"share that is stated. Otherwise nobody is elected.",
		Options: []count.Option{
			{Name: "share", Form: "a share such as 1/2, 2/3 or 75%", Default: "1/2", Help: "The share that is needed, exactly."},
			{Name: "reach", Values: []string{"more", "at-least"}, Default: "more", Help: "Whether more than the share is needed, or the share is enough."},
			{Name: "base", Values: []string{"valid", "cast", "members"}, Default: "valid", Help: "Of what: the valid votes; all papers, with those that are not valid; all members (option members)."},
			{Name: "members", Form: "a whole number", Default: "", Help: "How many members there are, where the base is members."},
		},
		One: true,
	}
	m.Count = func(e *count.Election, o count.Options) (*count.Result, error) {
		form := sheet.Form{Method: &m, Threshold: "majority", Strict: true, Ties: sheet.LotOnly, TieClause: "equal votes"}
		if e.Papers != nil && !pile.Unit(e.Papers).Equal(exact.Int(1)) {
			form.Places = -1
		}
		s, err := sheet.New(form, e, o)
		if err != nil {
			return nil, err
		}
		c := &contest{Sheet: s}
		needed, told, err := c.needed()
		if err != nil {
			return nil, err
		}
		return c.Close(c.reach(needed, told))
	}
	return m
}

// needed works out the least number of votes that is enough, and says what it is.
func (c *contest) needed() (exact.Number, string, error) {
	share, ok := exact.ParseShare(c.Setting("share"))
	if !ok || share.Cmp(exact.Int(1)) > 0 {
		return exact.Number{}, "", party.Errorf(party.Invalid, "option share of majority: %q is not a share such as 1/2, 2/3 or 75%%", c.Setting("share"))
	}
	base, of, err := c.base()
	if err != nil {
		return exact.Number{}, "", err
	}
	unit := pile.Unit(c.Election.Papers)
	steps := base.Mul(share).Quo(unit)
	least, how := exact.Whole(steps.Floor()), "at least"
	if c.Setting("reach") == "more" {
		least, how = least.Add(exact.Int(1)), "more than"
	} else if !steps.IsWhole() {
		least = least.Add(exact.Int(1))
	}
	return least.Mul(unit), fmt.Sprintf("%s %s of the %s %s", how, share, base, of), nil
}

// base gives what the share is a share of.
func (c *contest) base() (exact.Number, string, error) {
	papers := c.Election.Papers
	switch c.Setting("base") {
	case "members":
		n, err := strconv.ParseInt(c.Setting("members"), 10, 64)
		if err != nil || n < 1 {
			return exact.Number{}, "", party.Errorf(party.Invalid, "option members of majority: %q is not a number of members", c.Setting("members"))
		}
		if exact.Int(n).Less(papers.Votes()) {
			return exact.Number{}, "", party.Errorf(party.Invalid, "there are %s votes, and only %d members", papers.Votes(), n)
		}
		return exact.Int(n), "members", nil
	case "cast":
		if !papers.Plain() {
			return exact.Number{}, "", party.Errorf(party.Invalid, "what papers that are not valid would be worth is not known; count the valid ones (base=valid)")
		}
		return exact.Int(papers.Total()).Add(exact.Int(c.Election.RejectedTotal())), "papers cast", nil
	}
	return papers.Votes(), "valid votes", nil
}

// reach elects whoever has most if that is enough.
func (c *contest) reach(needed exact.Number, told string) error {
	c.votes = firsts(c.Election)
	if err := c.Record(count.Stage{
		Action: count.FirstPreferences, Votes: c.votes, Quota: needed, Clause: "majority",
		Reason: fmt.Sprintf("The %s valid votes are added up. Needed is %s, that is %s.", c.Election.Papers.Votes(), told, c.Say(needed)),
	}); err != nil {
		return err
	}
	best := c.highest(c.Continuing())
	if len(best) == 0 || c.votes[best[0]].Less(needed) {
		c.Note("Nobody has %s; nobody is elected.", told)
		return nil
	}
	one, err := c.Highest(best, c.votes, "election")
	if err != nil {
		return err
	}
	c.Elect(one, "majority", fmt.Sprintf("%s has %s votes, %s, and is elected.", c.Name(one), c.Say(c.votes[one]), told))
	return nil
}
