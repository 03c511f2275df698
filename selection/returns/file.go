package returns

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/selectorate/selectorate/party"
)

// Limits of a returns file.
const (
	MaxFileBytes = 16 << 20          // the largest file that Parse reads
	MaxFigure    = 1_000_000_000     // the largest figure of a unit
	maxVotes     = 1_000_000_000_000 // all figures of a file together, so that sums stay exact
	maxProblems  = 50                // told at once
	maxName      = 200               // characters in a unit's name
)

// columns of a returns file, by the names that a header may give them.
func columnOf(name string) (column string, known bool) {
	switch name {
	case "unit", "kind", "outcome", "select", "reselect", "spoilt":
		return name, true
	case "contest":
		return "select", true
	case "no-contest":
		return "reselect", true
	}
	return "", false
}

// Parse reads a returns file: CSV with a header, described in doc/formats/returns-file.md. The error
// is of kind Invalid and wraps party.Problems: every place that cannot be used, with line, column and how to
// mend it. Columns that the format does not have are left out and named in Notes.
func Parse(data []byte) (File, error) {
	data = bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))
	f := reader{columns: map[string]int{}, seen: map[string]int{}}
	if problem, bad := notText(data); bad {
		return File{}, party.Errorf(party.Invalid, "%w", party.Problems{problem})
	}
	f.lines = strings.Split(string(data), "\n")
	f.csv = csv.NewReader(bytes.NewReader(data))
	f.csv.Comment = '#'
	f.csv.FieldsPerRecord = -1
	f.csv.TrimLeadingSpace = true
	f.read()
	if len(f.problems) > 0 {
		slices.SortStableFunc(f.problems, func(a, b party.Problem) int { return a.Line - b.Line })
		return File{}, party.Errorf(party.Invalid, "%w", f.problems)
	}
	return f.returns, nil
}

func notText(data []byte) (party.Problem, bool) {
	no := func(message, mend string) (party.Problem, bool) {
		return party.Problem{Message: message, Mend: mend}, true
	}
	utf8mend := `save it as "CSV UTF-8"`
	switch {
	case len(data) > MaxFileBytes:
		return no("the file is larger than 16 MiB", "is this the right file?")
	case bytes.HasPrefix(data, []byte("PK\x03\x04")), bytes.HasPrefix(data, []byte("\xD0\xCF\x11\xE0")):
		return no("this is a spreadsheet or an archive, not CSV", `in the spreadsheet, use "save as" and choose "CSV UTF-8"`)
	case bytes.HasPrefix(data, []byte("\xFF\xFE")), bytes.HasPrefix(data, []byte("\xFE\xFF")):
		return no("the file is in UTF-16", utf8mend)
	case bytes.IndexByte(data, 0) >= 0:
		return no("the file holds a NUL byte, so it is not text in UTF-8", utf8mend)
	case !utf8.Valid(data):
		at := invalidAt(data)
		line := 1 + bytes.Count(data[:at], []byte("\n"))
		return party.Problem{
			Line: line, Column: 1 + utf8.RuneCount(data[bytes.LastIndexByte(data[:at], '\n')+1:at]),
			Message: "the text is not UTF-8 from here on", Mend: utf8mend,
		}, true
	case bytes.Contains(bytes.ReplaceAll(data, []byte("\r\n"), nil), []byte("\r")):
		return no("lines end in a way that CSV does not have (a carriage return alone)", "save it with line ends of Windows or Unix")
	}
	return party.Problem{}, false
}

func invalidAt(data []byte) int {
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return len(data)
}

// reader is a returns file while it is read.
type reader struct {
	csv      *csv.Reader
	lines    []string
	width    int
	columns  map[string]int
	seen     map[string]int // line by kind and name
	votes    int64
	returns  File
	problems party.Problems
}

func (f *reader) read() {
	header, ok := f.next()
	if len(f.problems) > 0 {
		return
	}
	if !ok {
		f.add(0, 0, "", "the file is empty", "begin with a header line: unit,kind,select,reselect")
		return
	}
	if !f.header(header) {
		return
	}
	for {
		record, ok := f.next()
		if !ok || len(f.problems) >= maxProblems {
			break
		}
		f.row(record)
	}
	if len(f.returns.Rows) == 0 && len(f.problems) == 0 {
		f.add(0, 0, "", "the file has no unit", "write one line for each unit")
	}
	if f.votes > maxVotes {
		f.add(0, 0, "", "the figures add up to more than a million million", "check the figures")
	}
}

// next gives the next record that has something in it. A line of nothing but separators, as spreadsheets
// leave at the end, is none.
func (f *reader) next() ([]string, bool) {
	for {
		record, err := f.csv.Read()
		var broken *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return nil, false
		case errors.As(err, &broken):
			f.add(broken.Line, f.column(broken.Line, broken.Column), "", "the quotes of this line are not those of CSV",
				`put the whole cell in double quotes, and write a quote inside it twice`)
			return nil, false
		case err != nil:
			f.add(0, 0, "", "the file cannot be read: "+err.Error(), "")
			return nil, false
		}
		for _, cell := range record {
			if strings.TrimSpace(cell) != "" {
				return record, true
			}
		}
	}
}

func (f *reader) add(line, column int, field, message, mend string) {
	if field != "" {
		message = fmt.Sprintf("column %q: %s", field, message)
	}
	if len(f.problems) < maxProblems {
		f.problems = append(f.problems, party.Problem{Line: line, Column: column, Field: field, Message: message, Mend: mend})
	}
}

// at tells a problem at a cell of the record read last.
func (f *reader) at(cell int, field, message, mend string) {
	line, column := f.csv.FieldPos(cell)
	f.add(line, f.column(line, column), field, message, mend)
}

// column turns a column in bytes into one in characters, which is what people count.
func (f *reader) column(line, bytesBefore int) int {
	if line < 1 || line > len(f.lines) {
		return bytesBefore
	}
	text := f.lines[line-1]
	return 1 + utf8.RuneCountInString(text[:min(max(bytesBefore-1, 0), len(text))])
}

func (f *reader) header(record []string) bool {
	f.width = len(record)
	var ignored []string
	for i, cell := range record {
		name := strings.ToLower(strings.TrimSpace(cell))
		column, known := columnOf(name)
		switch first, twice := f.columns[column]; {
		case !known && name != "":
			ignored = append(ignored, strconv.Quote(strings.TrimSpace(cell)))
		case known && twice:
			f.at(i, column, fmt.Sprintf("it stands twice: the header's cells %d and %d both mean %s", first+1, i+1, column), "take one out")
		case known:
			f.columns[column] = i
		}
	}
	if len(ignored) > 0 {
		f.returns.Notes = append(f.returns.Notes, "columns not read: "+strings.Join(ignored, ", "))
	}
	return f.complete(record)
}

func (f *reader) complete(record []string) bool {
	mend := "begin with a header line: unit,kind,select,reselect (or unit,kind,outcome)"
	if len(record) == 1 && strings.ContainsAny(record[0], ";\t|") {
		f.at(0, "", "the columns are separated by something else than commas", `save it as CSV with commas ("CSV UTF-8")`)
		return false
	}
	for _, needed := range []string{"unit", "kind"} {
		if _, ok := f.columns[needed]; !ok {
			f.at(0, needed, "it is missing from the header", mend)
		}
	}
	if len(f.problems) > 0 && strings.HasPrefix(strings.TrimSpace(record[0]), "#") {
		f.problems = nil
		f.at(0, "", "a comment stands where the header is expected", "begin the line with #, without a blank before it")
		return false
	}
	_, outcome := f.columns["outcome"]
	_, contest := f.columns["select"]
	_, none := f.columns["reselect"]
	switch {
	case !outcome && !contest && !none:
		f.at(0, "", `the header has neither "outcome" nor "select" and "reselect"`, mend)
	case contest && !none:
		f.at(f.columns["select"], "reselect", `it is missing from the header, which has "select"`, "the figures of both sides are needed")
	case none && !contest:
		f.at(f.columns["reselect"], "select", `it is missing from the header, which has "reselect"`, "the figures of both sides are needed")
	}
	return len(f.problems) == 0
}

// cell gives the trimmed text of a column in a record, and where to point: the last cell if the line is short.
func (f *reader) cell(record []string, column string) (text string, at int, ok bool) {
	i, ok := f.columns[column]
	if !ok || i >= len(record) {
		return "", len(record) - 1, false
	}
	text = strings.TrimSpace(record[i])
	return text, i, text != ""
}

func (f *reader) row(record []string) {
	line, _ := f.csv.FieldPos(0)
	before := len(f.problems)
	for i := f.width; i < len(record); i++ {
		if strings.TrimSpace(record[i]) != "" {
			f.at(i, "", fmt.Sprintf("the line has more cells than the header, which has %d", f.width), "put a name that holds a comma in double quotes")
			return
		}
	}
	row := Row{Line: line}
	f.name(record, &row)
	f.kind(record, &row)
	f.figures(record, &row)
	if len(f.problems) == before {
		f.answer(record, &row)
	}
	if len(f.problems) == before {
		f.returns.Rows = append(f.returns.Rows, row)
		f.votes += row.Select + row.Reselect
	}
}

func (f *reader) name(record []string, row *Row) {
	text, at, ok := f.cell(record, "unit")
	switch {
	case !ok:
		f.at(at, "unit", "the unit has no name", "write it")
	case strings.ContainsFunc(text, unicode.IsControl) || strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Bidi_Control, r) }):
		f.at(at, "unit", "the name holds a character that is not seen", "type the name again, on one line")
	case strings.HasPrefix(text, "#"):
		f.at(at, "unit", "the name begins with #, as a comment does", "begin the line with # if it is a comment, else write the name without it")
	case SameName(text) == "":
		f.at(at, "unit", "the unit has no name that can be seen", "write it")
	case utf8.RuneCountInString(text) > maxName:
		f.at(at, "unit", fmt.Sprintf("the name is longer than %d characters", maxName), "shorten it")
	}
	row.Unit = text
}

func invisible(r rune) bool {
	return unicode.Is(unicode.Cf, r) || unicode.IsControl(r) && !unicode.IsSpace(r)
}

func (f *reader) kind(record []string, row *Row) {
	text, at, ok := f.cell(record, "kind")
	row.Kind = party.UnitKind(strings.ToLower(text))
	if !ok || !slices.Contains(party.UnitKinds(), row.Kind) {
		said := fmt.Sprintf("%q is not a kind of unit", text)
		if !ok {
			said = "the kind of the unit is missing"
		}
		f.at(at, "kind", said, "write one of "+listed(party.UnitKinds()))
		return
	}
	key := string(row.Kind) + " " + SameName(row.Unit)
	if first, twice := f.seen[key]; twice && row.Unit != "" {
		_, at, _ := f.cell(record, "unit")
		f.at(at, "unit", fmt.Sprintf("%q (%s) stands twice, first on line %d", row.Unit, row.Kind, first), fmt.Sprintf("keep line %d or line %d", first, row.Line))
		return
	}
	f.seen[key] = row.Line
}

func (f *reader) answer(record []string, row *Row) {
	text, at, ok := f.cell(record, "outcome")
	if !ok {
		f.derived(at, row)
		return
	}
	answer, err := ParseAnswer(text)
	if err != nil {
		f.at(at, "outcome", err.Error(), suggestion(text))
		return
	}
	row.Answer = answer
	if row.Figures {
		if err := answer.Agrees(row.Select, row.Reselect); err != nil {
			mend := "correct the outcome or the figures"
			if answer == NoPreference && row.Select+row.Reselect == 0 {
				mend = "say no-votes where nobody voted"
			}
			f.at(at, "outcome", err.Error(), mend)
			return
		}
	}
	if row.Spoilt > 0 && (answer == DidNotMeet || answer == NotDiscussed) {
		f.at(at, "outcome", fmt.Sprintf("%d papers were spoilt, and the outcome says %s", row.Spoilt, answer.Words()), "correct one of the two")
	}
}

// derived gives a row without an outcome the one that its figures make.
func (f *reader) derived(at int, row *Row) {
	answer, ok := Majority(row.Select, row.Reselect)
	switch {
	case !row.Figures:
		f.at(at, "outcome", "the unit has neither an outcome nor figures", "write outstanding if it is not in yet, or did-not-meet, not-discussed, void, late")
	case !ok:
		f.at(at, "outcome", "0 to 0 does not say what happened", "add an outcome: no-votes, did-not-meet, not-discussed, void, late or outstanding")
	default:
		row.Answer = answer
	}
}

func suggestion(text string) string {
	plain := strings.ToLower(strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '_' || r == '-' }), "-"))
	if answer, err := ParseAnswer(plain); err == nil {
		return "write " + string(answer)
	}
	return "write one of " + listed(Answers()) + " (contest and no-contest are read too)"
}

func listed[T ~string](values []T) string {
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = string(v)
	}
	return strings.Join(words, ", ")
}
