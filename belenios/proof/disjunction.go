package proof

import (
	"fmt"
	"io"

	"github.com/selectorate/selectorate/belenios/group"
)

// Branch is one of the statements of which one is true: that (Alpha, Beta) is an encryption of Plain, that is,
// Alpha = g^r and Beta = key^r · g^Plain for an r that is known.
type Branch struct {
	Alpha, Beta group.Element
	Plain       int64
}

// Interval gives the branches that say that one ciphertext holds a number of low..high (specification, proofs of
// interval membership).
func Interval(alpha, beta group.Element, low, high int) []Branch {
	branches := make([]Branch, 0, high-low+1)
	for plain := low; plain <= high; plain++ {
		branches = append(branches, Branch{alpha, beta, int64(plain)})
	}
	return branches
}

// OneOf proves that one of the branches is true, without telling which: branches[at] is, with the randomness r.
// Every branch is gone through in the same way, and costs the same, whichever is true.
func OneOf(g *group.Group, random io.Reader, key group.Element, prefix string, branches []Branch, at int, r group.Scalar) ([]Proof, error) {
	if at < 0 || at >= len(branches) {
		return nil, fmt.Errorf("branch %d of %d cannot be the true one", at, len(branches))
	}
	proofs := make([]Proof, len(branches))
	commitments := make([]group.Element, 0, 2*len(branches))
	others := g.Small(0)
	for i, branch := range branches {
		challenge, err := g.RandomScalar(random)
		if err != nil {
			return nil, err
		}
		if i == at {
			challenge = g.Small(0)
		}
		response, err := g.RandomScalar(random)
		if err != nil {
			return nil, err
		}
		proofs[i] = Proof{challenge, response}
		others = g.AddScalars(others, challenge)
		// With a challenge of zero these are g^response and key^response, the commitments of the true branch.
		plain := g.Divide(branch.Beta, g.Power(nil, g.Small(branch.Plain)))
		commitments = append(commitments,
			g.Multiply(g.Power(nil, response), g.Power(branch.Alpha, challenge)),
			g.Multiply(g.Power(key, response), g.Power(plain, challenge)))
	}
	challenge := g.SubtractScalars(g.Challenge(prefix, commitments...), others)
	proofs[at] = Proof{challenge, g.SubtractScalars(proofs[at].Response, g.MultiplyScalars(r, challenge))}
	return proofs, nil
}

// Disjunction claims that one of the branches is true. There are as many proofs as branches; their challenges add up
// to the hash. Commitments: A_j = g^response · Alpha^challenge, B_j = key^response · (Beta/g^Plain)^challenge.
func Disjunction(g *group.Group, what, prefix string, branches []Branch, proofs []Proof) (Claim, error) {
	if len(proofs) != len(branches) || len(branches) == 0 {
		return Claim{}, fmt.Errorf("%s: %d proofs for %d cases", what, len(proofs), len(branches))
	}
	terms := make([]group.Term, 0, 2*len(branches))
	sum := proofs[0].Challenge
	for i, branch := range branches {
		p := proofs[i]
		if i > 0 {
			sum = g.AddScalars(sum, p.Challenge)
		}
		b := group.Term{K: p.Response, Factors: []group.Factor{{Base: branch.Beta, Exponent: p.Challenge}}}
		if branch.Plain != 0 {
			b.G = g.MultiplyScalars(p.Challenge, g.Small(-branch.Plain))
		}
		terms = append(terms, group.Term{G: p.Response, Factors: []group.Factor{{Base: branch.Alpha, Exponent: p.Challenge}}}, b)
	}
	return Claim{What: what, Prefix: prefix, Terms: terms, Challenge: sum}, nil
}
