package table

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/read/mend"
)

// Columns say which column of a table is what. A column is named by its header, whatever its case, or by its number
// from 1 after a "#", such as "#3". What is not named is recognised by its header.
type Columns struct {
	Ranks      []string // the first rank first
	Candidates []string // those that hold the ranks of one candidate each
	Weight     string   // what each paper is worth: a decimal or a fraction
	Times      string   // how many papers the row stands for
	Section    string   // of an electoral college
}

// layout is what each column turned out to be: an index, or -1.
type layout struct {
	headers []string
	ranks   []int // columns by rank
	names   []int // columns of candidates
	weight  int
	times   int
	section int
}

// find gives the column that a word names.
func (l *layout) find(word string) (int, error) {
	if digits, numbered := strings.CutPrefix(word, "#"); numbered {
		if n, err := strconv.Atoi(digits); err == nil && n >= 1 && n <= len(l.headers) {
			return n - 1, nil
		}
	}
	found := -1
	for i, header := range l.headers {
		if !strings.EqualFold(header, strings.TrimSpace(word)) {
			continue
		}
		if found >= 0 {
			return -1, at(1, i+1, fmt.Sprintf("two columns have the header %q", word), "name the column by its number, such as #3")
		}
		found = i
	}
	if found < 0 {
		return -1, at(1, 0, fmt.Sprintf("no column has the header %q", word), "the headers are "+list(l.headers))
	}
	return found, nil
}

// lay settles what is asked for by name and what can be recognised whatever the kind of table.
func (c Columns) lay(headers []string) (*layout, error) {
	l := &layout{headers: headers, weight: -1, times: -1, section: -1}
	for _, special := range []struct {
		word  string
		to    *int
		known []string
	}{
		{c.Weight, &l.weight, []string{"weight", "weighting", "worth"}},
		{c.Times, &l.times, []string{"times", "count", "papers", "ballots", "frequency", "number of papers", "number of ballots"}},
		{c.Section, &l.section, []string{"section", "electoral section", "college"}},
	} {
		if special.word != "" {
			i, err := l.find(special.word)
			if err != nil {
				return nil, err
			}
			*special.to = i
			continue
		}
		for i, header := range headers {
			if slices.Contains(special.known, strings.ToLower(header)) && *special.to < 0 {
				*special.to = i
			}
		}
	}
	return l, nil
}

// columns gives the columns that words name, each once.
func (l *layout) columns(words []string) ([]int, error) {
	var found []int
	for _, word := range words {
		i, err := l.find(word)
		if err != nil {
			return nil, err
		}
		if slices.Contains(found, i) {
			return nil, at(1, i+1, fmt.Sprintf("the column %q is named twice", word), "name every column once")
		}
		found = append(found, i)
	}
	return found, nil
}

// special tells whether a column says something of the paper as a whole.
func (l *layout) special(column int) bool {
	return column == l.weight || column == l.times || column == l.section
}

// discarded names the columns that are not used.
func (l *layout) discarded() []string {
	var names []string
	for i, header := range l.headers {
		if !l.special(i) && !slices.Contains(l.ranks, i) && !slices.Contains(l.names, i) {
			if header == "" {
				header = fmt.Sprintf("#%d", i+1)
			}
			names = append(names, header)
		}
	}
	return names
}

// note adds what was discarded to the election's notes.
func (l *layout) note(election *count.Election) {
	switch names := l.discarded(); len(names) {
	case 0:
	case 1:
		election.Notes = append(election.Notes, "The column "+names[0]+" was not read.")
	default:
		election.Notes = append(election.Notes, "The columns "+list(names)+" were not read.")
	}
}

// ledger reads what a row says of its paper as a whole: how often, how much, in which section. It remembers what it
// has read, since rows repeat it.
type ledger struct {
	*layout
	pile  *mend.Pile
	known map[string]worth
	key   []byte
}

type worth struct {
	times int64
	class uint16
}

// worth gives how many papers a row stands for, and their class.
func (l *ledger) worth(row *rows) (worth, error) {
	if l.weight < 0 && l.times < 0 && l.section < 0 {
		return worth{times: 1}, nil
	}
	l.key = l.key[:0]
	for _, column := range []int{l.weight, l.times, l.section} {
		if column >= 0 && column < len(row.cells) {
			l.key = append(l.key, row.cells[column].raw...)
		}
		l.key = append(l.key, 0)
	}
	if w, known := l.known[string(l.key)]; known {
		return w, nil
	}
	w, err := l.work(row)
	if err == nil && len(l.known) < maxKnown {
		l.known[string(l.key)] = w
	}
	return w, err
}

func (l *ledger) work(row *rows) (worth, error) {
	section := ""
	if l.section >= 0 {
		if section = cellText(row, l.section); section == "" {
			return worth{}, at(row.line, l.section+1, "the paper has no section", "write the section in which it was cast")
		}
	}
	times := int64(1)
	weight := exact.Int(1)
	if l.weight >= 0 {
		w, err := mend.Weight(cellText(row, l.weight))
		if err != nil {
			return worth{}, at(row.line, l.weight+1, err.Error(), "write a number such as 3, 1.5 or 3/2")
		}
		weight = w
	}
	if l.times >= 0 {
		text := strings.TrimSuffix(cellText(row, l.times), ".0")
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n < 1 || n > count.MaxPapers {
			return worth{}, at(row.line, l.times+1, fmt.Sprintf("%q does not say how many papers the row stands for", clip(text)), "write a whole number from 1")
		}
		times = n
	}
	class, err := l.pile.Class(weight, section)
	if err != nil {
		return worth{}, at(row.line, 0, err.Error(), "")
	}
	return worth{times, class}, nil
}

func cellText(row *rows, column int) string {
	if column >= len(row.cells) {
		return ""
	}
	return row.cells[column].text()
}

func clip(text string) string {
	if runes := []rune(text); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return text
}

// head reads the headers of a table.
func head(row *rows) ([]string, error) {
	for row.next() {
		if row.empty() {
			continue
		}
		headers := make([]string, len(row.cells))
		for i, c := range row.cells {
			headers[i] = c.text()
		}
		for len(headers) > 0 && headers[len(headers)-1] == "" {
			headers = headers[:len(headers)-1]
		}
		return headers, nil
	}
	if row.err != nil {
		return nil, at(row.err.Line, row.err.Column, row.err.Message, row.err.Mend)
	}
	return nil, at(0, 0, "the table is empty", "write a row of headers, then a row for each paper")
}

// overlong tells whether a row has cells to the right of the headers.
func overlong(row *rows, headers int) error {
	for i := headers; i < len(row.cells); i++ {
		if len(bytes.TrimSpace(row.cells[i].raw)) > 0 {
			return at(row.line, i+1, "the row has more cells than there are headers", "put cells that hold a comma in quotes")
		}
	}
	return nil
}
