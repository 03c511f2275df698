package keep

import (
	"slices"
	"testing"

	"github.com/selectorate/selectorate/count/exact"
)

// One candidate keeps a third, one everything: in half of the orders the first is reached by the whole paper and passes
// two thirds on to the second; in the other half the second keeps it all.
func TestARankOfTwo(t *testing.T) {
	shares, each, onward := even(whole{}, []exact.Number{exact.Frac(1, 3)}, 1)
	if !shares[0].Equal(exact.Frac(1, 6)) || !each.Equal(exact.Frac(5, 6)) || !onward.IsZero() {
		t.Errorf("%s, %s and %s", shares[0], each, onward)
	}
}

// Two keep a half each, none keeps everything: each keeps a half when first and a quarter when second; a quarter goes on.
func TestARankThatPassesOn(t *testing.T) {
	shares, _, onward := even(whole{}, []exact.Number{exact.Frac(1, 2), exact.Frac(1, 2)}, 0)
	if !shares[0].Equal(exact.Frac(3, 8)) || !shares[1].Equal(exact.Frac(3, 8)) || !onward.Equal(exact.Frac(1, 4)) {
		t.Errorf("%s and %s, and %s goes on", shares[0], shares[1], onward)
	}
}

// A rank as large as there may be candidates neither overflows nor gives out more than there is.
func TestALargeRank(t *testing.T) {
	keep := make([]uint64, 60)
	for i := range keep {
		keep[i] = uint64(fine) / uint64(i+2)
	}
	shares, each, onward := even(fine, keep, 16000)
	sum := onward
	for _, share := range shares {
		sum += share
	}
	if sum += 16000 * each; sum > uint64(fine) || sum < uint64(fine)-uint64(fine)/1_000_000 {
		t.Errorf("%d of %d is given out", sum, uint64(fine))
	}
}

// The steps of stv-rs come to the same but for what they cut.
func TestStepwiseIsNearlyEven(t *testing.T) {
	const unit cut = 1e9
	for _, keep := range [][]uint64{{3e8, 1e9}, {5e8, 5e8}, {3e8, 7e8, 1e9, 1e9}, {1e8, 2e8, 3e8, 4e8, 5e8, 6e8}} {
		var sharing []uint64
		hopefuls := 0
		for _, k := range keep {
			if k == uint64(unit) {
				hopefuls++
			} else {
				sharing = append(sharing, k)
			}
		}
		shares, each, onward := even(unit, sharing, hopefuls)
		for range hopefuls {
			shares = append(shares, each)
		}
		steps, after := stepwise(unit, keep)
		for i := range keep {
			if d := int64(steps[i]) - int64(shares[i]); d < -20 || d > 20 {
				t.Errorf("%v: candidate %d keeps %d, stepwise %d", keep, i+1, shares[i], steps[i])
			}
		}
		if d := int64(after) - int64(onward); d < -20 || d > 20 {
			t.Errorf("%v: %d goes on, stepwise %d", keep, onward, after)
		}
	}
}

// Warren's price of a rank: each bears an equal part, nobody more than its keep value.
func TestAPriceIsBorneEqually(t *testing.T) {
	for _, c := range []struct {
		rest   uint64
		keep   []uint64
		shares []uint64
		onward uint64
	}{
		{100, []uint64{100, 100}, []uint64{50, 50}, 0},
		{100, []uint64{100, 20, 100}, []uint64{40, 20, 40}, 0},
		{100, []uint64{30, 20}, []uint64{30, 20}, 50},
		{10, []uint64{30, 20, 0}, []uint64{5, 5, 0}, 0},
		{100, []uint64{100, 100, 100}, []uint64{33, 33, 33}, 0},
	} {
		if shares, onward := level(c.rest, c.keep); !slices.Equal(shares, c.shares) || onward != c.onward {
			t.Errorf("of %d, %v bear %v, and %d goes on; want %v and %d", c.rest, c.keep, shares, onward, c.shares, c.onward)
		}
	}
}
