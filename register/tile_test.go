package register_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/register"
)

func TestTilePath(t *testing.T) {
	tests := []struct {
		tile register.Tile
		path string
	}{
		{register.Tile{Level: 0, N: 0, Width: 256}, "tile/0/000"},
		{register.Tile{Level: 0, N: 0, Width: 1}, "tile/0/000.p/1"},
		{register.Tile{Level: 1, N: 1234067, Width: 256}, "tile/1/x001/x234/067"},
		{register.Tile{Level: 2, N: 1000, Width: 255}, "tile/2/x001/000.p/255"},
		{register.Tile{Level: 6, N: 0, Width: 32}, "tile/6/000.p/32"},
		{register.Tile{Level: register.EntryLevel, N: 273, Width: 112}, "tile/entries/273.p/112"},
		{register.Tile{Level: register.EntryLevel, N: 999999, Width: 256}, "tile/entries/x999/999"},
		{register.Tile{Level: 0, N: 1<<45 - 1, Width: 256}, "tile/0/x035/x184/x372/x088/831"},
	}
	for _, tt := range tests {
		t.Run(tt.path, func(t *testing.T) {
			if got := tt.tile.Path(); got != tt.path {
				t.Errorf("Path is %s", got)
			}
			if got, err := register.ParsePath(tt.path); err != nil || got != tt.tile {
				t.Errorf("ParsePath gives %+v, %v", got, err)
			}
		})
	}
}

func TestParsePathRefuses(t *testing.T) {
	for _, path := range []string{
		"", "tile", "tile/", "tile/0", "tile/0/", "tile/0/0", "tile/0/00", "tile/0/0000", "tile/0/x000/000", "tile/0/x001",
		"tile/0/001/000", "tile/0/x001000", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01", "tile/0/000.p/", "tile/0/000.p",
		"tile/00/000", "tile/-1/000", "tile/7/000", "tile/64/000", "tile/6/000", "tile/6/000.p/33", "tile/+0/000", "tile/0/-01",
		"/tile/0/000", "tile//0/000", "tile/0/000/", "tile/data/000", "tile/0/x035/x184/x372/x088/832", "tile/0/x999/x999/x999/x999/x999/x999/999",
	} {
		t.Run(path, func(t *testing.T) {
			if tile, err := register.ParsePath(path); err == nil {
				t.Errorf("read as %+v", tile)
			}
		})
	}
}

// The example of C2SP tlog-tiles, section "Partial Tiles".
func TestTilesOf70000(t *testing.T) {
	count := map[int]int{}
	var partial []string
	for tile := range register.Tiles(70_000) {
		count[tile.Level]++
		if tile.Width < register.TileWidth {
			partial = append(partial, tile.Path())
		}
	}
	if count[0] != 274 || count[register.EntryLevel] != 274 || count[1] != 2 || count[2] != 1 || len(count) != 4 {
		t.Errorf("tiles in each level: %v", count)
	}
	want := []string{"tile/entries/273.p/112", "tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1"}
	if !slices.Equal(partial, want) {
		t.Errorf("partial tiles: %v", partial)
	}
	for tile := range register.Tiles(0) {
		t.Errorf("the empty register has the tile %s", tile.Path())
	}
}

func TestBundle(t *testing.T) {
	entries := [][]byte{[]byte("a"), []byte("bc"), bytes.Repeat([]byte("d"), register.MaxEntry)}
	data, err := register.EncodeBundle(entries)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(data, []byte("\x00\x01a\x00\x02bc\xff\xffddd")) {
		t.Errorf("the bundle begins with %q", data[:10])
	}
	back, err := register.DecodeBundle(data, 3)
	if err != nil || !slices.EqualFunc(back, entries, bytes.Equal) {
		t.Errorf("read back as %d entries, %v", len(back), err)
	}
	for _, width := range []int{-1, 0, 2, 4, 257} {
		if _, err := register.DecodeBundle(data, width); err == nil {
			t.Errorf("read as %d entries", width)
		}
	}
	for cut := range 5 {
		if _, err := register.DecodeBundle([]byte("\x00\x01a\x00\x02bc")[:cut+2], 2); err == nil {
			t.Errorf("read although cut after %d bytes", cut+2)
		}
	}
}

func TestEncodeBundleRefuses(t *testing.T) {
	tests := []struct {
		name    string
		entries [][]byte
	}{
		{"no entry", nil},
		{"an empty entry", [][]byte{{}}},
		{"an entry too long", [][]byte{make([]byte, register.MaxEntry+1)}},
		{"too many", slices.Repeat([][]byte{{1}}, register.TileWidth+1)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := register.EncodeBundle(tt.entries); err == nil {
				t.Error("a bundle was written")
			}
		})
	}
}

func FuzzTilePath(f *testing.F) {
	for _, path := range []string{"tile/0/000", "tile/entries/x001/x234/067.p/255", "tile/6/000.p/32"} {
		f.Add(path)
	}
	f.Fuzz(func(t *testing.T, path string) {
		tile, err := register.ParsePath(path)
		if err != nil {
			return
		}
		if tile.Path() != path || strings.Contains(path, "//") || strings.Contains(path, "..") {
			t.Fatalf("%q was read as %+v", path, tile)
		}
	})
}

func FuzzBundle(f *testing.F) {
	f.Add([]byte("\x00\x01a\x00\x02bc"), 2)
	f.Fuzz(func(t *testing.T, data []byte, width int) {
		entries, err := register.DecodeBundle(data, width)
		if err != nil {
			return
		}
		if again, err := register.EncodeBundle(entries); err != nil || !bytes.Equal(again, data) {
			t.Fatalf("%q was written again as %q, %v", data, again, err)
		}
	})
}
