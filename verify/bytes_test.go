package verify_test

import (
	"bytes"
	"maps"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/verify"
)

// tinyBook is a rulebook that is read quickly.
const tinyBook = `format: selectorate-rulebook/1
name: lamplighters/tiny
title: Half of the branches
organisation: Union of Lamplighters
procedure: trigger-ballot
incumbent: the warden
from: 2020-01-01
sources: [invented]
question: {clause: A, text: A contest?, select: a contest, reselect: no contest}
clauses:
  - {id: A, title: All, summary: All of it., source: invented, mark: S}
parameters:
  - {name: bar, clause: A, type: share, default: 1/2, mark: S, meaning: the bar}
decision:
  clause: A
  combine: one-pool
  count: units
  of: select
  bar: bar
  reach: at-least
  pools: [{kind: all, clause: A, units: [branch, affiliate]}]
returns:
  - {kind: branch, clause: A, enter: [branch-secretary], countersign: [branch-teller]}
  - {kind: affiliate, clause: A, enter: [affiliate-secretary], countersign: [affiliate-officer]}
offices:
  - {id: general-secretary, title: general secretary}
  - {id: national-executive, title: national executive}
  - {id: procedures-secretary, title: procedures secretary}
  - {id: regional-executive, title: regional executive}
  - {id: branch-secretary, title: branch secretary, of-the-unit: true}
  - {id: branch-teller, title: branch teller, of-the-unit: true}
  - {id: affiliate-secretary, title: affiliate's secretary, of-the-unit: true}
  - {id: affiliate-officer, title: affiliate's officer, of-the-unit: true}
powers:
  - {act: adopt, clause: A, offices: [general-secretary]}
  - {act: confirm, clause: A, offices: [general-secretary]}
  - {act: open, clause: A, offices: [general-secretary]}
  - {act: list, clause: A, offices: [procedures-secretary]}
  - {act: freeze, clause: A, offices: [procedures-secretary]}
  - {act: decide, clause: A, offices: [procedures-secretary]}
  - {act: declare, clause: A, offices: [regional-executive]}
  - {act: publish, clause: A, offices: [regional-executive]}
`

func (s *scribe) useTinyBook() {
	s.tb.Helper()
	book, err := rulebook.Parse([]byte(tinyBook))
	if err != nil {
		s.tb.Fatal(err)
	}
	s.book, s.bookData = book, []byte(tinyBook)
}

// TestEveryByteCounts changes every byte of every file of a small scrutineer's copy, one at a time.
func TestEveryByteCounts(t *testing.T) {
	s := newScribe(t)
	s.useTinyBook()
	s.found()
	s.round(1, "")
	folder := s.folder(true)
	step := 1
	if testing.Short() {
		step = 7
	}
	if report := check(t, folder, s.key); !report.Valid {
		t.Fatalf("the record is not valid before anything was changed: %+v", report.Findings)
	}
	for _, name := range slices.Sorted(maps.Keys(folder)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			changed := maps.Clone(folder)
			for i := 0; i < len(folder[name].Data); i += step {
				data := bytes.Clone(folder[name].Data)
				data[i] ^= 1 << (i % 8)
				changed[name] = &fstest.MapFile{Data: data}
				// Without a trusted key less is known beforehand, so what is found here is found with one too.
				report, err := verify.Check(changed, verify.Options{Listed: true})
				if err == nil && report.Valid {
					t.Fatalf("byte %d of %s was changed, and the record is valid", i, name)
				}
			}
		})
	}
}

// TestEveryFileCounts takes files away, cuts them, makes them longer, and adds others.
func TestEveryFileCounts(t *testing.T) {
	s := newScribe(t)
	s.useTinyBook()
	s.found()
	s.round(2, "")
	folder := s.folder(true)
	fails := func(t *testing.T, how string, changed fstest.MapFS) {
		t.Helper()
		if report, err := verify.Check(changed, verify.Options{Key: s.key, Listed: true}); err == nil && report.Valid {
			t.Errorf("%s: the record is valid", how)
		}
	}
	for name, file := range folder {
		changed := maps.Clone(folder)
		delete(changed, name)
		if name != "openings.jsonl" { // without it the copy is everybody's
			fails(t, name+" taken away", changed)
		}
		changed[name] = &fstest.MapFile{Data: file.Data[:len(file.Data)-1]}
		fails(t, name+" cut", changed)
		changed[name] = &fstest.MapFile{Data: append(bytes.Clone(file.Data), '\n')}
		fails(t, name+" longer", changed)
		changed[name] = &fstest.MapFile{}
		if name != "openings.jsonl" { // a scrutineer may have nothing to open
			fails(t, name+" emptied", changed)
		}
		changed[name] = file
		changed[name+".bak"] = file
		fails(t, name+" twice", changed)
	}
	for _, name := range []string{
		"x", "tile/0/000.p/3", "tile/0/001", "tile/1/000", "tile/entries/000", "tile/00/000", "tile/0/0",
		"book/x.yaml", "book/" + "0000000000000000000000000000000000000000000000000000000000000000.yaml",
	} {
		changed := maps.Clone(folder)
		changed[name] = &fstest.MapFile{Data: []byte("x")}
		fails(t, name+" added", changed)
	}
	changed := maps.Clone(folder)
	changed["empty"] = &fstest.MapFile{Mode: 0o755 | 1<<31}
	fails(t, "an empty folder", changed)
}

func TestNoCopyIsAnError(t *testing.T) {
	if _, err := verify.Check(fstest.MapFS{}, verify.Options{}); err == nil {
		t.Error("a folder without a checkpoint was looked at")
	}
}
