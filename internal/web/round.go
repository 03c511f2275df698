package web

import (
	"fmt"
	"net/http"

	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
)

// RoundPage is what pages/round shows: one run of trigger ballots and its seats.
type RoundPage struct {
	Page
	Round Round
}

func (RoundPage) name() string { return "round" }

// Round is one run of trigger ballots in many seats.
type Round struct {
	ID     party.RoundID
	Title  string
	Opened party.Day
	Book   BookRef
	Seats  []SeatLine
}

// Href is the address of the round's page.
func (r Round) Href() string { return "/rounds/" + string(r.ID) }

// Declared counts the seats whose outcome has been declared.
func (r Round) Declared() int {
	n := 0
	for _, s := range r.Seats {
		if s.Outcome != "" {
			n++
		}
	}
	return n
}

// SeatLine is one seat in the list of a round.
type SeatLine struct {
	ID      party.SeatID
	Name    string
	Stage   Stage
	Outcome rulebook.Outcome // what stands; "" until it is declared
	Imposed bool             // what stands is not what the rules gave
}

// Href is the address of the seat's page.
func (s SeatLine) Href() string { return "/seats/" + string(s.ID) }

// Stage is how far the procedure in a seat has come.
type Stage string

// The stages, in their order.
const (
	StageOpened     Stage = "opened"     // the round is open, no list of units yet
	StageListed     Stage = "listed"     // the list of units that may answer is published and may be challenged
	StageAnswering  Stage = "answering"  // the list is settled; units meet and answer
	StageWorkedOut  Stage = "worked-out" // the answers have been put together; nothing is declared
	StageDeclared   Stage = "declared"   // the office has declared the outcome
	StagePublished  Stage = "published"  // declared, and the units' answers are published
	StageOverridden Stage = "overridden" // a body has imposed another outcome
)

// Words says the stage as people read it.
func (s Stage) Words() string {
	switch s {
	case StageOpened:
		return "Being prepared"
	case StageListed:
		return "List of units published"
	case StageAnswering:
		return "Units are answering"
	case StageWorkedOut:
		return "Waiting for the declaration"
	case StageDeclared, StagePublished:
		return "Declared"
	case StageOverridden:
		return "Decided by another body"
	}
	return string(s)
}

func (f *face) round(r *http.Request) (view, error) {
	round, err := f.Record.Round(r.Context(), party.RoundID(r.PathValue("id")))
	if err != nil {
		return nil, fmt.Errorf("show a round: %w", err)
	}
	return RoundPage{f.page("/", round.Title), round}, nil
}
