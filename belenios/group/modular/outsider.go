package modular

import (
	"crypto/sha256"
	"encoding/binary"
	"math/big"

	"github.com/selectorate/selectorate/belenios/group"
)

// subsets is how many random subsets of many elements are tested. An element that is no member has a part outside the group
// that is not 1, and goes into each of them with a chance of one half; so it goes unseen in all of them with a chance of at
// most 2^-128.
const subsets = 128

// Outsider gives the index of an element that is not a member, or -1. Few elements are tested one by one; of many, the
// products of random subsets, and if one of these is no member, the halves, until the outsider stands alone.
func (r *residues) Outsider(elements []group.Element, seed []byte) int {
	round, cost := r.roundWidth(len(elements))
	if cost >= len(elements)*r.testCost() {
		return r.exactOutsider(elements)
	}
	if r.subsetsAreMembers(elements, seed, round) {
		return -1
	}
	half := len(elements) / 2
	if at := r.Outsider(elements[:half], seed); at >= 0 {
		return at
	}
	if at := r.Outsider(elements[half:], seed); at >= 0 {
		return half + at
	}
	return r.exactOutsider(elements)
}

func (r *residues) exactOutsider(elements []group.Element) int {
	for i, e := range elements {
		if !r.member(r.own(e)) {
			return i
		}
	}
	return -1
}

// member tests one element: squares modulo a safe prime by their Jacobi symbol, others by their q-th power.
func (r *residues) member(e *element) bool {
	if r.safe {
		return big.Jacobi(e.plain(), r.p) == 1
	}
	return *r.public(&e.value, r.q) == r.multiplying.One()
}

// testCost is what the test of one element costs, in multiplications.
func (r *residues) testCost() int {
	if r.safe {
		return 160
	}
	return r.q.BitLen() + strausCost(1, r.q.BitLen())
}

// roundWidth gives how many of the subsets one round forms, so that the multiplications are fewest, and their number. A round
// costs one for each element, and two for each of 2^width buckets.
func (r *residues) roundWidth(n int) (best, least int) {
	for width := 4; width <= 14; width++ {
		rounds := (subsets + width - 1) / width
		if cost := rounds*(n+2<<width) + rounds*width*r.testCost(); least == 0 || cost < least {
			best, least = width, cost
		}
	}
	return best, least
}

// subsetsAreMembers tests the products of random subsets. In each round, an element goes into one of 2^width buckets that
// the seed determines; the subsets of the round are those of the buckets whose number has a given bit.
func (r *residues) subsetsAreMembers(elements []group.Element, seed []byte, width int) bool {
	lots := make([][]uint64, len(elements))
	text := append(append([]byte("subsets|"), seed...), make([]byte, 8)...)
	for i := range lots {
		binary.BigEndian.PutUint64(text[len(text)-8:], uint64(i))
		digest := sha256.Sum256(text)
		lots[i] = []uint64{
			binary.LittleEndian.Uint64(digest[:]), binary.LittleEndian.Uint64(digest[8:]), binary.LittleEndian.Uint64(digest[16:]),
		}
	}
	buckets := make([]product, 1<<width)
	for at := 0; at < subsets; at += width {
		for i := range buckets {
			buckets[i] = r.product()
		}
		for i, e := range elements {
			buckets[window(lots[i], at, width)].times(&r.own(e).value)
		}
		for _, subset := range fold(r, buckets) {
			if !r.member(r.element(subset.result())) {
				return false
			}
		}
	}
	return true
}

// fold gives, for each bit, the product of the buckets whose number has it. Once the highest bit is dealt with, buckets that
// differ in it alone are put together.
func fold(r *residues, buckets []product) (subsets []product) {
	for half := len(buckets) / 2; half > 0; half /= 2 {
		subset := r.product()
		for i := range half {
			subset.timesProduct(&buckets[half+i])
			buckets[i].timesProduct(&buckets[half+i])
		}
		subsets = append(subsets, subset)
	}
	return subsets
}
