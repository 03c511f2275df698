package register

import (
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"strconv"
	"strings"
)

const (
	// TileWidth is how many hashes, or entries, a full tile holds.
	TileWidth = 256
	// EntryLevel is the Level of an entry bundle, a tile that holds entries and not hashes.
	EntryLevel = -1
	// MaxSize is the greatest number of entries in a register.
	MaxSize = 1 << 53

	tileBits  = 8
	tileParts = 3 // digits in one part of a path
	maxLevel  = 6 // 256^6 is the greatest power of 256 that does not exceed MaxSize
)

// A Tile names a piece of the tree as C2SP tlog-tiles cuts it: hashes N*256 to N*256+Width-1 of a level, each
// the root of 256^Level entries; or as many entries themselves, if the level is EntryLevel.
type Tile struct {
	Level int   // 0 to 6, or EntryLevel
	N     int64 // from 0
	Width int   // 1 to 256; 256 is a full tile
}

// Path gives the tile's place below the folder of the export or the address of the register, with slashes.
// The tile must be one that ParsePath can give.
func (t Tile) Path() string {
	var path strings.Builder
	path.WriteString("tile/")
	if t.Level == EntryLevel {
		path.WriteString("entries")
	} else {
		path.WriteString(strconv.Itoa(t.Level))
	}
	digits := strconv.FormatInt(t.N, 10)
	digits = strings.Repeat("0", (tileParts-len(digits)%tileParts)%tileParts) + digits
	for ; len(digits) > tileParts; digits = digits[tileParts:] {
		path.WriteString("/x" + digits[:tileParts])
	}
	path.WriteString("/" + digits)
	if t.Width < TileWidth {
		path.WriteString(".p/" + strconv.Itoa(t.Width))
	}
	return path.String()
}

// ParsePath reads the path of a tile and accepts only what Path writes for a register of at most MaxSize.
func ParsePath(path string) (Tile, error) {
	t, err := parsePath(path)
	if err != nil || t.check() != nil || t.Path() != path {
		return Tile{}, fmt.Errorf("%q is not the path of a tile", path)
	}
	return t, nil
}

// parsePath reads more than it should: ParsePath compares.
func parsePath(path string) (t Tile, err error) {
	rest, found := strings.CutPrefix(path, "tile/")
	level, rest, found2 := strings.Cut(rest, "/")
	if !found || !found2 {
		return t, errors.New("too short")
	}
	t.Level, t.Width = EntryLevel, TileWidth
	if level != "entries" {
		if t.Level, err = strconv.Atoi(level); err != nil {
			return t, err
		}
	}
	place, width, partial := strings.Cut(rest, ".p/")
	if partial {
		if t.Width, err = strconv.Atoi(width); err != nil {
			return t, err
		}
	}
	digits := strings.ReplaceAll(strings.TrimPrefix(place, "x"), "/x", "")
	digits = strings.ReplaceAll(digits, "/", "")
	t.N, err = strconv.ParseInt(digits, 10, 64)
	return t, err
}

func (t Tile) check() error {
	switch {
	case t.Level < EntryLevel || t.Level > maxLevel:
		return fmt.Errorf("no tile has level %d", t.Level)
	case t.Width < 1 || t.Width > TileWidth:
		return fmt.Errorf("no tile has width %d", t.Width)
	case t.N < 0 || t.N > MaxSize/TileWidth || t.N*TileWidth+int64(t.Width) > hashes(t.Level, MaxSize):
		return fmt.Errorf("no tile of level %d has number %d and width %d", t.Level, t.N, t.Width)
	}
	return nil
}

// hashes tells how many hashes a level has in a register of a size.
func hashes(level int, size int64) int64 { return size >> (tileBits * max(level, 0)) }

// Tiles lists the tiles of a register of a size, each once: those of the entries, then those of each level
// from 0 up; in a level from left to right. Of a level's last, partial tile only the width that the size asks
// for is listed.
func Tiles(size int64) iter.Seq[Tile] {
	return func(yield func(Tile) bool) {
		for level := EntryLevel; level <= maxLevel; level++ {
			count := hashes(level, size)
			for n := int64(0); n*TileWidth < count; n++ {
				if !yield(Tile{level, n, int(min(TileWidth, count-n*TileWidth))}) {
					return
				}
			}
		}
	}
}

// EncodeBundle writes the data of a tile of entries: before each entry its length in two bytes, the higher
// first. There are 1 to TileWidth entries of 1 to MaxEntry bytes.
func EncodeBundle(entries [][]byte) ([]byte, error) {
	if len(entries) == 0 || len(entries) > TileWidth {
		return nil, fmt.Errorf("writing a bundle of %d entries: it has from 1 to %d", len(entries), TileWidth)
	}
	var data []byte
	for i, entry := range entries {
		if len(entry) == 0 || len(entry) > MaxEntry {
			return nil, fmt.Errorf("writing entry %d of a bundle: %d bytes, not 1 to %d", i, len(entry), MaxEntry)
		}
		data = binary.BigEndian.AppendUint16(data, uint16(len(entry)))
		data = append(data, entry...)
	}
	return data, nil
}

// DecodeBundle reads the data of a tile of entries that has width entries, no fewer and no more. The entries
// are parts of data and are not themselves decoded.
func DecodeBundle(data []byte, width int) ([][]byte, error) {
	if width < 1 || width > TileWidth {
		return nil, fmt.Errorf("reading a bundle of %d entries: it has from 1 to %d", width, TileWidth)
	}
	entries := make([][]byte, 0, width)
	for i := range width {
		if len(data) < 2 {
			return nil, fmt.Errorf("reading a bundle: it ends after %d of %d entries", i, width)
		}
		size := int(binary.BigEndian.Uint16(data))
		data = data[2:]
		if size == 0 || size > len(data) {
			return nil, fmt.Errorf("reading a bundle: entry %d of %d has a length of %d where %d bytes are left",
				i, width, size, len(data))
		}
		entries = append(entries, data[:size:size])
		data = data[size:]
	}
	if len(data) > 0 {
		return nil, fmt.Errorf("reading a bundle: %d bytes stand after its %d entries", len(data), width)
	}
	return entries, nil
}
