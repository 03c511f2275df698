package belenios

import (
	"crypto/sha256"
	"fmt"

	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/proof"
)

// Claims gives everything that a ballot has to prove, in the order of the ballot: for each answer the individual
// proofs, the overall proof and the blank proof, or the proof of knowledge; the signature last. credential is the
// element whose wire form is b.Credential: it is the key that the signature is checked with, and the caller has to take
// it from the list of those who may vote. The error says that the ballot's hash is not the one that was signed.
// The package comment says what the claims are and what is hashed.
func (e *Election) Claims(b *Ballot, credential group.Element) ([]proof.Claim, error) {
	if hash := signedHash(b.Raw); b.Hash != hash {
		return nil, fmt.Errorf("ballot: the signature is of the hash %s; the ballot has the hash %s", shown(b.Hash), hash)
	}
	claims := make([]proof.Claim, 0, e.claimed())
	subject := e.subject(b.Credential)
	for i, q := range e.Questions {
		where := fmt.Sprintf("answer %d: ", i+1)
		if q.Ranking {
			c := b.Answers[i].Choices[0]
			claims = append(claims, proof.Knowledge(where+"the randomness is known",
				e.rankingPrefix(subject, c), c.Alpha, b.Answers[i].Knowledge))
			continue
		}
		more, err := e.homomorphic(where, subject, q, b.Answers[i])
		if err != nil {
			return nil, fmt.Errorf("ballot: %w", err)
		}
		claims = append(claims, more...)
	}
	return append(claims, proof.Knowledge("signature", signaturePrefix(b.Hash), credential, b.Signature)), nil
}

// claimed tells how many claims a ballot makes.
func (e *Election) claimed() int {
	n := 1
	for _, q := range e.Questions {
		n += q.Ciphertexts() + 2
	}
	return n
}

// homomorphic gives the claims of an answer whose ciphertexts are added up.
func (e *Election) homomorphic(where, subject string, q Question, a Answer) ([]proof.Claim, error) {
	statement := e.statement(subject, q, a.Choices)
	claims := make([]proof.Claim, 0, len(a.Choices)+2)
	for i, c := range a.Choices {
		claim, err := proof.Disjunction(e.Group, fmt.Sprintf("%schoice %d is 0 or 1", where, i+1),
			statement.individual[i], proof.Interval(c.Alpha, c.Beta, 0, 1), a.Individual[i])
		if err != nil {
			return nil, err
		}
		claims = append(claims, claim)
	}
	overall, err := proof.Disjunction(e.Group, where+"as many are chosen as may be", statement.overall, statement.totals, a.Overall)
	if err != nil {
		return nil, err
	}
	claims = append(claims, overall)
	if !q.Blank {
		return claims, nil
	}
	blank, err := proof.Disjunction(e.Group, where+"it is not blank, or nothing is chosen", statement.blank, statement.either, a.Blank)
	if err != nil {
		return nil, err
	}
	return append(claims, blank), nil
}

// CheckBallot reads a ballot and checks everything about it that can be seen without the list and the other ballots: its
// form, that it is of the credential, its hash, that its elements are members of the group, its proofs and its signature.
func (e *Election) CheckBallot(raw []byte, credential group.Element) (*Ballot, error) {
	b, err := e.ParseBallot(raw)
	if err != nil {
		return nil, err
	}
	if wire := group.Wire(credential); b.Credential != wire {
		return nil, fmt.Errorf("ballot: it is of the public credential %s, not of %s", shown(b.Credential), shown(wire))
	}
	seed := sha256.Sum256(raw)
	if i := e.Group.Outsider(b.Elements(), seed[:]); i >= 0 {
		return nil, fmt.Errorf("ballot: %s of ciphertext %d is not a member of the prime-order group", [2]string{"alpha", "beta"}[i%2], i/2+1)
	}
	claims, err := e.Claims(b, credential)
	if err != nil {
		return nil, err
	}
	if i := proof.Check(e.Group, e.Key, claims); i >= 0 {
		return nil, fmt.Errorf("ballot: the proof does not hold: %s", claims[i].What)
	}
	return b, nil
}
