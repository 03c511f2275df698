package main

import (
	"bytes"
	"fmt"

	"github.com/selectorate/selectorate/belenios/trustee"
	"github.com/selectorate/selectorate/party"
)

// keyholderPaper writes a seed for paper.
type keyholderPaper struct {
	holderFolder
	Out string `placeholder:"FILE" help:"Write it to a file that only you can read. Without it: standard output."`
}

// Run writes it.
func (c *keyholderPaper) Run(t terminal) error {
	data, err := readPrivate(t, c.path(seedFile), maxPrivate)
	if err != nil {
		if there(c.path(singleFile)) {
			return party.Errorf(party.Invalid, "selectorate: %s holds a key that stands alone, not a seed: it has too many digits to be copied by hand. "+
				"Keep a copy of %s on a medium of its own", c.Dir, c.path(singleFile))
		}
		return err
	}
	defer clear(data)
	line, err := onlyLine(c.path(seedFile), data)
	if err != nil {
		return err
	}
	form, err := paper(string(line))
	if err != nil {
		return party.Errorf(party.Invalid, "selectorate: %s: %w", c.path(seedFile), err)
	}
	defer clear(form)
	if c.Out != "" {
		return createPrivate(c.Out, form)
	}
	fmt.Fprintln(t.err, "Copy these lines by hand, and keep the paper where only you get at it. Capital and small letters differ; there is no")
	fmt.Fprintln(t.err, "0, O, I or l. The last two digits of a line check it.")
	if _, err := t.out.Write(form); err != nil {
		return fmt.Errorf("selectorate: %w", err)
	}
	return nil
}

// keyholderRestore reads a seed from paper.
type keyholderRestore struct {
	holderFolder
	Paper        string `default:"-" placeholder:"FILE" help:"File with the lines of the paper; without it they are read from standard input, where they are typed."`
	Certificates string `placeholder:"FILE" help:"certificates.jsons of the ceremony: the seed must belong to one of them."`
}

// Run reads it, checks it, and writes the seed.
func (c *keyholderRestore) Run(t terminal) error {
	if err := privateFolder(c.Dir); err != nil {
		return err
	}
	if err := absent(c.path(seedFile)); err != nil {
		return err
	}
	data, err := readPrivate(t, c.Paper, maxPrivate)
	if err != nil {
		return err
	}
	defer clear(data)
	seed, err := fromPaper(string(data))
	if err != nil {
		return party.Errorf(party.Invalid, "selectorate: %s: %w", shown(c.Paper), err)
	}
	place := 0
	if c.Certificates != "" {
		if place, err = c.place(t, []byte(seed)); err != nil {
			return err
		}
	}
	if err := createPrivate(c.path(seedFile), append([]byte(seed), '\n')); err != nil {
		return err
	}
	if place > 0 {
		fmt.Fprintf(t.out, "Restored the seed of key holder %d; it fits the certificate.\n", place)
	} else {
		fmt.Fprintln(t.out, "Restored the seed. It was held against no certificate: --certificates FILE does that.")
	}
	if !there(c.path(shareFile)) {
		fmt.Fprintf(t.out, "Next: put the encrypted share, %s, back from a copy. It is of no use without the seed, so copies of it may lie anywhere.\n", shareFile)
	}
	return nil
}

// place tells which certificate of the ceremony the seed belongs to.
func (c *keyholderRestore) place(t terminal, seed []byte) (int, error) {
	made, err := readCircle(t, c.Certificates)
	if err != nil {
		return 0, err
	}
	holder, err := trustee.OpenHolder(made.group, seed)
	if err != nil {
		return 0, party.Errorf(party.Invalid, "selectorate: %s", speaking(err))
	}
	defer holder.Wipe()
	place, err := made.placeOf(holder)
	if err != nil {
		return 0, party.Errorf(party.Invalid, "selectorate: %s: %w", shown(c.Certificates), err)
	}
	return place, nil
}

// trimBreak cuts line breaks off the end of a file.
func trimBreak(data []byte) []byte { return bytes.TrimRight(data, "\r\n") }
