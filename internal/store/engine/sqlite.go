package engine

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/selectorate/selectorate/party"
)

const (
	sqliteReaders = 6     // connections that read at the same time
	sqliteWait    = 10000 // milliseconds to wait for another process's lock

	sqliteTries = 100                   // to open a file that others are just making
	sqlitePause = 20 * time.Millisecond // between two of them
)

// SQLite keeps a database in one file, beside its write-ahead log.
type SQLite struct{}

// OpenSQLite opens the file with one writing connection and a pool that can only read. A new file can be
// read by its owner alone: it will hold people's data.
func OpenSQLite(ctx context.Context, path string) (write, read *sql.DB, err error) {
	path, err = filepath.Abs(path)
	if err != nil {
		return nil, nil, err
	}
	if err := makeFile(ctx, path); err != nil {
		return nil, nil, err
	}
	if write, err = openWriter(ctx, path, url.Values{}); err != nil {
		return nil, nil, err
	}
	read, err = sql.Open("sqlite", sqliteDSN(path, url.Values{
		"mode":    {"ro"},
		"_pragma": {"query_only(ON)", busyPragma()},
	}))
	if err != nil {
		return nil, nil, errors.Join(err, write.Close())
	}
	read.SetMaxOpenConns(sqliteReaders)
	read.SetMaxIdleConns(sqliteReaders)
	return write, read, nil
}

// makeFile makes the file if it is missing. SQLite does it, and gives it the mode of an example: if the file
// were made and closed here, this process would drop whatever locks another connection of its own may by then
// hold on it.
func makeFile(ctx context.Context, path string) error {
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	example, err := os.CreateTemp("", "selectorate-mode-") // makes files of mode 0600
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(example.Name()) }()
	if err := example.Close(); err != nil {
		return err
	}
	maker, err := openWriter(ctx, path, url.Values{"modeof": {example.Name()}})
	if err != nil {
		return err
	}
	return maker.Close()
}

// openWriter opens the writing connection. Switching a new file to a write-ahead log does not wait for others
// who are doing the same, so it is tried again.
func openWriter(ctx context.Context, path string, options url.Values) (*sql.DB, error) {
	options.Set("_txlock", "immediate")
	options["_pragma"] = []string{
		"journal_mode(WAL)", "synchronous(FULL)", "secure_delete(ON)", "foreign_keys(ON)", busyPragma(),
	}
	write, err := sql.Open("sqlite", sqliteDSN(path, options))
	if err != nil {
		return nil, err
	}
	write.SetMaxOpenConns(1)
	for try := 1; ; try++ {
		err := write.PingContext(ctx)
		if err == nil {
			return write, nil
		}
		if try == sqliteTries || (SQLite{}).Judge(err) != Again {
			return nil, errors.Join(err, write.Close())
		}
		select {
		case <-ctx.Done():
		case <-time.After(sqlitePause):
		}
	}
}

func sqliteDSN(path string, options url.Values) string {
	u := url.URL{Scheme: "file", Path: path, RawQuery: options.Encode()}
	return u.String()
}

func busyPragma() string { return fmt.Sprintf("busy_timeout(%d)", sqliteWait) }

// Dialect is goose's name for SQLite.
func (SQLite) Dialect() (goose.Dialect, string) {
	return goose.DialectSQLite3, "migrations/sqlite"
}

// Snapshot gives a transaction that takes no lock for writing.
func (SQLite) Snapshot() *sql.TxOptions { return &sql.TxOptions{ReadOnly: true} }

// KeepsStatements is false: the driver parses every text anew.
func (SQLite) KeepsStatements() bool { return false }

// Judge goes by SQLite's extended result codes.
func (SQLite) Judge(err error) Verdict {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return Broken
	}
	switch e.Code() {
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_ROWID:
		return Duplicate
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH:
		return Misfit
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return Again
	case sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY:
		return Away
	}
	return Broken
}

// Scrub rewrites the file without what was deleted (secure_delete has overwritten it already, except for
// copies that pages kept when they were rearranged), then empties the write-ahead log, which still holds the
// old pages. The log can only be emptied once nobody reads an older state; that is waited for sqliteWait.
func (SQLite) Scrub(ctx context.Context, write *sql.DB) error {
	if _, err := write.ExecContext(ctx, "VACUUM"); err != nil {
		return err
	}
	var busy, frames, moved int64
	err := write.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &frames, &moved)
	if err != nil {
		return err
	}
	if busy != 0 {
		return party.Errorf(party.Unavailable, "the write-ahead log is still being read")
	}
	return nil
}
