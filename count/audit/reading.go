package audit

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/read/mend"
	"github.com/selectorate/selectorate/party"
)

// MaxSheetBytes is how long a worksheet may be.
const MaxSheetBytes = 1 << 26

// maxProblems is how many problems of one worksheet are told.
const maxProblems = 100

// Row is what people saw on one paper of a worksheet.
type Row struct {
	Paper int64
	Reading
}

// ReadWorksheet reads a worksheet that was filled in. Doubtful marks mean what the policy says, which must be that with
// which the ballot file was read. Commas, semicolons or tabs may separate the columns, since spreadsheets change them.
// The error is party.Problems, each with the line and how to mend it: a row that nobody has filled in is one.
func ReadWorksheet(data []byte, e *count.Election, contest Contest, policy mend.Policy) ([]Row, error) {
	if len(data) > MaxSheetBytes {
		return nil, party.Problems{{Message: fmt.Sprintf("the worksheet has more than %d bytes", MaxSheetBytes), Mend: "split it into several"}}
	}
	if policy.Equal == "" && !e.Papers.HasEqual() && contest.Ranked() {
		policy.Equal = mend.EqualOvervote
	}
	r := &sheetReader{election: e, contest: contest, policy: policy, candidates: names(e), lines: map[int64]int{}}
	if !utf8.Valid(data) {
		r.wrong(0, 0, "", "the worksheet is not UTF-8", "save it as CSV in UTF-8")
		return nil, r.problems
	}
	rows := r.read(bytes.TrimPrefix(data, []byte("\ufeff")))
	if len(r.problems) > 0 {
		return nil, r.problems
	}
	return rows, nil
}

type sheetReader struct {
	election   *count.Election
	contest    Contest
	policy     mend.Policy
	candidates []string
	lines      map[int64]int // where each paper stands
	problems   party.Problems
}

func (r *sheetReader) wrong(line, column int, field, message, mend string) {
	if len(r.problems) < maxProblems {
		r.problems = append(r.problems, party.Problem{Line: line, Column: column, Field: field, Message: message, Mend: mend})
	}
}

func (r *sheetReader) read(data []byte) []Row {
	table := csv.NewReader(bytes.NewReader(data))
	table.FieldsPerRecord = -1
	table.Comma = separator(data)
	var rows []Row
	for first := true; ; {
		fields, err := table.Read()
		if errors.Is(err, io.EOF) {
			if first {
				r.wrong(0, 0, "", "the worksheet is empty", "begin with the line that names the columns")
			}
			return rows
		}
		if err != nil {
			r.unreadable(err)
			return rows
		}
		line, _ := table.FieldPos(0)
		switch {
		case first:
			if !r.head(line, fields) {
				return rows
			}
			first = false
		case !blank(fields):
			if row, ok := r.row(table, line, fields); ok {
				rows = append(rows, row)
			}
		}
	}
}

// separator gives what stands after the first column's name.
func separator(data []byte) rune {
	head, _, _ := bytes.Cut(data, []byte("\n"))
	head = bytes.TrimPrefix(bytes.TrimPrefix(head, []byte(`"`+columnPaper+`"`)), []byte(columnPaper))
	if len(head) > 0 && (head[0] == ';' || head[0] == '\t') {
		return rune(head[0])
	}
	return ','
}

func (r *sheetReader) unreadable(err error) {
	line, column := 0, 0
	if parse, ok := errors.AsType[*csv.ParseError](err); ok {
		line, column, err = parse.Line, parse.Column, parse.Err
	}
	r.wrong(line, column, "", "this is not a line of a table: "+err.Error(), "check the quotation marks")
}

func blank(fields []string) bool {
	return !slices.ContainsFunc(fields, func(field string) bool { return strings.TrimSpace(field) != "" })
}

// head checks the names of the columns.
func (r *sheetReader) head(line int, fields []string) bool {
	want := header(r.candidates)
	for i, name := range want {
		switch {
		case i >= len(fields):
			r.wrong(line, 0, "", fmt.Sprintf("the column %q is missing", name), "use the worksheet as it was made for this ballot file")
			return false
		case strings.TrimSpace(fields[i]) != name:
			r.wrong(line, 0, "", fmt.Sprintf("column %d is %q, not %q", i+1, fields[i], name), "use the worksheet as it was made for this ballot file")
			return false
		}
	}
	return true
}

func (r *sheetReader) row(table *csv.Reader, line int, fields []string) (Row, bool) {
	before := len(r.problems)
	for len(fields) < len(r.candidates)+3 {
		fields = append(fields, "")
	}
	_, column := table.FieldPos(0)
	paper, err := strconv.ParseInt(strings.TrimSpace(fields[0]), 10, 64)
	if err != nil || paper < 1 {
		r.wrong(line, column, columnPaper, fmt.Sprintf("%q is not the number of a paper", fields[0]), "write the number from the worksheet")
		return Row{}, false
	}
	if there, twice := r.lines[paper]; twice {
		r.wrong(line, column, columnPaper, fmt.Sprintf("paper %d stands twice, first on line %d", paper, there), "keep one of the two lines")
		return Row{}, false
	}
	r.lines[paper] = line
	for i := len(r.candidates) + 3; i < len(fields); i++ {
		if strings.TrimSpace(fields[i]) != "" {
			r.wrong(line, 0, "", fmt.Sprintf("paper %d has more fields than there are columns", paper), "put a remark with a comma in quotation marks")
			return Row{}, false
		}
	}
	ranks, marked := r.ranks(line, paper, fields[2:2+len(r.candidates)])
	row := Row{paper, Reading{Line: line}}
	switch state := strings.ToLower(strings.TrimSpace(fields[1])); {
	case state == "":
		r.wrong(line, 0, columnState, fmt.Sprintf("paper %d has not been looked at", paper), "look, and write seen, void or missing")
	case state != stateSeen && state != stateVoid && state != stateMissing:
		r.wrong(line, 0, columnState, fmt.Sprintf("%q is not a state", fields[1]), "write seen, void or missing")
	case state == stateSeen && !marked:
		r.wrong(line, 0, columnState, fmt.Sprintf("paper %d was seen, and nothing is written for any candidate", paper), "write what is on it, or void if it has no valid vote")
	case state != stateSeen && marked:
		r.wrong(line, 0, columnState, fmt.Sprintf("paper %d is %s, and yet something is written for a candidate", paper, state), "write seen, or take the marks out")
	case state == stateMissing:
		row.Missing = true
	case state == stateSeen && len(r.problems) == before:
		row.Ranking = r.ranking(ranks)
	}
	return row, len(r.problems) == before
}

// maxRank is the highest number that a worksheet can have for a candidate.
const maxRank = 999

// ranks gives what is written for each candidate, 0 for nothing, and whether anything is.
func (r *sheetReader) ranks(line int, paper int64, cells []string) (ranks []int, marked bool) {
	ranks = make([]int, len(cells))
	for c, cell := range cells {
		cell = strings.TrimSpace(cell)
		if cell == "" {
			continue
		}
		marked = true
		cross := cell == "x" || cell == "X"
		n, err := strconv.Atoi(cell)
		switch {
		case cross && (!r.contest.Ranked() || r.contest.Style == First):
			ranks[c] = 1
		case cross:
			r.wrong(line, 0, r.candidates[c], fmt.Sprintf("paper %d has a cross where a number belongs", paper), "write the number that stands on the paper")
		case err != nil || n < 1 || n > maxRank:
			r.wrong(line, 0, r.candidates[c], fmt.Sprintf("paper %d: %q is neither empty nor a number from 1 to %d%s", paper, cell, maxRank, r.orCross()), "write what stands on the paper; put words under remark")
		default:
			ranks[c] = n
		}
	}
	return ranks, marked
}

func (r *sheetReader) orCross() string {
	if r.contest.Ranked() {
		return ""
	}
	return " nor a cross (x)"
}

// ranking gives what counts of a paper: doubtful marks are treated as the reader of the ballot file treats them.
func (r *sheetReader) ranking(ranks []int) []count.Mark {
	pile := mend.NewPile(r.policy)
	pile.Begin()
	for rank := 1; rank <= slices.Max(ranks); rank++ {
		var at []int
		for c, given := range ranks {
			if given == rank {
				at = append(at, c)
			}
		}
		pile.Rank(at)
	}
	if err := pile.End(1, 0, 0); err != nil {
		return nil // one paper always fits
	}
	var paper count.Election
	pile.Fill(&paper)
	if paper.Papers.Len() == 0 {
		return nil
	}
	return r.contest.counts(r.election, paper.Papers.Ranking(0))
}

// Readings puts the rows of worksheets together with the sample: it draws papers from the seed until as many
// different ones are drawn as there are rows, and gives them in the order drawn. The rows must be of exactly those papers.
// The error is party.Problems, without lines: several worksheets may be meant.
func Readings(rows []Row, seed string, papers int64, test Test) (sample []int64, readings map[int64]Reading, err error) {
	s, err := NewSampler(seed, papers, test.Repeats())
	if err != nil {
		return nil, nil, err
	}
	readings = make(map[int64]Reading, len(rows))
	var problems party.Problems
	wrong := func(message, mend string) {
		if len(problems) < maxProblems {
			problems = append(problems, party.Problem{Message: message, Mend: mend})
		}
	}
	for _, row := range rows {
		if _, twice := readings[row.Paper]; twice {
			wrong(fmt.Sprintf("paper %d stands on two worksheets", row.Paper), "leave one of them out")
		}
		readings[row.Paper] = row.Reading
	}
	drawn := map[int64]bool{}
	for len(drawn) < len(readings) {
		paper, more := s.Next()
		if !more {
			break
		}
		if _, looked := readings[paper]; !drawn[paper] && !looked {
			wrong(fmt.Sprintf("paper %d was drawn (draw %d), and no worksheet has it", paper, len(sample)+1), "look at it too, or check the seed and the test")
		}
		drawn[paper] = true
		sample = append(sample, paper)
	}
	if len(problems)*2 > len(rows)+1 {
		return nil, nil, party.Problems{{Message: "most of these papers are not those that this seed draws", Mend: "check the seed, the test and the ballot file"}}
	}
	for _, row := range rows {
		if !drawn[row.Paper] {
			wrong(fmt.Sprintf("paper %d (line %d of its worksheet) was not drawn", row.Paper, row.Line), "take it out, or check the seed and the test")
		}
	}
	if len(problems) > 0 {
		return nil, nil, problems
	}
	return sample, readings, nil
}
