package page

import (
	"fmt"
	"html/template"
	"slices"
	"strings"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/report/outline"
)

// Limits of what the page shows openly, and of what stands side by side on paper.
const (
	openStages = 12 // with more stages their tables are folded up
	cellPlaces = 5  // decimals in tables
	mostPaper  = 6  // stages in a table of the whole count that fit on paper, side by side
)

// view is what the template shows.
type view struct {
	Style       template.CSS
	Policy      string
	Title       string
	Text        string // the authoritative text of the rule
	Summary     string
	Lead        string
	Verdict     string
	Waits       string
	Complete    bool
	Unit, Head  string // what candidates have: "votes", "Votes"
	Elected     []seat
	Facts       []string
	Bars        *bars
	Table       []figure // the figures of the bars
	Flow        *drawing
	NoFlow      string
	Whole       *whole
	Sheets      []*whole // the same in pieces for paper; none if it fits
	Stages      []stage
	Folded      bool
	Constraints []string
	Touched     []string
	Ties        []string
	Lots        []draw
	Seed        string
	Pairs       *pairs
	Ranking     []string
	Rejected    []outline.Reason
	RejectedAll int64
	Notes       []string
	Words       []outline.Word
	Options     []count.Chosen
	Command     string
	Besides     string
	Digest      string
	CutNote     string
}

type seat struct {
	Name, Text string
}

// figure is a line of the table beside the bars.
type figure struct{ Name, First, Last, End string }

// whole is the table of the whole count.
type whole struct {
	Stages []int
	Rows   []wholeRow
	Wide   bool // too wide for paper, where pieces of it stand
}

type wholeRow struct {
	Name  string
	Kind  string
	Cells []cell
}

// cell is what somebody had after a stage. Mark says in words what happened then.
type cell struct{ Votes, Mark string }

// stage is one stage in sentences and a table.
type stage struct {
	Number    int
	Heading   string
	Reason    string
	Clause    string
	Steps     []string
	Decisions []string
	Rows      []row
	Begins    bool // there is nothing to compare with
	Keeps     bool
	Turnout   string
	Minor     bool
}

type row struct{ Name, Change, Keep, Votes, Standing, Kind string }

// draw is a lot that can be drawn again.
type draw struct{ What, Command string }

// pairs is the table of those who prefer one candidate to another.
type pairs struct {
	Names []string
	Rows  []pairRow
}

type pairRow struct {
	Name  string
	Cells []string
}

func newView(o *outline.Outline, options Options) *view {
	r := o.Result
	v := &view{
		Style: template.CSS(style), Policy: Policy(), Title: strings.TrimSpace(r.Title), //nolint:gosec // our own style
		Text: r.RuleText, Summary: options.Method.Summary, Verdict: o.Verdict(), Waits: o.Waits(), Complete: r.Complete, Unit: o.Unit(), Head: o.Head(),
		Constraints: r.Constraints, Touched: o.Touched(), Seed: r.Seed, Notes: r.Notes, Options: r.Options, Digest: r.Ballots.Digest,
		Folded: len(o.Stages) > openStages, CutNote: o.Figures.At(cellPlaces).Note(), Command: o.Command(options.File, options.Method), Besides: o.Besides(),
		Rejected: outline.Reasons(r.Rejected), RejectedAll: r.Ballots.Rejected,
	}
	if v.Title == "" {
		v.Title = "Result of the count"
	}
	v.Lead = o.Lead()
	for _, e := range o.Elected {
		v.Elected = append(v.Elected, seat{e.Name, o.Beside(e)})
	}
	for _, fact := range []string{o.Unfilled(), o.Limited(), o.Last(), o.Closest(), o.Chance()} {
		if fact != "" {
			v.Facts = append(v.Facts, fact)
		}
	}
	v.pictures(o)
	for i := range o.Stages {
		v.Stages = append(v.Stages, newStage(o, &o.Stages[i]))
	}
	v.ties(o)
	v.pairs(o)
	v.Words = o.Words()
	return v
}

func (v *view) pictures(o *outline.Outline) {
	figures := o.Figures.At(cellPlaces)
	if v.Bars = newBars(o); v.Bars != nil {
		first, last := o.Stages[0].Rows, o.Stages[len(o.Stages)-1].Rows
		if len(last) == 0 {
			last = first
		}
		for c, name := range o.Names {
			v.Table = append(v.Table, figure{name, figures.Text(first[c].Votes), figures.Text(last[c].Votes), o.Ending(c)})
		}
	}
	if f := newFlow(o); f != nil {
		v.Flow = f.draw()
	} else if len(o.Stages) > 1 {
		v.NoFlow = "No flow of votes is drawn: votes do not pass from stage to stage in this count."
	}
	if len(o.Stages) > 1 {
		v.Whole = newWhole(o, figures, o.Stages)
		v.Whole.Wide = len(o.Stages) > mostPaper
		for piece := range slices.Chunk(o.Stages, mostPaper) {
			if v.Whole.Wide {
				v.Sheets = append(v.Sheets, newWhole(o, figures, piece))
			}
		}
	}
}

// newWhole makes the table of some stages.
func newWhole(o *outline.Outline, figures outline.Figures, stages []outline.Step) *whole {
	w := &whole{}
	rest := wholeRow{Name: "Non-transferable", Kind: "none"}
	for i := range stages {
		w.Stages = append(w.Stages, stages[i].Stage.Number)
		rest.Cells = append(rest.Cells, cell{Votes: figures.Text(stages[i].Nontransferable.Votes)})
	}
	for c, name := range o.Names {
		line := wholeRow{Name: name}
		if slices.Contains(o.Result.Winners, c) {
			line.Kind = "won"
		}
		for i := range stages {
			line.Cells = append(line.Cells, newCell(&stages[i], c, figures))
		}
		w.Rows = append(w.Rows, line)
	}
	if o.Stages[0].Conserved {
		w.Rows = append(w.Rows, rest)
	}
	return w
}

func newCell(s *outline.Step, c int, figures outline.Figures) cell {
	if len(s.Rows) == 0 {
		return cell{}
	}
	row := s.Rows[c]
	switch {
	case row.Out:
		return cell{Votes: "–"}
	case row.Now && row.Standing != outline.Continuing:
		return cell{figures.Text(row.Votes), string(row.Standing)}
	}
	return cell{Votes: figures.Text(row.Votes)}
}

func newStage(o *outline.Outline, s *outline.Step) stage {
	figures := o.Figures.At(cellPlaces)
	made := stage{
		Number: s.Stage.Number, Heading: s.Heading, Reason: s.Stage.Reason, Clause: s.Stage.Clause, Decisions: o.Decisions(s.Stage),
		Begins: s.Stage.Number == 1 || s.Stage.Action == count.NextPlace, Minor: s.Minor, Turnout: outline.Turnout(s.Stage.Turnout),
	}
	for _, part := range s.Stage.Parts {
		if part.Reason != "" {
			made.Steps = append(made.Steps, part.Reason)
		}
	}
	for c, is := range s.Rows {
		if is.Out {
			continue
		}
		line := row{Name: o.Names[c], Change: figures.Change(is.Change), Votes: figures.Text(is.Votes)}
		if is.Standing != outline.Continuing {
			line.Standing = string(is.Standing)
		}
		if is.Now {
			line.Kind = string(is.Standing)
		}
		if is.Keep != nil {
			made.Keeps, line.Keep = true, figures.Text(*is.Keep)
		}
		made.Rows = append(made.Rows, line)
	}
	if s.Conserved && len(s.Rows) > 0 {
		rest := s.Nontransferable
		made.Rows = append(made.Rows, row{Name: "Non-transferable", Change: figures.Change(rest.Change), Votes: figures.Text(rest.Votes), Kind: "none"})
	}
	return made
}

func (v *view) ties(o *outline.Outline) {
	for _, t := range o.Result.Ties {
		v.Ties = append(v.Ties, o.Tie(t))
	}
	for _, t := range o.Lots() {
		v.Lots = append(v.Lots, draw{fmt.Sprintf("Draw %d, at stage %d, between %s", t.Draw, t.Stage, o.Say(t.Candidates)), o.Draw(t)})
	}
}

func (v *view) pairs(o *outline.Outline) {
	for _, equal := range o.Result.Ranking {
		v.Ranking = append(v.Ranking, o.Say(equal))
	}
	if len(o.Result.Matrix) == 0 {
		return
	}
	v.Pairs = &pairs{Names: o.Names}
	for a, cells := range o.Result.Matrix {
		line := pairRow{Name: o.Names[a]}
		for b, n := range cells {
			text := o.Compared(n)
			if a == b {
				text = "–"
			}
			line.Cells = append(line.Cells, text)
		}
		v.Pairs.Rows = append(v.Pairs.Rows, line)
	}
}
