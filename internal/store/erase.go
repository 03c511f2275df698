package store

import (
	"context"
	"database/sql"

	"github.com/selectorate/selectorate/party"
)

// ErasePerson deletes a person: the identity, the aliases, every opening of a sealed field that is about
// them, and the answers to their forms. It gives the fields that can no longer be opened, by entry. The
// register is not touched and still verifies. An unknown id is not found.
//
// When it returns without error, the database's own files hold nothing of what was deleted either: SQLite's
// file is rewritten and its write-ahead log emptied; PostgreSQL's tables are rewritten. That needs every
// reader of an older state to end, a backup for one; if that takes too long the error is unavailable, the
// rows are gone, the fields are given all the same, and [DB.FinishErasure] cleans the files later.
//
// What it does not reach: backups that were taken before; a file system's snapshots, and blocks of a disk
// that the file system has freed but not overwritten; with PostgreSQL the write-ahead log, where the rows stand
// as they were first written until the server recycles its segments, and for ever in an archive of the log;
// standbys until they have replayed; the server's log if it is set to write statements with their
// parameters. Whoever keeps those must let them expire.
func (db *DB) ErasePerson(ctx context.Context, id string) ([]ErasedField, error) {
	const what = "erase a person"
	if id == "" {
		return nil, party.Errorf(party.Invalid, "%s: there is no id", what)
	}
	var fields []ErasedField
	err := db.inWrite(ctx, what, func(w *writing) error {
		var err error
		fields, err = w.erase(ctx, id)
		return err
	})
	if err != nil {
		return nil, err
	}
	return fields, db.FinishErasure(ctx)
}

// erase deletes the rows and notes that the files must be cleaned.
func (w *writing) erase(ctx context.Context, id string) ([]ErasedField, error) {
	fields, err := all(ctx, w.reads(), "read openings",
		`SELECT entry, field FROM opening WHERE person = $1 AND person <> '' ORDER BY entry, field`, []any{id},
		func(rows *sql.Rows) (ErasedField, error) {
			var f ErasedField
			err := rows.Scan(&f.Index, &f.Field)
			return f, err
		})
	if err != nil {
		return nil, err
	}
	var gone int64
	for _, text := range []string{
		`DELETE FROM opening WHERE person = $1`,
		`DELETE FROM alias WHERE person = $1`,
		`DELETE FROM answer WHERE actor = $1`,
		`DELETE FROM person WHERE id = $1`,
	} {
		n, err := w.exec(ctx, text, id)
		if err != nil {
			return nil, err
		}
		gone += n
	}
	if gone == 0 {
		return nil, party.Errorf(party.NotFound, "there is no such person")
	}
	_, err = w.exec(ctx, `INSERT INTO scrub (one, due) VALUES (1, 1)
		ON CONFLICT (one) DO UPDATE SET due = scrub.due + 1`)
	return fields, err
}

// FinishErasure cleans the database's files after erasures that could not do so themselves, because a reader
// was at work or the process was killed. With nothing to clean it does nothing; a server calls it when it
// starts.
func (db *DB) FinishErasure(ctx context.Context) error {
	const what = "clean the files after an erasure"
	var due int64
	err := db.one(ctx, what, `SELECT due FROM scrub`, nil, &due)
	if party.Is(err, party.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := db.engine.Scrub(ctx, db.write); err != nil {
		return db.fail(what, err)
	}
	return db.inWrite(ctx, what, func(w *writing) error {
		// An erasure that came in between has counted on, and keeps the row.
		_, err := w.exec(ctx, `DELETE FROM scrub WHERE due = $1`, due)
		return err
	})
}
