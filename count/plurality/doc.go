// Package plurality counts by rules under which nothing moves: votes or points are added up once, and whoever has most
// is elected. Plurality (first past the post), the block vote and the limited vote count crosses; the majority vote asks
// for a stated share as well; approval counts every mark; Borda turns ranks into points.
//
// # Crosses
//
// A paper with more crosses than it may have is void for the contest, as in UK law; fewer are fine. Files of rankings
// carry more marks than that as a matter of course; the option excess says to count only the first so many.
//
// # Equal votes
//
// They matter only for the last place: there a lot decides, which counts as one more vote, so that the papers decide
// everything they can. Those who are equal and all elected are listed in the order of the file.
//
// # Percentages
//
// In a block vote percentages are of papers, not of votes: a candidate whom every voter marks has 100 %.
//
// # Constraints
//
// The places go to the candidates with most votes, passing over whoever is doomed: somebody with whom the constraints
// could no longer be met. The decisions say who was passed over, and why.
package plurality

import "github.com/selectorate/selectorate/count"

// Methods lists the methods of this package.
func Methods() []count.Method {
	return []count.Method{plurality(), block(), limited(), majority(), approval(), borda()}
}
