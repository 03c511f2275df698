package clerk

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/selectorate/selectorate/internal/gallery"
	"github.com/selectorate/selectorate/internal/store/kept"
	"github.com/selectorate/selectorate/org"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/selection"
)

// mattersMost is how many matters are kept folded in memory; when there are more, all that nobody is using
// are dropped and folded again when they are needed.
const mattersMost = 20000

// house is the organisation's own matter, folded. Acts of the organisation hold it for writing, everybody
// else for reading.
type house struct {
	sync.RWMutex
	loaded bool
	state  org.State
}

// matter is one seat's matter, folded. Whoever acts in it holds it.
type matter struct {
	sync.Mutex
	id      party.MatterID
	users   int // guarded by Clerk.mu
	loaded  bool
	state   selection.State
	indexes []int64 // place in the register of each act, by number
}

// use gives a matter, locked, and the function that releases it.
func (c *Clerk) use(id party.MatterID) (*matter, func()) {
	c.mu.Lock()
	m, ok := c.matters[id]
	if !ok {
		c.makeRoom()
		m = &matter{id: id}
		c.matters[id] = m
	}
	m.users++
	c.mu.Unlock()
	m.Lock()
	return m, func() {
		m.Unlock()
		c.mu.Lock()
		m.users--
		c.mu.Unlock()
	}
}

// makeRoom drops the matters that nobody uses if there are too many. The caller holds c.mu.
func (c *Clerk) makeRoom() {
	if len(c.matters) < mattersMost {
		return
	}
	for id, m := range c.matters {
		if m.users == 0 {
			delete(c.matters, id)
		}
	}
}

// load folds the matter if it is not folded yet.
func (m *matter) load(ctx context.Context, log Log) error {
	if m.loaded {
		return nil
	}
	m.state, m.indexes = selection.State{}, nil
	err := log.MatterRecords(ctx, string(m.id), func(r kept.Record) error {
		e, err := gallery.EventOf(r)
		if err != nil {
			return err
		}
		if e.Seat == nil {
			return party.Errorf(party.NotFound, "%s is no seat", m.id)
		}
		m.state.Apply(e.Seat, e.Stamp)
		m.indexes = append(m.indexes, e.Entry.Index)
		return nil
	})
	if err != nil {
		return fmt.Errorf("fold the matter %s: %w", m.id, err)
	}
	m.loaded = true
	return nil
}

// load folds the organisation if it is not folded yet. The caller holds it for writing.
func (h *house) load(ctx context.Context, log Log) error {
	if h.loaded {
		return nil
	}
	h.state = org.State{}
	err := log.MatterRecords(ctx, string(org.Matter), func(r kept.Record) error {
		e, err := gallery.EventOf(r)
		if err != nil {
			return err
		}
		h.state.Apply(e.Org, e.Stamp)
		return nil
	})
	if err != nil {
		return fmt.Errorf("fold the organisation: %w", err)
	}
	h.loaded = true
	return nil
}

// organisation gives the organisation held for reading, folded, and the function that releases it.
func (c *Clerk) organisation(ctx context.Context) (*house, func(), error) {
	for {
		c.mu.Lock()
		h := c.house
		c.mu.Unlock()
		h.RLock()
		if h.loaded {
			return h, h.RUnlock, nil
		}
		h.RUnlock()
		h.Lock()
		err := h.load(ctx, c.store)
		h.Unlock()
		if err != nil {
			return nil, nil, err
		}
	}
}

// unsealed reads the values that the people's data still open, for one matter.
func (c *Clerk) unsealed(ctx context.Context, m *matter) func(selection.Sealed) (json.RawMessage, error) {
	return func(s selection.Sealed) (json.RawMessage, error) {
		o, err := c.opening(ctx, m, s)
		return o.Value, err
	}
}

// opening gives what opens a sealed value. The error is selection.ErrSealed if nothing does; any other one means
// that the database could not be asked, and nothing may be concluded from it.
func (c *Clerk) opening(ctx context.Context, m *matter, s selection.Sealed) (found kept.Opening, err error) {
	if s.Number < 0 || s.Number >= int64(len(m.indexes)) {
		return kept.Opening{}, selection.ErrSealed
	}
	known, index := false, m.indexes[s.Number]
	err = c.store.Openings(ctx, index, index+1, func(o kept.Opening) error {
		if o.Field == s.Field {
			found, known = o, true
		}
		return nil
	})
	switch {
	case err != nil:
		return kept.Opening{}, fmt.Errorf("open %s of act %d in %s: %w", s.Field, s.Number, m.id, err)
	case !known:
		return kept.Opening{}, selection.ErrSealed
	}
	return found, nil
}
