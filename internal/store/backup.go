package store

import (
	"bufio"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"hash"
	"io"

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
		out := &backupWriter{w: bufio.NewWriterSize(w, 1<<16), sum: sha256.New(), progress: progress}
		head, err := r.Head(ctx)
		if err != nil {
			return err
		}
		if out.total, err = r.countRows(ctx); err != nil {
			return err
		}
		if err := out.header(head); err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
		for _, t := range tables() {
			if err := r.backUp(ctx, t, out); err != nil {
				return fmt.Errorf("%s: table %s: %w", what, t.name, err)
			}
		}
		if err := out.trailer(); err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
		return nil
	})
}

func (r reads) countRows(ctx context.Context) (int64, error) {
	var total int64
	for _, t := range tables() {
		var n int64
		if err := r.one(ctx, "count the rows of "+t.name, `SELECT count(*) FROM `+t.name, nil, &n); err != nil {
			return 0, err
		}
		total += n
	}
	return total, nil
}

// backUp streams one table. The rows are never all in memory.
func (r reads) backUp(ctx context.Context, t table, out *backupWriter) error {
	text := `SELECT ` + names(t.columns) + ` FROM ` + t.name + ` ORDER BY ` + names(t.columns[:t.key])
	rows, err := r.q.QueryContext(ctx, text)
	if err != nil {
		return r.fail("read", err)
	}
	defer func() { _ = rows.Close() }() // Err below has told everything
	row := newRow(t)
	for rows.Next() {
		if err := rows.Scan(row.into...); err != nil {
			return r.fail("read", err)
		}
		if err := out.row(t, row); err != nil {
			return err
		}
	}
	return r.fail("read", rows.Err())
}

// backupRow is one row of any table: a place for each column, and pointers to the places.
type backupRow struct {
	wholes []int64
	words  []string
	octets []sql.RawBytes
	into   []any
}

func newRow(t table) *backupRow {
	n := len(t.columns)
	row := &backupRow{wholes: make([]int64, n), words: make([]string, n), octets: make([]sql.RawBytes, n)}
	for i, c := range t.columns {
		switch c.kind {
		case whole:
			row.into = append(row.into, &row.wholes[i])
		case words:
			row.into = append(row.into, &row.words[i])
		case octets:
			row.into = append(row.into, &row.octets[i])
		}
	}
	return row
}

// backupWriter writes lines, counts them and sums them up.
type backupWriter struct {
	w           *bufio.Writer
	sum         hash.Hash
	done, total int64
	progress    func(done, total int64)
	line        []byte
}

func (b *backupWriter) header(h Head) error {
	return b.write(appendHeader(b.line[:0], h, b.total))
}

func (b *backupWriter) row(t table, row *backupRow) error {
	if err := b.write(appendRow(b.line[:0], t, row)); err != nil {
		return err
	}
	b.done++
	if b.progress != nil && b.done%progressRows == 0 {
		b.progress(b.done, b.total)
	}
	return nil
}

func (b *backupWriter) write(line []byte) error {
	b.line = line
	b.sum.Write(line)
	_, err := b.w.Write(line)
	return err
}

// trailer ends the backup. What was counted and what was written differ only if the database did not keep
// its promise of one state.
func (b *backupWriter) trailer() error {
	if b.done != b.total {
		return party.Errorf(party.Unavailable, "%d rows were counted and %d read", b.total, b.done)
	}
	line := fmt.Appendf(nil, "{\"rows\":%d,\"sha256\":\"%s\"}\n", b.done, hex.EncodeToString(b.sum.Sum(nil)))
	if _, err := b.w.Write(line); err != nil {
		return err
	}
	if b.progress != nil {
		b.progress(b.done, b.total)
	}
	return b.w.Flush()
}
