package page

import (
	"fmt"
	"math/big"

	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/report/outline"
)

// Sizes of the flow, in tenths of a pixel.
const (
	flowStep   = 1050 // from one column to the next
	flowNode   = 140  // the width of a node
	flowHeight = 3600 // all votes together
	flowGap    = 90   // between two nodes
	flowTop    = 420  // above the nodes: the numbers of the stages
	flowSide   = 2100 // left and right of the columns: names
)

// drawing is a flow as a picture.
type drawing struct {
	Width, Height          int // in tenths of a pixel
	PixelsWide, PixelsTall int
	Heads                  []mark
	Nodes                  []node
	Links                  []ribbon
	Names                  []mark
	Rows                   []flowRow // the same as a table
	Desc                   string
	Joined, Net, Others    bool
}

// mark is a text at a place.
type mark struct {
	X, Y   int
	Text   string
	Anchor string
}

// node is what one band has after a stage.
type node struct {
	X, Y, W, H int
	Kind       string // a class: won, rest or none
}

// ribbon is what moved, or what stayed.
type ribbon struct {
	Path string
	Kind string // a class: stay, move or lost
}

// flowRow is a line of the table.
type flowRow struct{ Stages, From, To, Votes string }

// place is where a node of a column is, and how much of its sides is taken by ribbons.
type place struct{ y, h, out, in int }

// draw lays out the flow.
func (f *flow) draw() *drawing {
	d := &drawing{Width: 2*flowSide + (len(f.columns)-1)*flowStep + flowNode}
	places := make([][]place, len(f.columns))
	for i, c := range f.columns {
		places[i] = f.stack(c)
		x := f.x(i)
		d.Heads = append(d.Heads, mark{x + flowNode/2, 260, c.stages(), "middle"})
		for band, p := range places[i] {
			if p.h == 0 {
				continue
			}
			d.Nodes = append(d.Nodes, node{x, p.y, flowNode, p.h, f.kind(band)})
			d.Height = max(d.Height, p.y+p.h+150)
		}
	}
	for i, m := range f.moves {
		d.Links = append(d.Links, f.ribbons(i, m, places[i], places[i+1])...)
		d.Net = d.Net || m.net
		d.Joined = d.Joined || f.columns[i+1].first != f.columns[i+1].last
		d.Rows = append(d.Rows, f.rows(i, m)...)
	}
	d.Others = f.grouped()
	d.Names = f.labels(places)
	d.PixelsWide, d.PixelsTall = d.Width/10, (d.Height+9)/10
	d.Desc = f.describe()
	return d
}

func (f *flow) x(column int) int { return flowSide + column*flowStep }

func (f *flow) grouped() bool {
	return len(f.bands) == mostBands+2 && len(f.outline.Names) > mostBands+1
}

func (f *flow) kind(band int) string {
	switch {
	case band == f.nobody():
		return "none"
	case f.winner[band]:
		return "won"
	}
	return "rest"
}

// scale turns votes into a height. What is more than nothing is at least a pixel.
func (f *flow) scale(votes exact.Number) int {
	if votes.Sign() <= 0 {
		return 0
	}
	all := f.outline.Stages[0].Total
	height := votes.Mul(exact.Int(flowHeight)).Quo(all).Floor()
	if height.Cmp(big.NewInt(10)) < 0 {
		return 10
	}
	return int(height.Int64()) // at most flowHeight: nobody has more than all votes
}

// stack puts the nodes of a column under one another.
func (f *flow) stack(c column) []place {
	places := make([]place, len(f.bands))
	y := flowTop
	for band, votes := range c.votes {
		h := f.scale(votes)
		places[band] = place{y: y, h: h}
		if h > 0 {
			y += h + flowGap
		}
	}
	return places
}

// ribbons draws what stayed and what moved between two columns.
func (f *flow) ribbons(i int, m moves, left, right []place) []ribbon {
	lost := make([]exact.Number, len(f.bands))
	for _, l := range m.links {
		if l.from != pot {
			lost[l.from] = lost[l.from].Add(l.votes)
		}
	}
	var drawn []ribbon
	x0, x1 := f.x(i)+flowNode, f.x(i+1)
	for band, votes := range f.columns[i].votes {
		if h := f.scale(votes.Sub(lost[band])); h > 0 {
			drawn = append(drawn, f.ribbon(x0, x1, &left[band], &right[band], h, "stay"))
		}
	}
	middle := place{y: flowTop + flowHeight/2}
	xm := (x0 + x1) / 2
	for _, l := range m.links {
		h := f.scale(l.votes)
		kind := "move"
		if l.to == f.nobody() {
			kind = "lost"
		}
		switch {
		case l.from == pot:
			drawn = append(drawn, f.ribbon(xm, x1, &middle, &right[l.to], h, kind))
		case l.to == pot:
			drawn = append(drawn, f.ribbon(x0, xm, &left[l.from], &middle, h, kind))
		default:
			drawn = append(drawn, f.ribbon(x0, x1, &left[l.from], &right[l.to], h, kind))
		}
	}
	return drawn
}

// ribbon draws one band from the right side of a node to the left side of another.
func (f *flow) ribbon(x0, x1 int, from, to *place, h int, kind string) ribbon {
	y0, y1 := from.y+from.out, to.y+to.in
	from.out += h
	to.in += h
	xm := (x0 + x1) / 2
	return ribbon{fmt.Sprintf("M%d %dC%d %d %d %d %d %dV%dC%d %d %d %d %d %dZ",
		x0, y0, xm, y0, xm, y1, x1, y1, y1+h, xm, y1+h, xm, y0+h, x0, y0+h), kind}
}

// labels writes the names beside the first and the last column, and numbers nothing in between: bands keep their
// order from column to column.
func (f *flow) labels(places [][]place) []mark {
	var names []mark
	sides := []struct {
		column, x int
		anchor    string
	}{{0, flowSide - 80, "end"}, {len(places) - 1, f.x(len(places)-1) + flowNode + 80, "start"}}
	for _, side := range sides {
		low := 0
		for band, p := range places[side.column] {
			if p.h == 0 {
				continue
			}
			y := max(p.y+p.h/2+45, low)
			low = y + 150
			names = append(names, mark{side.x, y, shorten(f.bands[band], 21), side.anchor})
		}
	}
	return names
}

// rows says what moved as lines of a table.
func (f *flow) rows(i int, m moves) []flowRow {
	var rows []flowRow
	for _, l := range m.links {
		row := flowRow{Stages: f.columns[i+1].stages(), From: "several together", To: "several together", Votes: f.outline.Figures.At(cellPlaces).Text(l.votes)}
		if l.from != pot {
			row.From = f.bands[l.from]
		}
		if l.to != pot {
			row.To = f.bands[l.to]
		}
		rows = append(rows, row)
	}
	return rows
}

func (f *flow) describe() string {
	text := fmt.Sprintf("Columns from left to right are the stages of the count, %d in all; in each, the height of a candidate's block is the "+
		"candidate's votes. Bands between columns show votes that stay and votes that move.", len(f.outline.Stages))
	last := f.columns[len(f.columns)-1].votes[f.nobody()]
	if !last.IsZero() {
		text += fmt.Sprintf(" At the end %s non-transferable.", are(f.outline, last))
	}
	return text + " The table below the picture has every figure."
}

// are says how many votes there are: "1 vote is", "2 votes are".
func are(o *outline.Outline, n exact.Number) string {
	if n.Equal(exact.Int(1)) {
		return o.Amount(n) + " is"
	}
	return o.Amount(n) + " are"
}

// shorten cuts a name to so many letters.
func shorten(name string, most int) string {
	letters := []rune(name)
	if len(letters) <= most {
		return name
	}
	return string(letters[:most-1]) + "…"
}
