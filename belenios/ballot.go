package belenios

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"

	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/proof"
)

// Ciphertext is an ElGamal pair: with the randomness r, Alpha = g^r and Beta = y^r·g^m for a number m (homomorphic
// questions), or Beta = y^r·M for an embedded vector M (ranking questions).
type Ciphertext struct{ Alpha, Beta group.Element }

// Answer is the answer to one question. A homomorphic answer has Choices (the blank one first, if blank votes are
// allowed), Individual with two proofs for each of them, Overall and, if blank votes are allowed, Blank with two
// proofs. An answer to a ranking question has one of Choices, and Knowledge.
type Answer struct {
	Choices    []Ciphertext
	Individual [][]proof.Proof // 0, 1
	Overall    []proof.Proof   // (blank,) Min, …, Max
	Blank      []proof.Proof   // not blank, nothing chosen
	Knowledge  proof.Proof
}

// Ballot is a ballot as it was read. Nothing of it is checked but its form: see CheckBallot.
type Ballot struct {
	Raw        []byte
	Credential string // the public credential's wire form
	Answers    []Answer
	Hash       string // what the signature signs: unpadded Base64 of SHA-256 of the ballot without signature
	Signature  proof.Proof
}

// ParseBallot reads a ballot of the election. For each content there is exactly one form that is accepted: compact
// JSON with the fields in their order, scalars less than the group's order, elements in canonical form, as many of
// everything as the questions ask for. Errors name the first byte that differs and what was expected there. Whether the
// elements are members of the group, and whether the proofs hold, CheckBallot tells, or Group.Outsider and Claims.
func (e *Election) ParseBallot(raw []byte) (*Ballot, error) {
	b := &Ballot{Raw: raw, Answers: make([]Answer, len(e.Questions))}
	s := NewScanner(e.Group, raw)
	s.Expect(`{"election_uuid":`)
	s.same("the identifier of this election", e.UUID)
	s.Expect(`,"election_hash":`)
	s.same("the fingerprint of this election", e.Fingerprint)
	s.Expect(`,"credential":`)
	b.Credential = s.Plain()
	s.Expect(`,"answers":`)
	s.Exactly(len(e.Questions), func(i int) { b.Answers[i] = s.answer(e.Questions[i]) })
	s.Expect(`,"signature":{"hash":`)
	b.Hash = s.Plain()
	s.Expect(`,"proof":`)
	b.Signature = s.Proof()
	s.Expect(`}}`)
	if err := s.Close(); err != nil {
		return nil, fmt.Errorf("ballot: %w", err)
	}
	b.Credential, b.Hash = strings.Clone(b.Credential), strings.Clone(b.Hash) // whoever keeps them need not keep the ballot
	return b, nil
}

// same reads a plain string that must have one value.
func (s *Scanner) same(what, value string) {
	start := s.at
	if found := s.Plain(); s.err == nil && found != value {
		s.FailAt(start, fmt.Errorf("expected %s, %q, found %s", what, value, shown(found)))
	}
}

// answer reads the answer to a question.
func (s *Scanner) answer(q Question) (a Answer) {
	s.Expect(`{"choices":`)
	if q.Ranking {
		a.Choices = []Ciphertext{s.Ciphertext()}
		s.Expect(`,"proof":`)
		a.Knowledge = s.Proof()
		s.Expect(`}`)
		return a
	}
	n := q.Ciphertexts()
	a.Choices, a.Individual = make([]Ciphertext, n), make([][]proof.Proof, n)
	s.Exactly(n, func(i int) { a.Choices[i] = s.Ciphertext() })
	s.Expect(`,"individual_proofs":`)
	s.Exactly(n, func(i int) { a.Individual[i] = s.proofs(2) })
	s.Expect(`,"overall_proof":`)
	a.Overall = s.proofs(q.cases())
	if q.Blank {
		s.Expect(`,"blank_proof":`)
		a.Blank = s.proofs(2)
	}
	s.Expect(`}`)
	return a
}

// proofs reads an array of n proofs.
func (s *Scanner) proofs(n int) []proof.Proof {
	proofs := make([]proof.Proof, n)
	s.Exactly(n, func(i int) { proofs[i] = s.Proof() })
	return proofs
}

// Elements gives the elements of all ciphertexts, in the order of the ballot, for Group.Outsider. The credential is
// not among them: it is checked once, with the list that it has to be on.
func (b *Ballot) Elements() (elements []group.Element) {
	for _, answer := range b.Answers {
		for _, c := range answer.Choices {
			elements = append(elements, c.Alpha, c.Beta)
		}
	}
	return elements
}

// Tracker gives a ballot's tracker, by which voters find it on the board: unpadded standard Base64 of SHA-256. An
// election's fingerprint is made in the same way.
func Tracker(raw []byte) string {
	sum := sha256.Sum256(raw)
	return base64.RawStdEncoding.EncodeToString(sum[:])
}

// signedHash gives the hash that a ballot's signature is of: that of the ballot without the field "signature".
func signedHash(raw []byte) string {
	end := bytes.LastIndex(raw, []byte(`,"signature":`))
	return Tracker(append(append(make([]byte, 0, len(raw)), raw[:max(end, 0)]...), '}'))
}

// appendAnswer writes an answer.
func appendAnswer(g *group.Group, to []byte, q Question, a Answer) []byte {
	one := func(to []byte, p proof.Proof) []byte { return AppendProof(g, to, p) }
	several := func(to []byte, proofs []proof.Proof) []byte { return AppendList(to, proofs, one) }
	to = append(to, `{"choices":`...)
	if q.Ranking {
		to = AppendCiphertext(to, a.Choices[0])
		return append(one(append(to, `,"proof":`...), a.Knowledge), '}')
	}
	to = AppendList(to, a.Choices, AppendCiphertext)
	to = AppendList(append(to, `,"individual_proofs":`...), a.Individual, several)
	to = several(append(to, `,"overall_proof":`...), a.Overall)
	if q.Blank {
		to = several(append(to, `,"blank_proof":`...), a.Blank)
	}
	return append(to, '}')
}

// appendSigned writes a ballot without its signature.
func (e *Election) appendSigned(to []byte, b *Ballot) []byte {
	to = AppendString(append(to, `{"election_uuid":`...), e.UUID)
	to = AppendString(append(to, `,"election_hash":`...), e.Fingerprint)
	to = AppendString(append(to, `,"credential":`...), b.Credential)
	to = append(to, `,"answers":[`...)
	for i, answer := range b.Answers {
		if i > 0 {
			to = append(to, ',')
		}
		to = appendAnswer(e.Group, to, e.Questions[i], answer)
	}
	return append(to, `]}`...)
}

// AppendBallot writes a ballot in its canonical form. Raw is not looked at.
func (e *Election) AppendBallot(to []byte, b *Ballot) []byte {
	to = e.appendSigned(to, b)
	to = AppendString(append(to[:len(to)-1], `,"signature":{"hash":`...), b.Hash)
	return append(AppendProof(e.Group, append(to, `,"proof":`...), b.Signature), `}}`...)
}
