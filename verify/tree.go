package verify

import (
	"bytes"
	"fmt"

	"github.com/selectorate/selectorate/register"
	"github.com/selectorate/selectorate/verify/finding"
	"github.com/selectorate/selectorate/verify/folder"
)

const hashSize = 32

// hashTree computes the tree from the entries and compares it with the tiles and with the checkpoint.
func (c *checker) hashTree() error {
	sweeps := 1 + c.stated.Size/c.sweep
	c.total = c.stated.Size * (1 + 2*sweeps)
	edge, err := register.NewEdge(0, nil)
	if err != nil {
		return err
	}
	t := treeCheck{c: c, edge: edge, partial: map[int]register.TileData{}}
	if c.whole, err = t.hashEntries(); err != nil || !c.whole {
		return err
	}
	for level := range partialLevels {
		if tile, ok := t.partial[level]; ok {
			if err := t.compare(tile); err != nil {
				return err
			}
		}
	}
	t.conclude()
	return nil
}

// partialLevels is how many levels a register has at most.
const partialLevels = 7

type treeCheck struct {
	c       *checker
	edge    *register.Edge
	partial map[int]register.TileData // the newest partial tile of each level
	strange []int64                   // entries whose fingerprint is not the one in the tree
}

// hashEntries hashes every entry and compares the tiles that become full. It tells whether every file of
// entries could be read; after the first that could not, nothing more can be compared.
func (t *treeCheck) hashEntries() (whole bool, err error) {
	c := t.c
	broken := 0
	for from := int64(0); from < c.stated.Size && broken < finding.Most; from += register.TileWidth {
		entries, err := c.bundle(from, true)
		if err != nil {
			return false, err
		}
		if entries == nil {
			broken++
			continue
		}
		for _, entry := range entries {
			if err := t.edge.Append(register.LeafHash(entry)); err != nil {
				return false, fmt.Errorf("hash the entries: %w", err)
			}
		}
		c.progress(int64(len(entries)))
		if broken > 0 {
			continue
		}
		if err := t.take(); err != nil {
			return false, err
		}
	}
	return broken == 0, nil
}

func (t *treeCheck) take() error {
	for _, tile := range t.edge.Take() {
		if tile.Width < register.TileWidth {
			t.partial[tile.Level] = tile
			continue
		}
		delete(t.partial, tile.Level)
		if err := t.compare(tile); err != nil {
			return err
		}
	}
	return nil
}

// bundle gives the entries of the file that begins with entry from, good until the next bundle; or nil if the
// file is not what it should be, which is told if tell is set.
func (c *checker) bundle(from int64, tell bool) ([][]byte, error) {
	tile := register.Tile{
		Level: register.EntryLevel, N: from / register.TileWidth,
		Width: int(min(register.TileWidth, c.stated.Size-from)),
	}
	data, err := folder.ReadInto(c.fsys, c.buffer[:0], tile.Path(), folder.MaxBundle)
	c.buffer = data
	if err != nil && !folder.Unfit(err) {
		return nil, err
	}
	var entries [][]byte
	if err == nil {
		entries, err = register.DecodeBundle(data, tile.Width)
	}
	if err != nil {
		if tell {
			c.found.Fail(checkTree, from, "%s cannot be read: %s", entriesFrom(from, int64(tile.Width)), folder.Reason(tile.Path(), err))
		}
		return nil, nil
	}
	return entries, nil
}

func entriesFrom(from, width int64) string {
	if width == 1 {
		return fmt.Sprintf("entry %d", from)
	}
	return fmt.Sprintf("entries %d to %d", from, from+width-1)
}

// compare compares a tile as it should be with the one in the copy.
func (t *treeCheck) compare(tile register.TileData) error {
	data, err := folder.Read(t.c.fsys, tile.Path(), folder.MaxTile)
	switch {
	case err != nil && !folder.Unfit(err):
		return err
	case err != nil:
		t.c.found.Fail(checkTree, tile.N*register.TileWidth, "%s", folder.Reason(tile.Path(), err))
		return nil
	case bytes.Equal(data, tile.Data):
		return nil
	case len(data) != len(tile.Data):
		t.c.found.Fail(checkTree, tile.N*register.TileWidth, "the file %s has %d bytes, and should have %d", tile.Path(), len(data), len(tile.Data))
		return nil
	case tile.Level > 0:
		t.c.found.Fail(checkTree, tile.N*register.TileWidth, "the file %s does not hold the fingerprints of the entries", tile.Path())
		return nil
	}
	for i := range tile.Width {
		if !bytes.Equal(data[i*hashSize:(i+1)*hashSize], tile.Data[i*hashSize:(i+1)*hashSize]) {
			t.strange = append(t.strange, tile.N*register.TileWidth+int64(i))
		}
	}
	return nil
}

// conclude compares the root with the one that was signed.
func (t *treeCheck) conclude() {
	signed := t.edge.Root() == t.c.stated.Root
	for _, entry := range t.strange {
		if signed {
			t.c.found.Fail(checkTree, entry, "the fingerprint of entry %d was changed in the copy; the entry itself is the one that was signed", entry)
		} else {
			t.c.found.Fail(checkTree, entry, "entry %d is not the one that was recorded: its fingerprint is another", entry)
		}
	}
	if !signed {
		t.c.found.Fail(checkTree, t.c.stated.Size, "the entries do not have the fingerprint that the checkpoint states: something was changed, added or left out")
	}
	t.c.found.Passed(checkTree, "%s the fingerprint that was signed, and every file of fingerprints fits", finding.Count(t.c.stated.Size, "entry has", "entries together have"))
}

// rootAt gives the root that the register had at a smaller size, from tiles that have been compared.
func (c *checker) rootAt(size int64) (register.Hash, error) {
	edge, err := register.NewEdge(size, func(t register.Tile) ([]byte, error) {
		hashes := c.stated.Size >> (8 * t.Level)
		t.Width = int(min(register.TileWidth, hashes-t.N*register.TileWidth))
		return folder.Read(c.fsys, t.Path(), folder.MaxTile)
	})
	if err != nil {
		return register.Hash{}, err
	}
	return edge.Root(), nil
}
