package register_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/register"
	"github.com/selectorate/selectorate/register/canonical"
)

var update = flag.Bool("update", false, "write the golden files afresh")

// sample is an entry that has something in every member.
func sample() register.Entry {
	return register.Entry{
		Origin: "lamplighters.example/harbour-ward", Index: 12, Matter: "2026/harbour-ward", Number: 4,
		Kind: "selection.returned@1", Day: "2026-03-04", Recorded: 1772640000123,
		Actor: "k7q2mz", Office: "procedures-secretary", Book: register.Digest([]byte("the rulebook\n")),
		Ruling: json.RawMessage(`{"outcome":"allowed","reasons":[{"clause":"IV.5.B","status":"met"}]}`),
		Open:   json.RawMessage(`{"ballot":1,"figures":true,"met_on":"2026-03-04","tied":false,"unit":"northside"}`),
		Sealed: map[string]string{"figures": sampleCommitment},
	}
}

// sampleOpening opens the sample's sealed field. Its salt is plainly no random one.
func sampleOpening() register.Opening {
	return register.Opening{
		Entry: 12, Field: "figures", Salt: []byte("a salt of exactly 32 bytes, a-z."),
		Value: json.RawMessage(`{"reselect":14,"select":16}`),
	}
}

const sampleCommitment = "sha256:a143b09316c5b3d216b5a0ed999cf4139808e7e602f76f4dca8fafb802e05787"

func encoded(t testing.TB, e register.Entry) []byte {
	t.Helper()
	data, err := e.Encode()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// golden compares with a file of testdata, or writes it.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Errorf("%s:\ngot  %s\nwant %s", file, got, want)
	}
}

func TestEntryGolden(t *testing.T) {
	data := encoded(t, sample())
	golden(t, "entry.json", data)
	golden(t, "entry.leaf", []byte(register.LeafHash(data).String()+"\n"))
	back, err := register.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(back, sample()) {
		t.Errorf("read back as %+v", back)
	}
}

func TestDecodeRefuses(t *testing.T) {
	good := string(encoded(t, sample()))
	tests := []struct{ name, old, new, want string }{
		{"a blank", `"index":12`, `"index": 12`, "integer"},
		{"a member missing", `"office":"procedures-secretary",`, ``, `expected ,"office":`},
		{"a member unknown", `"office":`, `"odd":1,"office":`, `expected ,"office":`},
		{"a member twice", `"index":12`, `"index":12,"index":12`, `expected ,"kind":`},
		{"another format", `entry/1`, `entry/2`, "format"},
		{"an upper-case identifier", `"k7q2mz"`, `"K7q2mz"`, "identifier"},
		{"no matter", `"2026/harbour-ward"`, `""`, "identifier"},
		{"a kind without version", `returned@1`, `returned`, "kind"},
		{"a kind of version 0", `returned@1`, `returned@0`, "kind"},
		{"a day that is none", `2026-03-04`, `2026-02-30`, "calendar"},
		{"no day", `2026-03-04`, ``, "calendar"},
		{"a negative index", `"index":12`, `"index":-12`, "less than 0"},
		{"minus zero", `"number":4`, `"number":-0`, "integer"},
		{"a leading zero", `"number":4`, `"number":04`, "integer"},
		{"an integer too great", `"number":4`, `"number":9007199254740992`, "2^53"},
		{"a float", `"number":4`, `"number":4.0`, "expected"},
		{"an open part that is a list", `{"ballot":1,"figures":true,"met_on":"2026-03-04","tied":false,"unit":"northside"}`, `[]`, "object"},
		{"keys out of order", `"ballot":1,"figures":true`, `"figures":true,"ballot":1`, "not after"},
		{"a needless escape", `northside`, `n\u006frthside`, "shorter form"},
		{"text not in NFC", `northside`, "no\u0308rthside", "normal form"},
		{"invalid UTF-8", `northside`, "n\xffrthside", "UTF-8"},
		{"a digest in upper case", `sha256:a143b`, `sha256:A143B`, "digest"},
		{"a digest too short", `sha256:a143b`, `sha256:5fec`, "digest"},
		{"a sealed field twice", `"figures":`, `"figures":"` + sampleCommitment + `","figures":`, "not after"},
		{"a newline at the end", `"}}`, "\"}}\n", "after the end"},
		{"too long", `northside`, strings.Repeat("n", register.MaxEntry), "65535"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			bad := strings.Replace(good, tt.old, tt.new, 1)
			if bad == good {
				t.Fatal("the entry has nothing to replace")
			}
			_, err := register.Decode([]byte(bad))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got error %v, want one with %q", err, tt.want)
			}
		})
	}
}

func TestEncodeRefuses(t *testing.T) {
	tests := []struct {
		name   string
		change func(*register.Entry)
	}{
		{"no origin", func(e *register.Entry) { e.Origin = "" }},
		{"an open part that is not canonical", func(e *register.Entry) { e.Open = json.RawMessage(`{ }`) }},
		{"no open part", func(e *register.Entry) { e.Open = nil }},
		{"a ruling that is a string", func(e *register.Entry) { e.Ruling = json.RawMessage(`"allowed"`) }},
		{"an index too great", func(e *register.Entry) { e.Index = canonical.MaxInteger + 1 }},
		{"an office in bad UTF-8", func(e *register.Entry) { e.Office = "\xff" }},
		{"a sealed value without digest", func(e *register.Entry) { e.Sealed["figures"] = "16 to 14" }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := sample()
			tt.change(&e)
			if data, err := e.Encode(); err == nil {
				t.Errorf("encoded as %s", data)
			}
		})
	}
}

func TestEmptyMembers(t *testing.T) {
	e := sample()
	e.Actor, e.Office, e.Book, e.Ruling, e.Sealed, e.Open = "", "", "", nil, nil, json.RawMessage(`{}`)
	data := encoded(t, e)
	back, err := register.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(back, e) {
		t.Errorf("%s was read back as %+v", data, back)
	}
}

// Every change of one byte of an entry is refused or gives another leaf.
func TestEntryEveryByte(t *testing.T) {
	good := encoded(t, sample())
	leaf := register.LeafHash(good)
	accepted := 0
	for i := range good {
		for c := range 256 {
			if byte(c) == good[i] {
				continue
			}
			bad := []byte(string(good))
			bad[i] = byte(c)
			if _, err := register.Decode(bad); err != nil {
				continue
			}
			accepted++
			if register.LeafHash(bad) == leaf {
				t.Fatalf("byte %d may be %#x", i, c)
			}
		}
	}
	if accepted == 0 {
		t.Error("no changed entry was read at all, so no leaf was compared")
	}
}

func FuzzEntry(f *testing.F) {
	f.Add(encoded(f, sample()))
	f.Fuzz(func(t *testing.T, data []byte) {
		e, err := register.Decode(data)
		if err != nil {
			return
		}
		if register.CheckCanonical(data) != nil {
			t.Fatalf("an entry that is not canonical was read: %s", data)
		}
		if again := encoded(t, e); string(again) != string(data) {
			t.Fatalf("%s\nwas encoded again as\n%s", data, again)
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	data := encoded(b, sample())
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := register.Decode(data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCheckCanonical(b *testing.B) {
	data := encoded(b, sample())
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if err := register.CheckCanonical(data); err != nil {
			b.Fatal(err)
		}
	}
}
