package edwards

import "filippo.io/edwards25519/field"

// membership tells whether points are members, in about half the time of multiplying them by the order. The curve's
// points are a cyclic group of order 8 times one of the prime order, so that a point is a member if it can be halved
// three times. (See Pornin, Point-halving and subgroup membership in twisted Edwards curves, IACR ePrint 2022/1164.)
//
// The halving takes place on Curve25519, v² = u³ + A·u² + u, with u = (1+y)/(1-y) and v = √-(A+2)·u/x. There a point can
// be halved if u is a square. If s² = u, then one of 2u + A ± 2v/s is a square w² (their product A²-4 is not one), and
// ((w²-A)/2 - s·w, w·((w²-A)/2 - s·w)) is a half. The other half differs from it by the point of order 2, which can itself
// be halved twice; so that it does not matter which is taken.
type membership struct {
	d, one  field.Element
	a, half field.Element // A = 486662, and 1/2
	i       field.Element // √-1
	si      field.Element // √-(A+2)·√-1
	turn    field.Element // √((A²-4)/√-1)
}

func newMembership(d field.Element) membership {
	m := membership{d: d}
	m.one.One()
	var minus, zero, s, difference field.Element
	minus.Negate(&m.one)
	m.i.SqrtRatio(&minus, &m.one)
	m.a.Mult32(&m.one, 486662)
	m.half.Invert(m.half.Add(&m.one, &m.one))
	s.SqrtRatio(s.Subtract(&zero, s.Mult32(&m.one, 486664)), &m.one)
	m.si.Multiply(&s, &m.i)
	difference.Multiply(difference.Mult32(&m.one, 486664), m.turn.Mult32(&m.one, 486660))
	m.turn.SqrtRatio(&difference, &m.i)
	return m
}

// member tells whether a point with Z = 1 is a member.
func (m *membership) member(p *point) bool {
	var zero, numerator, denominator, r, s, e field.Element
	if p.x.Equal(&zero) == 1 {
		return p.y.Equal(&m.one) == 1
	}
	// With r² = (1+dy²)/(1-y)², s = √-1·x·r: u is a square if r exists, since 1-y² = -x²(1+dy²).
	numerator.Square(&p.y)
	numerator.Multiply(&numerator, &m.d)
	numerator.Add(&numerator, &m.one)
	denominator.Subtract(&m.one, &p.y)
	denominator.Square(&denominator)
	if _, square := r.SqrtRatio(&numerator, &denominator); square == 0 {
		return false
	}
	s.Multiply(s.Multiply(&m.i, &p.x), &r)
	e.Multiply(&m.si, &r) // v/s
	w := m.root(&s, &e)
	u := m.halved(&s, &w)
	if _, square := s.SqrtRatio(&u, &m.one); square == 0 {
		return false
	}
	e.Multiply(&w, &s)
	w = m.root(&s, &e)
	u = m.halved(&s, &w)
	_, square := s.SqrtRatio(&u, &m.one)
	return square == 1
}

// root gives w, where e = v/s.
func (m *membership) root(s, e *field.Element) field.Element {
	var w, inverse, sum field.Element
	sum.Subtract(sum.Square(s), e)
	sum.Add(&sum, &sum)
	sum.Add(&sum, &m.a)
	if _, square := inverse.SqrtRatio(&m.one, &sum); square == 1 {
		return *w.Multiply(&sum, &inverse)
	}
	// Now inverse² is √-1/sum, and the root of the other, (A²-4)/sum, is wanted.
	return *w.Multiply(&inverse, &m.turn)
}

// halved gives u of a half.
func (m *membership) halved(s, w *field.Element) field.Element {
	var u, sw field.Element
	u.Subtract(u.Square(w), &m.a)
	u.Multiply(&u, &m.half)
	return *u.Subtract(&u, sw.Multiply(s, w))
}
