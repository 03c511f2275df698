package keep

import (
	"cmp"
	"math/bits"
	"slices"

	"github.com/selectorate/selectorate/count/exact"
)

// ring is the arithmetic of shares, which lie between 0 and one.
type ring[N any] interface {
	one() N
	times(a, b N) N
	part(a N, n, of int) N // a·n/of
	plus(a, b N) N
	minus(a, b N) N
	none(a N) bool
}

// cut is arithmetic in so many units to the whole; what is below a unit is cut off. The unit is at most 10^18.
type cut uint64

func (u cut) one() uint64           { return uint64(u) }
func (cut) plus(a, b uint64) uint64 { return a + b }
func (cut) minus(a, b uint64) uint64 {
	return a - b
}
func (cut) none(a uint64) bool { return a == 0 }
func (u cut) times(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b) // neither is more than the unit, so the quotient is not either
	quo, _ := bits.Div64(hi, lo, uint64(u))
	return quo
}

func (cut) part(a uint64, n, of int) uint64 {
	hi, lo := bits.Mul64(a, uint64(n)) // n is not more than of
	quo, _ := bits.Div64(hi, lo, uint64(of))
	return quo
}

// up is times, rounded up.
func (u cut) up(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	quo, rest := bits.Div64(hi, lo, uint64(u))
	if rest > 0 {
		quo++
	}
	return quo
}

// whole is exact arithmetic.
type whole struct{}

func (whole) one() exact.Number                    { return exact.Int(1) }
func (whole) times(a, b exact.Number) exact.Number { return a.Mul(b) }
func (whole) plus(a, b exact.Number) exact.Number  { return a.Add(b) }
func (whole) minus(a, b exact.Number) exact.Number { return a.Sub(b) }
func (whole) none(a exact.Number) bool             { return a.IsZero() }
func (whole) part(a exact.Number, n, of int) exact.Number {
	return a.Mul(exact.Frac(int64(n), int64(of)))
}

// even shares a rank among candidates whom the voter ranked equal, as if the paper were divided evenly among all
// orders in which they could stand: keep has the keep values of those who do not keep everything, and hopefuls is the
// number of those who do. It gives the shares of the former, that of each hopeful, and what goes on to the next rank.
//
// In a random order of n candidates, j come before a given one with probability 1/n for each j from 0 to n-1, and they
// are any j of the others. What reaches the candidate is then the product of what those j pass on: 0 if a hopeful is
// among them, and otherwise on average the mean of such products over all sets of j of the others who pass on.
func even[N any, R ring[N]](r R, keep []N, hopefuls int) (shares []N, hopeful, onward N) {
	n := len(keep) + hopefuls
	pass := make([]N, len(keep))
	onward = r.one()
	for i, k := range keep {
		pass[i] = r.minus(r.one(), k)
		onward = r.times(onward, pass[i])
	}
	if hopefuls > 0 {
		onward = r.minus(onward, onward)
		hopeful = reaches(r, pass, n)
	}
	shares = make([]N, len(keep))
	for i := range keep {
		others := slices.Concat(pass[:i], pass[i+1:])
		shares[i] = r.times(reaches(r, others, n), keep[i])
	}
	return shares, hopeful, onward
}

// reaches gives what reaches one of n candidates of a rank on average, if so many of the others pass on a share.
func reaches[N any, R ring[N]](r R, pass []N, n int) N {
	mean := []N{r.one()} // mean[j]: of the products of j of the shares so far
	for s, share := range pass {
		next := make([]N, s+2)
		next[0] = r.one()
		for j := 1; j <= s+1; j++ {
			next[j] = r.part(r.times(mean[j-1], share), j, s+1)
			if j <= s {
				next[j] = r.plus(next[j], r.part(mean[j], s+1-j, s+1))
			}
		}
		mean = next
	}
	chance := r.one() // that the j before are all among those who pass on
	sum := r.part(r.one(), 1, n)
	for j := 1; j < len(mean); j++ {
		chance = r.part(chance, len(pass)-j+1, n-j)
		sum = r.plus(sum, r.part(r.times(mean[j], chance), 1, n))
	}
	return sum
}

// stepwise is even as stv-rs rounds it: the shares of all candidates of the rank, the excluded among them, cut at every
// step and in the order in which the paper has them. It is meant for ranks of at most mostStepwise candidates.
func stepwise(r cut, keep []uint64) (shares []uint64, onward uint64) {
	n := len(keep)
	onward = r.one()
	for _, k := range keep {
		onward = r.times(onward, r.one()-k)
	}
	shares = make([]uint64, n)
	for i := range keep {
		// The coefficients of the product of (x + what is passed on) over the others, the highest power first.
		product := make([]uint64, n)
		product[0] = r.one()
		for at, k := range keep {
			if at == i {
				continue
			}
			for j := n - 1; j > 0; j-- {
				hi, lo := bits.Mul64(product[j-1], r.one()-k)
				quo, _ := bits.Div64(hi, lo, uint64(r))
				product[j] += quo
			}
		}
		var sum uint64
		choose := uint64(1) // j of the others
		for j, coefficient := range product {
			sum += coefficient / choose
			choose = choose * uint64(n-1-j) / uint64(j+1)
			choose = max(choose, 1)
		}
		hi, lo := bits.Mul64(sum, keep[i])
		quo, _ := bits.Div64(hi, lo, uint64(r))
		shares[i] = quo / uint64(n)
	}
	return shares, onward
}

// mostStepwise is the largest rank whose steps fit into 64 bits with nine decimals: 30 choose 15 is below 10^9.
const mostStepwise = 31

// level shares what is left of a paper among candidates ranked equal, by Warren's principle: each bears an equal part,
// but nobody more than its keep value. It gives the shares, and what goes on to the next rank.
func level(rest uint64, keep []uint64) (shares []uint64, onward uint64) {
	order := make([]int, len(keep))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(keep[a], keep[b]) })
	shares = make([]uint64, len(keep))
	for taken, i := range order {
		each := rest / uint64(len(keep)-taken)
		if keep[i] > each {
			for _, other := range order[taken:] {
				shares[other] = each
			}
			return shares, 0
		}
		shares[i] = keep[i]
		rest -= keep[i]
	}
	return shares, rest
}
