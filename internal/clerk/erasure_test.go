package clerk_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/selectorate/selectorate/internal/clerk"
	"github.com/selectorate/selectorate/internal/rehearsal"
	"github.com/selectorate/selectorate/internal/store/storetest"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/selection"
	"github.com/selectorate/selectorate/verify"
)

// What the database knows of the person who is erased.
const (
	erasedName    = "Philomena Wickstay"
	erasedContact = "philomena@wickstay.example"
	erasedValue   = "Wickstay of Lantern Hill sits for the seat"
	erasedDispute = "It is about the ward in which Wickstay lives"
)

// TestErasure erases a person who held an office, acted and was spoken of under seal in two seats.
func TestErasure(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) {
		dir := t.TempDir()
		eraseAndLook(t, dir, "sqlite:"+filepath.Join(dir, "register.db"), dir, func() {})
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		dsn := storetest.Postgres(t)
		u, err := url.Parse(dsn)
		if err != nil {
			t.Fatal(err)
		}
		eraseAndLook(t, t.TempDir(), dsn, filepath.Join(u.Query().Get("host"), "data", "base"), func() {
			pool, err := sql.Open("pgx", dsn)
			check(t, err)
			_, err = pool.ExecContext(t.Context(), "CHECKPOINT") // what a server does now and then
			check(t, errors.Join(err, pool.Close()))
		})
	})
}

func eraseAndLook(t *testing.T, dir, dsn, files string, settle func()) {
	t.Helper()
	db, c, vkey := openHouse(t, dir, dsn)
	r, err := foundRound(t.Context(), c, vkey)
	check(t, err)
	person, traces := spokenOf(t, c, r)
	other := exported(t, c, true)
	settle()
	for _, trace := range traces {
		if len(filesHolding(t, files, trace)) == 0 {
			t.Errorf("before the erasure no file holds %q: this test does not see", trace)
		}
	}
	by := clerk.Request{Key: "erase-" + person, Person: r.region, Office: executive}
	if refused, err := c.Erase(t.Context(), by, person); err != nil || len(refused) != 1 || refused[0].OK() {
		t.Errorf("an office that may not erase: %+v, %v", refused, err)
	}
	if p, err := db.Person(t.Context(), person); err != nil || p.Name != erasedName {
		t.Errorf("a refused erasure erased: %+v, %v", p, err)
	}
	by.Person, by.Office = r.founder, "general-secretary"
	receipts, err := c.Erase(t.Context(), by, person)
	check(t, err)
	if len(receipts) != 1 || !receipts[0].OK() {
		t.Fatalf("the erasure was answered %+v", receipts)
	}
	if _, err := c.Erase(t.Context(), by, person); !party.Is(err, party.NotFound) {
		t.Errorf("a second erasure: %v", err)
	}
	copied := exported(t, c, true)
	for _, trace := range traces {
		for _, folder := range []string{files, copied} {
			if found := filesHolding(t, folder, trace); len(found) > 0 {
				t.Errorf("%q still stands in %v", trace, found)
			}
		}
	}
	for _, matter := range []string{"organisation", "2026/seat-00000", "2026/seat-00001"} {
		// The alias stays in the record; nothing joins it to a person any more.
		if alias, err := db.Alias(t.Context(), person, matter); !party.Is(err, party.NotFound) {
			t.Errorf("the alias %q in %s is still kept: %v", alias, matter, err)
		}
	}
	before, after := checked(t, other, vkey), checked(t, copied, vkey)
	if !before.Valid || !after.Valid {
		t.Errorf("the register does not verify: %+v %+v", before.Findings, after.Findings)
	}
	if saysErased(before) || !saysErased(after) {
		t.Errorf("what verify says of erased fields: %+v", after.Findings)
	}
	c.Close()
	check(t, db.Close())
	for _, trace := range traces {
		if found := filesHolding(t, files, trace); len(found) > 0 {
			t.Errorf("after closing, %q stands in %v", trace, found)
		}
	}
}

// spokenOf brings the person into two seats, and gives every trace that the database has of them.
func spokenOf(t *testing.T, c *clerk.Clerk, r *round) (person string, traces []string) {
	t.Helper()
	person, err := c.Enrol(t.Context(), erasedName, erasedContact)
	check(t, err)
	traces = []string{erasedName, erasedContact, erasedValue, erasedDispute, person}
	zone, err := time.LoadLocation(rehearsal.Zone)
	check(t, err)
	for number := range 2 {
		s, err := r.seat(t.Context(), number, 12)
		check(t, err)
		check(t, s.appoint(t.Context(), person, procedures, ""))
		p := playing{seat: s, today: party.DayOf(time.Now(), zone), do: inside(t.Context(), c)}
		opened := s.open(p.today.Add(21))
		opened.Sealed = []clerk.Secret{{Field: "incumbent", Value: erasedValue, Person: person}}
		p.act(opened)
		p.act(s.request(person, procedures, selection.Listed{Units: s.units}))
		p.act(s.request(r.region, executive, selection.Challenged{
			Ask: selection.Strike, Unit: s.units[0], Ground: "unit-not-entitled",
		}, clerk.Secret{Field: "statement", Value: erasedDispute, Person: person}))
		check(t, p.err)
	}
	return person, traces
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// exported writes a copy of the register, a scrutineer's with openings.
func exported(t *testing.T, c *clerk.Clerk, openings bool) string {
	t.Helper()
	_, err := c.Checkpoint(t.Context())
	check(t, err)
	dir := t.TempDir()
	check(t, c.Export(context.Background(), func(name string, data []byte) error {
		place := filepath.Join(dir, filepath.FromSlash(name))
		return errors.Join(os.MkdirAll(filepath.Dir(place), 0o700), os.WriteFile(place, data, 0o600))
	}, nil, openings))
	return dir
}

func checked(t *testing.T, dir, vkey string) verify.Report {
	t.Helper()
	report, err := verify.Check(os.DirFS(dir), verify.Options{Key: vkey, Listed: true})
	check(t, err)
	return report
}

func saysErased(report verify.Report) bool {
	for _, f := range report.Findings {
		if strings.Contains(f.Detail, "erased") {
			return true
		}
	}
	return false
}

// filesHolding gives the files of a folder that hold the text.
func filesHolding(t *testing.T, folder, text string) (found []string) {
	t.Helper()
	check(t, filepath.WalkDir(folder, func(place string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(place)
		if errors.Is(err, fs.ErrNotExist) { // a server removes files as it likes
			return nil
		}
		if bytes.Contains(data, []byte(text)) {
			found = append(found, filepath.Base(place))
		}
		return err
	}))
	return found
}
