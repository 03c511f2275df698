package web

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
)

// EntryPage is what pages/entry shows: one entry of the public record.
type EntryPage struct {
	Page
	Entry Entry
}

func (EntryPage) name() string { return "entry" }

// Entry is one entry of the public record: in plain words, and exactly as it stands.
type Entry struct {
	EntryLine
	Size    int64            // how many entries the record has
	Office  string           // the title of the office that acted; "" if the software computed it
	Book    BookRef          // the rulebook that governed it; zero if none
	Outcome rulebook.Outcome // what the rules said to it; "" if nothing was asked
	Reasons []Reason
	Sealed  []SealedField
	Digest  string // the entry's fingerprint, 64 hexadecimal digits
	Raw     string // the canonical JSON, byte for byte
}

// SealedField is a part of an entry of which only the fingerprint is public.
type SealedField struct {
	What        string // "How many voted for what"
	Fingerprint string
	State       string // a whole sentence: closed until when, opened where, or erased
}

// Next is the address of the entry after this one; "" at the end of the record.
func (e Entry) Next() string {
	if e.Index+1 >= e.Size {
		return ""
	}
	return EntryHref(e.Index + 1)
}

// Previous is the address of the entry before this one; "" at the beginning.
func (e Entry) Previous() string {
	if e.Index == 0 {
		return ""
	}
	return EntryHref(e.Index - 1)
}

func (f *face) entry(r *http.Request) (view, error) {
	text := r.PathValue("index")
	index, err := strconv.ParseInt(text, 10, 64)
	if err != nil || strconv.FormatInt(index, 10) != text || index < 0 {
		return nil, party.Errorf(party.NotFound, "show entry %q: not a number of an entry", text)
	}
	entry, err := f.Record.Entry(r.Context(), index)
	if err != nil {
		return nil, fmt.Errorf("show entry %d: %w", index, err)
	}
	return EntryPage{f.page("/record", "Entry "+text+" of the public record"), entry}, nil
}
