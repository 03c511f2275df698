package web

import (
	"context"
	"strings"
	"time"

	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
)

// Record is where the pages read what is public. Everything that it gives may be read by anybody: what is
// still closed must not be in it. What does not exist is an error of kind party.NotFound; a store that does
// not answer is party.Unavailable.
type Record interface {
	// Rounds gives every round, newest first.
	Rounds(ctx context.Context) ([]RoundLine, error)
	// Round gives one round with its seats in the order of their names.
	Round(ctx context.Context, id party.RoundID) (Round, error)
	// Seat gives one seat as it stands.
	Seat(ctx context.Context, id party.SeatID) (Seat, error)
	// Entries gives at most limit entries with an index below before, newest first; before < 0: from the newest.
	Entries(ctx context.Context, before int64, limit int) (Listing, error)
	// Entry gives one entry.
	Entry(ctx context.Context, index int64) (Entry, error)
	// Head gives how far the record goes and how far it has been signed.
	Head(ctx context.Context) (Head, error)
}

// Books is where the pages read rulebooks: those that come with the program and those that were adopted.
type Books interface {
	// Books gives every book, in the order in which it should be listed.
	Books(ctx context.Context) ([]*rulebook.Book, error)
	// Book gives one book by its name, with what was confirmed when it was adopted.
	Book(ctx context.Context, name string) (Adopted, error)
}

// Adopted is a rulebook as this organisation has it.
type Adopted struct {
	Book      *rulebook.Book
	Day       party.Day               // when it was adopted; zero: it was not
	Entry     int64                   // the entry of the public record that says so
	Confirmed map[string]Confirmation // by the parameter's name
}

// Confirmation is a parameter's value as a named office confirmed it.
type Confirmation struct {
	Value  string
	Office string // the office's title
	Day    party.Day
	Entry  int64
}

// Head says how far the public record goes.
type Head struct {
	Size     int64     // how many entries it has
	Recorded time.Time // when the newest entry was recorded
	Signed   int64     // how many entries the newest signed statement covers; 0: none yet
	Root     string    // the fingerprint in that statement, as it stands there
}

// BookRef names a rulebook that a page links to.
type BookRef struct {
	Name  string // such as "uk-labour/2018"
	Title string
}

// ClauseRef is a clause as a page cites it.
type ClauseRef struct {
	Book    string // the name of the book
	ID      string
	Title   string
	Text    string // the official wording if there is one, else our summary
	Ours    bool   // Text is our summary, not the rule text
	Source  string
	Missing bool // the ruling names no clause
}

// Label names the clause as people do: by its number and title or, where the identifier is a word of ours
// and no number, by its title alone.
func (c ClauseRef) Label() string { return clauseLabel(c.ID, c.Title) }

func clauseLabel(id, title string) string {
	switch {
	case title == "":
		return id
	case strings.ContainsAny(id, "0123456789"):
		return id + ", " + title
	}
	return "“" + title + "”"
}

// Reason is one step of a ruling, said in words.
type Reason struct {
	Status rulebook.Status
	Text   string // a whole sentence
	Clause ClauseRef
}

// ClauseRefOf gives a clause of a book as a page cites it.
func ClauseRefOf(b *rulebook.Book, id string) ClauseRef {
	c, ok := b.Clause(id)
	if !ok {
		return ClauseRef{Book: b.Name, ID: id, Missing: true}
	}
	ref := ClauseRef{Book: b.Name, ID: c.ID, Title: c.Title, Text: c.Official, Source: c.Source}
	if ref.Text == "" {
		ref.Text, ref.Ours = c.Summary, true
	}
	return ref
}

// note is how a reason stands that gives a figure and is no condition: it is neither met nor missed.
const note rulebook.Status = "note"

// standing says how a reason stands, as pages show it.
func standing(r rulebook.Reason) rulebook.Status {
	switch r.Code {
	case "half", "half-empty-other-alone", "half-empty-none", "not-counted", "counted-without-asking", "kinds-not-counted", "cannot-change":
		return note
	}
	return r.Status
}

// ReasonsOf says the reasons of a ruling in words, each with its clause.
func ReasonsOf(b *rulebook.Book, reasons []rulebook.Reason) []Reason {
	told := make([]Reason, 0, len(reasons))
	for _, r := range reasons {
		told = append(told, Reason{Status: standing(r), Text: rulebook.Sentence(b, r), Clause: ClauseRefOf(b, r.Clause)})
	}
	return told
}
