package returns

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/selectorate/selectorate/party"
)

// Answer is what one unit has answered, or why it has not.
type Answer string

// The answers. Files also write the first two as "contest" and "no-contest".
const (
	Select       Answer = "select"        // hold a contest
	Reselect     Answer = "reselect"      // no contest
	NoPreference Answer = "no-preference" // the ballot tied, was taken again and tied again
	NoVotes      Answer = "no-votes"      // the unit met and nobody voted
	DidNotMeet   Answer = "did-not-meet"
	NotDiscussed Answer = "not-discussed" // the unit met and did not take the item
	Void         Answer = "void"          // declared void and not held again
	Late         Answer = "late"          // received after the last day for returns
	Outstanding  Answer = "outstanding"   // not in yet, or a first tie that is still open
)

// Answers lists every answer, in the order in which pages show them.
func Answers() []Answer {
	return []Answer{Select, Reselect, NoPreference, NoVotes, DidNotMeet, NotDiscussed, Void, Late, Outstanding}
}

// ParseAnswer reads an answer as a file writes it: trimmed, in capitals or not, with "contest" and
// "no-contest" for select and reselect. The error is of kind Invalid.
func ParseAnswer(text string) (Answer, error) {
	word := strings.ToLower(strings.TrimSpace(text))
	switch word {
	case "contest":
		return Select, nil
	case "no-contest":
		return Reselect, nil
	}
	if slices.Contains(Answers(), Answer(word)) {
		return Answer(word), nil
	}
	return "", party.Errorf(party.Invalid, "%q is not an outcome", text)
}

// Row is one unit's answer as it is counted.
type Row struct {
	Unit     string // the unit's name as written, trimmed
	Kind     party.UnitKind
	Answer   Answer
	Figures  bool  // whether Select and Reselect are known
	Select   int64 // votes for a contest, 0 to 1,000,000,000
	Reselect int64 // votes for none, 0 to 1,000,000,000
	Spoilt   int64 // papers that were no vote, 0 to 1,000,000,000; 0 also where not said
	Line     int   // where it stood in its file, 0 if it came from no file
}

// File holds the answers of the units in one seat, and what is known about units that do not exist.
type File struct {
	Rows  []Row
	None  []party.UnitKind // kinds of which the seat has no unit; other kinds without a row were not published
	Notes []string         // what was left out of a file while it was read
}

// Outstanding tells how many rows are not in yet.
func (r File) Outstanding() int64 {
	var n int64
	for _, row := range r.Rows {
		if row.Answer == Outstanding {
			n++
		}
	}
	return n
}

// Has tells whether there is a row of a kind.
func (r File) Has(kind party.UnitKind) bool {
	return slices.ContainsFunc(r.Rows, func(row Row) bool { return row.Kind == kind })
}

// Majority gives the answer that figures make: the majority, or outstanding after an equal vote, because a
// first tie is balloted again. It is not ok for 0-0, which says nothing.
// clause: uk-labour/* unit-majority
// clause: uk-labour/* unit-tie
func Majority(contest, none int64) (answer Answer, ok bool) {
	switch {
	case contest > none:
		return Select, true
	case contest < none:
		return Reselect, true
	}
	return Outstanding, contest > 0
}

// Agrees tells whether figures can belong to an answer. The error, of kind Invalid, says what they mean
// instead.
func (a Answer) Agrees(contest, none int64) error {
	var ok bool
	switch a {
	case Select:
		ok = contest > none
	case Reselect:
		ok = contest < none
	case NoPreference:
		ok = contest == none && contest > 0
	case Outstanding:
		ok = contest == none
	case NoVotes, DidNotMeet, NotDiscussed:
		ok = contest == 0 && none == 0
	case Void, Late:
		ok = true
	}
	if ok {
		return nil
	}
	return party.Errorf(party.Invalid, "the figures %d to %d %s, and the outcome says %s", contest, none, meaning(contest, none), a.Words())
}

func meaning(contest, none int64) string {
	switch {
	case contest > none:
		return "ask for a contest"
	case contest < none:
		return "ask for no contest"
	case contest == 0:
		return "are no votes at all"
	}
	return "are a tie"
}

// Words gives the answer as people read it.
func (a Answer) Words() string {
	switch a {
	case Select:
		return "hold a contest"
	case Reselect:
		return "no contest"
	case NoPreference:
		return "no preference"
	case NoVotes:
		return "nobody voted"
	case DidNotMeet:
		return "did not meet"
	case NotDiscussed:
		return "met without taking the item"
	case Void:
		return "declared void"
	case Late:
		return "received late"
	case Outstanding:
		return "not in yet"
	}
	return string(a)
}

// Readback says a return as a sentence, to be confirmed before it is countersigned: "Northside asks for a
// contest, 16 to 14."
func (r Row) Readback() string {
	said := r.Unit + " " + r.said()
	if r.Figures && r.Select+r.Reselect > 0 {
		high, low := max(r.Select, r.Reselect), min(r.Select, r.Reselect)
		said += fmt.Sprintf(", %d to %d", high, low)
	}
	if r.Spoilt > 0 {
		said += fmt.Sprintf(", with %d spoilt", r.Spoilt)
	}
	return said + "."
}

func (r Row) said() string {
	switch r.Answer {
	case Select:
		return "asks for a contest"
	case Reselect:
		return "asks for no contest"
	case NoPreference:
		return "tied twice and has no preference"
	case NoVotes:
		return "met and nobody voted"
	case DidNotMeet:
		return "did not meet"
	case NotDiscussed:
		return "met without taking the item"
	case Void:
		return "was declared void" + r.leaning()
	case Late:
		return "came in late" + r.leaning()
	case Outstanding:
		if r.Figures && r.Select > 0 {
			return "tied and votes again"
		}
		return "is not in yet"
	}
	return string(r.Answer)
}

// leaning says which way the figures of a void or late return went, so that "16 to 14" can be read.
func (r Row) leaning() string {
	switch answer, _ := Majority(r.Select, r.Reselect); {
	case !r.Figures || r.Select+r.Reselect == 0:
		return ""
	case answer == Select:
		return " with a majority for a contest"
	case answer == Reselect:
		return " with a majority for no contest"
	}
	return " with a tie"
}

// SameName gives the form in which names of units are compared: Unicode normalised, trimmed, inner white
// space as one blank, capitals folded, invisible characters left out.
func SameName(name string) string {
	visible := strings.Map(func(r rune) rune {
		if invisible(r) {
			return -1
		}
		return r
	}, norm.NFC.String(name))
	return cases.Fold().String(strings.Join(strings.Fields(visible), " "))
}
