package page

import (
	"fmt"
	"slices"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/report/outline"
)

// Sizes of the chart of bars, in tenths of a pixel.
const (
	barsWidth = 3400
	barsLong  = 2500 // the longest bar; the figure stands behind it
	barTall   = 110
	mostBars  = 24 // candidates
)

// bars is a chart of what every candidate had first and last.
type bars struct {
	Width, Height int
	Bars          []bar
	Quota         int // where the line of the quota is; 0: none
	Lines         [][2]int
	Two           bool // first and last, not the same
	Left          int  // candidates who are not in the picture
	Desc          string
	Threshold     string
}

// bar is one candidate.
type bar struct {
	NameY, FirstY, LastY   int
	FirstLong, LastLong    int
	Name, End, First, Last string
	FirstX, LastX          int // where the figures begin
	FirstTextY, LastTextY  int
	Won                    bool
}

// newBars gives the chart, or nil for a count without votes of candidates.
func newBars(o *outline.Outline) *bars {
	if len(o.Stages) == 0 || len(o.Stages[0].Rows) == 0 {
		return nil
	}
	first, last := &o.Stages[0], &o.Stages[len(o.Stages)-1]
	if len(last.Rows) == 0 {
		last = first
	}
	b := &bars{Width: barsWidth, Two: len(o.Stages) > 1}
	most := o.Result.Quota
	for c := range first.Rows {
		most = greater(most, greater(first.Rows[c].Votes, last.Rows[c].Votes))
	}
	if most.Sign() <= 0 {
		return nil
	}
	long := func(n exact.Number) int {
		if n.Sign() <= 0 {
			return 0
		}
		return int(n.Mul(exact.Int(barsLong)).Quo(most).Floor().Int64()) // at most barsLong
	}
	order := b.order(o)
	y := 60
	for _, c := range order {
		one := bar{
			Name: shorten(o.Names[c], 30), End: o.Ending(c), Won: slices.Contains(o.Result.Winners, c),
			NameY: y + 130, FirstY: y + 190, LastY: y + 190 + barTall + 20,
			FirstLong: long(first.Rows[c].Votes), LastLong: long(last.Rows[c].Votes),
			First: first.Rows[c].Votes.Decimal(2), Last: last.Rows[c].Votes.Decimal(2),
		}
		one.FirstX, one.LastX = one.FirstLong+40, one.LastLong+40
		one.FirstTextY, one.LastTextY = one.FirstY+barTall-10, one.LastY+barTall-10
		low := one.FirstY + barTall
		if b.Two && last.Rows[c].Votes.Sign() > 0 { // who has nothing left needs no bar
			low = one.LastY + barTall
		} else {
			one.Last = ""
		}
		b.Bars = append(b.Bars, one)
		b.Lines = append(b.Lines, [2]int{one.FirstY - 20, low + 20})
		y = low + 90
	}
	if o.Result.Threshold != "" {
		b.Quota, b.Threshold = long(o.Result.Quota), o.Result.Threshold
	}
	b.Height = y
	b.describe(o, first)
	return b
}

func greater(a, b exact.Number) exact.Number {
	if a.Less(b) {
		return b
	}
	return a
}

// order lists the candidates of the picture: those with the most first preferences, the elected always among them.
func (b *bars) order(o *outline.Outline) []int {
	order := make([]int, 0, len(o.Names))
	for c, who := range o.Result.Candidates {
		if !who.Withdrawn {
			order = append(order, c)
		}
	}
	rows := o.Stages[0].Rows
	slices.SortStableFunc(order, func(x, y int) int { return rows[y].Votes.Cmp(rows[x].Votes) })
	if len(order) <= mostBars {
		return order
	}
	b.Left = len(order) - mostBars
	kept := order[:0:0]
	room := mostBars - len(o.Result.Winners)
	for _, c := range order {
		won := slices.Contains(o.Result.Winners, c)
		if !won {
			room--
		}
		if won || room >= 0 {
			kept = append(kept, c)
		}
	}
	b.Left = len(order) - len(kept)
	return kept
}

func (b *bars) describe(o *outline.Outline, first *outline.Step) {
	b.Desc = "A bar for each candidate: votes at the first stage"
	if first.Stage.Action == count.FirstPreferences {
		b.Desc = "A bar for each candidate: first preferences"
	}
	if b.Two {
		b.Desc += " and, below, for those who still have any, votes at the end of the count"
	}
	b.Desc += "."
	if b.Quota > 0 {
		b.Desc += fmt.Sprintf(" A line marks the %s, %s votes.", b.Threshold, o.Plain(o.Result.Quota))
	}
	b.Desc += " The table below the picture has every figure."
}
