// Package edwards is the group Ed25519 of the protocol: the subgroup of prime order of the Edwards curve of RFC 8032
// (-x² + y² = 1 + d·x²·y² modulo p = 2^255-19). The curve has 8 times as many points; all of them can be decoded and
// computed with, and Outsider tells which of them are not members.
//
// Powers with secret exponents are computed by filippo.io/edwards25519 in constant time. Everything that verifiers
// compute has its own code here, on that module's field arithmetic: it is about three times as fast, because many
// powers of the same point share its doublings, and many encodings one inversion.
package edwards

import (
	"encoding/hex"
	"fmt"

	"filippo.io/edwards25519"
	"filippo.io/edwards25519/field"

	"github.com/selectorate/selectorate/belenios/group"
)

// orderDigits is the order l = 2^252 + 27742317777372353535851937790883648493 (RFC 8032, section 5.1).
const orderDigits = "1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed"

// element is a point of the curve. Where flat is set, Z is 1 and encoding is RFC 8032's.
type element struct {
	point    point
	encoding [32]byte
	flat     bool
}

// AppendWire adds 64 hexadecimal digits: RFC 8032's bytes from the last to the first.
func (e *element) AppendWire(to []byte) []byte {
	encoding := e.bytes()
	for i := range 16 {
		encoding[i], encoding[31-i] = encoding[31-i], encoding[i]
	}
	return hex.AppendEncode(to, encoding[:])
}

// bytes gives RFC 8032's encoding.
func (e *element) bytes() [32]byte {
	if e.flat {
		return e.encoding
	}
	p := affine(e.point)
	return encode(&p)
}

// encode gives RFC 8032's encoding of a point with Z = 1.
func encode(p *point) [32]byte {
	encoding := [32]byte(p.y.Bytes())
	encoding[31] |= byte(p.x.IsNegative() << 7)
	return encoding
}

// elements makes elements of points, with one inversion. It normalises the points that it is given.
func elements(points []point) []group.Element {
	normalise(points)
	all := make([]element, len(points))
	out := make([]group.Element, len(points))
	for i := range points {
		all[i] = element{points[i], encode(&points[i]), true}
		out[i] = &all[i]
	}
	return out
}

func own(e group.Element) *element {
	mine, ok := e.(*element)
	if !ok {
		panic("edwards: an element of another group")
	}
	return mine
}

// curve is the backend of the group.
type curve struct {
	group     *group.Group
	generator *element
	powers    *table // of the generator
	members   membership
	d, d2     field.Element // d and 2d of the curve's equation
}

// New makes the group Ed25519. It takes a few milliseconds, for a table of powers of the generator.
func New() (*group.Group, error) {
	order, err := hex.DecodeString(orderDigits)
	if err != nil {
		return nil, fmt.Errorf("the order of Ed25519: %w", err)
	}
	c := &curve{d: curveD()}
	c.members = newMembership(c.d)
	c.d2.Add(&c.d, &c.d)
	c.generator = elements([]point{fromLibrary(edwards25519.NewGeneratorPoint())})[0].(*element)
	c.powers = c.newTable(&c.generator.point)
	c.group, err = group.New("Ed25519", order, c, c, c)
	return c.group, err
}

// fromLibrary takes a point from the module that computes with secrets.
func fromLibrary(p *edwards25519.Point) point {
	x, y, z, t := p.ExtendedCoordinates()
	return point{*x, *y, *z, *t}
}

// scalar hands a scalar to the module that computes with secrets, in constant time.
func (c *curve) scalar(s group.Scalar) *edwards25519.Scalar {
	bytes := c.group.ScalarBytes(s)
	defer clear(bytes)
	for i := range 16 {
		bytes[i], bytes[31-i] = bytes[31-i], bytes[i]
	}
	out, err := edwards25519.NewScalar().SetCanonicalBytes(bytes)
	if err != nil {
		panic("edwards: a scalar that is not reduced: " + err.Error())
	}
	return out
}

// Generator gives the base point of RFC 8032.
func (c *curve) Generator() group.Element { return c.generator }

// Multiply gives a·b (the sum of the points), in constant time.
func (c *curve) Multiply(a, b group.Element) group.Element {
	out := &element{point: own(a).point}
	out.point.increase(&own(b).point, &c.d2)
	return out
}

// Invert gives 1/a (the negative of the point), in constant time.
func (c *curve) Invert(a group.Element) group.Element {
	out := &element{point: own(a).point}
	out.point.x.Negate(&out.point.x)
	out.point.t.Negate(&out.point.t)
	return out
}

// Power gives base^exponent in constant time.
func (c *curve) Power(base group.Element, exponent group.Scalar) group.Element {
	var power edwards25519.Point
	secret := c.scalar(exponent)
	defer secret.Set(edwards25519.NewScalar())
	if base == nil || base == group.Element(c.generator) {
		return &element{point: fromLibrary(power.ScalarBaseMult(secret))}
	}
	p := &own(base).point
	q, err := new(edwards25519.Point).SetExtendedCoordinates(&p.x, &p.y, &p.z, &p.t)
	if err != nil {
		panic("edwards: an element that is not on the curve: " + err.Error())
	}
	return &element{point: fromLibrary(power.ScalarMult(secret, q))}
}

// Equal compares two points, in constant time, and exactly: not only up to a point of small order.
func (c *curve) Equal(a, b group.Element) bool { return own(a).point.equal(&own(b).point) }
