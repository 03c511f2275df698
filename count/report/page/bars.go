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
	Lines         []line // the threshold, at each bar
	Threshold     string // empty: none
	Moved         bool   // the threshold at the end was another than at the first stage
	Two           bool   // first and last, not the same
	Left          int    // candidates who are not in the picture
	Desc          string
	Unit, Head    string
}

// line is the threshold beside one bar.
type line struct{ X, Y1, Y2 int }

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
	figures := o.Figures.At(cellPlaces)
	first, last := &o.Stages[0], &o.Stages[len(o.Stages)-1]
	if len(last.Rows) == 0 {
		last = first
	}
	b := &bars{Width: barsWidth, Two: len(o.Stages) > 1, Unit: o.Unit(), Head: o.Head()}
	most := greater(o.Result.Quota, first.Stage.Quota)
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
			First: figures.Text(first.Rows[c].Votes), Last: figures.Text(last.Rows[c].Votes),
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
		y = low + 90
	}
	b.Height = y
	b.threshold(o, long)
	b.describe(o, first)
	return b
}

// threshold draws at each bar what had to be reached then: at the first bars what it was at the first stage, at the last
// ones what it was at the end. A figure through which the line would run is moved behind it.
func (b *bars) threshold(o *outline.Outline, long func(exact.Number) int) {
	if o.Result.Threshold == "" || o.Result.Quota.Sign() <= 0 {
		return
	}
	first := o.Stages[0].Stage.Quota
	if first.Sign() <= 0 {
		first = o.Result.Quota
	}
	b.Threshold, b.Moved = o.Result.Threshold, b.Two && !first.Equal(o.Result.Quota)
	draw := func(x, top int, figure *int, text string) {
		b.Lines = append(b.Lines, line{x, top - 8, top + barTall + 8})
		if *figure-60 < x && x < *figure+70*len(text)+20 {
			*figure = x + 50
		}
	}
	for i := range b.Bars {
		one := &b.Bars[i]
		draw(long(first), one.FirstY, &one.FirstX, one.First)
		if one.Last != "" {
			draw(long(o.Result.Quota), one.LastY, &one.LastX, one.Last)
		}
	}
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
	b.Desc = "A bar for each candidate: " + b.Unit + " at the first stage"
	if first.Stage.Action == count.FirstPreferences {
		b.Desc = "A bar for each candidate: first preferences"
	}
	if b.Two {
		b.Desc += " and, below, for those who still have any, " + b.Unit + " at the end of the count"
	}
	b.Desc += "."
	switch {
	case b.Moved:
		b.Desc += fmt.Sprintf(" Lines mark the %s: at the first stage %s, at the end %s.", b.Threshold, o.Exactly(first.Stage.Quota), o.Exactly(o.Result.Quota))
	case b.Threshold != "":
		b.Desc += fmt.Sprintf(" A line marks the %s, %s.", b.Threshold, o.Exactly(o.Result.Quota))
	}
	b.Desc += " The table below the picture has every figure."
}
