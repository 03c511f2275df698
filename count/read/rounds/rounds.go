// Package rounds reads the figures of a ballot that is held in rounds (count.Round), as the exhaustive ballot and the
// majority in two rounds need them. The file is CSV (RFC 4180, UTF-8), made to be kept at the count and read by anybody:
//
//	title,Chair of the Lamp Committee
//	round,electorate,rejected,withdrawn,Amber,Birch,Cedar,Dogwood
//	1,120,2,Dogwood,50,40,20,8
//	2,120,0,,61,38,21,
//
// The first line may give the title. The heading is required: four columns of these names, then one for each
// candidate. Then comes a line for each round, in order: its number from 1; how many might vote (empty: not known); how
// many papers were not valid (empty: none); who withdrew after the round, by name or by number from 1, several with a
// semicolon between; and the votes of each candidate. A cell is left empty for a candidate who no longer stands.
// Lines that begin with # and empty lines are passed over, and so are a byte order mark and white space around cells.
//
// Who may stand in which round is a question of the rule and is asked when the ballot is counted.
package rounds

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/read/mend"
	"github.com/selectorate/selectorate/party"
)

// maxProblems is how many problems are told.
const maxProblems = 20

// fixed are the columns before those of the candidates.
const fixed = "round,electorate,rejected,withdrawn"

// Recognise tells whether data begins as such a file does.
func Recognise(data []byte) bool {
	for line := range bytes.Lines(bytes.TrimPrefix(data, []byte("\ufeff"))) {
		text := strings.ToLower(strings.TrimSpace(string(line)))
		if text == "" || strings.HasPrefix(text, "#") || strings.HasPrefix(text, "title,") {
			continue
		}
		cells := strings.Split(text, ",")
		for i, name := range strings.Split(fixed, ",") {
			if len(cells) <= i || strings.TrimSpace(cells[i]) != name {
				return false
			}
		}
		return true
	}
	return false
}

// Read reads a file. The election has one place, the rounds, and no papers. Errors are party.Problems.
func Read(data []byte, request mend.Request) (*count.Election, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if !utf8.Valid(data) {
		return nil, party.Problems{{Message: "the file is not UTF-8", Mend: "save it as UTF-8"}}
	}
	r := &reader{csv: csv.NewReader(bytes.NewReader(data)), lines: bytes.Split(data, []byte("\n"))}
	r.csv.FieldsPerRecord, r.csv.Comment, r.csv.TrimLeadingSpace = -1, '#', true
	r.election = &count.Election{Seats: 1, Papers: (&count.Builder{}).Papers()}
	r.file()
	if len(r.problems) > 0 {
		return nil, r.problems
	}
	request.Name(r.election, r.title)
	request.Told(len(data), len(data))
	return r.election, nil
}

// reader is a file that is being read.
type reader struct {
	csv      *csv.Reader
	lines    [][]byte
	election *count.Election
	title    string
	problems party.Problems
}

// problem notes what is wrong with a cell of the record read last; cell negative: with the record.
func (r *reader) problem(cell int, message, remedy string) {
	line, column := r.csv.FieldPos(max(cell, 0))
	if cell < 0 {
		column = 0
	}
	r.at(line, column, message, remedy)
}

// at notes a problem at a line and a column in bytes, 0 for the whole line.
func (r *reader) at(line, column int, message, remedy string) {
	if len(r.problems) >= maxProblems {
		return
	}
	if column > 0 && line > 0 && line <= len(r.lines) {
		text := r.lines[line-1]
		column = utf8.RuneCount(text[:min(column-1, len(text))]) + 1
	}
	r.problems = append(r.problems, party.Problem{Line: line, Column: column, Message: message, Mend: remedy})
}

// next reads a record, with white space around its cells cut; nil at the end, or where the file cannot be read on.
func (r *reader) next() []string {
	record, err := r.csv.Read()
	if errors.Is(err, io.EOF) {
		return nil
	}
	if wrong, is := errors.AsType[*csv.ParseError](err); is {
		r.at(wrong.Line, wrong.Column, "the quotes are not those of CSV: "+wrong.Err.Error(), `put a cell with a comma or a quote into "…", and write a quote within it twice`)
		return nil
	}
	for i, cell := range record {
		record[i] = strings.Join(strings.Fields(cell), " ") // a name on two lines is one name
	}
	return record
}

func (r *reader) file() {
	record := r.next()
	if len(record) > 0 && strings.EqualFold(record[0], "title") {
		if len(record) > 1 {
			r.title = record[1]
		}
		record = r.next()
	}
	if record == nil {
		if len(r.problems) == 0 {
			r.at(0, 0, "there is no heading", "begin with "+fixed+" and a column for each candidate")
		}
		return
	}
	r.heading(record)
	for len(r.problems) == 0 {
		if record = r.next(); record == nil {
			break
		}
		r.round(record)
	}
	if len(r.problems) == 0 && len(r.election.Rounds) == 0 {
		r.at(0, 0, "there is no round", "add a line for each round that was held")
	}
}

func (r *reader) heading(record []string) {
	names := strings.Split(fixed, ",")
	for i, name := range names {
		if i >= len(record) || !strings.EqualFold(record[i], name) {
			r.problem(min(i, len(record)-1), fmt.Sprintf("column %d is not headed %q", i+1, name), "begin with "+fixed+" and a column for each candidate")
			return
		}
	}
	seen := map[string]bool{}
	for i, name := range record[len(names):] {
		switch {
		case name == "":
			r.problem(len(names)+i, "a candidate has no name", "give the column the candidate's name")
		case numeric(name):
			r.problem(len(names)+i, fmt.Sprintf("a candidate is named %q, which is a number", name), "give the column the candidate's name; numbers stand for the columns")
		case seen[name]:
			r.problem(len(names)+i, fmt.Sprintf("two candidates are named %q", name), "tell them apart, by a place for instance")
		}
		seen[name] = true
		r.election.Candidates = append(r.election.Candidates, count.Candidate{Name: name})
	}
	switch n := len(r.election.Candidates); {
	case n == 0:
		r.problem(-1, "there are no candidates", "add a column for each candidate")
	case n > count.MaxCandidates:
		r.problem(-1, fmt.Sprintf("there are %d candidates; at most %d can be counted", n, count.MaxCandidates), "")
	}
}

func (r *reader) round(record []string) {
	names := strings.Count(fixed, ",") + 1
	if want := names + len(r.election.Candidates); len(record) != want {
		r.problem(-1, fmt.Sprintf("the line has %d cells, and the heading has %d", len(record), want), "leave a cell empty where there is nothing, but do not leave it out")
		return
	}
	if want := strconv.Itoa(len(r.election.Rounds) + 1); record[0] != want {
		r.problem(0, fmt.Sprintf("the round is numbered %q and not %s", record[0], want), "number the rounds from 1 in order")
		return
	}
	round := count.Round{Electorate: r.number(record, 1), Rejected: r.number(record, 2), Votes: make([]int64, len(r.election.Candidates))}
	for c := range round.Votes {
		round.Votes[c] = r.number(record, names+c)
	}
	if record[3] != "" {
		for name := range strings.SplitSeq(record[3], ";") {
			if c, known := r.candidate(strings.TrimSpace(name)); known {
				round.Withdrawn = append(round.Withdrawn, c)
			} else {
				r.problem(3, fmt.Sprintf("there is no candidate %q", strings.TrimSpace(name)), "name candidates as the heading does, or by their numbers, with a semicolon between")
			}
		}
	}
	r.election.Rounds = append(r.election.Rounds, round)
}

// number reads a cell that holds a number of papers; empty is 0.
func (r *reader) number(record []string, cell int) int64 {
	if record[cell] == "" {
		return 0
	}
	n, err := strconv.ParseInt(record[cell], 10, 64)
	if err != nil || n < 0 || n > count.MaxPapers || strings.HasPrefix(record[cell], "+") {
		r.problem(cell, fmt.Sprintf("%q is not a number of papers", record[cell]), "write a whole number with digits alone")
		return 0
	}
	return n
}

// numeric tells whether a name could be taken for a candidate's number.
func numeric(name string) bool {
	_, err := strconv.Atoi(name)
	return err == nil || errors.Is(err, strconv.ErrRange)
}

// candidate finds a candidate by name, or by number from 1.
func (r *reader) candidate(text string) (int, bool) {
	for c, candidate := range r.election.Candidates {
		if candidate.Name == text {
			return c, true
		}
	}
	n, err := strconv.Atoi(text)
	return n - 1, err == nil && n >= 1 && n <= len(r.election.Candidates)
}

// Write writes the rounds of an election as Read reads them.
func Write(w io.Writer, e *count.Election) error {
	out := csv.NewWriter(w)
	if e.Title != "" {
		_ = out.Write([]string{"title", e.Title}) // an error stays, and Error gives it
	}
	heading := strings.Split(fixed, ",")
	for _, candidate := range e.Candidates {
		heading = append(heading, candidate.Name)
	}
	_ = out.Write(heading)
	for i, round := range e.Rounds {
		withdrawn := make([]string, len(round.Withdrawn))
		for k, c := range round.Withdrawn {
			withdrawn[k] = strconv.Itoa(c + 1)
		}
		cells := []string{strconv.Itoa(i + 1), strconv.FormatInt(round.Electorate, 10), strconv.FormatInt(round.Rejected, 10), strings.Join(withdrawn, ";")}
		for _, n := range round.Votes {
			cells = append(cells, strconv.FormatInt(n, 10))
		}
		_ = out.Write(cells)
	}
	out.Flush()
	return out.Error()
}
