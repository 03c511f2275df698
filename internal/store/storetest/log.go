package storetest

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"testing"

	"github.com/selectorate/selectorate/internal/store"
	"github.com/selectorate/selectorate/party"
)

// errStop is an error of a caller, which must come back as it is.
var errStop = errors.New("stop")

// entry gives an entry for a place in the register: five matters take turns, so the number follows from it.
func entry(index int64) store.Record {
	return store.Record{
		Index:  index,
		Matter: fmt.Sprintf("matter-%d", index%5),
		Number: index / 5,
		Data:   fmt.Appendf(nil, `{"index":%d}`, index),
	}
}

// head gives the head of a register of so many entries. Its root is one that can be recognised.
func head(size int64) store.Head {
	if size == 0 {
		return store.Head{Root: sha256.Sum256(nil)}
	}
	return store.Head{Size: size, Recorded: 1_790_000_000_000 + size, Root: sha256.Sum256(fmt.Append(nil, size))}
}

// batch gives the batch that leads from one size to another, with something in every table.
func batch(from, to int64) store.Batch {
	b := store.Batch{From: head(from), To: head(to)}
	for i := from; i < to; i++ {
		r := entry(i)
		b.Records = append(b.Records, r)
		b.Openings = append(b.Openings, store.Opening{
			Index: i, Field: "figures", Salt: fmt.Appendf(nil, "salt-%d", i), Value: fmt.Appendf(nil, "%d", i),
			Person: fmt.Sprintf("person-%d", i%3),
		})
		b.Answers = append(b.Answers, store.Answer{
			Actor: "person-0", Key: fmt.Sprintf("key-%d", i), Body: sha256.Sum256(r.Data), Index: i, Reply: []byte("written"),
		})
		b.Matters = append(b.Matters, matter(r))
	}
	for tile := from / 256; tile <= (to-1)/256; tile++ {
		b.Tiles = append(b.Tiles, leafTile(tile, int(min(to-256*tile, 256))))
	}
	b.Books = []store.Book{{Digest: "sha256:book", Name: "northside/2026", Data: []byte("clauses: []\n")}}
	return b
}

// matter gives the row of the index after an entry.
func matter(r store.Record) store.MatterRow {
	return store.MatterRow{
		Matter: r.Matter, Room: "selection", Round: "2026", Title: "Harbour Ward", Stage: "open",
		Entries: r.Number + 1, LastIndex: r.Index, LastRecorded: head(r.Index + 1).Recorded,
	}
}

// leafTile gives a tile of the lowest level.
func leafTile(n int64, width int) store.Tile {
	t := store.Tile{N: n, Width: width}
	for i := range width {
		sum := sha256.Sum256(entry(256*n + int64(i)).Data)
		t.Data = append(t.Data, sum[:]...)
	}
	return t
}

// appendAll appends so many entries, in batches of size.
func appendAll(t *testing.T, db *store.DB, total, size int64) {
	t.Helper()
	for from := int64(0); from < total; from += size {
		if err := db.Append(t.Context(), batch(from, min(from+size, total))); err != nil {
			t.Fatal(err)
		}
	}
}

// records reads entries into a list.
func records(t *testing.T, r store.Reader, from, to int64) []store.Record {
	t.Helper()
	var list []store.Record
	err := r.Records(t.Context(), from, to, func(r store.Record) error {
		list = append(list, r)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// openings reads openings into a list.
func openings(t *testing.T, r store.Reader, from, to int64) []store.Opening {
	t.Helper()
	var list []store.Opening
	err := r.Openings(t.Context(), from, to, func(o store.Opening) error {
		list = append(list, o)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// wantKind fails the test unless err is of the kind.
func wantKind(t *testing.T, err error, kind party.Kind) {
	t.Helper()
	if !party.Is(err, kind) {
		t.Errorf("the error is %v; want one of the kind %v", err, kind)
	}
}

// gapless fails the test unless the register holds exactly the entries from 0 to its head.
func gapless(ctx context.Context, r store.Reader) error {
	h, err := r.Head(ctx)
	if err != nil {
		return err
	}
	next := int64(0)
	err = r.Records(ctx, 0, h.Size+1, func(r store.Record) error {
		if r.Index != next {
			return fmt.Errorf("entry %d stands where %d belongs", r.Index, next)
		}
		next++
		return nil
	})
	if err == nil && next != h.Size {
		err = fmt.Errorf("the head counts %d entries and there are %d", h.Size, next)
	}
	return err
}
