package count

import (
	"slices"

	"github.com/selectorate/selectorate/count/lot"
)

// Lot settles a tie without looking at votes: by the lot that was drawn by hand, if it names all who are tied; by the
// order that the file gives, if that does; or by the seed, in the draw of this number. names are those of the tied, made
// distinct by lot.Names. Where there is none of the three, by is empty.
//
// Of those who are tied the first in an order is taken, to be elected or to be excluded: so droop and stv-rs read the
// order in the files that have one.
func (o Options) Lot(fileOrder, tied []int, names []string, draw int) (chosen int, by Settlement) {
	switch {
	case namesAll(o.Lots, tied):
		return firstOf(o.Lots, tied), ByGivenLot
	case namesAll(fileOrder, tied):
		return firstOf(fileOrder, tied), ByFileOrder
	case o.Seed != "":
		return tied[lot.Draw(o.Seed, draw, names)], BySeed
	}
	return Nobody, ""
}

func namesAll(order, tied []int) bool {
	return !slices.ContainsFunc(tied, func(c int) bool { return !slices.Contains(order, c) })
}

func firstOf(order, tied []int) int {
	return order[slices.IndexFunc(order, func(c int) bool { return slices.Contains(tied, c) })]
}
