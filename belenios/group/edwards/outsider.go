package edwards

import (
	"crypto/sha256"
	"encoding/binary"

	"github.com/selectorate/selectorate/belenios/group"
)

const (
	rounds      = 16  // of the test of many elements
	subsets     = 8   // subsets that a round forms: together 128
	fewElements = 200 // up to here each is tested by itself
	block       = 512 // elements that go through all rounds together
)

// Outsider gives the index of an element that is not a member, or -1. It tests few elements one by one. Of many, it
// adds up 128 random subsets, and tests the sums: a part outside the group that an element has goes into each sum
// with a chance of one half, so that it goes unseen in all of them with a chance of at most 2^-128.
func (c *curve) Outsider(elements []group.Element, seed []byte) int {
	if len(elements) <= fewElements {
		return c.exactOutsider(elements)
	}
	if c.subsetsAreMembers(elements, seed) {
		return -1
	}
	half := len(elements) / 2
	if at := c.Outsider(elements[:half], seed); at >= 0 {
		return at
	}
	if at := c.Outsider(elements[half:], seed); at >= 0 {
		return half + at
	}
	return c.exactOutsider(elements)
}

func (c *curve) exactOutsider(elements []group.Element) int {
	for i, e := range elements {
		mine := own(e)
		p := mine.point
		if !mine.flat {
			p = affine(p)
		}
		if !c.members.member(&p) {
			return i
		}
	}
	return -1
}

// subsetsAreMembers tests the sums of 128 random subsets. In each of 16 rounds, an element goes into one of 256 buckets
// that the seed determines; the subsets of the round are those of the buckets whose number has a given bit.
func (c *curve) subsetsAreMembers(elements []group.Element, seed []byte) bool {
	buckets := make([]point, rounds<<subsets)
	for i := range buckets {
		buckets[i] = neutral()
	}
	lot := append(append([]byte("subsets|"), seed...), make([]byte, 8)...)
	prepared := make([]flat, 0, block)
	var sum completed
	for start := 0; start < len(elements); start += block {
		prepared = c.flatten(elements[start:min(start+block, len(elements))], prepared[:0])
		for i := range prepared {
			binary.BigEndian.PutUint64(lot[len(lot)-8:], uint64(start+i))
			numbers := sha256.Sum256(lot)
			for round, number := range numbers[:rounds] {
				bucket := &buckets[round<<subsets+int(number)]
				bucket.set(sum.addFlat(bucket, &prepared[i]))
			}
		}
	}
	sums := make([]point, 0, rounds*subsets)
	for round := range rounds {
		sums = c.fold(buckets[round<<subsets:(round+1)<<subsets], sums)
	}
	normalise(sums)
	for i := range sums {
		if !c.members.member(&sums[i]) {
			return false
		}
	}
	return true
}

// fold adds, for each bit, the sum of the buckets whose number has it to sums. Once the highest bit is dealt with, buckets
// that differ in it alone are added up.
func (c *curve) fold(buckets, sums []point) []point {
	for half := len(buckets) / 2; half > 0; half /= 2 {
		total := buckets[half]
		for i := half + 1; i < 2*half; i++ {
			total.increase(&buckets[i], &c.d2)
		}
		sums = append(sums, total)
		for i := range half {
			buckets[i].increase(&buckets[half+i], &c.d2)
		}
	}
	return sums
}
