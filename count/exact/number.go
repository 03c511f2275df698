// Package exact holds the numbers in which votes are counted: exact rationals, printed as exact decimals or as
// fractions in lowest terms, never rounded unless a rule says so and then by name (Cut, Up).
//
// A Number is a value: it never changes, may be copied, and its zero value is 0. It is meant for the totals of a
// stage. What is done once for each paper uses whole numbers and the checked sums of this package.
package exact

import (
	"math"
	"math/big"
	"math/bits"
	"strconv"
	"strings"
)

// Number is an exact rational number.
type Number struct {
	rat *big.Rat // nil is 0; never changed after it is made
}

// Int gives a whole number.
func Int(n int64) Number { return Number{new(big.Rat).SetInt64(n)} }

// Frac gives n/d. It panics if d is 0.
func Frac(n, d int64) Number { return Number{big.NewRat(n, d)} }

// Whole gives a whole number of any size.
func Whole(n *big.Int) Number { return Number{new(big.Rat).SetInt(n)} }

// Scaled gives n divided by 10^places.
func Scaled(n *big.Int, places int) Number {
	return Number{new(big.Rat).SetFrac(n, power(places))}
}

// FromRat gives the number that r has now.
func FromRat(r *big.Rat) Number { return Number{new(big.Rat).Set(r)} }

// Rat gives the number as a big.Rat of the caller's own.
func (n Number) Rat() *big.Rat {
	if n.rat == nil {
		return new(big.Rat)
	}
	return new(big.Rat).Set(n.rat)
}

func (n Number) view() *big.Rat {
	if n.rat == nil {
		return new(big.Rat)
	}
	return n.rat
}

// Add gives n + m.
func (n Number) Add(m Number) Number { return Number{new(big.Rat).Add(n.view(), m.view())} }

// Sub gives n - m.
func (n Number) Sub(m Number) Number { return Number{new(big.Rat).Sub(n.view(), m.view())} }

// Mul gives n · m.
func (n Number) Mul(m Number) Number { return Number{new(big.Rat).Mul(n.view(), m.view())} }

// Quo gives n / m. It panics if m is 0.
func (n Number) Quo(m Number) Number { return Number{new(big.Rat).Quo(n.view(), m.view())} }

// Cmp gives -1, 0 or 1 as n is less than, the same as or more than m.
func (n Number) Cmp(m Number) int {
	switch a, b := n.rat, m.rat; {
	case a == b:
		return 0
	case a == nil || b == nil:
		return n.Sign() - m.Sign() // one of them is 0
	case a.IsInt() && b.IsInt():
		return a.Num().Cmp(b.Num()) // by far the most frequent, and without an allocation
	default:
		return a.Cmp(b)
	}
}

// Less tells whether n < m.
func (n Number) Less(m Number) bool { return n.Cmp(m) < 0 }

// Equal tells whether n and m are the same number.
func (n Number) Equal(m Number) bool { return n.Cmp(m) == 0 }

// Sign gives -1, 0 or 1.
func (n Number) Sign() int {
	if n.rat == nil {
		return 0
	}
	return n.rat.Sign()
}

// IsZero tells whether n is 0.
func (n Number) IsZero() bool { return n.Sign() == 0 }

// IsWhole tells whether n has no fraction.
func (n Number) IsWhole() bool { return n.view().IsInt() }

// Cut gives n with what lies beyond so many decimals cut off, toward minus infinity.
func (n Number) Cut(places int) Number {
	scale := power(places)
	top := new(big.Int).Mul(n.view().Num(), scale)
	top.Div(top, n.view().Denom()) // Euclidean; the denominator is positive, so this is the floor
	return Scaled(top, places)
}

// Up gives the least number of so many decimals that is not less than n.
func (n Number) Up(places int) Number {
	cut := n.Cut(places)
	if cut.Equal(n) {
		return cut
	}
	return cut.Add(Unit(places))
}

// Floor gives the greatest whole number that is not more than n.
func (n Number) Floor() *big.Int {
	return new(big.Int).Div(n.view().Num(), n.view().Denom())
}

// Unit gives the smallest number of so many decimals that is more than 0.
func Unit(places int) Number { return Scaled(big.NewInt(1), places) }

// Sum adds numbers.
func Sum(numbers ...Number) Number {
	total := new(big.Rat)
	for _, n := range numbers {
		total.Add(total, n.view())
	}
	return Number{total}
}

// Min gives the lesser of two numbers.
func Min(n, m Number) Number {
	if m.Less(n) {
		return m
	}
	return n
}

// Text writes n with exactly so many decimals if that is exact; otherwise, or if places is negative, as a whole
// number or as a fraction in lowest terms, n/d.
func (n Number) Text(places int) string {
	if text, ok := n.short(places); ok {
		return text
	}
	if places < 0 || !n.Cut(places).Equal(n) {
		return n.String()
	}
	return n.view().FloatString(places)
}

// Short writes n as Text does, without the zeros at the end of a decimal: for sentences.
func (n Number) Short(places int) string {
	text := n.Text(places)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	return text
}

// short writes n as Text does where 64 bits suffice, as they do for nearly every figure of a report.
func (n Number) short(places int) (text string, ok bool) {
	const most = 18 // 10^18 is the last that fits
	r := n.view()
	if places < 0 || places > most || !r.Num().IsInt64() || !r.Denom().IsInt64() {
		return "", false
	}
	scale := uint64(1)
	for range places {
		scale *= 10
	}
	top, bottom := r.Num().Int64(), uint64(r.Denom().Int64())
	if scale%bottom != 0 || top == math.MinInt64 {
		return "", false
	}
	hi, lo := bits.Mul64(uint64(max(top, -top)), scale/bottom)
	if hi != 0 {
		return "", false
	}
	out := make([]byte, 0, 24)
	if top < 0 {
		out = append(out, '-')
	}
	out = strconv.AppendUint(out, lo/scale, 10)
	if places > 0 {
		out = append(out, '.')
		rest := strconv.FormatUint(lo%scale+scale, 10) // a 1, then the decimals with their zeros
		out = append(out, rest[1:]...)
	}
	return string(out), true
}

// String writes n as a whole number or as a fraction in lowest terms, n/d.
func (n Number) String() string { return n.view().RatString() }

// Decimal writes n with at most so many decimals, cut, without trailing zeros: for people, not for records.
func (n Number) Decimal(places int) string { return n.Cut(places).Short(places) }

func power(places int) *big.Int {
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil)
}

// Wide is a sum of products that cannot overflow silently: 128 bits, unsigned. Its zero value is 0.
type Wide struct{ hi, lo uint64 }

// AddProduct adds a·b and tells whether the sum still fits.
func (w *Wide) AddProduct(a, b uint64) bool {
	hi, lo := bits.Mul64(a, b)
	var carry uint64
	w.lo, carry = bits.Add64(w.lo, lo, 0)
	w.hi, carry = bits.Add64(w.hi, hi, carry)
	return carry == 0
}

// Big gives the sum as a big.Int.
func (w Wide) Big() *big.Int {
	n := new(big.Int).SetUint64(w.hi)
	return n.Lsh(n, 64).Or(n, new(big.Int).SetUint64(w.lo))
}

// Uint64 gives the sum if it fits into 64 bits.
func (w Wide) Uint64() (uint64, bool) { return w.lo, w.hi == 0 }
