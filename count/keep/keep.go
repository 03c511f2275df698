// Package keep works through papers of which every candidate keeps a share: its keep value. Meek's and Warren's methods
// do so again and again, with other keep values each time.
//
// In Meek's method a candidate keeps its share of what reaches it, in Warren's its share of the whole paper, or what is
// left of it if that is less; the rest goes on to the next preference. Whoever is out lets a paper pass whole.
//
// Papers are counted in 64 bits, shares in whole numbers of the last decimal, and their products in 128 bits. A share is
// at most 10^18 units and there are at most 2^62 papers, so no sum can overflow; what papers are worth comes in at the
// end, exactly.
package keep

import (
	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
)

// Style says how a rule shares a paper out.
type Style struct {
	Warren   bool // a share of the whole paper, not of what is left of it
	Rational bool // exact fractions; keep values alone have decimals
	Decimals int  // of votes and keep values, from 1 to 18
	Rounding Rounding
	Equal    Equal
}

// Rounding says how what is kept and what is passed on are rounded to the decimals. With exact fractions nothing is
// rounded, and by Warren's method nothing needs to be.
type Rounding string

// How shares are rounded.
const (
	KeptUp      Rounding = "kept-up"      // what is kept is rounded up, and what is then left is passed on
	BothUp      Rounding = "both-up"      // both are rounded up, so that a paper can give out more than there is
	BothCut     Rounding = "both-cut"     // both are cut
	CutTogether Rounding = "cut-together" // both are cut, what is kept after it was multiplied by all papers of one route
)

// Equal says what becomes of candidates whom a voter ranked equal.
type Equal string

// What becomes of candidates ranked equal.
const (
	AllOrders         Equal = "all-orders"          // as if the paper were divided evenly among all their orders, to eighteen decimals
	AllOrdersStepwise Equal = "all-orders-stepwise" // the same, cut at every step in the order of the paper, as stv-rs does
	Droop             Equal = "droop"               // as droop does: even parts, each of which goes on by itself
)

// Tally is what one working through the papers gives.
type Tally struct {
	Votes    []exact.Number // for each candidate
	Rounding exact.Number   // what rounding kept from everybody; negative: what it created
}

// Counter works through papers.
type Counter interface {
	// Count works through all papers with the keep value of each candidate: from 0 for whoever is out to 1 for whoever keeps
	// everything.
	Count(keep []exact.Number) Tally
}

// New gives what works through papers in a style. The papers are best in canonical order (see count.Papers.Sorted).
func New(style Style, papers *count.Papers, candidates int) Counter {
	switch {
	case style.Rational:
		return exactly(style, papers)
	case style.Equal == Droop && papers.HasEqual():
		return inUnits(style, papers)
	}
	return plant(style, papers, candidates)
}

// ordered tells whether the order of the candidates within a rank matters.
func (s Style) ordered() bool { return s.Equal == AllOrdersStepwise }
