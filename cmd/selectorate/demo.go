package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"

	"github.com/selectorate/selectorate/internal/rehearsal"
	"github.com/selectorate/selectorate/internal/web/desk"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/register"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/rules"
)

// demoBook is the rulebook under which the invented party plays.
const demoBook = "uk-labour/2021"

// demoCommand plays a whole round in an invented party, cheats, checks the record, and serves its pages.
type demoCommand struct {
	Dir  string `help:"Folder for the demonstration's data. A new one is made and named if this is left out." type:"path"`
	Addr string `help:"Address to serve the pages on. The first free port of this computer from 8080 if left out."`
	Once bool   `help:"Stop after the record has been checked; serve nothing."`
}

// demonstration is a demo in the course of being shown.
type demonstration struct {
	*house
	t     terminal
	place place
	clock *rehearsal.Clock
	book  *rulebook.Book
}

// Run shows everything.
func (c *demoCommand) Run(ctx context.Context, t terminal) error {
	d, err := c.begin(ctx, t)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.play(ctx); err != nil {
		return err
	}
	if err := d.check(ctx); err != nil {
		return err
	}
	if err := d.tamper(ctx); err != nil {
		return err
	}
	if err := d.page(ctx); err != nil {
		return err
	}
	if c.Once {
		d.say("\nEverything is in %s. Look around with: selectorate serve --dir %s", d.place.Dir, d.place.Dir)
		return nil
	}
	return c.serve(ctx, d)
}

func (c *demoCommand) begin(ctx context.Context, t terminal) (*demonstration, error) {
	if c.Dir == "" {
		dir, err := os.MkdirTemp("", "selectorate-demo-")
		if err != nil {
			return nil, fmt.Errorf("make a folder for the demonstration: %w", err)
		}
		c.Dir = dir
	}
	d := &demonstration{t: t, place: place{Dir: c.Dir}}
	if d.place.exists() {
		return nil, party.Errorf(party.Conflict, "selectorate: %s holds a record already: give the demonstration an empty folder", c.Dir)
	}
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("make a folder for the demonstration: %w", err)
	}
	day, err := party.ParseDay("2026-02-23")
	if err != nil {
		return nil, err
	}
	d.clock = rehearsal.NewClock(day)
	skey, _, err := register.GenerateKey(rand.Reader, rehearsal.Origin)
	if err != nil {
		return nil, err
	}
	if d.house, err = d.place.openWith(ctx, skey, d.clock.Now); err != nil {
		return nil, err
	}
	if err := d.saveKey(d.place); err != nil {
		d.Close()
		return nil, err
	}
	return d, nil
}

func (d *demonstration) say(format string, args ...any) { fmt.Fprintf(d.t.out, format+"\n", args...) }

// play plays the round, telling every act and its ruling as it happens.
func (d *demonstration) play(ctx context.Context) error {
	data, err := rules.Read(demoBook)
	if err != nil {
		return fmt.Errorf("read the rulebook: %w", err)
	}
	if d.book, err = rulebook.Parse(data); err != nil {
		return err
	}
	d.say("A trigger ballot in an invented party. Places, people and unions do not exist; the rules are %s.", d.book.Name)
	d.say("Its data is in %s. The clock of the demonstration runs from meeting to meeting.\n", d.place.Dir)
	var day party.Day
	_, err = rehearsal.Story(ctx, d.clerk, d.clock, data, d.vkey, func(s rehearsal.Scene) error {
		if s.Day != day {
			d.say("\n%s", s.Day.Long())
			day = s.Day
		}
		d.scene(s)
		return nil
	})
	return err
}

// scene tells one act with its ruling.
func (d *demonstration) scene(s rehearsal.Scene) {
	d.say("  %s", s.Said)
	ruling := s.Receipt.Ruling
	if s.Receipt.OK() {
		d.say("      entry %d, allowed%s", s.Receipt.Index, clauses(ruling))
		return
	}
	d.say("      REFUSED, nothing is written:")
	for _, r := range ruling.Reasons {
		if r.Status != rulebook.Met {
			d.say("      - %s%s", rulebook.Sentence(d.book, r), under(r.Clause))
		}
	}
}

// clauses names the clauses that a ruling rests on.
func clauses(r rulebook.Ruling) string {
	var named []string
	seen := map[string]bool{"": true}
	for _, reason := range r.Reasons {
		if !seen[reason.Clause] {
			seen[reason.Clause] = true
			named = append(named, reason.Clause)
		}
	}
	if len(named) == 0 {
		return ""
	}
	return " by " + strings.Join(named, ", ")
}

func under(clause string) string {
	if clause == "" {
		return ""
	}
	return " (" + clause + ")"
}

// page says how the public page tells the override.
func (d *demonstration) page(ctx context.Context) error {
	shipped, err := shippedBooks()
	if err != nil {
		return err
	}
	seat, err := desk.New(d.clerk.Gallery, shipped).Seat(ctx, rehearsal.Seat)
	if err != nil {
		return err
	}
	d.say("\nTHE OVERRIDE ON THE PUBLIC PAGE\n")
	d.say("  %s: %s", seat.Name, seat.Headline())
	if seat.Imposed != nil {
		d.say("  %s", seat.Imposed.Sentence())
	}
	d.say("\n  Why the rules gave what they gave:")
	for _, r := range seat.Reasons {
		d.say("  - %s%s", r.Text, under(r.Clause.ID))
	}
	return nil
}

func (c *demoCommand) serve(ctx context.Context, d *demonstration) error {
	listener, err := c.listen(ctx)
	if err != nil {
		return err
	}
	addr := listener.Addr().String()
	handler, err := d.handler(ctx, front{addr: addr, log: slog.New(slog.DiscardHandler), about: about{
		Operator: "A demonstration on this computer", KeyHolder: "The demonstration itself",
		Contact: "Nobody: everything here is invented.",
	}})
	if err != nil {
		listener.Close()
		return err
	}
	d.say("\nThe public pages are at http://%s/ until you press Ctrl-C. Check them from outside with:\n", addr)
	d.say("    selectorate verify http://%s/ --key %s", addr, d.vkey)
	return serveUntil(ctx, listener, handler)
}

// listen listens on the address that was asked for, or on the first free port of this computer.
func (c *demoCommand) listen(ctx context.Context) (net.Listener, error) {
	var config net.ListenConfig
	if c.Addr != "" {
		listener, err := config.Listen(ctx, "tcp", c.Addr)
		if err != nil {
			return nil, usage("cannot listen on %s: %s", c.Addr, err)
		}
		return listener, nil
	}
	for port := 8080; port < 8180; port++ {
		if listener, err := config.Listen(ctx, "tcp", fmt.Sprintf("127.0.0.1:%d", port)); err == nil {
			return listener, nil
		}
	}
	listener, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("find a free port: %w", err)
	}
	return listener, nil
}

// exported writes a copy of a record into a new folder beside the data.
func (d *demonstration) exported(ctx context.Context, h *house, name string) (string, error) {
	dest := filepath.Join(d.place.Dir, name)
	if err := os.MkdirAll(dest, 0o755); err != nil {
		return "", fmt.Errorf("make %s: %w", dest, err)
	}
	if err := h.clerk.Export(ctx, exportFolder{dest}.put, func(int64, int64) {}, false); err != nil {
		return "", err
	}
	return dest, nil
}
