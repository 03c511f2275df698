package edwards_test

import (
	"crypto/sha256"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"filippo.io/edwards25519"
	voi "github.com/oasisprotocol/curve25519-voi/curve"
	voiscalar "github.com/oasisprotocol/curve25519-voi/curve/scalar"

	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/internal/beleniostest"
)

// elements decodes points of the reference; every third is made anew by a multiplication, so that its coordinates are
// not affine.
func elements(t testing.TB, g *group.Group, r reference, from []affine) []group.Element {
	t.Helper()
	out := make([]group.Element, len(from))
	for i, a := range from {
		out[i] = decode(t, g, r.wire(a))
		if i%3 == 0 {
			out[i] = g.Multiply(out[i], g.Identity())
		}
	}
	return out
}

func turned(bytes []byte) []byte {
	out := slices.Clone(bytes)
	slices.Reverse(out)
	return out
}

func TestGenerator(t *testing.T) {
	g := ed25519(t)
	if want := strings.Repeat("6", 62) + "58"; group.Wire(g.Generator()) != want {
		t.Errorf("the generator is written %s, not %s", group.Wire(g.Generator()), want)
	}
	r := newReference()
	if g.Order().Cmp(r.l) != 0 {
		t.Errorf("the order is %s", g.Order())
	}
	if wire := group.Wire(g.Identity()); wire != strings.Repeat("0", 63)+"1" {
		t.Errorf("the neutral element is written %s", wire)
	}
}

// TestArithmetic compares with the reference: products, inverses, powers in constant time, comparison.
func TestArithmetic(t *testing.T) {
	g, r, chance := ed25519(t), newReference(), &beleniostest.Chance{}
	from := points(t, r, chance, 24)
	all := elements(t, g, r, from)
	exponents := scalars(t, g, chance, 29)
	for i, a := range from {
		inverse := affine{new(big.Int).Mod(new(big.Int).Neg(a.x), r.p), a.y}
		if got := group.Wire(g.Invert(all[i])); got != r.wire(inverse) {
			t.Errorf("the inverse of point %d is %s, not %s", i, got, r.wire(inverse))
		}
		for j, b := range from {
			if got, want := group.Wire(g.Multiply(all[i], all[j])), r.wire(r.add(a, b)); got != want {
				t.Errorf("points %d and %d: the product is %s, not %s", i, j, got, want)
			}
			if g.Equal(all[i], all[j]) != (i == j) {
				t.Errorf("points %d and %d are taken for equal, or not equal", i, j)
			}
		}
		s := exponents[(i*5)%len(exponents)]
		if got, want := group.Wire(g.Power(all[i], s)), r.wire(r.multiply(value(g, s), a)); got != want {
			t.Errorf("point %d to the power of %s is %s, not %s", i, g.ScalarText(s), got, want)
		}
	}
	for _, s := range exponents {
		if !g.Equal(g.Power(nil, s), g.Power(g.Multiply(g.Generator(), g.Identity()), s)) {
			t.Errorf("the generator to the power of %s is not the same in two ways", g.ScalarText(s))
		}
	}
}

// TestPowersOfOneBase holds the four ways in which a power is computed against the reference and two other modules, for
// points of all kinds.
func TestPowersOfOneBase(t *testing.T) {
	g, r, chance := ed25519(t), newReference(), &beleniostest.Chance{Label: "1000"}
	from := points(t, r, chance, 20)
	all := elements(t, g, r, from)
	exponents := scalars(t, g, chance, 40)
	for i, base := range all {
		table := g.Prepare(base)
		var terms []group.Term
		for _, s := range exponents {
			terms = append(terms, group.Term{Factors: []group.Factor{{Base: base, Exponent: s}}}, group.Term{K: s})
		}
		shared := g.Recompute(table, terms)
		for j, s := range exponents {
			want := group.Wire(g.Power(base, s))
			if j%7 == i%7 {
				if slow := r.wire(r.multiply(value(g, s), from[i])); slow != want {
					t.Fatalf("the reference says %s, not %s", slow, want)
				}
				if library := others(t, g, r.wire(from[i]), s); library[0] != want || library[1] != want {
					t.Fatalf("other modules say %s, not %s", library, want)
				}
			}
			for name, got := range map[string]group.Element{
				"with shared doublings": shared[2*j],
				"from a table":          shared[2*j+1],
				"alone":                 g.Recompute(nil, terms[2*j:2*j+1])[0],
				"as a product":          g.Product([]group.Element{base}, []group.Scalar{s}),
			} {
				if group.Wire(got) != want {
					t.Errorf("point %d to the power of %s %s is %s, not %s", i, g.ScalarText(s), name, group.Wire(got), want)
				}
			}
		}
	}
}

// others computes a power with filippo.io/edwards25519 in variable time and with curve25519-voi.
func others(t *testing.T, g *group.Group, wire string, s group.Scalar) [2]string {
	t.Helper()
	bytes := turned(decodeHex(t, wire))
	a, err := new(edwards25519.Point).SetBytes(bytes)
	if err != nil {
		t.Fatal(err)
	}
	n, err := edwards25519.NewScalar().SetCanonicalBytes(turned(g.ScalarBytes(s)))
	if err != nil {
		t.Fatal(err)
	}
	first := new(edwards25519.Point).VarTimeMultiScalarMult([]*edwards25519.Scalar{n}, []*edwards25519.Point{a})
	var compressed voi.CompressedEdwardsY
	if _, err := compressed.SetBytes(bytes); err != nil {
		t.Fatal(err)
	}
	b, err := voi.NewEdwardsPoint().SetCompressedY(&compressed)
	if err != nil {
		t.Fatal(err)
	}
	m, err := voiscalar.NewFromCanonicalBytes(turned(g.ScalarBytes(s)))
	if err != nil {
		t.Fatal(err)
	}
	second := voi.NewEdwardsPoint().MultiscalarMulVartime([]*voiscalar.Scalar{m}, []*voi.EdwardsPoint{b})
	compressed.SetEdwardsPoint(second)
	return [2]string{fmt.Sprintf("%x", turned(first.Bytes())), fmt.Sprintf("%x", turned(compressed[:]))}
}

// TestRecompute takes terms of all shapes, with bases that occur once, a few times, and so often that they get a
// table.
func TestRecompute(t *testing.T) {
	g, r, chance := ed25519(t), newReference(), &beleniostest.Chance{Label: "2000"}
	all := elements(t, g, r, points(t, r, chance, 30))
	key := g.Power(nil, random(t, g, chance))
	exponents := scalars(t, g, chance, 60)
	pick := func() group.Scalar { return exponents[below(chance, len(exponents))] }
	var terms []group.Term
	for i := range 700 {
		var term group.Term
		if below(chance, 2) == 0 {
			term.G = pick()
		}
		if below(chance, 2) == 0 {
			term.K = pick()
		}
		for range below(chance, 3) {
			term.Factors = append(term.Factors, group.Factor{Base: all[below(chance, 16)], Exponent: pick()})
		}
		if i < 10 {
			term.Factors = append(term.Factors, group.Factor{Base: all[20+i], Exponent: pick()})
		}
		if i%2 == 0 {
			term.Factors = append(term.Factors, group.Factor{Base: all[16], Exponent: pick()})
		}
		terms = append(terms, term)
	}
	terms = append(terms, group.Term{}, group.Term{Factors: []group.Factor{{Base: all[9], Exponent: pick()}, {Base: all[9], Exponent: pick()}}})
	got := g.Recompute(g.Prepare(key), terms)
	for i, term := range terms {
		want := g.Identity()
		if !term.G.IsNone() {
			want = g.Power(nil, term.G)
		}
		if !term.K.IsNone() {
			want = g.Multiply(want, g.Power(key, term.K))
		}
		for _, factor := range term.Factors {
			want = g.Multiply(want, g.Power(factor.Base, factor.Exponent))
		}
		if !g.Equal(got[i], want) || group.Wire(got[i]) != group.Wire(want) {
			t.Errorf("term %d is %s, not %s", i, group.Wire(got[i]), group.Wire(want))
		}
	}
	if len(g.Recompute(nil, nil)) != 0 {
		t.Error("no terms have a commitment")
	}
}

// TestProduct goes over the lengths at which another way is taken.
func TestProduct(t *testing.T) {
	g, r, chance := ed25519(t), newReference(), &beleniostest.Chance{Label: "3000"}
	all := elements(t, g, r, points(t, r, chance, 2000))
	exponents := scalars(t, g, chance, 2000)
	short := g.Weights([]byte("seed"), 2000)
	for _, powers := range [][]group.Scalar{exponents, short} {
		want, done := g.Identity(), 0
		for _, n := range []int{0, 1, 2, 3, 10, 219, 220, 221, 222, 300, 500, 1000, 2000} {
			for ; done < n; done++ {
				want = g.Multiply(want, g.Power(all[done], powers[done]))
			}
			if got := g.Product(all[:n], powers[:n]); !g.Equal(got, want) {
				t.Errorf("a product of %d powers is %s, not %s", n, group.Wire(got), group.Wire(want))
			}
		}
	}
	// Powers that cancel out, and a product of the neutral element alone.
	minus := make([]group.Scalar, 1000)
	for i := range minus {
		minus[i] = g.Small(0)
	}
	if !g.IsIdentity(g.Product(all[:1000], minus)) {
		t.Error("a product of powers of 0 is not the neutral element")
	}
}

func TestLongProduct(t *testing.T) {
	if testing.Short() {
		t.Skip("long: not with -short")
	}
	g, chance := ed25519(t), &beleniostest.Chance{Label: "4000"}
	n := 1<<16 + 1<<10
	// g^(1), g^(2), g^(3), ...: the logarithm of the product is a sum of scalars.
	bases, logarithm := make([]group.Element, n), g.Small(0)
	exponents := make([]group.Scalar, n)
	e := g.Generator()
	some := scalars(t, g, chance, 500)
	for i := range bases {
		bases[i], exponents[i] = e, some[i%len(some)]
		logarithm = g.AddScalars(logarithm, g.MultiplyScalars(exponents[i], g.Small(int64(i+1))))
		e = g.Multiply(e, g.Generator())
	}
	if !g.Equal(g.Product(bases, exponents), g.Power(nil, logarithm)) {
		t.Error("a long product is wrong")
	}
}

func TestOutsider(t *testing.T) {
	g, r, chance := ed25519(t), newReference(), &beleniostest.Chance{Label: "5000"}
	small := r.smallOrder(t)
	for i, a := range small {
		e := decode(t, g, r.wire(a))
		if outside := g.Outsider([]group.Element{e}, []byte("seed")) == 0; outside != (i != 0) {
			t.Errorf("small order, %d: outside %v", i, outside)
		}
		if _, err := g.Member(r.wire(a)); err == nil {
			t.Errorf("small order, %d: taken as a member that is not the neutral element", i)
		}
		mixed := g.Multiply(e, g.Power(nil, random(t, g, chance)))
		if outside := g.Outsider([]group.Element{mixed}, []byte("seed")) == 0; outside != (i != 0) {
			t.Errorf("a member times small order, %d: outside %v", i, outside)
		}
	}
	if g.Outsider(nil, nil) != -1 {
		t.Error("nothing has an outsider")
	}
	members := make([]group.Element, 1200)
	e := g.Power(nil, random(t, g, chance))
	for i := range members {
		members[i] = e
		e = g.Multiply(e, e)
	}
	members[5] = g.Identity()
	members[6] = members[7]
	for _, n := range []int{1, 200, 201, 511, 512, 513, 1200} {
		if at := g.Outsider(members[:n], []byte("seed")); at != -1 {
			t.Errorf("of %d members, number %d is taken for an outsider", n, at)
		}
	}
	for i, at := range []int{0, 1, 199, 200, 600, 1023, 1198, 1199} {
		for _, n := range []int{200, 201, 1200} {
			if at >= n {
				continue
			}
			all := slices.Clone(members[:n])
			all[at] = g.Multiply(all[at], decode(t, g, r.wire(small[i%7+1])))
			if got := g.Outsider(all, []byte("seed")); got != at {
				t.Errorf("of %d elements, number %d is found to be an outsider, not %d", n, got, at)
			}
			// A second one that cancels the first in the sum of all.
			other := (at + n/2) % n
			all[other] = g.Divide(all[other], decode(t, g, r.wire(small[i%7+1])))
			if got := g.Outsider(all, []byte("seed")); got != at && got != other {
				t.Errorf("of %d elements, number %d is found to be an outsider, not %d or %d", n, got, at, other)
			}
		}
	}
}

// TestHolds: an equation of commitments fails with one wrong commitment among many.
func TestHolds(t *testing.T) {
	g, chance := ed25519(t), &beleniostest.Chance{Label: "6000"}
	key := g.Power(nil, random(t, g, chance))
	var terms []group.Term
	for range 300 {
		base := g.Power(nil, random(t, g, chance))
		terms = append(terms,
			group.Term{G: random(t, g, chance), Factors: []group.Factor{{Base: base, Exponent: random(t, g, chance)}}},
			group.Term{G: random(t, g, chance), K: random(t, g, chance), Factors: []group.Factor{{Base: base, Exponent: random(t, g, chance)}}})
	}
	claimed := g.Recompute(g.Prepare(key), terms)
	if !g.Holds(key, terms, claimed, []byte("seed")) {
		t.Error("right commitments do not hold")
	}
	claimed[77] = g.Multiply(claimed[77], g.Generator())
	if g.Holds(key, terms, claimed, []byte("seed")) {
		t.Error("a wrong commitment holds")
	}
}

// TestIndependent pins generators of shuffles by their definition, with the reference.
func TestIndependent(t *testing.T) {
	g, r := ed25519(t), newReference()
	for i := -1; i < 20; i++ {
		digest := sha256.Sum256(fmt.Appendf(nil, "ggen|%d", i))
		y := new(big.Int).SetBytes(digest[:])
		y.Rsh(y, 2)
		a, ok := r.point(y, 0)
		for ; !ok; a, ok = r.point(y, 0) {
			y.Add(y, big.NewInt(1))
		}
		want := r.wire(r.multiply(big.NewInt(8), a))
		if got := group.Wire(g.Independent(i)); got != want {
			t.Errorf("generator %d is %s, not %s", i, got, want)
		}
		if g.Outsider([]group.Element{g.Independent(i)}, nil) != -1 {
			t.Errorf("generator %d is not a member", i)
		}
	}
}

// TestOutsiderAgainstReference: an element is judged a member exactly if the order takes it to the neutral element.
func TestOutsiderAgainstReference(t *testing.T) {
	g, r, chance := ed25519(t), newReference(), &beleniostest.Chance{Label: "7000"}
	from := points(t, r, chance, 130)
	members := 0
	for i, e := range elements(t, g, r, from) {
		end := r.multiply(r.l, from[i])
		member := end.x.Sign() == 0 && end.y.Cmp(big.NewInt(1)) == 0
		if member {
			members++
		}
		if got := g.Outsider([]group.Element{e}, nil) == -1; got != member {
			t.Errorf("point %d, %s: member %v, not %v", i, group.Wire(e), got, member)
		}
	}
	if members < 10 || members > 30 {
		t.Errorf("%d of %d points are members, which is not what the test is meant to try", members, len(from))
	}
}
