package table

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/read/mend"
)

// IsScottish tells whether a file is a table of mggg/scot-elex: "8,4," first, and rows that begin with
// "Candidate 1" below the papers.
func IsScottish(data []byte) bool {
	row := newRows(data, ',')
	if !row.next() {
		return false
	}
	var numbers []string
	for _, c := range row.cells {
		if text := c.text(); text != "" {
			numbers = append(numbers, text)
		}
	}
	return len(numbers) == 2 && whole(numbers[0]) > 0 && whole(numbers[1]) > 0 && bytes.Contains(data, []byte("\n\"Candidate 1\","))
}

// Scottish reads a table of a Scottish ward as mggg/scot-elex keeps it: candidates and places; then rows of how many
// papers and the numbers of the candidates in order, without a 0 at the end; then the candidates with their parties;
// then the ward. The data must be UTF-8. Errors are party.Problems.
func Scottish(data []byte, request mend.Request) (*count.Election, error) {
	if err := request.Policy.Check(); err != nil {
		return nil, err
	}
	r := scottishReader{rows: newRows(data, ','), pile: mend.NewPile(request.Policy), election: &count.Election{}}
	r.next()
	candidates, seats := whole(cellText(r.rows, 0)), whole(cellText(r.rows, 1))
	if candidates == 0 || seats == 0 {
		return nil, at(1, 0, "the first row must be the numbers of candidates and places", "write, for instance: 8,4")
	}
	r.candidates, r.election.Seats = candidates, seats
	if err := r.each(&request, r.empty, r.row); err != nil {
		return nil, err
	}
	if n := len(r.election.Candidates); n != candidates {
		return nil, at(r.ahead, 0, fmt.Sprintf("there are %d names for %d candidates", n, candidates), "write a row for each candidate, then the ward")
	}
	request.Name(r.election, r.title)
	r.pile.Fill(r.election)
	return r.election, nil
}

type scottishReader struct {
	*rows
	pile       *mend.Pile
	election   *count.Election
	candidates int
	title      string
}

func (r *scottishReader) row() error {
	first := cellText(r.rows, 0)
	number, named := strings.CutPrefix(first, "Candidate ")
	switch {
	case named:
		if whole(number) != len(r.election.Candidates)+1 {
			return at(r.line, 1, fmt.Sprintf("%q stands where Candidate %d must", clip(first), len(r.election.Candidates)+1), "")
		}
		name := cellText(r.rows, 1)
		if name == "" {
			return at(r.line, 2, fmt.Sprintf("%s has no name", first), "write it in the second column")
		}
		if party := abbreviation(cellText(r.rows, 2)); party != "" {
			name += " (" + party + ")"
		}
		r.election.Candidates = append(r.election.Candidates, count.Candidate{Name: name})
		return nil
	case len(r.election.Candidates) > 0:
		r.ward()
		return nil
	}
	return r.paper()
}

// ward reads the last row. A ward whose name has commas is in two pairs of quotes there, so the row is taken as it is.
func (r *scottishReader) ward() {
	var parts []string
	for _, c := range r.cells {
		parts = append(parts, string(c.raw))
	}
	r.title = strings.Trim(strings.TrimRight(strings.Join(parts, ","), ", \r"), `" `)
	r.pos = len(r.data) // nothing behind it is read
}

// abbreviation gives what stands in the last brackets of a party's name: "Labour (Lab)" is Lab.
func abbreviation(party string) string {
	start := strings.LastIndexByte(party, '(')
	if start < 0 || !strings.HasSuffix(party, ")") {
		return party
	}
	return party[start+1 : len(party)-1]
}

func (r *scottishReader) paper() error {
	times, err := strconv.ParseInt(cellText(r.rows, 0), 10, 64)
	if err != nil || times < 1 {
		return at(r.line, 1, fmt.Sprintf("%q does not say how many papers the row stands for", clip(cellText(r.rows, 0))), "write a whole number from 1")
	}
	r.pile.Begin()
	skipped := false
	for i, c := range r.cells[1:] {
		text := c.text()
		if text == "" {
			skipped = true
			continue
		}
		candidate := whole(text)
		if candidate == 0 || candidate > r.candidates {
			return at(r.line, i+2, fmt.Sprintf("%q is no candidate", clip(text)), fmt.Sprintf("candidates are numbered 1 to %d", r.candidates))
		}
		if skipped {
			r.pile.Skip()
			skipped = false
		}
		r.pile.Prefer(candidate - 1)
	}
	if err := r.pile.End(times, 0, r.line); err != nil {
		return at(r.line, 1, err.Error(), "")
	}
	return nil
}
