package clerk

import (
	"context"
	"fmt"

	"github.com/selectorate/selectorate/internal/store/kept"
	"github.com/selectorate/selectorate/org"
	"github.com/selectorate/selectorate/party"
)

// rereadMost is how many entries are looked through for the matters that they touch. After more than that,
// everything is dropped from memory and folded again when it is needed.
const rereadMost = 10_000

// catchUp drops from memory what other processes have changed.
func (c *Clerk) catchUp(ctx context.Context) error {
	known := c.queue.Known()
	head, err := c.store.Head(ctx)
	if err != nil {
		return fmt.Errorf("read the head of the register: %w", err)
	}
	if known < head.Size {
		c.forget(ctx, known, head.Size)
		c.queue.Learn(head.Size)
	}
	return nil
}

// fresh makes sure that a refusal was judged by the newest state. An act that may be done meets a conflict when
// it is written after another process's; a refusal is not written and would meet none. If the state was not
// the newest the error is a conflict, and the question is to be asked again.
func (c *Clerk) fresh(ctx context.Context, h *house, m *matter) error {
	if err := c.catchUp(ctx); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.house != h || (m != nil && c.matters[m.id] != m) {
		return party.Errorf(party.Conflict, "another process has written meanwhile")
	}
	return nil
}

// written makes sure that memory has an act that was just written, before anybody is told of it. If the state
// that the act was applied to has been dropped meanwhile, another one may have taken its place that was loaded
// before the act was there.
func (c *Clerk) written(h *house, m *matter) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if h != nil && c.house != h {
		c.house = &house{}
	}
	if m != nil && c.matters[m.id] != m {
		delete(c.matters, m.id)
	}
}

// forget drops what another process has changed: the matters of the entries from one place up to another.
func (c *Clerk) forget(ctx context.Context, from, to int64) {
	touched := map[party.MatterID]bool{}
	everything := to-from > rereadMost
	if !everything {
		err := c.store.Records(ctx, from, to, func(r kept.Record) error {
			touched[party.MatterID(r.Matter)] = true
			return nil
		})
		everything = err != nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if everything || touched[org.Matter] {
		c.house = &house{}
	}
	for id := range c.matters {
		if everything || touched[id] {
			delete(c.matters, id) // who uses it now will meet a conflict and load again
		}
	}
}
