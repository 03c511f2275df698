package register_test

import (
	"bytes"
	"errors"
	"fmt"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"github.com/selectorate/selectorate/register"
)

// shelf keeps tiles as a store does: of each place the newest width.
type shelf map[[2]int64][]byte

func (s shelf) put(tiles []register.TileData) {
	for _, t := range tiles {
		s[[2]int64{int64(t.Level), t.N}] = t.Data
	}
}

func (s shelf) read(t register.Tile) ([]byte, error) {
	data, ok := s[[2]int64{int64(t.Level), t.N}]
	if !ok {
		return nil, errors.New("there is no such tile")
	}
	return data, nil
}

func leaf(i int64) tlog.Hash { return register.LeafHash(fmt.Appendf(nil, "entry %d", i)) }

// grow appends entries up to a size.
func grow(t rapid.TB, e *register.Edge, size int64) {
	t.Helper()
	for e.Size() < size {
		if err := e.Append(leaf(e.Size())); err != nil {
			t.Fatal(err)
		}
	}
}

func edgeOf(t rapid.TB, size int64, s shelf) *register.Edge {
	t.Helper()
	e, err := register.NewEdge(size, s.read)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// reference is tlog's own keeping of the tree: all its hashes in one list.
type reference []tlog.Hash

func (r reference) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		out[i] = r[x]
	}
	return out, nil
}

func referenceOf(t rapid.TB, size int64) reference {
	t.Helper()
	var r reference
	for i := range size {
		more, err := tlog.StoredHashesForRecordHash(i, leaf(i), r)
		if err != nil {
			t.Fatal(err)
		}
		r = append(r, more...)
	}
	return r
}

func (r reference) root(t rapid.TB, size int64) tlog.Hash {
	t.Helper()
	root, err := tlog.TreeHash(size, r)
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func TestRootIsThatOfRFC6962(t *testing.T) {
	const size = 1100
	r := referenceOf(t, size)
	e := edgeOf(t, 0, shelf{})
	for n := int64(0); n <= size; n++ {
		grow(t, e, n)
		if e.Root() != r.root(t, n) {
			t.Fatalf("the root of %d entries is wrong", n)
		}
	}
}

// Whatever the batches and wherever the edge is read again, the tiles are those made afresh.
func TestTilesKeptEqualTilesMadeAfresh(t *testing.T) {
	r := referenceOf(t, 48_000)
	batch := rapid.OneOf(rapid.Int64Range(0, 600), rapid.SampledFrom([]int64{0, 256, 12_000}))
	rapid.Check(t, func(t *rapid.T) {
		kept, size := shelf{}, int64(0)
		e := edgeOf(t, 0, kept)
		for _, more := range rapid.SliceOfN(batch, 1, 4).Draw(t, "batches") {
			size += more
			thrown := e.Clone()
			grow(t, thrown, size+3)
			thrown.Take()
			grow(t, e, size)
			kept.put(e.Take())
			if e.Root() != r.root(t, size) {
				t.Fatalf("the root of %d entries is wrong", size)
			}
			if rapid.Bool().Draw(t, "read again") {
				if e = edgeOf(t, size, kept); e.Root() != r.root(t, size) {
					t.Fatalf("the edge of %d entries was read back with another root", size)
				}
			}
		}
		compareTiles(t, kept, size, r)
	})
}

func compareTiles(t rapid.TB, kept shelf, size int64, r reference) {
	t.Helper()
	count := 0
	for tile := range register.Tiles(size) {
		if tile.Level == register.EntryLevel {
			continue
		}
		count++
		want, err := tlog.ReadTileData(tlog.Tile{H: 8, L: tile.Level, N: tile.N, W: tile.Width}, r)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := kept.read(tile); err != nil || !bytes.Equal(got, want) {
			t.Fatalf("%s of %d entries differs (%v)", tile.Path(), size, err)
		}
	}
	if count != len(kept) {
		t.Fatalf("%d tiles are kept for %d entries, which have %d", len(kept), size, count)
	}
}

func TestTakeGivesNothingTwice(t *testing.T) {
	e := edgeOf(t, 0, shelf{})
	grow(t, e, 300)
	if got := len(e.Take()); got != 3 {
		t.Errorf("300 entries changed %d tiles, not 3", got)
	}
	if got := e.Take(); len(got) != 0 {
		t.Errorf("nothing was appended, and %v changed", got)
	}
	grow(t, e, 301)
	if got := e.Take(); len(got) != 1 || got[0].Path() != "tile/0/001.p/45" {
		t.Errorf("one entry changed %v", got)
	}
}

func TestNewEdgeRefuses(t *testing.T) {
	tests := []struct {
		name string
		size int64
		read register.ReadTile
	}{
		{"a negative size", -1, shelf{}.read},
		{"a size too great", register.MaxSize + 1, shelf{}.read},
		{"a tile missing", 3, shelf{}.read},
		{"a tile too short", 3, shelf{{0, 0}: make([]byte, 64)}.read},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := register.NewEdge(tt.size, tt.read); err == nil {
				t.Error("an edge was made")
			}
		})
	}
}

func BenchmarkAppend(b *testing.B) {
	e := edgeOf(b, 0, shelf{})
	hash := leaf(0)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if err := e.Append(hash); err != nil {
			b.Fatal(err)
		}
		if i%register.TileWidth == 0 {
			e.Take()
		}
	}
}

func BenchmarkRoot(b *testing.B) {
	e := edgeOf(b, 0, shelf{})
	grow(b, e, 65_535)
	b.ReportAllocs()
	for b.Loop() {
		e.Root()
	}
}
