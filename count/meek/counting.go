package meek

import (
	"fmt"
	"slices"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/keep"
	"github.com/selectorate/selectorate/count/sheet"
)

// counting is a count that is going on.
type counting struct {
	*sheet.Sheet
	rule     *rule
	papers   keep.Counter
	keep     []exact.Number // of every candidate; 0 for whoever is out
	before   []exact.Number // the keep values of the stage before
	votes    []exact.Number
	nobody   exact.Number // what no candidate has
	rounding exact.Number
	quota    exact.Number
	first    bool         // nobody has been excluded yet
	worked   int          // how often the papers have been worked through
	least    exact.Number // the least of all surpluses together since somebody was excluded
	idle     int          // stages since then that have not been below it
}

// run counts by a rule.
func run(base rule, m *count.Method, e *count.Election, o count.Options) (*count.Result, error) {
	if err := m.Check(o); err != nil {
		return nil, err
	}
	r, err := base.with(m, o)
	if err != nil {
		return nil, err
	}
	if seats := o.Seats; r.majority && (seats == 1 || seats == 0 && e.Seats == 1) {
		r.clauses = singleVacancy()
	} else {
		r.majority = false
	}
	c := &counting{rule: r, first: true}
	form := sheet.Form{
		Method: m, Places: r.places(), Threshold: "quota", Strict: r.style.Equal == equalEnd, TieClause: r.clauses.tie, Own: c.settle(e, o),
	}
	switch r.ties {
	case lookFirst:
		form.Ties = sheet.Earliest
	case lookLast:
		form.Ties = sheet.Latest
	default:
		form.Ties = sheet.LotOnly
	}
	if c.Sheet, err = sheet.New(form, e, o); err != nil {
		return nil, err
	}
	if err := r.numbered(len(e.Candidates)); err != nil {
		return nil, err
	}
	c.papers = keep.New(r.style, c.Election.Papers, len(e.Candidates))
	c.keep = make([]exact.Number, len(e.Candidates))
	for _, standing := range e.Standing() {
		c.keep[standing] = exact.Int(1)
	}
	if r.rounds {
		return c.Close(c.inRounds())
	}
	return c.Close(c.inSteps())
}

// work works through the papers with the keep values as they are, and works out the quota.
func (c *counting) work() {
	t := c.papers.Count(c.keep)
	c.worked++
	c.votes, c.rounding = t.Votes, t.Rounding
	active := exact.Sum(c.votes...)
	c.nobody = c.Result().Ballots.Votes.Sub(active)
	if c.rule.majority {
		c.quota = c.half(active)
		return
	}
	c.quota = active.Quo(exact.Int(int64(c.Seats()) + 1))
	if !c.rule.style.Rational {
		c.quota = c.quota.Cut(c.rule.style.Decimals).Add(exact.Unit(c.rule.style.Decimals))
	}
}

// half gives the absolute majority of New Zealand's Part 2, as Hill's program works it out: half of the active votes,
// the next whole number if that is none and all votes are whole. Whoever has half cannot be overtaken; only if two have half
// each is it not enough.
func (c *counting) half(active exact.Number) exact.Number {
	half := active.Quo(exact.Int(2))
	whole := true
	for _, votes := range c.votes {
		whole = whole && votes.IsWhole()
	}
	switch {
	case half.IsWhole():
	case whole:
		half = exact.Whole(half.Floor()).Add(exact.Int(1))
	default:
		half = half.Up(c.rule.style.Decimals)
	}
	halves := 0
	for _, votes := range c.votes {
		if votes.Equal(half) {
			halves++
		}
	}
	if halves > 1 {
		return half.Add(exact.Unit(c.rule.style.Decimals))
	}
	return half
}

// surplus gives the sum of the votes above the quota, over all who have more.
func (c *counting) surplus() exact.Number {
	var surplus exact.Number
	for candidate, votes := range c.votes {
		if c.keep[candidate].Sign() > 0 && c.quota.Less(votes) {
			surplus = surplus.Add(votes.Sub(c.quota))
		}
	}
	return surplus
}

// reached lists those who continue, are not doomed, and have the quota.
func (c *counting) reached() []int {
	var reached []int
	for _, candidate := range c.Continuing() {
		by := c.votes[candidate].Cmp(c.quota)
		if (by > 0 || by == 0 && !c.rule.above) && !c.IsDoomed(candidate) {
			reached = append(reached, candidate)
		}
	}
	return reached
}

// elect elects those who have reached the quota. More of them than places are there only if somebody elected before has
// fallen below the quota; then those with most votes are elected.
func (c *counting) elect(reached []int) error {
	return c.ElectAll(reached, c.votes, c.rule.clauses.elect, func(candidate int) string {
		reason := "the quota or more"
		if c.rule.above {
			reason = "more than the quota"
		}
		return fmt.Sprintf("%s has %s votes, %s (%s), and is elected.", c.Name(candidate), c.Say(c.votes[candidate]), reason, c.Say(c.quota))
	})
}

// filled elects all who continue if there are no more of them than places left, and tells whether the count is over.
func (c *counting) filled() bool {
	continuing := c.Continuing()
	if c.Left() == 0 {
		return true
	}
	if len(continuing) > c.Left() {
		return false
	}
	for _, candidate := range sheet.Descending(continuing, c.votes) {
		c.Elect(candidate, c.rule.clauses.fill,
			fmt.Sprintf("No more candidates continue than there are places left; %s is elected without the quota.", c.Name(candidate)))
	}
	return true
}

// lower gives the keep values worked out anew for candidates who have them lowered: those of the elected times the quota,
// divided by their votes.
func (c *counting) lower(candidates []int) []exact.Number {
	keep := slices.Clone(c.keep)
	for _, candidate := range candidates {
		if c.votes[candidate].IsZero() {
			continue // no paper reaches the candidate, so what it keeps of one does not matter
		}
		product := keep[candidate].Mul(c.quota)
		if c.rule.twice && !c.rule.style.Rational {
			product = product.Up(c.rule.style.Decimals)
		}
		keep[candidate] = exact.Min(product.Quo(c.votes[candidate]).Up(c.rule.style.Decimals), exact.Int(1))
	}
	return keep
}

// over lists those who have more than the quota.
func (c *counting) over() []int {
	var over []int
	for candidate, votes := range c.votes {
		if c.keep[candidate].Sign() > 0 && c.quota.Less(votes) {
			over = append(over, candidate)
		}
	}
	return over
}

// exclude takes candidates out. Their papers move when they are next worked through.
func (c *counting) exclude(leaving []int) {
	c.Exclude(leaving...)
	for _, candidate := range leaving {
		c.keep[candidate] = exact.Number{}
	}
	if len(leaving) > 0 {
		c.first = false
	}
}

// record adds a stage with the votes as they are.
func (c *counting) record(stage count.Stage) error {
	stage.Votes, stage.Nontransferable, stage.Rounding, stage.Quota = c.votes, c.nobody, c.rounding, c.quota
	for candidate, keep := range c.keep {
		if c.Status(candidate) == sheet.Elected || c.Continues(candidate) && keep.Less(exact.Int(1)) {
			stage.Keep = append(stage.Keep, count.KeepValue{Candidate: candidate, Value: keep})
		}
	}
	return c.Record(stage)
}

// start works through the papers for the first time and records the first stage.
func (c *counting) start() error {
	c.work()
	valid := c.Result().Ballots.Votes
	how := fmt.Sprintf("%s divided by %d, plus %s", c.Say(valid.Sub(c.nobody)), c.Seats()+1, c.Say(exact.Unit(c.rule.style.Decimals)))
	if c.rule.style.Rational {
		how = fmt.Sprintf("%s divided by %d", valid, c.Seats()+1)
	}
	reason := fmt.Sprintf("The %s valid votes are sorted by first preference, and every candidate keeps them whole. The quota is %s: %s. It is worked out anew at every stage.",
		valid, how, c.Say(c.quota))
	if c.rule.majority {
		reason = fmt.Sprintf("The %s valid votes are sorted by first preference. One place is to be filled, so the absolute majority of the votes in play decides: %s.",
			valid, c.Say(c.quota))
	}
	return c.record(count.Stage{Action: count.FirstPreferences, Clause: c.rule.clauses.first, Reason: reason})
}
