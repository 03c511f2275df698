package store_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"go.uber.org/goleak"

	"github.com/selectorate/selectorate/internal/store/storetest"
)

func TestMain(m *testing.M) {
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

func sqliteFile(t *testing.T) string { return "sqlite:" + filepath.Join(t.TempDir(), "register.db") }

func postgresDatabase(t *testing.T) string { return storetest.Postgres(t) }

func TestSQLite(t *testing.T) { storetest.Run(t, sqliteFile) }

func TestPostgres(t *testing.T) { storetest.Run(t, postgresDatabase) }
