package read

import (
	"bytes"
	"slices"
	"strings"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/read/blt"
	"github.com/selectorate/selectorate/count/read/box"
	"github.com/selectorate/selectorate/count/read/cdf"
	"github.com/selectorate/selectorate/count/read/mend"
	"github.com/selectorate/selectorate/count/read/preflib"
	"github.com/selectorate/selectorate/count/read/rounds"
	"github.com/selectorate/selectorate/count/read/table"
	"github.com/selectorate/selectorate/party"
)

// Format is a format of ballot files.
type Format struct {
	Name string // by which it may be asked for
	Help string // a line

	is   func([]byte) bool
	read func([]byte, mend.Request, Options) (*count.Election, error)
}

// plain makes a reader of one that needs no more than a request.
func plain(read func([]byte, mend.Request) (*count.Election, error)) func([]byte, mend.Request, Options) (*count.Election, error) {
	return func(data []byte, request mend.Request, _ Options) (*count.Election, error) {
		return read(data, request)
	}
}

// Formats lists the formats, in the order in which a file is tried for them.
func Formats() []Format {
	return []Format{
		{"cdf", "NIST SP 1500-103 cast vote records, version 1, JSON", json(cdf.Is), plain(cdf.Read)},
		{
			"belenios", "the result of a sealed box: {\"result\":[…]}, rankings or sums", json(box.Is),
			func(data []byte, request mend.Request, options Options) (*count.Election, error) {
				return box.Read(data, request, options.Description)
			},
		},
		{"rounds", "figures of a ballot held in rounds (CSV: round,electorate,rejected,withdrawn, then a column for each candidate)", rounds.Recognise, plain(rounds.Read)},
		{"votekit-profile", "a RankProfile as VoteKit saves it (CSV)", table.IsProfile, plain(table.Profile)},
		{"nsw-long", "long format of the New South Wales Electoral Commission, a row for each mark", table.IsLong, plain(table.Long)},
		{"scot-csv", "Scottish ward as a table: numbers, then Candidate 1 …, then the ward", table.IsScottish, plain(table.Scottish)},
		{"preflib", "PrefLib soc, soi, toc or toi, old or new header", preflib.Is, plain(preflib.Read)},
		{"blt", "BLT in any dialect: candidates and places, papers, names", isBLT, plain(blt.Read)},
		{
			"csv-rank", "a table with a row for each paper and a column for each rank", isRanks,
			func(data []byte, request mend.Request, options Options) (*count.Election, error) {
				return table.Ranks(data, request, options.Columns)
			},
		},
		{
			"csv-candidate", "a table with a row for each paper and a column for each candidate", table.HasCandidates,
			func(data []byte, request mend.Request, options Options) (*count.Election, error) {
				return table.Candidates(data, request, options.Columns)
			},
		},
	}
}

// json asks only files that begin as JSON does.
func json(is func([]byte) bool) func([]byte) bool {
	return func(data []byte) bool {
		data = bytes.TrimSpace(data)
		return len(data) > 0 && data[0] == '{' && is(data)
	}
}

// isBLT tells whether a file begins with two numbers, as BLT does, comments apart.
func isBLT(data []byte) bool {
	for line := range bytes.Lines(data[:min(len(data), 1<<16)]) {
		line = bytes.TrimRight(line, ", \t\r\n")
		if len(bytes.TrimSpace(line)) == 0 || bytes.HasPrefix(bytes.TrimSpace(line), []byte("#")) || bytes.HasPrefix(line, []byte("/*")) {
			continue
		}
		fields := bytes.Fields(line)
		return number(fields[0]) && (len(fields) == 1 || number(fields[1]) || bytes.HasPrefix(fields[1], []byte("#")))
	}
	return false
}

func number(word []byte) bool {
	return len(word) > 0 && len(bytes.Trim(word, "0123456789")) == 0
}

func isRanks(data []byte) bool {
	return table.HasRanks(table.Headers(data))
}

// detect finds the format of a file by what is in it.
func detect(data []byte, options Options) (Format, error) {
	all := Formats()
	if options.Format != "" {
		names := make([]string, len(all))
		for i, format := range all {
			if names[i] = format.Name; format.Name == options.Format {
				return format, nil
			}
		}
		return Format{}, party.Errorf(party.Invalid, "there is no format %q: it is one of %s", options.Format, strings.Join(names, ", "))
	}
	asked := ""
	switch {
	case len(options.Columns.Ranks) > 0:
		asked = "csv-rank"
	case len(options.Columns.Candidates) > 0:
		asked = "csv-candidate"
	}
	for _, format := range all {
		if format.Name == asked || asked == "" && format.is(data) {
			return format, nil
		}
	}
	return Format{}, party.Problems{{Message: unknown(data), Mend: "name its format: " + strings.Join(names(all), ", ")}}
}

func names(all []Format) []string {
	var names []string
	for format := range slices.Values(all) {
		names = append(names, format.Name)
	}
	return names
}

// unknown says what a file is not, as nearly as can be told.
func unknown(data []byte) string {
	switch data = bytes.TrimSpace(data); {
	case len(data) == 0:
		return "the file is empty"
	case data[0] == '<':
		return "the file is XML or a web page; of cast vote records the JSON form can be read"
	case data[0] == '{' || data[0] == '[':
		return "the file is JSON, but neither cast vote records nor the result of a box"
	}
	return "no format of ballots was recognised"
}
