package clerk

import (
	"context"
	"fmt"

	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/register"
)

// Checkpoint signs the register as it stands, if it has grown since the last checkpoint, and gives the newest
// one. It is signed only over what is committed; it is kept outside the database first, then saved in it, and
// only then can anybody be given it. Without a signer it gives the newest that was saved; an error of kind
// NotFound if none was, and of kind Forbidden if the signer's key is not the one that signs the register now.
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
	if c.signer == nil || head.Size == 0 {
		return saved, err
	}
	if keyErr := c.maySign(ctx); keyErr != nil {
		return nil, keyErr
	}
	if err == nil && size == head.Size {
		return saved, c.keepOutside(size, saved)
	}
	signed, err := register.Checkpoint{Origin: c.signer.Name(), Size: head.Size, Root: head.Root}.Sign(c.signer)
	if err != nil {
		return nil, fmt.Errorf("sign the register at %d entries: %w", head.Size, err)
	}
	if err := c.keepOutside(head.Size, signed); err != nil {
		return nil, err
	}
	if err := c.store.SaveCheckpoint(ctx, head.Size, signed); err != nil {
		return nil, fmt.Errorf("save the checkpoint: %w", err)
	}
	return signed, nil
}

// maySign requires that the signer's key is the one that the register names: after a change of key a
// signature of the old one would make the record look forged.
func (c *Clerk) maySign(ctx context.Context) error {
	if err := c.catchUp(ctx); err != nil {
		return err
	}
	h, release, err := c.organisation(ctx)
	if err != nil {
		return err
	}
	defer release()
	key, err := register.ParseKey(h.state.Key)
	if err != nil {
		return fmt.Errorf("read the key that signs the register: %w", err)
	}
	if key.Name() != c.signer.Name() || key.KeyHash() != c.signer.KeyHash() {
		return party.Errorf(party.Forbidden, "the record is signed by the key %s now, and this is another one", h.state.Key)
	}
	return nil
}

// keepOutside keeps a checkpoint outside the database, once. The caller holds c.signing.
func (c *Clerk) keepOutside(size int64, signed []byte) error {
	if c.seen == nil || size <= c.kept {
		return nil
	}
	if err := c.seen(size, signed); err != nil {
		return fmt.Errorf("keep the checkpoint outside the database: %w", err)
	}
	c.kept = size
	return nil
}
