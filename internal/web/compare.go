package web

import (
	"fmt"
	"net/http"

	"github.com/selectorate/selectorate/rulebook"
)

// ComparePage is what pages/compare shows: what differs between two rulebooks.
type ComparePage struct {
	Page
	Groups  []BookGroup
	From    *rulebook.Book // nil until two books are chosen
	To      *rulebook.Book
	Changes []Change
}

func (ComparePage) name() string { return "compare" }

// Chosen tells whether a book is the first of the two, for the form.
func (p ComparePage) Chosen(b *rulebook.Book) bool { return p.From != nil && p.From.Name == b.Name }

// ChosenToo tells whether a book is the second of the two.
func (p ComparePage) ChosenToo(b *rulebook.Book) bool { return p.To != nil && p.To.Name == b.Name }

// Change is one difference. An empty side means that the book on that side has nothing there.
type Change struct {
	What   string
	Before string
	After  string
}

func (f *face) compare(r *http.Request) (view, error) {
	books, err := f.Books.Books(r.Context())
	if err != nil {
		return nil, fmt.Errorf("compare rulebooks: %w", err)
	}
	v := ComparePage{Page: f.page("/rules", "Compare two rulebooks"), Groups: grouped(books)}
	query := r.URL.Query()
	if !query.Has("from") && !query.Has("to") {
		return v, nil
	}
	from, err := f.Books.Book(r.Context(), query.Get("from"))
	if err != nil {
		return nil, fmt.Errorf("compare rulebooks, the first: %w", err)
	}
	to, err := f.Books.Book(r.Context(), query.Get("to"))
	if err != nil {
		return nil, fmt.Errorf("compare rulebooks, the second: %w", err)
	}
	v.From, v.To = from.Book, to.Book
	v.Changes = changes(from.Book, to.Book)
	return v, nil
}

// changes lists what differs, in the order in which a book is read.
func changes(from, to *rulebook.Book) []Change {
	var all []Change
	add := func(what, before, after string) {
		if before != after {
			all = append(all, Change{what, before, after})
		}
	}
	add("In force", inForce(from), inForce(to))
	add("How the answers are put together", decides(from), decides(to))
	add("The question", from.Question.Text, to.Question.Text)
	add("The effect of asking for a contest", from.Question.Select, to.Question.Select)
	add("The effect of asking for none", from.Question.Reselect, to.Question.Reselect)
	compareClauses(from, to, add)
	compareParameters(from, to, add)
	comparePowers(from, to, add)
	return all
}

func compareClauses(from, to *rulebook.Book, add func(what, before, after string)) {
	for _, c := range from.Clauses {
		add("Clause "+clauseLabel(c.ID, c.Title), ClauseRefOf(from, c.ID).Text, ClauseRefOf(to, c.ID).Text)
	}
	for _, c := range to.Clauses {
		if _, known := from.Clause(c.ID); !known {
			add("Clause "+clauseLabel(c.ID, c.Title), "", ClauseRefOf(to, c.ID).Text)
		}
	}
}

func compareParameters(from, to *rulebook.Book, add func(what, before, after string)) {
	for _, p := range from.Parameters {
		other, _ := to.Parameter(p.Name)
		add("Left to be set: "+p.Meaning, "By default: "+valueWord(p.Default), defaultWord(other))
	}
	for _, p := range to.Parameters {
		if _, known := from.Parameter(p.Name); !known {
			add("Left to be set: "+p.Meaning, "", defaultWord(p))
		}
	}
}

func defaultWord(p rulebook.Parameter) string {
	if p.Name == "" {
		return ""
	}
	return "By default: " + valueWord(p.Default)
}

func comparePowers(from, to *rulebook.Book, add func(what, before, after string)) {
	for _, p := range from.Powers {
		other, _ := to.Power(p.Act)
		add("Who may: "+powerWord(p.Act), titles(from, p.Offices), titles(to, other.Offices))
	}
	for _, p := range to.Powers {
		if _, known := from.Power(p.Act); !known {
			add("Who may: "+powerWord(p.Act), "", titles(to, p.Offices))
		}
	}
}
