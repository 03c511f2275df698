// Package modular holds the two groups of numbers modulo a prime of 2,048 bits: BELENIOS-2048, a subgroup of a
// prime order of 256 bits, and RFC-3526-2048, the squares modulo a safe prime.
//
// Elements are kept in Montgomery's form (package limbs). What holders of secrets compute takes a time that does not
// depend on the values: filippo.io/bigmod for powers of any base, a table that is read through whole for powers of
// the generator. What verifiers compute is in variable time, and chosen to need few multiplications: nearly all the
// time goes into these.
package modular

import (
	"fmt"
	"math/big"

	"filippo.io/bigmod"

	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/group/modular/limbs"
)

// element is a number of 1..p-1.
type element struct {
	of    *residues
	value limbs.Number
	wire  string // as it was read, or empty
}

// AppendWire adds the decimal digits.
func (e *element) AppendWire(to []byte) []byte {
	if e.wire != "" {
		return append(to, e.wire...)
	}
	return e.plain().Append(to, 10)
}

// plain gives the element as a number.
func (e *element) plain() *big.Int { return new(big.Int).SetBytes(e.of.bytes(e)) }

// residues is one of the groups. It never changes after newGroup.
type residues struct {
	group       *group.Group
	name        string
	p, q        *big.Int
	cofactor    *big.Int // (p-1)/q
	safe        bool     // whether the cofactor is 2, so that the members are the squares
	multiplying *limbs.Modulus
	modulus     *bigmod.Modulus
	generator   *element
	powers      *comb       // of the generator, in variable time
	secret      *secretComb // of the generator, for secret exponents
}

func newGroup(name string, p, q, g *big.Int) (*group.Group, error) {
	r := &residues{name: name, p: p, q: q}
	r.cofactor = new(big.Int).Rsh(p, 1)
	r.safe = r.cofactor.Cmp(q) == 0
	r.cofactor.Div(new(big.Int).Sub(p, big.NewInt(1)), q)
	var err error
	if r.multiplying, err = limbs.NewModulus(p.Bytes()); err != nil {
		return nil, fmt.Errorf("group %s: %w", name, err)
	}
	if r.modulus, err = bigmod.NewModulus(p.Bytes()); err != nil {
		return nil, fmt.Errorf("group %s: the modulus: %w", name, err)
	}
	r.generator = r.fromBytes(g.Bytes())
	squares := r.squares(&r.generator.value)
	r.powers = newComb(r, r.generator, squares)
	r.secret = newSecretComb(r, squares)
	r.group, err = group.New(name, q.Bytes(), r, r, r)
	return r.group, err
}

// own makes sure that an element is of this group. The same group made twice has the same elements.
func (r *residues) own(e group.Element) *element {
	own, ok := e.(*element)
	if !ok || own.of != r && own.of.name != r.name {
		panic("modular: an element of another group was handed to the group " + r.name)
	}
	return own
}

func (r *residues) element(value *limbs.Number) *element { return &element{of: r, value: *value} }

// fromBytes makes an element of big-endian bytes that are less than p.
func (r *residues) fromBytes(bytes []byte) *element {
	e := &element{of: r}
	if !r.multiplying.Read(&e.value, bytes) {
		panic("modular: a number that is not less than the modulus of the group " + r.name)
	}
	return e
}

// bytes gives the 256 big-endian bytes of an element.
func (r *residues) bytes(e *element) []byte {
	return r.multiplying.Append(make([]byte, 0, limbs.Bytes), &e.value)
}

// words gives a scalar in 64-bit words, the lowest first.
func (r *residues) words(s group.Scalar) []uint64 {
	bytes := r.group.ScalarBytes(s)
	defer clear(bytes)
	return wordsOf(bytes)
}

// wordsOf gives big-endian bytes in 64-bit words, the lowest first.
func wordsOf(bytes []byte) []uint64 {
	words := make([]uint64, (len(bytes)+7)/8)
	for i := range bytes {
		words[i/8] |= uint64(bytes[len(bytes)-1-i]) << (i % 8 * 8)
	}
	return words
}

// product is a product that grows. Until there is a factor it is 1.
type product struct {
	modulus *limbs.Modulus
	value   limbs.Number
	begun   bool
}

func (r *residues) product() product { return product{modulus: r.multiplying} }

func (p *product) times(x *limbs.Number) {
	if !p.begun {
		p.value, p.begun = *x, true
		return
	}
	p.modulus.Multiply(&p.value, &p.value, x)
}

func (p *product) timesProduct(x *product) {
	if x.begun {
		p.times(&x.value)
	}
}

func (p *product) square() {
	if p.begun {
		p.modulus.Square(&p.value, &p.value)
	}
}

func (p *product) result() *limbs.Number {
	if !p.begun {
		p.value, p.begun = p.modulus.One(), true
	}
	return &p.value
}
