package table

import (
	"fmt"
	"slices"
	"strings"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/read/mend"
)

// IsProfile tells whether a file is a profile of VoteKit.
func IsProfile(data []byte) bool {
	row := newRows(data, ',')
	if !row.next() || len(row.cells) == 0 {
		return false
	}
	first := row.cells[0].text()
	return strings.HasPrefix(first, "VoteKit") || first == "Candidates" && blank(row.cells[1:])
}

// Profile reads a ranked profile as the Python package VoteKit saves it. The data must be UTF-8. Errors are
// party.Problems.
func Profile(data []byte, request mend.Request) (*count.Election, error) {
	if err := request.Policy.Check(); err != nil {
		return nil, err
	}
	p := profile{rows: newRows(data, ','), pile: mend.NewPile(request.Policy), index: map[string]int{}}
	election := &count.Election{Seats: request.Seats}
	if err := p.head(election); err != nil {
		return nil, err
	}
	if err := p.each(&request, p.empty, p.paper); err != nil {
		return nil, err
	}
	request.Name(election, "")
	p.pile.Fill(election)
	return election, nil
}

type profile struct {
	*rows
	pile   *mend.Pile
	index  map[string]int // candidates by the short form of their names in the cells
	ranks  []int          // columns
	weight int
	group  []int
}

// head reads everything up to the header of the rows.
func (p *profile) head(election *count.Election) error {
	for p.next() {
		first := cellText(p.rows, 0)
		switch {
		case strings.HasPrefix(first, "VoteKit") && first != "VoteKit RankProfile":
			return at(p.line, 1, fmt.Sprintf("%q is not a profile of rankings", clip(first)), "only a RankProfile can be counted here")
		case first == "Candidates" && len(election.Candidates) == 0:
			if !p.next() {
				return at(p.ahead, 0, "the candidates are missing", "")
			}
			if err := p.candidates(election); err != nil {
				return err
			}
		case slices.ContainsFunc(p.cells, func(c cell) bool { return strings.HasPrefix(c.text(), "Ranking_") }):
			return p.columns(election)
		}
	}
	return at(p.line, 0, "the row that begins with Ranking_1 is missing", "save the profile again")
}

// candidates reads "(ADA BELL:ADA),(BEN COE:BEN)", or bare names.
func (p *profile) candidates(election *count.Election) error {
	for i, c := range p.cells {
		text := c.text()
		if text == "" {
			continue
		}
		name, short := text, text
		if inside, ok := strings.CutPrefix(text, "("); ok && strings.HasSuffix(inside, ")") {
			inside = strings.TrimSuffix(inside, ")")
			if colon := strings.LastIndexByte(inside, ':'); colon > 0 {
				name, short = inside[:colon], inside[colon+1:]
			}
		}
		if _, twice := p.index[short]; twice || len(p.index) >= count.MaxCandidates {
			return at(p.line, i+1, fmt.Sprintf("the candidate %q is there twice, or there are too many", clip(short)), "")
		}
		p.index[short] = len(election.Candidates)
		election.Candidates = append(election.Candidates, count.Candidate{Name: name})
	}
	if len(election.Candidates) == 0 {
		return at(p.line, 0, "there are no candidates", "")
	}
	return nil
}

func (p *profile) columns(election *count.Election) error {
	if len(election.Candidates) == 0 {
		return at(p.line, 0, "the candidates are missing above the rankings", "save the profile again")
	}
	p.weight = -1
	l := layout{weight: -1, times: -1, section: -1}
	for i, c := range p.cells {
		text := c.text()
		l.headers = append(l.headers, text)
		if n, ok := strings.CutPrefix(text, "Ranking_"); ok {
			if whole(n) != len(p.ranks)+1 {
				return at(p.line, i+1, fmt.Sprintf("%q stands where Ranking_%d must", text, len(p.ranks)+1), "")
			}
			p.ranks = append(p.ranks, i)
		}
		if text == "Weight" {
			p.weight = i
		}
		if text == "&" || text == "Ballot Index" {
			l.names = append(l.names, i)
		}
	}
	if p.weight < 0 {
		return at(p.line, 0, "the column Weight is missing", "save the profile again")
	}
	l.ranks, l.weight = p.ranks, p.weight
	l.note(election)
	return nil
}

// paper reads a row: at each rank a Python set of candidates, an empty set for a skipped rank, or nothing.
func (p *profile) paper() error {
	weight, err := mend.Weight(cellText(p.rows, p.weight))
	if err != nil {
		return at(p.line, p.weight+1, err.Error(), "")
	}
	times, class, err := p.pile.Worth(weight, "")
	if err != nil {
		return at(p.line, p.weight+1, err.Error(), "")
	}
	p.pile.Begin()
	for _, column := range p.ranks {
		text := cellText(p.rows, column)
		if text == "" || text == "~" {
			p.pile.Skip()
			continue
		}
		names, ok := pythonSet(text)
		if !ok {
			return at(p.line, column+1, fmt.Sprintf("%q is no set of candidates", clip(text)), "write {'A'} or {'A', 'B'}")
		}
		p.group = p.group[:0]
		for _, name := range names {
			c, known := p.index[name]
			if !known {
				return at(p.line, column+1, fmt.Sprintf("%q is not among the candidates", clip(name)), "")
			}
			p.group = append(p.group, c)
		}
		p.pile.Rank(p.group)
	}
	if err := p.pile.End(times, class, p.line); err != nil {
		return at(p.line, 0, err.Error(), "")
	}
	return nil
}

// pythonSet reads a set of strings as Python prints it: {'A', "O'NEIL"}, frozenset({'A'}), set(), frozenset().
func pythonSet(text string) ([]string, bool) {
	for _, name := range []string{"frozenset(", "set("} {
		if inside, ok := strings.CutPrefix(text, name); ok && strings.HasSuffix(inside, ")") {
			if text = strings.TrimSuffix(inside, ")"); text == "" {
				return nil, true
			}
		}
	}
	if len(text) < 2 || text[0] != '{' || text[len(text)-1] != '}' {
		return nil, false
	}
	text = strings.TrimSpace(text[1 : len(text)-1])
	var names []string
	for text != "" {
		name, rest, ok := pythonString(text)
		if !ok {
			return nil, false
		}
		names = append(names, name)
		rest = strings.TrimSpace(rest)
		after, comma := strings.CutPrefix(rest, ",")
		if !comma && rest != "" {
			return nil, false
		}
		text = strings.TrimSpace(after)
	}
	return names, true
}

// pythonString reads a string as Python prints it and gives what follows.
func pythonString(text string) (value, rest string, ok bool) {
	quote := text[0]
	if quote != '\'' && quote != '"' {
		return "", "", false
	}
	var out strings.Builder
	for i := 1; i < len(text); i++ {
		switch c := text[i]; {
		case c == quote:
			return out.String(), text[i+1:], true
		case c == '\\' && i+1 < len(text):
			i++
			out.WriteByte(text[i])
		default:
			out.WriteByte(c)
		}
	}
	return "", "", false
}
