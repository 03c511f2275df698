package archive

import "database/sql"

// Kind is what a column holds. There are three, the same in every database: times are whole milliseconds.
type Kind uint8

// The kinds of column.
const (
	Whole  Kind = iota // int64
	Words              // string, UTF-8 without NUL, since PostgreSQL takes no other
	Octets             // []byte
)

// Column is a column of a table, with what it holds.
type Column struct {
	Name string
	Kind Kind
}

// Table is a table, as a backup sees it.
type Table struct {
	Name    string
	Columns []Column
	Key     int // how many leading columns are its primary key, which orders its rows
}

// Row is one row of a table while it is written: for each column a place of its kind.
type Row struct {
	wholes []int64
	words  []string
	octets []sql.RawBytes
}

// NewRow gives a row with an empty place for each column.
func NewRow(t Table) *Row {
	n := len(t.Columns)
	return &Row{wholes: make([]int64, n), words: make([]string, n), octets: make([]sql.RawBytes, n)}
}

// Places gives pointers to the row's places, for a query's Scan.
func (r *Row) Places(t Table) []any {
	places := make([]any, len(t.Columns))
	for i, c := range t.Columns {
		switch c.Kind {
		case Whole:
			places[i] = &r.wholes[i]
		case Words:
			places[i] = &r.words[i]
		case Octets:
			places[i] = &r.octets[i]
		}
	}
	return places
}

// Set fills the row with values as [Reader.Row] gives them.
func (r *Row) Set(values []any) {
	for i, value := range values {
		switch v := value.(type) {
		case int64:
			r.wholes[i] = v
		case string:
			r.words[i] = v
		case []byte:
			r.octets[i] = v
		}
	}
}
