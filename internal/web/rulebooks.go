package web

import (
	"fmt"
	"net/http"

	"github.com/selectorate/selectorate/rulebook"
)

// RulebooksPage is what pages/rulebooks shows: every rulebook, and a form to compare two.
type RulebooksPage struct {
	Page
	Groups []BookGroup
}

func (RulebooksPage) name() string { return "rulebooks" }

// BookGroup is the books of one organisation.
type BookGroup struct {
	Organisation string
	Books        []*rulebook.Book
}

func (f *face) rulebooks(r *http.Request) (view, error) {
	books, err := f.Books.Books(r.Context())
	if err != nil {
		return nil, fmt.Errorf("list the rulebooks: %w", err)
	}
	return RulebooksPage{f.page("/rules", "Rules"), grouped(books)}, nil
}

// grouped puts the books of one organisation together and keeps their order.
func grouped(books []*rulebook.Book) []BookGroup {
	var groups []BookGroup
	at := map[string]int{}
	for _, b := range books {
		i, known := at[b.Organisation]
		if !known {
			i = len(groups)
			at[b.Organisation] = i
			groups = append(groups, BookGroup{Organisation: b.Organisation})
		}
		groups[i].Books = append(groups[i].Books, b)
	}
	return groups
}

// inForce says when something is in force, in words.
func inForce(b *rulebook.Book) string { return between(b.From, b.Until) }
