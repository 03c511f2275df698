package report

import (
	"fmt"
	"strings"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/report/outline"
)

// leastName is how many columns a name needs to be told from another.
const leastName = 14

// line is one row of a table as text.
type line struct{ name, change, keep, votes, standing string }

// grid is how many columns of the terminal each column of a table takes; 0: it is left out.
type grid struct{ name, change, keep, votes, standing int }

// table writes who has how many votes. Where there is not room enough the changes go first, then the decimals.
func (t *teller) table(s *outline.Step) {
	figures := t.outline.Figures
	lines := t.lines(s, figures)
	g := measure(lines)
	if t.room(g) < leastName {
		g.change = 0
	}
	for places := figures.Places() - 1; t.room(g) < leastName && places >= 2; places-- {
		lines = t.lines(s, figures.At(places))
		g = measure(lines)
		g.change = 0
	}
	if t.room(g) < leastName {
		g.keep = 0
	}
	g.name = min(g.name, max(t.room(g), leastName))
	for _, l := range lines {
		t.row(g, l)
	}
}

// room gives the columns that are left for names.
func (t *teller) room(g grid) int {
	taken := 2
	for _, n := range []int{g.change, g.keep, g.votes, g.standing} {
		if n > 0 {
			taken += n + 2
		}
	}
	return t.width - taken
}

// lines says the rows of a stage.
func (t *teller) lines(s *outline.Step, figures outline.Figures) []line {
	lines := []line{{change: "change", keep: "keeps", votes: t.outline.Unit()}}
	begins := s.Stage.Number == 1 || s.Stage.Action == count.NextPlace
	change := func(n exact.Number) string {
		if begins {
			return ""
		}
		return figures.Change(n)
	}
	for _, row := range s.Rows {
		still := row.Change.IsZero() && !row.Now
		if row.Out || t.compact && still && !begins {
			continue
		}
		l := line{t.outline.Names[row.Candidate], change(row.Change), "", figures.Text(row.Votes), string(row.Standing)}
		if row.Keep != nil {
			l.keep = figures.Text(*row.Keep)
		}
		if row.Standing == outline.Continuing {
			l.standing = ""
		}
		if row.Now {
			l.standing = strings.ToUpper(l.standing)
		}
		lines = append(lines, l)
	}
	if s.Conserved {
		rest := s.Nontransferable
		lines = append(lines,
			line{name: "Non-transferable", change: change(rest.Change), votes: figures.Text(rest.Votes)},
			line{name: "Total", votes: figures.Text(s.Total)})
	}
	return lines
}

// measure finds the width that each column needs.
func measure(lines []line) (g grid) {
	for i, l := range lines {
		g.name = max(g.name, Columns(outline.Clean(l.name)))
		g.votes = max(g.votes, len(l.votes))
		g.standing = max(g.standing, len(l.standing))
		if i > 0 {
			g.change = max(g.change, Columns(l.change))
			g.keep = max(g.keep, len(l.keep))
		}
	}
	if g.change > 0 {
		g.change = max(g.change, len("change"))
	}
	if g.keep > 0 {
		g.keep = max(g.keep, len("keeps"))
	}
	return g
}

func (t *teller) row(g grid, l line) {
	var text strings.Builder
	text.WriteString("  " + Fit(l.name, g.name))
	for _, column := range []struct {
		text  string
		width int
	}{{l.change, g.change}, {l.keep, g.keep}, {l.votes, g.votes}} {
		if column.width > 0 {
			text.WriteString("  " + strings.Repeat(" ", max(column.width-Columns(column.text), 0)) + column.text)
		}
	}
	if g.standing > 0 {
		text.WriteString("  " + l.standing)
	}
	t.out.WriteString(strings.TrimRight(text.String(), " ") + "\n")
}

// pairs writes what methods have that compare candidates two by two or order them all.
func (t *teller) pairs() {
	o, r := t.outline, t.outline.Result
	if len(r.Ranking) > 0 {
		t.title("Order of all candidates")
		for i, equal := range r.Ranking {
			t.say(fmt.Sprintf("%4d  ", i+1), o.Say(equal))
		}
	}
	if len(r.Matrix) == 0 {
		return
	}
	t.title("Two by two")
	t.say("", "How many votes prefer the first to the second, and the other way round.")
	t.out.WriteString("\n")
	for a := range r.Matrix {
		for b := a + 1; b < len(r.Matrix); b++ {
			x, y := r.Matrix[a][b], r.Matrix[b][a]
			if r.Candidates[a].Withdrawn || r.Candidates[b].Withdrawn {
				continue
			}
			t.say("  ", o.Names[a]+" "+o.Compared(x)+", "+o.Names[b]+" "+o.Compared(y)+": "+o.Preferred(a, b))
		}
	}
}
