package table

import (
	"fmt"
	"slices"
	"strings"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/read/mend"
)

// notMark is what rankIn gives for a cell that cannot be a mark.
const notMark = -1

// rankIn gives the rank that a cell of a candidate says: 0 for none. A cross or a tick is a first rank.
func rankIn(text string) int {
	if n := whole(strings.TrimSuffix(text, ".0")); n > 0 {
		return n
	}
	switch strings.ToLower(text) {
	case "0", "no", "false":
		return 0
	case "x", "✓", "✔", "☒", "☑", "yes", "true":
		return 1
	}
	switch token(text) {
	case isSkip:
		return 0
	case isOvervote:
		return notMark
	}
	if n := rankOf(text); n > 0 {
		return n
	}
	return notMark
}

// rankInCell is rankIn for a cell as it stands; most are a short number.
func rankInCell(c cell) int {
	if n := len(c.raw); n > 0 && n < 5 {
		rank := 0
		for _, digit := range c.raw {
			if digit < '0' || digit > '9' {
				return rankIn(c.text())
			}
			rank = rank*10 + int(digit-'0')
		}
		return rank
	}
	return rankIn(c.text())
}

// number tells whether a header is one: then it is likely to be no header, but the first paper.
func number(header string) bool { return strings.Trim(header, "0123456789. ") == "" }

// aside are headers of columns that say something of the paper, the voter or the place, and are no candidates.
func aside(header string) bool {
	words := strings.FieldsFunc(strings.ToLower(header), func(r rune) bool { return strings.ContainsRune(" _-.:#", r) })
	return len(words) == 0 || number(header) || len(words) <= 3 && slices.ContainsFunc(words, func(word string) bool {
		return slices.Contains([]string{
			"id", "identifier", "uuid", "ballot", "ballots", "ballotid", "record", "serial", "no", "nr", "number", "index", "row", "timestamp", "time",
			"date", "precinct", "batch", "tabulator", "ward", "district", "station", "portion", "style", "voter", "email", "member", "membership",
			"age", "postcode", "zip", "token", "ip", "address", "contest",
		}, word)
	})
}

// bracketed gives the name in a header such as "Who shall be chair? [Ada Bell]", as forms write them.
func bracketed(header string) (string, bool) {
	start := strings.LastIndexByte(header, '[')
	if start < 0 || !strings.HasSuffix(header, "]") {
		return "", false
	}
	name := strings.TrimSpace(header[start+1 : len(header)-1])
	return name, name != ""
}

// sample is how many rows are looked at to recognise a table.
const sample = 1000

// HasCandidates tells whether a table has a column for each of at least two candidates, with ranks in its cells.
func HasCandidates(data []byte) bool {
	row := newRows(data, Separator(data))
	headers, err := head(row)
	if err != nil {
		return false
	}
	l, err := Columns{}.lay(headers)
	if err != nil {
		return false
	}
	l.guess(row, sample)
	return len(l.names) >= 2
}

// guess finds the candidates' columns by the cells of the first so many rows: most of those that are not blank must be ranks. A column with
// nothing in it is a candidate whom nobody ranked.
func (l *layout) guess(row *rows, most int) {
	marks, others := make([]int, len(l.headers)), make([]int, len(l.headers))
	for n := 0; n < most && row.next(); n++ {
		for i, c := range row.cells[:min(len(row.cells), len(l.headers))] {
			switch {
			case c.blank():
			case len(c.raw) <= 32 && plausible(rankInCell(c), len(l.headers)):
				marks[i]++
			default:
				others[i]++
			}
		}
	}
	forms := false
	for i, header := range l.headers {
		if _, ok := bracketed(header); ok && marks[i] >= others[i] {
			forms = true
		}
	}
	for i, header := range l.headers {
		_, form := bracketed(header)
		if marks[i] >= others[i] && form == forms && !l.special(i) && (form || !aside(header)) {
			l.names = append(l.names, i)
		}
	}
}

func plausible(rank, columns int) bool { return rank >= 0 && rank <= columns }

// candidateColumns finds the candidates' columns.
func (l *layout) candidateColumns(words, given []string, row *rows) (err error) {
	if len(words) == 0 && len(given) > 0 {
		words = given
	}
	if len(words) > 0 {
		l.names, err = l.columns(words)
		return err
	}
	again := *row
	l.guess(&again, len(row.data))
	if len(l.names) == 0 {
		return at(1, 0, "no column holds ranks", "say which columns are candidates")
	}
	return nil
}

// Candidates reads a table with a row for each paper and a column for each candidate, whose cells are ranks. The
// data must be UTF-8. Errors are party.Problems.
func Candidates(data []byte, request mend.Request, columns Columns) (*count.Election, error) {
	if err := request.Policy.Check(); err != nil {
		return nil, err
	}
	row := newRows(data, Separator(data))
	headers, err := head(row)
	if err != nil {
		return nil, err
	}
	l, err := columns.lay(headers)
	if err != nil {
		return nil, err
	}
	if err := l.candidateColumns(columns.Candidates, request.Candidates, row); err != nil {
		return nil, err
	}
	election := &count.Election{Seats: request.Seats}
	if err := l.stand(election); err != nil {
		return nil, err
	}
	pile := mend.NewPile(request.Policy)
	reader := markReader{rows: row, pile: pile, ledger: &ledger{layout: l, pile: pile, known: map[string]worth{}}}
	if err := reader.all(&request); err != nil {
		return nil, err
	}
	request.Name(election, "")
	l.note(election)
	pile.Fill(election)
	return election, nil
}

// stand makes candidates of the headers of their columns.
func (l *layout) stand(election *count.Election) error {
	if len(l.names) > count.MaxCandidates {
		return at(1, 0, fmt.Sprintf("there are more than %d candidates", count.MaxCandidates), "")
	}
	seen := map[string]bool{}
	for _, column := range l.names {
		name := l.headers[column]
		if inside, form := bracketed(name); form {
			name = inside
		}
		if seen[name] || name == "" {
			return at(1, column+1, fmt.Sprintf("two columns are candidate %q, or it has no name", name), "give every candidate one column")
		}
		seen[name] = true
		election.Candidates = append(election.Candidates, count.Candidate{Name: name})
	}
	return nil
}

type markReader struct {
	*rows
	pile   *mend.Pile
	ledger *ledger
	order  mend.Order
}

func (r *markReader) all(request *mend.Request) error {
	return r.each(request, func() bool { return r.blankLine(len(r.ledger.headers)) }, r.paper)
}

func (r *markReader) paper() error {
	if err := overlong(r.rows, len(r.ledger.headers)); err != nil {
		return err
	}
	w, err := r.ledger.worth(r.rows)
	if err != nil {
		return err
	}
	r.order.Begin()
	unreadable := ""
	for c, column := range r.ledger.names {
		if column >= len(r.cells) || len(r.cells[column].raw) == 0 {
			continue
		}
		switch rank := rankInCell(r.cells[column]); rank {
		case 0:
		case notMark:
			unreadable = fmt.Sprintf("%q in column %d is no rank", clip(r.cells[column].text()), column+1)
		default:
			r.order.Mark(rank, c)
		}
	}
	r.order.Lay(r.pile)
	if unreadable != "" {
		r.pile.Reject(unreadable)
	}
	if err := r.pile.End(w.times, w.class, r.line); err != nil {
		return at(r.line, 0, err.Error(), "")
	}
	return nil
}
