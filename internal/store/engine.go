package store

import (
	"context"
	"database/sql"

	"github.com/pressly/goose/v3"
)

// engine is what differs between the two databases.
type engine interface {
	// dialect names the engine to goose, and its folder of migrations.
	dialect() (goose.Dialect, string)
	// judge says what an error of the driver means.
	judge(err error) verdict
	// snapshot gives the options of a transaction that sees one state from its first query on.
	snapshot() *sql.TxOptions
	// keepsStatements tells whether this package prepares and keeps statements because the driver does not.
	keepsStatements() bool
	// scrub cleans the files of what has been deleted.
	scrub(ctx context.Context, write *sql.DB) error
}

// verdict is what an error of a driver means to a caller.
type verdict uint8

const (
	broken    verdict = iota // nobody can do anything about it but mend the program or the disk
	again                    // nothing was written, and the same transaction may succeed at once
	duplicate                // a row with this key stands there already
	misfit                   // the row breaks another rule of its table, or refers to one that does not exist
	away                     // the database does not answer; what was being committed may or may not be
)
