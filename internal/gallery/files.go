package gallery

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/selectorate/selectorate/internal/store/kept"
	"github.com/selectorate/selectorate/org"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/register"
)

// hashSize is the length of a hash in a tile.
const hashSize = 32

// openingsPage is how many entries' openings are asked for at once.
const openingsPage = 10_000

// Paths lists every file of a copy of the register as of its newest saved checkpoint, each once, and gives
// the number of entries that the checkpoint covers. The checkpoint itself is the last. An error of kind
// NotFound if none was saved.
func (g *Gallery) Paths(ctx context.Context) (iter.Seq[string], int64, error) {
	size, _, err := g.store.Checkpoint(ctx)
	if err != nil {
		return nil, 0, fmt.Errorf("list the files of the register: %w", err)
	}
	paths, err := g.paths(ctx, size)
	return paths, size, err
}

func (g *Gallery) paths(ctx context.Context, size int64) (iter.Seq[string], error) {
	books, err := g.adopted(ctx, size)
	rest := append(books, register.ReadmePath, register.CheckpointPath)
	return func(yield func(string) bool) {
		for tile := range register.Tiles(size) {
			if !yield(tile.Path()) {
				return
			}
		}
		for _, path := range rest {
			if !yield(path) {
				return
			}
		}
	}, err
}

// File gives one file of a copy of the register as of its newest saved checkpoint; doc/formats/export.md says
// what is in it. A partial tile may also be asked for as it was under an earlier checkpoint. What the copy
// does not have is an error of kind NotFound.
func (g *Gallery) File(ctx context.Context, path string) ([]byte, error) {
	size, note, err := g.store.Checkpoint(ctx)
	if err != nil {
		return nil, fmt.Errorf("give %s: %w", path, err)
	}
	return g.file(ctx, path, size, note)
}

func (g *Gallery) file(ctx context.Context, path string, size int64, note []byte) ([]byte, error) {
	switch path {
	case register.CheckpointPath:
		return note, nil
	case register.ReadmePath:
		return []byte(register.Readme), nil
	}
	if digest, ok := register.BookDigest(path); ok {
		return g.bookFile(ctx, digest, size)
	}
	tile, err := register.ParsePath(path)
	if err != nil || tile.N*register.TileWidth+int64(tile.Width) > size>>(8*max(tile.Level, 0)) {
		return nil, party.Errorf(party.NotFound, "a copy of the register with %d entries has no file %q", size, path)
	}
	if tile.Level == register.EntryLevel {
		return g.bundle(ctx, tile)
	}
	kept, err := g.store.TileAt(ctx, tile.Level, tile.N)
	if err == nil && len(kept.Data) < tile.Width*hashSize {
		err = fmt.Errorf("it has %d bytes", len(kept.Data))
	}
	if err != nil {
		return nil, fmt.Errorf("give %s: %w", path, err)
	}
	return kept.Data[:tile.Width*hashSize], nil
}

func (g *Gallery) bundle(ctx context.Context, tile register.Tile) ([]byte, error) {
	from := tile.N * register.TileWidth
	entries := make([][]byte, 0, tile.Width)
	err := g.store.Records(ctx, from, from+int64(tile.Width), func(r kept.Record) error {
		entries = append(entries, r.Data)
		return nil
	})
	if err == nil && len(entries) != tile.Width {
		err = fmt.Errorf("the database has %d of its %d entries", len(entries), tile.Width)
	}
	if err != nil {
		return nil, fmt.Errorf("give %s: %w", tile.Path(), err)
	}
	return register.EncodeBundle(entries)
}

// bookFile gives the bytes of a rulebook that was adopted among the first size entries.
func (g *Gallery) bookFile(ctx context.Context, digest string, size int64) ([]byte, error) {
	path, err := register.BookPath(digest)
	if err != nil {
		return nil, err
	}
	books, err := g.adopted(ctx, size)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(books, path) {
		return nil, party.Errorf(party.NotFound, "no rulebook with the fingerprint %s was adopted", digest)
	}
	book, err := g.store.BookData(ctx, digest)
	if err != nil {
		return nil, fmt.Errorf("give %s: %w", path, err)
	}
	return book.Data, nil
}

// adopted lists the places of the rulebooks that were adopted among the first size entries, in the order of
// adoption. The database may already hold a book whose adoption no checkpoint covers yet.
func (g *Gallery) adopted(ctx context.Context, size int64) ([]string, error) {
	var books []string
	err := g.store.MatterRecords(ctx, string(org.Matter), func(r kept.Record) error {
		if r.Index >= size || !bytes.Contains(r.Data, []byte(org.BookAdopted{}.Kind())) {
			return nil
		}
		entry, err := register.Decode(r.Data)
		if err != nil || entry.Kind != (org.BookAdopted{}.Kind()) {
			return err
		}
		act, err := org.Read(entry.Kind, entry.Open)
		if err != nil {
			return err
		}
		path, err := register.BookPath(string(act.(org.BookAdopted).Book))
		if err == nil && !slices.Contains(books, path) {
			books = append(books, path)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list the adopted rulebooks: %w", err)
	}
	return books, nil
}

// Export hands every file of a copy of the register to put, all as of one checkpoint, while writers go on:
// what a checkpoint covers never changes. The checkpoint is the newest that was saved; call Checkpoint before
// to have one of this moment. It comes last, so that a copy that was broken off has none. With openings the
// copy is a scrutineer's: it holds what sealed fields hold. Progress is called with how many of how many
// entries have been handed over; it may be nil.
func (g *Gallery) Export(ctx context.Context, put func(path string, data []byte) error, progress func(done, total int64), openings bool) error {
	size, note, err := g.store.Checkpoint(ctx)
	if err != nil {
		return fmt.Errorf("export the register: %w", err)
	}
	if openings {
		if err := g.putOpenings(ctx, size, put); err != nil {
			return fmt.Errorf("export the openings: %w", err)
		}
	}
	paths, err := g.paths(ctx, size)
	if err != nil {
		return fmt.Errorf("export the register: %w", err)
	}
	for path := range paths {
		data, err := g.file(ctx, path, size, note)
		if err == nil {
			err = put(path, data)
		}
		if err != nil {
			return fmt.Errorf("export the register: %w", err)
		}
		if tile, err := register.ParsePath(path); err == nil && progress != nil && tile.Level == register.EntryLevel {
			progress(tile.N*register.TileWidth+int64(tile.Width), size)
		}
	}
	return nil
}

// putOpenings hands over the file of openings of the first size entries, in its order.
func (g *Gallery) putOpenings(ctx context.Context, size int64, put func(path string, data []byte) error) error {
	lines := []byte{}
	for from := int64(0); from < size; from += openingsPage {
		var page []register.Opening
		err := g.store.Openings(ctx, from, min(from+openingsPage, size), func(o kept.Opening) error {
			page = append(page, register.Opening{Entry: o.Index, Field: o.Field, Salt: o.Salt, Value: o.Value})
			return nil
		})
		if err != nil {
			return err
		}
		slices.SortFunc(page, register.Opening.Compare) // a database may order text in its own way
		for _, o := range page {
			line, err := o.Encode()
			if err != nil {
				return err
			}
			lines = append(append(lines, line...), '\n')
		}
	}
	return put(register.OpeningsPath, lines)
}
