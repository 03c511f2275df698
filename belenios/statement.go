package belenios

import (
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/proof"
)

// statement is what an answer to a homomorphic question proves, without the proofs: the texts that are hashed before
// the commitments, and the cases of which one is true. Those who vote and those who verify make it in the same way.
type statement struct {
	individual []string       // for each ciphertext
	overall    string         // for totals
	totals     []proof.Branch // (blank,) Min, …, Max
	blank      string         // for either
	either     []proof.Branch // not blank, nothing chosen
}

// subject is S0: what all proofs of a ballot are bound to, the election and who votes.
func (e *Election) subject(credential string) string { return e.Fingerprint + "|" + credential }

// statement makes the statement about ciphertexts (the blank one first, if there is one).
func (e *Election) statement(subject string, q Question, choices []Ciphertext) statement {
	s := statement{individual: make([]string, len(choices))}
	whole := append(make([]byte, 0, len(subject)+len(choices)*130), subject...)
	for i, c := range choices {
		separator := byte(',')
		if i == 0 {
			separator = '|'
		}
		whole = append(whole, separator)
		start := len(whole)
		whole = pair(whole, c)
		s.individual[i] = "prove|" + subject + "|" + string(whole[start:]) + "|"
	}
	if !q.Blank {
		sum := e.product(choices)
		s.overall = "prove|" + string(whole) + "|" + string(pair(nil, sum)) + "|"
		s.totals = proof.Interval(sum.Alpha, sum.Beta, q.Min, q.Max)
		return s
	}
	blank, sum := choices[0], e.product(choices[1:])
	s.overall = "bproof1|" + string(whole) + "|"
	s.totals = append([]proof.Branch{{Alpha: blank.Alpha, Beta: blank.Beta, Plain: 1}}, proof.Interval(sum.Alpha, sum.Beta, q.Min, q.Max)...)
	s.blank = "bproof0|" + string(whole) + "|"
	s.either = []proof.Branch{{Alpha: blank.Alpha, Beta: blank.Beta}, {Alpha: sum.Alpha, Beta: sum.Beta}}
	return s
}

// product encrypts the sum of what the ciphertexts hold.
func (e *Election) product(choices []Ciphertext) Ciphertext {
	sum := choices[0]
	for _, c := range choices[1:] {
		sum = Ciphertext{e.Group.Multiply(sum.Alpha, c.Alpha), e.Group.Multiply(sum.Beta, c.Beta)}
	}
	return sum
}

// pair writes "α,β".
func pair(to []byte, c Ciphertext) []byte {
	return c.Beta.AppendWire(append(c.Alpha.AppendWire(to), ','))
}

// rankingPrefix is what is hashed before the commitment of an answer to a ranking question.
func (e *Election) rankingPrefix(subject string, c Ciphertext) string {
	return "raweg|" + subject + "|" + group.Wire(e.PublicKey) + "," + string(pair(nil, c)) + "|"
}

// signaturePrefix is what is hashed before the commitment of a ballot's signature.
func signaturePrefix(hash string) string { return "sig|" + hash + "|" }
