// Package gregory counts by rules that move all papers of an elected candidate, each at a fraction of the value at
// which it came: weighted inclusive Gregory. Scottish STV is the best known; the reference rule of the Proportional
// Representation Foundation, the ordinance of Minneapolis and the plain rule in exact fractions are its sisters.
//
// They are one procedure (type tally) with different settings (type rule). A method fixes those that its text fixes
// and leaves the others as options.
//
// Candidates hold parcels: papers that came together, at one value. Whole papers are counted in 64 bits; values and
// votes are exact numbers, cut where the rule cuts and nowhere else. What is cut off is booked as non-transferable,
// so that the votes of every stage add up to the papers.
//
// The package byhand counts by the Scottish rule a second time, paper by paper, and shares no code with this one.
package gregory

import "github.com/selectorate/selectorate/count"

// Methods lists the methods of this package.
func Methods() []count.Method {
	return []count.Method{scottish(), wigm(), reference(), minneapolis()}
}
