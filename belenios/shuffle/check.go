package shuffle

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/group"
)

// chunk is how many ballots go into one multi-exponentiation: long enough for its method to pay, and short enough for memory.
const chunk = 2048

// Check makes sure of a shuffle: that it has the shape of its input, that everything in it, and its input, is a member of
// the group, and that every proof holds. input holds the lists of the ranking questions, from Input or from the shuffle
// before; bases are made by BasesFor. The error names the question and what fails: a list's length, an element that is no
// member, or the equations of the package comment that do not hold. Different goroutines may check different shuffles.
//
// All equations are tested in one, with weights of 128 bits that are derived from everything that is tested, so a wrong
// one goes unseen with a chance of about 2^-128. If that one fails, each is computed by itself.
func Check(e *belenios.Election, bases *Bases, input belenios.Tally, s *Shuffle) error {
	numbers := rankings(e)
	if len(input) != len(numbers) || len(s.Ciphertexts) != len(numbers) || len(s.Proofs) != len(numbers) {
		return fmt.Errorf("a shuffle of %d lists into %d with %d proofs does not fit an election with %d ranking questions",
			len(input), len(s.Ciphertexts), len(s.Proofs), len(numbers))
	}
	for i, question := range numbers {
		each, err := bases.first(len(input[i]))
		if err != nil {
			return err
		}
		of := &statement{e.Group, e.Fingerprint, e.PublicKey, bases, each, input[i], s.Ciphertexts[i]}
		if err := of.check(&s.Proofs[i]); err != nil {
			return fmt.Errorf("question %d: the shuffle: %w", question+1, err)
		}
	}
	return nil
}

// check makes sure of the proof for one list.
func (s *statement) check(p *Proof) error {
	if err := s.checkShape(p); err != nil {
		return err
	}
	digest := s.challenge(p)
	seed := s.seed(digest, p)
	if err := s.checkMembers(p, seed); err != nil {
		return err
	}
	v := &verification{statement: s, proof: p, chi: s.g.Reduce(digest[:]), u: s.weights(p.C)}
	if v.holds(seed) {
		return nil
	}
	return v.explain()
}

func (s *statement) checkShape(p *Proof) error {
	n := len(s.before)
	if len(s.after) != n {
		return fmt.Errorf("%d ciphertexts went in, %d came out", n, len(s.after))
	}
	for _, part := range []struct {
		name   string
		length int
	}{{"t̂", len(p.THat)}, {"ŝ", len(p.SHat)}, {"s'", len(p.SPrime)}, {"c", len(p.C)}, {"ĉ", len(p.CHat)}} {
		if part.length != n {
			return fmt.Errorf("the proof has %d items in %s for %d ciphertexts", part.length, part.name, n)
		}
	}
	return nil
}

// seed gives a digest over everything that is tested: what the challenge covers, and the responses.
func (s *statement) seed(digest [sha256.Size]byte, p *Proof) []byte {
	h := sha256.New()
	h.Write([]byte("check of a shuffle|"))
	h.Write(digest[:])
	for _, list := range [][]group.Scalar{p.S[:], p.SHat, p.SPrime} {
		for _, response := range list {
			h.Write(s.g.ScalarBytes(response))
		}
	}
	return h.Sum(nil)
}

// checkMembers makes sure that everything is in the group of prime order.
func (s *statement) checkMembers(p *Proof, seed []byte) error {
	n := len(s.before)
	all := make([]group.Element, 0, 7*n+len(p.T))
	for _, list := range [][]belenios.Ciphertext{s.before, s.after} {
		for _, c := range list {
			all = append(all, c.Alpha, c.Beta)
		}
	}
	for _, list := range [][]group.Element{p.C, p.CHat, p.THat, p.T[:]} {
		all = append(all, list...)
	}
	at := s.g.Outsider(all, seed)
	if at < 0 {
		return nil
	}
	name := ""
	switch {
	case at < 4*n:
		name = fmt.Sprintf("%s of ciphertext %d that %s", []string{"α", "β"}[at%2], at%(2*n)/2+1, []string{"goes in", "comes out"}[at/(2*n)])
	case at < 7*n:
		name = fmt.Sprintf("item %d of %s", (at-4*n)%n+1, []string{"c", "ĉ", "t̂"}[(at-4*n)/n])
	default:
		name = equations()[at-7*n]
	}
	return fmt.Errorf("%s is not a member of the prime-order group %s", name, s.g.Name())
}

// equations names the first five, in their order.
func equations() [5]string { return [5]string{"t1", "t2", "t3", "t4β", "t4α"} }

// verification is a statement with its proof and the challenges.
type verification struct {
	*statement
	proof *Proof
	chi   group.Scalar
	u     []group.Scalar
}

// product is a product of powers to be.
type product struct {
	bases     []group.Element
	exponents []group.Scalar
}

func (p *product) add(base group.Element, exponent group.Scalar) {
	p.bases = append(p.bases, base)
	p.exponents = append(p.exponents, exponent)
}

// batch is the one equation that stands for all: every t, raised to its weight, times the inverse of what it should be, raised
// to the same weight, comes to 1. The exponents of α, β and c come out positive, and short in groups with a long order.
type batch struct {
	*verification

	t      [5]group.Scalar // weights of t1..t4α
	tHat   []group.Scalar  // weights of t̂
	scaled [5]group.Scalar // t, times χ
	onG    group.Scalar    // what is gathered on g
	all    group.Scalar    // Π u
}

// holds tests all equations in one.
func (v *verification) holds(seed []byte) bool {
	g, n := v.g, len(v.before)
	weights := g.Weights(seed, len(v.proof.T)+n)
	b := &batch{verification: v, t: [5]group.Scalar(weights), tHat: weights[5:], onG: g.Small(0), all: g.Small(1)}
	for i, weight := range b.t {
		b.scaled[i] = g.MultiplyScalars(weight, v.chi)
	}
	total := g.Identity()
	for from := 0; from < n; from += chunk {
		var part product
		for i := from; i < min(n, from+chunk); i++ {
			b.add(&part, i)
		}
		total = g.Multiply(total, g.Product(part.bases, part.exponents))
	}
	rest := b.rest()
	return g.IsIdentity(g.Multiply(total, g.Product(rest.bases, rest.exponents)))
}

// add adds what belongs to one place of the lists.
func (b *batch) add(part *product, i int) {
	g, p := b.g, b.proof
	response := g.NegateScalar(p.SPrime[i])
	part.add(b.before[i].Alpha, g.MultiplyScalars(b.scaled[4], b.u[i]))
	part.add(b.before[i].Beta, g.MultiplyScalars(b.scaled[3], b.u[i]))
	part.add(p.C[i], g.AddScalars(b.scaled[0], g.MultiplyScalars(b.scaled[2], b.u[i])))
	part.add(b.after[i].Alpha, g.MultiplyScalars(b.t[4], response))
	part.add(b.after[i].Beta, g.MultiplyScalars(b.t[3], response))
	part.add(b.each[i], g.SubtractScalars(g.MultiplyScalars(b.t[2], response), b.scaled[0]))
	part.add(p.THat[i], b.tHat[i])
	link := g.MultiplyScalars(b.tHat[i], b.chi)
	if i+1 < len(b.before) {
		link = g.SubtractScalars(link, g.MultiplyScalars(b.tHat[i+1], p.SPrime[i+1]))
	} else {
		link = g.AddScalars(link, b.scaled[1])
	}
	part.add(p.CHat[i], link)
	b.onG = g.SubtractScalars(b.onG, g.MultiplyScalars(b.tHat[i], p.SHat[i]))
	b.all = g.MultiplyScalars(b.all, b.u[i])
}

// rest gives what belongs to t1..t4α, g, y and h, when all places are added.
func (b *batch) rest() (part product) {
	g, p := b.g, b.proof
	for i, t := range p.T {
		part.add(t, b.t[i])
	}
	for i := range 3 {
		b.onG = g.SubtractScalars(b.onG, g.MultiplyScalars(b.t[i], p.S[i]))
	}
	part.add(g.Generator(), g.AddScalars(b.onG, g.MultiplyScalars(b.t[4], p.S[3])))
	part.add(b.key, g.MultiplyScalars(b.t[3], p.S[3]))
	start := b.scaled[1] // the chain of no links ends where it starts, in h
	if len(b.before) > 0 {
		start = g.NegateScalar(g.MultiplyScalars(b.tHat[0], p.SPrime[0]))
	}
	part.add(b.bases.h, g.SubtractScalars(start, g.MultiplyScalars(b.scaled[1], b.all)))
	return part
}

// explain computes every equation by itself, and says which do not hold. If all do, so does the proof.
func (v *verification) explain() error {
	commitments := v.g.Recompute(nil, v.terms())
	var wrong []string
	for i, t := range append(append([]group.Element{}, v.proof.T[:]...), v.proof.THat...) {
		if v.g.Equal(t, commitments[i]) {
			continue
		}
		name := "t̂ " + strconv.Itoa(i-len(v.proof.T)+1)
		if i < len(v.proof.T) {
			name = equations()[i]
		}
		wrong = append(wrong, name)
	}
	const few = 6
	switch {
	case len(wrong) == 0:
		return nil
	case len(wrong) == len(commitments):
		return errors.New("no equation of the proof holds, so the hash is over something else than was proven: " +
			"the election's fingerprint or key, a ciphertext, a commitment of the proof or a list's order differs")
	case len(wrong) > few:
		return fmt.Errorf("%d equations of the proof do not hold, first those for %s", len(wrong), strings.Join(wrong[:few], ", "))
	}
	return fmt.Errorf("the proof does not hold in its equation for %s", strings.Join(wrong, ", "))
}

// terms gives what every t should be, as the package comment has it.
func (v *verification) terms() []group.Term {
	g, p, n := v.g, v.proof, len(v.before)
	minus := g.NegateScalar(v.chi)
	sums, generators, end, all := g.Identity(), g.Identity(), v.bases.h, g.Small(1)
	t3 := group.Term{G: p.S[2]}
	t4b := group.Term{Factors: []group.Factor{{Base: v.key, Exponent: g.NegateScalar(p.S[3])}}}
	t4a := group.Term{G: g.NegateScalar(p.S[3])}
	chain := make([]group.Term, n)
	for i := range n {
		sums, generators = g.Multiply(sums, p.C[i]), g.Multiply(generators, v.each[i])
		weighted, response := g.MultiplyScalars(minus, v.u[i]), p.SPrime[i]
		t3.Factors = append(t3.Factors, group.Factor{Base: p.C[i], Exponent: weighted}, group.Factor{Base: v.each[i], Exponent: response})
		t4b.Factors = append(t4b.Factors, group.Factor{Base: v.before[i].Beta, Exponent: weighted}, group.Factor{Base: v.after[i].Beta, Exponent: response})
		t4a.Factors = append(t4a.Factors, group.Factor{Base: v.before[i].Alpha, Exponent: weighted}, group.Factor{Base: v.after[i].Alpha, Exponent: response})
		chain[i] = group.Term{G: p.SHat[i], Factors: []group.Factor{{Base: p.CHat[i], Exponent: minus}, {Base: end, Exponent: response}}}
		end, all = p.CHat[i], g.MultiplyScalars(all, v.u[i])
	}
	t1 := group.Term{G: p.S[0], Factors: []group.Factor{{Base: g.Divide(sums, generators), Exponent: minus}}}
	t2 := group.Term{G: p.S[1], Factors: []group.Factor{{Base: end, Exponent: minus}, {Base: v.bases.h, Exponent: g.MultiplyScalars(v.chi, all)}}}
	return append([]group.Term{t1, t2, t3, t4b, t4a}, chain...)
}
