package clerk

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"

	"github.com/selectorate/selectorate/internal/store/kept"
	"github.com/selectorate/selectorate/org"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/register"
	"github.com/selectorate/selectorate/selection"
)

// clockBehind is how far this computer's clock may be behind the record's last entry: two computers are never
// quite together. Acts are then recorded at the last entry's time.
const clockBehind = 10 * time.Minute

// stamp writes down who acts, when. Time never goes back in a register: a clock that is far behind the last
// entry is an error of kind Unavailable that says so.
func (c *Clerk) stamp(r Request, alias party.Alias, number int64, zone *time.Location) (party.Stamp, error) {
	now := c.now()
	if latest := c.queue.Latest(); now.Before(latest) {
		if latest.Sub(now) > clockBehind {
			return party.Stamp{}, party.Errorf(party.Unavailable,
				"this computer's clock says %s, but the last entry of the record was made at %s: set the clock right",
				now.UTC().Format(time.DateTime), latest.UTC().Format(time.DateTime))
		}
		now = latest
	}
	stamp := party.Stamp{
		Number: number, Actor: party.Actor{Alias: alias, Office: r.Office}, Day: r.Day, Recorded: now.UnixMilli(),
	}
	if stamp.Day.IsZero() && zone != nil {
		stamp.Day = party.DayOf(now, zone)
	}
	return stamp, nil
}

// fits tells whether an entry can be written wherever it comes to stand.
func fits(entry register.Entry) error {
	entry.Index = 1<<53 - 1
	if _, err := entry.Encode(); err != nil {
		return party.Errorf(party.Invalid, "write the act: %w", err)
	}
	return nil
}

// checkOrg tells whether an act of the organisation is what it says, as far as the room cannot see: the
// signatures under a change of key, the key that founds, the person whom an alias means.
func (c *Clerk) checkOrg(ctx context.Context, act org.Act) error {
	switch a := act.(type) {
	case org.Founded:
		if key, err := register.ParseKey(a.Key); err != nil || key.Name() != a.Origin {
			return party.Errorf(party.Invalid, "the key %q is not one of %s", a.Key, a.Origin)
		}
	case org.KeyChanged:
		return c.checkKeyChange(ctx, a)
	case org.Appointed:
		return c.known(ctx, org.Matter, a.Holder)
	case org.StoodDown, org.BookAdopted, org.ParametersConfirmed, org.Erased:
	}
	return nil
}

// checkKeyChange requires that both keys have signed a state that this register has had.
func (c *Clerk) checkKeyChange(ctx context.Context, a org.KeyChanged) error {
	change, err := register.CheckKeyChange([]byte(a.Note), a.Old, a.New)
	if err != nil {
		return party.Errorf(party.Invalid, "change the key: %w", err)
	}
	head, err := c.store.Head(ctx)
	if err != nil {
		return fmt.Errorf("read the head of the register: %w", err)
	}
	if change.Size > head.Size {
		return party.Errorf(party.Invalid, "change the key: %d entries were signed and the register has %d", change.Size, head.Size)
	}
	edge, err := register.NewEdge(change.Size, func(t register.Tile) ([]byte, error) {
		tile, err := c.store.TileAt(ctx, t.Level, t.N)
		return tile.Data, err
	})
	if err != nil {
		return err
	}
	if edge.Root() != change.Root {
		return party.Errorf(party.Invalid, "change the key: what was signed is not this register")
	}
	return nil
}

// known requires that an alias is somebody's in a matter: a name or a word in its place would stand in the
// record for ever.
func (c *Clerk) known(ctx context.Context, matter party.MatterID, alias party.Alias) error {
	_, err := c.store.AliasOwner(ctx, string(matter), string(alias))
	if party.Is(err, party.NotFound) {
		return party.Errorf(party.Invalid, "%q is nobody's name in %s: ask for it with selectorate person alias", alias, matter)
	}
	return err
}

// checkSeat tells whether an act of a seat is what it says, as far as the room cannot see.
func (c *Clerk) checkSeat(ctx context.Context, m *matter, r Request) error {
	if err := checkSecrets(r); err != nil {
		return err
	}
	var officers []selection.Officer
	switch a := r.Seat.(type) {
	case selection.Opened:
		officers = a.Officers
	case selection.Appointed:
		officers = a.Officers
	case selection.Published:
		return c.checkOpenings(ctx, m, a)
	case selection.StoodDown, selection.Listed, selection.Challenged, selection.Settled, selection.Frozen,
		selection.Returned, selection.Countersigned, selection.Withdrawn, selection.Reballoted, selection.Voided,
		selection.Reinstated, selection.ReceivedLate, selection.Decided, selection.Ruled, selection.Declared,
		selection.Overridden:
	}
	for _, o := range officers {
		if err := c.known(ctx, m.id, o.Holder); err != nil {
			return err
		}
	}
	return nil
}

// checkSecrets requires that what is sealed with an act is what the act says.
func checkSecrets(r Request) error {
	values := map[string]json.RawMessage{}
	for _, s := range r.Sealed {
		value, err := register.Marshal(s.Value)
		if err != nil {
			return party.Errorf(party.Invalid, "seal %s: %w", s.Field, err)
		}
		values[s.Field] = value
	}
	return selection.CheckSealed(r.Seat, values)
}

// checkOpenings requires that every value that is published is the one that was sealed.
func (c *Clerk) checkOpenings(ctx context.Context, m *matter, a selection.Published) error {
	sealed := map[int64]map[string]string{}
	err := c.store.MatterRecords(ctx, string(m.id), func(r kept.Record) error {
		entry, err := register.Decode(r.Data)
		sealed[entry.Number] = entry.Sealed
		return err
	})
	if err != nil {
		return fmt.Errorf("read what was sealed in %s: %w", m.id, err)
	}
	for _, o := range a.Openings {
		salt, err := base64.StdEncoding.Strict().DecodeString(o.Salt)
		opening := register.Opening{Field: o.Field, Salt: salt, Value: o.Value}
		if err != nil || !opening.Opens(sealed[o.Number][o.Field]) {
			return party.Errorf(party.Invalid, "what is published as %s of act %d is not what was sealed", o.Field, o.Number)
		}
	}
	return nil
}

// mayOpenFor requires that whoever opens a round holds the office in the organisation. The record cannot show
// it, because the person has another alias there; the clerk can.
func (c *Clerk) mayOpenFor(ctx context.Context, h *house, r Request, day party.Day) error {
	alias, err := c.store.Alias(ctx, r.Person, string(org.Matter))
	if err != nil && !party.Is(err, party.NotFound) {
		return fmt.Errorf("find the office of whoever opens: %w", err)
	}
	if err == nil && h.state.Offices.Holds(party.Alias(alias), r.Office, "", day) {
		return nil
	}
	return party.Errorf(party.Forbidden, "only a holder of the office %s may open a round in its name", r.Office)
}
