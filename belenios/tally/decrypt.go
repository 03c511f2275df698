package tally

import (
	"crypto/sha256"
	"fmt"
	"io"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/proof"
)

// often is every how many ciphertexts progress is told.
const often = 64

// Decrypt makes a trustee's part of the decryption, with the private key, or the share of a key, in a time that does not
// depend on it. tally is what is to be decrypted: with ranking questions, as the last shuffle left it (shuffle.Replace).
// progress is told how many of the ciphertexts are done, now and then, and may be nil.
//
// A trustee decrypts what it is given: it has to check first that the tally is that of the ballots, that the shuffles hold,
// and that it has not decrypted another one.
func Decrypt(e *belenios.Election, random io.Reader, secret group.Scalar, tally belenios.Tally, progress func(done, total int)) (belenios.Decryption, error) {
	if err := e.CheckTally(tally); err != nil {
		return belenios.Decryption{}, err
	}
	g, done, total := e.Group, 0, 0
	for _, row := range tally {
		total += len(row)
	}
	label := prefix(e, g.Power(nil, secret))
	d := belenios.Decryption{Factors: make([][]group.Element, len(tally)), Proofs: make([][]proof.Proof, len(tally))}
	for i, row := range tally {
		d.Factors[i], d.Proofs[i] = make([]group.Element, len(row)), make([]proof.Proof, len(row))
		for k, c := range row {
			p, err := proof.Equal(g, random, label, secret, c.Alpha)
			if err != nil {
				return belenios.Decryption{}, err
			}
			d.Factors[i][k], d.Proofs[i][k] = g.Power(c.Alpha, secret), p
			if done++; progress != nil && (done%often == 0 || done == total) {
				progress(done, total)
			}
		}
	}
	return d, nil
}

// prefix is what is hashed before the commitments of a proof of decryption by the key X.
func prefix(e *belenios.Election, public group.Element) string {
	return "decrypt|" + e.Fingerprint + "|" + group.Wire(public) + "|"
}

// Claims gives what a part of the decryption has to prove, ciphertext by ciphertext. public is the trustee's key, or the
// verification key of its share; owner is its number in the list of trustees.
func Claims(e *belenios.Election, owner int, public group.Element, tally belenios.Tally, d belenios.Decryption) ([]proof.Claim, error) {
	if err := e.CheckTally(tally); err != nil {
		return nil, err
	}
	if err := d.Fits(tally); err != nil {
		return nil, fmt.Errorf("trustee %d: %w", owner, err)
	}
	label := prefix(e, public)
	var claims []proof.Claim
	for i, row := range tally {
		for k, c := range row {
			what := fmt.Sprintf("trustee %d has decrypted ciphertext %d of question %d with its key", owner, k+1, i+1)
			claims = append(claims, proof.Equality(what, label, public, c.Alpha, d.Factors[i][k], d.Proofs[i][k]))
		}
	}
	return claims, nil
}

// CheckDecryption makes sure of a part of the decryption: shape, membership of its factors, proofs.
func CheckDecryption(e *belenios.Election, owner int, public group.Element, tally belenios.Tally, d belenios.Decryption) error {
	claims, err := Claims(e, owner, public, tally, d)
	if err != nil {
		return err
	}
	var factors []group.Element
	for _, row := range d.Factors {
		factors = append(factors, row...)
	}
	seed := sha256.Sum256(belenios.AppendDecryption(e.Group, []byte(e.Fingerprint), d))
	if at := e.Group.Outsider(factors, seed[:]); at >= 0 {
		return fmt.Errorf("trustee %d: factor %d of the decryption is not a member of the prime-order group %s", owner, at+1, e.Group.Name())
	}
	if at := proof.Check(e.Group, e.Key, claims); at >= 0 {
		return fmt.Errorf("the proof does not hold that %s", claims[at].What)
	}
	return nil
}
