// Package college counts in an electoral college: the papers of several sections, such as members of parliament, party
// members and affiliated organisations, of which each has a fixed share of the whole, however many vote in it.
//
// # Points
//
// The whole college has 100 points. A section's share of them is divided among the votes of its papers, so that a
// paper in a section of 266 papers and one third of the college weighs 100/3/266. Points are exact fractions; what is
// published (37.78 %) are their decimals. A stage shows the points of all sections together, and in its parts those of
// each section.
//
// # The alternative vote in a college, step by step
//
//  1. Papers are sorted by first preference, section by section.
//  2. A candidate with more than half of the points is elected. (Option stop: not before two are left.)
//  3. Where two are left, the one with more points is elected; equals by the rule on ties.
//  4. Otherwise whoever has fewest points is excluded, and the papers move to their next preference.
//  5. In the next stage a section's points are divided among the papers still in play in that section (Labour's
//     leadership election of 2010), so that exhausted papers do not make a section count for less. (Option base: among
//     all its valid papers; what exhausted papers held is then lost.)
//
// A section of whose papers none is in play any more has no points to give; they are booked as non-transferable, and a
// majority is more than half of what is left. A section without any valid paper from the start would let the others
// decide alone: that is refused unless the option empty says what is meant.
//
// Which section a paper belongs to is in its class (count.Class); papers can be weighted within their section, as
// block votes of affiliated organisations are.
package college

import "github.com/selectorate/selectorate/count"

// Methods lists the methods of this package.
func Methods() []count.Method {
	return []count.Method{alternative(), plurality()}
}
