package storetest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"sync"
	"testing"

	"github.com/selectorate/selectorate/internal/store"
	"github.com/selectorate/selectorate/party"
)

func (s suite) empty(t *testing.T) {
	db := s.open(t)
	if h, err := db.Head(t.Context()); err != nil || h != head(0) {
		t.Errorf("Head() = %v, %v", h, err)
	}
	_, err := db.TileAt(t.Context(), 0, 0)
	wantKind(t, err, party.NotFound)
	_, err = db.Answer(t.Context(), "person-0", "key-0")
	wantKind(t, err, party.NotFound)
	_, err = db.BookData(t.Context(), "sha256:book")
	wantKind(t, err, party.NotFound)
	_, err = db.MatterRow(t.Context(), "matter-0")
	wantKind(t, err, party.NotFound)
	_, _, err = db.Checkpoint(t.Context())
	wantKind(t, err, party.NotFound)
	if list := records(t, db, 0, 10); len(list) != 0 {
		t.Errorf("there are entries: %v", list)
	}
}

func (s suite) readBack(t *testing.T) {
	db := s.open(t)
	appendAll(t, db, 7, 7)
	want := batch(0, 7)
	if h, err := db.Head(t.Context()); err != nil || h != want.To {
		t.Errorf("Head() = %v, %v", h, err)
	}
	if got := records(t, db, 0, 7); !reflect.DeepEqual(got, want.Records) {
		t.Errorf("entries %v, want %v", got, want.Records)
	}
	if got := records(t, db, 2, 4); !reflect.DeepEqual(got, want.Records[2:4]) {
		t.Errorf("entries from 2 to 4: %v", got)
	}
	if got := openings(t, db, 2, 4); !reflect.DeepEqual(got, want.Openings[2:4]) {
		t.Errorf("openings from 2 to 4: %v", got)
	}
	if got, err := db.TileAt(t.Context(), 0, 0); err != nil || !reflect.DeepEqual(got, want.Tiles[0]) {
		t.Errorf("TileAt(0, 0) = %v, %v", got, err)
	}
	if got, err := db.Answer(t.Context(), "person-0", "key-3"); err != nil || !reflect.DeepEqual(got, want.Answers[3]) {
		t.Errorf("Answer() = %v, %v", got, err)
	}
	if got, err := db.MatterRow(t.Context(), "matter-1"); err != nil || got != want.Matters[6] {
		t.Errorf("MatterRow() = %v, %v: the later of two rows counts", got, err)
	}
	if got, err := db.Matters(t.Context(), "2026"); err != nil || len(got) != 5 || got[0].Matter != "matter-0" {
		t.Errorf("Matters() = %v, %v", got, err)
	}
	if got, err := db.Matters(t.Context(), "2031"); err != nil || len(got) != 0 {
		t.Errorf("matters of another round: %v, %v", got, err)
	}
	// A batch may carry no entry: an answer that refused, an index row.
	if err := db.Append(t.Context(), store.Batch{From: head(7), To: head(7), Answers: []store.Answer{
		{Actor: "person-1", Key: "refused", Index: -1},
	}}); err != nil {
		t.Error(err)
	}
	if got, err := db.Answer(t.Context(), "person-1", "refused"); err != nil || got.Index != -1 || len(got.Reply) != 0 {
		t.Errorf("Answer() = %v, %v", got, err)
	}
}

// allOrNothing writes batches of which the last row fails, and looks for the first.
func (s suite) allOrNothing(t *testing.T) {
	tests := []struct {
		name string
		kind party.Kind
		edit func(b *store.Batch)
	}{
		{"somebody else was first", party.Conflict, func(b *store.Batch) { b.From, b.To = head(3), head(5) }},
		{"the place in the matter is taken", party.Conflict, func(b *store.Batch) { b.Records[1].Matter, b.Records[1].Number = "matter-0", 0 }},
		{"the key of the answer is taken", party.Conflict, func(b *store.Batch) { b.Answers[1].Key = "key-1" }},
		{"the field is already sealed", party.Conflict, func(b *store.Batch) { b.Openings[1].Index = 2 }},
		{"the tile is narrower", party.Invalid, func(b *store.Batch) { b.Tiles = []store.Tile{leafTile(0, 3)} }},
		{"the book has other bytes", party.Invalid, func(b *store.Batch) { b.Books[0].Data = []byte("clauses: [1]\n") }},
	}
	db := s.open(t)
	appendAll(t, db, 4, 2)
	stale := store.Batch{From: head(3), To: head(3), Answers: []store.Answer{{Actor: "person-1", Key: "late"}}}
	wantKind(t, db.Append(t.Context(), stale), party.Conflict)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := batch(4, 6)
			test.edit(&b)
			if test.name == "somebody else was first" {
				b.Records[0].Index, b.Records[1].Index = 3, 4
				b.Openings = nil
			}
			wantKind(t, db.Append(t.Context(), b), test.kind)
			if h, err := db.Head(t.Context()); err != nil || h != head(4) {
				t.Errorf("Head() = %v, %v", h, err)
			}
			if got := records(t, db, 0, 9); len(got) != 4 {
				t.Errorf("%d entries, want 4", len(got))
			}
			if _, err := db.Answer(t.Context(), "person-0", "key-4"); !party.Is(err, party.NotFound) {
				t.Errorf("an answer of the failed batch is there: %v", err)
			}
		})
	}
	if err := db.Append(t.Context(), batch(4, 6)); err != nil {
		t.Error(err)
	}
}

func (s suite) invalidBatches(t *testing.T) {
	tests := []struct {
		name string
		edit func(b *store.Batch)
	}{
		{"too few entries", func(b *store.Batch) { b.Records = b.Records[:1] }},
		{"a gap", func(b *store.Batch) { b.Records[1].Index = 2 }},
		{"an entry without bytes", func(b *store.Batch) { b.Records[0].Data = nil }},
		{"an entry that is too long", func(b *store.Batch) { b.Records[0].Data = make([]byte, 65536) }},
		{"an entry without a matter", func(b *store.Batch) { b.Records[0].Matter = "" }},
		{"time goes back", func(b *store.Batch) { b.From.Recorded = b.To.Recorded + 1 }},
		{"NUL in a text", func(b *store.Batch) { b.Matters[0].Title = "a\x00b" }},
		{"a text that is not UTF-8", func(b *store.Batch) { b.Books[0].Name = "\xff" }},
		{"an opening of an entry to come", func(b *store.Batch) { b.Openings[0].Index = 2 }},
		{"an opening of no field", func(b *store.Batch) { b.Openings[0].Field = "" }},
		{"a tile with part of a hash", func(b *store.Batch) { b.Tiles[0].Data = b.Tiles[0].Data[1:] }},
		{"a tile that is too wide", func(b *store.Batch) { b.Tiles[0] = leafTile(0, 257) }},
		{"an answer without a key", func(b *store.Batch) { b.Answers[0].Key = "" }},
		{"a book without a digest", func(b *store.Batch) { b.Books[0].Digest = "" }},
	}
	db := s.open(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := batch(0, 2)
			test.edit(&b)
			wantKind(t, db.Append(t.Context(), b), party.Invalid)
		})
	}
	if h, err := db.Head(t.Context()); err != nil || h.Size != 0 {
		t.Errorf("Head() = %v, %v", h, err)
	}
}

// longReadings reads several pages, and reads within the reading.
func (s suite) longReadings(t *testing.T) {
	db := s.open(t)
	const total = 1500
	appendAll(t, db, total, 190)
	if err := gapless(t.Context(), db); err != nil {
		t.Error(err)
	}
	number := int64(0)
	err := db.MatterRecords(t.Context(), "matter-3", func(r store.Record) error {
		if !reflect.DeepEqual(r, entry(5*number+3)) {
			return fmt.Errorf("entry %v stands at %d", r, number)
		}
		number++
		return nil
	})
	if err != nil || number != total/5 {
		t.Errorf("%d entries of the matter: %v", number, err)
	}
	at := int64(0)
	err = db.Openings(t.Context(), 0, total, func(o store.Opening) error {
		if o.Index != at {
			return fmt.Errorf("the opening of %d stands at %d", o.Index, at)
		}
		at++
		if at%400 == 0 {
			_, err := db.Head(t.Context())
			return err
		}
		return nil
	})
	if err != nil || at != total {
		t.Errorf("%d openings: %v", at, err)
	}
	err = db.Records(t.Context(), 0, total, func(store.Record) error { return errStop })
	if !errors.Is(err, errStop) || party.KindOf(err) != 0 {
		t.Errorf("the caller's error comes back as %v", err)
	}
}

// twoWriters lets two handles append at the same time, each trying again after a conflict.
func (s suite) twoWriters(t *testing.T) {
	const batches, size = 30, 3
	dsn := s.fresh(t)
	handles := []*store.DB{open(t, dsn), open(t, dsn)}
	var wait sync.WaitGroup
	for _, db := range handles {
		wait.Go(func() {
			for range batches {
				if err := appendNext(t.Context(), db, size); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	wait.Wait()
	if h, err := handles[0].Head(t.Context()); err != nil || h != head(2*batches*size) {
		t.Errorf("Head() = %v, %v", h, err)
	}
	if err := gapless(t.Context(), handles[1]); err != nil {
		t.Error(err)
	}
}

// appendNext appends a batch at the end, wherever that is by then.
func appendNext(ctx context.Context, db *store.DB, size int64) error {
	for {
		h, err := db.Head(ctx)
		if err != nil {
			return err
		}
		err = db.Append(ctx, batch(h.Size, h.Size+size))
		if !party.Is(err, party.Conflict) {
			return err
		}
	}
}

func (s suite) tilesGrow(t *testing.T) {
	db := s.open(t)
	appendAll(t, db, 300, 100)
	for n, width := range []int{256, 44} {
		got, err := db.TileAt(t.Context(), 0, int64(n))
		if err != nil || !reflect.DeepEqual(got, leafTile(int64(n), width)) {
			t.Errorf("TileAt(0, %d) = width %d, %v", n, got.Width, err)
		}
	}
}
