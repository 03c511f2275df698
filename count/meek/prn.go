package meek

import (
	"fmt"
	"slices"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/party"
)

// mostNumbered is the most candidates for whom distinct pseudo-random numbers below 10,000 are drawn.
const mostNumbered = 2000

// numbers gives every candidate a pseudo-random number of its own, in the order of the file: the generator of Wichmann
// and Hill, as the New Zealand regulations prescribe it in clauses 41 to 47. In the version of Hill's program a number
// is below 10,000; by the words of the regulations, below 30,000, and the third seed is another.
func numbers(candidates, seats int, papers int64, text bool) []int64 {
	factor := int64(10000)
	if text {
		factor = 1000 // clause 42
	}
	x, y := int64(candidates)+5, int64(seats)
	z := (papers%30323 + factor*(papers%10)) % 30323
	draw := func() int64 { // clause 43
		x, y, z = 171*x%30269, 172*y%30307, 170*z%30323
		number := 10000*x/30269 + 10000*y/30307 + 10000*z/30323
		if !text {
			number %= 10000
		}
		return number
	}
	for range 4 { // clause 44
		draw()
	}
	given := make([]int64, 0, candidates)
	for len(given) < candidates { // clauses 45 to 47
		if number := draw(); !slices.Contains(given, number) {
			given = append(given, number)
		}
	}
	return given
}

// settle gives the rule's own way to settle a tie that earlier stages leave: the pseudo-random numbers.
func (c *counting) settle(e *count.Election, o count.Options) func(count.Tie, []int, int) (count.Tie, bool) {
	covers := func(of, tied []int) bool {
		return !slices.ContainsFunc(tied, func(candidate int) bool { return !slices.Contains(of, candidate) })
	}
	return func(tie count.Tie, tied []int, sign int) (count.Tie, bool) {
		given := o.Seed != "" || covers(o.Lots, tied) || covers(e.TieOrder, tied)
		if c.rule.byRule && (c.rule.lots == lotsPRN || c.rule.lots == lotsAuto && !given && len(c.keep) <= mostNumbered) {
			return c.settleByNumber(tie, tied, sign), true
		}
		return tie, false
	}
}

// settleByNumber settles a tie by the pseudo-random numbers of clauses 40 to 48: the lowest is excluded. From each step
// to the next a number becomes 10,000 less itself (clause 48), so that their order turns about; Hill's program turns
// them before the first step already.
func (c *counting) settleByNumber(tie count.Tie, tied []int, sign int) count.Tie {
	text := c.rule.prn == prnText
	given := numbers(len(c.keep), c.Seats(), c.Election.Papers.Total(), text)
	turned := c.worked%2 == 0
	if !text {
		turned = !turned
	}
	number := func(candidate int) int64 {
		if turned {
			return 10000 - given[candidate]
		}
		return given[candidate]
	}
	tie.By = count.ByRule
	tie.Chosen = slices.MinFunc(tied, func(a, b int) int { return -sign * int(number(a)-number(b)) })
	said := make([]string, len(tied))
	for i, candidate := range tied {
		said[i] = fmt.Sprintf("%s %d", c.Name(candidate), number(candidate))
	}
	lowest := "lowest"
	if sign > 0 {
		lowest = "highest"
	}
	tie.Reason = fmt.Sprintf("%s are equal at every stage; of the pseudo-random numbers that the rule gives the candidates at this step (%s), that of %s is the %s.",
		c.Names(tied), count.Join(said), c.Name(tie.Chosen), lowest)
	return tie
}

// numbered says whether there can be as many numbers as candidates.
func (r *rule) numbered(candidates int) error {
	if r.byRule && r.lots == lotsPRN && candidates > mostNumbered {
		return party.Errorf(party.Invalid, "clauses 40 to 48 give numbers to at most %d candidates here, not to %d; settle ties by lots=lot", mostNumbered, candidates)
	}
	return nil
}
