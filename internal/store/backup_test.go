package store_test

import (
	"bytes"
	"os"
	"testing"

	"github.com/selectorate/selectorate/internal/store/storetest"
)

// TestBackupMovesBetweenEngines carries one register from SQLite to PostgreSQL and back.
func TestBackupMovesBetweenEngines(t *testing.T) {
	small, large, back := mustOpen(t, sqliteFile(t)), mustOpen(t, storetest.Postgres(t)), mustOpen(t, sqliteFile(t))
	storetest.Fill(t, small, 700)
	want := storetest.Backup(t, small)
	if err := large.Restore(t.Context(), bytes.NewReader(want), nil); err != nil {
		t.Fatal(err)
	}
	moved := storetest.Backup(t, large)
	if !bytes.Equal(moved, want) {
		t.Error("PostgreSQL gives another backup than SQLite")
	}
	if err := back.Restore(t.Context(), bytes.NewReader(moved), nil); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(storetest.Backup(t, back), want) {
		t.Error("the way back changed something")
	}
}

// TestBackupFormat holds the format to a file that was written by its first version. If it must change, that
// is another version of the format, and this file stays readable.
func TestBackupFormat(t *testing.T) {
	db := mustOpen(t, sqliteFile(t))
	storetest.Fill(t, db, 3)
	const golden = "testdata/backup-1.jsonl"
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	got := storetest.Backup(t, db)
	if update() {
		if err := os.WriteFile(golden, got, 0o600); err != nil {
			t.Fatal(err)
		}
	} else if !bytes.Equal(got, want) {
		t.Errorf("the backup is\n%s\nwant\n%s", got, want)
	}
	again := mustOpen(t, sqliteFile(t))
	if err := again.Restore(t.Context(), bytes.NewReader(want), nil); err != nil {
		t.Error(err)
	}
}
