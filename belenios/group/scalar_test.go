package group_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/group/edwards"
	"github.com/selectorate/selectorate/internal/beleniostest"
)

func big10(g *group.Group, s group.Scalar) *big.Int { return new(big.Int).SetBytes(g.ScalarBytes(s)) }

// numbers gives numbers at the edges of the order, and random ones.
func numbers(g *group.Group, chance *beleniostest.Chance) []*big.Int {
	one := big.NewInt(1)
	out := []*big.Int{big.NewInt(0), one, big.NewInt(2), new(big.Int).Sub(g.Order(), one), new(big.Int).Sub(g.Order(), big.NewInt(2)), new(big.Int).Rsh(g.Order(), 1)}
	for _, bit := range []uint{63, 64, 127, 128, 159} {
		n := new(big.Int).Lsh(one, bit)
		out = append(out, n, new(big.Int).Sub(n, one))
	}
	for range 8 {
		b := make([]byte, len(g.Order().Bytes())+8)
		_, _ = chance.Read(b)
		n := new(big.Int).SetBytes(b)
		out = append(out, n.Mod(n, g.Order()))
	}
	return out
}

// TestScalars compares the arithmetic of scalars with that of math/big.
func TestScalars(t *testing.T) {
	beleniostest.EachGroup(t, func(t *testing.T, g *group.Group) {
		t.Helper()
		q := g.Order()
		all := numbers(g, &beleniostest.Chance{})
		check := func(name string, got group.Scalar, want *big.Int) {
			t.Helper()
			if want.Mod(want, q); big10(g, got).Cmp(want) != 0 {
				t.Errorf("%s is %s, not %s", name, g.ScalarText(got), want)
			}
		}
		for _, x := range all {
			a := g.FromBig(x)
			before := g.ScalarText(a)
			if before != x.String() || len(g.ScalarBytes(a)) != len(q.Bytes()) {
				t.Errorf("%s is written %s, in %d bytes", x, before, len(g.ScalarBytes(a)))
			}
			check("the negative of "+x.String(), g.NegateScalar(a), new(big.Int).Neg(x))
			check("a copy of "+x.String(), g.Copy(a), new(big.Int).Set(x))
			check("minus "+x.String(), g.FromBig(new(big.Int).Neg(x)), new(big.Int).Neg(x))
			check("the order and "+x.String(), g.FromBig(new(big.Int).Add(x, q)), new(big.Int).Set(x))
			if inverse, err := g.InvertScalar(a); (err != nil) != (x.Sign() == 0) {
				t.Errorf("the inverse of %s: %v", x, err)
			} else if err == nil {
				check("1/x·x", g.MultiplyScalars(inverse, a), big.NewInt(1))
			}
			for _, y := range all {
				b := g.FromBig(y)
				check(x.String()+"+"+y.String(), g.AddScalars(a, b), new(big.Int).Add(x, y))
				check(x.String()+"-"+y.String(), g.SubtractScalars(a, b), new(big.Int).Sub(x, y))
				check(x.String()+"·"+y.String(), g.MultiplyScalars(a, b), new(big.Int).Mul(x, y))
				if g.EqualScalars(a, b) != (x.Cmp(y) == 0) {
					t.Errorf("%s and %s are taken for equal, or not equal", x, y)
				}
			}
			if g.ScalarText(a) != before {
				t.Errorf("%s has changed into %s", before, g.ScalarText(a))
			}
		}
		for _, n := range []int64{0, 1, -1, 1 << 62, -1 << 62} {
			check("a small number", g.Small(n), big.NewInt(n))
		}
		if !(group.Scalar{}).IsNone() || g.Small(0).IsNone() {
			t.Error("zero and no number are not kept apart")
		}
	})
}

// TestReduce reads numbers of all lengths, also ones much longer than the order.
func TestReduce(t *testing.T) {
	beleniostest.EachGroup(t, func(t *testing.T, g *group.Group) {
		t.Helper()
		chance := &beleniostest.Chance{Label: "100"}
		for n := range 700 {
			number := make([]byte, n)
			_, _ = chance.Read(number)
			if n%5 == 0 {
				for i := range number {
					number[i] = 0xff
				}
			}
			before := bytes.Clone(number)
			want := new(big.Int).SetBytes(number)
			if got := g.Reduce(number); big10(g, got).Cmp(want.Mod(want, g.Order())) != 0 {
				t.Errorf("%x is reduced to %s, not %s", number, g.ScalarText(got), want)
			}
			if !bytes.Equal(before, number) {
				t.Errorf("%x has changed into %x", before, number)
			}
		}
	})
}

func TestRandomScalar(t *testing.T) {
	beleniostest.EachGroup(t, func(t *testing.T, g *group.Group) {
		t.Helper()
		size := len(g.Order().Bytes()) + 16
		source := make([]byte, 2*size)
		_, _ = (&beleniostest.Chance{Label: "200"}).Read(source)
		reader := bytes.NewReader(source)
		for i := range 2 {
			s, err := g.RandomScalar(reader)
			if err != nil {
				t.Fatal(err)
			}
			want := new(big.Int).SetBytes(source[i*size : (i+1)*size])
			if big10(g, s).Cmp(want.Mod(want, g.Order())) != 0 {
				t.Errorf("scalar %d is %s, not %s", i, g.ScalarText(s), want)
			}
		}
		if _, err := g.RandomScalar(bytes.NewReader(source[:size-1])); err == nil {
			t.Error("a source that ends gives a scalar")
		}
		// A constant source: all ones is the largest number that is reduced.
		s, err := g.RandomScalar(bytes.NewReader(bytes.Repeat([]byte{0xff}, size)))
		want := new(big.Int).SetBytes(bytes.Repeat([]byte{0xff}, size))
		if err != nil || big10(g, s).Cmp(want.Mod(want, g.Order())) != 0 {
			t.Errorf("all ones are reduced to %s (%v)", g.ScalarText(s), err)
		}
	})
}

func TestWipe(t *testing.T) {
	beleniostest.EachGroup(t, func(t *testing.T, g *group.Group) {
		t.Helper()
		s := g.Small(-5)
		kept, shared := g.Copy(s), s
		g.Wipe(s)
		if big10(g, s).Sign() != 0 || big10(g, shared).Sign() != 0 {
			t.Error("a wiped scalar is not zero")
		}
		if !g.EqualScalars(kept, g.Small(-5)) {
			t.Error("a copy is wiped with the scalar")
		}
		g.Wipe(group.Scalar{})
	})
}

func TestParseScalar(t *testing.T) {
	beleniostest.EachGroup(t, func(t *testing.T, g *group.Group) {
		t.Helper()
		for _, n := range numbers(g, &beleniostest.Chance{Label: "300"}) {
			s, err := g.ParseScalar(n.String())
			if err != nil || big10(g, s).Cmp(n) != 0 {
				t.Errorf("%s: %v", n, err)
			}
		}
		for _, text := range []string{
			"", "00", "01", "-1", "+1", " 1", "1 ", "1_0", "0x1", "1e3", "1.0", "٣", g.Order().String(),
			new(big.Int).Add(g.Order(), big.NewInt(1)).String(), strings.Repeat("9", 700), strings.Repeat("9", 701), strings.Repeat("9", 1<<20),
		} {
			if s, err := g.ParseScalar(text); err == nil {
				t.Errorf("%.40q is taken as %s", text, g.ScalarText(s))
			} else if len(err.Error()) > 200 {
				t.Errorf("the error is %d characters long", len(err.Error()))
			}
		}
	})
}

func FuzzParseScalar(f *testing.F) {
	g, err := edwards.New()
	if err != nil {
		f.Fatal(err)
	}
	for _, text := range []string{"0", "1", "00", "-0", "7237005577332262213973186563042994240857116359379907606001950938285454250989"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := g.ParseScalar(text)
		if err == nil && g.ScalarText(s) != text {
			t.Errorf("%q is read as %s", text, g.ScalarText(s))
		}
	})
}

// TestChallenge pins the text that is hashed.
func TestChallenge(t *testing.T) {
	beleniostest.EachGroup(t, func(t *testing.T, g *group.Group) {
		t.Helper()
		a, b := g.Generator(), g.Power(nil, g.Small(7))
		digest := sha256.Sum256([]byte("prove|S|" + group.Wire(a) + "," + group.Wire(b)))
		if got := g.Challenge("prove|S|", a, b); !g.EqualScalars(got, g.Reduce(digest[:])) {
			t.Errorf("the challenge is %s", g.ScalarText(got))
		}
		digest = sha256.Sum256([]byte("prove|S|"))
		if got := g.Challenge("prove|S|"); !g.EqualScalars(got, g.Reduce(digest[:])) {
			t.Errorf("the challenge of nothing is %s", g.ScalarText(got))
		}
	})
}

// TestWeights: they have 128 bits, and each depends on the seed and its place.
func TestWeights(t *testing.T) {
	beleniostest.EachGroup(t, func(t *testing.T, g *group.Group) {
		t.Helper()
		seen := map[string]bool{}
		for _, seed := range []string{"", "a", "b"} {
			for _, w := range g.Weights([]byte(seed), 50) {
				if text := g.ScalarText(w); seen[text] || big10(g, w).BitLen() > 128 || big10(g, w).BitLen() < 100 {
					t.Errorf("the weight %s is not a new one of 128 bits", text)
				}
				seen[g.ScalarText(w)] = true
			}
		}
	})
}

// TestMember refuses what is no member, the neutral element, and what cannot be decoded.
func TestMember(t *testing.T) {
	beleniostest.EachGroup(t, func(t *testing.T, g *group.Group) {
		t.Helper()
		if _, err := g.Member(group.Wire(g.Generator())); err != nil {
			t.Error(err)
		}
		for _, wire := range []string{"", "0", "no element", group.Wire(g.Identity()), strings.Repeat("7", 5000)} {
			if _, err := g.Member(wire); err == nil {
				t.Errorf("%.40q is taken as a member", wire)
			}
		}
		if !g.IsIdentity(g.Divide(g.Generator(), g.Generator())) || g.IsIdentity(g.Generator()) {
			t.Error("g/g is not the neutral element, or g is")
		}
	})
}

func TestNewRefuses(t *testing.T) {
	for _, order := range []string{"", "\x00", "\x05"} {
		if _, err := group.New("a group", []byte(order), nil, nil, nil); err == nil {
			t.Errorf("the order %x is taken", order)
		}
	}
}

// ExampleGroup encrypts 1 for a key, decrypts it, and shows that the logarithm of an element that is given as text is
// taken modulo the order.
func ExampleGroup() {
	g, err := edwards.New()
	if err != nil {
		fmt.Println(err)
		return
	}
	chance := &beleniostest.Chance{} // crypto/rand.Reader, where it matters
	secret, err := g.RandomScalar(chance)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer g.Wipe(secret)
	key := g.Power(nil, secret)
	r, err := g.RandomScalar(chance)
	if err != nil {
		fmt.Println(err)
		return
	}
	alpha, beta := g.Power(nil, r), g.Multiply(g.Power(key, r), g.Generator())
	plain := g.Divide(beta, g.Power(alpha, secret))
	fmt.Println(g.Name(), g.Equal(plain, g.Generator()))
	fmt.Println(group.Wire(plain))
	// Output:
	// Ed25519 true
	// 6666666666666666666666666666666666666666666666666666666666666658
}
