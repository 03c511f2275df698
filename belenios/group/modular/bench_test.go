package modular_test

import (
	"crypto/sha256"
	"fmt"
	"testing"

	"github.com/selectorate/selectorate/belenios/group"
)

// ballot is what the check of a yes/no ballot with two answers works on: 4 elements of ciphertexts, and 11 terms for the
// proofs of both answers (2 branches each), of their sum (1 branch) and of the signature.
type ballot struct {
	elements []group.Element
	terms    []group.Term
}

func (d domain) ballot(chance *stream, credential group.Element) ballot {
	scalar := func() group.Scalar { return d.Reduce(chance.bytes(300)) }
	var b ballot
	disjunction := func(alpha, beta group.Element, branches int) {
		for j := range branches {
			challenge, response := scalar(), scalar()
			second := group.Term{K: response, Factors: []group.Factor{{Base: beta, Exponent: challenge}}}
			if j > 0 || branches == 1 {
				second.G = d.NegateScalar(challenge)
			}
			b.terms = append(b.terms, group.Term{G: response, Factors: []group.Factor{{Base: alpha, Exponent: challenge}}}, second)
		}
	}
	alphas, betas := d.Identity(), d.Identity()
	for range 2 {
		alpha, beta := d.Power(nil, scalar()), d.Power(nil, scalar())
		alphas, betas = d.Multiply(alphas, alpha), d.Multiply(betas, beta)
		disjunction(alpha, beta, 2)
		b.elements = append(b.elements, alpha, beta)
	}
	disjunction(alphas, betas, 1)
	b.terms = append(b.terms, group.Term{G: scalar(), Factors: []group.Factor{{Base: credential, Exponent: scalar()}}})
	return b
}

func BenchmarkBallot(b *testing.B) {
	d := domains(b)[0]
	chance := &stream{}
	key, credential := d.Power(nil, d.Reduce(chance.bytes(32))), d.Power(nil, d.Reduce(chance.bytes(32)))
	table := d.Prepare(key)
	one := d.ballot(chance, credential)
	b.Run("recomputed", func(b *testing.B) {
		var text []byte
		for b.Loop() {
			text = text[:0]
			for _, e := range d.Recompute(table, one.terms) {
				text = e.AppendWire(text)
			}
		}
	})
	const ballots = 1000
	var elements, hints []group.Element
	var terms []group.Term
	var wires [][]string
	for range ballots {
		one := d.ballot(chance, credential)
		commitments := d.Recompute(table, one.terms)
		var texts []string
		for _, e := range append(one.elements, commitments...) {
			texts = append(texts, group.Wire(e))
		}
		terms, elements, hints, wires = append(terms, one.terms...), append(elements, one.elements...), append(hints, commitments...), append(wires, texts)
	}
	all := append(elements, hints...)
	perBallot := func(b *testing.B) {
		b.Helper()
		b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/ballots, "µs/ballot")
	}
	b.Run("membership", func(b *testing.B) {
		for b.Loop() {
			if d.Outsider(all, []byte("seed")) != -1 {
				b.Fatal("an outsider")
			}
		}
		perBallot(b)
	})
	b.Run("equations", func(b *testing.B) {
		for b.Loop() {
			if !d.Holds(key, terms, hints, []byte("seed")) {
				b.Fatal("the equations do not hold")
			}
		}
		perBallot(b)
	})
	b.Run("reading", func(b *testing.B) {
		for b.Loop() {
			for _, texts := range wires {
				text := make([]byte, 0, 10_000)
				for _, wire := range texts {
					e, err := d.Decode(wire)
					if err != nil {
						b.Fatal(err)
					}
					text = e.AppendWire(text)
				}
				sha256.Sum256(text)
			}
		}
		perBallot(b)
	})
}

func BenchmarkOperations(b *testing.B) {
	for _, d := range domains(b) {
		chance := &stream{}
		scalar := func() group.Scalar { return d.Reduce(chance.bytes(300)) }
		e, k := d.Power(nil, scalar()), scalar()
		read := d.decode(b, number(b, e))
		for name, do := range map[string]func(){
			"multiply": func() { d.Multiply(e, e) }, "invert": func() { d.Invert(e) },
			"generator": func() { d.Power(nil, k) }, "power": func() { d.Power(e, k) },
			"prepared":   func() { d.Recompute(nil, []group.Term{{G: k}}) },
			"variable":   func() { d.Recompute(nil, []group.Term{{Factors: []group.Factor{{Base: e, Exponent: k}}}}) },
			"prepare":    func() { d.Prepare(e) },
			"wire":       func() { e.AppendWire(make([]byte, 0, 700)) },
			"decode":     func() { d.decodeWire(b, group.Wire(read)) },
			"membership": func() { d.Outsider([]group.Element{e}, nil) },
		} {
			b.Run(d.Name()+"/"+name, func(b *testing.B) {
				for b.Loop() {
					do()
				}
			})
		}
		for _, n := range []int{2, 100, 1000, 5000} {
			bases, exponents := make([]group.Element, n), make([]group.Scalar, n)
			for i := range bases {
				e = d.Multiply(e, e)
				bases[i], exponents[i] = e, scalar()
			}
			each := func(b *testing.B) {
				b.Helper()
				b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "µs/element")
			}
			b.Run(fmt.Sprintf("%s/product of %d", d.Name(), n), func(b *testing.B) {
				for b.Loop() {
					d.Product(bases, exponents)
				}
				each(b)
			})
			b.Run(fmt.Sprintf("%s/membership of %d", d.Name(), n), func(b *testing.B) {
				for b.Loop() {
					d.Outsider(bases, []byte("seed"))
				}
				each(b)
			})
		}
	}
}

func (d domain) decodeWire(b *testing.B, wire string) {
	b.Helper()
	if _, err := d.Decode(wire); err != nil {
		b.Fatal(err)
	}
}
