package verify_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/selection"
	"github.com/selectorate/selectorate/verify"
)

// actsOfASeat is how many acts a seat of the benchmark has: 47 units' returns, each countersigned, and the
// six acts around them.
const actsOfASeat = 2*47 + 6

// large plays seats side by side, all of them open until the end, into a folder.
func large(tb testing.TB, entries int, dir string) {
	tb.Helper()
	s := newScribe(tb)
	s.found()
	seats := make([]party.MatterID, max(1, entries/actsOfASeat))
	for i := range seats {
		seats[i] = party.MatterID(fmt.Sprintf("2026/seat-%05d", i))
		s.open(seats[i], 47, "")
	}
	for _, seat := range seats {
		s.act(seat, "p as procedures-secretary", selection.Frozen{Units: 47}, nil)
	}
	for i := range 47 {
		for _, seat := range seats {
			s.answer(seat, i, "")
		}
	}
	for _, seat := range seats {
		s.decide(seat, "")
		s.seats[seat] = nil
	}
	s.files(func(path string, data []byte) {
		place := filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(place), 0o755); err != nil {
			tb.Fatal(err)
		}
		if err := os.WriteFile(place, data, 0o644); err != nil {
			tb.Fatal(err)
		}
	}, false)
}

// BenchmarkCheck checks a register of SELECTORATE_ENTRIES entries, 100,000 if that is not set. Where
// SELECTORATE_COPY names a folder the copy is kept there and used again.
func BenchmarkCheck(b *testing.B) {
	entries, err := strconv.Atoi(os.Getenv("SELECTORATE_ENTRIES"))
	if err != nil {
		entries = 100_000
	}
	dir := os.Getenv("SELECTORATE_COPY")
	if dir == "" {
		dir = b.TempDir()
	}
	if _, err := os.Stat(filepath.Join(dir, "checkpoint")); err != nil {
		large(b, entries, dir)
	}
	for b.Loop() {
		report, err := verify.Check(os.DirFS(dir), verify.Options{Listed: true})
		if err != nil || !report.Valid {
			b.Fatalf("%v %+v", err, report.Findings)
		}
		b.ReportMetric(float64(report.Size)*float64(b.N)/b.Elapsed().Seconds(), "entries/s")
	}
}
