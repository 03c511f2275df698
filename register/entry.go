package register

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"golang.org/x/mod/sumdb/tlog"
)

// Format names version 1 of the entry, as its member "format" has it.
const Format = "selectorate-entry/1"

// MaxEntry is the greatest length of an encoded entry in bytes: entry bundles give it 16 bits.
const MaxEntry = 65535

// An Entry is one act on the register. doc/formats/entry.md says what each member means. An Entry is a plain
// value; its raw members must not be changed once it is encoded.
type Entry struct {
	// Origin names the register, as its checkpoints and its key do.
	Origin string
	// Index is the place in the register, from 0, without gaps.
	Index int64
	// Matter names the procedure that the act belongs to, and Number the act's place in it, from 0.
	Matter string
	Number int64
	// Kind is the kind of act with its version, such as "selection.returned@1".
	Kind string
	// Day is the day of effect, YYYY-MM-DD.
	Day string
	// Recorded is when the entry was made, in milliseconds since 1970 in UTC; never less than the entry before.
	Recorded int64
	// Actor is the alias of the acting person in this matter alone; empty for the software itself.
	Actor string
	// Office is the office in whose name the actor acted, or empty.
	Office string
	// Book is the digest of the rulebook that governed the act, or empty.
	Book string
	// Ruling is the ruling the act rested on, a canonical object; nil if it rested on none.
	Ruling json.RawMessage
	// Open is the part that everybody may read, a canonical object.
	Open json.RawMessage
	// Sealed holds a commitment (see Commit) for each hidden field; nil if nothing is hidden.
	Sealed map[string]string
}

// Encode writes the entry in its one encoding, at most MaxEntry bytes. An entry that Decode would refuse is
// an error.
func (e Entry) Encode() ([]byte, error) {
	data, err := e.encode()
	if err != nil {
		return nil, fmt.Errorf("encoding entry %d of matter %q: %w", e.Number, e.Matter, err)
	}
	if _, err := Decode(data); err != nil {
		return nil, fmt.Errorf("encoding entry %d of matter %q: %w", e.Number, e.Matter, err)
	}
	return data, nil
}

func (e Entry) encode() ([]byte, error) {
	w := writer{dst: make([]byte, 0, 512)}
	w.text(`{"actor":`, e.Actor)
	w.text(`,"book":`, e.Book)
	w.text(`,"day":`, e.Day)
	w.text(`,"format":`, Format)
	w.integer(`,"index":`, e.Index)
	w.text(`,"kind":`, e.Kind)
	w.text(`,"matter":`, e.Matter)
	w.integer(`,"number":`, e.Number)
	w.text(`,"office":`, e.Office)
	w.raw(`,"open":`, e.Open)
	w.text(`,"origin":`, e.Origin)
	w.integer(`,"recorded":`, e.Recorded)
	ruling := e.Ruling
	if len(ruling) == 0 {
		ruling = json.RawMessage("null")
	}
	w.raw(`,"ruling":`, ruling)
	w.raw(`,"sealed":{`, nil)
	for i, field := range slices.Sorted(maps.Keys(e.Sealed)) {
		if i > 0 {
			w.raw(",", nil)
		}
		w.text("", field)
		w.text(":", e.Sealed[field])
	}
	w.raw("}}", nil)
	return w.dst, w.err
}

// Decode reads an entry and accepts only the encoding that Encode writes. The result keeps no reference to data.
func Decode(data []byte) (Entry, error) {
	if len(data) > MaxEntry {
		return Entry{}, fmt.Errorf("reading an entry: %d bytes are more than %d", len(data), MaxEntry)
	}
	s := scanner{data: bytes.Clone(data)}
	var e Entry
	e.Actor = s.optional(`{"actor":`, CheckName)
	e.Book = s.optional(`,"book":`, CheckDigest)
	e.Day = s.checked(`,"day":`, checkDay)
	s.expect(`,"format":"` + Format + `"`)
	e.Index = s.natural(`,"index":`)
	e.Kind = s.checked(`,"kind":`, CheckKind)
	e.Matter = s.checked(`,"matter":`, CheckName)
	e.Number = s.natural(`,"number":`)
	e.Office = s.optional(`,"office":`, CheckName)
	e.Open = s.member(`,"open":`, '{')
	e.Origin = s.checked(`,"origin":`, CheckName)
	e.Recorded = s.natural(`,"recorded":`)
	s.expect(`,"ruling":`)
	if s.peek() == 'n' {
		s.expect("null")
	} else {
		e.Ruling = s.member("", '{')
	}
	e.Sealed = s.sealed(`,"sealed":`)
	s.expect("}")
	s.end()
	if s.err != nil {
		return Entry{}, fmt.Errorf("reading an entry: %w", s.err)
	}
	return e, nil
}

// LeafHash gives the hash under which an encoded entry stands in the tree (RFC 6962, section 2.1).
func LeafHash(entry []byte) tlog.Hash { return tlog.RecordHash(entry) }

// A writer puts members of an object one after the other; after the first error it writes nothing more.
type writer struct {
	dst []byte
	err error
}

func (w *writer) text(before, text string) {
	w.raw(before, nil)
	if w.err == nil {
		w.dst, w.err = appendString(w.dst, text)
	}
}

func (w *writer) integer(before string, n int64) {
	w.raw(before, nil)
	if w.err == nil {
		w.dst, w.err = appendInteger(w.dst, n)
	}
}

func (w *writer) raw(before string, data []byte) {
	if w.err == nil {
		w.dst = append(append(w.dst, before...), data...)
	}
}

// checked reads a string that must pass check.
func (s *scanner) checked(before string, check func(string) error) string {
	s.expect(before)
	text := string(s.text())
	if s.err != nil {
		return ""
	}
	if err := check(text); err != nil {
		s.fail("%v", err)
	}
	return text
}

// optional reads a string that is empty or must pass check.
func (s *scanner) optional(before string, check func(string) error) string {
	s.expect(before)
	if s.err == nil && bytes.HasPrefix(s.data[s.pos:], []byte(`""`)) {
		s.pos += 2
		return ""
	}
	return s.checked("", check)
}

// natural reads an integer that is not negative.
func (s *scanner) natural(before string) int64 {
	s.expect(before)
	n := s.integer()
	if n < 0 {
		s.fail("%d is less than 0", n)
	}
	return n
}

// member reads a value that begins with first, or any value if first is 0.
func (s *scanner) member(before string, first byte) json.RawMessage {
	s.expect(before)
	if s.err == nil && first != 0 && s.peek() != first {
		s.fail("expected an object")
	}
	return s.value(1)
}

func (s *scanner) sealed(before string) map[string]string {
	s.expect(before)
	s.expect("{")
	if s.skip('}') {
		return nil
	}
	fields, last := map[string]string{}, ""
	for more := true; more; more = s.skip(',') {
		field := s.checked("", CheckName)
		if s.err == nil && field <= last {
			s.fail("the key %q is not after the key %q", field, last)
		}
		fields[field] = s.checked(":", CheckDigest)
		last = field
	}
	s.expect("}")
	return fields
}
