package org_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/selectorate/selectorate/org"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/register/canonical"
	"github.com/selectorate/selectorate/rulebook"
)

var update = flag.Bool("update", false, "write the golden files of acts that have none")

// filled gives an example of every kind of act with every member filled.
func filled() []org.Act {
	digest := rulebook.Digest("sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")
	return []org.Act{
		org.Founded{
			Origin: "lamplighters.example", Zone: "Europe/London", Key: "lamplighters.example+00000000+AQ==",
			Title: "Union of Lamplighters", Office: "general-secretary",
		},
		org.KeyChanged{
			Old: "lamplighters.example+00000000+AQ==", New: "lamplighters.example+00000001+AQ==",
			Note: "lamplighters.example\n1\nAAAA\n\n— lamplighters.example AAAA\n",
		},
		org.BookAdopted{Book: digest, Name: "uk-labour/2021"},
		org.ParametersConfirmed{Book: digest, Setting: rulebook.Setting{"empty_half": "needs-ruling"}},
		org.Appointed{Office: "national-executive", Holder: "p-1a"},
		org.StoodDown{Office: "national-executive", Holder: "p-1a"},
		org.Erased{Fields: []org.SealedField{{Entry: 12, Field: "statement"}}},
	}
}

// TestActsAreReadForEver holds every kind of act to the file in which it was written down when the kind was
// made. A file is written once, with -update, and never changed.
func TestActsAreReadForEver(t *testing.T) {
	for _, act := range filled() {
		t.Run(act.Kind(), func(t *testing.T) {
			want, err := canonical.Marshal(act)
			if err != nil {
				t.Fatal(err)
			}
			name := filepath.Join("testdata", "acts", act.Kind()+".json")
			if _, err := os.Stat(name); errors.Is(err, os.ErrNotExist) && *update {
				if err := os.WriteFile(name, append(want, '\n'), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			kept, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			kept = bytes.TrimSuffix(kept, []byte("\n"))
			read, err := org.Read(act.Kind(), kept)
			if err != nil {
				t.Fatal(err)
			}
			again, err := canonical.Marshal(read)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(again, kept) || !bytes.Equal(want, kept) {
				t.Errorf("kept  %s\nread  %s\nmade  %s", kept, again, want)
			}
			if read.Kind() != act.Kind() {
				t.Errorf("read as %s", read.Kind())
			}
		})
	}
}

func TestReadRefuses(t *testing.T) {
	for _, c := range []struct {
		name, kind, open string
		want             party.Kind
	}{
		{"a kind of a later version", "org.founded@2", `{}`, party.NotFound},
		{"a kind of another room", "selection.frozen@1", `{}`, party.NotFound},
		{"a member that the kind has not", "org.appointed@1", `{"holder":"p-1a","mood":"calm"}`, party.Invalid},
		{"a number as text", "org.erased@1", `{"fields":[{"entry":"12"}]}`, party.Invalid},
		{"something after it", "org.appointed@1", `{} {}`, party.Invalid},
		{"nothing", "org.appointed@1", ``, party.Invalid},
	} {
		t.Run(c.name, func(t *testing.T) {
			act, err := org.Read(c.kind, []byte(c.open))
			if !party.Is(err, c.want) || act != nil {
				t.Errorf("got %v and %v, want an error of kind %s", act, err, c.want)
			}
		})
	}
}

// FuzzRead reads acts that nobody wrote: what is accepted must be read again as itself, and applies.
func FuzzRead(f *testing.F) {
	for _, act := range filled() {
		open, err := canonical.Marshal(act)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(act.Kind(), open)
	}
	f.Fuzz(func(t *testing.T, kind string, open []byte) {
		act, err := org.Read(kind, open)
		if err != nil {
			if k := party.KindOf(err); k != party.NotFound && k != party.Invalid {
				t.Fatalf("an error of kind %s: %v", k, err)
			}
			return
		}
		first, err := json.Marshal(act)
		if err != nil {
			t.Fatalf("%#v cannot be written: %v", act, err)
		}
		again, err := org.Read(kind, first)
		if err != nil {
			t.Fatalf("%s was written and cannot be read: %v", first, err)
		}
		second, err := json.Marshal(again)
		if err != nil || !bytes.Equal(first, second) {
			t.Fatalf("%s comes back as %s (%v)", first, second, err)
		}
		var s org.State
		s.Apply(act, party.Stamp{})
		s.Apply(act, party.Stamp{Number: 1})
	})
}
