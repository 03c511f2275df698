package audit

import (
	"math/big"

	"github.com/selectorate/selectorate/count/exact"
)

// precision is how many bits the bounds of a wealth keep at least.
const precision = 192

// wealth encloses a product of fractions between two whole numbers, low/2^shift and high/2^shift. It grows no longer
// with the number of factors, and yet never says anything that is not so: low is rounded down, high is rounded up.
type wealth struct {
	low, high *big.Int
	shift     uint
}

func newWealth() *wealth {
	one := new(big.Int).Lsh(big.NewInt(1), precision)
	return &wealth{low: one, high: new(big.Int).Set(one), shift: precision}
}

func (w *wealth) clone() *wealth {
	return &wealth{new(big.Int).Set(w.low), new(big.Int).Set(w.high), w.shift}
}

// times multiplies by num/den, which must not be negative; den must be more than 0.
func (w *wealth) times(num, den *big.Int) {
	w.low.Mul(w.low, num)
	w.low.Quo(w.low, den)
	w.high.Mul(w.high, num)
	w.high = up(w.high, den)
	if size := w.high.BitLen(); size < precision && w.high.Sign() > 0 {
		w.low.Lsh(w.low, precision)
		w.high.Lsh(w.high, precision)
		w.shift += precision
	} else if size > 3*precision && w.shift >= precision {
		w.low.Rsh(w.low, precision)
		w.high = up(w.high, new(big.Int).Lsh(big.NewInt(1), precision))
		w.shift -= precision
	}
}

// up gives n/d rounded up; neither is negative.
func up(n, d *big.Int) *big.Int {
	quotient, rest := new(big.Int).QuoRem(n, d, new(big.Int))
	if rest.Sign() > 0 {
		quotient.Add(quotient, big.NewInt(1))
	}
	return quotient
}

// reaches compares the product with 1/limit: yes, no, or not settled.
func (w *wealth) reaches(limit exact.Number) (yes, settled bool) {
	r := limit.Rat()
	goal := new(big.Int).Lsh(r.Denom(), w.shift)
	if new(big.Int).Mul(w.low, r.Num()).Cmp(goal) >= 0 {
		return true, true
	}
	return false, new(big.Int).Mul(w.high, r.Num()).Cmp(goal) < 0
}

// product multiplies many numbers, in halves, so that long ones meet long ones.
func product(numbers []*big.Int) *big.Int {
	switch len(numbers) {
	case 0:
		return big.NewInt(1)
	case 1:
		return numbers[0]
	}
	half := len(numbers) / 2
	return new(big.Int).Mul(product(numbers[:half]), product(numbers[half:]))
}

// Risk is a measured risk, an exact fraction from 0 to 1.
type Risk struct {
	num, den *big.Int // not in lowest terms: they can have millions of digits
}

// Cmp gives -1, 0 or 1 as the risk is less than, the same as or more than a limit.
func (r Risk) Cmp(limit exact.Number) int {
	l := limit.Rat()
	return new(big.Int).Mul(r.num, l.Denom()).Cmp(new(big.Int).Mul(l.Num(), r.den))
}

// Number gives the risk in lowest terms.
func (r Risk) Number() exact.Number { return exact.FromRat(new(big.Rat).SetFrac(r.num, r.den)) }

// Text writes the risk with at most so many decimals, rounded up: a risk is never made to look smaller than it is.
func (r Risk) Text(places int) string {
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil)
	return exact.Scaled(up(new(big.Int).Mul(r.num, scale), r.den), places).Decimal(places)
}

// more gives the greater of two risks.
func (r Risk) more(s Risk) Risk {
	if new(big.Int).Mul(r.num, s.den).Cmp(new(big.Int).Mul(s.num, r.den)) < 0 {
		return s
	}
	return r
}
