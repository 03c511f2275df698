package web

import (
	"context"
	"fmt"

	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/rules"
)

// Shelf is the rulebooks that come with the program, none of them adopted.
type Shelf struct{ books []*rulebook.Book }

// NewShelf reads every rulebook that comes with the program.
func NewShelf() (*Shelf, error) {
	s := &Shelf{}
	for _, name := range rules.Names() {
		data, err := rules.Read(name)
		if err != nil {
			return nil, fmt.Errorf("read the rulebook %s: %w", name, err)
		}
		b, err := rulebook.Parse(data)
		if err != nil {
			return nil, fmt.Errorf("parse the rulebook %s: %w", name, err)
		}
		s.books = append(s.books, b)
	}
	return s, nil
}

// Books gives every book, in alphabetical order of their names.
func (s *Shelf) Books(context.Context) ([]*rulebook.Book, error) { return s.books, nil }

// Book gives one book, as nobody has adopted it.
func (s *Shelf) Book(_ context.Context, name string) (Adopted, error) {
	for _, b := range s.books {
		if b.Name == name {
			return Adopted{Book: b}, nil
		}
	}
	return Adopted{}, party.Errorf(party.NotFound, "there is no rulebook %q", name)
}
