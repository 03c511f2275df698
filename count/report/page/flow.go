package page

import (
	"fmt"
	"slices"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/report/outline"
)

// Limits of what a flow shows, so that it can still be read.
const (
	mostBands   = 12 // candidates with a band of their own; the others share one
	mostColumns = 14
)

// flow is who had how many votes from stage to stage, and what moved between them. Its bands are the candidates,
// some of them put together, and what is non-transferable, which is the last band.
type flow struct {
	outline *outline.Outline
	bands   []string // their names
	winner  []bool
	of      []int // the band of each candidate
	columns []column
	moves   []moves // between a column and the next
}

// column is what every band has after a stage.
type column struct {
	first, last int // the stages that led here, by number; the same unless stages were put together
	votes       []exact.Number
}

// moves is what moved between two columns. Where a rule works out all votes anew there are no transfers from one
// candidate to another, and all that is known is who lost and who gained: then net is true and links are from or to
// pot, where everything comes together.
type moves struct {
	net   bool
	links []link
}

type link struct {
	from, to int // bands, or pot
	votes    exact.Number
}

const pot = -1

// newFlow gives the flow of a count, or nil if votes do not flow in it: where nothing is transferred, where voters
// voted again, or where the count began anew.
func newFlow(o *outline.Outline) *flow {
	if len(o.Stages) < 2 {
		return nil
	}
	for i := range o.Stages {
		s := &o.Stages[i]
		again := s.Stage.Action == count.NextPlace || s.Stage.Action == count.RoundHeld
		if !s.Conserved || again || len(s.Rows) == 0 {
			return nil
		}
	}
	f := &flow{outline: o}
	f.group()
	f.columns = []column{{1, 1, f.sum(0)}}
	for i := 1; i < len(o.Stages); {
		end := i + 1
		for end < len(o.Stages) && f.small(i) && f.small(end) {
			end++
		}
		f.join(i, end)
		i = end
	}
	f.shorten()
	return f
}

// group gives the elected and those with the most votes a band each, and the rest one together.
func (f *flow) group() {
	o := f.outline
	peak := make([]exact.Number, len(o.Names))
	for i := range o.Stages {
		for c, row := range o.Stages[i].Rows {
			if peak[c].Less(row.Votes) {
				peak[c] = row.Votes
			}
		}
	}
	var order []int
	for c := range o.Names {
		if !peak[c].IsZero() {
			order = append(order, c)
		}
	}
	first := o.Stages[0].Rows
	slices.SortStableFunc(order, func(a, b int) int {
		won := func(c int) bool { return slices.Contains(o.Result.Winners, c) }
		if won(a) != won(b) && len(order) > mostBands {
			if won(a) {
				return -1
			}
			return 1
		}
		return peak[b].Cmp(peak[a])
	})
	alone := order
	if len(order) > mostBands+1 {
		alone = order[:mostBands]
	}
	slices.SortStableFunc(alone, func(a, b int) int { return first[b].Votes.Cmp(first[a].Votes) })
	f.of = make([]int, len(o.Names))
	for c := range f.of {
		f.of[c] = len(alone)
	}
	for band, c := range alone {
		f.of[c] = band
		f.bands = append(f.bands, o.Names[c])
		f.winner = append(f.winner, slices.Contains(o.Result.Winners, c))
	}
	if rest := len(order) - len(alone); rest > 0 {
		f.bands, f.winner = append(f.bands, fmt.Sprintf("%d others", rest)), append(f.winner, false)
	}
	f.bands, f.winner = append(f.bands, "Non-transferable"), append(f.winner, false)
}

// nobody is the band of what is non-transferable.
func (f *flow) nobody() int { return len(f.bands) - 1 }

// band gives the band of a candidate or of nobody.
func (f *flow) band(candidate int) int {
	if candidate == count.Nobody {
		return f.nobody()
	}
	return f.of[candidate]
}

// sum gives what every band has after a stage.
func (f *flow) sum(stage int) []exact.Number {
	s := &f.outline.Stages[stage]
	votes := make([]exact.Number, len(f.bands))
	for c, row := range s.Rows {
		if !row.Votes.IsZero() {
			votes[f.of[c]] = votes[f.of[c]].Add(row.Votes)
		}
	}
	votes[f.nobody()] = s.Nontransferable.Votes
	return votes
}

// small tells whether a stage is of no interest by itself: only those in the common band lost votes, or it is an
// iteration in which nothing was decided.
func (f *flow) small(stage int) bool {
	s := &f.outline.Stages[stage]
	if s.Minor {
		return true
	}
	common := f.nobody() - 1
	if !slices.Contains(f.of, common) || len(s.Stage.Of) == 0 {
		return false
	}
	for c, row := range s.Rows {
		if row.Change.Sign() < 0 && (f.of[c] != common || f.winner[common]) {
			return false
		}
	}
	return f.bands[common] != f.outline.Names[s.Stage.Of[0]]
}

// join puts stages from start to before end into one step.
func (f *flow) join(start, end int) {
	before := f.columns[len(f.columns)-1].votes
	after := f.sum(end - 1)
	m, ok := f.transfers(start, end, before, after)
	if !ok {
		m = f.net(before, after)
	}
	f.moves = append(f.moves, m)
	f.columns = append(f.columns, column{f.outline.Stages[start].Stage.Number, f.outline.Stages[end-1].Stage.Number, after})
}

// transfers adds up what the stages transferred, and tells whether that explains the votes before and after.
func (f *flow) transfers(start, end int, before, after []exact.Number) (m moves, ok bool) {
	n := len(f.bands)
	moved := make([]exact.Number, n*n)
	move := func(from, to int, votes exact.Number) {
		if from != to && !votes.IsZero() {
			moved[from*n+to] = moved[from*n+to].Add(votes)
		}
	}
	for i := start; i < end; i++ {
		gave := map[int]exact.Number{}
		for _, t := range f.outline.Stages[i].Stage.Transfers {
			move(f.band(t.From), f.band(t.To), t.Votes)
			gave[t.From] = gave[t.From].Add(t.Votes)
		}
		for c, votes := range gave {
			if c != count.Nobody { // what the rule cut off belongs to no paper, and went to nobody
				lost := exact.Number{}.Sub(f.outline.Stages[i].Rows[c].Change)
				move(f.band(c), f.nobody(), lost.Sub(votes))
			}
		}
	}
	left := slices.Clone(before)
	for from := range n {
		for to := range n {
			if votes := moved[from*n+to]; !votes.IsZero() {
				left[from], left[to] = left[from].Sub(votes), left[to].Add(votes)
				m.links = append(m.links, link{from, to, votes})
			}
		}
	}
	explained := slices.EqualFunc(left, after, exact.Number.Equal)
	return m, explained && !slices.ContainsFunc(m.links, func(l link) bool { return l.votes.Sign() < 0 })
}

// net says who lost and who gained. If only one lost, all that was gained came from there.
func (f *flow) net(before, after []exact.Number) moves {
	var lost, gained []link
	for band := range before {
		switch change := after[band].Sub(before[band]); change.Sign() {
		case -1:
			lost = append(lost, link{band, pot, exact.Number{}.Sub(change)})
		case 1:
			gained = append(gained, link{pot, band, change})
		}
	}
	if len(lost) == 1 {
		for i := range gained {
			gained[i].from = lost[0].from
		}
		return moves{links: gained}
	}
	return moves{net: true, links: append(lost, gained...)}
}

// shorten puts the first steps into one if there are too many columns.
func (f *flow) shorten() {
	surplus := len(f.columns) - mostColumns
	if surplus <= 0 {
		return
	}
	joined := f.columns[surplus+1]
	joined.first = f.columns[1].first
	m := f.net(f.columns[0].votes, joined.votes)
	f.columns = append([]column{f.columns[0], joined}, f.columns[surplus+2:]...)
	f.moves = append([]moves{m}, f.moves[surplus+1:]...)
}

// stages names the stages of a column.
func (c column) stages() string {
	if c.first == c.last {
		return fmt.Sprint(c.first)
	}
	return fmt.Sprintf("%d–%d", c.first, c.last)
}
