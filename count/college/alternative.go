package college

import (
	"fmt"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/pile"
	"github.com/selectorate/selectorate/count/sheet"
)

// alternative is the alternative vote in an electoral college; the steps are in the package's documentation.
func alternative() count.Method {
	m := count.Method{
		Name: "college", Aliases: []string{"electoral-college", "college-av"},
		Title: "Electoral college (alternative vote)",
		Text:  "Labour Party Rule Book 2010, 4B.2 (election of leader and deputy leader)",
		Summary: "Sections with fixed shares of the whole, however many vote in each. The lowest goes out and papers move to their next " +
			"preference until somebody has more than half of the college.",
		Options: []count.Option{
			sharesOption(),
			{Name: "base", Values: []string{"in-play", "valid"}, Default: "in-play", Help: "Among which papers a section's share is divided at each stage: those still in play, or all valid ones (step 5)."},
			{Name: "stop", Values: []string{"majority", "two"}, Default: "majority", Help: "When the count ends: as soon as somebody has a majority, or not before two are left (step 2)."},
			{Name: "ties", Values: []string{"latest", "earliest", "lot"}, Default: "latest", Help: "How equals are told apart: by the latest or the earliest earlier stage at which they differ, else a lot; or by a lot at once."},
			emptyOption(),
		},
		One: true,
	}
	m.Count = func(e *count.Election, o count.Options) (*count.Result, error) {
		form := sheet.Form{Threshold: "half (more is needed)", Unit: "points", Strict: true, TieClause: "ties"}
		switch m.Setting(o, "ties") {
		case "earliest":
			form.Ties = sheet.Earliest
		case "lot":
			form.Ties = sheet.LotOnly
		}
		c, err := open(&m, e, o, form)
		if err != nil {
			return nil, err
		}
		return c.Close((&av{college: c}).run())
	}
	return m
}

// av is a count by the alternative vote in a college.
type av struct {
	*college
	piles *pile.Piles
}

func (c *av) run() error {
	c.piles = pile.Sort(c.Election.Papers, c.receivers(), pile.Options{Section: c.ofClass, Sections: len(c.all)})
	if err := c.stage(count.Stage{
		Action: count.FirstPreferences, Clause: "step 1",
		Reason: fmt.Sprintf("The papers of %s are sorted by first preference; each section has its share of 100 points.", c.names()),
	}); err != nil {
		return err
	}
	for {
		if elected, err := c.elect(); elected || err != nil {
			return err
		}
		out, err := c.Lowest(c.Continuing(), c.votes, "exclusion")
		if err != nil {
			return err
		}
		if err := c.exclude(out); err != nil {
			return err
		}
	}
}

func (c *av) receivers() []bool {
	receives := make([]bool, len(c.Election.Candidates))
	for _, one := range c.Continuing() {
		receives[one] = true
	}
	return receives
}

// stage weighs the papers where they lie now, and records them.
func (c *av) stage(stage count.Stage) error {
	base, unit := func(s int) exact.Number { return exact.Sum(c.piles.Held[s]...) }, "votes in play"
	if c.Setting("base") == "valid" {
		base, unit = func(s int) exact.Number { return c.all[s].valid }, "valid votes"
	}
	stage.Parts = c.weigh(c.piles.Held, base, unit)
	stage.Quota = c.half()
	return c.record(stage)
}

// half gives what must be exceeded.
func (c *av) half() exact.Number {
	if c.Setting("base") == "valid" {
		return exact.Int(50)
	}
	return c.inPlay().Quo(exact.Int(2))
}

// elect elects whoever has enough, if anybody has.
func (c *av) elect() (bool, error) {
	continuing := c.Continuing()
	if len(continuing) == 0 {
		c.Note("Nobody stands, and nobody is elected.")
		return true, nil
	}
	if len(continuing) == 1 {
		c.Elect(continuing[0], "step 3", fmt.Sprintf("%s is the only candidate left and is elected.", c.Name(continuing[0])))
		return true, nil
	}
	if c.Setting("stop") == "two" && len(continuing) > 2 {
		return false, nil
	}
	for _, one := range continuing {
		if c.votes[one].Cmp(c.half()) > 0 {
			c.Elect(one, "step 2", fmt.Sprintf("%s has %s of the 100 points, more than %s, and is elected.", c.Name(one), c.points(c.votes[one]), c.points(c.half())))
			return true, nil
		}
	}
	if len(continuing) > 2 {
		return false, nil
	}
	first, err := c.Highest(continuing, c.votes, "election")
	if err != nil {
		return false, err
	}
	c.Elect(first, "step 3", fmt.Sprintf("Two candidates are left, and %s with %s points is elected.", c.Name(first), c.points(c.votes[first])))
	return true, nil
}

// exclude moves the papers of the one who goes, and weighs all sections anew.
func (c *av) exclude(out int) error {
	because := fmt.Sprintf("Nobody has more than half, and %s has the fewest points, %s, and is excluded. The papers move to their next preference, and each section's points are divided anew.",
		c.Name(out), c.points(c.votes[out]))
	if c.Setting("base") == "valid" {
		because = fmt.Sprintf("Nobody has more than half, and %s has the fewest points, %s, and is excluded. The papers move to their next preference.", c.Name(out), c.points(c.votes[out]))
	}
	c.Exclude(out)
	before := c.piles.Held
	c.piles.Held = make([][]exact.Number, len(before))
	for s := range before {
		c.piles.Held[s] = append([]exact.Number(nil), before[s]...)
	}
	lost := append([]exact.Number(nil), c.piles.Lost...)
	moved := c.piles.Move([]int{out}, c.receivers())
	return c.stage(count.Stage{
		Action: count.Exclusion, Of: []int{out}, Transfers: c.transfers(moved, before, lost), Clause: "step 4", Reason: because,
	})
}

// transfers tells in points, as the papers weigh after the stage, what moved; papers that count no longer weigh nothing
// where sections are divided anew.
func (c *av) transfers(moved []count.Transfer, before [][]exact.Number, lost []exact.Number) []count.Transfer {
	for i, t := range moved {
		moved[i].Value, moved[i].Votes = exact.Number{}, exact.Number{}
		for s, one := range c.all {
			base := exact.Sum(c.piles.Held[s]...)
			if c.Setting("base") == "valid" {
				base = one.valid
			}
			var votes exact.Number
			switch {
			case t.To != count.Nobody:
				votes = c.piles.Held[s][t.To].Sub(before[s][t.To])
			case c.Setting("base") == "valid":
				votes = c.piles.Lost[s].Sub(lost[s])
			}
			if votes.Sign() > 0 {
				moved[i].Votes = moved[i].Votes.Add(one.share.Mul(exact.Int(100)).Mul(votes).Quo(base))
			}
		}
	}
	return moved
}
