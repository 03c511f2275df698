package modular

import (
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/group/modular/limbs"
)

// Prepare makes a table for the powers of a base, in a few milliseconds.
func (r *residues) Prepare(base group.Element) group.Table {
	own := r.own(base)
	if own == r.generator {
		return r.powers
	}
	return newComb(r, own, r.squares(&own.value))
}

// use is one power that a base has in a Recompute call.
type use struct {
	term     int
	exponent []uint64
}

// Recompute finds the commitments of many terms again. A base that has several powers is squared once for all of them; bases
// that have one power in the same term share their squarings too.
func (r *residues) Recompute(key group.Table, terms []group.Term) []group.Element {
	bases, uses := r.uses(terms)
	results := make([]product, len(terms))
	alone := make([][]power, len(terms))
	for i := range results {
		results[i] = r.product()
	}
	for _, base := range bases {
		if of := uses[base]; len(of) > 1 {
			r.shared(base, of, results)
		} else {
			alone[of[0].term] = append(alone[of[0].term], power{&base.value, of[0].exponent})
		}
	}
	out := make([]group.Element, len(terms))
	for i, term := range terms {
		if len(alone[i]) > 0 {
			part := r.straus(alone[i])
			results[i].timesProduct(&part)
		}
		r.fixed(&results[i], r.powers, term.G)
		if !term.K.IsNone() {
			r.fixed(&results[i], r.table(key), term.K)
		}
		out[i] = r.element(results[i].result())
	}
	return out
}

// table makes sure that a table was made by this group.
func (r *residues) table(key group.Table) *comb {
	table, ok := key.(*comb)
	if !ok || r.own(table.base) == nil {
		panic("modular: a key without its table was handed to the group " + r.name)
	}
	return table
}

// fixed multiplies with a power of a prepared base.
func (r *residues) fixed(result *product, table *comb, exponent group.Scalar) {
	if exponent.IsNone() {
		return
	}
	part := r.product()
	table.power(&part, r.words(exponent))
	result.timesProduct(&part)
}

// uses gathers the powers of each base, in the order in which bases turn up.
func (r *residues) uses(terms []group.Term) (bases []*element, uses map[*element][]use) {
	uses = map[*element][]use{}
	for i, term := range terms {
		for _, factor := range term.Factors {
			base := r.own(factor.Base)
			if len(uses[base]) == 0 {
				bases = append(bases, base)
			}
			uses[base] = append(uses[base], use{i, r.words(factor.Exponent)})
		}
	}
	return bases, uses
}

// shared multiplies results with several powers of one base, which is squared once for all of them (Yao, On the evaluation of
// powers, 1976): the squares go into a bucket for each digit, and the buckets into the power.
func (r *residues) shared(base *element, uses []use, results []product) {
	digits := make([][]uint8, len(uses))
	buckets := make([][]product, len(uses))
	longest := 0
	width := max(2, slidingWidth(r.q.BitLen())-1) // a bucket costs two multiplications, not one
	for i, use := range uses {
		digits[i] = sliding(use.exponent, width)
		longest = max(longest, len(digits[i]))
		buckets[i] = make([]product, 1<<(width-1))
		for j := range buckets[i] {
			buckets[i][j] = r.product()
		}
	}
	square := base.value
	for bit := range longest {
		if bit > 0 {
			r.multiplying.Square(&square, &square)
		}
		for i := range uses {
			if bit < len(digits[i]) && digits[i][bit] != 0 {
				buckets[i][digits[i][bit]/2].times(&square)
			}
		}
	}
	for i, use := range uses {
		part := r.gather(buckets[i])
		results[use.term].timesProduct(&part)
	}
}

// gather gives Π buckets[i]^(2i+1): with tails S_i = Π_{j≥i} buckets[j], it is S_0 · (S_1 · S_2 · …)^2.
func (r *residues) gather(buckets []product) product {
	tail, tails := r.product(), r.product()
	for i := len(buckets) - 1; i > 0; i-- {
		tail.timesProduct(&buckets[i])
		tails.timesProduct(&tail)
	}
	tail.timesProduct(&buckets[0])
	tails.square()
	tails.timesProduct(&tail)
	return tails
}

// power is a base with its exponent.
type power struct {
	base     *limbs.Number
	exponent []uint64
}
