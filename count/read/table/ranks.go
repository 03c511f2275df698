package table

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/read/mend"
)

// What a cell of a rank may say besides naming a candidate.
const (
	isSkip     = -1
	isOvervote = -2
	isTooMany  = -3
)

// token gives what a word means that is no candidate's name, or 0.
func token(text string) int {
	switch strings.ToLower(text) {
	case "", "skipped", "skip", "undervote", "under vote", "undervoted", "blank", "none", "-", "no opinion", "no vote":
		return isSkip
	case "overvote", "over vote", "over-vote", "overvoted":
		return isOvervote
	}
	return 0
}

// HasRanks tells whether headers are those of a table with a column for each rank.
func HasRanks(headers []string) bool {
	return slices.ContainsFunc(headers, func(header string) bool { return rankOf(header) > 0 })
}

// rankOf gives the rank that a header names, such as "rank1", "Rank 1", "Ranking_1", "choice_1", "1st choice" or
// "Mayor Choice 1 of 5"; 0 if it names none.
func rankOf(header string) int {
	words := strings.FieldsFunc(strings.ToLower(header), func(r rune) bool { return strings.ContainsRune(" _-.:", r) })
	if len(words) == 0 {
		return 0
	}
	for i := range len(words) - 3 { // as Election Systems & Software writes them
		if words[i] == "choice" && words[i+2] == "of" && whole(words[i+3]) > 0 {
			return whole(words[i+1])
		}
	}
	switch len(words) {
	case 1:
		return max(ordinal(words[0]), numbered(words[0]))
	case 2:
		if kind(words[0]) {
			return max(whole(words[1]), ordinal(words[1]))
		}
		if kind(words[1]) {
			return ordinal(words[0])
		}
	}
	return 0
}

func kinds() []string {
	return []string{"rank", "ranking", "choice", "preference", "pref"}
}

func kind(word string) bool { return slices.Contains(kinds(), word) }

// numbered reads "rank1".
func numbered(word string) int {
	for _, kind := range kinds() {
		if digits, ok := strings.CutPrefix(word, kind); ok {
			return whole(digits)
		}
	}
	return 0
}

// ordinal reads "1st" or "first".
func ordinal(word string) int {
	names := []string{"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"}
	if i := slices.Index(names, word); i >= 0 {
		return i + 1
	}
	for _, ending := range []string{"st", "nd", "rd", "th"} {
		if digits, ok := strings.CutSuffix(word, ending); ok {
			return whole(digits)
		}
	}
	return 0
}

// whole reads a whole number from 1, or gives 0.
func whole(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > count.MaxCandidates || text[0] == '+' {
		return 0
	}
	return n
}

// rankColumns finds the columns of the ranks, in the order of the ranks.
func (l *layout) rankColumns(words []string) (err error) {
	if len(words) > 0 {
		l.ranks, err = l.columns(words)
		return err
	}
	byRank := map[int]int{}
	for i, header := range l.headers {
		rank := rankOf(header)
		if rank == 0 || l.special(i) {
			continue
		}
		if before, twice := byRank[rank]; twice {
			return at(1, i+1, fmt.Sprintf("the columns %q and %q are both rank %d", l.headers[before], header, rank),
				"say which columns are the ranks of the contest")
		}
		byRank[rank] = i
	}
	for rank := 1; len(l.ranks) < len(byRank); rank++ {
		column, there := byRank[rank]
		if !there {
			return at(1, 0, fmt.Sprintf("there are %d columns with ranks, but none for rank %d", len(byRank), rank), "give every rank a column")
		}
		l.ranks = append(l.ranks, column)
	}
	if len(l.ranks) == 0 {
		return at(1, 0, "no column has a header such as rank1", "say which columns are the ranks")
	}
	return nil
}

// Ranks reads a table with a row for each paper and a column for each rank, whose cells name candidates. The data
// must be UTF-8. Errors are party.Problems.
func Ranks(data []byte, request mend.Request, columns Columns) (*count.Election, error) {
	if err := request.Policy.Check(); err != nil {
		return nil, err
	}
	who, err := newRoster(request.Candidates)
	if err != nil {
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
	if err := l.rankColumns(columns.Ranks); err != nil {
		return nil, err
	}
	pile := mend.NewPile(request.Policy)
	papers := bytes.Count(data[row.pos:], []byte{'\n'}) + 1
	pile.Grow(papers, min(papers*len(l.ranks), len(data)/2))
	reader := rankReader{row, who, pile, &ledger{layout: l, pile: pile, known: map[string]worth{}}, [2]map[string]int{{}, {}}}
	if err := reader.all(&request); err != nil {
		return nil, err
	}
	election := &count.Election{Seats: request.Seats}
	if err := l.headed(who); err != nil {
		return nil, err
	}
	request.Name(election, "")
	l.note(election)
	who.settle(pile, election)
	pile.Fill(election)
	return election, nil
}

// headed complains if the first line is not one of headers but a paper.
func (l *layout) headed(who *roster) error {
	for _, column := range l.ranks {
		if _, candidate := who.index[l.headers[column]]; candidate {
			return at(1, column+1, fmt.Sprintf("%q heads a column and is a candidate: the first line looks like a paper", clip(l.headers[column])),
				"put a line of headers above the papers, such as rank1,rank2")
		}
	}
	return nil
}

type rankReader struct {
	*rows
	who    *roster
	pile   *mend.Pile
	ledger *ledger
	known  [2]map[string]int // what a cell says, by its raw text; those with doubled quotes apart
}

func (r *rankReader) all(request *mend.Request) error {
	return r.each(request, func() bool { return r.blankLine(len(r.ledger.headers)) }, r.paper)
}

func (r *rankReader) paper() error {
	if len(r.cells) > len(r.ledger.headers) {
		if err := overlong(r.rows, len(r.ledger.headers)); err != nil {
			return err
		}
	}
	w, err := r.ledger.worth(r.rows)
	if err != nil {
		return err
	}
	r.pile.Begin()
	for _, column := range r.ledger.ranks {
		if column >= len(r.cells) {
			r.pile.Skip()
			continue
		}
		c := r.cells[column]
		known := r.known[0]
		if c.doubled {
			known = r.known[1]
		}
		meaning, met := known[string(c.raw)]
		if !met {
			meaning = r.learn(c, known)
		}
		switch meaning {
		case isSkip:
			r.pile.Skip()
		case isOvervote:
			r.pile.Overvote()
		case isTooMany:
			return at(r.line, column+1, fmt.Sprintf("there are more than %d candidates", count.MaxCandidates), "check that the cells of this column name candidates")
		default:
			r.pile.Prefer(meaning)
		}
	}
	if err := r.pile.End(w.times, w.class, r.line); err != nil {
		return at(r.line, 0, err.Error(), "")
	}
	return nil
}

// learn finds out what a cell says that was not met before.
func (r *rankReader) learn(c cell, known map[string]int) int {
	text := c.text()
	meaning, given := r.who.index[text] // somebody may be called Blank
	if !given {
		if meaning = token(text); meaning == 0 {
			if meaning = r.who.number(text); meaning < 0 {
				return isTooMany
			}
		}
	}
	if len(known) < maxKnown {
		known[string(c.raw)] = meaning
	}
	return meaning
}
