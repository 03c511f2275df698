package clerk

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/selectorate/selectorate/internal/queue"
	"github.com/selectorate/selectorate/internal/store/kept"
	"github.com/selectorate/selectorate/org"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/register"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/selection"
)

// attemptsMost is how often a request is judged anew because somebody else was first.
const attemptsMost = 100

// Do asks whether an act may be done and, if it may, does it. The receipt tells either way; an error means
// that the request could not be judged or written. After an error of kind Unavailable the same request, with
// the same key, may be sent again: it happens at most once.
func (c *Clerk) Do(ctx context.Context, r Request) (Receipt, error) {
	if err := r.check(); err != nil {
		return Receipt{Index: -1}, err
	}
	body, err := r.body()
	if err != nil {
		return Receipt{Index: -1}, err
	}
	var receipt Receipt
	for range attemptsMost {
		earlier, known, lookErr := c.answered(ctx, r, body)
		if known || lookErr != nil {
			return earlier, lookErr
		}
		if r.Org != nil {
			receipt, err = c.doOrg(ctx, r, body)
		} else {
			receipt, err = c.doSeat(ctx, r, body)
		}
		if !party.Is(err, party.Conflict) {
			break
		}
	}
	if party.Is(err, party.Conflict) {
		err = party.Errorf(party.Unavailable, "others were first %d times, the last time because: %w", attemptsMost, err)
	}
	if err != nil {
		return Receipt{Index: -1}, fmt.Errorf("do %s: %w", r.kind(), err)
	}
	return receipt, nil
}

// answered gives the answer to the same request if it was given before.
func (c *Clerk) answered(ctx context.Context, r Request, body [32]byte) (Receipt, bool, error) {
	answer, err := c.store.Answer(ctx, r.Person, r.Key)
	switch {
	case party.Is(err, party.NotFound):
		return Receipt{}, false, nil
	case err != nil:
		return Receipt{Index: -1}, false, fmt.Errorf("look for an earlier answer: %w", err)
	case !bytes.Equal(answer.Body[:], body[:]):
		return Receipt{Index: -1}, true, party.Errorf(party.Conflict, "another request was sent before under the key %q", r.Key)
	}
	var receipt Receipt
	if err := json.Unmarshal(answer.Reply, &receipt); err != nil {
		return Receipt{Index: -1}, true, fmt.Errorf("read the earlier answer: %w", err)
	}
	receipt.Repeat = true
	return receipt, true, nil
}

func (c *Clerk) doOrg(ctx context.Context, r Request, body [32]byte) (Receipt, error) {
	c.mu.Lock()
	h := c.house
	c.mu.Unlock()
	h.Lock()
	defer h.Unlock()
	if err := h.load(ctx, c.store); err != nil {
		return Receipt{}, err
	}
	alias, err := c.Alias(ctx, r.Person, org.Matter)
	if err != nil {
		return Receipt{}, err
	}
	if err := c.checkOrg(ctx, r.Org); err != nil {
		return Receipt{}, err
	}
	zone, origin, title := h.state.Zone, h.state.Origin, h.state.Title
	if founded, ok := r.Org.(org.Founded); ok && !h.state.Founded() {
		origin, title = founded.Origin, founded.Title
		var known bool
		if zone, known = org.Zone(founded.Zone); !known {
			return Receipt{Index: -1}, party.Errorf(party.Invalid, "the time zone %q is not known: write one such as Europe/London", founded.Zone)
		}
	}
	stamp, err := c.stamp(r, alias, h.state.Acts, zone)
	if err != nil {
		return Receipt{}, err
	}
	book, books, err := c.bookOf(ctx, r)
	if err != nil {
		return Receipt{}, err
	}
	ruling := h.state.May(r.Org, stamp, book)
	d, refusal, err := c.draft(r, body, stamp, ruling, drafting{
		matter: org.Matter, origin: origin, zone: zone, books: books,
	})
	if d == nil {
		if stale := c.fresh(ctx, h, nil); stale != nil {
			return refusal, stale
		}
		return refusal, err
	}
	d.Row = func(index, recorded int64) kept.MatterRow {
		return kept.MatterRow{
			Matter: string(org.Matter), Room: "org", Title: title, Stage: "founded",
			Entries: stamp.Number + 1, LastIndex: index, LastRecorded: recorded,
		}
	}
	receipt, err := c.place(ctx, d, ruling)
	if err != nil {
		h.loaded = false
		return receipt, err
	}
	stamp.Recorded = receipt.Recorded
	h.state.Apply(r.Org, stamp)
	c.written(h, nil)
	return receipt, nil
}

// bookOf gives the rulebook that an act of the organisation speaks of.
func (c *Clerk) bookOf(ctx context.Context, r Request) (*rulebook.Book, []kept.Book, error) {
	switch a := r.Org.(type) {
	case org.BookAdopted:
		book, err := rulebook.Parse(r.Book)
		if err != nil {
			return nil, nil, err
		}
		return book, []kept.Book{{Digest: string(book.Digest), Name: book.Name, Data: r.Book}}, nil
	case org.ParametersConfirmed:
		book, err := c.Book(ctx, a.Book)
		return book, nil, err
	case org.Founded, org.KeyChanged, org.Appointed, org.StoodDown, org.Erased:
	}
	return nil, nil, nil
}

func (c *Clerk) doSeat(ctx context.Context, r Request, body [32]byte) (Receipt, error) {
	m, release := c.use(r.Matter)
	defer release()
	if err := m.load(ctx, c.store); err != nil {
		return Receipt{}, err
	}
	h, releaseHouse, err := c.organisation(ctx)
	if err != nil {
		return Receipt{}, err
	}
	defer releaseHouse() // only then: what the act was judged by must not change before it is written
	d, ruling, stamp, refusal, err := c.judge(ctx, r, body, m, h)
	if d == nil {
		if stale := c.fresh(ctx, h, m); stale != nil {
			return refusal, stale
		}
		return refusal, err
	}
	after := summary{m: m, act: r.Seat, stamp: stamp}
	d.Row = after.row
	receipt, err := c.place(ctx, d, ruling)
	if err != nil {
		m.loaded = false
		return receipt, err
	}
	stamp.Recorded = receipt.Recorded
	m.state.Apply(r.Seat, stamp)
	m.indexes = append(m.indexes, receipt.Index)
	c.written(nil, m)
	return receipt, nil
}

// judge asks the room. It gives a draft if the act may be done, and else the receipt of the refusal.
func (c *Clerk) judge(ctx context.Context, r Request, body [32]byte, m *matter, h *house) (*queue.Draft, rulebook.Ruling, party.Stamp, Receipt, error) {
	fail := func(err error) (*queue.Draft, rulebook.Ruling, party.Stamp, Receipt, error) {
		return nil, rulebook.Ruling{}, party.Stamp{}, Receipt{Index: -1}, err
	}
	if !h.state.Founded() {
		return fail(party.Errorf(party.NotFound, "the register has not been founded"))
	}
	alias, err := c.Alias(ctx, r.Person, m.id)
	if err != nil {
		return fail(err)
	}
	stamp, err := c.stamp(r, alias, m.state.Acts, h.state.Zone)
	if err != nil {
		return fail(err)
	}
	digest := m.state.Book
	if opened, ok := r.Seat.(selection.Opened); ok {
		digest = opened.Book
		if err := c.mayOpenFor(ctx, h, r, stamp.Day); err != nil {
			return fail(err)
		}
	}
	if digest == "" {
		return fail(party.Errorf(party.NotFound, "no round has been opened in %s", m.id))
	}
	book, err := c.Book(ctx, digest)
	if err != nil {
		return fail(err)
	}
	if _, ok := r.Seat.(selection.Decided); ok {
		// Here, and not before: nobody can change the returns between the decision and its recording.
		decision, err := c.decision(ctx, m, book)
		if err != nil {
			return fail(err)
		}
		r.Sealed = []Secret{{Field: "decision", Value: decision.Ruling}}
		if r.decision != nil {
			*r.decision = decision
		}
	}
	if err := c.checkSeat(ctx, m, r); err != nil {
		return fail(err)
	}
	facts := selection.Facts{Org: &h.state, Book: book, Unsealed: c.unsealed(ctx, m)}
	ruling, err := m.state.May(r.Seat, stamp, facts)
	if err != nil {
		return fail(err)
	}
	d, refusal, err := c.draft(r, body, stamp, ruling, drafting{
		matter: m.id, origin: h.state.Origin, zone: h.state.Zone, book: digest,
	})
	return d, ruling, stamp, refusal, err
}

// drafting is what an entry needs beside the request.
type drafting struct {
	matter party.MatterID
	origin string
	zone   *time.Location
	book   rulebook.Digest
	books  []kept.Book
}

// draft writes down an act that may be done. If it may not, there is no draft, but the receipt of a refusal.
func (c *Clerk) draft(r Request, body [32]byte, stamp party.Stamp, ruling rulebook.Ruling, with drafting) (*queue.Draft, Receipt, error) {
	receipt := Receipt{Index: -1, Matter: with.matter, Number: stamp.Number, Kind: r.kind(), Ruling: ruling}
	if !ruling.OK() {
		return nil, receipt, nil
	}
	open, err := register.Marshal(r.act())
	if err != nil {
		return nil, receipt, party.Errorf(party.Invalid, "write the act: %w", err)
	}
	stored, err := register.Marshal(ruling)
	if err != nil {
		return nil, receipt, fmt.Errorf("write the ruling: %w", err)
	}
	commitments, openings, err := c.seal(r.Sealed)
	if err != nil {
		return nil, receipt, err
	}
	entry := register.Entry{
		Origin: with.origin, Matter: string(with.matter), Number: stamp.Number, Kind: r.kind(),
		Day: stamp.Day.String(), Recorded: stamp.Recorded, Actor: string(stamp.Actor.Alias),
		Office: string(stamp.Actor.Office), Book: string(with.book), Ruling: stored, Open: open, Sealed: commitments,
	}
	if err := fits(entry); err != nil {
		return nil, receipt, err
	}
	return &queue.Draft{
		Entry: entry, Zone: with.zone, Openings: openings, Person: r.Person, Key: r.Key, Body: body, Books: with.books,
		Reply: func(index, recorded int64) ([]byte, error) {
			done := receipt
			done.Index, done.Recorded = index, recorded
			return json.Marshal(done)
		},
	}, receipt, nil
}

// place sends a draft and gives the receipt of the act that was written.
func (c *Clerk) place(ctx context.Context, d *queue.Draft, ruling rulebook.Ruling) (Receipt, error) {
	place, err := c.queue.Send(ctx, d)
	if err != nil {
		return Receipt{Index: -1}, err
	}
	return Receipt{
		Index: place.Index, Matter: party.MatterID(d.Entry.Matter), Number: d.Entry.Number,
		Kind: d.Entry.Kind, Recorded: place.Recorded, Ruling: ruling,
	}, nil
}
