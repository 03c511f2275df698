package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/selectorate/selectorate/internal/store"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/register"
)

// restoreCommand fills an empty database from a backup. It refuses what it could not sign in good faith: a
// record whose key it has not, one that verify would condemn, and one that lies behind a signed checkpoint
// that it has seen or is given, because whoever holds that checkpoint could prove that entries vanished.
type restoreCommand struct {
	place
	File       string `arg:"" help:"Backup to restore." type:"existingfile"`
	Key        string `name:"signing-key" help:"The signing key's file, if the data folder has none." type:"existingfile" placeholder:"FILE"`
	Checkpoint string `help:"A signed checkpoint that the backup must reach, as served at /checkpoint." type:"existingfile" placeholder:"FILE"`
}

// Run restores into an empty database, or refuses.
func (c *restoreCommand) Run(ctx context.Context, t terminal) error {
	skey, err := c.signingKey()
	if err != nil {
		return err
	}
	seen, err := c.checkpoints()
	if err != nil {
		return err
	}
	file, err := os.Open(c.File)
	if err != nil {
		return fmt.Errorf("open the backup: %w", err)
	}
	defer file.Close()
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}
	h, err := c.openWith(ctx, skey, time.Now)
	if err != nil {
		return err
	}
	defer h.Close()
	bar := newProgress(t.err, "restored")
	err = h.store.RestoreIf(ctx, bufio.NewReaderSize(file, 1<<20), func(r store.Reader) error {
		bar.end()
		if err := mayRestore(ctx, r, skey, seen, t); err != nil {
			return err
		}
		return c.keepKey(skey) // before the record is there, which could not be opened without it
	}, bar.show)
	bar.end()
	if err != nil {
		return err
	}
	if err := h.sign(ctx); err != nil {
		return fmt.Errorf("the record is restored, but not signed: %w", err)
	}
	head, err := h.store.Head(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(t.out, "Restored a record of %d entries into %s.\n", head.Size, c.Dir)
	return nil
}

// signingKey gives the key of the data folder, or the one that is given if there is none.
func (c *restoreCommand) signingKey() (string, error) {
	there, err := c.readKey()
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("read the signing key: %w", err)
	}
	if c.Key == "" {
		if err != nil {
			return "", party.Errorf(party.NotFound, "%s has no signing key, and a backup holds none: name its file with --signing-key", c.Dir)
		}
		return there, nil
	}
	data, readErr := os.ReadFile(c.Key)
	if readErr != nil {
		return "", fmt.Errorf("read the signing key: %w", readErr)
	}
	given := strings.TrimSpace(string(data))
	if _, err := register.ParseSigner(given); err != nil {
		return "", party.Errorf(party.Invalid, "%s: %w", c.Key, err)
	}
	if err == nil && there != given {
		return "", party.Errorf(party.Conflict, "%s holds another signing key than %s: move it away first, and keep it",
			filepath.Join(c.Dir, keyFile), c.Key)
	}
	return given, nil
}

// keepKey puts the signing key into the data folder if there is none.
func (c *restoreCommand) keepKey(skey string) error {
	if c.exists() {
		return nil
	}
	return writeWhole(filepath.Join(c.Dir, keyFile), []byte(skey+"\n"))
}

// sighting is a signed checkpoint that the backup must reach, and where it was found.
type sighting struct {
	from string
	note []byte
}

// checkpoints gives the signed checkpoints that the backup must reach.
func (c *restoreCommand) checkpoints() ([]sighting, error) {
	var seen []sighting
	last := filepath.Join(c.Dir, seenFile)
	note, err := os.ReadFile(last)
	if err == nil {
		seen = append(seen, sighting{last, note})
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read the checkpoint seen last: %w", err)
	}
	if c.Checkpoint == "" {
		return seen, nil
	}
	if note, err = os.ReadFile(c.Checkpoint); err != nil {
		return nil, fmt.Errorf("read the checkpoint: %w", err)
	}
	return append(seen, sighting{c.Checkpoint, note}), nil
}

// mayRestore tells whether the record that a backup holds may be signed with a key: the key is the record's,
// the record goes on from every checkpoint that was seen, given or kept in the backup, and it is valid.
func mayRestore(ctx context.Context, r store.Reader, skey string, seen []sighting, t terminal) error {
	found, err := lookAt(ctx, r)
	if err != nil {
		return err
	}
	signer, err := register.ParseSigner(skey)
	if err != nil {
		return err
	}
	vkey, err := register.PublicKey(skey)
	if err != nil {
		return err
	}
	if found.head.Size > 0 && found.state.Key != vkey {
		return party.Errorf(party.Forbidden, "the backup is of the record %s, which the key\n\n    %s\n\nsigns. The signing key given here is another one:\n\n    %s\n\n"+
			"Nothing was restored. Name the file of the right key with --signing-key, and a data folder that has no other",
			found.state.Origin, found.state.Key, vkey)
	}
	if _, note, err := r.Checkpoint(ctx); err == nil {
		seen = append(seen, sighting{"the backup", note})
	} else if !party.Is(err, party.NotFound) {
		return err
	}
	for _, s := range seen {
		if err := found.reaches(ctx, s); err != nil {
			return err
		}
	}
	if found.head.Size == 0 {
		return nil
	}
	return found.check(ctx, signer, vkey, t)
}
