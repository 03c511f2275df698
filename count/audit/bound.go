package audit

import (
	"math/big"

	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/party"
)

// Bound gives how many of all records can be wrong at most, if so many papers were drawn at random without
// replacement and so many of those were not as their records: the greatest number of wrong records for which a
// sample with no more errors than this still has a probability of more than 1 - confidence. It is the exact
// (hypergeometric, one-sided) upper confidence bound: whatever the records are, it is too low with a probability of at
// most 1 - confidence. It says nothing of whether those records decide anything.
//
// The error, of kind Invalid, is about numbers that do not fit together.
func Bound(papers, looked, wrong int64, confidence exact.Number) (int64, error) {
	switch {
	case papers < 1 || papers > MaxPapers || looked < 0 || looked > papers || wrong < 0 || wrong > looked:
		return 0, party.Errorf(party.Invalid, "%d wrong of %d looked at of %d papers", wrong, looked, papers)
	case confidence.Sign() <= 0 || !confidence.Less(exact.Int(1)):
		return 0, party.Errorf(party.Invalid, "a confidence of %s: it must be more than 0 and less than 1", confidence)
	}
	risk := exact.Int(1).Sub(confidence)
	// The probability falls as more records are wrong. low is possible, high + 1 is not; what is possible is looked
	// for in growing steps, since few wrong records make short numbers.
	low, high := wrong, papers-(looked-wrong)
	for step := int64(1); low < high; step *= 2 {
		middle := min(low+step, high)
		if !possible(papers, looked, wrong, middle, risk) {
			high = middle - 1
			break
		}
		low = middle
	}
	for low < high {
		middle := high - (high-low)/2
		if possible(papers, looked, wrong, middle, risk) {
			low = middle
		} else {
			high = middle - 1
		}
	}
	return low, nil
}

// possible tells whether a sample holds no more than wrong of bad records with a probability of more than risk.
func possible(papers, looked, wrong, bad int64, risk exact.Number) bool {
	// Which papers are drawn and which are bad may be exchanged: the sum is the shorter with the fewer as a.
	a, b := min(looked, bad), max(looked, bad)
	k := max(0, a-(papers-b))
	if k > wrong {
		return false
	}
	// The number of ways in which k of a are among b; from each, that for k + 1.
	ways := new(big.Int).Mul(choose(b, k), choose(papers-b, a-k))
	sum := new(big.Int).Set(ways)
	for ; k < min(wrong, a); k++ {
		ways.Mul(ways, big.NewInt(b-k))
		ways.Mul(ways, big.NewInt(a-k))
		ways.Quo(ways, big.NewInt(k+1))
		ways.Quo(ways, big.NewInt(papers-b-a+k+1))
		sum.Add(sum, ways)
	}
	r := risk.Rat()
	return sum.Mul(sum, r.Denom()).Cmp(new(big.Int).Mul(choose(papers, a), r.Num())) > 0
}

// choose gives the number of ways to choose k of n: big.Int.Binomial, but quick for large k.
func choose(n, k int64) *big.Int {
	ways := new(big.Int).MulRange(n-k+1, n)
	return ways.Quo(ways, new(big.Int).MulRange(1, k))
}
