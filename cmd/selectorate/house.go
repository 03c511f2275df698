package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/selectorate/selectorate/internal/clerk"
	"github.com/selectorate/selectorate/internal/store"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/register"
)

// Files of a data folder.
const (
	databaseFile = "register.db"
	keyFile      = "signing.key"
	seenFile     = "checkpoint.seen"
)

// place says where a record is kept. Commands embed it for its flags.
type place struct {
	Dir      string `help:"Data folder: the database, the signing key, the newest checkpoint seen." default:"selectorate-data" type:"path"`
	Database string `help:"PostgreSQL instead of the file in the data folder: postgres://…" placeholder:"URL" env:"SELECTORATE_DATABASE"`
}

// dsn names the database as the store takes it.
func (p place) dsn() string {
	if p.Database != "" {
		return p.Database
	}
	return "sqlite:" + filepath.Join(p.Dir, databaseFile)
}

// exists tells whether the data folder holds a record.
func (p place) exists() bool {
	_, err := os.Stat(filepath.Join(p.Dir, keyFile))
	return err == nil
}

// house is an opened record: the database, the clerk that writes it, and the key.
type house struct {
	store *store.DB
	clerk *clerk.Clerk
	skey  string
	vkey  string
}

// open opens a record that init has made. The caller closes it.
func (p place) open(ctx context.Context, now func() time.Time) (*house, error) {
	skey, err := os.ReadFile(filepath.Join(p.Dir, keyFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, party.Errorf(party.NotFound, "%s holds no record: make one with selectorate init --dir %s", p.Dir, p.Dir)
	}
	if err != nil {
		return nil, fmt.Errorf("read the signing key: %w", err)
	}
	return p.openWith(ctx, strings.TrimSpace(string(skey)), now)
}

func (p place) openWith(ctx context.Context, skey string, now func() time.Time) (*house, error) {
	signer, err := register.ParseSigner(skey)
	if err != nil {
		return nil, err
	}
	vkey, err := register.PublicKey(skey)
	if err != nil {
		return nil, err
	}
	db, err := store.Open(ctx, p.dsn())
	if err != nil {
		return nil, err
	}
	// An erasure that was broken off is finished now; while somebody reads an older state, the next time.
	if err := db.FinishErasure(ctx); err != nil && !party.Is(err, party.Unavailable) {
		return nil, errors.Join(err, db.Close())
	}
	return &house{
		store: db, skey: skey, vkey: vkey,
		clerk: clerk.New(clerk.Config{Store: db, Signer: signer, Now: now, Seen: p.keepSeen}),
	}, nil
}

// Close ends the clerk and closes the database. Whatever was acknowledged is on disk already, so an error has
// nothing to say.
func (h *house) Close() {
	h.clerk.Close()
	_ = h.store.Close()
}

// keepSeen keeps the newest checkpoint outside the database, so that restoring an old backup is noticed.
func (p place) keepSeen(_ int64, signed []byte) error {
	return writeWhole(filepath.Join(p.Dir, seenFile), signed)
}

// writeWhole writes a file that only its owner may read, so that a crash leaves the old one or the new one, never half of one.
func writeWhole(path string, data []byte) error {
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	defer os.Remove(file.Name()) // of no effect once renamed
	_, err = file.Write(data)
	if err == nil {
		err = file.Chmod(0o600)
	}
	if err == nil {
		err = file.Sync()
	}
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err == nil {
		err = syncFolder(filepath.Dir(path))
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	defer folder.Close()
	return folder.Sync()
}
