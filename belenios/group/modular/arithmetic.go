package modular

import (
	"math/big"

	"filippo.io/bigmod"

	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/group/modular/limbs"
)

// Generator gives g.
func (r *residues) Generator() group.Element { return r.generator }

// Multiply gives a·b.
func (r *residues) Multiply(a, b group.Element) group.Element {
	e := &element{of: r}
	r.multiplying.Multiply(&e.value, &r.own(a).value, &r.own(b).value)
	return e
}

// Invert gives 1/a. Of a member it is the power q-1; of anything else the power p-2. The time depends on which of these
// it is and on nothing else: how a power is found depends on the exponent alone, which is no secret here, and each
// multiplication takes the same time.
func (r *residues) Invert(a group.Element) group.Element {
	value := &r.own(a).value
	if !r.safe {
		inverse := r.public(value, new(big.Int).Sub(r.q, big.NewInt(1)))
		var product limbs.Number
		r.multiplying.Multiply(&product, value, inverse)
		if one := r.multiplying.One(); limbs.Equal(&product, &one) {
			return r.element(inverse)
		}
	}
	return r.element(r.public(value, new(big.Int).Sub(r.p, big.NewInt(2))))
}

// public gives a power of which the exponent is no secret.
func (r *residues) public(base *limbs.Number, exponent *big.Int) *limbs.Number {
	result := r.straus([]power{{base, wordsOf(exponent.Bytes())}})
	return result.result()
}

// Power gives base^exponent.
func (r *residues) Power(base group.Element, exponent group.Scalar) group.Element {
	if base == nil || r.own(base) == r.generator {
		return r.secret.power(exponent)
	}
	return r.power(r.own(base), r.group.ScalarBytes(exponent))
}

func (r *residues) power(base *element, exponent []byte) *element {
	nat, err := bigmod.NewNat().SetBytes(r.bytes(base), r.modulus)
	if err != nil {
		panic("modular: an element that is not less than the modulus: " + err.Error())
	}
	return r.fromBytes(bigmod.NewNat().Exp(nat, exponent, r.modulus).Bytes(r.modulus))
}

// Equal compares two elements.
func (r *residues) Equal(a, b group.Element) bool {
	return limbs.Equal(&r.own(a).value, &r.own(b).value)
}
