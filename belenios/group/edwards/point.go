package edwards

import "filippo.io/edwards25519/field"

// point is a point in extended coordinates: x = X/Z, y = Y/Z, x·y = T/Z (Hisil, Wong, Carter, Dawson: Twisted Edwards
// curves revisited, 2008). The formulas are complete: they hold for all points of the curve, and are constant in time.
type point struct{ x, y, z, t field.Element }

// cached is a point prepared for being added: Y+X, Y-X, 2Z, 2dT.
type cached struct{ sum, difference, z2, t2d field.Element }

// flat is a point with Z = 1 prepared for being added: y+x, y-x, 2dxy.
type flat struct{ sum, difference, t2d field.Element }

// completed is the result of an addition before its last multiplications: X = e·f, Y = g·h, Z = f·g, T = e·h.
type completed struct{ e, f, g, h field.Element }

// curveD gives d = -121665/121666 (RFC 8032, section 5.1).
func curveD() field.Element {
	var one, numerator, denominator, d field.Element
	one.One()
	numerator.Mult32(&one, 121665)
	denominator.Mult32(&one, 121666)
	d.Multiply(numerator.Negate(&numerator), denominator.Invert(&denominator))
	return d
}

func neutral() point {
	var p point
	p.y.One()
	p.z.One()
	return p
}

// set finishes an addition.
func (p *point) set(c *completed) *point {
	p.setProjective(c)
	p.t.Multiply(&c.e, &c.h)
	return p
}

// setProjective finishes an addition but for T, which a doubling does not need.
func (p *point) setProjective(c *completed) {
	p.x.Multiply(&c.e, &c.f)
	p.y.Multiply(&c.g, &c.h)
	p.z.Multiply(&c.f, &c.g)
}

// setAffine makes a point of its two coordinates.
func (p *point) setAffine(x, y *field.Element) *point {
	p.x, p.y = *x, *y
	p.z.One()
	p.t.Multiply(x, y)
	return p
}

// equal compares two points, by cross multiplication: exactly, in constant time.
func (p *point) equal(q *point) bool {
	var a, b, c, d field.Element
	same := a.Multiply(&p.x, &q.z).Equal(b.Multiply(&q.x, &p.z))
	same &= c.Multiply(&p.y, &q.z).Equal(d.Multiply(&q.y, &p.z))
	return same == 1
}

// double gives 2p; it does not look at T.
func (c *completed) double(p *point) *completed {
	var xx, yy, zz2, sum field.Element
	xx.Square(&p.x)
	yy.Square(&p.y)
	zz2.Square(&p.z)
	zz2.Add(&zz2, &zz2)
	sum.Add(&p.x, &p.y)
	sum.Square(&sum)
	c.h.Add(&xx, &yy)
	c.g.Subtract(&xx, &yy)
	c.e.Subtract(&c.h, &sum)
	c.f.Add(&zz2, &c.g)
	return c
}

// add gives p+q.
func (c *completed) add(p *point, q *cached) *completed {
	var a, b, tt, zz field.Element
	a.Multiply(a.Subtract(&p.y, &p.x), &q.difference)
	b.Multiply(b.Add(&p.y, &p.x), &q.sum)
	tt.Multiply(&p.t, &q.t2d)
	zz.Multiply(&p.z, &q.z2)
	return c.complete(&a, &b, &tt, &zz)
}

// subtract gives p-q.
func (c *completed) subtract(p *point, q *cached) *completed {
	var a, b, tt, zz field.Element
	a.Multiply(a.Subtract(&p.y, &p.x), &q.sum)
	b.Multiply(b.Add(&p.y, &p.x), &q.difference)
	tt.Multiply(&p.t, &q.t2d)
	zz.Multiply(&p.z, &q.z2)
	return c.completeNegative(&a, &b, &tt, &zz)
}

// addFlat gives p+q.
func (c *completed) addFlat(p *point, q *flat) *completed {
	var a, b, tt, zz field.Element
	a.Multiply(a.Subtract(&p.y, &p.x), &q.difference)
	b.Multiply(b.Add(&p.y, &p.x), &q.sum)
	tt.Multiply(&p.t, &q.t2d)
	zz.Add(&p.z, &p.z)
	return c.complete(&a, &b, &tt, &zz)
}

// subtractFlat gives p-q.
func (c *completed) subtractFlat(p *point, q *flat) *completed {
	var a, b, tt, zz field.Element
	a.Multiply(a.Subtract(&p.y, &p.x), &q.sum)
	b.Multiply(b.Add(&p.y, &p.x), &q.difference)
	tt.Multiply(&p.t, &q.t2d)
	zz.Add(&p.z, &p.z)
	return c.completeNegative(&a, &b, &tt, &zz)
}

func (c *completed) complete(a, b, tt, zz *field.Element) *completed {
	c.e.Subtract(b, a)
	c.f.Subtract(zz, tt)
	c.g.Add(zz, tt)
	c.h.Add(b, a)
	return c
}

func (c *completed) completeNegative(a, b, tt, zz *field.Element) *completed {
	c.e.Subtract(b, a)
	c.f.Add(zz, tt)
	c.g.Subtract(zz, tt)
	c.h.Add(b, a)
	return c
}

// cache prepares a point for being added; d2 is 2d.
func (q *cached) cache(p *point, d2 *field.Element) *cached {
	q.sum.Add(&p.y, &p.x)
	q.difference.Subtract(&p.y, &p.x)
	q.z2.Add(&p.z, &p.z)
	q.t2d.Multiply(&p.t, d2)
	return q
}

// cache prepares a point with Z = 1 for being added.
func (q *flat) cache(p *point, d2 *field.Element) {
	q.sum.Add(&p.y, &p.x)
	q.difference.Subtract(&p.y, &p.x)
	q.t2d.Multiply(&p.t, d2)
}

// increase adds q to p.
func (p *point) increase(q *point, d2 *field.Element) *point {
	var prepared cached
	var sum completed
	return p.set(sum.add(p, prepared.cache(q, d2)))
}

// affine makes Z = 1, in constant time.
func affine(p point) point {
	var inverse field.Element
	inverse.Invert(&p.z)
	p.x.Multiply(&p.x, &inverse)
	p.y.Multiply(&p.y, &inverse)
	return *p.setAffine(&p.x, &p.y)
}

// normalise makes Z = 1 in all points, with one inversion for all of them.
func normalise(points []point) {
	if len(points) == 0 {
		return
	}
	products := make([]field.Element, len(points)) // of all Z before
	var all field.Element
	all.One()
	for i := range points {
		products[i] = all
		all.Multiply(&all, &points[i].z)
	}
	all.Invert(&all)
	for i := len(points) - 1; i >= 0; i-- {
		p := &points[i]
		var inverse, x, y field.Element
		inverse.Multiply(&all, &products[i])
		all.Multiply(&all, &p.z)
		p.setAffine(x.Multiply(&p.x, &inverse), y.Multiply(&p.y, &inverse))
	}
}
