package ers

import (
	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/parcel"
	"github.com/selectorate/selectorate/count/sheet"
)

// places is the number of decimals in which all rules of this family count: ERS97 5.3.7, Northern Ireland rule
// 49(4)(b).
const places = 2

// rule is one rule of the family, with every option settled.
type rule struct {
	clauses clauses
	quota   func(valid exact.Number, seats int) (exact.Number, string) // and how it is worked out, in words

	lowers  bool // the quota is worked out again while nobody is elected (ERS97 5.4.8)
	active  bool // a full share of the active vote elects (ERS97 5.1.7(b))
	shared  bool // the papers without a further preference share the divisor of a surplus
	own     bool // the first preferences of the excluded are a batch of their own
	inSteps bool // elections are looked at after each batch of an exclusion, not only after the last

	deferNext  bool // surpluses equal to the gap between the two lowest wait
	deferGroup bool // surpluses equal to the gap between a group of the lowest and the next wait
	deferBoth  bool // both gaps must allow it
	together   bool // a group goes together whose votes and the surpluses equal the next candidate's
	split      bool // a group may end among equals
	drawEqual  bool // a lot settles who of equals is elected, where there are not places for all

	lastMoves lastMoves
	lastPlace lastPlace
	notAtOnce bool // with one place, nobody is elected before papers of somebody excluded have moved
}

// lastMoves says which papers of an exclusion move that leaves as many candidates as places.
type lastMoves uint8

const (
	none  lastMoves = iota // the others are elected instead
	first                  // those of the first batch
	all
)

// lastPlace says what fills the last place besides the quota.
type lastPlace uint8

const (
	byQuota lastPlace = iota // nothing
	byHalf                   // as many votes as all others and every surplus together
	byMore                   // more votes than all others and every surplus together
)

// clauses name what is cited of a rule's text.
type clauses struct {
	first, elected                    string // first stage, and who is elected then
	surplus, afterSurplus             string
	deferral, exclusion, afterBatch   string
	requota, filled, complete, equals string
	majority, ties                    string
}

// count counts by a rule.
func (r rule) count(form sheet.Form, e *count.Election, o count.Options) (*count.Result, error) {
	s, err := sheet.New(form, e, o)
	if err != nil {
		return nil, err
	}
	t := &tally{
		Table: parcel.Deal(s), rule: r, at: r.clauses.elected,
		last: make([]int, len(e.Candidates)),
	}
	return s.Close(t.run())
}

// upward gives V / (n+1) to two decimals: exact, or cut and 0.01 added.
func upward(valid exact.Number, seats int) exact.Number {
	return valid.Quo(exact.Int(int64(seats) + 1)).Up(places)
}
