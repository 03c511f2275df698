package register

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/selectorate/selectorate/register/canonical"
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
	var w canonical.Writer
	w.Text(`{"actor":`, e.Actor)
	w.Text(`,"book":`, e.Book)
	w.Text(`,"day":`, e.Day)
	w.Text(`,"format":`, Format)
	w.Integer(`,"index":`, e.Index)
	w.Text(`,"kind":`, e.Kind)
	w.Text(`,"matter":`, e.Matter)
	w.Integer(`,"number":`, e.Number)
	w.Text(`,"office":`, e.Office)
	w.Raw(`,"open":`, e.Open)
	w.Text(`,"origin":`, e.Origin)
	w.Integer(`,"recorded":`, e.Recorded)
	ruling := e.Ruling
	if len(ruling) == 0 {
		ruling = json.RawMessage("null")
	}
	w.Raw(`,"ruling":`, ruling)
	w.Raw(`,"sealed":{`, nil)
	for i, field := range slices.Sorted(maps.Keys(e.Sealed)) {
		if i > 0 {
			w.Raw(",", nil)
		}
		w.Text("", field)
		w.Text(":", e.Sealed[field])
	}
	w.Raw("}}", nil)
	return w.Bytes()
}

// Decode reads an entry and accepts only the encoding that Encode writes. The result keeps no reference to data.
func Decode(data []byte) (Entry, error) {
	if len(data) > MaxEntry {
		return Entry{}, fmt.Errorf("reading an entry: %d bytes are more than %d", len(data), MaxEntry)
	}
	r := canonical.NewReader(bytes.Clone(data))
	var e Entry
	e.Actor = r.Optional(`{"actor":`, CheckName)
	e.Book = r.Optional(`,"book":`, CheckDigest)
	e.Day = r.Text(`,"day":`, checkDay)
	r.Expect(`,"format":"` + Format + `"`)
	e.Index = r.Natural(`,"index":`)
	e.Kind = r.Text(`,"kind":`, CheckKind)
	e.Matter = r.Text(`,"matter":`, CheckName)
	e.Number = r.Natural(`,"number":`)
	e.Office = r.Optional(`,"office":`, CheckName)
	e.Open = r.Object(`,"open":`)
	e.Origin = r.Text(`,"origin":`, CheckName)
	e.Recorded = r.Natural(`,"recorded":`)
	r.Expect(`,"ruling":`)
	if r.Peek() == 'n' {
		r.Expect("null")
	} else {
		e.Ruling = r.Object("")
	}
	e.Sealed = readSealed(r, `,"sealed":`)
	r.Expect("}")
	if err := r.End(); err != nil {
		return Entry{}, fmt.Errorf("reading an entry: %w", err)
	}
	return e, nil
}

// CheckCanonical accepts exactly the bytes of canonical JSON; see package canonical.
func CheckCanonical(data []byte) error { return canonical.Check(data) }

// Marshal writes any Go value as canonical JSON, by way of encoding/json and its field tags. Floats, integers
// beyond 2^53 - 1 and strings that are not valid UTF-8 in normal form C are errors.
func Marshal(v any) ([]byte, error) { return canonical.Marshal(v) }

// LeafHash gives the hash under which an encoded entry stands in the tree (RFC 6962, section 2.1).
func LeafHash(entry []byte) Hash { return tlog.RecordHash(entry) }

func readSealed(r *canonical.Reader, before string) map[string]string {
	r.Expect(before)
	r.Expect("{")
	if r.Skip('}') {
		return nil
	}
	fields, last := map[string]string{}, ""
	for more := true; more; more = r.Skip(',') {
		field := r.Text("", CheckName)
		if field <= last {
			r.Failf("the key %q is not after the key %q", field, last)
		}
		fields[field] = r.Text(":", CheckDigest)
		last = field
	}
	r.Expect("}")
	return fields
}
