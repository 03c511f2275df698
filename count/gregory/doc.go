// Package gregory counts by rules that move papers at a fraction of their value: the Gregory method and its
// descendants. A candidate holds parcels, papers that came together at one value; a surplus or an exclusion moves
// parcels to the next preference at the value that the rule gives.
//
// Whole papers are counted in 64 bits; values and votes are exact numbers, cut where the rule cuts and nowhere
// else. What is cut off is booked as non-transferable, so that the votes of every stage add up to the papers.
package gregory

import "github.com/selectorate/selectorate/count"

// Methods lists the methods of this package.
func Methods() []count.Method {
	return []count.Method{scottish()}
}
