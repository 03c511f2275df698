package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/selectorate/selectorate/internal/store/archive"
)

func matterTable() table {
	return table{
		Table: archive.Table{Name: "matter", Key: 1, Columns: []column{
			words("matter"), words("room"), words("round"), words("title"), words("stage"),
			whole("entries"), whole("last_index"), whole("last_recorded"),
		}},
		then: `ON CONFLICT (matter) DO UPDATE SET room = excluded.room, round = excluded.round,
			title = excluded.title, stage = excluded.stage, entries = excluded.entries,
			last_index = excluded.last_index, last_recorded = excluded.last_recorded`,
	}
}

func matterRow(m MatterRow) []any {
	return []any{m.Matter, m.Room, m.Round, m.Title, m.Stage, m.Entries, m.LastIndex, m.LastRecorded}
}

const selectMatters = `SELECT matter, room, round, title, stage, entries, last_index, last_recorded FROM matter`

// Matters gives the matters of a round, or of every round if it is "", by name.
func (r reads) Matters(ctx context.Context, round string) ([]MatterRow, error) {
	const what = "read the list of matters"
	if round == "" {
		return all(ctx, r, what, selectMatters+` ORDER BY matter`, nil, scanMatter)
	}
	return all(ctx, r, what, selectMatters+` WHERE round = $1 ORDER BY matter`, []any{round}, scanMatter)
}

// MatterRow gives one matter, or not found.
func (r reads) MatterRow(ctx context.Context, matter string) (MatterRow, error) {
	var m MatterRow
	err := r.one(ctx, "read the matter "+matter, selectMatters+` WHERE matter = $1`, []any{matter},
		&m.Matter, &m.Room, &m.Round, &m.Title, &m.Stage, &m.Entries, &m.LastIndex, &m.LastRecorded)
	return m, err
}

func scanMatter(rows *sql.Rows) (MatterRow, error) {
	var m MatterRow
	err := rows.Scan(&m.Matter, &m.Room, &m.Round, &m.Title, &m.Stage, &m.Entries, &m.LastIndex, &m.LastRecorded)
	return m, err
}

// ReplaceMatters rebuilds the index: it forgets every matter and keeps those that fn puts. Until it ends
// nobody appends, so that what fn reads through db is the whole record; other readers see the old index. fn
// itself must not write through db. An error of fn leaves the old index and is returned as it is. A matter put
// twice counts as put last.
func (db *DB) ReplaceMatters(ctx context.Context, fn func(put func(MatterRow) error) error) error {
	const what = "rebuild the index"
	var told error // by fn, which knows best what it was doing
	err := db.once(ctx, func(w *writing) error {
		if _, err := w.exec(ctx, lockHead); err != nil {
			return err
		}
		if _, err := w.exec(ctx, `DELETE FROM matter`); err != nil {
			return err
		}
		var waiting []MatterRow
		flush := func() error {
			rows := lastOf(waiting, func(m MatterRow) string { return m.Matter })
			waiting = waiting[:0]
			_, err := w.insert(ctx, matterTable(), len(rows), func(i int) []any { return matterRow(rows[i]) })
			return db.fail(what, err)
		}
		told = fn(func(m MatterRow) error {
			if err := checkMatter(m); err != nil {
				return fmt.Errorf("%s: %w", what, err)
			}
			if waiting = append(waiting, m); len(waiting) < maxRows {
				return nil
			}
			return flush()
		})
		if told != nil {
			return told
		}
		return flush()
	})
	if told != nil {
		return told
	}
	return db.fail(what, err)
}
