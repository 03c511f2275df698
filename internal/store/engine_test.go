package store_test

import (
	"log"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/selectorate/selectorate/internal/store"
	"github.com/selectorate/selectorate/internal/store/storetest"
	"github.com/selectorate/selectorate/party"
)

func TestAddresses(t *testing.T) {
	tests := []struct {
		name, dsn string
		kind      party.Kind
	}{
		{"nothing", "", party.Invalid},
		{"a file without its engine", "register.db", party.Invalid},
		{"an engine without a file", "sqlite:", party.Invalid},
		{"another engine", "mysql://localhost/register", party.Invalid},
		{"a folder that is not there", "sqlite:/nowhere/at/all/register.db", party.Unavailable},
		{"a folder instead of a file", "sqlite:" + t.TempDir(), party.Unavailable},
		{"a server that is not there", "postgres://nobody@/none?host=" + t.TempDir(), party.Unavailable},
		{"an address that is none", "postgres://nobody@host:port/none", party.Invalid},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			db, err := store.Open(t.Context(), test.dsn)
			if !party.Is(err, test.kind) {
				t.Errorf("Open(%q) = %v, want an error of the kind %v", test.dsn, err, test.kind)
			}
			if err == nil {
				_ = db.Close()
			}
		})
	}
}

// TestSQLiteSettings asks the connections themselves: a setting that is misspelt is ignored without a word.
func TestSQLiteSettings(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a name? with #odd %41 signs.db")
	write, read := mustOpen(t, "sqlite:"+path).Pools()
	for setting, want := range map[string]string{
		"journal_mode": "wal", "synchronous": "2", "secure_delete": "1", "foreign_keys": "1", "busy_timeout": "10000",
	} {
		var got string
		if err := write.QueryRowContext(t.Context(), "PRAGMA "+setting).Scan(&got); err != nil || got != want {
			t.Errorf("%s = %q, %v; want %q", setting, got, err, want)
		}
	}
	if _, err := read.ExecContext(t.Context(), "DELETE FROM person"); err == nil {
		t.Error("a reading connection writes")
	}
	for _, file := range []string{path, path + "-wal", path + "-shm"} {
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s is not for its owner alone: %v, %v", file, info, err)
		}
	}
}

// TestPostgresMustStore refuses a server that acknowledges what it can still lose.
func TestPostgresMustStore(t *testing.T) {
	dsn := storetest.Postgres(t)
	db, err := store.Open(t.Context(), dsn+"&synchronous_commit=off")
	if !party.Is(err, party.Invalid) || !strings.Contains(err.Error(), "synchronous_commit") {
		t.Errorf("Open() = %v", err)
	}
	if err == nil {
		_ = db.Close()
	}
}

// TestPostgresSerializable has two writers on a server that is set to the strictest isolation, where losing to
// the other is told as SQLSTATE 40001 and tried again.
func TestPostgresSerializable(t *testing.T) {
	dsn := storetest.Postgres(t) + "&default_transaction_isolation=serializable"
	const batches, size = 20, 3
	var wait sync.WaitGroup
	for _, db := range []*store.DB{mustOpen(t, dsn), mustOpen(t, dsn)} {
		wait.Go(func() {
			for done := 0; done < batches; {
				h, err := db.Head(t.Context())
				if err == nil {
					err = db.Append(t.Context(), benchmarkBatch(h, size))
				}
				switch {
				case err == nil:
					done++
				case !party.Is(err, party.Conflict):
					t.Error(err)
					return
				}
			}
		})
	}
	wait.Wait()
	if h, err := mustOpen(t, dsn).Head(t.Context()); err != nil || h.Size != 2*batches*size {
		t.Errorf("Head() = %v, %v", h, err)
	}
}

// TestOpenIsSilent listens to the standard logger, which the library that migrates would use.
func TestOpenIsSilent(t *testing.T) {
	var said strings.Builder
	log.SetOutput(&said)
	t.Cleanup(func() { log.SetOutput(os.Stderr) })
	mustOpen(t, sqliteFile(t))
	if said.Len() > 0 {
		t.Errorf("it says %q", said.String())
	}
}

// TestPostgresGoesAway crashes the server under an open database. What was acknowledged is there afterwards.
func TestPostgresGoesAway(t *testing.T) {
	storetest.Postgres(t) // skips, or fails, where there is no server to start
	server, err := storetest.StartPostgres(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Stop(); err != nil {
			t.Error(err)
		}
	})
	dsn, err := server.Database(t.Context(), "register")
	if err != nil {
		t.Fatal(err)
	}
	db := mustOpen(t, dsn)
	storetest.Fill(t, db, 400)
	var refused error
	err = db.Snapshot(t.Context(), func(r store.Reader) error {
		if err := server.Crash(t.Context()); err != nil {
			t.Error(err)
		}
		_, refused = r.Head(t.Context())
		return refused
	})
	if !party.Is(refused, party.Unavailable) || err != refused { //nolint:errorlint // the very error is meant
		t.Errorf("reading on a broken connection: %v, %v", refused, err)
	}
	if h, err := db.Head(t.Context()); err != nil || h.Size != 400 {
		t.Errorf("after the crash: %v, %v", h, err)
	}
}
