package gallery

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/selectorate/selectorate/internal/store/kept"
	"github.com/selectorate/selectorate/org"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/register"
	"github.com/selectorate/selectorate/selection"
)

// Event is one entry of the record with the act that it holds.
type Event struct {
	Entry register.Entry
	Raw   []byte // the entry's bytes
	Stamp party.Stamp
	Org   org.Act       // one of Org and Seat is set
	Seat  selection.Act // …
}

// SeatRecord is everything that is public about one seat: its acts, the state that they make, and the sealed
// values that were published.
type SeatRecord struct {
	Matter party.MatterID
	State  selection.State
	Events []Event
	Opened map[selection.Sealed]json.RawMessage
}

// OrgRecord is everything that is public about the organisation.
type OrgRecord struct {
	State  org.State
	Events []Event
}

// EventOf reads an entry with the act that it holds.
func EventOf(r kept.Record) (Event, error) {
	entry, err := register.Decode(r.Data)
	if err != nil {
		return Event{}, fmt.Errorf("entry %d: %w", r.Index, err)
	}
	e := Event{Entry: entry, Raw: r.Data}
	if e.Stamp, err = stampOf(entry); err != nil {
		return Event{}, fmt.Errorf("entry %d: %w", r.Index, err)
	}
	if entry.Matter == string(org.Matter) {
		e.Org, err = org.Read(entry.Kind, entry.Open)
	} else {
		e.Seat, err = selection.Read(entry.Kind, entry.Open)
	}
	if err != nil {
		return Event{}, fmt.Errorf("entry %d: %w", r.Index, err)
	}
	return e, nil
}

// Seat reads everything that is public about one seat, or gives an error of kind NotFound.
func (g *Gallery) Seat(ctx context.Context, id party.MatterID) (*SeatRecord, error) {
	s := &SeatRecord{Matter: id, Opened: map[selection.Sealed]json.RawMessage{}}
	err := g.store.MatterRecords(ctx, string(id), func(r kept.Record) error {
		e, err := EventOf(r)
		if err != nil {
			return err
		}
		if e.Seat == nil {
			return party.Errorf(party.NotFound, "%s is no seat", id)
		}
		s.State.Apply(e.Seat, e.Stamp)
		s.Events = append(s.Events, e)
		if published, ok := e.Seat.(selection.Published); ok {
			for _, o := range published.Openings {
				s.Opened[selection.Sealed{Number: o.Number, Field: o.Field}] = o.Value
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the seat %s: %w", id, err)
	}
	if len(s.Events) == 0 {
		return nil, party.Errorf(party.NotFound, "no round has been opened in %s", id)
	}
	return s, nil
}

// Unsealed gives a value of the seat that was published. The error is selection.ErrSealed if it was not.
func (s *SeatRecord) Unsealed(field selection.Sealed) (json.RawMessage, error) {
	if value, ok := s.Opened[field]; ok {
		return value, nil
	}
	return nil, selection.ErrSealed
}

// Organisation reads everything that is public about the organisation.
func (g *Gallery) Organisation(ctx context.Context) (*OrgRecord, error) {
	o := &OrgRecord{}
	err := g.store.MatterRecords(ctx, string(org.Matter), func(r kept.Record) error {
		e, err := EventOf(r)
		if err != nil {
			return err
		}
		o.State.Apply(e.Org, e.Stamp)
		o.Events = append(o.Events, e)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the organisation: %w", err)
	}
	return o, nil
}

// Events reads the entries from one place up to but not including another, in order.
func (g *Gallery) Events(ctx context.Context, from, to int64) ([]Event, error) {
	var events []Event
	err := g.store.Records(ctx, from, to, func(r kept.Record) error {
		e, err := EventOf(r)
		if err == nil {
			events = append(events, e)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the record: %w", err)
	}
	return events, nil
}

// Lists gives the index: a row for every matter of a round, or of all rounds if the round is empty.
func (g *Gallery) Lists(ctx context.Context, round party.RoundID) ([]kept.MatterRow, error) {
	rows, err := g.store.Matters(ctx, string(round))
	if err != nil {
		return nil, fmt.Errorf("read the lists: %w", err)
	}
	return rows, nil
}

// Head gives where the record ends.
func (g *Gallery) Head(ctx context.Context) (kept.Head, error) {
	head, err := g.store.Head(ctx)
	if err != nil {
		return head, fmt.Errorf("read the head of the record: %w", err)
	}
	return head, nil
}

// Signed gives the newest checkpoint that was saved, or an error of kind NotFound.
func (g *Gallery) Signed(ctx context.Context) (size int64, signed []byte, err error) {
	size, signed, err = g.store.Checkpoint(ctx)
	if err != nil {
		return 0, nil, fmt.Errorf("read the newest checkpoint: %w", err)
	}
	return size, signed, nil
}
