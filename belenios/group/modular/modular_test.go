package modular_test

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/group/edwards"
	"github.com/selectorate/selectorate/belenios/group/modular"
)

func TestParameters(t *testing.T) {
	for _, d := range domains(t) {
		one := big.NewInt(1)
		if !d.q.ProbablyPrime(20) || !d.p.ProbablyPrime(20) {
			t.Errorf("%s: p or q is not prime", d.Name())
		}
		if new(big.Int).Mod(new(big.Int).Sub(d.p, one), d.q).Sign() != 0 || d.p.BitLen() != 2048 {
			t.Errorf("%s: q does not divide p-1", d.Name())
		}
		if d.power(d.g, d.q).Cmp(one) != 0 || d.g.Cmp(one) == 0 {
			t.Errorf("%s: g is not of order q", d.Name())
		}
	}
}

// pi gives floor(2^bits · π), by Machin's formula.
func pi(bits uint) *big.Int {
	one := new(big.Int).Lsh(big.NewInt(1), bits+64)
	arctan := func(x int64) *big.Int { // of 1/x
		sum, term := new(big.Int), new(big.Int).Div(one, big.NewInt(x))
		for k := int64(0); term.Sign() != 0; k++ {
			part := new(big.Int).Div(term, big.NewInt(2*k+1))
			if k%2 == 1 {
				part.Neg(part)
			}
			sum.Add(sum, part)
			term.Div(term, big.NewInt(x*x))
		}
		return sum
	}
	a, b := arctan(5), arctan(239)
	return a.Mul(a, big.NewInt(16)).Sub(a, b.Mul(b, big.NewInt(4))).Rsh(a, 64)
}

// TestModulusFromPi makes the modulus of RFC 3526 from its formula.
func TestModulusFromPi(t *testing.T) {
	power := func(n uint) *big.Int { return new(big.Int).Lsh(big.NewInt(1), n) }
	p := pi(1918)
	p.Add(p, big.NewInt(124476)).Mul(p, power(64)).Add(p, power(2048)).Sub(p, power(1984)).Sub(p, big.NewInt(1))
	g, err := modular.RFC3526()
	if err != nil {
		t.Fatal(err)
	}
	if g.Order().Cmp(new(big.Int).Rsh(p, 1)) != 0 {
		t.Error("the modulus is not the one of RFC 3526")
	}
	if _, err := g.Decode(p.String()); err == nil || !strings.Contains(err.Error(), "modulus") {
		t.Errorf("p decodes: %v", err)
	}
}

func TestArithmetic(t *testing.T) {
	for _, d := range domains(t) {
		chance := &stream{}
		elements := d.edgeElements(chance)
		for i, x := range elements {
			a := d.decode(t, x)
			if got := number(t, d.Invert(a)); d.times(got, x).Cmp(big.NewInt(1)) != 0 {
				t.Errorf("%s: the inverse of %v is %v", d.Name(), x, got)
			}
			for j, y := range elements {
				b := d.decode(t, y)
				if got := number(t, d.Multiply(a, b)); got.Cmp(d.times(x, y)) != 0 {
					t.Errorf("%s: %v · %v = %v", d.Name(), x, y, got)
				}
				if d.Equal(a, b) != (x.Cmp(y) == 0) || d.Compare(a, b) != x.Cmp(y) ||
					d.Compare(d.Multiply(a, d.Identity()), b) != x.Cmp(y) {
					t.Errorf("%s: elements %d and %d compare wrongly", d.Name(), i, j)
				}
			}
		}
		for i, k := range d.edgeScalars(chance) {
			scalar := d.FromBig(k)
			x := elements[i%len(elements)]
			for name, got := range map[string]group.Element{
				"Power": d.Power(d.decode(t, x), scalar), "Product": d.Product([]group.Element{d.decode(t, x)}, []group.Scalar{scalar}),
			} {
				if want := d.power(x, k); number(t, got).Cmp(want) != 0 {
					t.Errorf("%s: %s %v^%v = %v, not %v", d.Name(), name, x, k, number(t, got), want)
				}
			}
			want := d.power(d.g, k)
			if got := number(t, d.Power(nil, scalar)); got.Cmp(want) != 0 {
				t.Errorf("%s: g^%v = %v, not %v", d.Name(), k, got, want)
			}
			if got := number(t, d.Power(d.Generator(), scalar)); got.Cmp(want) != 0 {
				t.Errorf("%s: g^%v = %v with the generator named, not %v", d.Name(), k, got, want)
			}
		}
	}
}

// TestRecompute: bases that have one power, several in one term and several in many, prepared bases, and none at all.
func TestRecompute(t *testing.T) {
	for _, d := range domains(t) {
		chance := &stream{n: 1000}
		key := chance.below(d.p) // not a member
		table := d.Prepare(d.decode(t, key))
		bases := d.edgeElements(chance)
		elements := make([]group.Element, len(bases))
		for i, n := range bases {
			elements[i] = d.decode(t, n)
		}
		scalars := d.edgeScalars(chance)
		var terms []group.Term
		var want []*big.Int
		for i := range 3 * len(scalars) {
			result := big.NewInt(1)
			var term group.Term
			if i%3 != 1 {
				k := scalars[i%len(scalars)]
				term.G, result = d.FromBig(k), d.times(result, d.power(d.g, k))
			}
			if i%4 > 1 {
				k := scalars[(i+1)%len(scalars)]
				term.K, result = d.FromBig(k), d.times(result, d.power(key, k))
			}
			for j := range i % 4 {
				at, k := (i+j*j)%len(bases), scalars[(i+j+2)%len(scalars)]
				base := elements[at]
				if i%5 == 0 {
					base = d.decode(t, bases[at]) // one that no other term has
				}
				term.Factors = append(term.Factors, group.Factor{Base: base, Exponent: d.FromBig(k)})
				result = d.times(result, d.power(bases[at], k))
			}
			terms, want = append(terms, term), append(want, result)
		}
		for i, got := range d.Recompute(table, terms) {
			if number(t, got).Cmp(want[i]) != 0 {
				t.Errorf("%s: term %d is %v, not %v", d.Name(), i, number(t, got), want[i])
			}
		}
		if got := d.Recompute(nil, []group.Term{{}, {G: d.Small(1)}}); !d.IsIdentity(got[0]) || !d.Equal(got[1], d.Generator()) {
			t.Errorf("%s: an empty term is not 1, or g is not g", d.Name())
		}
		if got := d.Recompute(d.Prepare(d.Generator()), []group.Term{{K: d.Small(5)}}); number(t, got[0]).Cmp(d.power(d.g, big.NewInt(5))) != 0 {
			t.Errorf("%s: the generator as a key gives another power", d.Name())
		}
	}
}

// TestProduct goes from none to so many that buckets are used, with short and with long exponents.
func TestProduct(t *testing.T) {
	for _, d := range domains(t) {
		chance := &stream{n: 2000}
		sizes := []int{0, 1, 2, 7, 257, 700}
		if d.q.BitLen() > 2000 {
			sizes = []int{0, 1, 7, 30}
			if !testing.Short() {
				sizes = append(sizes, 300)
			}
		}
		for _, n := range sizes {
			for _, long := range []bool{false, true} {
				if n > 100 && long && testing.Short() {
					continue
				}
				bases, exponents := make([]group.Element, n), make([]group.Scalar, n)
				want := big.NewInt(1)
				edges := append(d.edgeElements(chance), d.edgeElements(chance)...)
				scalars := d.edgeScalars(chance)
				for i := range n {
					base, k := chance.below(d.p), new(big.Int).SetBytes(chance.bytes(16))
					if long {
						k = chance.below(d.q)
					}
					if i < len(edges) {
						base = edges[i]
					}
					if i < len(scalars) && long {
						k = scalars[i]
					}
					bases[i], exponents[i] = d.decode(t, base), d.FromBig(k)
					want = d.times(want, d.power(base, k))
				}
				if got := number(t, d.Product(bases, exponents)); got.Cmp(want) != 0 {
					t.Errorf("%s: the product of %d powers (long: %t) is %v, not %v", d.Name(), n, long, got, want)
				}
			}
		}
	}
}

// TestOutsider puts elements that are no members among few and among many.
func TestOutsider(t *testing.T) {
	for _, d := range domains(t) {
		last := new(big.Int).Sub(d.p, big.NewInt(1))
		seed := []byte("seed")
		for _, n := range []int{1, 5, 1000} {
			members := make([]group.Element, n)
			sum := d.Generator()
			for i := range members {
				sum = d.Multiply(sum, d.Generator())
				members[i] = sum
			}
			members[n/2] = d.Identity()
			if at := d.Outsider(members, seed); at != -1 {
				t.Errorf("%s: member %d of %d is taken for an outsider", d.Name(), at, n)
			}
			for name, stranger := range map[string]*big.Int{
				"order 2": last, "minus a member": d.times(last, d.g), "any": new(big.Int).Sub(d.p, d.power(big.NewInt(3), big.NewInt(2))),
			} {
				for _, at := range []int{0, n / 3, n - 1} {
					if n == 1000 && testing.Short() && at != n/3 {
						continue
					}
					with := slices.Clone(members)
					with[at] = d.decode(t, stranger)
					if got := d.Outsider(with, seed); got != at {
						t.Errorf("%s, %s: the outsider of %d is %d, not %d", d.Name(), name, n, got, at)
					}
					with[n-1] = with[at] // two whose product may be a member
					if got := d.Outsider(with, seed); got != at {
						t.Errorf("%s, %s: the first outsider of %d is %d, not %d", d.Name(), name, n, got, at)
					}
				}
			}
		}
		if d.Outsider(nil, seed) != -1 {
			t.Error("there is an outsider among none")
		}
		if _, err := d.Member(last.String()); err == nil {
			t.Errorf("%s: p-1 is a member", d.Name())
		}
		if _, err := d.Member(d.g.String()); err != nil {
			t.Errorf("%s: g: %v", d.Name(), err)
		}
	}
}

func TestMembersAgainstBig(t *testing.T) {
	for _, d := range domains(t) {
		chance := &stream{n: 3500}
		for _, x := range append(d.edgeElements(chance), d.edgeElements(chance)...) {
			want := d.power(x, d.q).Cmp(big.NewInt(1)) == 0
			if got := d.Outsider([]group.Element{d.decode(t, x)}, nil) == -1; got != want {
				t.Errorf("%s: %v is a member: %t, not %t", d.Name(), x, got, want)
			}
		}
	}
}

// TestStrangers: an element of another group is a mistake of the caller; the same group made twice is not.
func TestStrangers(t *testing.T) {
	ed, err := edwards.New()
	if err != nil {
		t.Fatal(err)
	}
	all, again := domains(t), domains(t)
	if !all[0].Equal(all[0].Multiply(again[0].Generator(), all[0].Generator()), again[0].Power(nil, all[0].Small(2))) {
		t.Error("the same group made twice differs")
	}
	for name, do := range map[string]func(){
		"another modulus": func() { all[0].Equal(all[0].Generator(), all[1].Generator()) },
		"another kind":    func() { all[0].Equal(all[0].Generator(), ed.Generator()) },
		"another table":   func() { all[0].Recompute(all[1].Prepare(all[1].Generator()), []group.Term{{K: all[0].Small(1)}}) },
		"no table":        func() { all[0].Recompute(nil, []group.Term{{K: all[0].Small(1)}}) },
		"too few":         func() { all[0].Product([]group.Element{all[0].Generator()}, nil) },
	} {
		func() {
			defer func() {
				if said := recover(); said == nil || !strings.Contains(fmt.Sprint(said), "modular: ") {
					t.Errorf("%s: %v", name, said)
				}
			}()
			do()
		}()
	}
}
