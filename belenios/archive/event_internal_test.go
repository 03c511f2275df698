package archive

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
)

// FuzzEvent: whatever is read as an event is written with the same bytes, and what a reader foresees is read alike.
func FuzzEvent(f *testing.F) {
	digest := strings.Repeat("0f", 32)
	for _, e := range []Event{
		{Type: Setup, Payload: digest},
		{Parent: digest, Height: 1, Type: Ballot, Payload: digest},
		{Parent: digest, Height: 12345678, Type: EndBallots},
	} {
		f.Add(e.Append(nil))
	}
	f.Add([]byte(`{"height":0,"type":"Set\u0075p","payload":"` + digest + `"}`))
	f.Add([]byte(`{"height":-0,"type":"Setup"}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var e Event
		if err := parseEvent(&e, text); err != nil {
			return
		}
		if again := e.Append(nil); !bytes.Equal(again, text) {
			t.Fatalf("%s is read, and written %s", text, again)
		}
		var digests []string
		if e.Payload != "" {
			digests = []string{e.Payload}
		}
		r := &Reader{head: e.Parent, height: e.Height - 1}
		seen := Event{Height: e.Height}
		if r.foreseen(&seen, text, digests) != (known([]byte(e.Type)) != "") {
			t.Fatalf("%s is foreseen, or is not", text)
		}
	})
}

// TestEvent: an event has one form.
func TestEvent(t *testing.T) {
	digest := strings.Repeat("0f", 32)
	good := `{"parent":"` + digest + `","height":7,"type":"Ballot","payload":"` + digest + `"}`
	if err := parseEvent(&Event{}, []byte(good)); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"blank":             strings.Replace(good, `,"type"`, `, "type"`, 1),
		"line feed":         good + "\n",
		"fields exchanged":  strings.Replace(good, `"height":7,"type":"Ballot"`, `"type":"Ballot","height":7`, 1),
		"height as a text":  strings.Replace(good, `7`, `"7"`, 1),
		"leading zero":      strings.Replace(good, `7`, `07`, 1),
		"fraction":          strings.Replace(good, `7`, `7.0`, 1),
		"beyond the limit":  strings.Replace(good, `7`, `2147483648`, 1),
		"negative":          strings.Replace(good, `7`, `-7`, 1),
		"capital digits":    strings.ReplaceAll(good, "0f", "0F"),
		"short digest":      strings.Replace(good, "0f", "", 1),
		"escape":            strings.Replace(good, "Ballot", `B\u0061llot`, 1),
		"null":              strings.Replace(good, `"`+digest+`"}`, `null}`, 1),
		"field twice":       strings.Replace(good, `"height":7`, `"height":7,"height":7`, 1),
		"field more":        strings.TrimSuffix(good, "}") + `,"time":1}`,
		"empty":             "",
		"nothing but begin": "{",
	} {
		if err := parseEvent(&Event{}, []byte(text)); err == nil {
			t.Errorf("%s: %s is read", name, text)
		}
	}
}

// TestKinds: the types of events that are known, and those that carry something, are the same.
func TestKinds(t *testing.T) {
	for _, kind := range []string{Setup, Ballot, EndBallots, EncryptedTally, Shuffle, EndShuffles, PartialDecryption, Result, "", "setup", "Ballots"} {
		if _, ok := members(kind); ok != (known([]byte(kind)) == kind && kind != "") {
			t.Errorf("%q is known here and not there", kind)
		}
	}
}

// FuzzMembers makes archives of members whose headers and names are right, so that what is drawn gets behind the hashes: contents
// end at a zero byte; an event is what begins with {"parent" or {"height"; the bytes 1 to 4 stand for the digest of the member so
// many before, and 5 for that of the event before. What is read is written with the same bytes.
func FuzzMembers(f *testing.F) {
	for _, parts := range wholes() {
		f.Add(parts)
	}
	f.Fuzz(func(t *testing.T, parts []byte) {
		raw := assembled(parts)
		reader, err := NewReader(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		w, err := NewWriter(&out, 1)
		if err != nil {
			t.Fatal(err)
		}
		for {
			e, err := reader.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				return
			}
			if _, err := w.Append(e.Type, e.Data...); err != nil {
				t.Fatalf("what is read is not written: %v", err)
			}
		}
		if !bytes.Equal(out.Bytes(), raw) {
			t.Error("an archive is read that is written differently")
		}
	})
}

// wholes are such archives without any mistake.
func wholes() [][]byte {
	setup := "a\x00b\x00c\x00{\"election\":\"\x03\",\"trustees\":\"\x02\",\"credentials\":\"\x01\"}\x00{\"height\":0,\"type\":\"Setup\",\"payload\":\"\x01\"}\x00"
	next := "{\"parent\":\"\x05\",\"height\":1,\"type\":"
	return [][]byte{
		[]byte(setup),
		[]byte(setup + "ballot\x00" + next + "\"Ballot\",\"payload\":\"\x01\"}\x00{\"parent\":\"\x05\",\"height\":2,\"type\":\"EndBallots\"}\x00"),
		[]byte(setup + "s\x00{\"owner\":1,\"payload\":\"\x01\"}\x00" + next + "\"Shuffle\",\"payload\":\"\x01\"}\x00"),
		[]byte("a\x00b\x00c\x00d\x00{\"election\":\"\x04\",\"trustees\":\"\x03\",\"credentials\":\"\x02\",\"more\":\"\x01\"}\x00" +
			"{\"height\":0,\"type\":\"Setup\",\"payload\":\"\x01\"}\x00"),
	}
}

func TestWholes(t *testing.T) {
	for i, parts := range wholes() {
		reader, err := NewReader(bytes.NewReader(assembled(parts)))
		for err == nil {
			_, err = reader.Next()
		}
		if !errors.Is(err, io.EOF) {
			t.Errorf("archive %d: %v", i, err)
		}
	}
}

func assembled(parts []byte) []byte {
	raw := []byte{}
	put := func(name string, content []byte) {
		var head [block]byte
		size := int64(len(content))
		header(&head, name, size, 1)
		raw = append(append(append(raw, head[:]...), content...), make([]byte, padding(size))...)
	}
	put(headerName, []byte(`{"version":1,"timestamp":"1"}`))
	before := [6]string{}
	for len(parts) > 0 {
		part, rest, _ := bytes.Cut(parts, []byte{0})
		parts = rest
		content := []byte{}
		for _, c := range part {
			if c > 5 {
				content = append(content, c)
			} else {
				content = append(content, before[c]...)
			}
		}
		digest, ending := Digest(content), dataEnding
		if bytes.HasPrefix(content, []byte(`{"parent"`)) || bytes.HasPrefix(content, []byte(`{"height"`)) {
			ending, before[5] = ownEnding, digest
		}
		copy(before[2:5], before[1:4])
		before[1] = digest
		put(digest+ending, content)
	}
	return raw
}
