// Package shuffle mixes the ballots of ranking questions and proves, without telling which went where, that what comes out
// is what went in, encrypted anew: Terelius and Wikström's proof of a shuffle in the form of the pseudo-code of CHVote 1.3.2,
// as protocol version 1 of Belenios has it (specification, sections Shuffle and Shuffle proof).
//
// # Statement
//
// For the election's key y and lists e = (α_j, β_j), e' = (α'_i, β'_i) of n ciphertexts there are a permutation π and numbers ρ_i
// with α'_i = α_π(i) · g^ρ_i and β'_i = β_π(i) · y^ρ_i.
//
// # Proof
//
// h = Independent(-1), h_i = Independent(i) for i = 0..n-1, nobody knows a logarithm between any of them and g. The proof
// holds a commitment to the permutation, c_π(i) = g^r_π(i) · h_i, and a chain ĉ_i = g^r̂_i · ĉ_(i-1)^u_π(i) that starts from
// h; here and below ĉ_(-1) is h. With the challenge χ every response is s = ω + χ·secret (the sign that only shuffles have):
//
//	t1     = g^s1  · (Π c_j / Π h_j)^-χ
//	t2     = g^s2  · (ĉ_(n-1) / h^(Π u_j))^-χ
//	t3     = g^s3  · (Π c_j^u_j)^-χ · Π h_i^s'_i
//	t4β    = y^-s4 · (Π β_j^u_j)^-χ · Π β'_i^s'_i
//	t4α    = g^-s4 · (Π α_j^u_j)^-χ · Π α'_i^s'_i
//	t̂_i    = g^ŝ_i · ĉ_i^-χ · ĉ_(i-1)^s'_i
//
// # Hashes
//
// All found again on the archives of four versions of belenios-tool. A list of ciphertexts is hashed as α,β,α,β,….
//
//	d   = SHA-256 of "shuffle-challenges|φ|" and the wire forms of e, e', c, with a comma behind every one, the last too
//	u_i = SHA-256 of the 64 hexadecimal digits of d and the 64 of SHA-256(i in decimal digits), modulo q; i = 0..n-1
//	χ   = SHA-256 of "shuffle-challenge|φ|" and the wire forms of t1, t2, t3, t4β, t4α, t̂, e, e', c, ĉ, y, with commas
//	      between them, modulo q
//
// # JSON
//
//	{"ciphertexts":[[{"alpha":…,"beta":…},…],…],
//	 "proofs":[[[t1,t2,t3,[t4β,t4α],[t̂…]],[s1,s2,s3,s4,[ŝ…],[s'…]],[c…],[ĉ…]],…]}
//
// without the line break and the blank. There is one list and one proof for each ranking question, in the order of the
// questions; other questions have no place in it.
package shuffle

import (
	"fmt"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/group"
)

// Proof is the proof for one list of n ciphertexts. The letters are those of the package comment.
type Proof struct {
	T      [5]group.Element // t1, t2, t3, t4β, t4α
	THat   []group.Element  // t̂, n of them
	S      [4]group.Scalar  // s1..s4
	SHat   []group.Scalar   // ŝ, n of them
	SPrime []group.Scalar   // s', n of them
	C      []group.Element  // c, n of them
	CHat   []group.Element  // ĉ, n of them
}

// Shuffle is what one trustee's shuffle puts into the archive: for each ranking question, the ciphertexts that come out,
// and the proof.
type Shuffle struct {
	Ciphertexts belenios.Tally
	Proofs      []Proof
}

// Parse reads a shuffle in its canonical form. Membership, lengths and proofs are for Check.
func Parse(g *group.Group, raw []byte) (*Shuffle, error) {
	s := belenios.NewScanner(g, raw)
	shuffle := &Shuffle{}
	s.Expect(`{"ciphertexts":`)
	shuffle.Ciphertexts = s.Tally()
	s.Expect(`,"proofs":`)
	s.List(func() { shuffle.Proofs = append(shuffle.Proofs, scanProof(s)) })
	s.Expect(`}`)
	if err := s.Close(); err != nil {
		return nil, fmt.Errorf("this is not a shuffle as belenios-tool writes it: %w", err)
	}
	return shuffle, nil
}

// scanProof reads one proof.
func scanProof(s *belenios.Scanner) (p Proof) {
	s.Expect(`[[`)
	for i := range 3 {
		p.T[i] = s.Element()
		s.Expect(`,`)
	}
	s.Exactly(2, func(i int) { p.T[3+i] = s.Element() })
	s.Expect(`,`)
	p.THat = scanElements(s)
	s.Expect(`],[`)
	for i := range p.S {
		p.S[i] = s.Scalar()
		s.Expect(`,`)
	}
	p.SHat = scanScalars(s)
	s.Expect(`,`)
	p.SPrime = scanScalars(s)
	s.Expect(`],`)
	p.C = scanElements(s)
	s.Expect(`,`)
	p.CHat = scanElements(s)
	s.Expect(`]`)
	return p
}

func scanElements(s *belenios.Scanner) (elements []group.Element) {
	s.List(func() { elements = append(elements, s.Element()) })
	return elements
}

func scanScalars(s *belenios.Scanner) (scalars []group.Scalar) {
	s.List(func() { scalars = append(scalars, s.Scalar()) })
	return scalars
}

// Append writes a shuffle the way belenios-tool does.
func Append(g *group.Group, to []byte, s *Shuffle) []byte {
	to = belenios.AppendTally(append(to, `{"ciphertexts":`...), s.Ciphertexts)
	to = belenios.AppendList(append(to, `,"proofs":`...), s.Proofs, func(to []byte, p Proof) []byte {
		return appendProof(g, to, p)
	})
	return append(to, '}')
}

func appendProof(g *group.Group, to []byte, p Proof) []byte {
	scalar := func(to []byte, s group.Scalar) []byte { return belenios.AppendScalar(g, to, s) }
	to = append(to, `[[`...)
	for _, t := range p.T[:3] {
		to = append(belenios.AppendElement(to, t), ',')
	}
	to = append(belenios.AppendList(to, p.T[3:], belenios.AppendElement), ',')
	to = append(belenios.AppendList(to, p.THat, belenios.AppendElement), `],[`...)
	for _, s := range p.S {
		to = append(scalar(to, s), ',')
	}
	to = append(belenios.AppendList(to, p.SHat, scalar), ',')
	to = append(belenios.AppendList(to, p.SPrime, scalar), `],`...)
	to = append(belenios.AppendList(to, p.C, belenios.AppendElement), ',')
	return append(belenios.AppendList(to, p.CHat, belenios.AppendElement), ']')
}

// Input picks the lists of the ranking questions out of an encrypted tally: what the first shuffle starts from. Every further
// one starts from the Ciphertexts of the one before. An election without ranking questions has none, and no shuffles.
func Input(e *belenios.Election, tally belenios.Tally) (belenios.Tally, error) {
	if len(tally) != len(e.Questions) {
		return nil, fmt.Errorf("the encrypted tally has %d lists for %d questions", len(tally), len(e.Questions))
	}
	input := belenios.Tally{}
	for _, i := range rankings(e) {
		input = append(input, tally[i])
	}
	return input, nil
}

// Replace gives the tally that is to be decrypted: that of the encrypted tally, with the lists of the ranking questions as
// the last shuffle left them.
func Replace(e *belenios.Election, tally, shuffled belenios.Tally) (belenios.Tally, error) {
	input, err := Input(e, tally)
	if err != nil {
		return nil, err
	}
	if len(shuffled) != len(input) {
		return nil, fmt.Errorf("a shuffle has %d lists for %d ranking questions", len(shuffled), len(input))
	}
	replaced := append(belenios.Tally{}, tally...)
	for i, question := range rankings(e) {
		if len(shuffled[i]) != len(input[i]) {
			return nil, fmt.Errorf("question %d: %d ciphertexts went into the shuffle, %d came out", question+1, len(input[i]), len(shuffled[i]))
		}
		replaced[question] = shuffled[i]
	}
	return replaced, nil
}

// rankings gives the numbers of the ranking questions, from 0.
func rankings(e *belenios.Election) (numbers []int) {
	for i, question := range e.Questions {
		if question.Ranking {
			numbers = append(numbers, i)
		}
	}
	return numbers
}
