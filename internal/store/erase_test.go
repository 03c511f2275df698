package store_test

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/internal/store"
	"github.com/selectorate/selectorate/internal/store/storetest"
)

// secrets are what the files must not hold after the erasure of a person, in every place where it stood.
func secrets() []string {
	return []string{
		"person-7f3a", "Wilhelmina Lampwick", "old.address@northside.example", "wick@harbour.example",
		"alias-of-hers", "salt-of-hers", "value-of-hers", "reply-to-her",
	}
}

// TestErasureReachesTheFiles looks for an erased person in every file of the database. It looks before the
// erasure too, so that it is known to see.
func TestErasureReachesTheFiles(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) {
		folder := t.TempDir()
		db := mustOpen(t, "sqlite:"+filepath.Join(folder, "register.db"))
		eraseAndLook(t, db, folder, func() {})
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		dsn := storetest.Postgres(t)
		db := mustOpen(t, dsn)
		eraseAndLook(t, db, filepath.Join(serverFolder(t, dsn), "data", "base"), func() {
			mustExec(t, dsn, "ANALYZE", "CHECKPOINT") // what a server does now and then
		})
	})
}

func eraseAndLook(t *testing.T, db *store.DB, folder string, settle func()) {
	t.Helper()
	storetest.Fill(t, db, 600)
	writeSecrets(t, db)
	settle()
	for _, s := range secrets() {
		if s != "old.address@northside.example" && len(filesWith(t, folder, s)) == 0 {
			t.Errorf("before the erasure no file holds %q: this test does not see", s)
		}
	}
	if _, err := db.ErasePerson(t.Context(), "person-7f3a"); err != nil {
		t.Fatal(err)
	}
	for _, s := range secrets() {
		if found := filesWith(t, folder, s); len(found) > 0 {
			t.Errorf("%q still stands in %v", s, found)
		}
	}
	if found := filesWith(t, folder, "Zoë"); len(found) == 0 {
		t.Error("somebody else was erased too")
	}
}

// writeSecrets spreads one person over every table that may hold people's data, between other rows, so that
// pages are split and rearranged.
func writeSecrets(t *testing.T, db *store.DB) {
	t.Helper()
	h, err := db.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, contact := range []string{"old.address@northside.example", "wick@harbour.example"} {
		err := db.PutPerson(t.Context(), store.Person{ID: "person-7f3a", Name: "Wilhelmina Lampwick", Contact: contact})
		if err != nil {
			t.Fatal(err)
		}
	}
	for i := range 40 {
		other := fmt.Sprintf("person-%04d", i)
		b := store.Batch{From: h, To: h, Answers: []store.Answer{
			{Actor: "person-7f3a", Key: fmt.Sprint(i), Reply: []byte("reply-to-her")},
			{Actor: other, Key: fmt.Sprint(i), Reply: bytes.Repeat([]byte("x"), 300)},
		}}
		for field, person := range map[string]string{"hers": "person-7f3a", "theirs": other} {
			b.Openings = append(b.Openings, store.Opening{
				Index: int64(i * 7), Field: fmt.Sprintf("%s-%d", field, i), Person: person,
				Salt: []byte("salt-of-" + field), Value: []byte("value-of-" + field + strings.Repeat(" ", 200)),
			})
		}
		err := errors.Join(db.Append(t.Context(), b),
			db.PutPerson(t.Context(), store.Person{ID: other, Name: "A member", Contact: other + "@northside.example"}),
			db.PutAlias(t.Context(), "person-7f3a", fmt.Sprintf("matter-%d", i), "alias-of-hers"),
			db.PutAlias(t.Context(), other, fmt.Sprintf("matter-%d", i), "alias-of-another"))
		if err != nil {
			t.Fatal(err)
		}
	}
}

// filesWith gives the files below folder that hold the text.
func filesWith(t *testing.T, folder, text string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) { // the server has just removed it
			return nil
		}
		if bytes.Contains(data, []byte(text)) {
			found = append(found, filepath.Base(path))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(found)
	return found
}

// serverFolder gives the folder of the test server, which is where its socket is.
func serverFolder(t *testing.T, dsn string) string {
	t.Helper()
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	return u.Query().Get("host")
}

func mustOpen(t *testing.T, dsn string) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// mustExec runs statements on a PostgreSQL database, as its owner could.
func mustExec(t *testing.T, dsn string, statements ...string) {
	t.Helper()
	pool, err := sql.Open("pgx", dsn)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range statements {
		if _, err := pool.ExecContext(t.Context(), s); err != nil {
			t.Error(err)
		}
	}
	if err := pool.Close(); err != nil {
		t.Error(err)
	}
}
