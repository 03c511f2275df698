package store

import (
	"context"
	"database/sql"

	"github.com/selectorate/selectorate/internal/store/archive"
)

func openingTable() table {
	return table{
		Table: archive.Table{Name: "opening", Key: 2, Columns: []column{whole("entry"), words("field"), octets("salt"), octets("value"), words("person")}},
	}
}

func openingRow(o Opening) []any {
	return []any{o.Index, o.Field, blob(o.Salt), blob(o.Value), o.Person}
}

// Openings calls fn with the openings of the entries from one place up to but not including another, by
// entry, then by field. An error of fn ends the reading and is returned as it is.
func (r reads) Openings(ctx context.Context, from, to int64, fn func(Opening) error) error {
	field := "" // a field has a name, so every one comes after this
	return paged(func(after *Opening) ([]Opening, error) {
		if after != nil {
			from, field = after.Index, after.Field
		}
		return all(ctx, r, "read openings", `SELECT entry, field, salt, value, person FROM opening
			WHERE (entry, field) > ($1, $2) AND entry < $3 ORDER BY entry, field LIMIT $4`,
			[]any{from, field, to, pageRows}, scanOpening)
	}, fn)
}

func scanOpening(rows *sql.Rows) (Opening, error) {
	var o Opening
	err := rows.Scan(&o.Index, &o.Field, &o.Salt, &o.Value, &o.Person)
	return o, err
}

func answerTable() table {
	return table{
		Table: archive.Table{Name: "answer", Key: 2, Columns: []column{words("actor"), words("key"), octets("body"), whole("entry"), octets("reply")}},
	}
}

func answerRow(a Answer) []any { return []any{a.Actor, a.Key, a.Body[:], a.Index, blob(a.Reply)} }

// Answer gives what a write under this key was answered; not found if there was none.
func (r reads) Answer(ctx context.Context, actor, key string) (Answer, error) {
	a := Answer{Actor: actor, Key: key}
	var body []byte
	err := r.one(ctx, "read the answer to a form", `SELECT body, entry, reply FROM answer WHERE actor = $1 AND key = $2`,
		[]any{actor, key}, &body, &a.Index, &a.Reply)
	if err != nil {
		return Answer{}, err
	}
	copy(a.Body[:], body)
	return a, nil
}
