package store

import (
	"context"
	"strconv"
	"strings"

	"github.com/selectorate/selectorate/internal/store/archive"
)

// column is a column of a table, made by the name of its kind.
type column = archive.Column

func whole(name string) column  { return column{Name: name, Kind: archive.Whole} }
func words(name string) column  { return column{Name: name, Kind: archive.Words} }
func octets(name string) column { return column{Name: name, Kind: archive.Octets} }

// table is a table as inserts see it.
type table struct {
	archive.Table
	then string // what an insert does when a row with the key stands there already
}

// names lists the columns for a statement.
func names(columns []column) string {
	list := make([]string, len(columns))
	for i, c := range columns {
		list[i] = c.Name
	}
	return strings.Join(list, ", ")
}

// maxRows is the number of rows that one statement writes at most. With the widest table it stays far below
// the 32,766 parameters that SQLite takes.
const maxRows = 128

// insert writes rows, several in one statement, and gives the number of rows that were changed. Statements
// write a power of two of rows, so that a table has few texts and each is soon prepared.
func (w *writing) insert(ctx context.Context, t table, rows int, row func(i int) []any) (int64, error) {
	var changed int64
	args := make([]any, 0, min(rows, maxRows)*len(t.Columns))
	for done, n := 0, maxRows; done < rows; done += n {
		for n > rows-done {
			n /= 2
		}
		args = args[:0]
		for i := range n {
			args = append(args, row(done+i)...)
		}
		more, err := w.exec(ctx, t.insertText(n), args...)
		if err != nil {
			return 0, err
		}
		changed += more
	}
	return changed, nil
}

func (t table) insertText(rows int) string {
	var b strings.Builder
	b.WriteString("INSERT INTO " + t.Name + " (" + names(t.Columns) + ") VALUES ")
	for i := range rows * len(t.Columns) {
		switch {
		case i == 0:
			b.WriteString("($")
		case i%len(t.Columns) == 0:
			b.WriteString("), ($")
		default:
			b.WriteString(", $")
		}
		b.WriteString(strconv.Itoa(i + 1))
	}
	b.WriteString(")")
	if t.then != "" {
		b.WriteString(" " + t.then)
	}
	return b.String()
}

// blob makes sure that no bytes are stored as no bytes, and not as NULL.
func blob(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

// lastOf keeps the last of the rows that have the same key, in the order of their first appearance.
func lastOf[K comparable, T any](rows []T, key func(T) K) []T {
	at := make(map[K]int, len(rows))
	kept := make([]T, 0, len(rows))
	for _, row := range rows {
		k := key(row)
		if i, ok := at[k]; ok {
			kept[i] = row
			continue
		}
		at[k] = len(kept)
		kept = append(kept, row)
	}
	return kept
}
