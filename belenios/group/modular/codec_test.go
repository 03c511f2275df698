package modular_test

import (
	"crypto/sha256"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/belenios/group"
)

func TestDecode(t *testing.T) {
	for _, d := range domains(t) {
		last := new(big.Int).Sub(d.p, big.NewInt(1)).String()
		for _, good := range []string{"1", "2", "10", d.g.String(), last} {
			e, err := d.Decode(good)
			if err != nil || group.Wire(e) != good || group.Wire(d.Multiply(e, d.Identity())) != good {
				t.Errorf("%s: %q: %v", d.Name(), good, err)
			}
		}
		for _, bad := range []string{
			"", "0", "00", "01", "+1", "-1", " 1", "1 ", "1\n", "1_0", "0x1", "1e3", "1.0", "١", "a", d.p.String(),
			new(big.Int).Add(d.p, big.NewInt(1)).String(), strings.Repeat("9", 617), strings.Repeat("1", 618), strings.Repeat("1", 10_000),
			"0" + last, last + "0",
		} {
			if e, err := d.Decode(bad); err == nil {
				t.Errorf("%s: %q decodes as %s", d.Name(), bad, group.Wire(e))
			} else if len(err.Error()) > 250 {
				t.Errorf("%s: a message of %d characters", d.Name(), len(err.Error()))
			}
		}
	}
}

func TestEmbed(t *testing.T) {
	all := domains(t)
	if _, err := all[0].Embed([]int{1}); err == nil || !strings.Contains(err.Error(), "RFC-3526-2048") {
		t.Errorf("BELENIOS-2048 embeds: %v", err)
	}
	if _, err := all[0].Extract(all[0].Generator(), 1); err == nil {
		t.Error("BELENIOS-2048 extracts")
	}
	d := all[1]
	full := make([]int, 254)
	for i := range full {
		full[i] = 255
	}
	for _, numbers := range [][]int{{0}, {1}, {255}, {0, 0, 7}, {5, 4, 3, 2, 1}, {1, 0}, full} {
		e, err := d.Embed(numbers)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := d.Extract(e, len(numbers)); err != nil || !slices.Equal(got, numbers) {
			t.Errorf("%v comes back as %v, %v", numbers, got, err)
		}
		if d.Outsider([]group.Element{e}, nil) != -1 {
			t.Errorf("%v does not make a member", numbers)
		}
		// The smallest increment: no number between the padded one and the element is a member.
		n := number(t, e)
		for low := new(big.Int).Rsh(n, 8); ; {
			n.Sub(n, big.NewInt(1))
			if n.Sign() <= 0 || new(big.Int).Rsh(n, 8).Cmp(low) != 0 {
				break
			}
			if d.power(n, d.q).Cmp(big.NewInt(1)) == 0 {
				t.Errorf("%v: a smaller increment is a member", numbers)
			}
		}
		if n := len(numbers) - 1; n > 0 { // more than a question asks for: the lowest count
			if got, err := d.Extract(e, n); err != nil || !slices.Equal(got, numbers[1:]) {
				t.Errorf("the last %d of %v come back as %v, %v", n, numbers, got, err)
			}
		}
	}
	for _, bad := range [][]int{nil, {-1}, {256}, {1, 1000}, make([]int, 255)} {
		if _, err := d.Embed(bad); err == nil {
			t.Errorf("%v is embedded", bad)
		}
	}
	for _, n := range []int{-1, 0, 255} {
		if _, err := d.Extract(d.Generator(), n); err == nil {
			t.Errorf("%d numbers are extracted", n)
		}
	}
}

func TestFromDigest(t *testing.T) {
	for _, d := range domains(t) {
		for _, digest := range [][32]byte{sha256.Sum256([]byte("ggen|-1")), sha256.Sum256([]byte("ggen|0")), {31: 2}, {255}} {
			cofactor := new(big.Int).Div(new(big.Int).Sub(d.p, big.NewInt(1)), d.q)
			want := d.power(new(big.Int).SetBytes(digest[:]), cofactor)
			if got := number(t, d.FromDigest(digest)); got.Cmp(want) != 0 {
				t.Errorf("%s: %x gives %v, not %v", d.Name(), digest, got, want)
			}
		}
	}
}

// FuzzDecode: what decodes is written again as it was.
func FuzzDecode(f *testing.F) {
	all := domains(f)
	for _, text := range []string{"", "0", "1", "01", "+1", all[0].g.String(), all[0].p.String(), all[1].p.String(), strings.Repeat("9", 617)} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, d := range all {
			e, err := d.Decode(text)
			if err != nil {
				continue
			}
			n, ok := new(big.Int).SetString(text, 10)
			if !ok || n.Sign() <= 0 || n.Cmp(d.p) >= 0 || n.String() != text {
				t.Fatalf("%s: %q decodes", d.Name(), text)
			}
			if group.Wire(d.Multiply(e, d.Identity())) != text {
				t.Fatalf("%s: %q comes back as another", d.Name(), text)
			}
		}
	})
}

// FuzzExtract: numbers that are extracted are embedded again in an element with the same numbers at its low end.
func FuzzExtract(f *testing.F) {
	d := domains(f)[1]
	f.Add("1", 1)
	f.Add("66051", 2)
	f.Add(d.g.String(), 254)
	f.Add(new(big.Int).Sub(d.p, big.NewInt(1)).String(), 254)
	f.Fuzz(func(t *testing.T, text string, n int) {
		e, err := d.Decode(text)
		if err != nil {
			return
		}
		numbers, err := d.Extract(e, n)
		if err != nil {
			return
		}
		again, err := d.Embed(numbers)
		if err != nil {
			t.Fatal(err)
		}
		same := new(big.Int).Xor(number(t, again), number(t, e))
		if len(numbers) != n || same.Rsh(same, 8).TrailingZeroBits() < uint(8*n) && same.Sign() != 0 {
			t.Fatalf("%q gives %v, which embed as another number", text, numbers)
		}
	})
}
