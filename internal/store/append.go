package store

import (
	"bytes"
	"context"
	"fmt"

	"github.com/selectorate/selectorate/party"
)

// Append writes a batch: all of it, or nothing. The register must end where From says; if somebody else has
// written since, or an entry's place in its matter, or an answer's key, is taken, the error is a conflict,
// and the caller loads and decides again. A batch that cannot be right is invalid. If the database stops
// answering the error is unavailable and nobody knows whether the batch was written: the caller sends it
// again with the same keys.
func (db *DB) Append(ctx context.Context, b Batch) error {
	if err := check(b); err != nil {
		return fmt.Errorf("append to the register: %w", err)
	}
	return db.inWrite(ctx, "append to the register", func(w *writing) error {
		if err := w.moveHead(ctx, b.From, b.To); err != nil {
			return err
		}
		return w.putBatch(ctx, b)
	})
}

// moveHead is the gate through which every writer passes, one at a time.
func (w *writing) moveHead(ctx context.Context, from, to Head) error {
	moved, err := w.exec(ctx, `UPDATE head SET size = $1, recorded = $2, root = $3 WHERE one = 1 AND size = $4`,
		to.Size, to.Recorded, to.Root[:], from.Size)
	if err != nil {
		return err
	}
	if moved == 0 {
		return party.Errorf(party.Conflict, "the register no longer ends at %d", from.Size)
	}
	return nil
}

func (w *writing) putBatch(ctx context.Context, b Batch) error {
	matters := lastOf(b.Matters, func(m MatterRow) string { return m.Matter })
	tiles := lastOf(b.Tiles, func(t Tile) [2]int64 { return [2]int64{int64(t.Level), t.N} })
	for _, put := range []struct {
		table table
		rows  int
		row   func(i int) []any
	}{
		{bookTable(), len(b.Books), func(i int) []any { return bookRow(b.Books[i]) }},
		{entryTable(), len(b.Records), func(i int) []any { return entryRow(b.Records[i]) }},
		{openingTable(), len(b.Openings), func(i int) []any { return openingRow(b.Openings[i]) }},
		{answerTable(), len(b.Answers), func(i int) []any { return answerRow(b.Answers[i]) }},
		{matterTable(), len(matters), func(i int) []any { return matterRow(matters[i]) }},
	} {
		if _, err := w.insert(ctx, put.table, put.rows, put.row); err != nil {
			return fmt.Errorf("write to %s: %w", put.table.Name, err)
		}
	}
	if err := w.putTiles(ctx, tiles); err != nil {
		return err
	}
	return w.sameBooks(ctx, b.Books)
}

// putTiles writes tiles over narrower ones and refuses to write them over wider ones.
func (w *writing) putTiles(ctx context.Context, tiles []Tile) error {
	grown, err := w.insert(ctx, tileTable(), len(tiles), func(i int) []any { return tileRow(tiles[i]) })
	if err != nil {
		return fmt.Errorf("write to tile: %w", err)
	}
	if grown != int64(len(tiles)) {
		return party.Errorf(party.Invalid, "a tile is narrower than the one that is stored")
	}
	return nil
}

// sameBooks makes sure that a book adopted once more has the bytes that its digest stood for before.
func (w *writing) sameBooks(ctx context.Context, books []Book) error {
	for _, b := range books {
		stored, err := w.reads().BookData(ctx, b.Digest)
		if err != nil {
			return err
		}
		if !bytes.Equal(stored.Data, b.Data) {
			return party.Errorf(party.Invalid, "the rulebook %s is stored with other bytes", b.Digest)
		}
	}
	return nil
}
