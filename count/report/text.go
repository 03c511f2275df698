package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/report/outline"
)

// Widths of a terminal, in columns.
const (
	DefaultWidth = 80 // taken where the width is not known
	leastWidth   = 40 // narrower ones get lines that the terminal breaks
)

// wide is how many figures a count may have in its stages before tables show only what changed.
const wide = 240

// Text writes a result for a terminal of so many columns (0: 80): what was counted, who is elected, then each
// stage with its reason, what was decided and a table of the votes. There are no colours in it and no characters
// that move the cursor, whatever the names are.
//
// A count of many stages and candidates is shown in a compact form: the tables leave out whoever neither gained
// nor lost, and rounds of an iteration in which nothing was decided have no table. The text says so.
//
// A result that contradicts itself is an error of kind Invalid, see Check; the error of w is returned as it is.
func Text(w io.Writer, r *count.Result, width int) error {
	if err := Check(r); err != nil {
		return err
	}
	if width == 0 {
		width = DefaultWidth
	}
	t := &teller{outline: outline.New(r), width: max(width, leastWidth)}
	t.compact = len(r.Stages)*len(r.Candidates) > wide
	t.head()
	for i := range t.outline.Stages {
		t.step(&t.outline.Stages[i])
	}
	t.pairs()
	t.foot()
	_, err := io.WriteString(w, t.out.String())
	return err
}

// teller writes the text.
type teller struct {
	outline *outline.Outline
	out     strings.Builder
	width   int
	compact bool
}

// say writes text in lines, the first behind mark and the others under it.
func (t *teller) say(mark, text string) {
	room := t.width - Columns(mark)
	for i, line := range Wrap(text, room) {
		if i > 0 {
			mark = strings.Repeat(" ", Columns(mark))
		}
		t.out.WriteString(mark + line + "\n")
	}
}

func (t *teller) title(text string) {
	t.out.WriteString("\n")
	lines := Wrap(text, t.width)
	most := 0
	for _, line := range lines {
		t.out.WriteString(line + "\n")
		most = max(most, Columns(line))
	}
	t.out.WriteString(strings.Repeat("-", most) + "\n")
}

func (t *teller) head() {
	o, r := t.outline, t.outline.Result
	title := r.Title
	if strings.TrimSpace(title) == "" {
		title = "Result of the count"
	}
	for _, line := range Wrap(title, t.width) {
		t.out.WriteString(line + "\n")
	}
	t.out.WriteString(strings.Repeat("=", min(t.width, Columns(outline.Clean(title)))) + "\n\n")
	t.say("", o.Lead())
	t.out.WriteString("\n")
	t.elected()
	for _, text := range []string{o.Unfilled(), o.Limited(), o.Last(), o.Closest(), o.Chance(), o.Figures.Note(), t.compactNote()} {
		if text != "" {
			t.out.WriteString("\n")
			t.say("", text)
		}
	}
	if len(r.Constraints) > 0 {
		t.title("Constraints")
		for _, text := range r.Constraints {
			t.say("  ", text)
		}
		touched := o.Touched()
		if len(touched) == 0 {
			touched = []string{"They were met without changing anything."}
		}
		for _, text := range touched {
			t.say("  * ", text)
		}
	}
}

func (t *teller) compactNote() string {
	if !t.compact {
		return ""
	}
	return "This is a long count: the tables show only those whose " + t.outline.Unit() + " or standing changed."
}

func (t *teller) elected() {
	o := t.outline
	switch {
	case len(o.Elected) == 0:
		t.say("", o.Outcome())
		return
	case !o.Result.Complete:
		t.say("", o.Waits())
		t.out.WriteString("\nElected so far, in this order:\n")
	default:
		t.out.WriteString("Elected, in this order:\n")
	}
	for i, seat := range o.Elected {
		text := seat.Name
		if beside := o.Beside(seat); beside != "" {
			text += ", " + beside
		}
		t.say(fmt.Sprintf("%4d  ", i+1), text)
	}
}

func (t *teller) step(s *outline.Step) {
	t.title(fmt.Sprintf("Stage %d. %s", s.Stage.Number, s.Heading))
	reason := s.Stage.Reason
	if s.Stage.Clause != "" {
		reason = strings.TrimSpace(reason + " (" + s.Stage.Clause + ")")
	}
	t.say("", reason)
	t.say("", outline.Turnout(s.Stage.Turnout))
	for _, part := range s.Stage.Parts {
		t.say("  - ", part.Reason)
	}
	if len(s.Rows) > 0 && (!t.compact || !s.Minor) {
		t.out.WriteString("\n")
		t.table(s)
	}
	said := t.outline.Decisions(s.Stage)
	if len(said) > 0 {
		t.out.WriteString("\n")
	}
	for _, text := range said {
		t.say("  * ", text)
	}
}

func (t *teller) foot() {
	o, r := t.outline, t.outline.Result
	if len(r.Ties) > 0 {
		t.title("Ties")
		for _, tie := range r.Ties {
			t.say("  * ", o.Tie(tie))
		}
	}
	if lots := o.Lots(); len(lots) > 0 {
		t.title("Drawing the lots again")
		t.say("", "Each line below makes a ticket; the lot falls on the lowest. The seed is what was published before the count.")
		for _, tie := range lots {
			t.out.WriteString("\n" + o.Draw(tie)) // commands are not broken into lines: they would no longer run
		}
	}
	if len(r.Rejected) > 0 {
		t.title("Papers that were not valid")
		for _, text := range outline.Rejections(r.Rejected) {
			t.say("  * ", text)
		}
	}
	if len(r.Notes) > 0 {
		t.title("Notes")
		for _, note := range r.Notes {
			t.say("  * ", note)
		}
	}
	t.title("How it was counted")
	t.say("  ", "rule: "+r.Rule)
	if r.RuleText != "" {
		t.say("  ", "its text: "+r.RuleText)
	}
	for _, option := range r.Options {
		t.say("  ", option.Name+": "+option.Value)
	}
	for _, flag := range r.Flags {
		t.say("  ", "told by --"+flag.Name+": "+flag.Value)
	}
	if r.Seed != "" {
		t.say("  ", "seed: "+r.Seed)
	}
	if r.Ballots.Digest != "" {
		t.say("  ", "fingerprint of the papers: "+r.Ballots.Digest)
	}
}
