// Package byhand counts Scottish STV a second time, as a returning officer would without a machine: every single
// paper is a thing of its own that lies with a candidate and has a value. It is written from the text, rule by rule,
// and shares no code with the package gregory; whatever the two disagree on is a fault in one of them.
//
// It is slow and plain on purpose. Use gregory to count and this package to check: "selectorate audit recount" does.
//
// The text is the Scottish Local Government Elections Order 2011 (SSI 2011/399), Schedule 1, rules 46 to 53.
package byhand

import (
	"maps"
	"math/big"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/party"
)

// MaxPapers is how many papers can be counted by hand: each takes some hundred bytes.
const MaxPapers = 5_000_000

// paper is one ballot paper.
type paper struct {
	preferences []int        // candidates, best first, as far as the voter's order is clear
	reading     int          // the preference at which the paper lies
	worth       exact.Number // votes; 1 unless papers are weighted
	value       exact.Number // at which it was received by the candidate with whom it lies; 1 at first
}

// state is where a candidate stands.
type state int

const (
	continuing state = iota
	elected
	excluded
	withdrawn
)

// candidate is a candidate with the papers that lie there.
type candidate struct {
	state   state
	papers  []*paper
	votes   exact.Number
	surplus bool // elected, and the papers have not been looked at for a surplus
}

// officer is the returning officer with everything on the table.
type officer struct {
	election   *count.Election
	options    count.Options
	names      []string
	candidates []*candidate
	result     *count.Result
	quota      exact.Number
	aside      exact.Number // the value of the papers that no candidate can receive
	lost       exact.Number // by ignoring what is beyond five decimal places
	draws      int
}

// Scottish counts an election by the Scottish rule. The result has what the rule decides (stages, votes, quota,
// ties, the elected in order) and no reasons. Where a lot is needed and none can be drawn, the result holds the stages
// so far and the error is a *count.LotNeeded. Other errors are of kind Invalid: there are constraints or options that
// the text does not know, or more than MaxPapers papers.
func Scottish(election *count.Election, options count.Options) (*count.Result, error) {
	if err := election.Check(); err != nil {
		return nil, err
	}
	seats := options.Seats
	if seats == 0 {
		seats = election.Seats
	}
	standard := map[string]string{"ties": "latest", "last-transfer": "made", "zero-surplus": "none"}
	maps.DeleteFunc(standard, func(name, value string) bool { return options.Set[name] == "" || options.Set[name] == value })
	switch {
	case seats <= 0:
		return nil, party.Errorf(party.Invalid, "%d places cannot be filled", seats)
	case len(options.Constraints) > 0:
		return nil, party.Errorf(party.Invalid, "by hand there are no constraints: the text of the rule knows none")
	case len(standard) > 0:
		return nil, party.Errorf(party.Invalid, "by hand the rule is counted with its default options only")
	case election.Papers.Total() > MaxPapers:
		return nil, party.Errorf(party.Invalid, "by hand at most %d papers can be counted, and there are %d", MaxPapers, election.Papers.Total())
	}
	o := &officer{election: election, options: options, result: &count.Result{
		Rule: "scottish", Title: election.Title, Seats: seats, Candidates: election.Candidates, Places: 5, Threshold: "quota", Seed: options.Seed,
	}}
	o.sortPapers()
	err := o.count()
	o.result.Complete = err == nil
	o.result.Quota = o.quota
	return o.result, err
}

// count follows the rules in their order.
func (o *officer) count() error {
	o.stage(count.FirstPreferences, nil)
	// Rule 53(1), and rule 49(1): while one or more vacancies remain.
	for o.vacancies() > 0 && !o.lastVacancies() {
		if o.anySurplus() {
			if err := o.transferSurplus(); err != nil {
				return err
			}
		} else if err := o.excludeLowest(); err != nil {
			return err
		}
	}
	return nil
}

func (o *officer) vacancies() int { return o.result.Seats - len(o.result.Winners) }

// stage ends a stage: it writes down what everybody has, and deems elected whoever has the quota.
func (o *officer) stage(action count.Action, of []int) {
	votes := make([]exact.Number, len(o.candidates))
	for c, who := range o.candidates {
		votes[c] = who.votes
	}
	o.result.Stages = append(o.result.Stages, count.Stage{
		Number: len(o.result.Stages) + 1, Action: action, Of: of, Votes: votes, Quota: o.quota,
		Nontransferable: o.aside.Add(o.lost), Rounding: o.lost,
	})
	// Rule 48(1): "equals or exceeds the quota". Those who do so together are written down with the most votes first.
	for {
		next := -1
		for c, who := range o.candidates {
			if who.state == continuing && who.votes.Cmp(o.quota) >= 0 && (next < 0 || who.votes.Cmp(o.candidates[next].votes) > 0) {
				next = c
			}
		}
		if next < 0 {
			return
		}
		o.candidates[next].state = elected
		o.candidates[next].surplus = o.candidates[next].votes.Cmp(o.quota) > 0
		o.result.Winners = append(o.result.Winners, next)
	}
}

// lastVacancies fills the last vacancies where no more candidates continue.
func (o *officer) lastVacancies() bool {
	left := 0
	for _, who := range o.candidates {
		if who.state == continuing {
			left++
		}
	}
	if left > o.vacancies() {
		return false
	}
	// Rule 53(1): the continuing candidates are deemed elected; (2): no further transfer is made.
	for ; left > 0; left-- {
		next := -1
		for c, who := range o.candidates {
			if who.state == continuing && (next < 0 || who.votes.Cmp(o.candidates[next].votes) > 0) {
				next = c
			}
		}
		o.candidates[next].state = elected
		o.result.Winners = append(o.result.Winners, next)
	}
	return true
}

func (o *officer) anySurplus() bool {
	for _, who := range o.candidates {
		if who.surplus {
			return true
		}
	}
	return false
}

// transferSurplus transfers the papers of the candidate with the highest surplus.
func (o *officer) transferSurplus() error {
	var those []int
	for c, who := range o.candidates {
		if who.surplus {
			those = append(those, c)
		}
	}
	// Rule 50(1): the highest surplus first.
	from, err := o.settle(those, more, "transfer of a surplus")
	if err != nil {
		return err
	}
	giver := o.candidates[from]
	surplus, total := giver.votes.Sub(o.quota), giver.votes
	papers := giver.papers
	giver.papers, giver.surplus, giver.votes = nil, false, o.quota
	left := surplus
	for _, p := range papers {
		// Rule 49(3): A divided by B to five decimal places, any remainder being ignored, where A is the surplus times the
		// value at which the paper was received and B is the total of votes credited to the candidate.
		p.value = fiveDecimals(surplus.Mul(p.value).Quo(total))
		left = left.Sub(p.value.Mul(p.worth))
		o.give(p)
	}
	o.lost = o.lost.Add(left)
	o.stage(count.Surplus, []int{from})
	return nil
}

// excludeLowest excludes the candidate with the lowest number of votes and transfers the papers.
func (o *officer) excludeLowest() error {
	var those []int
	for c, who := range o.candidates {
		if who.state == continuing {
			those = append(those, c)
		}
	}
	// Rule 51(1): the candidate with the then lowest number of votes.
	out, err := o.settle(those, fewer, "exclusion")
	if err != nil {
		return err
	}
	loser := o.candidates[out]
	papers := loser.papers
	loser.state, loser.papers, loser.votes = excluded, nil, exact.Number{}
	for _, p := range papers {
		o.give(p) // Rule 51(4): at the same transfer value as when received.
	}
	o.stage(count.Exclusion, []int{out})
	return nil
}

// give passes a paper on to its next available preference, or puts it aside.
func (o *officer) give(p *paper) {
	for p.reading++; p.reading < len(p.preferences); p.reading++ {
		// Article 2: the next preference, in consecutive order, for a continuing candidate.
		if who := o.candidates[p.preferences[p.reading]]; who.state == continuing {
			who.papers = append(who.papers, p)
			who.votes = who.votes.Add(p.value.Mul(p.worth))
			return
		}
	}
	o.aside = o.aside.Add(p.value.Mul(p.worth))
}

// fiveDecimals ignores what is beyond five decimal places.
func fiveDecimals(n exact.Number) exact.Number {
	r := n.Rat()
	units := new(big.Int).Mul(r.Num(), big.NewInt(100_000))
	return exact.FromRat(new(big.Rat).SetFrac(units.Quo(units, r.Denom()), big.NewInt(100_000)))
}
