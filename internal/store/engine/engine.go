package engine

import (
	"context"
	"database/sql"

	"github.com/pressly/goose/v3"
)

// Engine is what differs between the two databases.
type Engine interface {
	// Dialect names the engine to goose, and its folder of migrations.
	Dialect() (goose.Dialect, string)
	// Judge says what an error of the driver means.
	Judge(err error) Verdict
	// Snapshot gives the options of a transaction that sees one state from its first query on.
	Snapshot() *sql.TxOptions
	// KeepsStatements tells whether the driver keeps prepared statements by itself.
	KeepsStatements() bool
	// Scrub cleans the files of what has been deleted.
	Scrub(ctx context.Context, write *sql.DB) error
}

// Verdict is what an error of a driver means to a caller.
type Verdict uint8

// The verdicts.
const (
	Broken    Verdict = iota // nobody can do anything about it but mend the program or the disk
	Again                    // nothing was written, and the same transaction may succeed at once
	Duplicate                // a row with this key stands there already
	Misfit                   // the row breaks another rule of its table, or refers to one that does not exist
	Away                     // the database does not answer; what was being committed may or may not be
)
