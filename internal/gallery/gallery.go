package gallery

import (
	"context"
	"fmt"
	"sync"

	"github.com/selectorate/selectorate/internal/store/kept"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/register"
	"github.com/selectorate/selectorate/rulebook"
)

// Log is what the gallery needs of the record.
type Log interface {
	Head(ctx context.Context) (kept.Head, error)
	TileAt(ctx context.Context, level int, n int64) (kept.Tile, error)
	Records(ctx context.Context, from, to int64, fn func(kept.Record) error) error
	MatterRecords(ctx context.Context, matter string, fn func(kept.Record) error) error
}

// Shelf is what the gallery needs of what stands beside the record.
type Shelf interface {
	BookData(ctx context.Context, digest string) (kept.Book, error)
	Checkpoint(ctx context.Context) (size int64, note []byte, err error)
	Matters(ctx context.Context, round string) ([]kept.MatterRow, error)
	Openings(ctx context.Context, from, to int64, fn func(kept.Opening) error) error
}

// Store is all that the gallery needs of a database.
type Store interface {
	Log
	Shelf
}

// Gallery reads one register. It is safe for concurrent use.
type Gallery struct {
	store Store
	books sync.Map // of *rulebook.Book by rulebook.Digest: those read so far; a book never changes
}

// New makes a gallery.
func New(store Store) *Gallery { return &Gallery{store: store} }

// Book gives an adopted rulebook by its digest, or an error of kind NotFound.
func (g *Gallery) Book(ctx context.Context, digest rulebook.Digest) (*rulebook.Book, error) {
	if book, ok := g.books.Load(digest); ok {
		return book.(*rulebook.Book), nil
	}
	found, err := g.store.BookData(ctx, string(digest))
	if err != nil {
		return nil, fmt.Errorf("find the rulebook: %w", err)
	}
	book, err := rulebook.Parse(found.Data)
	if err != nil {
		return nil, fmt.Errorf("read the adopted rulebook %s: %w", digest, err)
	}
	g.books.Store(digest, book)
	return book, nil
}

// stampOf gives what stands on an act beside its content.
func stampOf(e register.Entry) (party.Stamp, error) {
	day, err := party.ParseDay(e.Day)
	if err != nil {
		return party.Stamp{}, err
	}
	actor := party.Actor{Alias: party.Alias(e.Actor), Office: party.OfficeID(e.Office)}
	return party.Stamp{Number: e.Number, Actor: actor, Day: day, Recorded: e.Recorded}, nil
}
