package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/selectorate/selectorate/internal/store/engine"
	"github.com/selectorate/selectorate/party"
)

// DB is one organisation's database. It may be used by several goroutines at once.
type DB struct {
	reads // on the reading pool, each query on its own

	engine engine.Engine
	write  *sql.DB
	read   *sql.DB
	kept   sync.Map // string -> *sql.Stmt: prepared statements, where the driver does not keep them itself
}

// Open opens the database that dsn names and brings it to the newest schema: "sqlite:PATH" for a file, which
// is made if it is missing, or a "postgres://" address. An address it does not understand is invalid; a
// database that does not answer is unavailable.
func Open(ctx context.Context, dsn string) (*DB, error) {
	db, err := connect(ctx, dsn)
	if err != nil {
		return nil, err
	}
	if err := engine.Migrate(ctx, db.engine, db.write); err != nil {
		return nil, errors.Join(db.fail("open the database: bring it to the newest schema", err), db.Close())
	}
	return db, nil
}

func connect(ctx context.Context, dsn string) (*DB, error) {
	db := &DB{}
	var err error
	if path, ok := strings.CutPrefix(dsn, "sqlite:"); ok && path != "" {
		db.engine = engine.SQLite{}
		if db.write, db.read, err = engine.OpenSQLite(ctx, path); err != nil {
			return nil, party.Errorf(party.Unavailable, "open the database %s: %w", path, err)
		}
	} else if strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://") {
		db.engine = engine.Postgres{}
		if db.write, err = engine.OpenPostgres(ctx, dsn); err != nil {
			return nil, db.fail("open the database", err)
		}
		db.read = db.write
	} else {
		return nil, party.Errorf(party.Invalid,
			"open the database: the address must be sqlite:PATH or begin with postgres://")
	}
	db.reads = reads{q: db.read, engine: db.engine}
	return db, nil
}

// Close ends every connection. Nothing else may be called afterwards.
func (db *DB) Close() error {
	var errs []error
	db.kept.Range(func(_, stmt any) bool {
		errs = append(errs, stmt.(*sql.Stmt).Close())
		return true
	})
	if db.read != db.write {
		errs = append(errs, db.read.Close())
	}
	return errors.Join(append(errs, db.write.Close())...)
}

// fail wraps an error of the driver with what was being done and gives it a kind. An error that has a kind
// keeps it.
func (db *DB) fail(what string, err error) error { return reads{engine: db.engine}.fail(what, err) }

func (r reads) fail(what string, err error) error {
	switch {
	case err == nil:
		return nil
	case party.KindOf(err) != 0:
		return party.Errorf(party.KindOf(err), "%s: %w", what, err)
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return party.Errorf(party.Unavailable, "%s: %w", what, err)
	}
	switch r.engine.Judge(err) {
	case engine.Duplicate:
		return party.Errorf(party.Conflict, "%s: %w", what, err)
	case engine.Misfit:
		return party.Errorf(party.Invalid, "%s: %w", what, err)
	case engine.Again, engine.Away:
		return party.Errorf(party.Unavailable, "%s: %w", what, err)
	case engine.Broken:
	}
	return fmt.Errorf("%s: %w", what, err)
}
