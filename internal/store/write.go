package store

import (
	"context"
	"database/sql"
	"math/rand/v2"
	"time"

	"github.com/selectorate/selectorate/internal/store/engine"
	"github.com/selectorate/selectorate/party"
)

const (
	writeTries = 6                    // how often a transaction that lost to another is run
	writePause = 5 * time.Millisecond // before the second try; doubled each time
)

// writing is a transaction that writes.
type writing struct {
	db     *DB
	tx     *sql.Tx
	missed []string // texts that were run without being prepared
}

// inWrite runs fn in a transaction that writes, again if the engine asks for it. fn must have no effect
// outside the transaction.
func (db *DB) inWrite(ctx context.Context, what string, fn func(w *writing) error) error {
	pause := writePause
	for try := 1; ; try++ {
		err := db.once(ctx, fn)
		if err == nil {
			return nil
		}
		if try == writeTries || party.KindOf(err) != 0 || db.engine.Judge(err) != engine.Again {
			return db.fail(what, err)
		}
		select {
		case <-ctx.Done():
			return db.fail(what, ctx.Err())
		case <-time.After(pause/2 + rand.N(pause)):
			pause *= 2
		}
	}
}

// once runs fn in one transaction.
func (db *DB) once(ctx context.Context, fn func(w *writing) error) error {
	tx, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	w := &writing{db: db, tx: tx}
	if err := fn(w); err != nil {
		// The rollback of a broken connection fails too and says nothing new.
		_ = tx.Rollback()
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	db.remember(ctx, w.missed)
	return nil
}

// remember prepares statements for the next transaction. It cannot be done within one, which holds the only
// connection that writes. A failure is of no consequence: the text runs unprepared again.
func (db *DB) remember(ctx context.Context, texts []string) {
	for _, text := range texts {
		if _, ok := db.kept.Load(text); ok {
			continue
		}
		stmt, err := db.write.PrepareContext(ctx, text)
		if err != nil {
			return
		}
		if _, loaded := db.kept.LoadOrStore(text, stmt); loaded {
			_ = stmt.Close() //nolint:sqlclosecheck // another goroutine prepared it at the same moment: this one goes at once
		}
	}
}

// exec runs a statement and gives the number of rows that it changed.
func (w *writing) exec(ctx context.Context, text string, args ...any) (int64, error) {
	result, err := w.run(ctx, text, args)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

func (w *writing) run(ctx context.Context, text string, args []any) (sql.Result, error) {
	if w.db.engine.KeepsStatements() {
		return w.tx.ExecContext(ctx, text, args...)
	}
	if stmt, ok := w.db.kept.Load(text); ok {
		return w.tx.StmtContext(ctx, stmt.(*sql.Stmt)).ExecContext(ctx, args...) //nolint:sqlclosecheck // closed with its transaction
	}
	w.missed = append(w.missed, text)
	return w.tx.ExecContext(ctx, text, args...)
}

// reads gives the queries of this package, run within the transaction.
func (w *writing) reads() reads { return reads{q: w.tx, engine: w.db.engine} }
