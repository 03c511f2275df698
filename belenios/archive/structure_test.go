package archive_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/archive"
)

// TestTwice: what is carried by two events stands in the archive twice, as the tool writes it.
func TestTwice(t *testing.T) {
	var out bytes.Buffer
	w := begun(t, &out)
	for range 2 {
		if _, err := w.Append(archive.Ballot, []byte("{}")); err != nil {
			t.Fatal(err)
		}
	}
	if n := bytes.Count(out.Bytes(), []byte(archive.Digest([]byte("{}"))+".data.json")); n != 2 {
		t.Errorf("a ballot that is cast twice stands in the archive %d times", n)
	}
	if n, err := read(&out); n != 3 || err != nil {
		t.Errorf("%d events are read: %v", n, err)
	}
}

// TestFurther: a setup may name one further part, in the canonical form, whatever its name.
func TestFurther(t *testing.T) {
	a, b, c, d := []byte("a"), []byte("b"), []byte("c"), []byte("d")
	record := func(field, digest string) []byte {
		three := strings.TrimSuffix(string(archive.SetupRecord(a, b, c)), "}")
		return fmt.Appendf(nil, `%s,"%s":"%s"}`, three, field, digest)
	}
	var out bytes.Buffer
	w, err := archive.NewWriter(&out, 1)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Append(archive.Setup, a, b, c, d, record("some_certificate", archive.Digest(d))); err != nil {
		t.Fatal(err)
	}
	reader, err := archive.NewReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	if e, err := reader.Next(); err != nil || !e.Further || len(e.Data) != 5 {
		t.Errorf("a setup with a further part is not read as one: %v", err)
	}
	for name, bad := range map[string][]byte{
		"a part twice":       record("credentials", archive.Digest(d)),
		"a name in capitals": record("Certificate", archive.Digest(d)),
		"no name":            record("", archive.Digest(d)),
		"a name with quotes": record(`a":"`+archive.Digest(d)+`","b`, archive.Digest(d)),
		"another part":       record("some_certificate", archive.Digest(c)),
		"three parts":        archive.SetupRecord(a, b, c),
		"white space":        append(record("some_certificate", archive.Digest(d)), ' '),
	} {
		if w, err = archive.NewWriter(io.Discard, 1); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Append(archive.Setup, a, b, c, d, bad); err == nil {
			t.Errorf("%s: a setup is written with the record %s", name, bad)
		}
	}
}

// TestRecords: records name what stands before them.
func TestRecords(t *testing.T) {
	payload := []byte("payload")
	digest, other := archive.Digest(payload), archive.Digest(nil)
	owned := func(named string) []byte {
		return belenios.AppendOwned(nil, belenios.Owned{Owner: 1, Payload: named})
	}
	sized := func(named string) []byte { return belenios.AppendSized(nil, belenios.Sized{EncryptedTally: named}) }
	for _, c := range []struct {
		kind   string
		record []byte
		good   bool
	}{
		{archive.Shuffle, owned(digest), true},
		{archive.Shuffle, owned(other), false},
		{archive.PartialDecryption, owned(digest), true},
		{archive.PartialDecryption, owned(other), false},
		{archive.PartialDecryption, sized(digest), false},
		{archive.EncryptedTally, sized(digest), true},
		{archive.EncryptedTally, sized(other), false},
		{archive.EncryptedTally, owned(digest), false},
	} {
		w := begun(t, io.Discard)
		if _, err := w.Append(c.kind, payload, c.record); (err == nil) != c.good {
			t.Errorf("%s with the record %s: %v", c.kind, c.record, err)
		}
	}
	w := begun(t, io.Discard)
	if _, err := w.Append(archive.Ballot, make([]byte, 1<<24+1)); err == nil {
		t.Error("a ballot of 16 MB is written")
	}
}

// TestExchanged: members and events that are whole, and stand elsewhere, are refused.
func TestExchanged(t *testing.T) {
	var out bytes.Buffer
	w := begun(t, &out)
	var ends []int
	for _, ballot := range []string{"one", "two", "three"} {
		ends = append(ends, out.Len())
		if _, err := w.Append(archive.Ballot, []byte(ballot)); err != nil {
			t.Fatal(err)
		}
	}
	raw := out.Bytes()
	head, first, second, third := raw[:ends[0]], raw[ends[0]:ends[1]], raw[ends[1]:ends[2]], raw[ends[2]:]
	setup := head[1024:]
	for name, parts := range map[string][][]byte{
		"ballots exchanged":         {head, second, first, third},
		"a ballot left out":         {head, first, third},
		"a ballot's event twice":    {head, first, first[1024:], second},
		"an event without its data": {head, first[1024:]},
		"data twice":                {head, first[:1024], first},
		"another's data":            {head, second[:1024], first[1024:]},
		"setup twice":               {head, setup},
		"setup's parts exchanged":   {head[:1024], setup[1024:2048], setup[:1024], setup[2048:]},
		"end blocks":                {raw, make([]byte, 1024)},
		"a block behind":            {raw, make([]byte, 512)},
		"a byte behind":             {raw, {0}},
		"another archive behind":    {raw, raw},
		"data behind":               {raw, first[:1024]},
	} {
		if _, err := read(bytes.NewReader(bytes.Join(parts, nil))); err == nil {
			t.Errorf("%s: the archive is read", name)
		} else if !strings.Contains(err.Error(), "byte ") {
			t.Errorf("%s: the error does not say where: %v", name, err)
		}
	}
}

// TestErrorStays: a reader does not go on behind an error.
func TestErrorStays(t *testing.T) {
	var out bytes.Buffer
	w := begun(t, &out)
	at := out.Len()
	for range 2 {
		if _, err := w.Append(archive.Ballot, []byte("{}")); err != nil {
			t.Fatal(err)
		}
	}
	raw := out.Bytes()
	raw[at+512] ^= 1
	reader, err := archive.NewReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := reader.Next(); err != nil {
		t.Fatal(err)
	}
	e, first := reader.Next()
	if e != nil || first == nil {
		t.Fatal("a changed ballot is read")
	}
	if e, again := reader.Next(); e != nil || !errors.Is(again, first) {
		t.Errorf("behind %v the reader gives %v", first, again)
	}
}

func TestReadAt(t *testing.T) {
	raw := small(t)
	reader, err := archive.NewReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	e, err := reader.Next()
	if err != nil {
		t.Fatal(err)
	}
	for i, span := range e.Spans {
		got, err := archive.ReadAt(bytes.NewReader(raw), span)
		if err != nil || !bytes.Equal(got, e.Data[i]) {
			t.Errorf("part %d is read again differently: %v", i, err)
		}
	}
	if _, err := archive.ReadAt(bytes.NewReader(raw), archive.Span{Offset: int64(len(raw)) - 1, Size: 2}); !errors.Is(err, io.EOF) {
		t.Errorf("a byte behind the end is read: %v", err)
	}
}
