package web

import (
	"context"
	"log/slog"
	"slices"

	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
)

// inventedConfig is the pages over the invented data of the stories.
func inventedConfig() Config {
	return Config{Site: inventedSite(), Record: inventedRecord{}, Books: inventedBooks{}, Log: slog.New(slog.DiscardHandler)}
}

// story gives what the story of a page shows.
func story[V view](page, state string) V {
	for _, g := range stories() {
		for _, s := range g.States {
			if g.Page == page && s.State == state {
				return s.view.(V) //nolint:forcetypeassert // a test that asks for the wrong one should stop
			}
		}
	}
	panic("no story " + page + "/" + state)
}

type inventedRecord struct{}

func (inventedRecord) Rounds(context.Context) ([]RoundLine, error) {
	return story[HomePage]("home", "rounds").Rounds, nil
}

func (inventedRecord) Round(_ context.Context, id party.RoundID) (Round, error) {
	switch id {
	case "2026":
		return story[RoundPage]("round", "running").Round, nil
	case "asleep":
		return Round{}, party.Errorf(party.Unavailable, "the store does not answer")
	case "broken":
		panic("a mistake of ours")
	}
	return Round{}, party.Errorf(party.NotFound, "no round %s", id)
}

func (inventedRecord) Seat(_ context.Context, id party.SeatID) (Seat, error) {
	if id != "harbour-ward" {
		return Seat{}, party.Errorf(party.NotFound, "no seat %s", id)
	}
	return story[SeatPage]("seat", "imposed").Seat, nil
}

// Entries gives entries 0 to 99, all alike.
func (inventedRecord) Entries(_ context.Context, before int64, limit int) (Listing, error) {
	l := Listing{Size: 100}
	if before < 0 || before > l.Size {
		before = l.Size
	}
	for i := before - 1; i >= 0 && len(l.Lines) < limit; i-- {
		l.Lines = append(l.Lines, inventedLine(i, "Something was recorded."))
	}
	return l, nil
}

func (inventedRecord) Entry(_ context.Context, index int64) (Entry, error) {
	if index >= 100 {
		return Entry{}, party.Errorf(party.NotFound, "no entry %d", index)
	}
	return story[EntryPage]("entry", "declared").Entry, nil
}

func (inventedRecord) Head(context.Context) (Head, error) {
	return story[AboutPage]("about", "alone").Head, nil
}

type inventedBooks struct{}

func (inventedBooks) Books(context.Context) ([]*rulebook.Book, error) {
	return []*rulebook.Book{inventedBook(), inventedOldBook()}, nil
}

func (b inventedBooks) Book(ctx context.Context, name string) (Adopted, error) {
	all, err := b.Books(ctx)
	if err != nil {
		return Adopted{}, err
	}
	i := slices.IndexFunc(all, func(b *rulebook.Book) bool { return b.Name == name })
	if i < 0 {
		return Adopted{}, party.Errorf(party.NotFound, "no rulebook %s", name)
	}
	return Adopted{Book: all[i]}, nil
}
