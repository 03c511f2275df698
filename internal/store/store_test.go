package store_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"go.uber.org/goleak"

	"github.com/selectorate/selectorate/internal/store/storetest"
)

// update tells whether golden files are to be written anew: go test -update.
func update() bool { return flag.Lookup("update").Value.String() == "true" }

func TestMain(m *testing.M) {
	flag.Bool("update", false, "write the golden files anew")
	flag.Parse()
	code := m.Run()
	err := storetest.StopPostgres()
	if err == nil && code == 0 {
		err = goleak.Find()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func sqliteFile(t *testing.T) string {
	t.Helper()
	return "sqlite:" + filepath.Join(t.TempDir(), "register.db")
}

func postgresDatabase(t *testing.T) string {
	t.Helper()
	return storetest.Postgres(t)
}

func TestSQLite(t *testing.T) { storetest.Run(t, sqliteFile) }

func TestPostgres(t *testing.T) { storetest.Run(t, postgresDatabase) }
