package storetest

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/internal/store"
	"github.com/selectorate/selectorate/party"
)

func (s suite) snapshot(t *testing.T) {
	db := s.open(t)
	appendAll(t, db, 600, 200)
	err := db.Snapshot(t.Context(), func(r store.Reader) error {
		appended := false
		err := r.Records(t.Context(), 0, 1000, func(e store.Record) error {
			if appended {
				return nil
			}
			appended = true
			return db.Append(t.Context(), batch(600, 900))
		})
		if err != nil {
			return err
		}
		if h, err := r.Head(t.Context()); err != nil || h != head(600) {
			t.Errorf("Head() = %v, %v", h, err)
		}
		if tile, err := r.TileAt(t.Context(), 0, 2); err != nil || tile.Width != 600-512 {
			t.Errorf("TileAt() = width %d, %v", tile.Width, err)
		}
		if got := openings(t, r, 0, 1000); len(got) != 600 {
			t.Errorf("%d openings, want 600", len(got))
		}
		if _, err := r.Books(t.Context()); err != nil {
			t.Error(err)
		}
		return gapless(t.Context(), r)
	})
	if err != nil {
		t.Error(err)
	}
	if h, err := db.Head(t.Context()); err != nil || h != head(900) {
		t.Errorf("Head() = %v, %v", h, err)
	}
	if err := db.Snapshot(t.Context(), func(store.Reader) error { return errStop }); !errors.Is(err, errStop) {
		t.Errorf("the caller's error comes back as %v", err)
	}
}

// Backup gives the backup of a database.
func Backup(t testing.TB, db *store.DB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := db.Backup(t.Context(), &b, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Fill appends so many entries to an empty database, with something in every table.
func Fill(t *testing.T, db *store.DB, entries int64) {
	t.Helper()
	appendAll(t, db, entries, 200)
	if err := db.SaveCheckpoint(t.Context(), entries, []byte("a note")); err != nil {
		t.Fatal(err)
	}
	// Text that JSON must escape.
	odd := store.Person{ID: "person-1", Name: "Zoë \"Wick\" \\ <O'Lamp>\n\u2028", Contact: ""}
	if err := errors.Join(db.PutPerson(t.Context(), odd), db.PutAlias(t.Context(), odd.ID, "m", "a")); err != nil {
		t.Fatal(err)
	}
}

func (s suite) backup(t *testing.T) {
	db, other := s.open(t), s.open(t)
	Fill(t, db, 500)
	var done, total int64
	var b bytes.Buffer
	err := db.Backup(t.Context(), &b, func(d, of int64) { done, total = d, of })
	if err != nil || done != total || total == 0 {
		t.Fatalf("%d of %d rows: %v", done, total, err)
	}
	taken := b.Bytes()
	if err := other.Restore(t.Context(), bytes.NewReader(taken), func(d, _ int64) { done = d }); err != nil || done != total {
		t.Fatalf("%d of %d rows: %v", done, total, err)
	}
	if !bytes.Equal(Backup(t, other), taken) {
		t.Error("a restored database gives another backup")
	}
	if err := other.Append(t.Context(), batch(500, 501)); err != nil {
		t.Errorf("a restored database goes on: %v", err)
	}
	wantKind(t, other.Restore(t.Context(), bytes.NewReader(taken), nil), party.Conflict)

	empty := s.open(t)
	if err := s.open(t).Restore(t.Context(), bytes.NewReader(Backup(t, empty)), nil); err != nil {
		t.Errorf("the backup of an empty database: %v", err)
	}
}

// onWrite calls a function before the first write.
type onWrite struct {
	w    io.Writer
	call func() error
}

func (o *onWrite) Write(p []byte) (int, error) {
	if o.call != nil {
		call := o.call
		o.call = nil
		if err := call(); err != nil {
			return 0, err
		}
	}
	return o.w.Write(p)
}

func (s suite) backupWhileWriting(t *testing.T) {
	db, other := s.open(t), s.open(t)
	appendAll(t, db, 2000, 200)
	var b bytes.Buffer
	out := &onWrite{w: &b, call: func() error { return db.Append(t.Context(), batch(2000, 2100)) }}
	if err := db.Backup(t.Context(), out, nil); err != nil {
		t.Fatal(err)
	}
	if err := other.Restore(t.Context(), &b, nil); err != nil {
		t.Fatal(err)
	}
	if h, err := other.Head(t.Context()); err != nil || h != head(2000) {
		t.Errorf("Head() = %v, %v", h, err)
	}
	if err := gapless(t.Context(), other); err != nil {
		t.Error(err)
	}
	failing := &onWrite{call: func() error { return errStop }}
	if err := db.Backup(t.Context(), failing, nil); !errors.Is(err, errStop) {
		t.Errorf("the writer's error comes back as %v", err)
	}
}

func (s suite) damagedBackups(t *testing.T) {
	db, other := s.open(t), s.open(t)
	Fill(t, db, 5)
	whole := string(Backup(t, db))
	lines := strings.SplitAfter(whole, "\n")
	last := len(lines) - 2 // after the last line feed there is nothing
	tests := []struct{ name, backup string }{
		{"nothing", ""},
		{"something else", "{}\n"},
		{"another version", strings.Replace(whole, "backup/1", "backup/2", 1)},
		{"cut after a line", strings.Join(lines[:last], "")},
		{"cut within a line", whole[:len(whole)/2]},
		{"cut before the last line feed", whole[:len(whole)-1]},
		{"followed by something", whole + "\n"},
		{"a row left out", strings.Join(append(append([]string{}, lines[:3]...), lines[4:]...), "")},
		{"two rows exchanged", strings.Replace(whole, lines[2]+lines[3], lines[3]+lines[2], 1)},
		{"a byte changed", strings.Replace(whole, "Harbour", "Arbour!", 1)},
		{"a digest changed", strings.Replace(whole, `"sha256":"`, `"sha256":"0`, 1)},
		{"a longer register", strings.Replace(whole, `"size":5`, `"size":6`, 1)},
		{"a table of our own", strings.Replace(whole, `["entry",0`, `["head",0`, 1)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			wantKind(t, other.Restore(t.Context(), strings.NewReader(test.backup), nil), party.Invalid)
			if got := string(Backup(t, other)); strings.Count(got, "\n") != 2 {
				t.Error("something of the backup stayed")
			}
		})
	}
	if err := other.Restore(t.Context(), strings.NewReader(whole), nil); err != nil {
		t.Error(err)
	}
}

func (s suite) restoreIf(t *testing.T) {
	db, other := s.open(t), s.open(t)
	Fill(t, db, 400)
	taken := Backup(t, db)
	err := other.RestoreIf(t.Context(), bytes.NewReader(taken), func(r store.Reader) error {
		if err := gapless(t.Context(), r); err != nil {
			return err
		}
		if size, _, err := r.Checkpoint(t.Context()); err != nil || size != 400 {
			t.Errorf("Checkpoint() = %d, %v", size, err)
		}
		return errStop
	}, nil)
	if !errors.Is(err, errStop) {
		t.Errorf("the caller's error comes back as %v", err)
	}
	if h, err := other.Head(t.Context()); err != nil || h.Size != 0 {
		t.Errorf("Head() = %v, %v", h, err)
	}
}
