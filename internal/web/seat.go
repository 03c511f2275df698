package web

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
)

// SeatPage is what pages/seat shows: one seat, its outcome, and how it came about.
type SeatPage struct {
	Page
	Seat Seat
}

func (SeatPage) name() string { return "seat" }

// Seat is one seat as anybody may see it today.
type Seat struct {
	ID        party.SeatID
	Name      string
	Round     RoundLine // only ID and Title are shown
	Book      BookRef
	Incumbent string // as the book names the person: "the MP"
	Question  string // what each unit is asked, word for word
	Stage     Stage
	Outcome   rulebook.Outcome // what stands: Triggered or NotTriggered once declared, else ""
	Declared  Declaration      // zero until declared
	Imposed   *Imposed         // what stands is not what the rules gave
	Summary   string           // the decisive reason as one sentence; "" until declared
	Reasons   []Reason         // of the decision; nil until declared
	Pools     []PoolResult     // the figures of the decision; nil until declared
	Answers   []AnswerGroup    // every unit's answer, once published; before that the units alone
	Published bool             // whether Answers may show what the units answered
	Closed    []Closed         // what is not published, and why
	Settings  []Setting        // the parameters under which it was decided
	History   []Step           // oldest first
	First     int64            // the first entry of the public record about this seat
	Last      int64            // the last one
}

// Declaration says who declared the outcome, when, and where that stands.
type Declaration struct {
	Day    party.Day
	Office string // the office's title
	Entry  int64
}

// Imposed says that a body acted against the rules' answer.
type Imposed struct {
	Rules     rulebook.Outcome // what the rules gave
	Outcome   rulebook.Outcome // what was imposed
	By        string           // the office or body, by its title
	Day       party.Day
	Authority string    // what the body says gives it the power, as words of the book
	Ground    string    // the ground it gave, as words of the book
	Clause    ClauseRef // the clause it named
	Declared  bool      // true: the declaration itself departed from the rules; false: it was imposed later
	Entry     int64
}

// PoolResult is how many units, or votes, of one pool asked for a contest.
type PoolResult struct {
	Name    string // such as "Party branches"
	For     int64  // how many asked for a contest
	Of      int64  // of how many that count
	Share   party.Share
	Bar     party.Share // the share that is needed
	Reach   rulebook.Reach
	Reached bool
	Votes   bool // votes are counted, not units

	Outstanding int64 // how many are still to answer: while there are any, nothing is said of Reached
}

// Percent is the share as people read it.
func (p PoolResult) Percent() string { return p.Share.Percent() }

// Needed says the bar in words: "one third or more".
func (p PoolResult) Needed() string {
	return barWord(p.Bar, p.Reach)
}

// Width is the share in thousandths, for drawing a bar and nothing else.
func (p PoolResult) Width() int64 { return thousandths(p.Share) }

// Mark is the bar in thousandths, for drawing.
func (p PoolResult) Mark() int64 { return thousandths(p.Bar) }

func thousandths(s party.Share) int64 { return min(1000, s.Num()*1000/s.Den()) }

// AnswerGroup is the units of one kind with their answers.
type AnswerGroup struct {
	Kind party.UnitKind
	Rows []Answer
}

// Answer is one unit's answer. The figures are texts, because some stay closed for ever: "" shows a dash.
type Answer struct {
	Unit    string
	Outcome string // a word of the returns file, such as "select"; "" while not published
	Contest string // votes for a contest
	None    string // votes for no contest
	Spoilt  string
	Note    string // what else must be said, such as why it was declared void; may be ""
}

// Figures tells whether any row of the group has figures that may be shown.
func (g AnswerGroup) Figures() bool {
	for _, row := range g.Rows {
		if row.Contest != "" || row.None != "" {
			return true
		}
	}
	return false
}

// Closed is something that the page does not show.
type Closed struct {
	What string // "How each unit answered"
	Why  string // a whole sentence
	When string // when it will be published, as a whole sentence
}

// Setting is a parameter's value where the rule text leaves it to be set.
type Setting struct {
	Name    string // of the parameter, in the book
	Meaning string
	Value   string // as it stands in the book; the page says true as yes
	Office  string // who confirmed it; "" if it is stated by the rules and needs nobody
	Day     party.Day
}

// Step is one thing that happened.
type Step struct {
	Day    party.Day
	Text   string // a whole sentence in plain words
	Entry  int64
	Weight bool // stands out: the decision, the declaration, an override
}

// EntryHref is the address of an entry of the public record.
func EntryHref(index int64) string { return "/record/" + strconv.FormatInt(index, 10) }

// Href is the address of the step's entry.
func (s Step) Href() string { return EntryHref(s.Entry) }

// Href is the address of the declaration's entry.
func (d Declaration) Href() string { return EntryHref(d.Entry) }

// Href is the address of the entry.
func (i Imposed) Href() string { return EntryHref(i.Entry) }

// Headline says what stands in one sentence.
func (s Seat) Headline() string {
	switch {
	case s.Outcome == rulebook.Triggered:
		return "A contest is held"
	case s.Outcome == rulebook.NotTriggered:
		return "No contest is held: " + s.Incumbent + " is the candidate"
	case s.Stage == StageWorkedOut:
		return "The outcome has not been declared yet"
	}
	return "Not decided yet"
}

func (f *face) seat(r *http.Request) (view, error) {
	seat, err := f.Record.Seat(r.Context(), party.SeatID(r.PathValue("id")))
	if err != nil {
		return nil, fmt.Errorf("show a seat: %w", err)
	}
	return SeatPage{f.page("/", seat.Name), seat}, nil
}

// FirstHref is the address of the first entry about the seat.
func (s Seat) FirstHref() string { return EntryHref(s.First) }
