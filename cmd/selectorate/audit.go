package main

import (
	"errors"
	"math/big"
	"strings"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/audit"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/reserved"
	"github.com/selectorate/selectorate/party"
)

// auditCommand groups what an audit consists of.
type auditCommand struct {
	Plan      auditPlan      `cmd:"" help:"Say what must be checked for the outcome to be right, and on how many papers."`
	Sample    auditSample    `cmd:"" help:"Draw papers from a public seed; anybody can draw them again."`
	Worksheet auditWorksheet `cmd:"" help:"Write the empty worksheet for the people who look at the papers drawn."`
	Measure   auditMeasure   `cmd:"" help:"Read worksheets back and measure the risk that the outcome is wrong."`
	Compare   auditCompare   `cmd:"" help:"Read worksheets back and say how many records can be wrong, whatever the rule."`
	Recount   auditRecount   `cmd:"" help:"Count a signed ballot file again and hold the count against a published result."`
}

// auditSubject is what is audited.
type auditSubject struct {
	File string `arg:"" name:"FILE" help:"The ballot file, or - for standard input. Its papers are numbered from 1 in the order of its lines."`

	Rule   string   `placeholder:"NAME" help:"The rule by which the ballots are counted."`
	Set    []string `sep:"none" placeholder:"NAME=VALUE" help:"Set an option of the rule. May be given several times."`
	Seats  int      `help:"Places to fill. Without it: what the file says."`
	Won    string   `placeholder:"NAMES" help:"Who is said to have won, by number or name, with commas. Without it: who wins by the records."`
	Papers int64    `placeholder:"N" help:"How many papers there are, counted by hand. Without it: as many as records."`
	JSON   bool     `name:"json" help:"Print JSON alone."`

	countReading
}

// audited is a ballot file that was read, with what is audited of it.
type audited struct {
	election *count.Election
	method   count.Method
	options  count.Options
	contest  audit.Contest
}

// load reads the file and finds out what counts on its papers.
func (c *auditSubject) load(t terminal) (*audited, error) {
	counting := countCommand{Rule: c.Rule, Set: c.Set, Seats: c.Seats, Design: reserved.GuardAndDoom, countReading: c.countReading}
	methods, err := counting.methods()
	if err != nil {
		return nil, err
	}
	if len(methods) > 1 {
		return nil, usage("--rule %s: an audit is of one rule", c.Rule)
	}
	a := &audited{method: methods[0]}
	if a.options, err = counting.options(a.method); err != nil {
		return nil, err
	}
	if c.Papers < 0 {
		return nil, usage("--papers %d: papers cannot be fewer than none", c.Papers)
	}
	if a.election, err = counting.open(t, c.File); err != nil {
		return nil, err
	}
	if a.options.Seats == 0 {
		a.options.Seats = a.election.Seats
	}
	if a.options.Seats == 0 {
		return nil, usage("%s does not say how many places there are: --seats N", shown(c.File))
	}
	a.contest, err = audit.Of(&a.method, a.options, a.options.Seats)
	return a, err
}

// settle finds out who is said to have won.
func (c *auditSubject) settle(a *audited) error {
	if a.contest.Style == audit.Rankings {
		return party.Errorf(party.Invalid, "selectorate: %s: for the rule %s and %d places there are no assertions that an audit could check. "+
			"Count again with selectorate audit recount, and compare a sample with selectorate audit compare.",
			shown(c.File), a.method.Name, a.options.Seats)
	}
	for _, name := range splitNames(c.Won) {
		candidate, err := find(a.election, name)
		if err != nil {
			return usage("--won: %v", err)
		}
		a.contest.Winners = append(a.contest.Winners, candidate)
	}
	if len(a.contest.Winners) > 0 {
		return nil
	}
	// Where a lot decides that changes nothing, any will do; where it changes something, no assertions will be found.
	options := a.options
	options.Seed = "any"
	result, err := a.method.Count(a.election, options)
	if err != nil {
		return party.Errorf(party.Invalid, "%s: %w", shown(c.File), err)
	}
	a.contest.Winners = result.Winners
	return nil
}

// plan reads the file and says what must be checked for the outcome to be right.
func (c *auditSubject) plan(t terminal, risk *auditRisk) (*audited, *audit.Plan, error) {
	setting, err := risk.setting()
	if err != nil {
		return nil, nil, err
	}
	a, err := c.load(t)
	if err != nil {
		return nil, nil, err
	}
	if err := c.settle(a); err != nil {
		return nil, nil, err
	}
	plan, err := audit.NewPlan(a.election, a.contest, setting, c.Papers)
	if err != nil {
		return nil, nil, inAudit(c.File, err)
	}
	return a, plan, nil
}

// auditRisk says how risk is measured. It is the same for plan and measure.
type auditRisk struct {
	Risk    string `default:"5%" placeholder:"SHARE" help:"The risk limit, such as 5% or 1/20: how likely a wrong outcome may pass at most."`
	Test    string `default:"alpha" placeholder:"NAME" help:"How risk is measured: alpha (each paper once) or kaplan-markov (with replacement)."`
	OneVote string `default:"0" placeholder:"SHARE" help:"Share of records expected to overstate the winner by one vote."`
	TwoVote string `default:"0" placeholder:"SHARE" help:"The same by two votes: the record says the winner, the paper the loser."`
}

func (c *auditRisk) setting() (audit.Setting, error) {
	s := audit.Setting{Test: audit.Test(c.Test)}
	for _, one := range []struct {
		flag, text string
		to         *exact.Number
	}{{"--risk", c.Risk, &s.Limit}, {"--one-vote", c.OneVote, &s.OneVote}, {"--two-vote", c.TwoVote, &s.TwoVote}} {
		n, ok := shareOf(one.text)
		if !ok {
			return s, usage("%s %s: write a share such as 5%%, 0.05 or 1/20", one.flag, one.text)
		}
		*one.to = n
	}
	if err := s.Check(); err != nil {
		return s, usage("%v", err)
	}
	return s, nil
}

// shareOf reads a share exactly: 5%, 0.05 or 1/20.
func shareOf(text string) (exact.Number, bool) {
	number, percent := strings.CutSuffix(strings.TrimSpace(text), "%")
	if len(number) > 40 || strings.Trim(number, "0123456789./") != "" {
		return exact.Number{}, false
	}
	r, ok := new(big.Rat).SetString(number)
	if !ok {
		return exact.Number{}, false
	}
	if percent {
		r.Mul(r, big.NewRat(1, 100))
	}
	return exact.FromRat(r), true
}

// inAudit says of which file an error is, and how to go on where nothing but counting by hand is left.
func inAudit(file string, err error) error {
	if _, listed := errors.AsType[party.Problems](err); listed {
		return inFile(file, err)
	}
	return party.Errorf(party.Invalid, "selectorate: %s: %w", shown(file), err)
}
