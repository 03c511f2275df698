package verify

import (
	"slices"
	"strings"

	"github.com/selectorate/selectorate/register"
	"github.com/selectorate/selectorate/verify/finding"
)

// signedBy gives the key that should sign the record: the one that its own acts lead to, or the one that the
// reader trusts if there are no such acts.
func (c *checker) signedBy() string {
	if c.house.state.Key != "" {
		return c.house.state.Key
	}
	return c.opts.Key
}

// checkSignature checks who vouches for the checkpoint. It runs after the acts have been played, because a
// change of key is one of them.
func (c *checker) checkSignature() error {
	key := c.signedBy()
	if key == "" {
		c.found.Fail(checkSignature, 0, "the record names no key, so nobody can be held to it")
		return nil
	}
	signed, err := register.OpenCheckpoint(c.note, key, c.opts.Witnesses...)
	if err != nil {
		c.checkUnsigned(err)
		return nil
	}
	c.checkPinned()
	c.found.Passed(checkSignature, "the checkpoint is signed with the key %s", key)
	c.checkWitnesses(signed.Cosignatures)
	return nil
}

// checkUnsigned says why the signatures do not do, and nothing of a key that is trusted: nobody is held to it.
func (c *checker) checkUnsigned(why error) {
	if names := c.unnamed(); len(names) > 0 {
		c.found.Fail(checkSignature, 0, "the checkpoint is also signed by %s, whom you did not name; if you accept a witness, name its key with --witness", strings.Join(names, ", "))
		return
	}
	c.found.Fail(checkSignature, 0, "the checkpoint is not signed as it must be by the key of this record: %v", why)
}

// unnamed lists who is said to have cosigned and is neither the record's key nor a witness that was given.
func (c *checker) unnamed() []string {
	_, claims, err := register.PeekCheckpoint(c.note)
	if err != nil || len(claims) == 0 {
		return nil
	}
	var names []string
	for _, claim := range claims[1:] {
		if !slices.ContainsFunc(c.opts.Witnesses, func(vkey string) bool {
			known, err := register.ParseWitness(vkey)
			return err == nil && known.Name() == claim.Name && known.KeyHash() == claim.Hash
		}) {
			names = append(names, claim.Name)
		}
	}
	return names
}

// checkPinned compares the keys of the record with the one that the reader trusts. A key that handed over to
// another by an act signed by both vouches for what came before and for its successor.
func (c *checker) checkPinned() {
	keys := c.house.state.Keys
	switch {
	case c.opts.Key == "":
		c.found.Warn(checkKey, 0, "you named no key that you trust, so this says only that the record agrees with itself; name one with --key, from a source that you trust")
	case len(keys) > 0 && !slices.Contains(keys, c.opts.Key):
		c.found.Fail(checkKey, 0, "this record is signed with another key than the one you trust: %s", keys[len(keys)-1])
	case len(keys) > 0 && keys[len(keys)-1] != c.opts.Key:
		c.found.Passed(checkKey, "the key you trust handed over to the one that signs now")
	default:
		c.found.Passed(checkKey, "the record is signed with the key you trust")
	}
}

func (c *checker) checkWitnesses(seen []register.Cosignature) {
	if len(seen) == 0 {
		c.found.Warn(checkWitnesses, 0, "nobody outside the party is watching this record")
		return
	}
	names := make([]string, len(seen))
	for i, s := range seen {
		names[i] = s.Witness
	}
	c.found.Passed(checkWitnesses, "watched from outside, and cosigned, by %s", strings.Join(names, ", "))
	if missing := len(c.opts.Witnesses) - len(seen); missing > 0 {
		c.found.Warn(checkWitnesses, 0, "%s that you named did not cosign", finding.Count(int64(missing), "witness", "witnesses"))
	}
}
