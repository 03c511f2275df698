package modular_test

import (
	"crypto/sha256"
	"encoding/binary"
	"math/big"
	"testing"

	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/group/modular"
)

// domain is a group beside its numbers, and math/big does for the tests what the group does.
type domain struct {
	*group.Group
	p, q, g *big.Int
}

func domains(t testing.TB) []domain {
	t.Helper()
	var out []domain
	for _, make := range []func() (*group.Group, error){modular.Belenios2048, modular.RFC3526} {
		g, err := make()
		if err != nil {
			t.Fatal(err)
		}
		d := domain{Group: g, q: g.Order(), g: number(t, g.Generator())}
		if g.Name() == "RFC-3526-2048" {
			d.p = new(big.Int).Lsh(d.q, 1)
			d.p.Add(d.p, big.NewInt(1))
		} else {
			d.p = new(big.Int).Add(number(t, minusOne(t, g)), big.NewInt(1))
		}
		out = append(out, d)
	}
	return out
}

// minusOne finds the greatest number that decodes, by halving.
func minusOne(t testing.TB, g *group.Group) group.Element {
	t.Helper()
	low, high := big.NewInt(1), new(big.Int).Lsh(big.NewInt(1), 2048)
	for {
		middle := new(big.Int).Add(low, high)
		middle.Rsh(middle, 1)
		if middle.Cmp(low) == 0 {
			e, err := g.Decode(low.String())
			if err != nil {
				t.Fatal(err)
			}
			return e
		}
		if _, err := g.Decode(middle.String()); err == nil {
			low = middle
		} else {
			high = middle
		}
	}
}

func number(t testing.TB, e group.Element) *big.Int {
	t.Helper()
	n, ok := new(big.Int).SetString(group.Wire(e), 10)
	if !ok {
		t.Fatalf("%q is not a number", group.Wire(e))
	}
	return n
}

func (d domain) decode(t testing.TB, n *big.Int) group.Element {
	t.Helper()
	e, err := d.Decode(n.String())
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func (d domain) power(base, exponent *big.Int) *big.Int { return new(big.Int).Exp(base, exponent, d.p) }

func (d domain) times(a, b *big.Int) *big.Int {
	n := new(big.Int).Mul(a, b)
	return n.Mod(n, d.p)
}

// stream is a source of chance that is the same at each run.
type stream struct{ n uint64 }

func (s *stream) bytes(n int) (out []byte) {
	for len(out) < n {
		digest := sha256.Sum256(binary.BigEndian.AppendUint64(nil, s.n))
		out = append(out, digest[:]...)
		s.n++
	}
	return out[:n]
}

// below draws a number of 1..bound-1.
func (s *stream) below(bound *big.Int) *big.Int {
	n := new(big.Int).SetBytes(s.bytes(300))
	n.Mod(n, new(big.Int).Sub(bound, big.NewInt(1)))
	return n.Add(n, big.NewInt(1))
}

// edgeScalars are exponents at the edges and some by chance.
func (d domain) edgeScalars(s *stream) (out []*big.Int) {
	one := big.NewInt(1)
	last := new(big.Int).Sub(d.q, one)
	out = append(out, new(big.Int), one, big.NewInt(2), big.NewInt(255), big.NewInt(256), last, new(big.Int).Rsh(d.q, 1),
		new(big.Int).Lsh(one, uint(d.q.BitLen()-1)), new(big.Int).Lsh(one, 64), new(big.Int).Lsh(one, 127))
	for range 3 {
		out = append(out, s.below(d.q))
	}
	return append(out, new(big.Int).SetBytes(s.bytes(16)))
}

// edgeElements are members, 1, the element of order 2, and numbers that are no members.
func (d domain) edgeElements(s *stream) []*big.Int {
	one := big.NewInt(1)
	last := new(big.Int).Sub(d.p, one)
	return []*big.Int{one, last, d.g, d.times(d.g, last), big.NewInt(2), big.NewInt(3), new(big.Int).Rsh(d.p, 1), s.below(d.p), s.below(d.p)}
}
