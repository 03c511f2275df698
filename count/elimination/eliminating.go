package elimination

import (
	"fmt"
	"slices"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/pile"
	"github.com/selectorate/selectorate/count/sheet"
)

// eliminating is the eliminating ballot; the steps are in the package's documentation.
func eliminating() count.Method {
	m := count.Method{
		Name: "eliminating",
		Aliases: []string{
			"av", "irv", "alternative-vote", "instant-runoff", "instant-runoff-voting", "eliminating-ballot", "rcv", "preferential",
		},
		Title: "Eliminating ballot (alternative vote)",
		Text:  "No text defines it in full: rule books of the Labour Party name it; the steps are those described with each stage",
		Summary: "The lowest goes out and each paper moves to its next preference, until somebody has more than half of the votes still in " +
			"play. Several places are filled by counting again without those already elected.",
		Options: []count.Option{
			{Name: "stop", Values: []string{"majority", "two"}, Default: "majority", Help: "When the count ends: as soon as somebody has a majority, or not before two are left (step 2)."},
			majorityOption(),
			tiesOption(),
			{Name: "bulk", Values: []string{"off", "less", "not-greater"}, Default: "off", Help: "Whether a group at the bottom goes together: never, or if its votes together are less than, or not more than, those of the next one up (step 5)."},
			{Name: "several", Values: []string{"repeat", "remain"}, Default: "repeat", Help: "How several places are filled: by counting anew for each, or by excluding until as many are left as there are places (step 7)."},
		},
		Constrained: true,
	}
	m.Count = func(e *count.Election, o count.Options) (*count.Result, error) {
		c, err := open(&m, e, o)
		if err != nil {
			return nil, err
		}
		if c.Setting("stop") == "two" {
			c.until = 2
		}
		c.next = c.lowest
		if c.Setting("several") == "remain" && c.Seats() > 1 {
			return c.Close(c.remain())
		}
		return c.Close(c.repeat())
	}
	return m
}

func majorityOption() count.Option {
	return count.Option{Name: "majority", Values: []string{"in-play", "valid"}, Default: "in-play", Help: "What a majority is more than half of: the votes still in play, or all valid votes (step 2)."}
}

func tiesOption() count.Option {
	return count.Option{Name: "ties", Values: []string{"latest", "earliest", "lot"}, Default: "latest", Help: "How equals are told apart: by the latest or the earliest earlier stage at which they differ, else a lot; or by a lot at once (step 4)."}
}

// counting is a count that is going on.
type counting struct {
	*sheet.Sheet
	*pile.Piles
	unit  exact.Number // the least by which votes can differ
	until int          // nobody is elected by a majority while more than so many continue; 0: at any time
	next  func() ([]int, string, error)
}

// open begins a count on paper.
func open(m *count.Method, e *count.Election, o count.Options) (*counting, error) {
	form := sheet.Form{Method: m, Threshold: "majority", Strict: true, TieClause: "step 4"}
	switch m.Setting(o, "ties") {
	case "earliest":
		form.Ties = sheet.Earliest
	case "lot":
		form.Ties = sheet.LotOnly
	}
	unit := unitOf(e)
	if !unit.Equal(exact.Int(1)) {
		form.Places = -1
	}
	s, err := sheet.New(form, e, o)
	if err != nil {
		return nil, err
	}
	return &counting{Sheet: s, unit: unit}, nil
}

// unitOf gives the least by which votes can differ. An election without papers is refused elsewhere.
func unitOf(e *count.Election) exact.Number {
	if e.Papers == nil {
		return exact.Int(1)
	}
	return pile.Unit(e.Papers)
}

// base gives the votes of which a majority is more than half, and what they are called.
func (c *counting) base() (exact.Number, string) {
	if c.Setting("majority") == "valid" {
		return c.Election.Papers.Votes(), "valid votes"
	}
	return c.InPlay(), "votes still in play"
}

// majority gives the least that is more than half of the base.
func (c *counting) majority() exact.Number {
	base, _ := c.base()
	return exact.Whole(base.Quo(exact.Int(2)).Quo(c.unit).Floor()).Add(exact.Int(1)).Mul(c.unit)
}

// receivers tells for each candidate whether papers may come: only to those who continue.
func (c *counting) receivers() []bool {
	receives := make([]bool, len(c.Election.Candidates))
	for _, candidate := range c.Continuing() {
		receives[candidate] = true
	}
	return receives
}

// sort sorts all papers anew.
func (c *counting) sort(place int) error {
	c.Piles = pile.Sort(c.Election.Papers, c.receivers(), pile.Options{})
	stage := count.Stage{
		Action: count.FirstPreferences, Clause: "step 1",
		Reason: fmt.Sprintf("The %s valid votes are sorted by first preference.", c.Election.Papers.Votes()),
	}
	if place > 1 {
		stage.Action, stage.Clause = count.NextPlace, "step 7"
		stage.Reason = fmt.Sprintf("For place %d the count begins anew with all papers; %s, already elected, %s passed over.",
			place, c.Names(c.Winners()), plural(len(c.Winners()), "is", "are"))
	}
	return c.record(stage)
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

func (c *counting) record(stage count.Stage) error {
	stage.Votes, stage.Nontransferable, stage.Quota = c.Votes, c.Exhausted, c.majority()
	return c.Record(stage)
}

// repeat fills the places one after the other.
func (c *counting) repeat() error {
	for place := 1; c.Left() > 0; place++ {
		c.Restart()
		if len(c.Continuing()) == 0 {
			c.Note("There are fewer candidates than places; %d %s open.", c.Left(), plural(c.Left(), "place stays", "places stay"))
			break
		}
		if err := c.sort(place); err != nil {
			return err
		}
		if c.noContest() {
			break
		}
		if err := c.place(); err != nil {
			return err
		}
	}
	return nil
}

// noContest elects all who continue if there are places for all of them.
func (c *counting) noContest() bool {
	continuing := c.Continuing()
	if len(continuing) > c.Left() {
		return false
	}
	for _, one := range sheet.Descending(continuing, c.Votes) {
		c.Elect(one, "step 7", fmt.Sprintf("There are no more candidates than places left; %s is elected.", c.Name(one)))
	}
	if c.Left() > 0 {
		c.Note("There are fewer candidates than places; %d %s open.", c.Left(), plural(c.Left(), "place stays", "places stay"))
	}
	return true
}

// place fills one place.
func (c *counting) place() error {
	// Whoever is doomed now stays so until the place is filled: those who are excluded come back for the next one.
	doomed := c.Doomed()
	for {
		elected, err := c.elect(doomed)
		if elected || err != nil {
			return err
		}
		if len(doomed) > 0 {
			c.TellDoomed(doomed)
			err = c.exclude(doomed, "", fmt.Sprintf("The constraints keep %s from being elected, so %s %s excluded before anybody else.",
				c.Names(doomed), plural(len(doomed), "that candidate", "they"), plural(len(doomed), "is", "are")))
			doomed = nil
		} else {
			err = c.step()
		}
		if err != nil {
			return err
		}
	}
}

// step excludes whoever goes next.
func (c *counting) step() error {
	out, because, err := c.next()
	if err != nil {
		return err
	}
	return c.exclude(out, "step 6", because)
}

// elect elects the one who has enough, if anybody has, and tells whether the place is filled.
func (c *counting) elect(doomed []int) (bool, error) {
	continuing := c.Continuing()
	if len(continuing) == 1 {
		c.Elect(continuing[0], "step 3", fmt.Sprintf("%s is the only candidate left and is elected.", c.Name(continuing[0])))
		return true, nil
	}
	if c.until > 0 && len(continuing) > c.until {
		return false, nil
	}
	base, what := c.base()
	for _, one := range continuing {
		if c.Votes[one].Cmp(base.Quo(exact.Int(2))) > 0 && !slices.Contains(doomed, one) {
			c.Elect(one, "step 2", fmt.Sprintf("%s has %s of the %s %s (%s %%), more than half, and is elected.",
				c.Name(one), c.Say(c.Votes[one]), c.Say(base), what, c.Votes[one].Percent(base, 1)))
			return true, nil
		}
	}
	if len(continuing) > 2 || len(doomed) > 0 || c.until == 1 {
		return false, nil
	}
	first, err := c.Highest(continuing, c.Votes, "election")
	if err != nil {
		return false, err
	}
	c.Elect(first, "step 3", fmt.Sprintf("Two candidates are left, and %s with %s of the %s %s (%s %%) is elected.",
		c.Name(first), c.Say(c.Votes[first]), c.Say(c.InPlay()), "votes still in play", c.Votes[first].Percent(c.InPlay(), 1)))
	return true, nil
}

// exclude moves the papers of those who go.
func (c *counting) exclude(out []int, clause, because string) error {
	if clause == "" {
		clause = "constraints"
	}
	c.Exclude(out...)
	before := c.Exhausted
	transfers := c.Move(out, c.receivers())
	reason := because + " The papers move to their next preference"
	if lost := c.Exhausted.Sub(before); lost.Sign() > 0 {
		words := "votes have no further preference and count"
		if lost.Equal(exact.Int(1)) {
			words = "vote has no further preference and counts"
		}
		reason += fmt.Sprintf("; %s %s no longer", c.Say(lost), words)
	}
	return c.record(count.Stage{Action: count.Exclusion, Of: out, Clause: clause, Reason: reason + ".", Transfers: transfers})
}
