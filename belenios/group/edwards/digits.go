package edwards

import (
	"encoding/binary"
	"math/bits"
)

// exponent is a number below 2^256 in four words, the lowest first. It is used as it is, not modulo the order: the
// powers of points that are not members depend on that.
type exponent [4]uint64

// bigEndian reads a number from 32 big-endian bytes.
func bigEndian(number []byte) exponent {
	var e exponent
	for i := range e {
		e[i] = binary.BigEndian.Uint64(number[24-8*i:])
	}
	return e
}

// window gives the width bits (at most 16) of the exponent from the given bit on.
func (e *exponent) window(at, width uint) uint64 {
	if at >= 256 {
		return 0
	}
	word, bit := at/64, at%64
	part := e[word] >> bit
	if bit+width > 64 && word < 3 {
		part |= e[word+1] << (64 - bit)
	}
	return part & (1<<width - 1)
}

// signed writes the exponent as digits in -2^(width-1)..2^(width-1), the lowest first. It takes an exponent
// below 2^253, and needs 254/width+1 digits, or less for short exponents; what is left over is set to 0.
func (e *exponent) signed(width uint, digits []int16) {
	half, carry := uint64(1)<<(width-1), uint64(0)
	for i := range digits {
		digit := e.window(uint(i)*width, width) + carry
		carry = 0
		if digit > half {
			digit -= 2 * half
			carry = 1
		}
		digits[i] = int16(digit)
	}
}

// signedDigits is how many digits signed needs for exponents of a length in bits.
func signedDigits(length, width uint) int { return int(length/width) + 1 }

// naf is the non-adjacent form of an exponent: digits that are 0 or odd and less than 2^(width-1) in size, of which
// at most one in width is not 0.
type naf [256]int8

// nonAdjacent gives the non-adjacent form of an exponent below 2^253 for a width of at most 8, and its length.
func (e *exponent) nonAdjacent(width uint) (naf, int) {
	var digits naf
	carry, length := uint64(0), 0
	for at := uint(0); at < 256; {
		part := e.window(at, width) + carry
		if part&1 == 0 { // a carry goes on through ones
			at++
			continue
		}
		carry = 0
		digit := int(part)
		if part >= 1<<(width-1) {
			carry = 1
			digit -= 1 << width
		}
		digits[at] = int8(digit)
		length = int(at) + 1
		at += width
	}
	return digits, length
}

// length is the number of bits of an exponent.
func (e *exponent) length() uint {
	for i := 3; i >= 0; i-- {
		if e[i] != 0 {
			return uint(i)*64 + uint(bits.Len64(e[i]))
		}
	}
	return 0
}
