package clerk

import (
	"context"
	"fmt"

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
// speaks of them. The register stays as it is and still verifies. If anything sealed was lost with it, an act
// of the founding office says which fields, and nothing about the person. It gives the receipts of those acts.
func (c *Clerk) Erase(ctx context.Context, by Request, person string) ([]Receipt, error) {
	erased, err := c.store.ErasePerson(ctx, person)
	if err != nil {
		return nil, fmt.Errorf("erase a person: %w", err)
	}
	c.forgetAliases()
	var receipts []Receipt
	for part := 0; len(erased) > 0; part++ {
		n := min(len(erased), eraseMost)
		fields := make([]org.SealedField, n)
		for i, f := range erased[:n] {
			fields[i] = org.SealedField{Entry: f.Index, Field: f.Field}
		}
		erased = erased[n:]
		request := by
		request.Key = fmt.Sprintf("%s/%d", by.Key, part)
		request.Org = org.Erased{Fields: fields}
		receipt, err := c.Do(ctx, request)
		if err != nil {
			return receipts, err
		}
		receipts = append(receipts, receipt)
	}
	return receipts, nil
}
