package verify

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/selectorate/selectorate/register"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/verify/folder"
)

// checkFiles looks for the text that goes with every copy and, if the copy can be walked, for what does not
// belong to one.
func (c *checker) checkFiles() error {
	text, err := folder.Read(c.fsys, register.ReadmePath, len(register.Readme))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		c.found.Fail(checkFiles, 0, "the file %s is missing", register.ReadmePath)
	case err == nil && string(text) != register.Readme, errors.Is(err, folder.ErrTooLarge):
		c.found.Fail(checkFiles, 0, "the file %s is not the text that goes with every copy", register.ReadmePath)
	case err != nil:
		return err
	}
	if !c.opts.Listed {
		c.found.Passed(checkFiles, "every file that belongs to the record is there; whether there are others cannot be seen from here")
		return nil
	}
	c.found.Passed(checkFiles, "every file that belongs to the record is there, and no other")
	return fs.WalkDir(c.fsys, ".", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return fmt.Errorf("list the files of the copy: %w", err)
		case entry.IsDir():
			return c.checkFolder(path)
		case !c.belongs(path) || !entry.Type().IsRegular():
			c.found.Fail(checkFiles, 0, "the file %s does not belong to the record", path)
		}
		return nil
	})
}

func (c *checker) checkFolder(path string) error {
	inside, err := fs.ReadDir(c.fsys, path)
	if err != nil {
		return fmt.Errorf("list the files of the copy: %w", err)
	}
	if len(inside) == 0 {
		c.found.Fail(checkFiles, 0, "the folder %s is empty, and does not belong to the record", path)
	}
	return nil
}

// belongs tells whether a copy of this register has a file of this name.
func (c *checker) belongs(path string) bool {
	switch path {
	case register.CheckpointPath, register.ReadmePath, register.OpeningsPath:
		return true
	}
	if digest, ok := register.BookDigest(path); ok {
		_, adopted := c.house.state.Books[rulebook.Digest(digest)]
		return adopted || !c.whole // without the acts nobody knows which were adopted
	}
	tile, err := register.ParsePath(path)
	if err != nil {
		return false
	}
	hashes := c.stated.Size >> (8 * max(tile.Level, 0))
	first := tile.N * register.TileWidth
	return first < hashes && int64(tile.Width) == min(register.TileWidth, hashes-first)
}
