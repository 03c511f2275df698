package store

import (
	"context"
	"fmt"
	"io"

	"github.com/selectorate/selectorate/internal/store/archive"
	"github.com/selectorate/selectorate/party"
)

// tables lists what a backup holds, in the order in which it is written and restored: what is referred to
// comes before what refers to it. doc/formats/backup.md describes each.
func tables() []table {
	return []table{
		bookTable(), entryTable(), tileTable(), checkpointTable(), answerTable(),
		personTable(), aliasTable(), openingTable(), matterTable(),
	}
}

// progressRows is how often progress is told: once for so many rows.
const progressRows = 1024

// Backup writes the whole database as it stands at one moment, while others go on writing, in the form
// "selectorate-backup/1", which both engines restore. It tells progress, if that is not nil, how many rows of
// how many are written. The backup holds people's data in the clear. An error of w is returned wrapped.
func (db *DB) Backup(ctx context.Context, w io.Writer, progress func(done, total int64)) error {
	const what = "back up the database"
	return db.inSnapshot(ctx, what, func(r reads) error {
		head, err := r.Head(ctx)
		if err != nil {
			return err
		}
		total, err := r.countRows(ctx)
		if err != nil {
			return err
		}
		out, err := archive.NewWriter(w, head, total)
		if err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
		done := int64(0)
		count := func() {
			if done++; progress != nil && (done%progressRows == 0 || done == total) {
				progress(done, total)
			}
		}
		if err := r.backUpAll(ctx, out, count); err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
		// What was counted and what was written differ only if the database did not keep its promise of one state.
		if done != total {
			return party.Errorf(party.Unavailable, "%s: %d rows were counted and %d read", what, total, done)
		}
		if err := out.Close(); err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
		return nil
	})
}

// backUpAll writes every table, calling count after each row.
func (r reads) backUpAll(ctx context.Context, out *archive.Writer, count func()) error {
	for _, t := range tables() {
		if err := r.backUp(ctx, t, out, count); err != nil {
			return fmt.Errorf("table %s: %w", t.Name, err)
		}
	}
	return nil
}

func (r reads) countRows(ctx context.Context) (int64, error) {
	var total int64
	for _, t := range tables() {
		var n int64
		if err := r.one(ctx, "count the rows of "+t.Name, `SELECT count(*) FROM `+t.Name, nil, &n); err != nil {
			return 0, err
		}
		total += n
	}
	return total, nil
}

// backUp streams one table and calls wrote after each row. The rows are never all in memory.
func (r reads) backUp(ctx context.Context, t table, out *archive.Writer, wrote func()) error {
	rows, err := r.q.QueryContext(ctx,
		`SELECT `+names(t.Columns)+` FROM `+t.Name+` ORDER BY `+names(t.Columns[:t.Key]))
	if err != nil {
		return r.fail("read", err)
	}
	defer func() { _ = rows.Close() }() // Err below has told everything
	row := archive.NewRow(t.Table)
	places := row.Places(t.Table)
	for rows.Next() {
		if err := rows.Scan(places...); err != nil {
			return r.fail("read", err)
		}
		if err := out.Row(t.Table, row); err != nil {
			return err
		}
		wrote()
	}
	return r.fail("read", rows.Err())
}
