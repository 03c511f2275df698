package clerk_test

import (
	"bytes"
	"fmt"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/register"
	"github.com/selectorate/selectorate/verify"
)

func TestFiles(t *testing.T) {
	p := play(t)
	if _, err := p.clerk.File(t.Context(), register.ReadmePath); !party.Is(err, party.NotFound) {
		t.Errorf("a file before any checkpoint: %v", err)
	}
	if _, err := p.clerk.Checkpoint(t.Context()); err != nil {
		t.Fatal(err)
	}
	paths, size, err := p.clerk.Paths(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for path := range paths {
		if data, err := p.clerk.File(t.Context(), path); err != nil || len(data) == 0 || seen[path] {
			t.Errorf("%s: %d bytes, %v, seen before: %v", path, len(data), err, seen[path])
		}
		seen[path] = true
	}
	if len(seen) != 5 { // entries, hashes, one book, the text, the checkpoint
		t.Errorf("the copy has the files %v", seen)
	}
	newest, err := p.clerk.File(t.Context(), fmt.Sprintf("tile/0/000.p/%d", size))
	if err != nil {
		t.Fatal(err)
	}
	if older, err := p.clerk.File(t.Context(), "tile/0/000.p/5"); err != nil || !bytes.HasPrefix(newest, older) || len(older) != 5*32 {
		t.Errorf("the tile of an earlier checkpoint: %d bytes, %v", len(older), err)
	}
	for _, path := range []string{
		"", "openings.jsonl", "register.db", "../signing.key", "tile/0/000", "tile/0/001", "tile/1/000", "tile/0/0",
		fmt.Sprintf("tile/0/000.p/%d", size+1), fmt.Sprintf("tile/entries/000.p/%d", size+1),
		"book/0000000000000000000000000000000000000000000000000000000000000000.yaml", "book/", "checkpoint/",
	} {
		if data, err := p.clerk.File(t.Context(), path); !party.Is(err, party.NotFound) {
			t.Errorf("%q: %d bytes, %v", path, len(data), err)
		}
	}
}

// TestExportWhileOthersWrite: a copy is of one checkpoint, whatever is written meanwhile.
func TestExportWhileOthersWrite(t *testing.T) {
	p := play(t)
	if _, err := p.clerk.Checkpoint(t.Context()); err != nil {
		t.Fatal(err)
	}
	var writers sync.WaitGroup
	stop := make(chan struct{})
	writers.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
			}
			if _, err := p.play.Appoint(t.Context(), fmt.Sprintf("newcomer %d", i), "national-executive"); err != nil {
				t.Errorf("write while a copy is made: %v", err)
				return
			}
			if _, err := p.clerk.Checkpoint(t.Context()); err != nil {
				t.Errorf("sign while a copy is made: %v", err)
				return
			}
		}
	})
	for range 5 {
		folder := fstest.MapFS{}
		err := p.clerk.Export(t.Context(), func(path string, data []byte) error {
			folder[path] = &fstest.MapFile{Data: bytes.Clone(data)}
			return nil
		}, nil, true)
		if err != nil {
			t.Fatal(err)
		}
		report, err := verify.Check(folder, verify.Options{Key: p.key, Listed: true})
		if err != nil || !report.Valid {
			t.Errorf("%v %+v", err, report.Findings)
		}
	}
	close(stop)
	writers.Wait()
}
