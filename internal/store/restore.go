package store

import (
	"context"
	"errors"
	"io"

	"github.com/selectorate/selectorate/internal/store/archive"
	"github.com/selectorate/selectorate/internal/store/engine"
	"github.com/selectorate/selectorate/party"
)

// Restore fills an empty database from a backup, all of it or nothing; afterwards the database is as it was
// when the backup was taken. A backup that was cut, changed or is not one is invalid; a database that holds
// anything is a conflict. It tells progress, if that is not nil, how many rows of how many are read.
func (db *DB) Restore(ctx context.Context, r io.Reader, progress func(done, total int64)) error {
	return db.RestoreIf(ctx, r, func(Reader) error { return nil }, progress)
}

// RestoreIf is Restore with a last word: accept sees the restored register before anything is kept, and its
// error, returned as it is, leaves the database empty. It is there to refuse a backup that lies behind a
// checkpoint which somebody has seen.
func (db *DB) RestoreIf(
	ctx context.Context, r io.Reader, accept func(Reader) error, progress func(done, total int64),
) error {
	const what = "restore a backup"
	in, err := archive.NewReader(r, archived())
	if err != nil {
		return db.fail(what, err)
	}
	var refused error
	err = db.once(ctx, func(w *writing) error {
		if err := w.mustBeEmpty(ctx); err != nil {
			return err
		}
		if err := w.restoreRows(ctx, in, progress); err != nil {
			return err
		}
		if err := w.moveHead(ctx, Head{}, in.Head()); err != nil {
			return err
		}
		if err := w.mustBeWhole(ctx, in.Head()); err != nil {
			return err
		}
		refused = accept(w.reads())
		return refused
	})
	if refused != nil {
		return refused
	}
	if err != nil && db.engine.Judge(err) == engine.Duplicate && party.KindOf(err) == 0 {
		err = party.Errorf(party.Invalid, "a row stands in the backup twice: %w", err)
	}
	return db.fail(what, err)
}

// archived gives the tables as a backup sees them.
func archived() []archive.Table {
	var list []archive.Table
	for _, t := range tables() {
		list = append(list, t.Table)
	}
	return list
}

// mustBeEmpty also keeps everybody else from writing until the transaction ends.
func (w *writing) mustBeEmpty(ctx context.Context) error {
	if _, err := w.exec(ctx, lockHead); err != nil {
		return err
	}
	head, err := w.reads().Head(ctx)
	if err != nil {
		return err
	}
	rows, err := w.reads().countRows(ctx)
	if err != nil {
		return err
	}
	if head.Size != 0 || rows != 0 {
		return party.Errorf(party.Conflict, "the database is not empty: it has %d entries and %d rows", head.Size, rows)
	}
	return nil
}

// restoreRows writes rows as they are read, many in one statement, never more than maxRows or about maxLine
// bytes in memory.
func (w *writing) restoreRows(ctx context.Context, in *archive.Reader, progress func(done, total int64)) error {
	var waiting [][]any
	var of table
	var size int
	flush := func() error {
		_, err := w.insert(ctx, of, len(waiting), func(i int) []any { return waiting[i] })
		waiting, size = waiting[:0], 0
		if progress != nil {
			progress(in.Progress())
		}
		return err
	}
	for {
		t, row, err := in.Row()
		if errors.Is(err, io.EOF) {
			return flush()
		}
		if err != nil {
			return err
		}
		if t.Name != of.Name || len(waiting) == maxRows || size > maxBytes {
			if err := flush(); err != nil {
				return err
			}
			of = table{Table: t} // in a backup a row that stands there twice is an error
		}
		waiting = append(waiting, row)
		size += sizeOf(row)
	}
}

func sizeOf(row []any) int {
	n := 0
	for _, value := range row {
		switch v := value.(type) {
		case string:
			n += len(v)
		case []byte:
			n += len(v)
		}
	}
	return n
}

// mustBeWhole checks what a digest cannot: that the entries are those that the head counts, and that no
// checkpoint goes beyond them.
func (w *writing) mustBeWhole(ctx context.Context, head Head) error {
	var entries, beyond int64
	err := w.tx.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM entry WHERE position < $1),
		(SELECT count(*) FROM entry WHERE position >= $1) + (SELECT count(*) FROM checkpoint WHERE size > $1)`,
		head.Size).Scan(&entries, &beyond)
	if err != nil {
		return err
	}
	if entries != head.Size || beyond != 0 {
		return party.Errorf(party.Invalid, "it counts %d entries and has %d of them, and %d rows beyond",
			head.Size, entries, beyond)
	}
	return nil
}
