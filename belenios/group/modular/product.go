package modular

import (
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/group/modular/limbs"
)

// together is how many bases share their squarings: the tables of more would not stay in the processor's caches.
const together = 256

// Product gives Π bases[i]^exponents[i], by tables for each base (Straus) if they are few and by buckets (Pippenger) if they
// are many.
func (r *residues) Product(bases []group.Element, exponents []group.Scalar) group.Element {
	if len(bases) != len(exponents) {
		panic("modular: a product has as many exponents as bases")
	}
	powers := make([]power, 0, len(bases))
	bits := 0
	for i, base := range bases {
		own, words := r.own(base), r.words(exponents[i])
		if n := bitLength(words); n > 0 {
			powers, bits = append(powers, power{&own.value, words}), max(bits, n)
		}
	}
	result := r.product()
	if width, cost := pippengerWidth(len(powers), bits); cost < strausCost(len(powers), bits) {
		result = r.pippenger(powers, bits, width)
	} else {
		for len(powers) > 0 {
			n := min(len(powers), together)
			part := r.straus(powers[:n])
			result.timesProduct(&part)
			powers = powers[n:]
		}
	}
	return r.element(result.result())
}

// strausCost and pippengerWidth count multiplications of n powers with exponents of so many bits.
func strausCost(n, bits int) int {
	width := slidingWidth(bits)
	return bits*((n+together-1)/together) + n*(1<<(width-1)+bits/(width+1))
}

func pippengerWidth(n, bits int) (best, least int) {
	for width := 2; width <= 16; width++ {
		if cost := (bits+width-1)/width*(n+2<<width) + bits; least == 0 || cost < least {
			best, least = width, cost
		}
	}
	return best, least
}

// straus gives the product of few powers: a table of odd powers for each base, and squarings for all of them together.
func (r *residues) straus(powers []power) product {
	digits := make([][]uint8, len(powers))
	tables := make([][]limbs.Number, len(powers))
	longest := 0
	for i, p := range powers {
		width := slidingWidth(bitLength(p.exponent))
		digits[i] = sliding(p.exponent, width)
		tables[i] = r.oddPowers(p.base, width)
		longest = max(longest, len(digits[i]))
	}
	result := r.product()
	for bit := longest - 1; bit >= 0; bit-- {
		result.square()
		for i := range digits {
			if bit < len(digits[i]) && digits[i][bit] != 0 {
				result.times(&tables[i][digits[i][bit]/2])
			}
		}
	}
	return result
}

// pippenger gives the product of many powers. Digits of width bits are gone through from the highest: the bases go into
// a bucket for each digit, and Π bucket[d]^d is the product of the tails of the buckets' row.
func (r *residues) pippenger(powers []power, bits, width int) product {
	buckets := make([]product, 1<<width)
	result := r.product()
	for at := (bits - 1) / width * width; at >= 0; at -= width {
		for range width {
			result.square()
		}
		for i := range buckets {
			buckets[i] = r.product()
		}
		for _, p := range powers {
			if digit := window(p.exponent, at, width); digit != 0 {
				buckets[digit].times(p.base)
			}
		}
		tail := r.product()
		tails := r.product()
		for i := len(buckets) - 1; i > 0; i-- {
			tail.timesProduct(&buckets[i])
			tails.timesProduct(&tail)
		}
		result.timesProduct(&tails)
	}
	return result
}
