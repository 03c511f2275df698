package clerk

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"

	"github.com/selectorate/selectorate/internal/store/kept"
	"github.com/selectorate/selectorate/org"
	"github.com/selectorate/selectorate/party"
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
// speaks of them. The register stays as it is and still verifies. If anything sealed is lost with it, acts of
// the founding office say which fields, and nothing about the person. They come first: if they are refused
// nothing is erased, and if the process ends before the data is gone, the same request finishes it. It gives
// the receipts of those acts, the last of which may be a refusal.
func (c *Clerk) Erase(ctx context.Context, by Request, person string) ([]Receipt, error) {
	told, err := c.sealedAbout(ctx, person)
	if err != nil {
		return nil, fmt.Errorf("erase a person: %w", err)
	}
	receipts, err := c.tellErased(ctx, by, told)
	if err != nil || (len(receipts) > 0 && !receipts[len(receipts)-1].OK()) {
		return receipts, err
	}
	erased, err := c.store.ErasePerson(ctx, person)
	c.forgetAliases()
	late := slices.DeleteFunc(erased, func(f kept.ErasedField) bool { return slices.Contains(told, f) })
	more, lateErr := c.tellErased(ctx, by, late) // what was sealed about them meanwhile
	receipts = append(receipts, more...)
	if err != nil {
		return receipts, fmt.Errorf("erase a person: %w", err)
	}
	return receipts, lateErr
}

// sealedAbout lists the sealed fields that speak of a person and can still be opened.
func (c *Clerk) sealedAbout(ctx context.Context, person string) ([]kept.ErasedField, error) {
	head, err := c.store.Head(ctx)
	if err != nil {
		return nil, err
	}
	var fields []kept.ErasedField
	err = c.store.Openings(ctx, 0, head.Size, func(o kept.Opening) error {
		if o.Person == person && person != "" {
			fields = append(fields, kept.ErasedField{Index: o.Index, Field: o.Field})
		}
		return nil
	})
	return fields, err
}

// tellErased puts on the record which fields can no longer be opened, up to the first refusal. The keys of its
// requests hold nothing of the caller's, which may name the person.
func (c *Clerk) tellErased(ctx context.Context, by Request, erased []kept.ErasedField) ([]Receipt, error) {
	var receipts []Receipt
	for part := range slices.Chunk(erased, eraseMost) {
		fields := make([]org.SealedField, len(part))
		for i, f := range part {
			fields[i] = org.SealedField{Entry: f.Index, Field: f.Field}
		}
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
