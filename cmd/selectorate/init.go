package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/selectorate/selectorate/internal/clerk"
	"github.com/selectorate/selectorate/org"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/register"
)

// initCommand makes a new record. What it fixes can never be changed: the origin and the time zone.
type initCommand struct {
	place
	Origin  string `required:"" help:"Name of the record in every signature, such as example.org/party. It can never be changed."`
	Title   string `required:"" help:"The organisation's name, as people read it."`
	Zone    string `default:"Europe/London" help:"Time zone in which a day ends. It can never be changed."`
	Office  string `default:"general-secretary" help:"The founding office: it appoints the others and keeps the record."`
	Officer string `required:"" help:"Name of the first holder of that office. It is kept with the people's data, not in the record."`
	Contact string `help:"How to reach that person."`
}

// Run makes the data folder, the key, the database and the first entry.
func (c *initCommand) Run(ctx context.Context, t terminal) error {
	if err := c.check(); err != nil {
		return usage("%s", err)
	}
	if c.exists() {
		return party.Errorf(party.Conflict, "%s holds a record already", c.Dir)
	}
	skey, vkey, err := register.GenerateKey(rand.Reader, c.Origin)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}
	h, err := c.openWith(ctx, skey, time.Now)
	if err != nil {
		return err
	}
	defer h.Close()
	if err := c.found(ctx, h); err != nil {
		return err
	}
	fmt.Fprintf(t.out, "Made the record %s in %s.\n\n", c.Origin, c.Dir)
	fmt.Fprintf(t.out, "Its public key, by which anybody can check a copy:\n\n    %s\n\n", vkey)
	fmt.Fprintf(t.out, "The signing key is the file %s. It is in no backup: keep a copy of it apart.\n",
		filepath.Join(c.Dir, keyFile))
	return nil
}

func (c *initCommand) check() error {
	if err := register.CheckName(c.Origin); err != nil {
		return fmt.Errorf("--origin: %w", err)
	}
	if _, err := time.LoadLocation(c.Zone); err != nil || c.Zone == "" {
		return fmt.Errorf("--zone: %q is not a time zone, such as Europe/London", c.Zone)
	}
	if err := register.CheckName(c.Office); err != nil {
		return fmt.Errorf("--office: %w", err)
	}
	return nil
}

// found writes the first entry. The key is saved first: a record whose key was lost could never be signed.
func (c *initCommand) found(ctx context.Context, h *house) error {
	head, err := h.store.Head(ctx)
	if err != nil {
		return err
	}
	if head.Size > 0 {
		return party.Errorf(party.Conflict, "the database holds a record of %d entries already", head.Size)
	}
	if err := h.saveKey(c.place); err != nil {
		return err
	}
	person, err := h.clerk.Enrol(ctx, c.Officer, c.Contact)
	if err != nil {
		return err
	}
	receipt, err := h.clerk.Do(ctx, clerk.Request{
		Key: "founding", Person: person, Office: party.OfficeID(c.Office),
		Org: org.Founded{Origin: c.Origin, Zone: c.Zone, Key: h.vkey, Title: c.Title, Office: party.OfficeID(c.Office)},
	})
	if err != nil {
		return err
	}
	if !receipt.OK() {
		return party.Errorf(party.Conflict, "the record could not be founded: the answer was %s", receipt.Ruling.Outcome)
	}
	_, err = h.clerk.Checkpoint(ctx)
	return err
}

// saveKey writes the signing key where only its owner can read it, and never over another one.
func (h *house) saveKey(p place) error {
	path := filepath.Join(p.Dir, keyFile)
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return party.Errorf(party.Conflict, "%s exists already", path)
	}
	return writeWhole(path, []byte(h.skey+"\n"))
}
