package pdf

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/report"
	"github.com/selectorate/selectorate/count/report/outline"
)

// Write writes a result as a PDF. Errors of kind Invalid: the result contradicts itself, see report.Check, or the font
// lacks a letter, which the error names. Nothing is written then. The error of w is returned as it is.
func Write(w io.Writer, r *count.Result) error {
	if err := report.Check(r); err != nil {
		return err
	}
	o := outline.New(r)
	pages := 0
	for { // once to find out how many pages there are, and again to write the number on each
		s := newSheet(o, pages)
		story(s, o)
		s.foot()
		if s.err != nil {
			return s.err
		}
		if s.page == pages {
			return s.pdf.Output(w)
		}
		pages = s.page
	}
}

// cellPlaces is how many decimals tables show at most.
const cellPlaces = 5

// story says the whole count.
func story(s *sheet, o *outline.Outline) {
	r := o.Result
	s.text(s.title, bold, 20, "")
	s.gap(4)
	s.text(o.Lead(), plain, 11, "")
	if r.RuleText != "" {
		s.text("The rule's text: "+r.RuleText, plain, 9, "")
	}
	elected(s, o)
	bars(s, o)
	whole(s, o)
	if len(o.Stages) > 0 {
		s.heading("Stage by stage")
	}
	for i := range o.Stages {
		stage(s, o, &o.Stages[i])
	}
	pairs(s, o)
	list(s, "Constraints", r.Constraints)
	if len(r.Constraints) > 0 {
		touched := o.Touched()
		if len(touched) == 0 {
			touched = []string{"They were met without changing anything."}
		}
		list(s, "", touched)
	}
	ties(s, o)
	rejected(s, o)
	list(s, "Notes", r.Notes)
	words(s, o)
	check(s, o)
}

func elected(s *sheet, o *outline.Outline) {
	s.heading(o.Verdict())
	switch {
	case !o.Result.Complete:
		s.text(o.Waits(), plain, 10, "")
		if len(o.Elected) > 0 {
			s.subheading("Elected so far")
		}
	case len(o.Elected) == 0:
		s.text(o.Outcome(), plain, 10, "")
	}
	for i, seat := range o.Elected {
		text := seat.Name
		if beside := o.Beside(seat); beside != "" {
			text += ", " + beside
		}
		s.text(text, bold, 11, strconv.Itoa(i+1)+".")
	}
	s.gap(4)
	for _, text := range []string{o.Unfilled(), o.Limited(), o.Last(), o.Closest(), o.Chance(), o.Figures.At(cellPlaces).Note()} {
		s.text(text, plain, 10, "")
	}
}

// whole writes the table of the whole count, as many stages side by side as fit, and the others below.
func whole(s *sheet, o *outline.Outline) {
	figures := o.Figures.At(cellPlaces)
	if len(o.Stages) < 2 {
		return
	}
	abreast := 6
	if figures.Text(exact.Number{}) != "0" { // decimals take room
		abreast = 5
	}
	s.need(220)
	s.heading("The whole count in one table")
	for start := 0; start < len(o.Stages); {
		t := table{columns: []column{{head: "Candidate"}}}
		end := start
		for ; end < len(o.Stages) && end < start+abreast; end++ {
			t.columns = append(t.columns, column{head: fmt.Sprintf("Stage %d", o.Stages[end].Stage.Number), right: true})
		}
		for c, name := range o.Names {
			cells, there := []string{name}, false
			for i := start; i < end; i++ {
				text, still := cell(&o.Stages[i], c, figures)
				cells, there = append(cells, text), there || still
			}
			if there {
				t.rows = append(t.rows, row{cells, won(o, c)})
			}
		}
		rest := []string{"Non-transferable"}
		for i := start; i < end; i++ {
			rest = append(rest, figures.Text(o.Stages[i].Nontransferable.Votes))
		}
		if o.Stages[0].Conserved {
			t.rows = append(t.rows, row{cells: rest})
		}
		s.table(&t)
		start = end
	}
}

func won(o *outline.Outline, c int) bool {
	return slices.Contains(o.Result.Winners, c)
}

// cell says what somebody had after a stage, and tells whether that is of interest.
func cell(s *outline.Step, c int, figures outline.Figures) (text string, still bool) {
	if len(s.Rows) == 0 {
		return "", true
	}
	is := s.Rows[c]
	if is.Out {
		return "–", false
	}
	text = figures.Text(is.Votes)
	if is.Now && is.Standing != outline.Continuing {
		text += " " + string(is.Standing)
	}
	return text, true
}

func stage(s *sheet, o *outline.Outline, step *outline.Step) {
	s.subheading(fmt.Sprintf("Stage %d. %s", step.Stage.Number, step.Heading))
	reason := step.Stage.Reason
	if step.Stage.Clause != "" {
		reason += " (" + step.Stage.Clause + ")"
	}
	s.text(reason, plain, 10, "")
	s.text(outline.Turnout(step.Stage.Turnout), plain, 10, "")
	for _, part := range step.Stage.Parts {
		s.text(part.Reason, plain, 10, "–")
	}
	for _, text := range o.Decisions(step.Stage) {
		s.text(text, plain, 10, "•")
	}
	if len(step.Rows) == 0 || step.Minor {
		return
	}
	s.table(votes(o, step))
}

// votes makes the table of a stage.
func votes(o *outline.Outline, step *outline.Step) *table {
	figures := o.Figures.At(cellPlaces)
	t := &table{columns: []column{{head: "Candidate"}, {head: "Change", right: true}, {head: o.Head(), right: true}, {head: "Standing"}}}
	begins := step.Stage.Number == 1 || step.Stage.Action == count.NextPlace
	if begins { // there is nothing to compare with
		t.columns = []column{t.columns[0], t.columns[2], t.columns[3]}
	}
	add := func(name string, is outline.Row, standing string, strong bool) {
		cells := []string{name, figures.Change(is.Change), figures.Text(is.Votes), standing}
		if begins {
			cells = []string{cells[0], cells[2], cells[3]}
		}
		t.rows = append(t.rows, row{cells, strong})
	}
	for c, is := range step.Rows {
		if is.Out {
			continue
		}
		standing := ""
		if is.Standing != outline.Continuing {
			standing = string(is.Standing)
		}
		if is.Now {
			standing = strings.TrimSpace(standing + " now")
		}
		add(o.Names[c], is, standing, is.Now)
	}
	if step.Conserved {
		add("Non-transferable", step.Nontransferable, "", false)
		add("Total", outline.Row{Votes: step.Total}, "", false)
	}
	return t
}
