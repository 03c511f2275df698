package main

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"github.com/selectorate/selectorate/internal/gallery"
	"github.com/selectorate/selectorate/internal/store"
	"github.com/selectorate/selectorate/org"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/register"
	"github.com/selectorate/selectorate/verify"
)

// restored is a record that a backup has brought and nobody has accepted yet, seen as a gallery sees one.
type restored struct {
	store.Reader
	head  store.Head
	note  []byte // a checkpoint of all of it
	acts  []store.Record
	state org.State
}

// lookAt reads what a restored record says of itself.
func lookAt(ctx context.Context, r store.Reader) (*restored, error) {
	head, err := r.Head(ctx)
	if err != nil {
		return nil, err
	}
	found := &restored{Reader: r, head: head}
	err = r.Records(ctx, 0, head.Size, func(record store.Record) error {
		if record.Matter == string(org.Matter) {
			found.acts = append(found.acts, record)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	organisation, err := gallery.New(found).Organisation(ctx)
	if err != nil {
		return nil, party.Errorf(party.Invalid, "the record in the backup cannot be read, and nothing was restored: %w", err)
	}
	found.state = organisation.State
	return found, nil
}

// MatterRecords gives the acts of the organisation, which are all that a gallery asks for here.
func (r *restored) MatterRecords(ctx context.Context, matter string, fn func(store.Record) error) error {
	if matter != string(org.Matter) {
		return r.Records(ctx, 0, r.head.Size, func(record store.Record) error {
			if record.Matter != matter {
				return nil
			}
			return fn(record)
		})
	}
	for _, record := range r.acts {
		if err := fn(record); err != nil {
			return err
		}
	}
	return nil
}

// BookData gives an adopted rulebook.
func (r *restored) BookData(ctx context.Context, digest string) (store.Book, error) {
	books, err := r.Books(ctx)
	if err != nil {
		return store.Book{}, err
	}
	at := slices.IndexFunc(books, func(b store.Book) bool { return b.Digest == digest })
	if at < 0 {
		return store.Book{}, party.Errorf(party.NotFound, "the backup has no rulebook %s", digest)
	}
	return books[at], nil
}

// Matters gives no lists: they are not part of a copy.
func (r *restored) Matters(context.Context, string) ([]store.MatterRow, error) { return nil, nil }

// Checkpoint gives the note over the whole record, which nobody else has seen.
func (r *restored) Checkpoint(context.Context) (int64, []byte, error) {
	return r.head.Size, r.note, nil
}

// reaches requires that the record goes on from a signed checkpoint.
func (r *restored) reaches(ctx context.Context, s sighting) error {
	older, err := r.signed(s)
	if err != nil {
		return err
	}
	if older.Size > r.head.Size {
		return party.Errorf(party.Conflict, "the backup has %d entries, but %d were signed: restoring it would make %d vanish. "+
			"Nothing was restored. Look for a later backup; the checkpoint is in %s",
			r.head.Size, older.Size, older.Size-r.head.Size, s.from)
	}
	edge, err := register.NewEdge(older.Size, func(t register.Tile) ([]byte, error) {
		tile, err := r.TileAt(ctx, t.Level, t.N)
		return tile.Data, err
	})
	if err != nil {
		return party.Errorf(party.Invalid, "the fingerprints in the backup cannot be read, and nothing was restored: %w", err)
	}
	if edge.Root() != older.Root {
		return party.Errorf(party.Conflict, "the backup is of another history: its first %d entries are not those that were signed, "+
			"as the checkpoint in %s shows. Nothing was restored. Keep both, and find out which of them the public has", older.Size, s.from)
	}
	return nil
}

// signed opens a checkpoint that one of the record's own keys has signed, be it one from before a change of key.
func (r *restored) signed(s sighting) (register.Checkpoint, error) {
	for _, vkey := range r.state.Keys {
		if older, err := register.OpenCheckpoint(s.note, vkey); err == nil {
			return older.Checkpoint, nil
		}
	}
	of := "it is no signed checkpoint"
	if peeked, _, err := register.PeekCheckpoint(s.note); err == nil {
		of = fmt.Sprintf("it is of %s at %d entries", peeked.Origin, peeked.Size)
	}
	return register.Checkpoint{}, party.Errorf(party.Invalid, "the checkpoint in %s is signed by no key that the record in the backup has had: %s. "+
		"Nothing was restored. If the backup is older than a change of key, look for a later one; "+
		"if the checkpoint belongs to another record, restore into another data folder", s.from, of)
}

// check verifies the record as a stranger would, before it is signed in the open.
func (r *restored) check(ctx context.Context, signer register.Signer, vkey string, t terminal) error {
	var err error
	r.note, err = register.Checkpoint{Origin: signer.Name(), Size: r.head.Size, Root: r.head.Root}.Sign(signer)
	if err != nil {
		return err
	}
	bar := newProgress(t.err, "entries checked")
	report, err := verify.Check(hung{ctx, gallery.New(r)}, verify.Options{Key: vkey, Progress: bar.show})
	bar.end()
	if err != nil {
		return party.Errorf(party.Invalid, "the record in the backup cannot be checked, and nothing was restored: %w", err)
	}
	if !report.Valid {
		return party.Errorf(party.Invalid, "nothing was restored, because the record in the backup would be condemned by everybody who checks it. %s "+
			"Look for another backup", verifyAnswer{report, 0}.headline())
	}
	return nil
}

// hung is a gallery's copy of a record as an fs.FS.
type hung struct {
	ctx     context.Context //nolint:containedctx // fs.FS has no place for one
	gallery *gallery.Gallery
}

// Open gives a file of the copy.
func (h hung) Open(name string) (fs.File, error) {
	data, err := h.gallery.File(h.ctx, name)
	if party.Is(err, party.NotFound) {
		err = fs.ErrNotExist
	}
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return leaf{bytes.NewReader(data), name}, nil
}

// leaf is a file in memory, and what is known of it.
type leaf struct {
	*bytes.Reader
	name string
}

func (l leaf) Stat() (fs.FileInfo, error) { return l, nil }
func (leaf) Close() error                 { return nil }
func (l leaf) Name() string               { return l.name }
func (leaf) Mode() fs.FileMode            { return 0o444 }
func (leaf) ModTime() time.Time           { return time.Time{} }
func (leaf) IsDir() bool                  { return false }
func (leaf) Sys() any                     { return nil }
