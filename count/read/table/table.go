// Package table reads papers from tables: a column for each rank, a column for each candidate, profiles of VoteKit,
// the long format of the New South Wales Electoral Commission, and the Scottish tables of mggg/scot-elex.
//
// Only the columns that are needed are kept. What the others hold (precincts, times, names of voters) is passed
// over, and the notes of the election name them. doc/formats/ballot-files.md is normative.
package table

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/selectorate/selectorate/count/read/mend"
	"github.com/selectorate/selectorate/party"
)

// Limits of a table. A quoted cell that runs on for longer has lost its closing quote.
const (
	MaxColumns = 1 << 15
	maxQuoted  = 1 << 16 // bytes in a quoted cell
	maxKnown   = 1 << 16 // different cells that are remembered
	step       = 1 << 20 // bytes between two reports of progress
)

// cell is what stands between two separators: without its quotes, but with the doubled ones inside as they are.
type cell struct {
	raw     []byte
	doubled bool // raw has doubled quotes, each of which stands for one
}

func (c cell) text() string {
	text := string(c.raw)
	if c.doubled {
		text = strings.ReplaceAll(text, `""`, `"`)
	}
	return strings.TrimSpace(text)
}

func (c cell) blank() bool { return len(bytes.TrimSpace(c.raw)) == 0 }

// rows goes through a table row by row.
type rows struct {
	data  []byte
	pos   int
	sep   byte
	line  int // on which the row just read begins
	ahead int // the line at pos
	cells []cell
	err   *party.Problem
}

func newRows(data []byte, sep byte) *rows { return &rows{data: data, sep: sep, ahead: 1} }

// next reads a row. It tells whether there was one that could be read.
func (r *rows) next() bool {
	if r.pos >= len(r.data) || r.err != nil {
		return false
	}
	r.line = r.ahead
	r.cells = r.cells[:0]
	for {
		c, more := r.cell()
		if r.err != nil {
			return false
		}
		r.cells = append(r.cells, c)
		if !more {
			return true
		}
		if len(r.cells) > MaxColumns {
			r.err = &party.Problem{Line: r.line, Message: fmt.Sprintf("a row has more than %d columns", MaxColumns)}
			return false
		}
	}
}

// cell reads one cell and its separator. It tells whether the row goes on.
func (r *rows) cell() (cell, bool) {
	if r.pos < len(r.data) && r.data[r.pos] == '"' {
		if c, more, ok := r.quoted(); ok || r.err != nil {
			return c, more
		}
	}
	data, sep := r.data, r.sep
	for pos := r.pos; pos < len(data); pos++ {
		switch c := data[pos]; c {
		case sep:
			raw := data[r.pos:pos]
			r.pos = pos + 1
			return cell{raw: raw}, true
		case '\n':
			raw := bytes.TrimSuffix(data[r.pos:pos], []byte{'\r'})
			r.pos = pos + 1
			r.ahead++
			return cell{raw: raw}, false
		}
	}
	raw := bytes.TrimRight(data[r.pos:], "\r\x1a")
	r.pos = len(data)
	return cell{raw: raw}, false
}

// quoted reads a cell in quotes. It is not ok if something follows the closing quote: then the quotes are part of
// the text.
func (r *rows) quoted() (c cell, more, ok bool) {
	data, start := r.data, r.pos+1
	pos, lines := start, 0
	for {
		n := bytes.IndexByte(data[pos:min(len(data), start+maxQuoted)], '"')
		if n < 0 {
			r.err = &party.Problem{Line: r.line, Column: len(r.cells) + 1, Message: "a cell begins with a quote and does not end", Mend: `write " at its end`}
			return cell{}, false, false
		}
		pos += n
		if pos+1 >= len(data) || data[pos+1] != '"' {
			break
		}
		c.doubled = true
		pos += 2
	}
	c.raw = data[start:pos]
	pos++
	for pos < len(data) && (data[pos] == '\r' || data[pos] == ' ' && r.sep != ' ') {
		pos++
	}
	if pos < len(data) && data[pos] != r.sep && data[pos] != '\n' {
		return cell{}, false, false
	}
	if bytes.IndexByte(c.raw, '\n') >= 0 {
		lines = bytes.Count(c.raw, []byte{'\n'})
	}
	more = pos < len(data) && data[pos] == r.sep
	if pos < len(data) && !more {
		lines++
	}
	r.ahead += lines
	r.pos = min(pos+1, len(data))
	return c, more, true
}

// empty tells whether the row holds nothing.
func (r *rows) empty() bool { return blank(r.cells) }

// blank tells whether cells hold nothing.
func blank(cells []cell) bool {
	for _, c := range cells {
		if !c.blank() {
			return false
		}
	}
	return true
}

// blankLine tells whether the row is an empty line of a table with so many columns, or what follows the last line end.
func (r *rows) blankLine(columns int) bool {
	return len(r.cells) == 1 && r.cells[0].blank() && (columns > 1 || r.pos >= len(r.data))
}

// each reads every row that is not passed over, and tells how far it is.
func (r *rows) each(request *mend.Request, passedOver func() bool, read func() error) error {
	told := 0
	for r.next() {
		if passedOver() {
			continue
		}
		if err := read(); err != nil {
			return err
		}
		if r.pos-told >= step {
			told = r.pos
			request.Told(told, len(r.data))
		}
	}
	if r.err != nil {
		return at(r.err.Line, r.err.Column, r.err.Message, r.err.Mend)
	}
	request.Told(len(r.data), len(r.data))
	return nil
}

// Separator gives the sign that separates the columns, by what is most frequent in the first line: a comma, a
// semicolon or a tab.
func Separator(data []byte) byte {
	head, _, _ := bytes.Cut(data, []byte{'\n'})
	best, most := byte(','), 0
	quoted := false
	var counts [256]int
	for _, c := range head {
		if c == '"' {
			quoted = !quoted
		} else if !quoted {
			counts[c]++
		}
	}
	for _, sep := range []byte{',', ';', '\t'} {
		if counts[sep] > most {
			best, most = sep, counts[sep]
		}
	}
	return best
}

// at gives the one problem of a place.
func at(line, column int, message, remedy string) party.Problems {
	return party.Problems{{Line: line, Column: column, Message: message, Mend: remedy}}
}

// Headers gives the headers of a table; none if it has no row.
func Headers(data []byte) []string {
	headers, _ := head(newRows(data, Separator(data)))
	return headers
}
