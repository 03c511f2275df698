package clerk

import (
	"context"
	"fmt"

	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/register"
)

// Checkpoint signs the register as it stands, if it has grown since the last checkpoint, and gives the newest
// one. It is signed only over what is committed, and saved, inside the database and outside it, before
// anybody is given it. Without a signer it gives the newest that was saved; an error of kind NotFound if none
// was.
func (c *Clerk) Checkpoint(ctx context.Context) ([]byte, error) {
	c.signing.Lock()
	defer c.signing.Unlock()
	size, saved, err := c.store.Checkpoint(ctx)
	if err != nil && !party.Is(err, party.NotFound) {
		return nil, fmt.Errorf("read the newest checkpoint: %w", err)
	}
	head, headErr := c.store.Head(ctx)
	if headErr != nil {
		return nil, fmt.Errorf("read the head of the register: %w", headErr)
	}
	if c.signer == nil || head.Size == 0 || (err == nil && size == head.Size) {
		return saved, err
	}
	signed, err := register.Checkpoint{Origin: c.signer.Name(), Size: head.Size, Root: head.Root}.Sign(c.signer)
	if err != nil {
		return nil, fmt.Errorf("sign the register at %d entries: %w", head.Size, err)
	}
	if err := c.store.SaveCheckpoint(ctx, head.Size, signed); err != nil {
		return nil, fmt.Errorf("save the checkpoint: %w", err)
	}
	if c.seen != nil {
		if err := c.seen(head.Size, signed); err != nil {
			return nil, fmt.Errorf("keep the checkpoint outside the database: %w", err)
		}
	}
	return signed, nil
}
