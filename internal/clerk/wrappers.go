package clerk

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"

	"github.com/selectorate/selectorate/internal/store/kept"
	"github.com/selectorate/selectorate/org"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/selection"
)

// publishMost is how many values one act of publication opens at most, so that it fits an entry.
const publishMost = 100

// Adopt reads a rulebook and makes it one that rounds can be opened under.
func (c *Clerk) Adopt(ctx context.Context, by Request, data []byte) (Receipt, error) {
	book, err := rulebook.Parse(data)
	if err != nil {
		return Receipt{Index: -1}, err
	}
	by.Org, by.Book = org.BookAdopted{Book: book.Digest, Name: book.Name}, data
	return c.Do(ctx, by)
}

// Decide computes the decision of a seat from its countersigned returns and records it, sealed until it is
// published. If it was recorded it gives the decision beside the receipt; only offices that the book names may
// be shown it before the declaration.
func (c *Clerk) Decide(ctx context.Context, by Request) (Receipt, selection.Decision, error) {
	var decision selection.Decision
	by.Seat, by.Sealed, by.decision = selection.Decided{Procedure: selection.DecideProcedure}, nil, &decision
	receipt, err := c.Do(ctx, by)
	if err != nil || !receipt.OK() {
		return receipt, selection.Decision{}, err
	}
	if !receipt.Repeat {
		return receipt, decision, nil
	}
	if err := c.catchUp(ctx); err != nil {
		return receipt, selection.Decision{}, err
	}
	m, release := c.use(by.Matter)
	defer release()
	if err := m.load(ctx, c.store); err != nil {
		return receipt, selection.Decision{}, err
	}
	book, err := c.Book(ctx, m.state.Book)
	if err != nil {
		return receipt, selection.Decision{}, err
	}
	decision, err = c.decision(ctx, m, book) // nothing that it rests on changes once it is recorded
	return receipt, decision, err
}

// decision computes the decision of a matter that the caller holds.
func (c *Clerk) decision(ctx context.Context, m *matter, book *rulebook.Book) (selection.Decision, error) {
	returns, err := m.state.ReturnsFile(book, c.unsealed(ctx, m))
	if err != nil {
		return selection.Decision{}, fmt.Errorf("gather the returns of %s: %w", m.id, err)
	}
	return selection.Decide(book, m.state.Setting, returns), nil
}

// Publish opens to the public what the declaration has settled: the decision, every unit's answer, and the
// figures that say nothing about single members. Long lists take several acts; it gives all receipts.
func (c *Clerk) Publish(ctx context.Context, by Request) ([]Receipt, error) {
	openings, withheld, err := c.publication(ctx, by.Matter)
	if err != nil {
		return nil, err
	}
	var receipts []Receipt
	for part := 0; ; part++ {
		n := min(len(openings), publishMost)
		act := selection.Published{Openings: openings[:n], Withheld: []selection.Withheld{}, Complete: n == len(openings)}
		if act.Complete {
			act.Withheld = withheld
		}
		openings = openings[n:]
		request := by
		request.Key, request.Seat = fmt.Sprintf("%s/%d", by.Key, part), act
		receipt, err := c.Do(ctx, request)
		if err != nil {
			return receipts, err
		}
		receipts = append(receipts, receipt)
		if act.Complete || !receipt.OK() {
			return receipts, nil
		}
	}
}

func (c *Clerk) publication(ctx context.Context, id party.MatterID) ([]selection.Opening, []selection.Withheld, error) {
	if err := c.catchUp(ctx); err != nil {
		return nil, nil, err
	}
	m, release := c.use(id)
	defer release()
	if err := m.load(ctx, c.store); err != nil {
		return nil, nil, err
	}
	openings, withheld := []selection.Opening{}, []selection.Withheld{}
	for _, due := range m.state.DueOpen() {
		if m.state.Opened[due] {
			continue
		}
		o, ok := c.opening(ctx, m, due)
		if !ok {
			return nil, nil, party.Errorf(party.NotFound, "the %s of act %d can no longer be opened", due.Field, due.Number)
		}
		openings = append(openings, openingOf(due, o))
	}
	for _, due := range m.state.FiguresDue() {
		if m.state.Opened[due] {
			continue
		}
		o, ok := c.opening(ctx, m, due)
		if !ok {
			withheld = append(withheld, selection.Withheld{Number: due.Number, Field: due.Field, Why: "erased"})
			continue
		}
		var votes selection.Votes
		if err := json.Unmarshal(o.Value, &votes); err != nil {
			return nil, nil, fmt.Errorf("read the figures of act %d: %w", due.Number, err)
		}
		if why := votes.Telling(); why != "" {
			withheld = append(withheld, selection.Withheld{Number: due.Number, Field: due.Field, Why: why})
			continue
		}
		openings = append(openings, openingOf(due, o))
	}
	return openings, withheld, nil
}

func openingOf(s selection.Sealed, o kept.Opening) selection.Opening {
	return selection.Opening{
		Number: s.Number, Field: s.Field,
		Salt: base64.StdEncoding.EncodeToString(o.Salt), Value: json.RawMessage(o.Value),
	}
}
