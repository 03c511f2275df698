package exact_test

import (
	"fmt"
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/selectorate/selectorate/count/exact"
)

func TestText(t *testing.T) {
	for _, c := range []struct {
		n      exact.Number
		places int
		want   string
	}{
		{exact.Int(299), 5, "299.00000"},
		{exact.Number{}, 2, "0.00"},
		{exact.Number{}, -1, "0"},
		{exact.Frac(1, 3), 5, "1/3"}, // not exact with five decimals, so not written so
		{exact.Frac(7, 2), -1, "7/2"},
		{exact.Frac(14, 2), -1, "7"},
		{exact.Frac(-5, 4), 2, "-1.25"},
		{exact.Frac(12345, 1000), 3, "12.345"},
	} {
		if got := c.n.Text(c.places); got != c.want {
			t.Errorf("%s with %d decimals is written %q, want %q", c.n, c.places, got, c.want)
		}
	}
	for want, n := range map[string]exact.Number{"299": exact.Int(299), "0.5": exact.Frac(1, 2), "100": exact.Int(100), "1/3": exact.Frac(1, 3), "0": {}} {
		if got := n.Short(5); got != want {
			t.Errorf("in a sentence %s is %q, want %q", n, got, want)
		}
	}
	if got := exact.Frac(2, 3).Decimal(4); got != "0.6666" {
		t.Errorf("two thirds for people: %q", got)
	}
	if got := exact.Frac(5, 2).Decimal(4); got != "2.5" {
		t.Errorf("five halves for people: %q", got)
	}
}

func TestCutAndUp(t *testing.T) {
	third := exact.Frac(1, 3)
	if !third.Cut(2).Equal(exact.Frac(33, 100)) || !third.Up(2).Equal(exact.Frac(34, 100)) {
		t.Error("a third is not cut to 0.33 and raised to 0.34")
	}
	if !exact.Frac(-1, 3).Cut(2).Equal(exact.Frac(-34, 100)) {
		t.Error("cutting goes toward minus infinity")
	}
	if whole := exact.Int(7); !whole.Cut(0).Equal(whole) || !whole.Up(0).Equal(whole) {
		t.Error("a whole number is changed by cutting it to whole numbers")
	}
}

func TestArithmeticIsThatOfRationals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) exact.Number {
			return exact.Frac(rapid.Int64().Draw(t, name), rapid.Int64Range(1, 1<<40).Draw(t, name+" below"))
		}
		a, b, c := draw("a"), draw("b"), draw("c")
		if !a.Add(b).Sub(b).Equal(a) || !a.Add(b).Mul(c).Equal(a.Mul(c).Add(b.Mul(c))) || !exact.Sum(a, b, c).Equal(c.Add(a).Add(b)) {
			t.Fatal("sums and products do not agree")
		}
		if !b.IsZero() && !a.Quo(b).Mul(b).Equal(a) {
			t.Fatal("a quotient times its divisor is not the dividend")
		}
		if cut := a.Cut(3); cut.Cmp(a) > 0 || a.Sub(cut).Cmp(exact.Unit(3)) >= 0 {
			t.Fatalf("%s cut to three decimals is %s", a, cut)
		}
		if a.Less(b) != (b.Cmp(a) > 0) || exact.Min(a, b).Cmp(a) > 0 {
			t.Fatal("the order is not one")
		}
	})
}

// A Number is a value: what is done with it never changes it.
func TestNumbersDoNotChange(t *testing.T) {
	n := exact.Frac(1, 3)
	r := n.Rat()
	r.Add(r, r)
	_ = n.Add(exact.Int(1))
	if !n.Equal(exact.Frac(1, 3)) {
		t.Errorf("a third became %s", n)
	}
	source := big.NewRat(1, 2)
	half := exact.FromRat(source)
	source.SetInt64(9)
	if !half.Equal(exact.Frac(1, 2)) {
		t.Errorf("a half became %s", half)
	}
}

func TestWideAgreesWithBig(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var w exact.Wide
		want := new(big.Int)
		for range rapid.IntRange(0, 6).Draw(t, "n") {
			a, b := rapid.Uint64().Draw(t, "a"), rapid.Uint64().Draw(t, "b")
			fits := w.AddProduct(a, b)
			want.Add(want, new(big.Int).Mul(new(big.Int).SetUint64(a), new(big.Int).SetUint64(b)))
			if fits != (want.BitLen() <= 128) {
				t.Fatalf("fits = %v for a sum of %d bits", fits, want.BitLen())
			}
			if !fits {
				return
			}
		}
		if w.Big().Cmp(want) != 0 {
			t.Fatalf("%s, want %s", w.Big(), want)
		}
		if n, ok := w.Uint64(); ok != want.IsUint64() || ok && n != want.Uint64() {
			t.Fatal("the sum is wrong as 64 bits")
		}
	})
}

// A surplus of 90 among 389 votes moves each paper at 90/389, which the Scottish rule cuts to five decimals.
func Example() {
	value := exact.Int(90).Quo(exact.Int(389))
	fmt.Println(value, "is cut to", value.Cut(5).Text(5))
	fmt.Println("200 papers are worth", exact.Int(200).Mul(value.Cut(5)).Text(5))
	// Output:
	// 90/389 is cut to 0.23136
	// 200 papers are worth 46.27200
}

// TestTextIsThatOfTheLongWay compares the short way of writing with the definition, at its edges above all.
func TestTextIsThatOfTheLongWay(t *testing.T) {
	edge := rapid.SampledFrom([]int64{0, 1, -1, 9, 10, 99, 1000, math.MaxInt64, math.MinInt64, math.MinInt64 + 1, 1 << 53})
	top := rapid.OneOf(rapid.Int64(), edge, rapid.Int64Range(-5000, 5000))
	bottom := rapid.OneOf(rapid.Int64Range(1, 20), rapid.SampledFrom([]int64{1, 10, 100, 100000, 1_000_000_000, 1_000_000_000_000_000_000, 1 << 18, math.MaxInt64}))
	rapid.Check(t, func(t *rapid.T) {
		n, places := exact.Frac(top.Draw(t, "top"), bottom.Draw(t, "bottom")), rapid.IntRange(-1, 20).Draw(t, "places")
		want := n.String()
		if places >= 0 && n.Cut(places).Equal(n) {
			want = n.Rat().FloatString(places)
		}
		if got := n.Text(places); got != want {
			t.Fatalf("%s in %d decimals: %q, not %q", n, places, got, want)
		}
	})
}
