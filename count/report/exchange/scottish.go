package exchange

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/report"
	"github.com/selectorate/selectorate/count/report/outline"
	"github.com/selectorate/selectorate/party"
)

// Stages writes who had how many votes at each stage, as CSV, in the layout of the "Candidate Votes per Stage Report"
// that Scottish councils publish: for each stage every candidate in the order of the paper, then the
// non-transferable votes, then the total. The columns are
//
//	Stage, Action, Candidate Name, Affiliation, Transfer Value, Votes, Status
//
// The law (SSI 2011/399, rule 56) prescribes what is published and no format of a file; the councils' reports are
// PDF, so this is their table with the number and the action of the stage in front. As there, "Transfer
// Value" is what was moved to or from the candidate and not the value of a paper; it is empty at the first stage. An
// affiliation is what stands in brackets at the end of a name. Votes have the decimals of the rule, without commas
// between thousands; where the rule counts in fractions they are n/d.
//
// Names and other text that begin with =, +, -, @, a tab or a carriage return have an apostrophe in front, because
// spreadsheets would take them for formulas and work them out. Figures have none, not even negative ones.
//
// A result without votes by candidate is an error of kind Invalid.
func Stages(w io.Writer, r *count.Result) error {
	o, err := arranged(r)
	if err != nil {
		return err
	}
	out := newTable(w, "Stage", "Action", "Candidate Name", "Affiliation", "Transfer Value", "Votes", "Status")
	for i := range o.Stages {
		s := &o.Stages[i]
		number, action := strconv.Itoa(s.Stage.Number), action(s)
		begins := i == 0 || s.Stage.Action == count.NextPlace
		for c, row := range s.Rows {
			name, affiliation := Affiliation(o.Names[c])
			out.row(number, harmless(action), harmless(name), harmless(affiliation), moved(row, begins, r.Places), row.Votes.Text(r.Places), status(row))
		}
		if s.Conserved {
			rest := s.Nontransferable
			out.row(number, action, "Non-transferable votes", "", moved(rest, begins, r.Places), rest.Votes.Text(r.Places), "")
			out.row(number, action, "Total", "", "", s.Total.Text(r.Places), "")
		}
	}
	return out.done()
}

// Transfers writes what every stage transferred from whom to whom, as CSV, after the "Transfers Report" of the Scottish
// councils. The columns are
//
//	Stage, Action, From, To, Papers, Value, Votes
//
// Value is that of a paper, and empty where papers of several values are put together. To is "Non-transferable" for
// papers without a further preference. A rule that does not transfer from one candidate to another (Meek, for
// instance) gives the header alone. Text is guarded against being taken for a formula as in Stages.
func Transfers(w io.Writer, r *count.Result) error {
	if err := report.Check(r); err != nil {
		return err
	}
	o := outline.New(r)
	out := newTable(w, "Stage", "Action", "From", "To", "Papers", "Value", "Votes")
	for i := range o.Stages {
		s := &o.Stages[i]
		for _, t := range s.Stage.Transfers {
			value := ""
			if !t.Value.IsZero() {
				value = t.Value.Text(r.Places)
			}
			out.row(strconv.Itoa(s.Stage.Number), harmless(action(s)), harmless(someone(o, t.From)), harmless(someone(o, t.To)),
				strconv.FormatInt(t.Papers, 10), value, t.Votes.Text(r.Places))
		}
	}
	return out.done()
}

// arranged arranges a result that has votes by candidate.
func arranged(r *count.Result) (*outline.Outline, error) {
	if err := report.Check(r); err != nil {
		return nil, err
	}
	o := outline.New(r)
	if len(o.Stages) == 0 {
		return nil, party.Errorf(party.Invalid, "the count has no stages to be written")
	}
	for i := range o.Stages {
		if len(o.Stages[i].Rows) == 0 {
			return nil, party.Errorf(party.Invalid, "stage %d has no votes by candidate: %s is not a rule that this format can say", i+1, r.Rule)
		}
	}
	return o, nil
}

// formulas are the characters with which a cell begins that a spreadsheet takes for a formula.
const formulas = "=+-@\t\r"

// harmless puts an apostrophe before text that a spreadsheet would work out.
func harmless(text string) string {
	if text != "" && strings.ContainsRune(formulas, rune(text[0])) {
		return "'" + text
	}
	return text
}

// Affiliation takes a name apart that ends with an affiliation in brackets: "Ada ADAMS (Lab)". A name that looks like a
// formula stays whole, since its brackets are no affiliation.
func Affiliation(name string) (person, affiliation string) {
	if harmless(name) != name {
		return name, ""
	}
	before, inside, found := strings.Cut(strings.TrimSpace(name), "(")
	inside, closed := strings.CutSuffix(inside, ")")
	before = strings.TrimSpace(before)
	if !found || !closed || before == "" || inside == "" || strings.ContainsAny(inside, "()") {
		return name, ""
	}
	return before, inside
}

func action(s *outline.Step) string {
	if s.Stage.Action == count.FirstPreferences {
		return ""
	}
	return s.Heading
}

func moved(row outline.Row, begins bool, places int) string {
	if begins || row.Change.IsZero() {
		return ""
	}
	return row.Change.Text(places)
}

func status(row outline.Row) string {
	switch row.Standing {
	case outline.IsElected:
		return "Elected"
	case outline.IsExcluded:
		return "Excluded"
	case outline.IsWithdrawn:
		return "Withdrawn"
	case outline.Continuing:
	}
	return ""
}

func someone(o *outline.Outline, c int) string {
	if c == count.Nobody {
		return "Non-transferable"
	}
	return o.Names[c]
}

// table writes rows of CSV (RFC 4180, lines ended by CR and LF) and keeps the first error.
type table struct{ out *csv.Writer }

func newTable(w io.Writer, header ...string) *table {
	t := &table{csv.NewWriter(w)}
	t.out.UseCRLF = true
	t.row(header...)
	return t
}

func (t *table) row(cells ...string) {
	_ = t.out.Write(cells) // done gives the error
}

func (t *table) done() error {
	t.out.Flush()
	return t.out.Error()
}
