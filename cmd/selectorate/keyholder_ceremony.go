package main

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/selectorate/selectorate/belenios/archive"
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/trustee"
	"github.com/selectorate/selectorate/party"
)

// The kinds of message in a ceremony. All but commitments are, in Payload, what belenios-tool calls certificate,
// polynomial and voutput.
const (
	kindCertificate = "certificate"
	kindCommitment  = "commitment"
	kindPart        = "part"
	kindOutput      = "output"
)

const messageFormat = "selectorate-ceremony/1"

// message is what a key holder hands to the coordinator.
type message struct {
	Format  string `json:"format"`
	Kind    string `json:"kind"`
	Number  int    `json:"number"` // of the key holder, 1, 2, …
	Payload string `json:"payload"`
}

// encode writes a message.
func (m message) encode() ([]byte, error) {
	m.Format = messageFormat
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(m); err != nil {
		return nil, fmt.Errorf("selectorate: %w", err)
	}
	return out.Bytes(), nil
}

// readMessage reads a message.
func readMessage(t terminal, name string) (message, error) {
	data, err := readAtMost(t, name, 1<<26)
	if err != nil {
		return message{}, err
	}
	var m message
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&m); err != nil || m.Format != messageFormat || m.Number < 1 {
		return message{}, party.Errorf(party.Invalid, "selectorate: %s is no message of a key ceremony (%s)", shown(name), messageFormat)
	}
	return m, nil
}

// hand writes a message into a key holder's folder, and says that it goes to the coordinator.
func (f holderFolder) hand(t terminal, name string, m message) error {
	data, err := m.encode()
	if err != nil {
		return err
	}
	if err := createPublic(f.path(name), data); err != nil {
		return err
	}
	fmt.Fprintf(t.out, "Next: hand %s to the coordinator.\n", f.path(name))
	return nil
}

// keyholderCertificate begins a ceremony.
type keyholderCertificate struct {
	holderFolder
	Group     string `default:"Ed25519" help:"The group that the election will have; see selectorate election new --help."`
	Holders   int    `required:"" placeholder:"N" help:"How many key holders there are."`
	Threshold int    `required:"" placeholder:"N" help:"How many of them open the box together."`
	Number    int    `required:"" placeholder:"N" help:"Which of them this one is: 1, 2, …"`
}

// Run draws the seed and signs the certificate.
func (c *keyholderCertificate) Run(t terminal) error {
	g, err := groupNamed(c.Group)
	if err != nil {
		return err
	}
	switch {
	case c.Holders < 2:
		return usage("--holders %d: a key is made together by two at least; selectorate keyholder single makes one that stands alone", c.Holders)
	case c.Threshold < 2 || c.Threshold > c.Holders:
		return usage("--threshold %d: two at least, and no more than the %d key holders, open the box together", c.Threshold, c.Holders)
	case c.Number < 1 || c.Number > c.Holders:
		return usage("--number %d: the key holders are numbered from 1 to %d", c.Number, c.Holders)
	}
	if err := privateFolder(c.Dir); err != nil {
		return err
	}
	if err := absent(c.path(seedFile), c.path(singleFile), c.path(certFile)); err != nil {
		return err
	}
	seed, certificate, err := newCertificate(g, c.Holders, c.Threshold, c.Number)
	if err != nil {
		return err
	}
	defer clear(seed)
	if err := createPrivate(c.path(seedFile), append(seed, '\n')); err != nil {
		return err
	}
	fmt.Fprintf(t.out, "Made the seed of key holder %d, %s. It must never leave this folder but on paper:\n", c.Number, c.path(seedFile))
	fmt.Fprintf(t.out, "selectorate keyholder paper --dir %s\n", c.Dir)
	return c.hand(t, certFile, message{Kind: kindCertificate, Number: c.Number, Payload: string(certificate)})
}

// keyholderCommit draws a part of the key.
type keyholderCommit struct {
	holderFolder
	cipher
	Certificates string `required:"" placeholder:"FILE" help:"certificates.jsons, as the coordinator passes it on."`
}

// Run checks the certificates, draws the part, and hands over its hash.
func (c *keyholderCommit) Run(t terminal) error {
	data, err := readAtMost(t, c.Certificates, 1<<26)
	if err != nil {
		return err
	}
	if err := absent(c.path(certsFile), c.path(unshownFile), c.path(commitFile)); err != nil {
		return err
	}
	made, err := c.join(t, c.Certificates)
	if err != nil {
		return err
	}
	defer made.holder.Wipe()
	part, err := made.holder.Polynomial(rand.Reader, made.Certificates, c.kind())
	if err != nil {
		return party.Errorf(party.Invalid, "selectorate: %s: %s", shown(c.Certificates), speaking(err))
	}
	commitment, err := commitmentTo(part)
	if err != nil {
		return err
	}
	if err := createPrivate(c.path(certsFile), data); err != nil {
		return err
	}
	if err := createPrivate(c.path(unshownFile), append(part, '\n')); err != nil {
		return err
	}
	fmt.Fprintf(t.out, "There are %d key holders; any %d of them open the box. This is number %d.\n", made.Size(), made.Threshold, made.number)
	fmt.Fprintf(t.out, "Fingerprint of the certificates, to be compared with every other key holder by telephone:\n\n    %s\n\n", spaced(archive.Digest(joined(made.raw))))
	return c.hand(t, commitFile, message{Kind: kindCommitment, Number: made.number, Payload: commitment})
}

// spaced puts a blank after every eight digits, for reading aloud.
func spaced(digits string) string {
	var out strings.Builder
	for i := 0; i < len(digits); i += 8 {
		if i > 0 {
			out.WriteByte(' ')
		}
		out.WriteString(digits[i:min(i+8, len(digits))])
	}
	return out.String()
}

// cipher says how messages between key holders are encrypted.
type cipher struct {
	CCM bool `name:"ccm" help:"Encrypt with AES-CCM, for a ceremony with key holders who use belenios-tool up to 3.0. Without it: AES-GCM."`
}

func (c cipher) kind() trustee.Cipher {
	if c.CCM {
		return trustee.CCM
	}
	return trustee.GCM
}

// member is a key holder in a ceremony.
type member struct {
	*circle

	holder *trustee.Holder
	number int
}

// join reads the seed, and finds out which of the certificates in a file is this key holder's. The holder's secrets have to
// be wiped.
func (f holderFolder) join(t terminal, certificates string) (*member, error) {
	made, err := readCircle(t, certificates)
	if err != nil {
		return nil, err
	}
	holder, err := f.holder(t, made.group)
	if err != nil {
		return nil, err
	}
	number, err := made.placeOf(holder)
	if err != nil {
		holder.Wipe()
		return nil, party.Errorf(party.Invalid, "selectorate: %s: %w", shown(certificates), err)
	}
	return &member{made, holder, number}, nil
}

// holder reads the seed and what follows from it.
func (f holderFolder) holder(t terminal, g *group.Group) (*trustee.Holder, error) {
	data, err := readPrivate(t, f.path(seedFile), maxPrivate)
	if err != nil {
		return nil, err
	}
	defer clear(data)
	line, err := onlyLine(f.path(seedFile), data)
	if err != nil {
		return nil, err
	}
	holder, err := trustee.OpenHolder(g, line)
	if err != nil {
		return nil, party.Errorf(party.Invalid, "selectorate: %s: %s", f.path(seedFile), speaking(err))
	}
	return holder, nil
}

// keyholderReveal shows the part.
type keyholderReveal struct {
	holderFolder
	Commitments string `required:"" placeholder:"FILE" help:"commitments.jsons, as the coordinator passes it on."`
}

// Run remembers what the others have committed to, and shows the part.
func (c *keyholderReveal) Run(t terminal) error {
	data, err := readAtMost(t, c.Commitments, 1<<20)
	if err != nil {
		return err
	}
	made, err := c.join(t, c.path(certsFile))
	if err != nil {
		return err
	}
	defer made.holder.Wipe()
	part, err := readPrivate(t, c.path(unshownFile), 1<<26)
	if err != nil {
		return err
	}
	part = trimBreak(part)
	own, err := commitmentTo(part)
	if err != nil {
		return party.Errorf(party.Invalid, "selectorate: %s: %w", c.path(unshownFile), err)
	}
	commitments, err := parseCommitments(made.circle, data)
	if err == nil && commitments[made.number-1] != own {
		err = errors.New("your own commitment is not among them as you made it")
	}
	if err != nil {
		return party.Errorf(party.Invalid, "selectorate: %s: %w", shown(c.Commitments), err)
	}
	if err := absent(c.path(partFile), c.path(commitsFile)); err != nil {
		return err
	}
	if err := createPrivate(c.path(commitsFile), data); err != nil {
		return err
	}
	fmt.Fprintf(t.out, "All %d key holders have committed. This part can be shown now.\n", len(commitments))
	return c.hand(t, partFile, message{Kind: kindPart, Number: made.number, Payload: string(part)})
}

// keyholderAccept ends the ceremony for a holder.
type keyholderAccept struct {
	holderFolder
	cipher
	Parts  string `required:"" placeholder:"FILE" help:"parts.jsons, as the coordinator passes it on."`
	Shares string `required:"" placeholder:"FILE" help:"shares-N.json, which is for this key holder alone. It is encrypted."`
}

// Run checks everybody's parts and takes the share.
func (c *keyholderAccept) Run(t terminal) error {
	parts, err := readAtMost(t, c.Parts, 1<<28)
	if err != nil {
		return err
	}
	shares, err := readAtMost(t, c.Shares, 1<<28)
	if err != nil {
		return err
	}
	made, err := c.join(t, c.path(certsFile))
	if err != nil {
		return err
	}
	defer made.holder.Wipe()
	data, err := readAtMost(t, c.path(commitsFile), 1<<20)
	if err != nil {
		return err
	}
	commitments, err := parseCommitments(made.circle, data)
	if err != nil {
		return party.Errorf(party.Invalid, "selectorate: %s: %w", c.path(commitsFile), err)
	}
	if _, err := made.parts(lines(parts), commitments); err != nil {
		return party.Errorf(party.Invalid, "selectorate: %s: %s", shown(c.Parts), speaking(err))
	}
	output, err := made.holder.Share(rand.Reader, made.Certificates, c.kind(), trimBreak(shares), commitments)
	if err != nil {
		return party.Errorf(party.Invalid, "selectorate: %s: %s", shown(c.Shares), speaking(err))
	}
	share, err := encryptedShare(output)
	if err != nil {
		return err
	}
	// After a crash or a loss the step can be done again; it gives the same share.
	for _, name := range []string{shareFile, outputFile} {
		if there(c.path(name)) {
			if err := remove(c.path(name)); err != nil {
				return err
			}
		}
	}
	if err := createPrivate(c.path(shareFile), append(share, '\n')); err != nil {
		return err
	}
	fmt.Fprintf(t.out, "Everybody's parts fit what they committed to, and the share of key holder %d fits them: %s.\n", made.number, c.path(shareFile))
	fmt.Fprintln(t.out, "It is encrypted to the seed; keep a copy of it anywhere.")
	return c.hand(t, outputFile, message{Kind: kindOutput, Number: made.number, Payload: string(output)})
}

// keyholderSingle makes a key that stands alone.
type keyholderSingle struct {
	holderFolder
	Group string `default:"Ed25519" help:"The group that the election will have; see selectorate election new --help."`
}

// Run makes the key.
func (c *keyholderSingle) Run(t terminal) error {
	g, err := groupNamed(c.Group)
	if err != nil {
		return err
	}
	if err := privateFolder(c.Dir); err != nil {
		return err
	}
	if err := absent(c.path(singleFile), c.path(seedFile), c.path(publicFile)); err != nil {
		return err
	}
	private, public, err := newSingle(g)
	if err != nil {
		return err
	}
	defer clear(private)
	if err := createPrivate(c.path(singleFile), append(private, '\n')); err != nil {
		return err
	}
	if err := createPublic(c.path(publicFile), append(public, '\n')); err != nil {
		return err
	}
	fmt.Fprintf(t.out, "Made a key that stands alone: %s. If it is lost, or its holder will not use it, there is no result: keep a copy on a medium of its own.\n", c.path(singleFile))
	fmt.Fprintf(t.out, "Next: hand %s to the coordinator, for selectorate keyholder assemble --single %s\n", c.path(publicFile), c.path(publicFile))
	return nil
}
