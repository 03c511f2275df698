package store_test

import (
	"bytes"
	"os"
	"testing"

	"github.com/selectorate/selectorate/internal/store"
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

// FuzzBackup reads rows of any kind in a backup that is otherwise whole. What is accepted means the same when
// it is written again.
func FuzzBackup(f *testing.F) {
	golden, err := os.ReadFile("testdata/backup-1.jsonl")
	if err != nil {
		f.Fatal(err)
	}
	lines := bytes.SplitAfter(golden, []byte("\n"))
	f.Add(bytes.Join(lines[1:len(lines)-2], nil))
	f.Add([]byte("[\"entry\",0,\"m\",0,\"YQ==\"]\n"))
	f.Add([]byte("[\"entry\",-1,\"\\ud800\",1e3,\"YR==\"]\n"))
	f.Add([]byte("[\"person\",\"a\\u0000\",null,\"\"]\n{}\n"))
	f.Fuzz(func(t *testing.T, rows []byte) {
		once, err := store.Reread(bytes.NewReader(store.Seal(rows)))
		if err != nil {
			return
		}
		twice, err := store.Reread(bytes.NewReader(store.Seal(once)))
		if err != nil || !bytes.Equal(once, twice) {
			t.Errorf("read %q, written as %q, read again as %q, %v", rows, once, twice, err)
		}
	})
}

// FuzzBackupFile reads anything at all.
func FuzzBackupFile(f *testing.F) {
	golden, err := os.ReadFile("testdata/backup-1.jsonl")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(golden)
	f.Fuzz(func(t *testing.T, file []byte) {
		if rows, err := store.Reread(bytes.NewReader(file)); err == nil {
			if again, err := store.Reread(bytes.NewReader(file)); err != nil || !bytes.Equal(rows, again) {
				t.Errorf("the same file reads differently: %v", err)
			}
		}
	})
}
