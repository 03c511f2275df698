package verify_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"path/filepath"
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

// check checks a folder that can be walked.
func check(t *testing.T, folder fstest.MapFS, key string) verify.Report {
	t.Helper()
	report, err := verify.Check(folder, verify.Options{Key: key, Listed: true})
	if err != nil {
		t.Fatal(err)
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
