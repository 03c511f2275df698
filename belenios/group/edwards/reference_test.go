package edwards_test

import (
	"encoding/binary"
	"encoding/hex"
	"math/big"
	"slices"
	"testing"

	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/group/edwards"
	"github.com/selectorate/selectorate/internal/beleniostest"
)

// The reference: the curve's law of addition in affine coordinates, on numbers of any size.

func number(decimal string) *big.Int {
	n, ok := new(big.Int).SetString(decimal, 10)
	if !ok {
		panic(decimal)
	}
	return n
}

type reference struct{ p, d, l *big.Int }

func newReference() reference {
	p := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 255), big.NewInt(19))
	d := new(big.Int).ModInverse(big.NewInt(121666), p)
	d.Mul(d, big.NewInt(-121665)).Mod(d, p)
	l := new(big.Int).Lsh(big.NewInt(1), 252)
	return reference{p, d, l.Add(l, number("27742317777372353535851937790883648493"))}
}

type affine struct{ x, y *big.Int }

func (r reference) neutral() affine { return affine{big.NewInt(0), big.NewInt(1)} }

func (r reference) add(a, b affine) affine {
	xy, yx := new(big.Int).Mul(a.x, b.y), new(big.Int).Mul(a.y, b.x)
	yy, xx := new(big.Int).Mul(a.y, b.y), new(big.Int).Mul(a.x, b.x)
	t := new(big.Int).Mul(xx, yy)
	t.Mul(t, r.d).Mod(t, r.p)
	over := func(n, d *big.Int) *big.Int {
		d.ModInverse(d.Mod(d, r.p), r.p)
		return n.Mod(n.Mul(n, d), r.p)
	}
	one := big.NewInt(1)
	return affine{over(xy.Add(xy, yx), new(big.Int).Add(one, t)), over(yy.Add(yy, xx), new(big.Int).Sub(one, t))}
}

func (r reference) multiply(n *big.Int, a affine) affine {
	sum := r.neutral()
	for i := n.BitLen() - 1; i >= 0; i-- {
		sum = r.add(sum, sum)
		if n.Bit(i) == 1 {
			sum = r.add(sum, a)
		}
	}
	return sum
}

// point finds x for a y, with the given lowest bit; ok is false where there is none.
func (r reference) point(y *big.Int, odd uint) (affine, bool) {
	yy := new(big.Int).Mul(y, y)
	denominator := new(big.Int).Mul(yy, r.d)
	denominator.Add(denominator, big.NewInt(1))
	xx := new(big.Int).Sub(yy, big.NewInt(1))
	xx.Mul(xx, denominator.ModInverse(denominator.Mod(denominator, r.p), r.p)).Mod(xx, r.p)
	x := new(big.Int).ModSqrt(xx, r.p)
	if x == nil {
		return affine{}, false
	}
	if x.Bit(0) != odd {
		x.Sub(r.p, x).Mod(x, r.p)
	}
	return affine{x, y}, x.Bit(0) == odd
}

func (r reference) wire(a affine) string {
	n := new(big.Int).Set(a.y)
	n.SetBit(n, 255, a.x.Bit(0))
	return hex.EncodeToString(n.FillBytes(make([]byte, 32)))
}

// smallOrder gives the eight points whose order divides 8.
func (r reference) smallOrder(t testing.TB) []affine {
	t.Helper()
	for y := int64(2); ; y++ {
		a, ok := r.point(big.NewInt(y), 0)
		if !ok {
			continue
		}
		a = r.multiply(r.l, a)
		if four := r.multiply(big.NewInt(4), a); four.x.Sign() != 0 || four.y.Cmp(big.NewInt(1)) == 0 {
			continue
		}
		all := []affine{r.neutral()}
		for len(all) < 8 {
			all = append(all, r.add(all[len(all)-1], a))
		}
		return all
	}
}

func below(s *beleniostest.Chance, n int) int {
	var b [4]byte
	_, _ = s.Read(b[:])
	return int(binary.BigEndian.Uint32(b[:]) % uint32(n))
}

func ed25519(t testing.TB) *group.Group {
	t.Helper()
	g, err := edwards.New()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func decode(t testing.TB, g *group.Group, wire string) group.Element {
	t.Helper()
	e, err := g.Decode(wire)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func random(t testing.TB, g *group.Group, chance *beleniostest.Chance) group.Scalar {
	t.Helper()
	s, err := g.RandomScalar(chance)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func value(g *group.Group, s group.Scalar) *big.Int { return new(big.Int).SetBytes(g.ScalarBytes(s)) }

// scalars gives exponents at the edges and some random ones, long and short.
func scalars(t testing.TB, g *group.Group, chance *beleniostest.Chance, n int) []group.Scalar {
	t.Helper()
	out := []group.Scalar{g.Small(0), g.Small(1), g.Small(2), g.Small(-1), g.Small(-2), g.Small(15), g.Small(16), g.Small(128), g.Small(129), g.Small(255)}
	for _, bit := range []uint{63, 64, 127, 128, 191, 192, 251, 252} {
		n := new(big.Int).Lsh(big.NewInt(1), bit)
		out = append(out, g.FromBig(n), g.FromBig(n.Sub(n, big.NewInt(1))))
	}
	for len(out) < n {
		s := random(t, g, chance)
		if below(chance, 4) == 0 {
			s = g.Reduce(g.ScalarBytes(s)[:16])
		}
		out = append(out, s)
	}
	return out[:n]
}

// points gives points of the curve: the eight of small order, random members, and members with a part of small order.
func points(t testing.TB, r reference, chance *beleniostest.Chance, n int) []affine {
	t.Helper()
	small := r.smallOrder(t)
	base, ok := r.point(new(big.Int).Mod(new(big.Int).Mul(big.NewInt(4), new(big.Int).ModInverse(big.NewInt(5), r.p)), r.p), 0)
	if !ok {
		t.Fatal("the base point is not on the curve")
	}
	out := slices.Clone(small)
	member := base
	for i := 0; len(out) < n; i++ {
		member = r.add(r.add(member, member), base)
		if i > 3 && below(chance, 8) == 0 {
			member = r.multiply(big.NewInt(int64(below(chance, 1<<30))), member)
		}
		out = append(out, r.add(member, small[i%8]))
	}
	return out[:n]
}
