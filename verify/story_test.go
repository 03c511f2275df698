package verify_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/selectorate/selectorate/internal/clerk"
	"github.com/selectorate/selectorate/internal/rehearsal"
	"github.com/selectorate/selectorate/internal/store"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/register"
	"github.com/selectorate/selectorate/rules"
	"github.com/selectorate/selectorate/verify"
)

// story plays the whole rehearsal through the clerk over SQLite, and gives the clerk and the key.
func story(t *testing.T) (*clerk.Clerk, string) {
	t.Helper()
	db, err := store.Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "register.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	skey, vkey, err := register.GenerateKey(rand.Reader, rehearsal.Origin)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := register.ParseSigner(skey)
	if err != nil {
		t.Fatal(err)
	}
	day, err := party.ParseDay("2026-02-23")
	if err != nil {
		t.Fatal(err)
	}
	clock := rehearsal.NewClock(day)
	c := clerk.New(clerk.Config{Store: db, Signer: signer, Now: clock.Now})
	t.Cleanup(c.Close)
	book, err := rules.Read("uk-labour/2021")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := rehearsal.Story(t.Context(), c, clock, book, vkey, func(rehearsal.Scene) error { return nil }); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Checkpoint(t.Context()); err != nil {
		t.Fatal(err)
	}
	return c, vkey
}

// exported gives the clerk's export as a folder in memory.
func exported(t *testing.T, c *clerk.Clerk, openings bool) fstest.MapFS {
	t.Helper()
	folder := fstest.MapFS{}
	err := c.Export(context.Background(), func(path string, data []byte) error {
		folder[path] = &fstest.MapFile{Data: bytes.Clone(data)}
		return nil
	}, nil, openings)
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

// check checks a folder that can be walked, in one sweep and in several.
func check(t *testing.T, folder fstest.MapFS, key string) verify.Report {
	t.Helper()
	opts := verify.Options{Key: key, Listed: true}
	report, err := verify.Check(folder, opts)
	if err != nil {
		t.Fatal(err)
	}
	again, err := verify.CheckInSweeps(folder, opts)
	if err != nil || !reflect.DeepEqual(again, report) {
		t.Errorf("in several sweeps it finds something else: %v\n%+v\n%+v", err, again, report)
	}
	return report
}

func TestTheClerksExportIsValid(t *testing.T) {
	c, key := story(t)
	for name, openings := range map[string]bool{"public": false, "scrutineer": true} {
		t.Run(name, func(t *testing.T) {
			report := check(t, exported(t, c, openings), key)
			for _, f := range report.Findings {
				t.Logf("%s %s: %s", f.Verdict, f.Check, f.Detail)
			}
			if !report.Valid {
				t.Error("the clerk's own record is not valid")
			}
		})
	}
}

// TestChangedEntriesAreNamed: somebody changed a row of the database, or a file of the copy.
func TestChangedEntriesAreNamed(t *testing.T) {
	s := newScribe(t)
	s.found()
	s.round(4, "")
	for name, c := range map[string]struct {
		file string
		at   func(data []byte) int
		says string
	}{
		"the day of entry 6": {
			file: "tile/entries/000.p/17", at: func(data []byte) int {
				return bytes.Index(data, []byte(`2","format":"selectorate-entry/1","index":6,`))
			},
			says: "entry 6 is not the one that was recorded",
		},
		"the fingerprint of entry 6": {
			file: "tile/0/000.p/17", at: func([]byte) int { return 6*32 + 5 },
			says: "the fingerprint of entry 6 was changed in the copy; the entry itself is the one that was signed",
		},
	} {
		t.Run(name, func(t *testing.T) {
			folder := s.folder(false)
			data := folder[c.file].Data
			data[c.at(data)] ^= 1
			report := check(t, folder, s.key)
			if _, details := with(report, verify.Fail); report.Valid || !strings.Contains(details, c.says) {
				t.Errorf("valid %v, and it says\n%s", report.Valid, details)
			}
		})
	}
}
