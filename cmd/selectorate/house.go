package main

import (
	"context"
	"errors"
	"fmt"
	"io"
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
	place place
	skey  string
	vkey  string
	inUse string // the key that signs the record now; empty if that is not known, as before the founding
	due   error  // why an erasure that was broken off could not be finished yet; nil if it was
}

// open opens a record that init has made, finishes what was broken off, and tells of it. The caller closes it.
func (p place) open(ctx context.Context, t terminal) (*house, error) {
	skey, err := p.readKey()
	if errors.Is(err, fs.ErrNotExist) {
		return nil, party.Errorf(party.NotFound, "%s holds no record: make one with selectorate init --dir %s", p.Dir, p.Dir)
	}
	if err != nil {
		return nil, fmt.Errorf("read the signing key: %w", err)
	}
	h, err := p.openWith(ctx, skey, time.Now)
	if err != nil {
		return nil, err
	}
	if h.due != nil {
		fmt.Fprintf(t.err, "An erasure that was broken off is not finished yet, and will be tried again: %s\n", h.due)
	}
	if err := h.settle(ctx, t.err); err != nil {
		h.Close()
		return nil, err
	}
	return h, nil
}

func (p place) readKey() (string, error) {
	skey, err := os.ReadFile(filepath.Join(p.Dir, keyFile))
	return strings.TrimSpace(string(skey)), err
}

func (p place) openWith(ctx context.Context, skey string, now func() time.Time) (*house, error) {
	if _, err := register.ParseSigner(skey); err != nil {
		return nil, err
	}
	db, err := store.Open(ctx, p.dsn())
	if err != nil {
		return nil, err
	}
	h := &house{store: db, place: p}
	// An erasure that was broken off is finished now; what keeps it from that, such as somebody who reads an
	// older state, must not keep anybody from the record.
	h.due = db.FinishErasure(ctx)
	if err := h.employ(skey, now); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return h, nil
}

// employ gives the house a clerk who signs with a key.
func (h *house) employ(skey string, now func() time.Time) error {
	signer, err := register.ParseSigner(skey)
	if err != nil {
		return err
	}
	if h.vkey, err = register.PublicKey(skey); err != nil {
		return err
	}
	if h.clerk != nil {
		h.clerk.Close()
	}
	h.skey = skey
	h.clerk = clerk.New(clerk.Config{Store: h.store, Signer: signer, Now: now, Seen: h.place.keepSeen})
	return nil
}

// Close ends the clerk and closes the database. Whatever was acknowledged is on disk already, so an error has
// nothing to say.
func (h *house) Close() {
	h.clerk.Close()
	_ = h.store.Close()
}

// keepSeen keeps the newest checkpoint outside the database, so that restoring an old backup is noticed. Of
// two processes that sign at once, the one that is behind leaves the other's where it is.
func (p place) keepSeen(size int64, signed []byte) error {
	path := filepath.Join(p.Dir, seenFile)
	return locked(p.Dir, func() error {
		there, err := os.ReadFile(path)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("read the checkpoint seen last: %w", err)
		}
		// What is no checkpoint at all can be of no use to anybody.
		if before, _, unread := register.PeekCheckpoint(there); err == nil && unread == nil && before.Size > size {
			return nil
		}
		return writeWhole(path, signed)
	})
}

// writeWhole writes a file that only its owner may read.
func writeWhole(path string, data []byte) error {
	return writeStream(path, 0o600, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	defer folder.Close()
	return folder.Sync()
}
