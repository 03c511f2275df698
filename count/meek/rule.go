package meek

import (
	"math/big"
	"strconv"
	"strings"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/keep"
	"github.com/selectorate/selectorate/party"
)

// rule is one rule of the family: what its method fixes, and what options may change.
type rule struct {
	rounds   bool // a stage is a round, not an iteration
	anew     bool // keep values are worked out anew in a stage that excludes, too
	byRule   bool // the rule has pseudo-random numbers of its own
	clauses  clauses
	style    keep.Style
	twice    bool // a new keep value is rounded up after the product and after the quotient
	omega    exact.Number
	apart    bool // what one elected candidate lacks of the quota is not taken off the others' surpluses
	atOmega  bool // a total surplus of just omega is small enough
	above    bool // elected only above the quota
	late     bool // elected only once the keep values have settled
	sure     string
	zeros    string
	growing  bool // a keep value that grows is a sign that nothing changes any more
	ties     string
	lots     string
	prn      string
	majority bool // one place is filled by an absolute majority
}

// clauses cites the rule's text.
type clauses struct {
	first, elect, keep, sure, zeros, exclude, stall, fill, tie string
}

// The values of options.
const (
	sureOne   = "one"
	sureGroup = "group"
	sureNone  = "none"

	zerosTogether = "together"
	zerosSingly   = "singly"
	zerosWithNext = "with-next"

	equalEnd = "end"

	lookFirst = "first-difference"
	lookLast  = "last-difference"
	lookNot   = "none"

	lotsPRN  = "prn"
	lotsAuto = "prn-unless-seed"
	lotsOnly = "lot"

	prnHill = "hill"
	prnText = "text"
)

// places gives the decimals of the votes.
func (r *rule) places() int {
	if r.style.Rational {
		return -1
	}
	return r.style.Decimals
}

// with gives the rule with its options as they are set.
func (r rule) with(m *count.Method, o count.Options) (*rule, error) {
	get := func(name string) string { return m.Setting(o, name) }
	decimals, err := strconv.Atoi(get("decimals"))
	if err != nil || decimals < 1 || decimals > 18 {
		return nil, party.Errorf(party.Invalid, "option decimals of %s: %q is not a number from 1 to 18", m.Name, get("decimals"))
	}
	r.style.Decimals, r.style.Rational = decimals, get("arithmetic") == "rational"
	if r.omega, err = limit(m, get("omega")); err != nil {
		return nil, err
	}
	r.style.Rounding, r.style.Equal = keep.Rounding(get("rounding")), keep.Equal(get("equal"))
	r.twice = get("keep-rounding") == "twice"
	r.apart = get("surplus") == "each"
	r.atOmega = get("at-omega") == "excludes"
	r.above = get("elect") == "above"
	r.late = get("elect-when") == "settled"
	r.sure, r.zeros = get("sure-losers"), get("zero-votes")
	r.growing = get("stall") == "unchanged-or-grown"
	r.ties, r.lots, r.prn = get("ties"), get("lots"), get("prn")
	r.majority = get("single-vacancy") == "majority"
	return &r, nil
}

// limit reads the limit of the total surplus.
func limit(m *count.Method, text string) (exact.Number, error) {
	if len(text) <= 40 && strings.Trim(text, "0123456789.") == "" {
		if rat, ok := new(big.Rat).SetString(text); ok && rat.Sign() > 0 {
			return exact.FromRat(rat), nil
		}
	}
	return exact.Number{}, party.Errorf(party.Invalid, "option omega of %s: %q is not a decimal number above 0, such as 0.0001", m.Name, text)
}
