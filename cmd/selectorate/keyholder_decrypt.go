package main

import (
	"bytes"
	"fmt"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/archive"
	"github.com/selectorate/selectorate/party"
)

// opening is an archive as a key holder takes it: published by others, and believed in nothing.
type opening struct {
	archiveFile
	Head string `placeholder:"HASH" help:"The archive's head after the ballot box was closed, or later, as you got it from somebody else than whoever sent the archive: a scrutineer, a newspaper, the register."`
}

// open verifies the whole archive, compares its head, and adds the ballots up again. What is recorded as the tally must be that.
func (c *opening) open(t terminal) (*board, error) {
	b, err := readBoard(t, c.Archive, nil)
	if err != nil {
		return nil, err
	}
	if b.torn > 0 {
		return nil, party.Errorf(party.Invalid, "selectorate: %s: %d bytes at the end are no event: ask for the archive again", c.Archive, b.torn)
	}
	if err := c.compare(t, b); err != nil {
		return nil, err
	}
	head, err := verified(t, c.Archive)
	if err != nil {
		return nil, err
	}
	if head != b.head {
		return nil, party.Errorf(party.Conflict, "selectorate: %s was changed while it was read", c.Archive)
	}
	if b.tally == nil {
		return nil, party.Errorf(party.Conflict, "selectorate: %s: the ballots are not added up yet. Next: %s", c.Archive, b.next())
	}
	sum, sized, err := b.recompute(t)
	if err != nil {
		return nil, err
	}
	if sized != b.sized || !bytes.Equal(belenios.AppendTally(nil, sum), b.rawTally) {
		return nil, party.Errorf(party.Forbidden, "selectorate: %s: the recorded tally is not the sum of the ballots in the archive; it is not touched", c.Archive)
	}
	return b, nil
}

// compare looks for the head that the key holder knows in the archive, once the box was closed: an event from there on stands
// for every ballot before it.
func (c *opening) compare(t terminal, b *board) error {
	if c.Head == "" {
		fmt.Fprintf(t.err, "The archive was compared with no head from elsewhere (--head HASH): somebody could show you another one than everybody else. Its head is\n\n    %s\n\n", b.head)
		return nil
	}
	for _, m := range b.closed {
		if m.hash == c.Head {
			return nil
		}
	}
	return party.Errorf(party.Forbidden, "selectorate: %s: none of its events since the ballot box was closed has the hash %s: this is not the archive "+
		"that others see, or the head is from before the closing. Nothing is done with it", c.Archive, c.Head)
}

// keyholderShuffle shuffles.
type keyholderShuffle struct {
	holderFolder
	opening
	Out string `required:"" placeholder:"FILE" help:"Where to write the shuffle, to be handed over."`
}

// Run checks the archive and shuffles.
func (c *keyholderShuffle) Run(t terminal) error {
	if err := absent(c.Out); err != nil {
		return err
	}
	b, err := c.open(t)
	if err != nil {
		return err
	}
	if err := b.want(archive.Shuffle); err != nil {
		return err
	}
	key, err := c.key(t, b.setup)
	if err != nil {
		return err
	}
	b.election.Group.Wipe(key.secret) // it only told the number
	made, err := b.shuffle(t, key.owner)
	if err != nil {
		return err
	}
	if err := made.write(c.Out); err != nil {
		return err
	}
	fmt.Fprintf(t.out, "Checked the archive and shuffled, as key holder %d, with %s before.\n", key.owner, counted(len(b.shufflers), "shuffle"))
	fmt.Fprintf(t.out, "Next: hand over %s; it is taken in with selectorate election shuffle --from %s\n", c.Out, c.Out)
	return nil
}

// keyholderDecrypt decrypts the archive's own tally and nothing else.
type keyholderDecrypt struct {
	holderFolder
	opening
	Minimum  int    `default:"5" placeholder:"N" help:"Refuse to decrypt if fewer ballots than this are counted. The result of a few ballots says how each was cast."`
	Shuffles int    `default:"1" placeholder:"N" help:"With rankings: refuse if fewer key holders than this have shuffled. Whoever knows all of them who did can tell whose ranking is whose."`
	Out      string `required:"" placeholder:"FILE" help:"Where to write the part of the decryption, to be handed over."`
}

// Run checks, remembers, decrypts.
func (c *keyholderDecrypt) Run(t terminal) error {
	if c.Minimum < 2 {
		return usage("--minimum %d: the decryption of one ballot shows that ballot; two are the least", c.Minimum)
	}
	if err := absent(c.Out); err != nil {
		return err
	}
	return locked(c.Dir, func() error { return c.decrypt(t) })
}

func (c *keyholderDecrypt) decrypt(t terminal) error {
	b, err := c.open(t)
	if err != nil {
		return err
	}
	if b.last != archive.Result { // whoever comes late may still add a part for the minutes; the archive does not take it
		if err := b.want(archive.PartialDecryption); err != nil {
			return err
		}
	}
	if err := c.permits(b); err != nil {
		return err
	}
	key, err := c.key(t, b.setup)
	if err != nil {
		return err
	}
	defer b.election.Group.Wipe(key.secret)
	again, err := c.remember(b.election.Fingerprint, archive.Digest(belenios.AppendTally(nil, b.todo)))
	if err != nil {
		return err
	}
	part, err := b.decrypt(t, key)
	if err != nil {
		return err
	}
	if err := b.takeDecryption(part); err != nil && !party.Is(err, party.Conflict) {
		return err
	}
	if err := part.write(c.Out); err != nil {
		return err
	}
	if again {
		fmt.Fprintln(t.out, "This very tally was decrypted with this key before.")
	}
	fmt.Fprintf(t.out, "Checked the archive, added up its %s again, and made the part of key holder %d.\n",
		counted(b.sized.NumTallied, "counted ballot"), key.owner)
	fmt.Fprintf(t.out, "Next: hand over %s; it is taken in with selectorate election decrypt %s\n", c.Out, c.Out)
	return nil
}

// permits refuses tallies that would say too much.
func (c *keyholderDecrypt) permits(b *board) error {
	if n := b.sized.NumTallied; n < c.Minimum {
		return party.Errorf(party.Forbidden, "selectorate: %s counted, and this key decrypts no fewer than %d: what so few have chosen together "+
			"says what each of them has chosen. Put units together in one election, or agree on another --minimum with all key holders",
			amount(n, "ballot is", "ballots are"), c.Minimum)
	}
	if !ranks(b.election) {
		return nil
	}
	different := map[int]bool{}
	for _, owner := range b.shufflers {
		different[owner] = true
	}
	if len(different) < c.Shuffles {
		return party.Errorf(party.Forbidden, "selectorate: %s shuffled, and this key wants %d: without them it shows whose ranking is whose",
			amount(len(different), "key holder has", "key holders have"), c.Shuffles)
	}
	return nil
}
