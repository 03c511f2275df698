package edwards

import (
	"bytes"
	"errors"
	"fmt"
	"math/big"

	"filippo.io/edwards25519/field"

	"github.com/selectorate/selectorate/belenios/group"
)

const (
	digits  = 64 // of a wire form
	padding = 14 // bits below the numbers of an embedding, for counting up
	longest = 30 // numbers that can be embedded
)

// Decode reads 64 lower-case hexadecimal digits: the bytes of RFC 8032 from the last to the first. It takes canonical
// encodings of points of the curve: y less than p, and no sign where x is 0.
func (c *curve) Decode(wire string) (group.Element, error) {
	if len(wire) != digits {
		return nil, fmt.Errorf("an element of Ed25519 is written in %d hexadecimal digits, not in %d", digits, len(wire))
	}
	var encoding [32]byte
	for i := range encoding {
		high, low := value(wire[2*i]), value(wire[2*i+1])
		if high < 0 || low < 0 {
			return nil, fmt.Errorf("%q is not written in hexadecimal digits with small letters", wire)
		}
		encoding[31-i] = byte(high<<4 | low)
	}
	if !canonical(&encoding) {
		return nil, fmt.Errorf("%s is not the canonical form of a point of Ed25519", wire)
	}
	p, ok := c.decompress(&encoding)
	if !ok {
		return nil, fmt.Errorf("%s is not a point of the curve of Ed25519", wire)
	}
	return &element{p, encoding, true}, nil
}

// decompress finds the point of an encoding (RFC 8032, section 5.1.3).
func (c *curve) decompress(encoding *[32]byte) (point, bool) {
	var x, y, yy, numerator, denominator, one field.Element
	if _, err := y.SetBytes(encoding[:]); err != nil { // it leaves the sign away
		return point{}, false
	}
	one.One()
	yy.Square(&y)
	numerator.Subtract(&yy, &one)
	denominator.Add(denominator.Multiply(&yy, &c.d), &one)
	if _, square := x.SqrtRatio(&numerator, &denominator); square == 0 {
		return point{}, false
	}
	if x.IsNegative() != int(encoding[31]>>7) {
		x.Negate(&x)
	}
	var p point
	return *p.setAffine(&x, &y), true
}

func value(digit byte) int {
	switch {
	case '0' <= digit && digit <= '9':
		return int(digit - '0')
	case 'a' <= digit && digit <= 'f':
		return int(digit-'a') + 10
	}
	return -1
}

// canonical tells whether y is less than p = 2^255-19, and the sign is that of no x = 0 (y = 1 or y = p-1).
func canonical(encoding *[32]byte) bool {
	low, high, middle, ones := encoding[0], encoding[31]&0x7f, byte(0), byte(0xff)
	for _, b := range encoding[1:31] {
		middle |= b
		ones &= b
	}
	top := high == 0x7f && ones == 0xff
	if top && low >= 0xed {
		return false
	}
	negative := encoding[31]>>7 == 1
	one, minusOne := high == 0 && middle == 0 && low == 1, top && low == 0xec
	return !negative || !one && !minusOne
}

// Embed makes a point of numbers: their bytes, then 14 bits that are counted up until y belongs to a member whose x is
// even.
func (c *curve) Embed(numbers []int) (group.Element, error) {
	if len(numbers) > longest {
		return nil, fmt.Errorf("at most %d numbers fit an element of Ed25519, not %d", longest, len(numbers))
	}
	y := new(big.Int)
	for i, number := range numbers {
		if number < 0 || number > 255 {
			return nil, fmt.Errorf("number %d of an embedding is %d, which is not within 0 to 255", i+1, number)
		}
		y.Lsh(y, 8).Or(y, big.NewInt(int64(number)))
	}
	y.Lsh(y, padding)
	for range 1 << padding {
		if e, ok := c.even(y); ok && c.members.member(&e.point) {
			return e, nil
		}
		y.Add(y, big.NewInt(1))
	}
	return nil, errors.New("the numbers cannot be embedded in an element of Ed25519")
}

// Extract gives the n numbers above the padding. Numbers that lie higher still are not looked at: an element that
// was not made by Embed has numbers too.
func (c *curve) Extract(e group.Element, n int) ([]int, error) {
	if n < 0 || n > longest {
		return nil, fmt.Errorf("an element of Ed25519 holds 0 to %d numbers, not %d", longest, n)
	}
	encoding := own(e).bytes()
	numbers := make([]int, n)
	for i := range numbers {
		at := padding + 8*(n-1-i)
		pair := uint(encoding[at/8]) | uint(encoding[at/8+1])<<8
		numbers[i] = int(pair >> (at % 8) & 0xff)
	}
	return numbers, nil
}

// FromDigest counts up from a quarter of the digest to the first y of a point, takes the point with an even x, and
// multiplies it by the cofactor 8.
func (c *curve) FromDigest(digest [32]byte) group.Element {
	y := new(big.Int).SetBytes(digest[:])
	y.Rsh(y, 2)
	for {
		if e, ok := c.even(y); ok {
			var twice completed
			for range 3 {
				e.point.set(twice.double(&e.point))
			}
			return elements([]point{e.point})[0]
		}
		y.Add(y, big.NewInt(1))
	}
}

// even gives the point with the given y, less than 2^255, and an even x, if there is one.
func (c *curve) even(y *big.Int) (*element, bool) {
	out := &element{flat: true}
	y.FillBytes(out.encoding[:])
	for i := range 16 {
		out.encoding[i], out.encoding[31-i] = out.encoding[31-i], out.encoding[i]
	}
	if !canonical(&out.encoding) {
		return nil, false
	}
	var ok bool
	out.point, ok = c.decompress(&out.encoding)
	return out, ok
}

// Compare orders points by RFC 8032's 32 bytes.
func (c *curve) Compare(a, b group.Element) int {
	x, y := own(a).bytes(), own(b).bytes()
	return bytes.Compare(x[:], y[:])
}
