package main

import (
	"os"
	"strings"
	"testing"
)

// TestPaper changes every digit of a paper into every other one: the slip is found, on its line.
func TestPaper(t *testing.T) {
	const seed = "WtJteBeZ4KUM1vyCUmwQUS"
	form, err := paper(seed)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := fromPaper(string(form)); err != nil || got != seed {
		t.Fatalf("the paper\n%s gives %q, %v", form, got, err)
	}
	missed := 0
	for i, digit := range form {
		if digit == ' ' || digit == '\n' {
			continue
		}
		for _, other := range []byte(base58) {
			if other == digit {
				continue
			}
			changed := []byte(string(form))
			changed[i] = other
			if got, err := fromPaper(string(changed)); err == nil && got != seed {
				missed++
			}
		}
	}
	if missed > 0 {
		t.Errorf("%d slips of one digit give another seed", missed)
	}
	for _, bad := range []string{"", seed[:21], seed[:21] + "0", seed + "1"} {
		if _, err := paper(bad); err == nil {
			t.Errorf("%q was written as a seed", bad)
		}
	}
}

// FuzzPaper reads anything as a paper: what it takes for a seed is one, and its paper is read back.
func FuzzPaper(f *testing.F) {
	form, err := paper("WtJteBeZ4KUM1vyCUmwQUS")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(form))
	f.Add("1 WtJt eH\n7 all x")
	f.Fuzz(func(t *testing.T, text string) {
		seed, err := fromPaper(text)
		if err != nil {
			return
		}
		again, err := paper(seed)
		if err != nil {
			t.Fatalf("%q was read as a seed: %v", seed, err)
		}
		if back, err := fromPaper(string(again)); err != nil || back != seed {
			t.Fatalf("%q comes back as %q, %v", seed, back, err)
		}
	})
}

// FuzzIDs reads anything as a list of voters: nobody stands there twice, and everybody has a weight.
func FuzzIDs(f *testing.F) {
	f.Add([]byte("id,weight\na,1\nb,2\n"))
	f.Add([]byte("\xef\xbb\xbfa\r\nb\r\n"))
	f.Add([]byte("\"a\nb\",99999999999999\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		voters, err := parseIDs("list", data)
		if err != nil {
			return
		}
		seen := map[string]bool{}
		for _, v := range voters {
			if v.ID == "" || v.ID != strings.TrimSpace(v.ID) || seen[v.ID] || v.Weight < 1 {
				t.Fatalf("%q gives the voter %+v", data, v)
			}
			seen[v.ID] = true
		}
	})
}

// TestTornTail breaks the write of a ballot off after every 97th byte: the next command finds the archive as it was before, or
// with the ballot, and goes on.
func TestTornTail(t *testing.T) {
	h := hand{t, t.TempDir(), "Ed25519"}
	path := h.make(askYesNo, "a\nb\nc\nd\ne\n", false)
	quiet := terminal{in: strings.NewReader(""), out: &strings.Builder{}, err: &strings.Builder{}}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	head, err := os.ReadFile(path + headSuffix)
	if err != nil {
		t.Fatal(err)
	}
	h.vote(func(int) string { return "[[1,0]]" })
	after, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for cut := len(before); cut <= len(after); cut += 97 {
		for _, rest := range []int{0, 512} { // nothing behind, or zeros
			write(t, path, append(append([]byte{}, after[:cut]...), make([]byte, rest)...))
			write(t, path+headSuffix, head)
			if err := writing(quiet, path, func(b *board) error {
				if b.torn != 0 || b.end < int64(len(before)) || b.end > int64(cut+rest) {
					t.Errorf("cut at %d: the archive ends at %d, %d bytes torn", cut, b.end, b.torn)
				}
				return nil
			}); err != nil {
				t.Fatalf("cut at %d with %d zeros: %v", cut, rest, err)
			}
			mended, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if len(mended) > cut+rest || string(mended) != string(after[:len(mended)]) {
				t.Errorf("cut at %d: %d bytes that are not those that were written", cut, len(mended))
			}
		}
	}
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}
