package hints_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/group/edwards"
	"github.com/selectorate/selectorate/belenios/group/modular"
	"github.com/selectorate/selectorate/belenios/hints"
)

var setup = strings.Repeat("0a", 32)

// file makes hints for six ballots of three commitments.
func file(t testing.TB, g *group.Group) ([]byte, []group.Element) {
	t.Helper()
	var out bytes.Buffer
	w, err := hints.NewWriter(&out, g, setup, 3)
	if err != nil {
		t.Fatal(err)
	}
	var all []group.Element
	for i := range 18 {
		all = append(all, g.Power(nil, g.Small(int64(i*i))))
	}
	for _, part := range [][]group.Element{all[:3], all[3:12], all[12:]} {
		if err := w.Write(part); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Write(all[:4]); err == nil {
		t.Error("a third of a ballot is written")
	}
	return out.Bytes(), all
}

func TestHints(t *testing.T) {
	for _, make := range []func() (*group.Group, error){edwards.New, modular.Belenios2048, modular.RFC3526} {
		g, err := make()
		if err != nil {
			t.Fatal(err)
		}
		raw, all := file(t, g)
		r, err := hints.NewReader(bytes.NewReader(raw), int64(len(raw)), g, setup, 3)
		if err != nil {
			t.Fatal(err)
		}
		if r.Ballots() != 6 {
			t.Errorf("%d ballots", r.Ballots())
		}
		for first := range 6 {
			for n := range 7 - first {
				got, err := r.Read(first, n)
				if err != nil {
					t.Fatal(err)
				}
				for i := range got {
					if !g.Equal(got[i], all[3*first+i]) {
						t.Fatalf("%s: commitment %d of ballots from %d", g.Name(), i, first)
					}
				}
			}
		}
		for _, place := range [][2]int{{6, 1}, {0, 7}, {-1, 2}} {
			if _, err := r.Read(place[0], place[1]); err == nil {
				t.Errorf("hints for %d ballots from %d are read", place[1], place[0])
			}
		}
	}
}

func TestForeign(t *testing.T) {
	g, err := edwards.New()
	if err != nil {
		t.Fatal(err)
	}
	other, err := modular.Belenios2048()
	if err != nil {
		t.Fatal(err)
	}
	raw, _ := file(t, g)
	broken := bytes.Clone(raw)
	broken[0]++
	for _, c := range []struct {
		name   string
		raw    []byte
		group  *group.Group
		setup  string
		ballot int
		want   string
	}{
		{"another election", raw, g, strings.Repeat("0b", 32), 3, "another election"},
		{"another group", raw, other, setup, 3, "elements of 32 bytes"},
		{"another question", raw, g, setup, 4, "3 commitments"},
		{"cut", raw[:len(raw)-1], g, setup, 3, "break off"},
		{"something else", broken, g, setup, 3, "no file of hints"},
		{"nothing", nil, g, setup, 3, "too short"},
	} {
		if _, err := hints.NewReader(bytes.NewReader(c.raw), int64(len(c.raw)), c.group, c.setup, c.ballot); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	bad := bytes.Clone(raw)
	copy(bad[len(bad)-32:], bytes.Repeat([]byte{255}, 32))
	r, err := hints.NewReader(bytes.NewReader(bad), int64(len(bad)), g, setup, 3)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Read(5, 1); err == nil || !strings.Contains(err.Error(), "ballot 5") {
		t.Errorf("a hint that is no point: %v", err)
	}
	for _, n := range []int{0, 1 << 16} {
		if _, err := hints.NewWriter(&bytes.Buffer{}, g, setup, n); err == nil {
			t.Errorf("hints of %d commitments are begun", n)
		}
	}
	if _, err := hints.NewWriter(&bytes.Buffer{}, g, "no hash", 3); err == nil {
		t.Error("hints for nothing are begun")
	}
}

// TestCut: a file that loses its end while it is read is an error, never hints of nothing.
func TestCut(t *testing.T) {
	g, err := edwards.New()
	if err != nil {
		t.Fatal(err)
	}
	raw, _ := file(t, g)
	for _, lost := range []int{1, 31, 32, 96, len(raw) - 20} {
		r, err := hints.NewReader(bytes.NewReader(raw[:len(raw)-lost]), int64(len(raw)), g, setup, 3)
		if err != nil {
			if lost < len(raw)-44 {
				t.Errorf("%d bytes are lost: %v", lost, err)
			}
			continue
		}
		if _, err := r.Read(5, 1); !errors.Is(err, io.EOF) {
			t.Errorf("%d bytes are lost: %v", lost, err)
		}
	}
	for _, n := range []int{-1, 0, 1 << 16} {
		if _, err := hints.NewReader(bytes.NewReader(raw), int64(len(raw)), g, setup, n); err == nil {
			t.Errorf("hints of %d commitments are read", n)
		}
	}
}

// TestManyReaders: one reader serves several at a time.
func TestManyReaders(t *testing.T) {
	g, err := modular.Belenios2048()
	if err != nil {
		t.Fatal(err)
	}
	raw, all := file(t, g)
	r, err := hints.NewReader(bytes.NewReader(raw), int64(len(raw)), g, setup, 3)
	if err != nil {
		t.Fatal(err)
	}
	for ballot := range 6 {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			for range 20 {
				got, err := r.Read(ballot, 1)
				if err != nil || !g.Equal(got[2], all[3*ballot+2]) {
					t.Errorf("ballot %d: %v", ballot, err)
				}
			}
		})
	}
}

// BenchmarkHints reads the hints of a yes/no ballot, and writes them.
func BenchmarkHints(b *testing.B) {
	for _, make := range []func() (*group.Group, error){edwards.New, modular.Belenios2048} {
		g, err := make()
		if err != nil {
			b.Fatal(err)
		}
		var all []group.Element
		for i := range 1100 {
			all = append(all, g.Power(nil, g.Small(int64(i*i+1))))
		}
		var out bytes.Buffer
		b.Run(g.Name()+"/write", func(b *testing.B) {
			for b.Loop() {
				out.Reset()
				w, err := hints.NewWriter(&out, g, setup, 11)
				if err != nil {
					b.Fatal(err)
				}
				if err := w.Write(all); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/100, "ns/ballot")
		})
		raw := out.Bytes()
		b.Run(g.Name()+"/read", func(b *testing.B) {
			r, err := hints.NewReader(bytes.NewReader(raw), int64(len(raw)), g, setup, 11)
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if _, err := r.Read(0, 100); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/100, "ns/ballot")
		})
	}
}

func FuzzHints(f *testing.F) {
	g, err := edwards.New()
	if err != nil {
		f.Fatal(err)
	}
	raw, _ := file(f, g)
	f.Add(raw)
	f.Fuzz(func(t *testing.T, raw []byte) {
		r, err := hints.NewReader(bytes.NewReader(raw), int64(len(raw)), g, setup, 3)
		if err != nil {
			return
		}
		all, err := r.Read(0, r.Ballots())
		if err != nil {
			return
		}
		var out bytes.Buffer
		w, err := hints.NewWriter(&out, g, setup, 3)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Write(all); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(out.Bytes(), raw) {
			t.Error("hints are read that are written differently")
		}
	})
}
