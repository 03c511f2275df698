// Package limbs multiplies numbers modulo an odd modulus of 2,048 bits, in Montgomery's form.
//
// The multiplication of filippo.io/bigmod is not exported, and math/big divides after each one, which takes
// more than twice the time. So the innermost loop of bigmod, in the assembly of the Go authors, is kept here with
// their licence, and what stands on it is ours. See README.md.
package limbs

import (
	"encoding/binary"
	"errors"
	"math/bits"
)

// Words is the length of a number in words of 64 bits, the lowest first; Bytes is its length in bytes.
const (
	Words = 32
	Bytes = 8 * Words
)

// Number is a number of 2,048 bits. Unless something else is said, it is in Montgomery's form (x stands for
// x·2^-2048) and less than its modulus.
type Number [Words]uint64

// Modulus is an odd number of exactly 2,048 bits. It never changes.
type Modulus struct {
	n       Number
	inverse uint64 // -1/n modulo 2^64
	one     Number // 2^2048 modulo n, which stands for 1
	square  Number // 2^4096 modulo n
	adx     bool
}

// NewModulus reads a modulus of 256 big-endian bytes.
func NewModulus(bytes []byte) (*Modulus, error) {
	if len(bytes) != Bytes || bytes[0]&0x80 == 0 || bytes[Bytes-1]&1 == 0 {
		return nil, errors.New("the modulus is not an odd number of 2,048 bits")
	}
	m := &Modulus{adx: hasADX()}
	read(&m.n, bytes)
	// Newton: each step doubles the number of right bits, of which there are 3 at the start.
	m.inverse = m.n[0]
	for range 5 {
		m.inverse *= 2 - m.n[0]*m.inverse
	}
	m.inverse = -m.inverse
	// 2^2048 - n is less than n, whose highest bit is 1.
	var borrow uint64
	for i := range m.n {
		m.one[i], borrow = bits.Sub64(0, m.n[i], borrow)
	}
	// 2^(2048+64) by doubling, which stands for 2^64; then its 32nd power, which stands for 2^2048.
	m.square = m.one
	for range 64 {
		m.double(&m.square)
	}
	for range 5 {
		m.Multiply(&m.square, &m.square, &m.square)
	}
	return m, nil
}

// One gives the number that stands for 1.
func (m *Modulus) One() Number { return m.one }

// Read puts big-endian bytes, at most 256 and less than the modulus, into z and tells whether they were less.
func (m *Modulus) Read(z *Number, bytes []byte) bool {
	if len(bytes) > Bytes {
		return false
	}
	var x Number
	read(&x, bytes)
	var borrow uint64
	for i := range x {
		_, borrow = bits.Sub64(x[i], m.n[i], borrow)
	}
	m.Multiply(z, &x, &m.square)
	return borrow == 1
}

// Append adds the 256 big-endian bytes of the number that x stands for.
func (m *Modulus) Append(to []byte, x *Number) []byte {
	var plain Number
	m.Multiply(&plain, x, &Number{1})
	for i := range plain {
		to = binary.BigEndian.AppendUint64(to, plain[Words-1-i])
	}
	return to
}

// Multiply puts x·y into z, all three of which may be the same. Its time does not depend on the numbers.
//
// This is multiplication word by word with the reduction in the same loop (Gueron, Efficient software implementations
// of modular exponentiation, 2011, algorithm 4): one word of y is taken in, and one word at the low end becomes zero.
func (m *Modulus) Multiply(z, x, y *Number) {
	var t [2 * Words]uint64
	var carry uint64
	if m.adx {
		for i := range Words {
			window := (*[Words]uint64)(t[i : i+Words])
			high := addMulADX(window, (*[Words]uint64)(x), y[i])
			low := addMulADX(window, (*[Words]uint64)(&m.n), t[i]*m.inverse)
			t[i+Words], carry = bits.Add64(high, low, carry)
		}
	} else {
		for i := range Words {
			window := (*[Words]uint64)(t[i : i+Words])
			high := addMulPlain(window, (*[Words]uint64)(x), y[i])
			low := addMulPlain(window, (*[Words]uint64)(&m.n), t[i]*m.inverse)
			t[i+Words], carry = bits.Add64(high, low, carry)
		}
	}
	m.reduce(z, (*Number)(t[Words:]), carry)
}

// Equal tells whether two numbers are the same, in a time that does not depend on them.
func Equal(x, y *Number) bool {
	var different uint64
	for i := range x {
		different |= x[i] ^ y[i]
	}
	return different == 0
}

// double puts 2x into x.
func (m *Modulus) double(x *Number) {
	var carry uint64
	var t Number
	for i := range x {
		t[i], carry = bits.Add64(x[i], x[i], carry)
	}
	m.reduce(x, &t, carry)
}

// reduce puts carry·2^2048 + t, which is less than twice the modulus, into z after taking the modulus off once if it
// is not less. Its time does not depend on the numbers.
func (m *Modulus) reduce(z, t *Number, carry uint64) {
	var less Number
	var borrow uint64
	for i := range t {
		less[i], borrow = bits.Sub64(t[i], m.n[i], borrow)
	}
	keep := -(borrow &^ carry) // all ones if t stays as it is
	for i := range z {
		z[i] = less[i] ^ keep&(less[i]^t[i])
	}
}

// addMulGeneric is addMulPlain without assembly.
func addMulGeneric(z, x *[Words]uint64, y uint64) (carry uint64) {
	for i := range z {
		high, low := bits.Mul64(x[i], y)
		var c uint64
		low, c = bits.Add64(low, z[i], 0)
		high += c
		z[i], c = bits.Add64(low, carry, 0)
		carry = high + c
	}
	return carry
}

func read(z *Number, bytes []byte) {
	var full [Bytes]byte
	copy(full[Bytes-len(bytes):], bytes)
	for i := range z {
		z[i] = binary.BigEndian.Uint64(full[Bytes-8*(i+1):])
	}
}

// Square puts x·x into z, which may be the same. Its time does not depend on the number. With ADX the whole square is made
// first, out of half the products, and then reduced: a quarter faster than Multiply.
func (m *Modulus) Square(z, x *Number) {
	if !m.adx {
		m.Multiply(z, x, x)
		return
	}
	var t [2 * Words]uint64
	squareADX(&t, (*[Words]uint64)(x))
	var carry uint64
	for i := range Words {
		low := addMulADX((*[Words]uint64)(t[i:i+Words]), (*[Words]uint64)(&m.n), t[i]*m.inverse)
		t[i+Words], carry = bits.Add64(t[i+Words], low, carry)
	}
	m.reduce(z, (*Number)(t[Words:]), carry)
}

// Select puts table[index] into z, and reads the whole table for it: neither its time nor what it reads depends on
// the index.
func Select(z *Number, table []Number, index int) {
	*z = Number{}
	for i := range table {
		mask := -((uint64(i^index) - 1) >> 63) // all ones for i = index, which are less than 2^63
		for j := range z {
			z[j] |= mask & table[i][j]
		}
	}
}
