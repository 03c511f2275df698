// Package blt reads ballot files in BLT, the format of Hill, Wichmann and Woodall (Algorithm 123, The Computer
// Journal 30, 1987), in the dialects that have grown from it: OpenSTV, OpaVote, droop, stv-rs, OpenTally and the
// files of the Scottish councils. doc/formats/ballot-files.md is normative.
//
// A file gives the numbers of candidates and places, who has withdrawn, the papers, and the names. Originally any
// white space separates, and a 0 ends each paper; today most files have a line for each. Lines that are the same
// in both readings are read fast; where a file has others, both readings are tried, and a file that allows both
// and means something else in each is refused.
package blt

import (
	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/read/mend"
	"github.com/selectorate/selectorate/party"
)

// maxProblems is how many problems are told; whoever has more has them for one cause.
const maxProblems = 20

// Read reads a file, which must be UTF-8. Errors are party.Problems.
func Read(data []byte, request mend.Request) (*count.Election, error) {
	if err := request.Policy.Check(); err != nil {
		return nil, err
	}
	r := &reader{data: data, line: 1, request: &request, election: &count.Election{}}
	r.header()
	if len(r.problems) > 0 {
		return nil, r.problems
	}
	pile, tail := r.ballots()
	if tail != nil {
		tail.names(&request)
		r = tail
	}
	if len(r.problems) > 0 {
		return nil, r.problems
	}
	pile.Fill(r.election)
	r.election.Notes = append(r.election.Notes, r.notes...)
	request.Told(len(data), len(data))
	return r.election, nil
}

// reader is a place in a file and what was found before it.
type reader struct {
	data []byte
	pos  int
	line int // of pos, from 1

	request  *mend.Request
	election *count.Election
	nicks    map[string]int
	problems party.Problems
	notes    []string
}

func (r *reader) problem(pos int, message, remedy string) {
	if len(r.problems) >= maxProblems {
		return
	}
	line, column := r.place(pos)
	r.problems = append(r.problems, party.Problem{Line: line, Column: column, Message: message, Mend: remedy})
}

// place gives line and column of a position that is not before the current line.
func (r *reader) place(pos int) (line, column int) {
	line = 1
	start := 0
	for i, c := range r.data[:min(pos, len(r.data))] {
		if c == '\n' {
			line, start = line+1, i+1
		}
	}
	for _, c := range r.data[start:min(pos, len(r.data))] {
		if c&0xC0 != 0x80 {
			column++
		}
	}
	return line, column + 1
}

func (r *reader) note(text string) { r.notes = append(r.notes, text) }

// blanks passes over spaces, and over line ends and comments as well if lines do not matter here.
func (r *reader) blanks(lines bool) {
	for r.pos < len(r.data) {
		switch c := r.data[r.pos]; {
		case c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f':
			r.pos++
		case c == 0xC2 && r.pos+1 < len(r.data) && r.data[r.pos+1] == 0xA0: // a space that does not break
			r.pos += 2
		case c == '#' && r.tokenStart():
			r.comment()
		case c == '/' && r.pos+1 < len(r.data) && r.data[r.pos+1] == '*' && r.tokenStart():
			r.blockComment()
		case c == '\n' && lines:
			r.pos++
			r.line++
		case c == ',' && r.commasEnd():
			for r.pos < len(r.data) && r.data[r.pos] != '\n' {
				r.pos++
			}
		default:
			return
		}
	}
}

// tokenStart tells whether something can begin here: a comment begins only there, so that names and numbers may
// hold its signs.
func (r *reader) tokenStart() bool {
	if r.pos == 0 {
		return true
	}
	switch r.data[r.pos-1] {
	case ' ', '\t', '\n', '\r', '\v', '\f', ',', '/', ']', 0xA0, '"':
		return true
	}
	return false
}

func (r *reader) comment() {
	for r.pos < len(r.data) && r.data[r.pos] != '\n' {
		r.pos++
	}
}

// blockComment passes over a comment between /* and */, which may hold others (droop).
func (r *reader) blockComment() {
	start, depth := r.pos, 0
	for r.pos < len(r.data) {
		rest := r.data[r.pos:]
		switch {
		case len(rest) > 1 && rest[0] == '/' && rest[1] == '*':
			depth++
			r.pos += 2
			continue
		case len(rest) > 1 && rest[0] == '*' && rest[1] == '/':
			r.pos += 2
			if depth--; depth == 0 {
				return
			}
			continue
		case rest[0] == '\n':
			r.line++
		}
		r.pos++
	}
	r.problem(start, "this comment does not end", "end it with */")
}

// commasEnd tells whether commas here and blanks are all that is left of the line, as spreadsheets leave them.
func (r *reader) commasEnd() bool {
	for _, c := range r.data[r.pos:] {
		switch c {
		case '\n':
			return true
		case ',', ' ', '\t', '\r':
		default:
			return false
		}
	}
	return true
}

// word gives what stands here up to the next blank, comma, "=" or line end.
func (r *reader) word() []byte {
	start := r.pos
	for r.pos < len(r.data) {
		switch c := r.data[r.pos]; {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f' || c == ',' || c == '=':
			return r.data[start:r.pos]
		case c == 0xC2 && r.pos+1 < len(r.data) && r.data[r.pos+1] == 0xA0:
			return r.data[start:r.pos]
		}
		r.pos++
	}
	return r.data[start:]
}

// number reads digits as a number; ok is false if there is anything else or it has more than 18 of them.
func number(word []byte) (n int64, ok bool) {
	if len(word) == 0 || len(word) > 18 {
		return 0, false
	}
	for _, c := range word {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	return n, true
}
