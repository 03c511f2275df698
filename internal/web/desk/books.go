package desk

import (
	"context"
	"encoding/base64"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/selectorate/selectorate/internal/gallery"
	"github.com/selectorate/selectorate/internal/web"
	"github.com/selectorate/selectorate/org"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/register"
	"github.com/selectorate/selectorate/rulebook"
)

// Head gives how far the record goes and how far it has been signed.
func (d *Desk) Head(ctx context.Context) (web.Head, error) {
	head, err := d.gallery.Head(ctx)
	if err != nil {
		return web.Head{}, err
	}
	shown := web.Head{Size: head.Size, Recorded: time.UnixMilli(head.Recorded)}
	_, signed, err := d.gallery.Signed(ctx)
	if party.Is(err, party.NotFound) {
		return shown, nil
	}
	if err != nil {
		return web.Head{}, err
	}
	checkpoint, _, err := register.PeekCheckpoint(signed)
	if err != nil {
		return web.Head{}, fmt.Errorf("read the newest checkpoint: %w", err)
	}
	shown.Signed, shown.Root = checkpoint.Size, base64.StdEncoding.EncodeToString(checkpoint.Root[:])
	return shown, nil
}

// Books gives every book: those that were adopted, then those that come with the program.
func (d *Desk) Books(ctx context.Context) ([]*rulebook.Book, error) {
	organisation, err := d.gallery.Organisation(ctx)
	if err != nil {
		return nil, err
	}
	var books []*rulebook.Book
	known := map[string]bool{}
	for _, digest := range slices.Sorted(maps.Keys(organisation.State.Books)) {
		book, err := d.gallery.Book(ctx, digest)
		if err != nil {
			return nil, err
		}
		if !known[book.Name] {
			books = append(books, book)
			known[book.Name] = true
		}
	}
	for _, book := range d.shipped {
		if !known[book.Name] {
			books = append(books, book)
		}
	}
	return books, nil
}

// Book gives one book by its name, with what was confirmed when it was adopted.
func (d *Desk) Book(ctx context.Context, name string) (web.Adopted, error) {
	books, err := d.Books(ctx)
	if err != nil {
		return web.Adopted{}, err
	}
	i := slices.IndexFunc(books, func(b *rulebook.Book) bool { return b.Name == name })
	if i < 0 {
		return web.Adopted{}, party.Errorf(party.NotFound, "there is no rulebook %q", name)
	}
	return d.adopted(ctx, books[i])
}

func (d *Desk) adopted(ctx context.Context, book *rulebook.Book) (web.Adopted, error) {
	adopted := web.Adopted{Book: book, Confirmed: map[string]web.Confirmation{}}
	organisation, err := d.gallery.Organisation(ctx)
	if err != nil {
		return web.Adopted{}, err
	}
	for _, e := range organisation.Events {
		confirmations(&adopted, e)
	}
	return adopted, nil
}

// confirmations takes up what an act of the organisation says about a book.
func confirmations(adopted *web.Adopted, e gallery.Event) {
	switch a := e.Org.(type) {
	case org.BookAdopted:
		if a.Book == adopted.Book.Digest {
			adopted.Day, adopted.Entry = e.Stamp.Day, e.Entry.Index
		}
	case org.ParametersConfirmed:
		if a.Book != adopted.Book.Digest {
			return
		}
		for name, value := range a.Setting {
			adopted.Confirmed[name] = web.Confirmation{
				Value: value, Office: officeTitle(adopted.Book, e.Stamp.Actor.Office), Day: e.Stamp.Day, Entry: e.Entry.Index,
			}
		}
	case org.Founded, org.KeyChanged, org.Appointed, org.StoodDown, org.Erased:
	}
}

// officeTitle gives an office as people read it.
func officeTitle(book *rulebook.Book, office party.OfficeID) string {
	if book != nil {
		if known, ok := book.Office(office); ok {
			return known.Title
		}
	}
	return strings.ReplaceAll(string(office), "-", " ")
}
