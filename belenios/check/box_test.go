package check_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/internal/beleniostest"
)

// box is an archive taken apart: what the events are made of, without a single hash. bytes puts it together again, with
// every name, parent and height computed anew, so that nothing but the change itself is wrong.
type box struct {
	header    string
	timestamp int64
	events    []event
}

// event is one event. wrap joins the hashes of its parts to the record that the event names: the setup, the size of the
// tally, the owner of a shuffle or decryption; without wrap, the one part is named itself.
type event struct {
	kind  string
	parts [][]byte
	wrap  string
	edit  func(event string) string // what is done to the event's own JSON, before it is hashed
	loose bool                      // the names of its parts are not their hashes
}

func (e event) clone() event {
	parts := make([][]byte, len(e.parts))
	for i, part := range e.parts {
		parts[i] = bytes.Clone(part)
	}
	e.parts = parts
	return e
}

// member is one file of the tar.
type member struct {
	name string
	data []byte
}

func members(t testing.TB, raw []byte) (all []member, timestamp int64) {
	t.Helper()
	for at := 0; at < len(raw); {
		name := string(bytes.TrimRight(raw[at:at+100], "\x00"))
		size, err := strconv.ParseInt(string(raw[at+124:at+135]), 8, 64)
		if err != nil {
			t.Fatal(err)
		}
		timestamp, err = strconv.ParseInt(string(raw[at+136:at+147]), 8, 64)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, member{name, raw[at+512 : at+512+int(size)]})
		at += 512 + (int(size)+511)/512*512
	}
	return all, timestamp
}

var hexName = regexp.MustCompile(`"[0-9a-f]{64}"`)

// open takes an archive apart.
func open(t testing.TB, raw []byte) *box {
	t.Helper()
	all, timestamp := members(t, raw)
	b := &box{header: string(all[0].data), timestamp: timestamp}
	var parts [][]byte
	for _, m := range all[1:] {
		if !strings.HasSuffix(m.name, ".event.json") {
			parts = append(parts, m.data)
			continue
		}
		kind := regexp.MustCompile(`"type":"(\w+)"`).FindSubmatch(m.data)
		e := event{kind: string(kind[1]), parts: parts}
		switch e.kind {
		case "Setup", "EncryptedTally", "Shuffle", "PartialDecryption":
			last := len(parts) - 1
			e.wrap = hexName.ReplaceAllString(string(parts[last]), `"%s"`)
			e.parts = parts[:last]
		}
		b.events, parts = append(b.events, e.clone()), nil
	}
	return b
}

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// bytes puts the archive together.
func (b *box) bytes() []byte {
	out := tarMember(nil, "BELENIOS", []byte(b.header), b.timestamp)
	parent := ""
	for height, e := range b.events {
		var hashes []any
		for _, part := range e.parts {
			hashes = append(hashes, digest(part))
		}
		for i, part := range e.parts {
			name := hashes[i].(string)
			if e.loose {
				name = strings.Repeat("0", 64)
			}
			out = tarMember(out, name+".data.json", part, b.timestamp)
		}
		payload := ""
		if len(e.parts) > 0 {
			payload = hashes[0].(string)
		}
		if e.wrap != "" {
			record := []byte(strings.TrimSuffix(fmt.Sprintf(e.wrap+"%.0[1]s", hashes...), "\x00"))
			payload = digest(record)
			out = tarMember(out, payload+".data.json", record, b.timestamp)
		}
		text := "{"
		if parent != "" {
			text += `"parent":"` + parent + `",`
		}
		text += fmt.Sprintf(`"height":%d,"type":"%s"`, height, e.kind)
		if payload != "" {
			text += `,"payload":"` + payload + `"`
		}
		text += "}"
		if e.edit != nil {
			text = e.edit(text)
		}
		parent = digest([]byte(text))
		out = tarMember(out, parent+".event.json", []byte(text), b.timestamp)
	}
	return out
}

// tarMember writes a member as the tool does.
func tarMember(out []byte, name string, data []byte, timestamp int64) []byte {
	head := make([]byte, 512)
	copy(head, name)
	copy(head[100:], "0000644\x000000000\x000000000\x00")
	copy(head[124:], fmt.Sprintf("%011o\x00", len(data)))
	copy(head[136:], fmt.Sprintf("%011o\x00", timestamp))
	copy(head[148:], "        0")
	sum := 0
	for _, c := range head {
		sum += int(c)
	}
	copy(head[148:], fmt.Sprintf("%06o\x00 ", sum))
	out = append(append(out, head...), data...)
	return append(out, make([]byte, (512-len(data)%512)%512)...)
}

// find gives the places of the events of a kind.
func (b *box) find(kind string) (places []int) {
	for i, e := range b.events {
		if e.kind == kind {
			places = append(places, i)
		}
	}
	return places
}

// nth gives the n-th event of a kind, from 0.
func (b *box) nth(kind string, n int) *event { return &b.events[b.find(kind)[n]] }

func (b *box) setup(part int) *[]byte { return &b.nth("Setup", 0).parts[part] }

// The parts of a setup.
const (
	election = iota
	trustees
	voters
)

func (b *box) remove(i int) { b.events = append(b.events[:i:i], b.events[i+1:]...) }

func (b *box) insert(i int, e event) {
	b.events = append(b.events[:i:i], append([]event{e.clone()}, b.events[i:]...)...)
}

func (b *box) swap(i, j int) { b.events[i], b.events[j] = b.events[j], b.events[i] }

// replace changes a text that must be there.
func replace(t testing.TB, data *[]byte, old, with string) {
	t.Helper()
	if !bytes.Contains(*data, []byte(old)) {
		t.Fatalf("there is no %q in %.300q", old, *data)
	}
	*data = bytes.Replace(*data, []byte(old), []byte(with), 1)
}

// rewrite changes the n-th match of a pattern; its first group is what is changed.
func rewrite(t testing.TB, data *[]byte, pattern string, n int, change func(string) string) {
	t.Helper()
	found := regexp.MustCompile(pattern).FindAllSubmatchIndex(*data, -1)
	if n < 0 {
		n += len(found)
	}
	if n < 0 || n >= len(found) {
		t.Fatalf("%d matches of %s, want match %d, in %.300q", len(found), pattern, n, *data)
	}
	from, to := found[n][2], found[n][3]
	*data = []byte(string((*data)[:from]) + change(string((*data)[from:to])) + string((*data)[to:]))
}

// group gives the first group of the n-th match.
func match(t testing.TB, data []byte, pattern string, n int) string {
	t.Helper()
	found := regexp.MustCompile(pattern).FindAllSubmatch(data, -1)
	if n < 0 {
		n += len(found)
	}
	if n < 0 || n >= len(found) {
		t.Fatalf("%d matches of %s, want match %d, in %.300q", len(found), pattern, n, data)
	}
	return string(found[n][1])
}

// digit changes the last digit of a number, or of a hexadecimal text, to another.
func digit(text string) string {
	last := text[len(text)-1]
	if last == '1' {
		return text[:len(text)-1] + "2"
	}
	return text[:len(text)-1] + "1"
}

func read(t testing.TB, names ...string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(append([]string{beleniostest.Elections(t)}, names...)...))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func tracker(data []byte) string {
	sum := sha256.Sum256(data)
	return base64.RawStdEncoding.EncodeToString(sum[:])
}

// TestBoxesAreWhole takes every reference archive apart and puts it together, byte for byte.
func TestBoxesAreWhole(t *testing.T) {
	archives, err := filepath.Glob(filepath.Join(beleniostest.Elections(t), "tool-*", "*.bel"))
	if err != nil || len(archives) < 10 {
		t.Fatal(len(archives), err)
	}
	for _, name := range archives {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(open(t, raw).bytes(), raw) {
			t.Errorf("%s: put together it is another", name)
		}
	}
}
