package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/selectorate/selectorate/belenios/archive"
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/trustee"
	"github.com/selectorate/selectorate/party"
)

// Files of a coordinator's folder.
const partsFile = "parts.jsons"

// keyholderGather puts one round of messages together.
type keyholderGather struct {
	Out   string   `required:"" placeholder:"FOLDER" help:"The coordinator's folder, the same in every round."`
	Files []string `arg:"" name:"FILE" help:"What the key holders have handed over: one message of each, all of one kind."`
}

// Run checks the messages and writes what is passed on.
func (c *keyholderGather) Run(t terminal) error {
	messages := make([]message, len(c.Files))
	for i, name := range c.Files {
		m, err := readMessage(t, name)
		if err != nil {
			return err
		}
		if m.Kind != messages[0].Kind && i > 0 {
			return party.Errorf(party.Invalid, "selectorate: %s holds a %s, and %s a %s: one round at a time", shown(c.Files[0]), messages[0].Kind, shown(name), m.Kind)
		}
		messages[i] = m
	}
	payloads, err := inOrder(messages)
	if err != nil {
		return err
	}
	if err := privateFolder(c.Out); err != nil {
		return err
	}
	switch messages[0].Kind {
	case kindCertificate:
		return c.certificates(t, payloads)
	case kindCommitment:
		return c.commitments(t, payloads)
	case kindPart:
		return c.parts(t, payloads)
	}
	return usage("a %s is not gathered; selectorate keyholder assemble takes the outputs of the last step", messages[0].Kind)
}

// inOrder puts what is in messages in the order of the key holders, of whom none may be missing.
func inOrder(messages []message) ([][]byte, error) {
	payloads := make([][]byte, len(messages))
	for _, m := range messages {
		if m.Number > len(messages) {
			return nil, party.Errorf(party.Invalid, "selectorate: there are %d messages, and one is of key holder %d: some are missing", len(messages), m.Number)
		}
		if payloads[m.Number-1] != nil {
			return nil, party.Errorf(party.Invalid, "selectorate: there are two messages of key holder %d", m.Number)
		}
		payloads[m.Number-1] = []byte(m.Payload)
	}
	return payloads, nil
}

func (c *keyholderGather) path(name string) string { return filepath.Join(c.Out, name) }

// joined puts a line break behind every text.
func joined(texts [][]byte) []byte {
	var out []byte
	for _, text := range texts {
		out = append(append(out, text...), '\n')
	}
	return out
}

func (c *keyholderGather) certificates(t terminal, payloads [][]byte) error {
	made, err := parseCircle(payloads)
	if err != nil {
		return party.Errorf(party.Invalid, "selectorate: %s", speaking(err))
	}
	if err := createPublic(c.path(certsFile), joined(payloads)); err != nil {
		return err
	}
	fmt.Fprintf(t.out, "The certificates of %d key holders are in order, and go together. Their fingerprint:\n\n    %s\n\n",
		len(payloads), spaced(archive.Digest(joined(made.raw))))
	fmt.Fprintf(t.out, "Next: pass %s on to all of them, for selectorate keyholder commit.\n", c.path(certsFile))
	return nil
}

// circle reads the certificates of the first round.
func (c *keyholderGather) circle(t terminal) (*circle, error) {
	return readCircle(t, c.path(certsFile))
}

func readCircle(t terminal, path string) (*circle, error) {
	data, err := readAtMost(t, path, 1<<26)
	if err != nil {
		return nil, err
	}
	made, err := parseCircle(lines(data))
	if err != nil {
		return nil, party.Errorf(party.Invalid, "selectorate: %s: %s", path, speaking(err))
	}
	return made, nil
}

func (c *keyholderGather) commitments(t terminal, payloads [][]byte) error {
	made, err := c.circle(t)
	if err != nil {
		return err
	}
	data := joined(payloads)
	if _, err := parseCommitments(made, data); err != nil {
		return party.Errorf(party.Invalid, "selectorate: %w", err)
	}
	if err := createPublic(c.path(commitsFile), data); err != nil {
		return err
	}
	fmt.Fprintf(t.out, "All %d key holders have committed.\nNext: pass %s on to all of them, for selectorate keyholder reveal.\n", len(payloads), c.path(commitsFile))
	return nil
}

func (c *keyholderGather) parts(t terminal, payloads [][]byte) error {
	made, err := c.circle(t)
	if err != nil {
		return err
	}
	data, err := readAtMost(t, c.path(commitsFile), 1<<20)
	if err != nil {
		return err
	}
	commitments, err := parseCommitments(made, data)
	if err != nil {
		return party.Errorf(party.Invalid, "selectorate: %s: %w", c.path(commitsFile), err)
	}
	polynomials, err := made.parts(payloads, commitments)
	if err != nil {
		return party.Errorf(party.Invalid, "selectorate: %s", speaking(err))
	}
	shares := made.Route(polynomials)
	if err := createPublic(c.path(partsFile), joined(payloads)); err != nil {
		return err
	}
	for i, share := range shares {
		if err := createPublic(c.path("shares-"+strconv.Itoa(i+1)+".json"), append(share, '\n')); err != nil {
			return err
		}
	}
	fmt.Fprintf(t.out, "All %d parts are what was committed to.\nNext: pass %s on to all key holders, and to each the file %s with its number,\n"+
		"for selectorate keyholder accept.\n", len(payloads), c.path(partsFile), c.path("shares-N.json"))
	return nil
}

// keyholderAssemble makes the file of public keys.
type keyholderAssemble struct {
	Out      string   `required:"" placeholder:"FILE" help:"Where to write it."`
	Ceremony string   `placeholder:"FOLDER" help:"The coordinator's folder of a ceremony, with the outputs of its last step as FILE."`
	Single   []string `sep:"none" placeholder:"FILE" help:"The public key of a holder who stands alone. May be given several times."`
	Group    string   `default:"Ed25519" help:"With --single: the group."`
	Outputs  []string `arg:"" optional:"" name:"FILE" help:"What the key holders have handed over in the last step of the ceremony."`
}

// Run checks everything once more and writes the file.
func (c *keyholderAssemble) Run(t terminal) error {
	if (c.Ceremony == "") != (len(c.Outputs) == 0) || (c.Ceremony == "") == (len(c.Single) == 0) {
		return usage("say --ceremony FOLDER with the outputs of its last step, or --single FILE for every key that stands alone: the two are not mixed")
	}
	if err := absent(c.Out); err != nil {
		return err
	}
	making := c.alone
	if c.Ceremony != "" {
		making = c.together
	}
	g, made, err := making(t)
	if err != nil {
		return err
	}
	raw := made.Raw
	s := &setup{rawHolders: raw}
	if _, err := s.takeHolders(g, true); err != nil {
		return party.Errorf(party.Invalid, "selectorate: the key does not hold: %s", speaking(err))
	}
	if err := createPublic(c.Out, raw); err != nil {
		return err
	}
	fmt.Fprintf(t.out, "Made %s, in the group %s: the box is opened by %s. Every proof in it holds.\n", c.Out, g.Name(), s.holding())
	fmt.Fprintf(t.out, "Next: selectorate election new --group %s --holders %s …\n", g.Name(), c.Out)
	return nil
}

// together ends a ceremony.
func (c *keyholderAssemble) together(t terminal) (*group.Group, *trustee.Trustees, error) {
	made, err := readCircle(t, filepath.Join(c.Ceremony, certsFile))
	if err != nil {
		return nil, nil, err
	}
	parts, err := readAtMost(t, filepath.Join(c.Ceremony, partsFile), 1<<28)
	if err != nil {
		return nil, nil, err
	}
	messages := make([]message, len(c.Outputs))
	for i, name := range c.Outputs {
		if messages[i], err = readMessage(t, name); err != nil {
			return nil, nil, err
		}
		if messages[i].Kind != kindOutput {
			return nil, nil, party.Errorf(party.Invalid, "selectorate: %s holds a %s; the %s of the last step is wanted", shown(name), messages[i].Kind, kindOutput)
		}
	}
	outputs, err := inOrder(messages)
	if err != nil {
		return nil, nil, err
	}
	polynomials, err := made.ParsePolynomials(parts)
	if err != nil {
		return nil, nil, party.Errorf(party.Invalid, "selectorate: %s: %s", filepath.Join(c.Ceremony, partsFile), speaking(err))
	}
	together, _, err := made.Finish(polynomials, outputs)
	if err != nil {
		return nil, nil, party.Errorf(party.Invalid, "selectorate: %s", speaking(err))
	}
	holders, err := trustee.Assemble(made.group, nil, [][]byte{together})
	if err != nil {
		return nil, nil, party.Errorf(party.Invalid, "selectorate: %s", speaking(err))
	}
	return made.group, holders, nil
}

// alone gathers keys that stand alone.
func (c *keyholderAssemble) alone(t terminal) (*group.Group, *trustee.Trustees, error) {
	g, err := groupNamed(c.Group)
	if err != nil {
		return nil, nil, err
	}
	var keys []trustee.PublicKey
	for _, name := range c.Single {
		data, err := readAtMost(t, name, maxPrivate)
		if err != nil {
			return nil, nil, err
		}
		key, err := trustee.ParsePublicKey(g, trimBreak(data))
		if err != nil {
			return nil, nil, party.Errorf(party.Invalid, "selectorate: %s: %s", shown(name), speaking(err))
		}
		keys = append(keys, key)
	}
	holders, err := trustee.Assemble(g, keys, nil)
	if err != nil {
		return nil, nil, party.Errorf(party.Invalid, "selectorate: %s", speaking(err))
	}
	return g, holders, nil
}

// parseCommitments reads the commitments of all key holders, one a line in their order.
func parseCommitments(made *circle, data []byte) ([]string, error) {
	found := strings.Fields(string(data))
	if len(found) != made.Size() {
		return nil, fmt.Errorf("there are %d commitments of %d key holders", len(found), made.Size())
	}
	for i, one := range found {
		if len(one) != 64 || strings.Trim(one, "0123456789abcdef") != "" {
			return nil, fmt.Errorf("the commitment of key holder %d has not 64 hexadecimal digits", i+1)
		}
		if slices.Contains(found[:i], one) {
			return nil, fmt.Errorf("key holder %d has copied a commitment", i+1)
		}
	}
	return found, nil
}

// sameCertificates compares the certificates in an archive with those that a holder has looked at in the ceremony, if they are still there.
func (f holderFolder) sameCertificates(s *setup) error {
	data, err := os.ReadFile(f.path(certsFile))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("selectorate: %w", err)
	}
	holders, err := trustee.Parse(s.election.Group, s.rawHolders)
	if err != nil {
		return err
	}
	for _, item := range holders.Items {
		if item.Pedersen == nil {
			continue
		}
		texts := make([][]byte, len(item.Pedersen.Certificates))
		for i, certificate := range item.Pedersen.Certificates {
			texts[i] = []byte(certificate.Raw)
		}
		if sameTexts(texts, lines(data)) {
			return nil
		}
	}
	return party.Errorf(party.Invalid, "selectorate: the certificates in the archive are not those of your ceremony (%s): the election must not open", f.path(certsFile))
}
