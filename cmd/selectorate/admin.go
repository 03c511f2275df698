package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/selectorate/selectorate/internal/clerk"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/register"
)

// indexCommand groups what can be done with the lists.
type indexCommand struct {
	Rebuild indexRebuildCommand `cmd:"" help:"Make the lists anew from the record."`
}

// indexRebuildCommand makes the index anew: whatever stood there, afterwards it says what the record says.
type indexRebuildCommand struct{ place }

// Run rebuilds.
func (c *indexRebuildCommand) Run(ctx context.Context, t terminal) error {
	h, err := c.open(ctx, t)
	if err != nil {
		return err
	}
	defer h.Close()
	progress := newProgress(t.err, "read")
	n, err := h.clerk.RebuildIndex(ctx, progress.show)
	progress.end()
	if err != nil {
		return err
	}
	fmt.Fprintf(t.out, "The lists of %d procedures were made anew from the record.\n", n)
	return nil
}

// keyCommand groups what can be done with the signing key.
type keyCommand struct {
	Show   keyShowCommand   `cmd:"" help:"Print the public key by which anybody can check the record."`
	Change keyChangeCommand `cmd:"" help:"Make a new signing key; the old one and the new one both sign the change."`
}

// keyShowCommand prints the public key.
type keyShowCommand struct{ place }

// Run prints the key alone, so that it can be copied.
func (c *keyShowCommand) Run(ctx context.Context, t terminal) error {
	h, err := c.open(ctx, t)
	if err != nil {
		return err
	}
	defer h.Close()
	fmt.Fprintln(t.out, cmp.Or(h.inUse, h.vkey))
	return nil
}

// keyChangeCommand hands the record to a new key. The act and the note that both keys sign are on the record.
type keyChangeCommand struct {
	place
	Person string `required:"" help:"Who does it: a holder of the founding office."`
	Office string `default:"general-secretary" help:"In the name of which office."`
}

// Run signs the change with both keys, records it, and keeps the old key beside the new one.
func (c *keyChangeCommand) Run(ctx context.Context, t terminal) error {
	h, err := c.open(ctx, t)
	if err != nil {
		return err
	}
	defer h.Close()
	if err := h.strange(); err != nil {
		return err
	}
	before, err := register.ParseSigner(h.skey)
	if err != nil {
		return err
	}
	skey, vkey, err := register.GenerateKey(rand.Reader, before.Name())
	if err != nil {
		return err
	}
	after, err := register.ParseSigner(skey)
	if err != nil {
		return err
	}
	// The new key is kept before the record names it: otherwise a crash could leave a record nobody can sign.
	next := c.nextKey(after)
	if err := writeWhole(next, []byte(skey+"\n")); err != nil {
		return err
	}
	receipt, err := h.handOver(ctx, clerk.Request{Person: c.Person, Office: party.OfficeID(c.Office)}, before, after, vkey)
	if err != nil {
		return err // whether it was written is not known, so the key stays
	}
	if !receipt.OK() {
		return errors.Join(refusal(receipt, nil), remove(next))
	}
	return c.signWith(ctx, t, vkey)
}

// signWith puts the new key in its place, which is what opening does with a change that was broken off, and
// signs the record with it.
func (c *keyChangeCommand) signWith(ctx context.Context, t terminal, vkey string) error {
	quiet := t
	quiet.err = io.Discard
	renewed, err := c.open(ctx, quiet)
	if err != nil {
		return err
	}
	defer renewed.Close()
	if err := renewed.sign(ctx); err != nil {
		return err
	}
	fmt.Fprintf(t.out, "The record is signed from now on by the key\n\n    %s\n\n", vkey)
	fmt.Fprintln(t.out, "Publish it as widely as the old one. A server that is running takes it up by itself.")
	return nil
}

// personCommand groups what can be done with the people's data.
type personCommand struct {
	Add   personAddCommand   `cmd:"" help:"Enrol a person and print the identifier under which they act."`
	Alias personAliasCommand `cmd:"" help:"Print the name under which a person appears in one procedure."`
	Erase personEraseCommand `cmd:"" help:"Erase a person's data for ever; the record still verifies."`
}

// personAddCommand enrols a person.
type personAddCommand struct {
	place
	Name    string `arg:"" help:"The person's name. It is never written to the record."`
	Contact string `help:"How to reach the person."`
}

// Run prints the identifier alone.
func (c *personAddCommand) Run(ctx context.Context, t terminal) error {
	h, err := c.open(ctx, t)
	if err != nil {
		return err
	}
	defer h.Close()
	id, err := h.clerk.Enrol(ctx, c.Name, c.Contact)
	if err != nil {
		return err
	}
	fmt.Fprintln(t.out, id)
	return nil
}

// personAliasCommand prints an alias, which appointments need.
type personAliasCommand struct {
	place
	Person string `arg:"" help:"The person's identifier."`
	Matter string `arg:"" help:"The procedure, such as 2026/a-seat; \"organisation\" for the organisation itself."`
}

// Run prints the alias alone.
func (c *personAliasCommand) Run(ctx context.Context, t terminal) error {
	h, err := c.open(ctx, t)
	if err != nil {
		return err
	}
	defer h.Close()
	alias, err := h.clerk.Alias(ctx, c.Person, party.MatterID(c.Matter))
	if err != nil {
		return err
	}
	fmt.Fprintln(t.out, alias)
	return nil
}

// personEraseCommand erases a person's data. It cannot be undone.
type personEraseCommand struct {
	place
	Person string `arg:"" help:"The identifier of the person whose data goes."`
	By     string `required:"" help:"Who does it: a holder of the founding office."`
	Office string `default:"general-secretary" help:"In the name of which office."`
	Yes    bool   `help:"Do it. Without this nothing is erased."`
}

// Run erases, or says what would be lost.
func (c *personEraseCommand) Run(ctx context.Context, t terminal) error {
	if !c.Yes {
		return usage("erasing cannot be undone: the person's name, contact, aliases and whatever opens sealed values about them. Say --yes to do it")
	}
	h, err := c.open(ctx, t)
	if err != nil {
		return err
	}
	defer h.Close()
	receipts, err := h.clerk.Erase(ctx, clerk.Request{
		Key: "erase-" + c.Person, Person: c.By, Office: party.OfficeID(c.Office),
	}, c.Person)
	if err != nil {
		return err
	}
	for _, receipt := range receipts {
		if !receipt.OK() {
			return refusal(receipt, nil)
		}
	}
	if err := h.sign(ctx); err != nil {
		return err
	}
	fmt.Fprintln(t.out, "Erased. Backups and copies made earlier still hold the data until they are destroyed.")
	return nil
}

// encode writes a value as one line of JSON.
func encode(t terminal, v any) error { return json.NewEncoder(t.out).Encode(v) }
