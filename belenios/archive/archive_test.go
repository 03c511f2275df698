package archive_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/belenios/archive"
	"github.com/selectorate/selectorate/internal/beleniostest"
)

// files gives the reference archives.
func files(t testing.TB) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(beleniostest.Elections(t), "*", "*.bel"))
	if err != nil || len(found) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	return found
}

// small gives a reference archive of some events of all types.
func small(t testing.TB) []byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(beleniostest.Elections(t), "tool-3.0-ed25519-ranking", "election.bel"))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// copied reads an archive and writes it again.
func copied(r io.Reader) ([]byte, int, error) {
	var out bytes.Buffer
	reader, err := archive.NewReader(r)
	if err != nil {
		return nil, 0, err
	}
	writer, err := archive.NewWriter(&out, reader.Timestamp())
	if err != nil {
		return nil, 0, err
	}
	for n := 0; ; n++ {
		e, err := reader.Next()
		if errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			return out.Bytes(), n, nil
		}
		if err != nil {
			return nil, n, err
		}
		if n%2 == 1 { // begin anew in the middle
			if writer, err = archive.Resume(&out, reader.Timestamp(), e.Height-1, e.Parent); err != nil {
				return nil, n, err
			}
		}
		written, err := writer.Append(e.Type, e.Data...)
		if err != nil {
			return nil, n, err
		}
		if written.Hash != e.Hash || written.Payload != e.Payload {
			return nil, n, fmt.Errorf("event %d is written with the hash %s", e.Height, written.Hash)
		}
	}
}

func TestReadAndWrite(t *testing.T) {
	for _, file := range files(t) {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		again, n, err := copied(bytes.NewReader(raw))
		if err != nil {
			t.Errorf("%s: %v", file, err)
		} else if !bytes.Equal(again, raw) {
			t.Errorf("%s: its %d events are written differently", file, n)
		}
	}
}

// TestSpans: what a span points to can be read again.
func TestSpans(t *testing.T) {
	raw := small(t)
	reader, err := archive.NewReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	end := int64(1024)
	for {
		e, err := reader.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if e.Start != end {
			t.Errorf("event %d begins at %d, not at %d", e.Height, e.Start, end)
		}
		end = e.End
		for i, span := range e.Spans {
			if !bytes.Equal(raw[span.Offset:span.Offset+span.Size], e.Data[i]) {
				t.Errorf("span %d of event %d points elsewhere", i, e.Height)
			}
		}
	}
	if end != int64(len(raw)) {
		t.Errorf("the last event ends at %d of %d", end, len(raw))
	}
}

// TestEveryBit: there is no bit in an archive that can be changed unnoticed, and the error names a byte in the member that
// was changed, or in the events it belongs to.
func TestEveryBit(t *testing.T) {
	files(t)
	for _, c := range []struct {
		name        string
		step, short int
	}{
		{"tool-3.0-ed25519-yesno/setup-only.bel", 1, 151},
		{"tool-3.0-ed25519-ranking/election.bel", 13, 1511},
	} {
		raw, err := os.ReadFile(filepath.Join(beleniostest.Elections(t), c.name))
		if err != nil {
			t.Fatal(err)
		}
		step := c.step
		if testing.Short() {
			step = c.short
		}
		for bit := 0; bit < 8*len(raw); bit += step {
			raw[bit/8] ^= 1 << (bit % 8)
			_, err := read(bytes.NewReader(raw))
			if err == nil {
				t.Errorf("%s: bit %d of byte %d is changed, and the archive is read", c.name, bit%8, bit/8)
			} else if !strings.Contains(err.Error(), "byte ") && !archive.NotArchive(err) {
				t.Errorf("%s: bit %d of byte %d is changed, and the error does not say where: %v", c.name, bit%8, bit/8, err)
			}
			raw[bit/8] ^= 1 << (bit % 8)
		}
	}
}

// read reads an archive to its end.
func read(r io.Reader) (events int, err error) {
	reader, err := archive.NewReader(r)
	for ; err == nil; events++ {
		_, err = reader.Next()
	}
	if errors.Is(err, io.EOF) {
		return events - 1, nil
	}
	return events, err
}

// TestBrokenOff: a file that ends within an event is told from one that ends behind it.
func TestBrokenOff(t *testing.T) {
	raw := small(t)
	ends := map[int]bool{1024: true}
	reader, err := archive.NewReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	for e, err := reader.Next(); err == nil; e, err = reader.Next() {
		ends[int(e.End)] = true
	}
	for n := 1024; n < len(raw); n += 97 {
		_, _, err := copied(bytes.NewReader(raw[:n]))
		if ends[n] != (err == nil) || err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("cut after %d bytes: %v", n, err)
		}
	}
	for n := range ends {
		if _, _, err := copied(bytes.NewReader(raw[:n])); err != nil {
			t.Errorf("cut behind an event, after %d bytes: %v", n, err)
		}
	}
}

func TestRefused(t *testing.T) {
	for name, data := range map[string][]byte{
		"nothing": nil, "a text": []byte("this is a text that is no archive at all"), "zeros": make([]byte, 2048),
	} {
		if _, err := archive.NewReader(bytes.NewReader(data)); !archive.NotArchive(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
	w, err := archive.NewWriter(io.Discard, 1)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Append(archive.Ballot, []byte("{}")); err == nil {
		t.Error("a ballot is written before the setup")
	}
	if _, err := w.Append(archive.Setup, []byte("a"), []byte("b"), []byte("c"), archive.SetupRecord([]byte("a"), []byte("b"), []byte("d"))); err == nil {
		t.Error("a setup is written with a record of another one")
	}
	if _, err := w.Append(archive.Setup, []byte("a"), []byte("b"), []byte("c"), archive.SetupRecord([]byte("a"), []byte("b"), []byte("c"))); err != nil {
		t.Error(err)
	}
	for kind, data := range map[string][][]byte{
		"Ballots": {[]byte("{}")}, archive.Ballot: nil, archive.EndBallots: {[]byte("{}")}, archive.Setup: {nil, nil, nil, nil}, archive.Shuffle: {[]byte("{}"), []byte("{}")},
	} {
		if _, err := w.Append(kind, data...); err == nil {
			t.Errorf("%s is written with %d members", kind, len(data))
		}
	}
	if _, err := archive.NewWriter(io.Discard, -1); err == nil {
		t.Error("an archive is begun before 1970")
	}
	if _, err := archive.Resume(io.Discard, 1, 0, "abc"); err == nil {
		t.Error("an archive is gone on with behind nothing")
	}
}

// TestClaimedSize: a header that claims gigabytes costs no memory, and one that claims more than any member has is refused.
func TestClaimedSize(t *testing.T) {
	original := small(t)
	for _, c := range []struct {
		size string
		off  bool // taken for an archive that breaks off
	}{{"40000000000", true}, {"30000000000", true}, {"40000000001", false}, {"77777777777", false}} {
		raw := bytes.Clone(original)
		copy(raw[1024+124:], c.size)
		sum := 0
		copy(raw[1024+148:], "        ")
		for _, b := range raw[1024:1536] {
			sum += int(b)
		}
		copy(raw[1024+148:], fmt.Sprintf("%06o\x00", sum))
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := read(bytes.NewReader(raw))
		runtime.ReadMemStats(&after)
		if err == nil || errors.Is(err, io.ErrUnexpectedEOF) != c.off {
			t.Errorf("%s bytes are claimed: %v", c.size, err)
		}
		if n := after.TotalAlloc - before.TotalAlloc; n > 16<<20 {
			t.Errorf("%s bytes are claimed, and %d are taken for %d", c.size, n, len(raw))
		}
	}
}

// begun begins an archive with a setup.
func begun(t testing.TB, w io.Writer) *archive.Writer {
	t.Helper()
	out, err := archive.NewWriter(w, 1795357839)
	if err != nil {
		t.Fatal(err)
	}
	a, b, c := []byte("a"), []byte("b"), []byte("c")
	if _, err := out.Append(archive.Setup, a, b, c, archive.SetupRecord(a, b, c)); err != nil {
		t.Fatal(err)
	}
	return out
}

func FuzzReader(f *testing.F) {
	var out bytes.Buffer
	w := begun(f, &out)
	if _, err := w.Append(archive.Ballot, []byte("{}")); err != nil {
		f.Fatal(err)
	}
	f.Add(out.Bytes())
	f.Add(out.Bytes()[:3000])
	f.Fuzz(func(t *testing.T, raw []byte) {
		if again, _, err := copied(bytes.NewReader(raw)); err == nil && !bytes.Equal(again, raw) {
			t.Error("an archive is read that is written differently")
		}
	})
}

func BenchmarkReader(b *testing.B) {
	raw, err := os.ReadFile(filepath.Join(beleniostest.Elections(b), "thousand", "tool-2.5.1-ed25519-yesno-1000.bel"))
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := read(bytes.NewReader(raw)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkWriter(b *testing.B) {
	w := begun(b, io.Discard)
	ballot := bytes.Repeat([]byte("b"), 1720)
	b.SetBytes(1720 + 3*512 + 72 + 512)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := w.Append(archive.Ballot, ballot); err != nil {
			b.Fatal(err)
		}
	}
}
