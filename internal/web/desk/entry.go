package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/selectorate/selectorate/internal/gallery"
	"github.com/selectorate/selectorate/internal/web"
	"github.com/selectorate/selectorate/org"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/register"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/selection"
)

// Entries gives at most limit entries with an index below before, newest first.
func (d *Desk) Entries(ctx context.Context, before int64, limit int) (web.Listing, error) {
	head, err := d.gallery.Head(ctx)
	if err != nil {
		return web.Listing{}, err
	}
	if before < 0 || before > head.Size {
		before = head.Size
	}
	events, err := d.gallery.Events(ctx, max(0, before-int64(limit)), before)
	if err != nil {
		return web.Listing{}, err
	}
	listing := web.Listing{Size: head.Size}
	tellers := map[string]teller{}
	for _, e := range slices.Backward(events) {
		line, err := d.line(ctx, e, tellers)
		if err != nil {
			return web.Listing{}, err
		}
		listing.Lines = append(listing.Lines, line)
	}
	return listing, nil
}

// line tells one entry in a list. Tellers holds the seats that were read already.
func (d *Desk) line(ctx context.Context, e gallery.Event, tellers map[string]teller) (web.EntryLine, error) {
	line := web.EntryLine{Index: e.Entry.Index, Day: e.Stamp.Day, Recorded: time.UnixMilli(e.Entry.Recorded)}
	if e.Org != nil {
		line.Text = toldOrg(e)
		return line, nil
	}
	t, ok := tellers[e.Entry.Matter]
	if !ok {
		var err error
		if t, err = d.teller(ctx, party.MatterID(e.Entry.Matter)); err != nil {
			return line, err
		}
		tellers[e.Entry.Matter] = t
	}
	line.Text, _ = t.told(e)
	line.Seat, line.SeatName = seatOf(e.Entry.Matter), t.record.State.Title
	return line, nil
}

func (d *Desk) teller(ctx context.Context, matter party.MatterID) (teller, error) {
	record, err := d.gallery.Seat(ctx, matter)
	if err != nil {
		return teller{}, err
	}
	book, err := d.gallery.Book(ctx, record.State.Book)
	return teller{record: record, book: book}, err
}

// Entry gives one entry.
func (d *Desk) Entry(ctx context.Context, index int64) (web.Entry, error) {
	head, err := d.gallery.Head(ctx)
	if err != nil {
		return web.Entry{}, err
	}
	events, err := d.gallery.Events(ctx, index, index+1)
	if err != nil {
		return web.Entry{}, err
	}
	if len(events) == 0 {
		return web.Entry{}, party.Errorf(party.NotFound, "the record has no entry %d: it has %d", index, head.Size)
	}
	e, tellers := events[0], map[string]teller{}
	line, err := d.line(ctx, e, tellers)
	if err != nil {
		return web.Entry{}, err
	}
	t := tellers[e.Entry.Matter]
	entry := web.Entry{
		EntryLine: line, Size: head.Size, Office: officeTitle(t.book, party.OfficeID(e.Entry.Office)),
		Digest: register.Digest(e.Raw)[len("sha256:"):], Raw: string(e.Raw),
	}
	if t.book != nil {
		entry.Book = web.BookRef{Name: t.book.Name, Title: t.book.Title}
	}
	if err := d.ruled(ctx, &entry, e, t.book); err != nil {
		return web.Entry{}, err
	}
	return entry, d.sealed(ctx, &entry, e, t)
}

// ruled tells what the rules said to an entry.
func (d *Desk) ruled(ctx context.Context, entry *web.Entry, e gallery.Event, book *rulebook.Book) error {
	if len(e.Entry.Ruling) == 0 {
		return nil
	}
	var ruling rulebook.Ruling
	if err := json.Unmarshal(e.Entry.Ruling, &ruling); err != nil {
		return fmt.Errorf("read the ruling of entry %d: %w", e.Entry.Index, err)
	}
	if book == nil && ruling.Book != "" {
		var err error
		if book, err = d.gallery.Book(ctx, ruling.Book); err != nil {
			return err
		}
	}
	if book == nil {
		book = &rulebook.Book{} // nothing that the rules speak of was asked
	}
	entry.Outcome = ruling.Outcome
	entry.Reasons = web.ReasonsOf(book, ruling.Reasons)
	return nil
}

// sealed tells what is closed in an entry, and whether it was opened since or can never be.
func (d *Desk) sealed(ctx context.Context, entry *web.Entry, e gallery.Event, t teller) error {
	if len(e.Entry.Sealed) == 0 {
		return nil
	}
	organisation, err := d.gallery.Organisation(ctx)
	if err != nil {
		return err
	}
	for _, field := range slices.Sorted(maps.Keys(e.Entry.Sealed)) {
		state := "It is closed. It is published, if the rules allow it, after the declaration."
		if t.record != nil {
			if _, ok := t.record.Opened[selection.Sealed{Number: e.Entry.Number, Field: field}]; ok {
				state = "It has been published since; a later entry about this seat says what it was."
			} else if t.record.State.Stage == selection.StagePublished {
				state = "It stays closed."
			}
		}
		if organisation.State.Erased[org.SealedField{Entry: e.Entry.Index, Field: field}] {
			state = "What would open it was erased with the data of the person it was about."
		}
		entry.Sealed = append(entry.Sealed, web.SealedField{
			What: fieldWords(field), Fingerprint: e.Entry.Sealed[field], State: state,
		})
	}
	return nil
}

func fieldWords(field string) string {
	switch field {
	case "answer":
		return "What the unit answered"
	case "figures":
		return "How many voted for what"
	case "decision":
		return "What the rules gave, with the reasons"
	case "incumbent":
		return "The name of the person concerned"
	case "statement":
		return "A written statement"
	}
	return field
}
