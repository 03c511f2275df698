package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/selectorate/selectorate/internal/store"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/register"
)

// backupCommand writes everything but the signing key to one file, at one moment, while others go on writing.
type backupCommand struct {
	place
	File string `arg:"" help:"File to write. It must not exist." type:"path"`
}

// Run writes the backup beside its place and puts it there when it is whole.
func (c *backupCommand) Run(ctx context.Context, t terminal) error {
	if _, err := os.Lstat(c.File); !errors.Is(err, fs.ErrNotExist) {
		return party.Errorf(party.Conflict, "%s exists already: a backup is never written over another", c.File)
	}
	h, err := c.open(ctx, time.Now)
	if err != nil {
		return err
	}
	defer h.Close()
	if _, err := h.clerk.Checkpoint(ctx); err != nil {
		return err
	}
	progress := newProgress(t.err, "backed up")
	err = writeStream(c.File, func(w io.Writer) error { return h.store.Backup(ctx, w, progress.show) })
	progress.end()
	if err != nil {
		return err
	}
	fmt.Fprintf(t.out, "Wrote %s: the record and the people's data, without the signing key. It is about people; keep it safe.\n", c.File)
	return nil
}

// restoreCommand fills an empty database from a backup. It refuses to go back behind a signed checkpoint that
// it has seen or is given, because whoever holds that checkpoint could prove that entries vanished.
type restoreCommand struct {
	place
	File       string `arg:"" help:"Backup to restore." type:"existingfile"`
	Key        string `name:"signing-key" help:"The signing key's file, if the data folder has none." type:"existingfile" placeholder:"FILE"`
	Checkpoint string `help:"A signed checkpoint that the backup must reach, as served at /checkpoint." type:"existingfile" placeholder:"FILE"`
}

// Run restores into an empty database, or refuses.
func (c *restoreCommand) Run(ctx context.Context, t terminal) error {
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}
	if err := c.bringKey(); err != nil {
		return err
	}
	seen, err := c.checkpoints()
	if err != nil {
		return err
	}
	h, err := c.open(ctx, time.Now)
	if err != nil {
		return err
	}
	defer h.Close()
	file, err := os.Open(c.File)
	if err != nil {
		return fmt.Errorf("open the backup: %w", err)
	}
	defer file.Close()
	progress := newProgress(t.err, "restored")
	err = h.store.RestoreIf(ctx, bufio.NewReaderSize(file, 1<<20), func(r store.Reader) error {
		return c.mayRestore(ctx, r, h.vkey, seen)
	}, progress.show)
	progress.end()
	if err != nil {
		return err
	}
	head, err := h.store.Head(ctx)
	if err != nil {
		return err
	}
	if _, err := h.clerk.Checkpoint(ctx); err != nil {
		return err
	}
	fmt.Fprintf(t.out, "Restored a record of %d entries into %s.\n", head.Size, c.Dir)
	return nil
}

// bringKey puts the signing key into the data folder if it is given and there is none.
func (c *restoreCommand) bringKey() error {
	if c.Key == "" || c.exists() {
		return nil
	}
	skey, err := os.ReadFile(c.Key)
	if err != nil {
		return fmt.Errorf("read the signing key: %w", err)
	}
	if _, err := register.ParseSigner(string(bytes.TrimSpace(skey))); err != nil {
		return party.Errorf(party.Invalid, "%s: %w", c.Key, err)
	}
	return writeWhole(filepath.Join(c.Dir, keyFile), skey)
}

// checkpoints gives the signed checkpoints that the backup must reach.
func (c *restoreCommand) checkpoints() ([][]byte, error) {
	var notes [][]byte
	seen, err := os.ReadFile(filepath.Join(c.Dir, seenFile))
	if err == nil {
		notes = append(notes, seen)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read the checkpoint seen last: %w", err)
	}
	if c.Checkpoint != "" {
		given, err := os.ReadFile(c.Checkpoint)
		if err != nil {
			return nil, fmt.Errorf("read the checkpoint: %w", err)
		}
		notes = append(notes, given)
	}
	return notes, nil
}

// mayRestore tells whether what a backup holds goes on from every checkpoint that was seen or given.
func (c *restoreCommand) mayRestore(ctx context.Context, r store.Reader, vkey string, seen [][]byte) error {
	head, err := r.Head(ctx)
	if err != nil {
		return err
	}
	for _, signed := range seen {
		older, err := register.OpenCheckpoint(signed, vkey)
		if err != nil {
			return party.Errorf(party.Invalid, "a checkpoint that the backup must reach is not signed by this record's key: %w", err)
		}
		if older.Size > head.Size {
			return party.Errorf(party.Conflict, "the backup has %d entries, but %d were signed: restoring it would make %d vanish",
				head.Size, older.Size, older.Size-head.Size)
		}
		edge, err := register.NewEdge(older.Size, func(t register.Tile) ([]byte, error) {
			tile, err := r.TileAt(ctx, t.Level, t.N)
			return tile.Data, err
		})
		if err != nil {
			return err
		}
		if edge.Root() != older.Root {
			return party.Errorf(party.Conflict, "the backup is of another history: its first %d entries are not those that were signed", older.Size)
		}
	}
	return nil
}

// writeStream writes a file so that it is there whole or not at all.
func writeStream(path string, write func(io.Writer) error) error {
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	defer os.Remove(file.Name()) // of no effect once renamed
	buffered := bufio.NewWriterSize(file, 1<<20)
	err = write(buffered)
	if err == nil {
		err = buffered.Flush()
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
