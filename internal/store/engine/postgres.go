package engine

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"github.com/selectorate/selectorate/party"
)

const (
	postgresConnections = 12              // at most, per process
	postgresIdle        = 5 * time.Minute // after which a connection that nobody uses is closed
)

// Postgres keeps a database on a PostgreSQL server, version 14 or newer.
type Postgres struct{}

// OpenPostgres opens a pool for the address and refuses a server that acknowledges before it has stored.
func OpenPostgres(ctx context.Context, dsn string) (*sql.DB, error) {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		// The error of pgx repeats the address, without its password.
		return nil, party.Errorf(party.Invalid, "the address of the database: %w", err)
	}
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "selectorate"
	}
	pool := stdlib.OpenDB(*config)
	pool.SetMaxOpenConns(postgresConnections)
	pool.SetMaxIdleConns(postgresConnections)
	pool.SetConnMaxIdleTime(postgresIdle)
	var commit string
	if err := pool.QueryRowContext(ctx, "SHOW synchronous_commit").Scan(&commit); err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	if commit == "off" {
		err := party.Errorf(party.Invalid,
			"the server has synchronous_commit = off and would acknowledge what it can still lose; switch it on")
		return nil, errors.Join(err, pool.Close())
	}
	return pool, nil
}

// Dialect is goose's name for PostgreSQL.
func (Postgres) Dialect() (goose.Dialect, string) {
	return goose.DialectPostgres, "migrations/postgres"
}

// Snapshot gives a transaction that sees the state at its first query.
func (Postgres) Snapshot() *sql.TxOptions {
	return &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
}

// KeepsStatements is true: the driver prepares what it sees again.
func (Postgres) KeepsStatements() bool { return true }

// Judge goes by SQLSTATE. An error that did not come from the server means that there was no answer.
func (Postgres) Judge(err error) Verdict {
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		return Away
	}
	switch e.Code {
	case "23505": // unique_violation
		return Duplicate
	case "40001", "40P01": // serialization_failure, deadlock_detected
		return Again
	}
	if strings.HasPrefix(e.Code, "23") { // integrity constraint violation
		return Misfit
	}
	for _, class := range []string{"08", "53", "57", "58"} { // connection, resources, operator, system
		if strings.HasPrefix(e.Code, class) {
			return Away
		}
	}
	return Broken
}
