package audit

import (
	_ "embed" // the printed worksheet
	"encoding/csv"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/lot"
	"github.com/selectorate/selectorate/party"
)

// Worksheet is what people take to the papers: the numbers of the papers to look at, in ascending order, and empty
// fields. It knows no record, so that it cannot tell anybody what to see, nor does it know in which order papers were
// drawn.
type Worksheet struct {
	Title      string
	Candidates []string // names, made distinct as in package lot
	Ranked     bool     // numbers are written, not crosses
	Papers     []int64
}

// NewWorksheet makes the worksheet for papers of an election. A paper that was drawn twice is looked at once.
func NewWorksheet(e *count.Election, contest Contest, papers []int64) *Worksheet {
	papers = slices.Compact(slices.Sorted(slices.Values(papers)))
	return &Worksheet{Title: e.Title, Candidates: names(e), Ranked: contest.Ranked(), Papers: papers}
}

func names(e *count.Election) []string {
	names := make([]string, len(e.Candidates))
	for i, candidate := range e.Candidates {
		names[i] = candidate.Name
	}
	return lot.Names(names)
}

// The columns of a worksheet beside those of the candidates, and what may stand in the state.
const (
	columnPaper  = "paper"
	columnState  = "state"
	columnRemark = "remark"

	stateSeen    = "seen"
	stateVoid    = "void"
	stateMissing = "missing"
)

func header(candidates []string) []string {
	return slices.Concat([]string{columnPaper, columnState}, candidates, []string{columnRemark})
}

// CSV writes the worksheet as a table to be filled in. doc/formats/audit.md is normative.
func (s *Worksheet) CSV(w io.Writer) error {
	table := csv.NewWriter(w)
	rows := [][]string{header(s.Candidates)}
	for _, paper := range s.Papers {
		row := make([]string, len(s.Candidates)+3)
		row[0] = strconv.FormatInt(paper, 10)
		rows = append(rows, row)
	}
	if err := table.WriteAll(rows); err != nil {
		return fmt.Errorf("write the worksheet: %w", err)
	}
	return nil
}

// instructions says to the people who look what they have to do.
func (s *Worksheet) instructions() []string {
	how := "Write a cross for each candidate who has one on the paper."
	if s.Ranked {
		how = "Write the number that stands on the paper for each candidate, as it stands there; do not put it right."
	}
	return []string{
		"Find each paper by its number. Two people look, one writes, and nobody says what the count has for it.",
		how,
		"State: seen; void if the paper has no valid vote; missing if it cannot be found.",
	}
}

// Text writes the worksheet to be printed on plain paper.
func (s *Worksheet) Text(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "AUDIT WORKSHEET  %s\n\n", s.Title)
	for _, line := range s.instructions() {
		b.WriteString(line + "\n")
	}
	for _, paper := range s.Papers {
		fmt.Fprintf(&b, "\nPaper %d    seen [ ]  void [ ]  missing [ ]\n", paper)
		for _, name := range s.Candidates {
			fmt.Fprintf(&b, "  [   ] %s\n", name)
		}
		b.WriteString("  Remark: ______________________________\n")
	}
	b.WriteString("\nLooked at by: ____________________  and: ____________________  on: ____________\n")
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("write the worksheet: %w", err)
	}
	return nil
}

//go:embed worksheet.html
var printed string

// HTML writes the worksheet as a page that prints well, and works without style or script.
func (s *Worksheet) HTML(w io.Writer) error {
	page, err := template.New("worksheet").Parse(printed)
	if err != nil {
		return party.Errorf(party.Invalid, "the worksheet's page: %w", err)
	}
	data := struct {
		*Worksheet
		Instructions []string
	}{s, s.instructions()}
	if err := page.Execute(w, data); err != nil {
		return fmt.Errorf("write the worksheet: %w", err)
	}
	return nil
}
