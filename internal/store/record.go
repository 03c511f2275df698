package store

import (
	"context"
	"database/sql"

	"github.com/selectorate/selectorate/internal/store/archive"
	"github.com/selectorate/selectorate/party"
)

func entryTable() table {
	return table{
		Table: archive.Table{Name: "entry", Key: 1, Columns: []column{whole("position"), words("matter"), whole("number"), octets("data")}},
	}
}

func entryRow(r Record) []any { return []any{r.Index, r.Matter, r.Number, r.Data} }

func tileTable() table {
	return table{
		Table: archive.Table{Name: "tile", Key: 2, Columns: []column{whole("level"), whole("n"), whole("width"), octets("data")}},
		then: `ON CONFLICT (level, n) DO UPDATE SET width = excluded.width, data = excluded.data
			WHERE excluded.width >= tile.width`,
	}
}

func tileRow(t Tile) []any { return []any{int64(t.Level), t.N, int64(t.Width), t.Data} }

// Head gives the end of the register.
func (r reads) Head(ctx context.Context) (Head, error) {
	var h Head
	var root []byte
	const what = "read the head of the register"
	err := r.one(ctx, what, `SELECT size, recorded, root FROM head WHERE one = 1`, nil, &h.Size, &h.Recorded, &root)
	copy(h.Root[:], root)
	return h, err
}

// TileAt gives a tile at its newest width; one that has not begun is not found. A narrower tile is the
// beginning of a wider one.
func (r reads) TileAt(ctx context.Context, level int, n int64) (Tile, error) {
	t := Tile{Level: level, N: n}
	err := r.one(ctx, "read a tile", `SELECT width, data FROM tile WHERE level = $1 AND n = $2`,
		[]any{int64(level), n}, &t.Width, &t.Data)
	if err != nil {
		return Tile{}, err
	}
	return t, nil
}

// Records calls fn with the entries from one place up to but not including another, in order, as far as the
// register goes. An error of fn ends the reading and is returned as it is.
func (r reads) Records(ctx context.Context, from, to int64, fn func(Record) error) error {
	return paged(func(after *Record) ([]Record, error) {
		if after != nil {
			from = after.Index + 1
		}
		return all(ctx, r, "read entries", `SELECT position, matter, number, data FROM entry
			WHERE position >= $1 AND position < $2 ORDER BY position LIMIT $3`, []any{from, to, pageRows}, scanRecord)
	}, fn)
}

// MatterRecords calls fn with the entries of one matter, in the order of their numbers; of an unknown matter,
// with none. An error of fn ends the reading and is returned as it is.
func (r reads) MatterRecords(ctx context.Context, matter string, fn func(Record) error) error {
	from := int64(0)
	return paged(func(after *Record) ([]Record, error) {
		if after != nil {
			from = after.Number + 1
		}
		return all(ctx, r, "read the entries of a matter", `SELECT position, matter, number, data FROM entry
			WHERE matter = $1 AND number >= $2 ORDER BY number LIMIT $3`, []any{matter, from, pageRows}, scanRecord)
	}, fn)
}

func scanRecord(rows *sql.Rows) (Record, error) {
	var r Record
	err := rows.Scan(&r.Index, &r.Matter, &r.Number, &r.Data)
	return r, err
}

func checkpointTable() table {
	return table{Table: archive.Table{Name: "checkpoint", Key: 1, Columns: []column{whole("size"), octets("note")}}}
}

// SaveCheckpoint keeps a signed checkpoint over the first size entries. A checkpoint smaller than the newest
// is a conflict, one beyond the end of the register is invalid. One of the same size replaces the note, to
// which a cosignature may have been added.
func (db *DB) SaveCheckpoint(ctx context.Context, size int64, note []byte) error {
	const what = "save a checkpoint"
	if !short(note) {
		return party.Errorf(party.Invalid, "%s: the note is too long", what)
	}
	return db.inWrite(ctx, what, func(w *writing) error {
		var end, newest int64
		// The head is locked, so that checkpoints are saved one after the other.
		if _, err := w.exec(ctx, lockHead); err != nil {
			return err
		}
		err := w.tx.QueryRowContext(ctx, `SELECT size, (SELECT coalesce(max(size), 0) FROM checkpoint) FROM head`).
			Scan(&end, &newest)
		switch {
		case err != nil:
			return err
		case size > end || size < 0:
			return party.Errorf(party.Invalid, "it covers %d entries of %d", size, end)
		case size < newest:
			return party.Errorf(party.Conflict, "one over %d entries is kept, this one is over %d", newest, size)
		}
		_, err = w.exec(ctx, `INSERT INTO checkpoint (size, note) VALUES ($1, $2)
			ON CONFLICT (size) DO UPDATE SET note = excluded.note`, size, blob(note))
		return err
	})
}

// lockHead keeps other writers waiting until the transaction ends.
const lockHead = `UPDATE head SET size = size WHERE one = 1`

// Checkpoint gives the newest checkpoint and the number of entries that it covers; not found if none was
// saved.
func (r reads) Checkpoint(ctx context.Context) (size int64, note []byte, err error) {
	err = r.one(ctx, "read the newest checkpoint", `SELECT size, note FROM checkpoint ORDER BY size DESC LIMIT 1`,
		nil, &size, &note)
	return size, note, err
}
