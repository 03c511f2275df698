package group

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/big"

	"filippo.io/bigmod"
)

// Scalar is a number modulo the order of a group. The zero value is no number at all (IsNone). A scalar never
// changes, but for Wipe.
type Scalar struct{ nat *bigmod.Nat }

// IsNone tells whether the scalar was never given a value.
func (s Scalar) IsNone() bool { return s.nat == nil }

// order is the prime order of a group.
type order struct {
	modulus *bigmod.Modulus
	public  *big.Int
	radix   *bigmod.Nat // 2^128 modulo the order, for reading long numbers in constant time
}

func newOrder(q []byte) (order, error) {
	modulus, err := bigmod.NewModulus(q)
	if err != nil {
		return order{}, fmt.Errorf("the order: %w", err)
	}
	public := new(big.Int).SetBytes(q)
	if public.BitLen() < 160 {
		return order{}, errors.New("the order is too small to be secure")
	}
	radix := make([]byte, modulus.Size())
	radix[len(radix)-17] = 1
	nat, err := new(bigmod.Nat).SetBytes(radix, modulus)
	if err != nil {
		return order{}, fmt.Errorf("the order: %w", err)
	}
	return order{modulus, public, nat}, nil
}

// Order gives the order of the group.
func (g *Group) Order() *big.Int { return new(big.Int).Set(g.order.public) }

// ParseScalar reads a scalar from its canonical decimal digits: no sign, no leading zero, less than the order.
func (g *Group) ParseScalar(text string) (Scalar, error) {
	if text == "" || len(text) > 700 || text[0] == '0' && text != "0" {
		return Scalar{}, fmt.Errorf("%s is not a number in canonical decimal digits", shown(text))
	}
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return Scalar{}, fmt.Errorf("%s is not a number in canonical decimal digits", shown(text))
		}
	}
	n, ok := new(big.Int).SetString(text, 10)
	if !ok || n.Cmp(g.order.public) >= 0 {
		return Scalar{}, fmt.Errorf("%s is not less than the order of the group %s", shown(text), g.name)
	}
	return g.FromBig(n), nil
}

// ScalarText gives the decimal digits of a scalar. The conversion takes a time that depends on the value a little;
// only a private key that is written to its own file is a secret here.
func (g *Group) ScalarText(s Scalar) string { return new(big.Int).SetBytes(g.ScalarBytes(s)).String() }

// ScalarBytes gives a scalar in big-endian bytes, as many as the order has.
func (g *Group) ScalarBytes(s Scalar) []byte { return s.nat.Bytes(g.order.modulus) }

// FromBig reduces a public number, which may be negative, modulo the order.
func (g *Group) FromBig(n *big.Int) Scalar {
	reduced := n
	if n.Sign() < 0 || n.Cmp(g.order.public) >= 0 {
		reduced = new(big.Int).Mod(n, g.order.public)
	}
	nat, err := new(bigmod.Nat).SetBytes(reduced.FillBytes(make([]byte, g.order.modulus.Size())), g.order.modulus)
	if err != nil {
		panic("group: a reduced number does not fit its modulus: " + err.Error())
	}
	return Scalar{nat}
}

// Small gives a small number, which may be negative, as a scalar.
func (g *Group) Small(n int64) Scalar { return g.FromBig(big.NewInt(n)) }

// Reduce reads big-endian bytes of any length as a number, modulo the order, in a time that depends on the length
// alone.
func (g *Group) Reduce(number []byte) Scalar {
	sum := new(bigmod.Nat).ExpandFor(g.order.modulus)
	limb := make([]byte, g.order.modulus.Size())
	for len(number) > 0 {
		n := len(number) % 16
		if n == 0 {
			n = 16
		}
		clear(limb)
		copy(limb[len(limb)-n:], number[:n])
		nat, err := new(bigmod.Nat).SetBytes(limb, g.order.modulus)
		if err != nil {
			panic("group: 128 bits do not fit the order: " + err.Error())
		}
		sum.Mul(g.order.radix, g.order.modulus).Add(nat, g.order.modulus)
		number = number[n:]
	}
	clear(limb)
	return Scalar{sum}
}

// RandomScalar draws a scalar. It reads 128 bits more than the order has, so that its bias is below 2^-128.
func (g *Group) RandomScalar(random io.Reader) (Scalar, error) {
	bytes := make([]byte, g.order.modulus.Size()+16)
	defer clear(bytes)
	if _, err := io.ReadFull(random, bytes); err != nil {
		return Scalar{}, fmt.Errorf("read from the source of chance: %w", err)
	}
	return g.Reduce(bytes), nil
}

// AddScalars gives a+b.
func (g *Group) AddScalars(a, b Scalar) Scalar {
	return Scalar{g.copyOf(a).Add(b.nat, g.order.modulus)}
}

// SubtractScalars gives a-b.
func (g *Group) SubtractScalars(a, b Scalar) Scalar {
	return Scalar{g.copyOf(a).Sub(b.nat, g.order.modulus)}
}

// MultiplyScalars gives a·b.
func (g *Group) MultiplyScalars(a, b Scalar) Scalar {
	return Scalar{g.copyOf(a).Mul(b.nat, g.order.modulus)}
}

// NegateScalar gives -a.
func (g *Group) NegateScalar(a Scalar) Scalar { return g.SubtractScalars(g.Small(0), a) }

// InvertScalar gives 1/a for a public a that is not zero, in variable time.
func (g *Group) InvertScalar(a Scalar) (Scalar, error) {
	inverse := new(big.Int).ModInverse(new(big.Int).SetBytes(g.ScalarBytes(a)), g.order.public)
	if inverse == nil {
		return Scalar{}, errors.New("zero has no inverse")
	}
	return g.FromBig(inverse), nil
}

// EqualScalars compares two scalars, in constant time.
func (g *Group) EqualScalars(a, b Scalar) bool { return a.nat.Equal(b.nat) == 1 }

// Wipe overwrites a secret scalar with zeros, as far as Go allows: copies that the collector made stay.
func (g *Group) Wipe(s Scalar) {
	if s.nat != nil {
		s.nat.Sub(s.nat, g.order.modulus)
	}
}

// Copy gives a scalar of its own, to be wiped by itself.
func (g *Group) Copy(s Scalar) Scalar { return Scalar{g.copyOf(s)} }

func (g *Group) copyOf(s Scalar) *bigmod.Nat {
	return new(bigmod.Nat).ExpandFor(g.order.modulus).Add(s.nat, g.order.modulus)
}

// Challenge hashes as protocol version 1 does: SHA-256 of the prefix followed by the wire forms of the elements,
// joined with commas, read as a big-endian number and reduced modulo the order. The prefix ends with its own '|'.
func (g *Group) Challenge(prefix string, elements ...Element) Scalar {
	text := append(make([]byte, 0, len(prefix)+len(elements)*65), prefix...)
	for i, e := range elements {
		if i > 0 {
			text = append(text, ',')
		}
		text = e.AppendWire(text)
	}
	digest := sha256.Sum256(text)
	return g.Reduce(digest[:])
}

// Weights derives n weights of 128 bits from a seed, for equations that are checked together.
func (g *Group) Weights(seed []byte, n int) []Scalar {
	weights := make([]Scalar, n)
	block := append(append(make([]byte, 0, len(seed)+8), seed...), make([]byte, 8)...)
	for i := range weights {
		binary.BigEndian.PutUint64(block[len(seed):], uint64(i))
		digest := sha256.Sum256(block)
		weights[i] = g.Reduce(digest[:16])
	}
	return weights
}

// Independent gives the i-th generator for shuffles: from SHA-256 of "ggen|" and i in decimal; -1 is the second
// base of commitments.
func (g *Group) Independent(i int) Element {
	return g.FromDigest(sha256.Sum256(fmt.Appendf(nil, "ggen|%d", i)))
}
