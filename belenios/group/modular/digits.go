package modular

import "github.com/selectorate/selectorate/belenios/group/modular/limbs"

// window gives n bits (1 to 63) of an exponent from the bit at on. Beyond its end there are zeros.
func window(words []uint64, at, n int) uint64 {
	word, shift := at/64, at%64
	if word >= len(words) {
		return 0
	}
	bits := words[word] >> shift
	if shift+n > 64 && word+1 < len(words) {
		bits |= words[word+1] << (64 - shift)
	}
	return bits & (1<<n - 1)
}

// bitLength gives the length of an exponent without zeros in front.
func bitLength(words []uint64) int {
	n := 64 * len(words)
	for n > 0 && window(words, n-1, 1) == 0 {
		n--
	}
	return n
}

// sliding writes an exponent as the sum of digits[i]·2^i, in which a digit is 0, or odd and less than 2^width; width-1
// zeros at the least follow a digit that is not 0. There are as many digits as the exponent has bits.
func sliding(words []uint64, width int) []uint8 {
	digits := make([]uint8, bitLength(words))
	for i := 0; i < len(digits); {
		if window(words, i, 1) == 0 {
			i++
			continue
		}
		digits[i] = uint8(window(words, i, width))
		i += width
	}
	return digits
}

// slidingWidth gives the width that needs the fewest multiplications for one power: half a table of 2^width, and one for
// each digit.
func slidingWidth(bits int) int {
	best, least := 1, bits
	for width := 2; width <= 8; width++ {
		if cost := 1<<(width-1) + bits/(width+1); cost < least {
			best, least = width, cost
		}
	}
	return best
}

// oddPowers gives base, base^3, base^5, … : as many as sliding digits of a width need.
func (r *residues) oddPowers(base *limbs.Number, width int) []limbs.Number {
	powers := make([]limbs.Number, 1<<(width-1))
	powers[0] = *base
	if len(powers) > 1 {
		var square limbs.Number
		r.multiplying.Square(&square, base)
		for i := 1; i < len(powers); i++ {
			r.multiplying.Multiply(&powers[i], &powers[i-1], &square)
		}
	}
	return powers
}
