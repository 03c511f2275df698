package trigger

import (
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/selection/returns"
)

// Report is a decision as it is told to other programs, described in doc/formats/decide-json.md. The command
// line and the web interface write the same.
type Report struct {
	Rules      string              `json:"rules"`
	Title      string              `json:"title"`
	Digest     rulebook.Digest     `json:"digest"`
	Procedure  string              `json:"procedure"`
	Outcome    rulebook.Outcome    `json:"outcome"`
	Text       string              `json:"text"`
	Certain    bool                `json:"certain"`
	Needed     map[string]int64    `json:"needed"`
	Pools      []ReportedPool      `json:"pools"`
	Share      *party.Share        `json:"share"`
	Reasons    []ReportedReason    `json:"reasons"`
	Parameters map[string]any      `json:"parameters"`
	Returns    ReportedReturns     `json:"returns"`
	Sensitive  []ReportedSensitive `json:"sensitive"`
	Notes      []string            `json:"notes"`
}

// ReportedPool is one pool: units, or votes where the book counts votes.
type ReportedPool struct {
	Kind   string       `json:"kind"`
	Select int64        `json:"select"`
	Of     int64        `json:"of"`
	Share  *party.Share `json:"share"` // null where nothing counts
}

// ReportedReason is one reason with its sentence.
type ReportedReason struct {
	Clause  string           `json:"clause"`
	Status  rulebook.Status  `json:"status"`
	Text    string           `json:"text"`
	Code    string           `json:"code"`
	Figures rulebook.Figures `json:"figures"`
}

// ReportedReturns says how many rows the file had and how many of them the book counts.
type ReportedReturns struct {
	Rows        int64 `json:"rows"`        // in the file
	Units       int64 `json:"units"`       // of kinds that the book counts
	Outstanding int64 `json:"outstanding"` // of these, not in yet
}

// ReportedSensitive is a setting that no source states and that would change the outcome.
type ReportedSensitive struct {
	Parameter string           `json:"parameter"`
	Value     any              `json:"value"`
	Instead   any              `json:"instead"`
	Outcome   rulebook.Outcome `json:"outcome"`
	Pools     []ReportedPool   `json:"pools"`
}

// NewReport tells a decision with its sentences and settings.
func NewReport(book *rulebook.Book, setting rulebook.Setting, file returns.File, d Decision) Report {
	report := Report{
		Rules: book.Name, Title: book.Title, Digest: book.Digest, Procedure: d.Ruling.Procedure,
		Outcome: d.Ruling.Outcome, Text: rulebook.Headline(book, d.Ruling.Outcome),
		Certain: d.Certain, Needed: d.Needed, Pools: reportedPools(d.Pools), Share: d.Share,
		Reasons: []ReportedReason{}, Parameters: map[string]any{}, Sensitive: []ReportedSensitive{},
		Returns: ReportedReturns{Rows: int64(len(file.Rows)), Units: d.Units, Outstanding: d.Outstanding},
		Notes:   append([]string{}, file.Notes...),
	}
	for _, r := range d.Ruling.Reasons {
		figures := r.Figures
		if figures == nil {
			figures = rulebook.Figures{}
		}
		report.Reasons = append(report.Reasons, ReportedReason{r.Clause, r.Status, rulebook.Sentence(book, r), r.Code, figures})
	}
	for _, p := range book.Parameters {
		report.Parameters[p.Name] = p.Typed(book.Value(setting, p.Name))
	}
	for _, s := range d.Sensitive {
		p, _ := book.Parameter(s.Parameter)
		report.Sensitive = append(report.Sensitive, ReportedSensitive{
			s.Parameter, p.Typed(s.Value), p.Typed(s.Instead), s.Outcome, reportedPools(s.Pools),
		})
	}
	return report
}

func reportedPools(pools []PoolCount) []ReportedPool {
	reported := make([]ReportedPool, len(pools))
	for i, p := range pools {
		reported[i] = ReportedPool{Kind: p.Kind, Select: p.Select, Of: p.Of, Share: p.Share}
	}
	return reported
}

// Decisive gives the reasons that carry the outcome: what is said first. There is at least one wherever the
// ruling has reasons.
func (d Decision) Decisive(book *rulebook.Book) []rulebook.Reason {
	want := rulebook.Open
	switch outcome := d.Ruling.Outcome; {
	case outcome == rulebook.Triggered && book.Decision.Of != rulebook.ForIncumbent,
		outcome == rulebook.NotTriggered && book.Decision.Of == rulebook.ForIncumbent:
		want = rulebook.Met
	case outcome == rulebook.Triggered, outcome == rulebook.NotTriggered:
		want = rulebook.NotMet
	}
	var found []rulebook.Reason
	for _, r := range d.Ruling.Reasons {
		if r.Status == want && carries(r.Code) {
			found = append(found, r)
		}
	}
	if len(found) == 0 && len(d.Ruling.Reasons) > 0 {
		return d.Ruling.Reasons[:1]
	}
	return found
}

// carries tells whether a reason with this code can carry an outcome; the others say what was left out, what
// is still to come and what a setting would change.
func carries(code string) bool {
	switch code {
	case "half", "half-open", "not-counted", "counted-without-asking", "kinds-not-counted", "cannot-change",
		"can-change", "needed", "sensitive", "ballot-not-requested":
		return false
	}
	return true
}
