package storetest

import (
	"errors"
	"fmt"
	"reflect"
	"testing"

	"github.com/selectorate/selectorate/internal/store"
	"github.com/selectorate/selectorate/party"
)

func (s suite) checkpoints(t *testing.T) {
	db := s.open(t)
	appendAll(t, db, 5, 5)
	save := func(size int64, note string) error { return db.SaveCheckpoint(t.Context(), size, []byte(note)) }
	want := func(size int64, note string) {
		t.Helper()
		if gotSize, gotNote, err := db.Checkpoint(t.Context()); err != nil || gotSize != size || string(gotNote) != note {
			t.Errorf("Checkpoint() = %d, %q, %v; want %d, %q", gotSize, gotNote, err, size, note)
		}
	}
	if err := errors.Join(save(2, "two"), save(4, "four"), save(4, "four, cosigned")); err != nil {
		t.Error(err)
	}
	want(4, "four, cosigned")
	wantKind(t, save(3, "three"), party.Conflict)
	wantKind(t, save(6, "beyond the end"), party.Invalid)
	wantKind(t, save(-1, "before the start"), party.Invalid)
	want(4, "four, cosigned")
}

func (s suite) books(t *testing.T) {
	db := s.open(t)
	b := batch(0, 1)
	b.Books = []store.Book{
		{Digest: "sha256:2", Name: "northside/2027", Data: []byte("b")},
		{Digest: "sha256:1", Name: "northside/2026", Data: []byte("a")},
	}
	if err := db.Append(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	again := batch(1, 2)
	again.Books = []store.Book{{Digest: "sha256:1", Name: "under another name", Data: []byte("a")}}
	if err := db.Append(t.Context(), again); err != nil {
		t.Errorf("a book is adopted again: %v", err)
	}
	if got, err := db.Books(t.Context()); err != nil || !reflect.DeepEqual(got, []store.Book{b.Books[1], b.Books[0]}) {
		t.Errorf("Books() = %v, %v", got, err)
	}
	if got, err := db.BookData(t.Context(), "sha256:2"); err != nil || !reflect.DeepEqual(got, b.Books[0]) {
		t.Errorf("BookData() = %v, %v", got, err)
	}
}

func (s suite) replaceMatters(t *testing.T) {
	db := s.open(t)
	appendAll(t, db, 10, 10)
	old, err := db.Matters(t.Context(), "")
	if err != nil || len(old) != 5 {
		t.Fatal(old, err)
	}
	err = db.ReplaceMatters(t.Context(), func(put func(store.MatterRow) error) error {
		return errors.Join(put(store.MatterRow{Matter: "half done"}), errStop)
	})
	if !errors.Is(err, errStop) {
		t.Errorf("the caller's error comes back as %v", err)
	}
	if got, err := db.Matters(t.Context(), ""); err != nil || !reflect.DeepEqual(got, old) {
		t.Errorf("a rebuild that failed leaves %v, %v", got, err)
	}
	err = db.ReplaceMatters(t.Context(), func(put func(store.MatterRow) error) error {
		return put(store.MatterRow{Matter: "\xff"})
	})
	wantKind(t, err, party.Invalid)

	// The same rows once more, most of them twice, as a fold over the record gives them; then other ones.
	err = db.ReplaceMatters(t.Context(), func(put func(store.MatterRow) error) error {
		return db.Records(t.Context(), 0, 10, func(r store.Record) error { return put(matter(r)) })
	})
	if got, readErr := db.Matters(t.Context(), ""); err != nil || readErr != nil || !reflect.DeepEqual(got, old) {
		t.Errorf("a rebuild from the record gives %v, %v, %v; want %v", got, err, readErr, old)
	}
	err = db.ReplaceMatters(t.Context(), func(put func(store.MatterRow) error) error {
		for i := range 1000 {
			if err := put(store.MatterRow{Matter: fmt.Sprintf("ward-%03d", i), Round: "2027"}); err != nil {
				return err
			}
		}
		return nil
	})
	if got, readErr := db.Matters(t.Context(), "2027"); err != nil || len(got) != 1000 || got[999].Matter != "ward-999" {
		t.Errorf("%d rows after a rebuild: %v, %v", len(got), err, readErr)
	}
	_, err = db.MatterRow(t.Context(), "matter-0")
	wantKind(t, err, party.NotFound)
}
