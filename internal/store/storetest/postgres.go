package storetest

import (
	"context"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"testing"
)

// shared is the server of this test process, and the databases that were made on it.
//
//nolint:gochecknoglobals // one server for all tests of a process is the point of it
var shared struct {
	start  sync.Once
	server *PostgresServer
	err    error
	count  atomic.Int64
}

// Postgres gives the address of a new, empty database on a server that is started for the test process by
// the first test that asks, and that ends with the process. It does not force writes to the disk: a test that
// pulls the plug starts a server of its own with [StartPostgres]. Where PostgreSQL is not installed the test
// is skipped, or fails if CI=true.
func Postgres(t testing.TB) string {
	t.Helper()
	shared.start.Do(func() {
		shared.server, shared.err = StartPostgres(context.Background(), "fsync=off")
	})
	if shared.err != nil {
		missing(t, shared.err)
	}
	dsn, err := shared.server.Database(t.Context(), fmt.Sprintf("test%d", shared.count.Add(1)))
	if err != nil {
		t.Fatal(err)
	}
	return dsn
}

// StopPostgres stops the server that [Postgres] started, if it did. A TestMain that looks for leaks calls it
// after the tests; others leave it to the end of the process.
func StopPostgres() error {
	if shared.server == nil {
		return nil
	}
	return shared.server.Stop()
}

// missing ends a test that has no server: loudly where everything must run.
func missing(t testing.TB, err error) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf("this test needs PostgreSQL (on Debian: apt-get install postgresql): %v", err)
	}
	t.Skipf("not run, for want of PostgreSQL: %v", err)
}
