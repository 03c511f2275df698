package store

import (
	"context"
	"database/sql"

	"github.com/selectorate/selectorate/internal/store/archive"
)

func bookTable() table {
	return table{
		Table: archive.Table{Name: "book", Key: 1, Columns: []column{words("digest"), words("name"), octets("data")}},
		then:  `ON CONFLICT (digest) DO NOTHING`,
	}
}

func bookRow(b Book) []any { return []any{b.Digest, b.Name, blob(b.Data)} }

// BookData gives the adopted rulebook with this digest, or not found.
func (r reads) BookData(ctx context.Context, digest string) (Book, error) {
	b := Book{Digest: digest}
	err := r.one(ctx, "read the rulebook "+digest, `SELECT name, data FROM book WHERE digest = $1`,
		[]any{digest}, &b.Name, &b.Data)
	if err != nil {
		return Book{}, err
	}
	return b, nil
}

// Books gives every adopted rulebook, by digest.
func (r reads) Books(ctx context.Context) ([]Book, error) {
	return all(ctx, r, "read the rulebooks", `SELECT digest, name, data FROM book ORDER BY digest`, nil,
		func(rows *sql.Rows) (Book, error) {
			var b Book
			err := rows.Scan(&b.Digest, &b.Name, &b.Data)
			return b, err
		})
}
