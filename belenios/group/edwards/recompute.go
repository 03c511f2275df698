package edwards

import (
	"filippo.io/edwards25519/field"

	"github.com/selectorate/selectorate/belenios/group"
)

const (
	nafWidth = 5
	odd      = 1 << (nafWidth - 2) // the digits 1, 3, ..., 15
	worth    = 250                 // powers of a base from which on a table is worth its making
)

// use is a power of a base that belongs to a term.
type use struct {
	term  int
	power exponent
}

// bases are the bases of some terms with their uses, in the order of their first.
type bases struct {
	at     map[*element]int
	points []*point
	uses   [][]use
}

// exponent takes a public scalar.
func (c *curve) exponent(s group.Scalar) exponent { return bigEndian(c.group.ScalarBytes(s)) }

func (c *curve) basesOf(terms []group.Term) *bases {
	b := &bases{at: make(map[*element]int, len(terms))}
	for i, term := range terms {
		for _, factor := range term.Factors {
			base := own(factor.Base)
			at, known := b.at[base]
			if !known {
				at = len(b.points)
				b.at[base] = at
				b.points = append(b.points, &base.point)
				b.uses = append(b.uses, nil)
			}
			b.uses[at] = append(b.uses[at], use{i, c.exponent(factor.Exponent)})
		}
	}
	return b
}

// Recompute finds commitments again. Powers of the generator and of the key come from tables; several powers of
// one base share its doublings; bases with a single power share the doublings of their term.
func (c *curve) Recompute(key group.Table, terms []group.Term) []group.Element {
	sums := make([]point, len(terms))
	single := make([]straus, len(terms))
	for i := range sums {
		sums[i] = neutral()
	}
	all := c.basesOf(terms)
	var shared ladder
	for i, base := range all.points {
		switch uses := all.uses[i]; {
		case len(uses) == 1:
			single[uses[0].term].add(base, &uses[0].power, &c.d2)
		case len(uses) < worth:
			shared.powers(c, base, uses, sums)
		default:
			powers := c.newTable(base)
			for _, u := range uses {
				powers.addPower(&sums[u.term], &u.power)
			}
		}
	}
	for i, term := range terms {
		if len(single[i].digits) > 0 {
			power := single[i].sum()
			sums[i].increase(&power, &c.d2)
		}
		if !term.G.IsNone() {
			power := c.exponent(term.G)
			c.powers.addPower(&sums[i], &power)
		}
		if !term.K.IsNone() {
			power := c.exponent(term.K)
			key.(*table).addPower(&sums[i], &power)
		}
	}
	return elements(sums)
}

// ladder computes several powers of one base from the lowest digit up: the base is doubled once for all powers, and
// each power gathers the doublings that have the same digit (Yao, On the evaluation of powers, 1976).
type ladder struct {
	doubled [256]cached // 2^i times the base, where some power has a digit at i
}

func (l *ladder) powers(c *curve, base *point, uses []use, sums []point) {
	digits := make([]naf, len(uses))
	length := 0
	var needed [256]bool
	for i := range uses {
		var n int
		digits[i], n = uses[i].power.nonAdjacent(nafWidth)
		length = max(length, n)
		for at, digit := range digits[i][:n] {
			needed[at] = needed[at] || digit != 0
		}
	}
	l.double(c, base, needed[:length])
	for i := range uses {
		l.gather(c, digits[i][:length], &sums[uses[i].term])
	}
}

func (l *ladder) double(c *curve, base *point, needed []bool) {
	p := *base
	var twice completed
	for at, need := range needed {
		if at > 0 && need {
			p.set(twice.double(&p))
		} else if at > 0 {
			p.setProjective(twice.double(&p))
		}
		if need {
			l.doubled[at].cache(&p, &c.d2)
		}
	}
}

// gather adds the power with the given digits to a sum.
func (l *ladder) gather(c *curve, digits []int8, to *point) {
	var buckets [odd]point
	for i := range buckets {
		buckets[i] = neutral()
	}
	var sum completed
	for at, digit := range digits {
		switch {
		case digit > 0:
			bucket := &buckets[digit/2]
			bucket.set(sum.add(bucket, &l.doubled[at]))
		case digit < 0:
			bucket := &buckets[-digit/2]
			bucket.set(sum.subtract(bucket, &l.doubled[at]))
		}
	}
	// The sum of (2i+1)·bucket i is the sum of the buckets and twice that of i·bucket i.
	above, twice := buckets[odd-1], buckets[odd-1]
	for i := odd - 2; i > 0; i-- {
		above.increase(&buckets[i], &c.d2)
		twice.increase(&above, &c.d2)
	}
	to.increase(above.increase(&buckets[0], &c.d2), &c.d2)
	to.increase(twice.set(sum.double(&twice)), &c.d2)
}

// straus is a product of powers that share their doublings, from the highest digit down.
type straus struct {
	multiples [][odd]cached // the odd multiples of each base
	digits    []naf
	length    int
}

func (s *straus) add(base *point, power *exponent, d2 *field.Element) {
	digits, length := power.nonAdjacent(nafWidth)
	s.digits = append(s.digits, digits)
	s.length = max(s.length, length)
	var multiples [odd]cached
	var sum completed
	var twice point
	var step cached
	step.cache(twice.set(sum.double(base)), d2)
	multiple := *base
	multiples[0].cache(base, d2)
	for i := 1; i < odd; i++ {
		multiples[i].cache(multiple.set(sum.add(&multiple, &step)), d2)
	}
	s.multiples = append(s.multiples, multiples)
}

func (s *straus) sum() point {
	p := neutral()
	var sum completed
	for at := s.length - 1; at >= 0; at-- {
		sum.double(&p)
		for i := range s.digits {
			switch digit := s.digits[i][at]; {
			case digit > 0:
				sum.add(p.set(&sum), &s.multiples[i][digit/2])
			case digit < 0:
				sum.subtract(p.set(&sum), &s.multiples[i][-digit/2])
			}
		}
		if at > 0 {
			p.setProjective(&sum)
		} else {
			p.set(&sum)
		}
	}
	return p
}
