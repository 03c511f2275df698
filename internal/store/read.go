package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/selectorate/selectorate/internal/store/engine"
	"github.com/selectorate/selectorate/party"
)

// querier is what a pool and a transaction have in common.
type querier interface {
	QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, text string, args ...any) *sql.Row
}

// reads are the queries, run on a pool or within a transaction.
type reads struct {
	q      querier
	engine engine.Engine
}

// one reads one row. No row is not found.
func (r reads) one(ctx context.Context, what, text string, args []any, into ...any) error {
	err := r.q.QueryRowContext(ctx, text, args...).Scan(into...)
	if errors.Is(err, sql.ErrNoRows) {
		return party.Errorf(party.NotFound, "%s: there is none", what)
	}
	return r.fail(what, err)
}

// all reads every row that a query gives.
func all[T any](ctx context.Context, r reads, what, text string, args []any, scan func(*sql.Rows) (T, error)) ([]T, error) {
	rows, err := r.q.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, r.fail(what, err)
	}
	defer func() { _ = rows.Close() }() // Err below has told everything
	var list []T
	for rows.Next() {
		row, err := scan(rows)
		if err != nil {
			return nil, r.fail(what, err)
		}
		list = append(list, row)
	}
	return list, r.fail(what, rows.Err())
}

// pageRows is how many rows are read before the caller sees them. With the largest entries that is 16 MiB.
const pageRows = 256

// paged hands rows to fn page by page. No query is open while fn runs, so that fn may read too, even within
// a transaction, and may take its time. next reads up to pageRows rows after the given one (nil: from the
// start). An error of fn ends the reading and is returned as it is.
func paged[T any](next func(after *T) ([]T, error), fn func(T) error) error {
	var after *T
	for {
		rows, err := next(after)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if err := fn(row); err != nil {
				return err
			}
		}
		if len(rows) < pageRows {
			return nil
		}
		after = &rows[len(rows)-1]
	}
}

// Snapshot calls fn with a Reader that sees one state of the database, whatever is written meanwhile. An
// error of fn is returned as it is.
func (db *DB) Snapshot(ctx context.Context, fn func(Reader) error) error {
	return db.inSnapshot(ctx, "read a snapshot", func(r reads) error { return fn(r) })
}

func (db *DB) inSnapshot(ctx context.Context, what string, fn func(reads) error) error {
	tx, err := db.read.BeginTx(ctx, db.engine.Snapshot())
	if err != nil {
		return db.fail(what, err)
	}
	// A transaction that only read has nothing to lose.
	defer func() { _ = tx.Rollback() }()
	r := reads{q: tx, engine: db.engine}
	if _, err := r.Head(ctx); err != nil { // the first query fixes the state that is seen
		return err
	}
	return fn(r)
}
