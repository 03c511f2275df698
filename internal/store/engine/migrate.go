package engine

import (
	"context"
	"database/sql"
	"embed"
	"io/fs"

	"github.com/pressly/goose/v3"
)

//go:embed migrations
var migrations embed.FS

// migrateTries is how often a migration is tried: two processes that open a new database at the same moment
// may trip over each other, and the second try finds the work done.
const migrateTries = 5

// Migrate brings the database to the newest schema. It can be run by several processes at once.
func Migrate(ctx context.Context, e Engine, write *sql.DB) error {
	dialect, folder := e.Dialect()
	files, err := fs.Sub(migrations, folder)
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(dialect, write, files,
		goose.WithLogger(goose.NopLogger()), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	for range migrateTries {
		if _, err = provider.Up(ctx); err == nil {
			return nil
		}
	}
	return err
}
