package archive_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/selectorate/selectorate/belenios/archive"
)

// files gives the reference archives.
func files(t testing.TB) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(os.Getenv("SELECTORATE_DATA"), "belenios", "*", "*.bel"))
	if err != nil {
		t.Fatal(err)
	}
	if len(found) == 0 || os.Getenv("SELECTORATE_DATA") == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("no reference archives: set SELECTORATE_DATA")
		}
		t.Skip("no reference archives: set SELECTORATE_DATA")
	}
	return found
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
	raw, err := os.ReadFile(files(t)[0])
	if err != nil {
		t.Fatal(err)
	}
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

// TestEveryBit: there is no bit in an archive that can be changed unnoticed.
func TestEveryBit(t *testing.T) {
	files(t)
	raw, err := os.ReadFile(filepath.Join(os.Getenv("SELECTORATE_DATA"), "belenios", "tool-3.0-ed25519-yesno", "setup-only.bel"))
	if err != nil {
		t.Fatal(err)
	}
	step := 1
	if testing.Short() {
		step = 11
	}
	for bit := 0; bit < 8*len(raw); bit += step {
		raw[bit/8] ^= 1 << (bit % 8)
		if again, _, err := copied(bytes.NewReader(raw)); err == nil {
			t.Errorf("bit %d of byte %d is changed, and the archive is read (%t)", bit%8, bit/8, bytes.Equal(again, raw))
		}
		raw[bit/8] ^= 1 << (bit % 8)
	}
}

// TestBrokenOff: a file that ends within an event is told from one that ends behind it.
func TestBrokenOff(t *testing.T) {
	raw, err := os.ReadFile(files(t)[0])
	if err != nil {
		t.Fatal(err)
	}
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

// TestClaimedSize: a header that claims gigabytes costs no memory.
func TestClaimedSize(t *testing.T) {
	raw, err := os.ReadFile(files(t)[0])
	if err != nil {
		t.Fatal(err)
	}
	copy(raw[1024+124:], "77777777777")
	sum := 0
	copy(raw[1024+148:], "        ")
	for _, b := range raw[1024:1536] {
		sum += int(b)
	}
	copy(raw[1024+148:], fmt.Sprintf("%06o\x00", sum))
	if _, _, err := copied(bytes.NewReader(raw)); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("8 GB are claimed: %v", err)
	}
}

func FuzzReader(f *testing.F) {
	var out bytes.Buffer
	w, err := archive.NewWriter(&out, 1795357839)
	if err != nil {
		f.Fatal(err)
	}
	if _, err := w.Append(archive.Setup, []byte("a"), []byte("b"), []byte("c"), archive.SetupRecord([]byte("a"), []byte("b"), []byte("c"))); err != nil {
		f.Fatal(err)
	}
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
	raw, err := os.ReadFile(filepath.Join(os.Getenv("SELECTORATE_DATA"), "belenios", "thousand", "tool-2.5.1-ed25519-yesno-1000.bel"))
	if err != nil {
		b.Skip("no reference archives: set SELECTORATE_DATA")
	}
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		reader, err := archive.NewReader(bytes.NewReader(raw))
		for err == nil {
			_, err = reader.Next()
		}
		if !errors.Is(err, io.EOF) {
			b.Fatal(err)
		}
	}
}
