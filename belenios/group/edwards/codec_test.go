package edwards_test

import (
	"encoding/hex"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/internal/beleniostest"
)

func decodeHex(t testing.TB, text string) []byte {
	t.Helper()
	bytes, err := hex.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return bytes
}

func TestDecode(t *testing.T) {
	g, r, chance := ed25519(t), newReference(), &beleniostest.Chance{}
	for i, a := range points(t, r, chance, 60) {
		wire := r.wire(a)
		e := decode(t, g, wire)
		if got := group.Wire(e); got != wire {
			t.Errorf("point %d: %s is written %s", i, wire, got)
		}
		if got := group.Wire(g.Multiply(e, g.Identity())); got != wire {
			t.Errorf("point %d times 1: %s is written %s", i, wire, got)
		}
	}
	hexadecimal := func(n *big.Int) string { return hex.EncodeToString(n.FillBytes(make([]byte, 32))) }
	sign := new(big.Int).Lsh(big.NewInt(1), 255)
	bad := map[string]string{
		"empty":           "",
		"one digit less":  strings.Repeat("6", 61) + "58",
		"one digit more":  strings.Repeat("6", 63) + "58",
		"capital letters": strings.ToUpper(hexadecimal(new(big.Int).Sub(r.p, big.NewInt(1)))),
		"no digit":        strings.Repeat("6", 63) + "g",
		"prefix":          "0x" + strings.Repeat("6", 60) + "58",
		"space":           strings.Repeat("6", 63) + " ",
		"x = 0 with sign": hexadecimal(new(big.Int).Add(sign, big.NewInt(1))),
		"-1 with sign":    hexadecimal(new(big.Int).Add(sign, new(big.Int).Sub(r.p, big.NewInt(1)))),
		"not on curve":    hexadecimal(big.NewInt(2)),
	}
	for i := range int64(19) {
		y := new(big.Int).Add(r.p, big.NewInt(i))
		bad["not reduced "+y.String()] = hexadecimal(y)
		bad["not reduced with sign "+y.String()] = hexadecimal(y.Add(y, sign))
	}
	for name, wire := range bad {
		if _, err := g.Decode(wire); err == nil {
			t.Errorf("%s: %q is taken", name, wire)
		}
	}
	for _, y := range []*big.Int{big.NewInt(0), big.NewInt(1), new(big.Int).Sub(r.p, big.NewInt(1)), sign} { // orders 4, 1, 2, 4
		if _, err := g.Decode(hexadecimal(y)); err != nil {
			t.Error(err)
		}
	}
	// Every y below some bound is taken exactly if the reference finds an x.
	for n := range int64(300) {
		y := big.NewInt(n)
		_, on := r.point(y, 0)
		if _, err := g.Decode(hexadecimal(y)); (err == nil) != on {
			t.Errorf("y = %d: %v", n, err)
		}
		y.Sub(r.p, big.NewInt(n+1))
		_, on = r.point(y, 1)
		if _, err := g.Decode(hexadecimal(new(big.Int).Add(y, sign))); (err == nil) != on {
			t.Errorf("y = -%d with a sign: %v", n+1, err)
		}
	}
}

func TestEmbed(t *testing.T) {
	g, r, chance := ed25519(t), newReference(), &beleniostest.Chance{Label: "100"}
	full := make([]int, 30)
	for i := range full {
		full[i] = 255
	}
	vectors := [][]int{{}, {0}, {0, 0, 0}, {1}, {255}, {1, 2, 3}, {0, 0, 7}, {3, 0, 0}, full, make([]int, 30)}
	for n := range 31 {
		vector := make([]int, n)
		for i := range vector {
			vector[i] = below(chance, 256)
		}
		vectors = append(vectors, vector)
	}
	for _, vector := range vectors {
		e, err := g.Embed(vector)
		if err != nil {
			t.Errorf("%v: %v", vector, err)
			continue
		}
		if want := r.embed(vector); group.Wire(e) != want {
			t.Errorf("%v is embedded as %s, not %s", vector, group.Wire(e), want)
		}
		if g.Outsider([]group.Element{e}, nil) != -1 {
			t.Errorf("%v is embedded outside the group", vector)
		}
		back, err := g.Extract(g.Multiply(e, g.Identity()), len(vector))
		if err != nil || !slices.Equal(back, vector) {
			t.Errorf("%v comes back as %v (%v)", vector, back, err)
		}
	}
	for _, vector := range [][]int{{-1}, {256}, {1, 2, 1 << 40}, make([]int, 31)} {
		if _, err := g.Embed(vector); err == nil {
			t.Errorf("%v is embedded", vector)
		}
	}
	for _, n := range []int{-1, 31} {
		if _, err := g.Extract(g.Generator(), n); err == nil {
			t.Errorf("%d numbers are extracted", n)
		}
	}
}

// embed counts up as the handbook has it, on the reference.
func (r reference) embed(vector []int) string {
	y := new(big.Int)
	for _, n := range vector {
		y.Lsh(y, 8).Add(y, big.NewInt(int64(n)))
	}
	for y.Lsh(y, 14); ; y.Add(y, big.NewInt(1)) {
		a, ok := r.point(y, 0)
		if !ok {
			continue
		}
		if end := r.multiply(r.l, a); end.x.Sign() == 0 && end.y.Cmp(big.NewInt(1)) == 0 {
			return r.wire(a)
		}
	}
}

func TestCompare(t *testing.T) {
	g, r, chance := ed25519(t), newReference(), &beleniostest.Chance{Label: "200"}
	all := elements(t, g, r, points(t, r, chance, 40))
	for _, a := range all {
		for _, b := range all {
			want := slices.Compare(turned(decodeHex(t, group.Wire(a))), turned(decodeHex(t, group.Wire(b))))
			if got := g.Compare(a, b); got != want {
				t.Errorf("%s and %s compare as %d, not %d", group.Wire(a), group.Wire(b), got, want)
			}
		}
	}
}

func FuzzDecode(f *testing.F) {
	g := ed25519(f)
	f.Add(strings.Repeat("6", 62) + "58")
	f.Add(strings.Repeat("0", 63) + "1")
	f.Add("7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed")
	f.Add("8000000000000000000000000000000000000000000000000000000000000001")
	f.Fuzz(func(t *testing.T, wire string) {
		e, err := g.Decode(wire)
		if err != nil {
			return
		}
		if got := group.Wire(e); got != wire {
			t.Errorf("%q is written %q", wire, got)
		}
		if got := group.Wire(g.Multiply(e, g.Identity())); got != wire {
			t.Errorf("%q times 1 is written %q", wire, got)
		}
	})
}

func FuzzExtract(f *testing.F) {
	g := ed25519(f)
	f.Add(strings.Repeat("6", 62)+"58", 3)
	f.Add("0000000000000000000000000000000000000000000000000000000000c04001", 2)
	f.Fuzz(func(t *testing.T, wire string, n int) {
		e, err := g.Decode(wire)
		if err != nil {
			return
		}
		numbers, err := g.Extract(e, n)
		if err != nil {
			return
		}
		again, err := g.Embed(numbers)
		if err != nil {
			t.Fatal(err)
		}
		back, err := g.Extract(again, n)
		if err != nil || !slices.Equal(numbers, back) {
			t.Errorf("%v comes back as %v (%v)", numbers, back, err)
		}
	})
}
