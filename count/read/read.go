// Package read makes an Election of a file of ballots, whatever its format: BLT in all dialects, tables with a
// column for each rank or each candidate, PrefLib, NIST's cast vote records, profiles of VoteKit, the long format of
// New South Wales, the rankings that come out of a sealed box, and figures of rounds.
//
// The format is told from what is in the file, never from its name alone. What the reader passed over or took for
// something stands in Election.Notes; papers that are not valid stand in Election.Rejected, with line and reason.
// Columns that no option names and no rule recognises are discarded, and the notes name them: what a count does not
// need is not kept. doc/formats/ballot-files.md is normative.
package read

import (
	"fmt"
	"path"
	"strings"
	"unicode"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/read/mend"
	"github.com/selectorate/selectorate/count/read/table"
	"github.com/selectorate/selectorate/party"
)

// Options say what a file does not, and how doubtful marks are treated. The zero value is right for most files.
type Options struct {
	Format      string        // the name of one of Formats; empty: told from what is in the file
	Seats       int           // places to fill where the format does not say; 0: unknown
	Title       string        // of the contest; empty: what the file says, or its name
	Policy      mend.Policy   // what doubtful marks mean
	Columns     table.Columns // of a table; empty: recognised by their headers
	Candidates  []string      // names, where the file has none or their order matters
	Contest     string        // which contest or question of the file, by name, identifier or number
	Description []byte        // the election.json that belongs to the result of a box
	Limit       int64         // bytes a compressed file may unpack to; 0: DefaultLimit

	// Progress is told now and then how many bytes of how many were read; it may be nil.
	Progress func(done, total int64)
}

// Limits of what is read.
const (
	DefaultLimit = 1 << 30 // bytes a compressed file may unpack to unless Options.Limit says otherwise
	maxNotes     = 100     // notes in an Election
)

// File reads a file. Its name serves for the title if the file has none. Errors are party.Problems with line, column
// and how to mend it, or of kind Invalid.
func File(data []byte, name string, options Options) (*count.Election, error) {
	if options.Seats < 0 || options.Seats > count.MaxCandidates {
		return nil, party.Errorf(party.Invalid, "%d places cannot be filled", options.Seats)
	}
	if options.Limit <= 0 {
		options.Limit = DefaultLimit
	}
	file, err := unpack(data, name, options.Limit)
	if err != nil {
		return nil, err
	}
	if options.Description == nil {
		options.Description = file.beside
	}
	text, notes, err := decode(file.data)
	if err != nil {
		return nil, err
	}
	format, err := detect(text, options)
	if err != nil {
		return nil, err
	}
	election, err := format.read(text, mend.Request{
		Policy: options.Policy, Title: options.Title, Fallback: fallback(file.name), Seats: options.Seats,
		Candidates: options.Candidates, Contest: options.Contest, Progress: options.Progress,
	}, options)
	if err != nil {
		return nil, err
	}
	election.Notes = append(append(notes, election.Notes...), tidy(election)...)
	if more := len(election.Notes) - maxNotes; more > 0 {
		election.Notes = append(election.Notes[:maxNotes], fmt.Sprintf("There are %d more notes of this kind.", more))
	}
	if err := election.Check(); err != nil {
		return nil, err
	}
	return election, nil
}

// tidy takes out of names and title what a page or a terminal would obey instead of show: line ends and tabs become
// spaces, other control signs and those that turn the direction of writing become U+FFFD. Two candidates of one name
// are noted.
func tidy(election *count.Election) (notes []string) {
	clean := func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t' || r == '\u00A0':
			return ' '
		case unicode.IsControl(r) || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069:
			return unicode.ReplacementChar
		}
		return r
	}
	election.Title = strings.TrimSpace(strings.Map(clean, election.Title))
	first := make(map[string]int, len(election.Candidates))
	for c := range election.Candidates {
		candidate := &election.Candidates[c]
		candidate.Name = strings.TrimSpace(strings.Map(clean, candidate.Name))
		if candidate.Name == "" {
			candidate.Name = fmt.Sprintf("Candidate %d", c+1)
			notes = append(notes, fmt.Sprintf("Candidate %d has no name in the file.", c+1))
		}
		candidate.Nick = strings.Map(clean, candidate.Nick)
		if before, twice := first[candidate.Name]; twice {
			notes = append(notes, fmt.Sprintf("Candidates %d and %d are both called %q.", before+1, c+1, candidate.Name))
		}
		first[candidate.Name] = c
	}
	return notes
}

// fallback makes a title of a file's name.
func fallback(name string) string {
	base := path.Base(strings.ReplaceAll(name, "\\", "/"))
	if base == "." || base == "/" {
		return ""
	}
	return strings.TrimSuffix(base, path.Ext(base))
}
