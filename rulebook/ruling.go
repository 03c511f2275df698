package rulebook

import (
	"maps"

	"github.com/selectorate/selectorate/party"
)

// Outcome is the answer that a ruling gives. A question that asks whether somebody may do something is
// answered by one of the first four; selection.Decide answers by one of the others.
type Outcome string

// The answers.
const (
	Allowed    Outcome = "allowed"
	Refused    Outcome = "refused"
	NotYet     Outcome = "not-yet"
	Discretion Outcome = "discretion" // a named office must use its discretion

	Triggered    Outcome = "triggered"
	NotTriggered Outcome = "not-triggered"
	Undecided    Outcome = "undecided"    // outstanding answers can still change it
	NeedsRuling  Outcome = "needs-ruling" // the rules do not say, or the figures do not suffice; a named office must rule
	DoesNotApply Outcome = "does-not-apply"
)

// Status says how a clause stands to the facts.
type Status string

// The statuses of a reason.
const (
	Met           Status = "met"
	NotMet        Status = "not-met"
	Open          Status = "open" // not settled: by the facts so far, or by the rule text
	NotApplicable Status = "does-not-apply"
	NotInForce    Status = "not-yet-in-force"
	Waived        Status = "waived"
)

// Words gives the status as people read it.
func (s Status) Words() string {
	switch s {
	case Met:
		return "Met"
	case NotMet:
		return "Not met"
	case Open:
		return "Open"
	case NotApplicable:
		return "Does not apply"
	case NotInForce:
		return "Not yet"
	case Waived:
		return "Waived"
	}
	return string(s)
}

// Reason is one step of a ruling: which clause, how it stands, which sentence says so, and the figures used.
type Reason struct {
	Clause  string  `json:"clause"`
	Status  Status  `json:"status"`
	Code    string  `json:"code"` // names the sentence, such as "pool-reached"
	Figures Figures `json:"figures,omitempty"`
}

// Figures are the values that a reason's sentence uses, by name: whole numbers, fractions, days, and words
// of the book such as a pool's or an office's identifier. Never a person's name, never prose.
type Figures map[string]string

// Ruling is an answer with its reasons. It is what is stored beside an act, and what verification computes
// again with the procedure version that it names.
type Ruling struct {
	Book      Digest   `json:"book"`
	Procedure string   `json:"procedure"` // question and version of the code that answered: "selection.may-return@1"
	Outcome   Outcome  `json:"outcome"`
	Reasons   []Reason `json:"reasons"`
}

// OK tells whether the ruling allows what was asked.
func (r Ruling) OK() bool { return r.Outcome == Allowed }

// Setting is the values that a book's parameters have in one matter: the confirmed ones, over the defaults.
type Setting map[string]string

// Value gives a parameter's value in a setting: the one set, or else the default, or else what Decide takes
// where a book does not have the parameter.
func (b *Book) Value(s Setting, name string) string {
	if v, ok := s[name]; ok {
		return v
	}
	if p, ok := b.Parameter(name); ok {
		return p.Default
	}
	return lacking(name)
}

// ShareValue gives the value of a share parameter. Parse has checked the defaults and Check the settings, so
// a value that is not a share cannot occur; it would read as 0/1.
func (b *Book) ShareValue(s Setting, name string) party.Share {
	v, _ := party.ParseShare(b.Value(s, name))
	return v
}

// Yes tells whether a bool parameter is true.
func (b *Book) Yes(s Setting, name string) bool { return b.Value(s, name) == "true" }

// Same tells whether two reasons say the same, figures included.
func (r Reason) Same(other Reason) bool {
	return r.Clause == other.Clause && r.Status == other.Status && r.Code == other.Code &&
		maps.Equal(r.Figures, other.Figures)
}
