package main

import (
	"context"
	"errors"
	"fmt"
	"io"
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

// nextKey names the file in which a new key waits until the record names it.
func (p place) nextKey(signer register.Signer) string {
	return filepath.Join(p.Dir, fmt.Sprintf("%s.next-%08x", keyFile, signer.KeyHash()))
}

// settle makes sure that the key of the data folder is the one that the record names. A change of key that was
// broken off after its act is finished. If no key fits, the record can be read all the same; it is not signed.
func (h *house) settle(ctx context.Context, told io.Writer) error {
	since, err := h.lookUpKey(ctx)
	// A record that is not founded has no key, and what cannot be read is told by whoever needs it.
	if err != nil || h.inUse == "" || h.inUse == h.vkey {
		return nil //nolint:nilerr // see above
	}
	next, skey, err := h.place.waiting(h.inUse)
	if err != nil {
		return err
	}
	if next == "" {
		fmt.Fprintln(told, h.strange())
		return nil
	}
	old := filepath.Join(h.place.Dir, fmt.Sprintf("%s.until-%d", keyFile, since))
	if err := writeWhole(old, []byte(h.skey+"\n")); err != nil {
		return err
	}
	if err := writeWhole(filepath.Join(h.place.Dir, keyFile), []byte(skey+"\n")); err != nil {
		return err
	}
	if err := h.employ(skey, time.Now); err != nil {
		return err
	}
	fmt.Fprintf(told, "A change of the signing key that was broken off is finished. The old key is the file %s.\n", old)
	if err := os.Remove(next); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove %s: %w", next, err)
	}
	return nil
}

// lookUpKey looks up which key signs the record now, and with which entry that began.
func (h *house) lookUpKey(ctx context.Context) (since int64, err error) {
	organisation, err := h.clerk.Organisation(ctx)
	if err != nil {
		return 0, err
	}
	h.inUse = organisation.State.Key
	for _, event := range organisation.Events {
		if _, changed := event.Org.(org.KeyChanged); changed {
			since = event.Entry.Index
		}
	}
	return since, nil
}

// waiting looks among the keys that wait in the data folder for the one that belongs to a public key.
func (p place) waiting(vkey string) (path, skey string, err error) {
	paths, err := filepath.Glob(filepath.Join(escaped(p.Dir), keyFile+".next-*"))
	if err != nil {
		return "", "", fmt.Errorf("look for a new signing key: %w", err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue // another process has just finished the change
		}
		if err != nil {
			return "", "", fmt.Errorf("read a new signing key: %w", err)
		}
		skey := strings.TrimSpace(string(data))
		if public, err := register.PublicKey(skey); err == nil && public == vkey {
			return path, skey, nil
		}
	}
	return "", "", nil
}

// escaped takes the meaning for filepath.Glob from a path.
func escaped(path string) string {
	return strings.NewReplacer("*", "[*]", "?", "[?]", "[", "[[]").Replace(path)
}

// strange says that the key of the data folder is not the record's, or nothing.
func (h *house) strange() error {
	if h.inUse == "" || h.inUse == h.vkey {
		return nil
	}
	return party.Errorf(party.Forbidden, "selectorate: the record cannot be signed here. Its key is now\n\n    %s\n\n"+
		"and %s holds another one. Put the file of that key in its place",
		h.inUse, filepath.Join(h.place.Dir, keyFile))
}

// sign signs the record as it stands.
func (h *house) sign(ctx context.Context) error {
	if err := h.strange(); err != nil {
		return err
	}
	_, err := h.clerk.Checkpoint(ctx)
	return err
}

// signIfMay signs the record if the key is the record's. If it is not, which opening has told, what was signed
// before is still there to be read.
func (h *house) signIfMay(ctx context.Context) error {
	if err := h.sign(ctx); !party.Is(err, party.Forbidden) {
		return err
	}
	return nil
}

// renew takes up another key after the record has changed it, and tells whether it could.
func (h *house) renew(ctx context.Context) (bool, error) {
	skey, err := h.place.readKey()
	if err != nil {
		return false, fmt.Errorf("read the signing key: %w", err)
	}
	before := h.vkey
	if public, err := register.PublicKey(skey); err != nil {
		return false, err
	} else if public != before {
		if err := h.employ(skey, time.Now); err != nil {
			return false, err
		}
	}
	if err := h.settle(ctx, io.Discard); err != nil {
		return false, err
	}
	return h.vkey != before && h.strange() == nil, nil
}

// handOver has the record name a new key, which waits in the data folder already. The note is signed by both.
func (h *house) handOver(ctx context.Context, by clerk.Request, before, after register.Signer, vkey string) (clerk.Receipt, error) {
	head, err := h.store.Head(ctx)
	if err != nil {
		return clerk.Receipt{}, err
	}
	change := register.KeyChange{
		Checkpoint: register.Checkpoint{Origin: before.Name(), Size: head.Size, Root: head.Root},
		Old:        h.vkey, New: vkey,
	}
	signed, err := change.Sign(before, after)
	if err != nil {
		return clerk.Receipt{}, err
	}
	by.Key, by.Org = "key-change-"+vkey, org.KeyChanged{Old: h.vkey, New: vkey, Note: string(signed)}
	return h.clerk.Do(ctx, by)
}
