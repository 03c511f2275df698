package clerk

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/selectorate/selectorate/internal/store/kept"
	"github.com/selectorate/selectorate/org"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/selection"
)

// How many values one act of publication opens, and names as withheld, at most, so that it fits an entry. A
// decision is by far the longest value.
const (
	openMost     = 100
	withholdMost = 300
)

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
// figures that say nothing about single members. Long lists take several acts; it gives all receipts. The same
// request again gives the same receipts, and goes on where it was broken off.
func (c *Clerk) Publish(ctx context.Context, by Request) ([]Receipt, error) {
	receipts, err := c.publishedSoFar(ctx, by)
	if err != nil {
		return nil, err
	}
	acts, err := c.publication(ctx, by.Matter)
	if err != nil {
		return receipts, err
	}
	for _, act := range acts {
		request := by
		request.Key, request.Seat = partKey(by, len(receipts)), act
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

func partKey(by Request, part int) string { return fmt.Sprintf("%s/%d", by.Key, part) }

// publishedSoFar gives the receipts of the parts that the same request has written before.
func (c *Clerk) publishedSoFar(ctx context.Context, by Request) ([]Receipt, error) {
	var receipts []Receipt
	for {
		answer, err := c.store.Answer(ctx, by.Person, partKey(by, len(receipts)))
		if party.Is(err, party.NotFound) {
			return receipts, nil
		}
		if err != nil {
			return nil, fmt.Errorf("look for what was published before: %w", err)
		}
		var receipt Receipt
		if err := json.Unmarshal(answer.Reply, &receipt); err != nil {
			return nil, fmt.Errorf("read the earlier answer: %w", err)
		}
		if receipt.Matter != by.Matter {
			return nil, party.Errorf(party.Conflict, "another request was sent before under the key %q", by.Key)
		}
		receipt.Repeat = true
		receipts = append(receipts, receipt)
	}
}

// publication gives the acts that are still to be done to publish a seat: none if all is published.
func (c *Clerk) publication(ctx context.Context, id party.MatterID) ([]selection.Published, error) {
	if err := c.catchUp(ctx); err != nil {
		return nil, err
	}
	m, release := c.use(id)
	defer release()
	if err := m.load(ctx, c.store); err != nil {
		return nil, err
	}
	if m.state.Stage == selection.StagePublished {
		return nil, nil
	}
	book, err := c.Book(ctx, m.state.Book)
	if err != nil {
		return nil, err
	}
	erased, err := c.erasedIn(ctx, m)
	if err != nil {
		return nil, err
	}
	due, withheld, err := m.state.Publication(book, c.unsealed(ctx, m), erased)
	if err != nil {
		return nil, fmt.Errorf("gather what is to be published of %s: %w", id, err)
	}
	openings := make([]selection.Opening, 0, len(due))
	for _, s := range due {
		o, err := c.opening(ctx, m, s)
		if err != nil {
			return nil, err
		}
		openings = append(openings, openingOf(s, o))
	}
	return parts(openings, withheld), nil
}

// erasedIn tells which sealed values of a matter were lost with a person's data.
func (c *Clerk) erasedIn(ctx context.Context, m *matter) (func(selection.Sealed) bool, error) {
	h, release, err := c.organisation(ctx)
	if err != nil {
		return nil, err
	}
	defer release()
	erased := maps.Clone(h.state.Erased)
	return func(s selection.Sealed) bool {
		return s.Number >= 0 && s.Number < int64(len(m.indexes)) &&
			erased[org.SealedField{Entry: m.indexes[s.Number], Field: s.Field}]
	}, nil
}

// parts cuts a publication into acts that each fit an entry. The last one is complete.
func parts(openings []selection.Opening, withheld []selection.Withheld) []selection.Published {
	var acts []selection.Published
	for {
		n, w := min(len(openings), openMost), 0
		if n < openMost {
			w = min(len(withheld), withholdMost)
		}
		act := selection.Published{
			Openings: slices.Clone(openings[:n]), Withheld: slices.Clone(withheld[:w]),
			Complete: n == len(openings) && w == len(withheld),
		}
		if len(act.Withheld) == 0 {
			act.Withheld = []selection.Withheld{}
		}
		acts = append(acts, act)
		if act.Complete {
			return acts
		}
		openings, withheld = openings[n:], withheld[w:]
	}
}

func openingOf(s selection.Sealed, o kept.Opening) selection.Opening {
	return selection.Opening{
		Number: s.Number, Field: s.Field,
		Salt: base64.StdEncoding.EncodeToString(o.Salt), Value: json.RawMessage(o.Value),
	}
}
