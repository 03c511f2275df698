package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/selectorate/selectorate/internal/clerk"
	"github.com/selectorate/selectorate/party"
)

// exportCommand writes a copy of the record that anybody can check, as of one checkpoint, while others go on
// writing.
type exportCommand struct {
	place
	Dest     string `arg:"" help:"Folder to make, or with --zip the file. It must not exist." type:"path"`
	Openings bool   `help:"A scrutineer's copy: it also says what sealed fields hold. It is about people."`
	Zip      bool   `help:"Write one .zip file instead of a folder."`
}

// Run writes the copy beside its place and puts it there when it is whole.
func (c *exportCommand) Run(ctx context.Context, t terminal) error {
	if _, err := os.Lstat(c.Dest); !errors.Is(err, fs.ErrNotExist) {
		return party.Errorf(party.Conflict, "%s exists already: an export is never written over anything", c.Dest)
	}
	h, err := c.open(ctx, t)
	if err != nil {
		return err
	}
	defer h.Close()
	if err := h.signIfMay(ctx); err != nil {
		return err
	}
	bar := newProgress(t.err, "entries exported")
	if c.Zip {
		err = c.archive(ctx, h.clerk, bar)
	} else {
		err = c.folder(ctx, h.clerk, bar)
	}
	bar.end()
	if err != nil {
		return err
	}
	fmt.Fprintf(t.out, "Wrote %s. Check it with:\n\n    selectorate verify %s --key %s\n", c.Dest, c.Dest, cmp.Or(h.inUse, h.vkey))
	if c.Openings {
		fmt.Fprintln(t.out, "\nIt holds what sealed fields hold, and is about people: do not pass it on.")
	}
	return nil
}

func (c *exportCommand) archive(ctx context.Context, from *clerk.Clerk, bar *progress) error {
	return writeStream(c.Dest, 0o600, func(w io.Writer) error {
		archive := newExportArchive(w)
		if err := from.Export(ctx, archive.put, bar.show, c.Openings); err != nil {
			return err
		}
		return archive.Close()
	})
}

func (c *exportCommand) folder(ctx context.Context, from *clerk.Clerk, bar *progress) error {
	dir, err := os.MkdirTemp(filepath.Dir(c.Dest), "."+filepath.Base(c.Dest)+"-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", c.Dest, err)
	}
	defer func() { _ = os.RemoveAll(dir) }() // of no effect once renamed
	if !c.Openings {
		err = os.Chmod(dir, 0o755)
	}
	if err == nil {
		err = from.Export(ctx, exportFolder{dir}.put, bar.show, c.Openings)
	}
	if err == nil {
		err = os.Rename(dir, c.Dest)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", c.Dest, err)
	}
	return nil
}
