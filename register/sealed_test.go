package register_test

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/register"
)

func TestOpeningGolden(t *testing.T) {
	line, err := sampleOpening().Encode()
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "opening.json", line)
	back, err := register.DecodeOpening(line)
	if err != nil {
		t.Fatal(err)
	}
	if !back.Opens(sample().Sealed["figures"]) {
		t.Error("the opening does not fit the sample entry")
	}
}

func TestCommit(t *testing.T) {
	o := sampleOpening()
	got, err := register.Commit([register.SaltSize]byte(o.Salt), o.Value)
	if err != nil || got != sampleCommitment {
		t.Errorf("got %s, %v", got, err)
	}
	if _, err := register.Commit([register.SaltSize]byte{}, []byte(`{"b":1,"a":2}`)); err == nil {
		t.Error("a value that is not canonical was sealed")
	}
}

func TestOpens(t *testing.T) {
	tests := []struct {
		name   string
		change func(*register.Opening)
		want   bool
	}{
		{"the true opening", func(*register.Opening) {}, true},
		{"another entry or field says nothing here", func(o *register.Opening) { o.Entry, o.Field = 1, "other" }, true},
		{"another value", func(o *register.Opening) { o.Value = json.RawMessage(`{"reselect":14,"select":17}`) }, false},
		{"the value with a blank", func(o *register.Opening) { o.Value = json.RawMessage(`{"reselect":14, "select":16}`) }, false},
		{"another salt", func(o *register.Opening) { o.Salt = bytes.Repeat([]byte{1}, register.SaltSize) }, false},
		{"a salt that reaches into the value", func(o *register.Opening) { o.Salt = append(o.Salt, '1') }, false},
		{"no salt", func(o *register.Opening) { o.Salt = nil }, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := sampleOpening()
			tt.change(&o)
			if o.Opens(sampleCommitment) != tt.want {
				t.Errorf("Opens is not %v", tt.want)
			}
		})
	}
}

func TestDecodeOpeningRefuses(t *testing.T) {
	line, err := sampleOpening().Encode()
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, old, new string }{
		{"a newline", "}}", "}}\n"},
		{"tail bits of the salt", `ei4="`, `ei5="`},
		{"a salt without padding", `ei4="`, `ei4"`},
		{"a negative index", `"entry":12`, `"entry":-1`},
		{"a field that is no identifier", `"figures"`, `"Figures"`},
		{"no value", `{"reselect":14,"select":16}`, ``},
		{"a value that is not canonical", `"select":16`, `"select":1e1`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			bad := strings.Replace(string(line), tt.old, tt.new, 1)
			if bad == string(line) {
				t.Fatal("the opening has nothing to replace")
			}
			if _, err := register.DecodeOpening([]byte(bad)); err == nil {
				t.Errorf("%s was read", bad)
			}
		})
	}
}

func TestOpeningEncodeRefuses(t *testing.T) {
	tests := []struct {
		name string
		o    register.Opening
	}{
		{"nothing in it", register.Opening{}},
		{"a short salt", register.Opening{Field: "figures", Salt: []byte("salt"), Value: json.RawMessage(`1`)}},
		{"bad UTF-8", register.Opening{Field: "\xff", Salt: make([]byte, register.SaltSize), Value: json.RawMessage(`1`)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if line, err := tt.o.Encode(); err == nil {
				t.Errorf("encoded as %s", line)
			}
		})
	}
}

func TestCompareOpenings(t *testing.T) {
	a, b := sampleOpening(), sampleOpening()
	b.Field = "minutes"
	c := sampleOpening()
	c.Entry = 13
	if a.Compare(b) >= 0 || b.Compare(c) >= 0 || c.Compare(a) <= 0 || a.Compare(a) != 0 {
		t.Error("openings are not ordered by entry, then by field")
	}
}

// The examples in the documents are the golden files.
func TestDocumentsShowTheGoldenFiles(t *testing.T) {
	tests := []struct {
		document string
		files    []string
	}{
		{"../doc/formats/entry.md", []string{"entry.json", "entry.leaf", "opening.json"}},
		{"../doc/formats/checkpoint.md", []string{
			"key.vkey", "witness.vkey", "checkpoint", "keychange", "inclusion.tlog-proof", "consistency.txt",
		}},
		{"../doc/formats/export.md", []string{"README.txt"}},
	}
	for _, tt := range tests {
		text, err := os.ReadFile(tt.document)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range tt.files {
			want, err := os.ReadFile("testdata/" + name)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Contains(text, bytes.TrimSpace(want)) {
				t.Errorf("%s does not show %s", tt.document, name)
			}
		}
	}
}

func FuzzOpening(f *testing.F) {
	line, err := sampleOpening().Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(line)
	f.Fuzz(func(t *testing.T, data []byte) {
		o, err := register.DecodeOpening(data)
		if err != nil {
			return
		}
		again, err := o.Encode()
		if err != nil || !bytes.Equal(again, data) {
			t.Fatalf("%s\nwas encoded again as\n%s, %v", data, again, err)
		}
	})
}
