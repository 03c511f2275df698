package clerk

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"

	"github.com/selectorate/selectorate/internal/store/kept"
	"github.com/selectorate/selectorate/org"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/selection"
)

// eraseMost is how many sealed fields one act of erasure names at most, so that it fits an entry.
const eraseMost = 500

// Enrol keeps a new person among the people's data and gives the identifier under which they act. Nothing of
// it enters the register.
func (c *Clerk) Enrol(ctx context.Context, name, contact string) (string, error) {
	id, err := c.draw("h")
	if err != nil {
		return "", err
	}
	if err := c.store.PutPerson(ctx, kept.Person{ID: id, Name: name, Contact: contact}); err != nil {
		return "", fmt.Errorf("enrol a person: %w", err)
	}
	return id, nil
}

// Alias gives the name under which a person appears in one matter, and makes it if there is none yet.
func (c *Clerk) Alias(ctx context.Context, person string, matter party.MatterID) (party.Alias, error) {
	alias, err := c.store.Alias(ctx, person, string(matter))
	if err == nil || !party.Is(err, party.NotFound) {
		return party.Alias(alias), err
	}
	if _, err := c.store.Person(ctx, person); err != nil {
		return "", err
	}
	if alias, err = c.draw("p"); err != nil {
		return "", err
	}
	err = c.store.PutAlias(ctx, person, string(matter), alias)
	if party.Is(err, party.Conflict) { // somebody else made one meanwhile
		alias, err = c.store.Alias(ctx, person, string(matter))
	}
	if err != nil {
		return "", fmt.Errorf("make an alias in %s: %w", matter, err)
	}
	return party.Alias(alias), nil
}

// Erase destroys a person's data, the aliases that joined their acts, and whatever opens a sealed value that
// speaks of them. The register stays as it is and still verifies. Acts of the founding office say that data was
// erased and which sealed fields were lost with it, and nothing about the person. They come first: if they are
// refused nothing is erased, and if the process ends before the data is gone, the same request finishes it. It
// gives the receipts of those acts, the last of which may be a refusal. Whoever alone holds the founding office
// cannot be erased: nobody could keep the record any more.
func (c *Clerk) Erase(ctx context.Context, by Request, person string) ([]Receipt, error) {
	if err := c.mayLose(ctx, person); err != nil {
		return nil, err
	}
	told, err := c.sealedAbout(ctx, person)
	if err != nil {
		return nil, fmt.Errorf("erase a person: %w", err)
	}
	receipts, err := c.tellErased(ctx, by, told)
	if err != nil || (len(receipts) > 0 && !receipts[len(receipts)-1].OK()) {
		return receipts, err
	}
	erased, err := c.store.ErasePerson(ctx, person)
	late := slices.DeleteFunc(erased, func(f kept.ErasedField) bool {
		lost, err := c.canBeLost(ctx, f)
		return slices.Contains(told, f) || (err == nil && !lost)
	})
	var lateErr error
	if len(late) > 0 { // what was sealed about them meanwhile
		var more []Receipt
		more, lateErr = c.tellErased(ctx, by, late)
		receipts = append(receipts, more...)
	}
	if err != nil {
		return receipts, fmt.Errorf("erase a person: %w", err)
	}
	return receipts, lateErr
}

// mayLose requires that somebody else holds the founding office, if this person does.
func (c *Clerk) mayLose(ctx context.Context, person string) error {
	alias, err := c.store.Alias(ctx, person, string(org.Matter))
	if party.Is(err, party.NotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("erase a person: %w", err)
	}
	h, release, err := c.organisation(ctx)
	if err != nil {
		return err
	}
	defer release()
	held, others := false, false
	for _, t := range h.state.Offices.List() {
		if t.Office == h.state.Founding && t.Until.IsZero() {
			held = held || t.Holder == party.Alias(alias)
			others = others || t.Holder != party.Alias(alias)
		}
	}
	if held && !others {
		return party.Errorf(party.Conflict, "this person alone holds the office %s, which keeps the record: appoint another first", h.state.Founding)
	}
	return nil
}

// sealedAbout lists the sealed fields that speak of a person and can still be opened.
func (c *Clerk) sealedAbout(ctx context.Context, person string) ([]kept.ErasedField, error) {
	head, err := c.store.Head(ctx)
	if err != nil {
		return nil, err
	}
	var fields []kept.ErasedField
	err = c.store.Openings(ctx, 0, head.Size, func(o kept.Opening) error {
		field := kept.ErasedField{Index: o.Index, Field: o.Field}
		if o.Person != person || person == "" {
			return nil
		}
		lost, err := c.canBeLost(ctx, field)
		if lost {
			fields = append(fields, field)
		}
		return err
	})
	return fields, err
}

// canBeLost tells whether the record can still say of a sealed field that it was erased: not if that stands there
// already, and not if the value was published, because then it is public for ever.
func (c *Clerk) canBeLost(ctx context.Context, f kept.ErasedField) (bool, error) {
	h, release, err := c.organisation(ctx)
	if err != nil {
		return false, err
	}
	told := h.state.Erased[org.SealedField{Entry: f.Index, Field: f.Field}]
	release()
	if told {
		return false, nil
	}
	events, err := c.Events(ctx, f.Index, f.Index+1)
	if err != nil || len(events) == 0 {
		return false, err
	}
	seat, err := c.Seat(ctx, party.MatterID(events[0].Entry.Matter))
	if err != nil {
		return false, err
	}
	return !seat.State.Opened[selection.Sealed{Number: events[0].Entry.Number, Field: f.Field}], nil
}

// tellErased puts on the record which fields can no longer be opened, up to the first refusal; one act at
// least, also if nothing sealed was lost. The keys of its requests hold nothing of the caller's, which may name
// the person.
func (c *Clerk) tellErased(ctx context.Context, by Request, erased []kept.ErasedField) ([]Receipt, error) {
	var receipts []Receipt
	for first := true; first || len(erased) > 0; first = false {
		n := min(len(erased), eraseMost)
		fields := make([]org.SealedField, n)
		for i, f := range erased[:n] {
			fields[i] = org.SealedField{Entry: f.Index, Field: f.Field}
		}
		erased = erased[n:]
		request := by
		request.Key = fmt.Sprintf("erasure-%x", sha256.Sum256(fmt.Appendf(nil, "%s %v", by.Key, fields)))
		request.Org = org.Erased{Fields: fields}
		receipt, err := c.Do(ctx, request)
		if err != nil {
			return receipts, err
		}
		receipts = append(receipts, receipt)
		if !receipt.OK() {
			break
		}
	}
	return receipts, nil
}
