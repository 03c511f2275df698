package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/selectorate/selectorate/party"
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
	h, err := c.open(ctx, t)
	if err != nil {
		return err
	}
	defer h.Close()
	if err := h.signIfMay(ctx); err != nil {
		return err
	}
	progress := newProgress(t.err, "backed up")
	err = writeStream(c.File, 0o600, func(w io.Writer) error { return h.store.Backup(ctx, w, progress.show) })
	progress.end()
	if err != nil {
		return err
	}
	fmt.Fprintf(t.out, "Wrote %s: the record and the people's data, without the signing key. It is about people; keep it safe.\n", c.File)
	return nil
}

// writeStream writes a file so that it is there whole or not at all: a crash leaves the old one or the new one, never half
// of one.
func writeStream(path string, mode fs.FileMode, write func(io.Writer) error) error {
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
		err = file.Chmod(mode)
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
