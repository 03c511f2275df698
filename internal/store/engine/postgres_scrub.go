package engine

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/selectorate/selectorate/party"
)

const (
	postgresWait = 10 * time.Second      // for older snapshots to end
	postgresLook = 50 * time.Millisecond // between two looks at them
)

// Scrub rewrites the tables that hold people's data. A rewritten table still carries deleted rows that some
// snapshot may see, so it first waits until every snapshot is younger than the deletion. The old files are
// emptied when the rewriting commits and removed by the next checkpoint, for which a role may lack the right:
// then the server's own checkpoint does it.
func (Postgres) Scrub(ctx context.Context, write *sql.DB) error {
	if err := waitForSnapshots(ctx, write); err != nil {
		return err
	}
	if _, err := write.ExecContext(ctx, "VACUUM FULL opening, alias, answer, person"); err != nil {
		return err
	}
	_, err := write.ExecContext(ctx, "CHECKPOINT")
	var refused *pgconn.PgError
	if errors.As(err, &refused) && refused.Code == "42501" { // insufficient_privilege
		return nil
	}
	return err
}

// waitForSnapshots waits until nobody can see what was deleted before the call.
func waitForSnapshots(ctx context.Context, db *sql.DB) error {
	next, err := nextTransaction(ctx, db)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, postgresWait)
	defer cancel()
	look := time.NewTicker(postgresLook)
	defer look.Stop()
	for {
		var older int64
		if err := db.QueryRowContext(ctx, olderSnapshots, next).Scan(&older); err != nil && ctx.Err() == nil {
			return err
		} else if err == nil && older == 0 {
			return nil
		}
		select {
		case <-ctx.Done():
			return party.Errorf(party.Unavailable, "an older state is still being read: %w", ctx.Err())
		case <-look.C:
		}
	}
}

// olderSnapshots counts who holds back the removal of rows deleted before a transaction: sessions of this
// database, standbys that report what they read, and replication slots.
const olderSnapshots = `
	SELECT (SELECT count(*) FROM pg_stat_activity
		WHERE pid <> pg_backend_pid() AND (datname = current_database() OR backend_type = 'walsender')
		AND greatest(age(backend_xmin), age(backend_xid)) > age($1::text::xid))
	+ (SELECT count(*) FROM pg_replication_slots WHERE age(xmin) > age($1::text::xid))`

// nextTransaction gives the number that the next transaction will have, as PostgreSQL counts them in rows:
// modulo 2^32.
func nextTransaction(ctx context.Context, db *sql.DB) (string, error) {
	var wide string
	err := db.QueryRowContext(ctx, `SELECT pg_snapshot_xmax(pg_current_snapshot())::text`).Scan(&wide)
	if err != nil {
		return "", err
	}
	n, err := strconv.ParseUint(wide, 10, 64)
	if err != nil {
		return "", err
	}
	return strconv.FormatUint(n%(1<<32), 10), nil
}
