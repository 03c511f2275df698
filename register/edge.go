package register

import (
	"bytes"
	"errors"
	"fmt"
	"math/bits"
	"slices"

	"golang.org/x/mod/sumdb/tlog"
)

// A Hash is a SHA-256 hash in the tree: of an entry, of two nodes, or the root.
type Hash = tlog.Hash

// TileData is a tile with its hashes, Width times 32 bytes.
type TileData struct {
	Tile
	Data []byte
}

// A ReadTile gives the data of a tile of hashes. It may give a wider version of a partial tile than it was
// asked for; what is too much is left out of account.
type ReadTile func(Tile) ([]byte, error)

// hashes reads a tile and gives exactly the hashes that were asked for.
func (read ReadTile) hashes(t Tile) ([]byte, error) {
	data, err := read(t)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", t.Path(), err)
	}
	size := t.Width * tlog.HashSize
	if len(data) < size {
		return nil, fmt.Errorf("reading %s: it has %d bytes and should have %d", t.Path(), len(data), size)
	}
	return data[:size:size], nil
}

// An Edge is the right-hand edge of the tree: of each level the last, partial tile. That is all it takes to
// append entries and to know the root, at about 24 KiB for a million entries. An Edge is not safe for
// concurrent use.
type Edge struct {
	size int64
	// partial holds the hashes of each level's last tile, fewer than TileWidth, none if the last one is full.
	partial [maxLevel + 1][]byte
	// full holds the tiles that have become full since the edge had the size taken.
	full  []TileData
	taken int64
}

// NewEdge reads the edge of a register of a size from its tiles. Whether they are the right ones, only the
// root tells: compare Root with the one that is known.
func NewEdge(size int64, read ReadTile) (*Edge, error) {
	if size < 0 || size > MaxSize {
		return nil, fmt.Errorf("reading the edge of the register: no register has the size %d", size)
	}
	e := &Edge{size: size, taken: size}
	for level := range e.partial {
		count := hashes(level, size)
		width := int(count % TileWidth)
		if width == 0 {
			continue
		}
		data, err := read.hashes(Tile{level, count / TileWidth, width})
		if err != nil {
			return nil, fmt.Errorf("reading the edge of the register: %w", err)
		}
		e.partial[level] = bytes.Clone(data)
	}
	return e, nil
}

// Size gives the number of entries.
func (e *Edge) Size() int64 { return e.size }

// Append adds the leaf hash (see LeafHash) of the next entry. A register of MaxSize entries cannot grow.
func (e *Edge) Append(leaf Hash) error {
	if e.size >= MaxSize {
		return errors.New("appending to the register: it is as long as a register can be")
	}
	e.size++
	for level, hash := 0, leaf; level <= maxLevel; level++ {
		if e.partial[level] == nil {
			e.partial[level] = make([]byte, 0, TileWidth*tlog.HashSize)
		}
		e.partial[level] = append(e.partial[level], hash[:]...)
		data := e.partial[level]
		if len(data) < TileWidth*tlog.HashSize {
			break
		}
		e.full = append(e.full, TileData{Tile{level, hashes(level, e.size)/TileWidth - 1, TileWidth}, data})
		e.partial[level] = nil
		hash = subtreeRoot(data)
	}
	return nil
}

// Root gives the root of the tree; of an empty one, the hash of nothing (RFC 6962, section 2.1).
func (e *Edge) Root() Hash {
	var root Hash
	started := false
	for level := range e.partial {
		data := e.partial[level]
		for len(data) > 0 {
			// The last hashes that make a whole subtree: as many as the lowest bit of the width says.
			count := len(data) / tlog.HashSize
			cut := len(data) - 1<<bits.TrailingZeros(uint(count))*tlog.HashSize
			left := subtreeRoot(data[cut:])
			if started {
				left = tlog.NodeHash(left, root)
			}
			root, started, data = left, true, data[:cut]
		}
	}
	if !started {
		return emptyRoot()
	}
	return root
}

// Clone gives a copy that can be appended to and thrown away.
func (e *Edge) Clone() *Edge {
	c := *e
	for level := range c.partial {
		if data := e.partial[level]; data != nil {
			c.partial[level] = append(make([]byte, 0, TileWidth*tlog.HashSize), data...)
		}
	}
	c.full = slices.Clone(e.full)
	return &c
}

// Take gives every tile of hashes that has changed since the last Take, or since NewEdge: tiles that have
// become full, then each level's partial tile as it is now. Written over the tiles that were there before, they
// make the tiles of the register as it is now. The data is the caller's to keep.
func (e *Edge) Take() []TileData {
	changed := e.full
	for level, data := range e.partial {
		count := hashes(level, e.size)
		if len(data) > 0 && count > hashes(level, e.taken) {
			changed = append(changed, TileData{Tile{level, count / TileWidth, int(count % TileWidth)}, bytes.Clone(data)})
		}
	}
	e.full, e.taken = nil, e.size
	return changed
}

// subtreeRoot gives the root over hashes whose number is a power of two.
func subtreeRoot(data []byte) Hash {
	var buffer [TileWidth]Hash
	level := buffer[:len(data)/tlog.HashSize]
	for i := range level {
		copy(level[i][:], data[i*tlog.HashSize:])
	}
	for len(level) > 1 {
		for i := range len(level) / 2 {
			level[i] = tlog.NodeHash(level[2*i], level[2*i+1])
		}
		level = level[:len(level)/2]
	}
	return level[0]
}

// emptyRoot is the root of the tree without entries.
func emptyRoot() Hash {
	root, _ := tlog.TreeHash(0, nil) // reads nothing and cannot fail
	return root
}
