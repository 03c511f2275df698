package main

import (
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"slices"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/proof"
	"github.com/selectorate/selectorate/belenios/tally"
	"github.com/selectorate/selectorate/party"
)

// typeRehearsal is what a key holder hands over after a rehearsal. It never goes into the archive.
const typeRehearsal = "Rehearsal"

// keyholderRehearse shows that a key is there and fits, or, with the parts of several, that they would open the box.
//
// What is decrypted is g^r, where r follows from the election's fingerprint. Since everybody knows r, everybody can work out
// every factor from the public keys: the rehearsal tells nothing, and a key holder cannot be made to decrypt anything else in
// its course. What it shows is the proof that goes with the factor, which nobody can make without the key.
type keyholderRehearse struct {
	archiveFile
	Dir   string   `placeholder:"FOLDER" help:"The key holder's own folder: make this key's part."`
	Out   string   `placeholder:"FILE" help:"With --dir: where to write the part, to be handed over."`
	Parts []string `arg:"" optional:"" name:"FILE" help:"Coordinator: the parts that were handed over."`
}

// Run makes a part, or puts parts together.
func (c *keyholderRehearse) Run(t terminal) error {
	if (c.Dir == "") == (len(c.Parts) == 0) || (c.Dir == "") != (c.Out == "") {
		return usage("a key holder says --dir FOLDER --out FILE; the coordinator names the parts that were handed over")
	}
	s, err := readSetup(c.Archive)
	if err != nil {
		return err
	}
	r := newTrial(s)
	if c.Dir == "" {
		return c.combine(t, r)
	}
	if err := absent(c.Out); err != nil {
		return err
	}
	if err := (holderFolder{c.Dir}).sameCertificates(s); err != nil {
		return err
	}
	key, err := holderFolder{c.Dir}.key(t, s)
	if err != nil {
		return err
	}
	defer s.election.Group.Wipe(key.secret)
	made, err := r.part(key)
	if err != nil {
		return err
	}
	if err := made.write(c.Out); err != nil {
		return err
	}
	fmt.Fprintf(t.out, "This is the key of key holder %d of the election %s. Nothing was opened.\n", key.owner, s.election.UUID)
	fmt.Fprintf(t.out, "Next: hand over %s; the coordinator runs selectorate keyholder rehearse --archive FILE %s …\n", c.Out, c.Out)
	return nil
}

// combine checks the parts, and that they would open the box.
func (c *keyholderRehearse) combine(t terminal, r *trial) error {
	for _, name := range c.Parts {
		made, err := readContribution(t, name, typeRehearsal, r.election)
		if err != nil {
			return err
		}
		if err := r.take(made); err != nil {
			return party.Errorf(party.Invalid, "selectorate: %s: %w", shown(name), err)
		}
		fmt.Fprintf(t.out, "Key holder %d has the key.\n", made.Owner)
	}
	if err := r.opens(); err != nil {
		return err
	}
	fmt.Fprintf(t.out, "Together they open the ballot box of the election %s. Voting can begin.\n", r.election.UUID)
	return nil
}

// trial is a decryption of something that everybody knows.
type trial struct {
	*setup
	exponent group.Scalar
	alpha    group.Element
	factors  map[int]group.Element
}

func newTrial(s *setup) *trial {
	digest := sha256.Sum256([]byte("selectorate-rehearsal|" + s.election.Fingerprint))
	r := &trial{setup: s, exponent: s.election.Group.Reduce(digest[:]), factors: map[int]group.Element{}}
	r.alpha = s.election.Group.Power(nil, r.exponent)
	return r
}

func (r *trial) prefix(owner int) string {
	return "selectorate-rehearsal|" + r.election.Fingerprint + "|" + group.Wire(r.owners[owner-1]) + "|"
}

// part makes a key holder's part.
func (r *trial) part(key holderKey) (contribution, error) {
	g := r.election.Group
	p, err := proof.Equal(g, rand.Reader, r.prefix(key.owner), key.secret, r.alpha)
	if err != nil {
		return contribution{}, err
	}
	d := belenios.Decryption{Factors: [][]group.Element{{g.Power(r.alpha, key.secret)}}, Proofs: [][]proof.Proof{{p}}}
	return contribution{contributionFormat, typeRehearsal, r.election.Fingerprint, key.owner, string(belenios.AppendDecryption(g, nil, d))}, nil
}

// take checks a part.
func (r *trial) take(made contribution) error {
	g := r.election.Group
	if made.Owner < 1 || made.Owner > len(r.owners) {
		return fmt.Errorf("there is no key holder %d", made.Owner)
	}
	d, err := belenios.ParseDecryption(g, []byte(made.Payload))
	if err != nil {
		return err
	}
	if err := d.Fits(belenios.Tally{make([]belenios.Ciphertext, 1)}); err != nil {
		return err
	}
	public, factor := r.owners[made.Owner-1], d.Factors[0][0]
	claim := proof.Equality("the key is there", r.prefix(made.Owner), public, r.alpha, factor, d.Proofs[0][0])
	if !g.Equal(factor, g.Power(public, r.exponent)) || proof.Check(g, nil, []proof.Claim{claim}) >= 0 {
		return fmt.Errorf("this is not made with the key of key holder %d", made.Owner)
	}
	r.factors[made.Owner] = factor
	return nil
}

// opens makes sure that the factors together decrypt.
func (r *trial) opens() error {
	g := r.election.Group
	owners := make([]int, 0, len(r.factors))
	for owner := range r.factors {
		owners = append(owners, owner)
	}
	slices.Sort(owners)
	coefficients, err := tally.Coefficients(g, r.circles, owners)
	if err != nil {
		return party.Errorf(party.Conflict, "selectorate: not enough to open the box: %s", speaking(err))
	}
	var bases []group.Element
	var exponents []group.Scalar
	for _, owner := range owners {
		if coefficient, used := coefficients[owner]; used {
			bases, exponents = append(bases, r.factors[owner]), append(exponents, coefficient)
		}
	}
	if !g.Equal(g.Product(bases, exponents), g.Power(r.election.PublicKey, r.exponent)) {
		return party.Errorf(party.Invalid, "selectorate: the keys are there and do not make up the election's key: it must not be used")
	}
	return nil
}
