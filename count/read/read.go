// Package read makes an Election of a file of ballots, whatever its format: BLT in all dialects, tables with a
// column for each rank or each candidate, PrefLib, NIST's cast vote records, profiles of VoteKit, the long format of
// New South Wales, and the rankings that come out of a sealed box.
//
// The format is told from what is in the file, never from its name alone. What the reader passed over or took for
// something stands in Election.Notes; papers that are not valid stand in Election.Rejected, with line and reason.
// Columns that no option names and no rule recognises are discarded, and the notes name them: what a count does not
// need is not kept. doc/formats/ballot-files.md is normative.
package read

import (
	"path"
	"strings"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/read/blt"
	"github.com/selectorate/selectorate/count/read/mend"
	"github.com/selectorate/selectorate/party"
)

// Options say what a file does not, and how doubtful marks are treated. The zero value is right for most files.
type Options struct {
	Format   string      // the name of one of Formats; empty: told from what is in the file
	Seats    int         // places to fill where the format does not say; 0: unknown
	Title    string      // of the contest; empty: what the file says, or its name
	Policy   mend.Policy // what doubtful marks mean
	Progress func(done, total int64)
	Limit    int64 // bytes a compressed file may unpack to; 0: DefaultLimit
}

// DefaultLimit is how many bytes a compressed file may unpack to unless Options.Limit says otherwise.
const DefaultLimit = 1 << 30

// File reads a file. Its name serves for the title if the file has none, and in messages. Errors are
// party.Problems with line, column and how to mend it, or of kind Invalid.
func File(data []byte, name string, options Options) (*count.Election, error) {
	if options.Seats < 0 || options.Seats > count.MaxCandidates {
		return nil, party.Errorf(party.Invalid, "%d places cannot be filled", options.Seats)
	}
	request := mend.Request{
		Policy: options.Policy, Title: options.Title, Fallback: fallback(name), Seats: options.Seats, Progress: options.Progress,
	}
	election, err := blt.Read(data, request)
	if err != nil {
		return nil, err
	}
	return election, election.Check()
}

// fallback makes a title of a file's name.
func fallback(name string) string {
	base := path.Base(strings.ReplaceAll(name, "\\", "/"))
	if base == "." || base == "/" {
		return ""
	}
	for _, ext := range []string{".gz", ".zip"} {
		base = strings.TrimSuffix(base, ext)
	}
	return strings.TrimSuffix(base, path.Ext(base))
}
