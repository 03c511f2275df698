// Package proof holds the zero-knowledge proofs of protocol version 1 that have three moves made one by a hash:
// knowledge of a logarithm, equality of two logarithms, one of several plaintexts. (The proof of a shuffle has a
// package of its own.)
//
// Every one of them is a challenge and a response, without its commitments. To check it, the commitments are found
// again from the response and the challenge, and hashed; the hash must give the challenge. So a proof to be checked is a
// Claim: the terms of its commitments, the text that is hashed before them, and the challenge that must come out.
// Claims of many proofs can be recomputed together, or checked against commitments that somebody else has written
// down (hints), which makes them linear equations: see Claim and group.Group.Holds.
//
// Signs are those of protocol version 1: response = w - secret·challenge, commitment = g^response · X^challenge.
package proof

import (
	"io"

	"github.com/selectorate/selectorate/belenios/group"
)

// Proof is a challenge with its response, both modulo the group's order.
type Proof struct {
	Challenge group.Scalar
	Response  group.Scalar
}

// Claim is a proof as it is checked: SHA-256 of Prefix and the commitments' wire forms, joined with commas, must be
// Challenge modulo the order.
type Claim struct {
	What      string // what is proven, in words for a finding
	Prefix    string
	Terms     []group.Term
	Challenge group.Scalar
}

// HeldBy tells whether the commitments hash to the challenge.
func (c Claim) HeldBy(g *group.Group, commitments []group.Element) bool {
	return g.EqualScalars(g.Challenge(c.Prefix, commitments...), c.Challenge)
}

// Check recomputes the commitments of all claims together, and gives the index of the first claim that does not
// hold, or -1. key is the election's public key prepared, and may be nil where no term has a K.
func Check(g *group.Group, key group.Table, claims []Claim) int {
	terms := Terms(claims)
	commitments := g.Recompute(key, terms)
	for i, claim := range claims {
		if !claim.HeldBy(g, commitments[:len(claim.Terms)]) {
			return i
		}
		commitments = commitments[len(claim.Terms):]
	}
	return -1
}

// Terms puts the terms of all claims behind one another: the order of commitments in a file of hints.
func Terms(claims []Claim) []group.Term {
	n := 0
	for _, claim := range claims {
		n += len(claim.Terms)
	}
	terms := make([]group.Term, 0, n)
	for _, claim := range claims {
		terms = append(terms, claim.Terms...)
	}
	return terms
}

// Know proves knowledge of secret, the logarithm of some public element. The prefix binds the statement.
func Know(g *group.Group, random io.Reader, prefix string, secret group.Scalar) (Proof, error) {
	return answer(g, random, prefix, secret, nil)
}

// Knowledge claims that the logarithm of public is known: commitment g^response · public^challenge.
func Knowledge(what, prefix string, public group.Element, p Proof) Claim {
	return Claim{What: what, Prefix: prefix, Challenge: p.Challenge, Terms: []group.Term{
		{G: p.Response, Factors: []group.Factor{{Base: public, Exponent: p.Challenge}}},
	}}
}

// Equal proves that secret is the logarithm of g^secret to the base g and of base^secret to the given base: commitments
// g^w, base^w.
func Equal(g *group.Group, random io.Reader, prefix string, secret group.Scalar, base group.Element) (Proof, error) {
	return answer(g, random, prefix, secret, base)
}

// Equality claims that public and power have the same logarithm, to the bases g and base.
func Equality(what, prefix string, public, base, power group.Element, p Proof) Claim {
	return Claim{What: what, Prefix: prefix, Challenge: p.Challenge, Terms: []group.Term{
		{G: p.Response, Factors: []group.Factor{{Base: public, Exponent: p.Challenge}}},
		{Factors: []group.Factor{{Base: base, Exponent: p.Response}, {Base: power, Exponent: p.Challenge}}},
	}}
}

// answer makes the proof that Know and Equal have in common.
func answer(g *group.Group, random io.Reader, prefix string, secret group.Scalar, base group.Element) (Proof, error) {
	w, err := g.RandomScalar(random)
	if err != nil {
		return Proof{}, err
	}
	defer g.Wipe(w)
	commitments := []group.Element{g.Power(nil, w)}
	if base != nil {
		commitments = append(commitments, g.Power(base, w))
	}
	challenge := g.Challenge(prefix, commitments...)
	return Proof{challenge, g.SubtractScalars(w, g.MultiplyScalars(secret, challenge))}, nil
}
