package web

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/selectorate/selectorate/party"
)

// PublicRecordPage is what pages/public-record shows: the entries of the record, newest first.
type PublicRecordPage struct {
	Page
	Listing Listing
	Newer   string // the address of the page with newer entries; "" on the first
	Older   string // … with older ones; "" on the last
}

func (PublicRecordPage) name() string { return "public-record" }

// Listing is some entries of the public record, newest first.
type Listing struct {
	Size  int64 // how many entries the record has
	Lines []EntryLine
}

// EntryLine is one entry in a list.
type EntryLine struct {
	Index    int64
	Day      party.Day // the day on which it takes effect
	Recorded time.Time
	Text     string       // a whole sentence in plain words
	Seat     party.SeatID // "" if it concerns no seat
	SeatName string
}

// Href is the address of the entry.
func (e EntryLine) Href() string { return EntryHref(e.Index) }

// SeatHref is the address of the seat.
func (e EntryLine) SeatHref() string { return "/seats/" + string(e.Seat) }

// Newest and Oldest are the first and the last number on the page.
func (l Listing) Newest() int64 { return l.Lines[0].Index }

// Oldest is the number of the last entry on the page.
func (l Listing) Oldest() int64 { return l.Lines[len(l.Lines)-1].Index }

const entriesPerPage = 25

func (f *face) publicRecord(r *http.Request) (view, error) {
	before := int64(-1)
	if text := r.URL.Query().Get("before"); text != "" {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n < 0 {
			return nil, party.Errorf(party.NotFound, "show the record before entry %q: not a number of an entry", text)
		}
		before = n
	}
	listing, err := f.Record.Entries(r.Context(), before, entriesPerPage)
	if err != nil {
		return nil, fmt.Errorf("show the record: %w", err)
	}
	v := PublicRecordPage{Page: f.page("/record", "Public record"), Listing: listing}
	if len(listing.Lines) == 0 {
		return v, nil
	}
	if oldest := listing.Oldest(); oldest > 0 {
		v.Older = fmt.Sprintf("/record?before=%d", oldest)
	}
	if newest := listing.Newest(); newest+1 < listing.Size {
		v.Newer = fmt.Sprintf("/record?before=%d", min(listing.Size, newest+1+entriesPerPage))
	}
	return v, nil
}
