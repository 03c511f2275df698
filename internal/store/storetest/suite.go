package storetest

import (
	"testing"

	"github.com/selectorate/selectorate/internal/store"
)

// Run holds an engine to everything that package store promises. fresh gives the address of a new, empty
// database each time.
func Run(t *testing.T, fresh func(t *testing.T) string) {
	t.Helper()
	s := suite{fresh: fresh}
	for _, test := range []struct {
		name string
		run  func(t *testing.T)
	}{
		{"a new database is empty", s.empty},
		{"what is appended can be read", s.readBack},
		{"a batch is written whole or not at all", s.allOrNothing},
		{"a batch that cannot be right is refused", s.invalidBatches},
		{"long readings come in order", s.longReadings},
		{"two writers leave no gap", s.twoWriters},
		{"tiles only grow", s.tilesGrow},
		{"checkpoints never go back", s.checkpoints},
		{"books keep their bytes", s.books},
		{"the index is replaced whole", s.replaceMatters},
		{"people and aliases", s.people},
		{"an erased person is gone and the record stays", s.erase},
		{"an erasure is finished later", s.finishErasure},
		{"a snapshot sees one state", s.snapshot},
		{"a backup restores to the same", s.backup},
		{"a backup is taken while others write", s.backupWhileWriting},
		{"a damaged backup is refused", s.damagedBackups},
		{"a restored register can be refused", s.restoreIf},
		{"a database opens again", s.reopen},
		{"many open a new database at once", s.openTogether},
		{"a cancelled call is unavailable", s.cancelled},
	} {
		t.Run(test.name, test.run)
	}
}

type suite struct {
	fresh func(t *testing.T) string
}

// open opens an empty database for the test.
func (s suite) open(t *testing.T) *store.DB {
	t.Helper()
	return open(t, s.fresh(t))
}

// open opens a database and closes it when the test ends.
func open(t *testing.T, dsn string) *store.DB {
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
