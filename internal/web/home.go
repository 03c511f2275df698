package web

import (
	"fmt"
	"net/http"

	"github.com/selectorate/selectorate/party"
)

// HomePage is what pages/home shows: the organisation and its rounds.
type HomePage struct {
	Page
	Rounds []RoundLine
}

func (HomePage) name() string { return "home" }

// RoundLine is one round in a list. The counts add up to its seats.
type RoundLine struct {
	ID         party.RoundID
	Title      string
	Opened     party.Day
	Contests   int // seats where a contest was declared
	NoContests int // seats where no contest was declared
	Waiting    int // seats without a declaration
}

// Href is the address of the round's page.
func (r RoundLine) Href() string { return "/rounds/" + string(r.ID) }

// Seats counts the seats of the round.
func (r RoundLine) Seats() int { return r.Contests + r.NoContests + r.Waiting }

func (f *face) home(r *http.Request) (view, error) {
	rounds, err := f.Record.Rounds(r.Context())
	if err != nil {
		return nil, fmt.Errorf("show the rounds: %w", err)
	}
	return HomePage{f.page("/", "Who stands, and why"), rounds}, nil
}
