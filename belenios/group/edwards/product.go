package edwards

import "github.com/selectorate/selectorate/belenios/group"

const (
	fewFactors = 220     // up to here doublings are shared, beyond it buckets
	chunk      = 1 << 16 // factors that are in memory prepared: 150 bytes each
)

// Product gives the product of powers (the sum of multiples).
func (c *curve) Product(bases []group.Element, exponents []group.Scalar) group.Element {
	total := neutral()
	if len(bases) <= fewFactors {
		var s straus
		for i, base := range bases {
			power := c.exponent(exponents[i])
			s.add(&own(base).point, &power, &c.d2)
		}
		total = s.sum()
		return &element{point: total}
	}
	var p pippenger
	for start := 0; start < len(bases); start += chunk {
		end := min(start+chunk, len(bases))
		part := p.product(c, bases[start:end], exponents[start:end])
		total.increase(&part, &c.d2)
	}
	return &element{point: total}
}

// pippenger computes long products: for each digit of the exponents, the bases that have the same are added up in a
// bucket (Pippenger, On the evaluation of powers and related problems, 1976).
type pippenger struct {
	bases   []flat
	digits  []int16 // those of the first exponent, then those of the second, ...
	buckets []point
}

func (p *pippenger) product(c *curve, bases []group.Element, exponents []group.Scalar) point {
	p.bases = c.flatten(bases, p.bases[:0])
	powers := make([]exponent, len(exponents))
	length := uint(0)
	for i := range exponents {
		powers[i] = c.exponent(exponents[i])
		length = max(length, powers[i].length())
	}
	width := bucketWidth(len(bases))
	count := signedDigits(length, width)
	p.digits = append(p.digits[:0], make([]int16, count*len(powers))...)
	for i := range powers {
		powers[i].signed(width, p.digits[i*count:][:count])
	}
	p.buckets = append(p.buckets[:0], make([]point, 1<<(width-1))...)
	total := neutral()
	var sum completed
	for at := count - 1; at >= 0; at-- {
		for range width {
			total.set(sum.double(&total))
		}
		column := p.column(c, at, count)
		total.increase(&column, &c.d2)
	}
	return total
}

// bucketWidth gives the digit's width in bits that needs the fewest additions for n factors.
func bucketWidth(n int) uint {
	best, least := uint(4), 1<<62
	for width := uint(4); width <= 14; width++ {
		additions := signedDigits(253, width) * (n + 5<<(width-1)/2)
		if additions < least {
			best, least = width, additions
		}
	}
	return best
}

// column adds up the bases by the digits at a place, of count.
func (p *pippenger) column(c *curve, at, count int) point {
	for i := range p.buckets {
		p.buckets[i] = neutral()
	}
	var sum completed
	for i := range p.bases {
		switch digit := p.digits[i*count+at]; {
		case digit > 0:
			bucket := &p.buckets[digit-1]
			bucket.set(sum.addFlat(bucket, &p.bases[i]))
		case digit < 0:
			bucket := &p.buckets[-digit-1]
			bucket.set(sum.subtractFlat(bucket, &p.bases[i]))
		}
	}
	above := p.buckets[len(p.buckets)-1]
	total := above
	for i := len(p.buckets) - 2; i >= 0; i-- {
		above.increase(&p.buckets[i], &c.d2)
		total.increase(&above, &c.d2)
	}
	return total
}

// flatten prepares elements for being added, with one inversion for those that are not flat yet.
func (c *curve) flatten(from []group.Element, to []flat) []flat {
	var points []point
	var at []int
	for i, e := range from {
		mine := own(e)
		to = append(to, flat{})
		if mine.flat {
			to[len(to)-1].cache(&mine.point, &c.d2)
		} else {
			points, at = append(points, mine.point), append(at, i)
		}
	}
	normalise(points)
	for i, place := range at {
		to[len(to)-len(from)+place].cache(&points[i], &c.d2)
	}
	return to
}
