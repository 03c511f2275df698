package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
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

// titleMost is how long a title may be in bytes: it stands at the head of every page.
const titleMost = 500

// Run makes the data folder, the key, the database and the first entry. Whatever can be refused is refused
// before anything is written; and if it is killed, the same command goes on where it was.
func (c *initCommand) Run(ctx context.Context, t terminal) error {
	skey, kept, err := c.key()
	if err != nil {
		return err
	}
	act, err := c.founding(skey, time.Now())
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
	head, err := h.store.Head(ctx)
	if err != nil {
		return err
	}
	if head.Size > 0 {
		return party.Errorf(party.Conflict, "%s holds a record already, of %d entries", c.names(), head.Size)
	}
	if !kept {
		// The key is saved first: a record whose key was lost could never be signed.
		if err := h.saveKey(c.place); err != nil {
			return err
		}
	}
	founder, err := c.found(ctx, h, act)
	if err != nil {
		return err
	}
	fmt.Fprintf(t.out, "Made the record %s in %s.\n\n", c.Origin, c.Dir)
	fmt.Fprintf(t.out, "Its public key, by which anybody can check a copy:\n\n    %s\n\n", h.vkey)
	fmt.Fprintf(t.out, "The first holder of the office %s acts under the identifier\n\n    %s\n\n", c.Office, founder)
	fmt.Fprintf(t.out, "The signing key is the file %s. It is in no backup: keep a copy of it apart.\n",
		filepath.Join(c.Dir, keyFile))
	return nil
}

// names says where the record is kept.
func (c *initCommand) names() string {
	if c.Database != "" {
		return "the database"
	}
	return c.Dir
}

// key gives the signing key: a new one, or the one that an init which was killed has left.
func (c *initCommand) key() (skey string, kept bool, err error) {
	if err := register.CheckName(c.Origin); err != nil {
		return "", false, usage("--origin: %s", err)
	}
	skey, err = c.readKey()
	if errors.Is(err, fs.ErrNotExist) {
		skey, _, err = register.GenerateKey(rand.Reader, c.Origin)
		return skey, false, err
	}
	if err != nil {
		return "", false, fmt.Errorf("read the signing key: %w", err)
	}
	if _, err := os.Stat(filepath.Join(c.Dir, seenFile)); err == nil {
		return "", false, party.Errorf(party.Conflict, "%s holds a record already: it was signed with the key there. If its database is lost, use selectorate restore", c.Dir)
	}
	signer, err := register.ParseSigner(skey)
	if err != nil {
		return "", false, fmt.Errorf("%s: %w", filepath.Join(c.Dir, keyFile), err)
	}
	if signer.Name() != c.Origin {
		return "", false, party.Errorf(party.Conflict, "%s holds the signing key of %s already: choose another folder, or that origin",
			c.Dir, signer.Name())
	}
	return skey, true, nil
}

// founding gives the act that will be the first, after asking whether it may be done.
func (c *initCommand) founding(skey string, now time.Time) (org.Founded, error) {
	vkey, err := register.PublicKey(skey)
	if err != nil {
		return org.Founded{}, err
	}
	act := org.Founded{Origin: c.Origin, Zone: c.Zone, Key: vkey, Title: c.Title, Office: party.OfficeID(c.Office)}
	if err := register.CheckName(c.Office); err != nil {
		return act, usage("--office: %s", err)
	}
	if strings.TrimSpace(c.Title) == "" || len(c.Title) > titleMost {
		return act, usage("--title: the organisation's name has 1 to %d bytes", titleMost)
	}
	if _, err := register.Marshal(act); err != nil {
		return act, usage("--title: it cannot be written to the record: %s", err)
	}
	if strings.TrimSpace(c.Officer) == "" {
		return act, usage("--officer: the first holder of the founding office has a name")
	}
	zone, _ := org.Zone(c.Zone) // May says if it is not known
	// The alias is drawn when the act is done; any stands for it.
	stamp := party.Stamp{Actor: party.Actor{Alias: "founder", Office: act.Office}, Day: party.DayOf(now, zone), Recorded: now.UnixMilli()}
	if ruling := (&org.State{}).May(act, stamp, nil); !ruling.OK() {
		return act, usage("the record cannot be founded so. %s", strings.Join(said(nil, ruling), " "))
	}
	return act, nil
}

// found writes the first entry, and gives the identifier of the person who founds.
func (c *initCommand) found(ctx context.Context, h *house, act org.Founded) (person string, err error) {
	person, err = h.clerk.Enrol(ctx, c.Officer, c.Contact)
	if err != nil {
		return "", err
	}
	receipt, err := h.clerk.Do(ctx, clerk.Request{Key: "founding", Person: person, Office: act.Office, Org: act})
	if err != nil {
		return "", err
	}
	if !receipt.OK() {
		return "", refusal(receipt, nil)
	}
	return person, h.sign(ctx)
}

// saveKey writes the signing key where only its owner can read it, and never over another one.
func (h *house) saveKey(p place) error {
	path := filepath.Join(p.Dir, keyFile)
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return party.Errorf(party.Conflict, "%s exists already", path)
	}
	return writeWhole(path, []byte(h.skey+"\n"))
}
