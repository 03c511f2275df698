// Package group holds what the protocol needs of a group in which discrete logarithms are hard: elements with
// their wire form, scalars modulo the group's order, challenges, and powers in constant time for secrets and in
// variable time for verification.
//
// Group is the one thing that callers see. What differs between the groups stands behind three small interfaces
// (Arithmetic, Public, Codec), which the packages edwards (Ed25519) and modular (BELENIOS-2048, RFC-3526-2048)
// fill in. Multiplicative notation is used for all of them, as in the Belenios specification.
package group

import "fmt"

// Element is a member of a group, or of the larger set that the group lies in: Decode lets in only canonical
// wire forms, and Public.Members tells which of them are members. An element never changes. It belongs to the
// group that made it; handing it to another is a mistake of the caller and panics.
type Element interface {
	// AppendWire adds the wire form: decimal digits, or 64 hexadecimal digits for Ed25519.
	AppendWire(to []byte) []byte
}

// Arithmetic is what holders of secrets compute. Its time does not depend on the values.
type Arithmetic interface {
	Generator() Element
	Multiply(a, b Element) Element
	Invert(a Element) Element
	// Power raises base to a secret exponent. A nil base stands for the generator.
	Power(base Element, exponent Scalar) Element
	// Equal compares two elements.
	Equal(a, b Element) bool
}

// Table is a base prepared for many powers in variable time, such as the election's public key.
type Table any

// Factor is a power of an element in a Term.
type Factor struct {
	Base     Element
	Exponent Scalar
}

// Term says how a commitment is found again from a response and a challenge: g^G · key^K · Π Base^Exponent.
// A zero G or K (Scalar.IsNone) leaves that factor out.
type Term struct {
	G, K    Scalar
	Factors []Factor
}

// Public is what verifiers compute, as fast as can be, in variable time: nothing that goes into it is secret.
type Public interface {
	// Prepare makes a table for the powers of a base.
	Prepare(base Element) Table
	// Recompute finds the commitments of many terms again. Factors that share an Element (the same value of the
	// interface) share its doublings, and the wire forms are made together. Bases need not be members.
	Recompute(key Table, terms []Term) []Element
	// Product gives Π bases[i]^exponents[i] in one multi-exponentiation; the fastest way is chosen by length.
	Product(bases []Element, exponents []Scalar) Element
	// Outsider gives the index of an element that is not a member of the prime-order group, or -1 if all are.
	// Several are tested at once by random subsets that seed determines, in which an outsider goes unseen with a chance
	// of at most 2^-128; the seed must be a digest over everything that is tested.
	Outsider(elements []Element, seed []byte) int
}

// Codec turns elements into texts and numbers into elements, the way protocol version 1 does.
type Codec interface {
	// Decode reads a canonical wire form. Whether the element is a member is for Public.Outsider to say.
	Decode(wire string) (Element, error)
	// Embed makes a member of small numbers (0 to 255), for questions whose ballots are decrypted one by one.
	Embed(numbers []int) (Element, error)
	// Extract reads back the n numbers that Embed was given.
	Extract(e Element, n int) ([]int, error)
	// FromDigest makes the generator that nobody knows the logarithm of from a SHA-256 digest (specification,
	// independent generators).
	FromDigest(digest [32]byte) Element
	// Compare orders elements as the first shuffle's input is ordered (handbook: found by experiment).
	Compare(a, b Element) int
}

// Group is a group of prime order, with the codec of protocol version 1. Make one with edwards.New,
// modular.Belenios2048 or modular.RFC3526.
type Group struct {
	Arithmetic
	Public
	Codec
	name  string
	order order
}

// New puts a group together. The order is given in big-endian bytes.
func New(name string, orderBytes []byte, arithmetic Arithmetic, public Public, codec Codec) (*Group, error) {
	o, err := newOrder(orderBytes)
	if err != nil {
		return nil, fmt.Errorf("group %s: %w", name, err)
	}
	return &Group{Arithmetic: arithmetic, Public: public, Codec: codec, name: name, order: o}, nil
}

// Name is the group's name in an election's description: "Ed25519", "BELENIOS-2048", "RFC-3526-2048".
func (g *Group) Name() string { return g.name }

// Identity is the neutral element.
func (g *Group) Identity() Element { return g.Power(nil, g.Small(0)) }

// Divide gives a/b.
func (g *Group) Divide(a, b Element) Element { return g.Multiply(a, g.Invert(b)) }

// IsIdentity tells whether an element is the neutral one.
func (g *Group) IsIdentity(e Element) bool { return g.Equal(e, g.Identity()) }

// Member decodes a wire form and makes sure that it is a member other than the neutral element, as every key and
// every credential has to be. For many elements, Decode each and ask Outsider once.
func (g *Group) Member(wire string) (Element, error) {
	e, err := g.Decode(wire)
	if err != nil {
		return nil, err
	}
	if g.IsIdentity(e) || g.Outsider([]Element{e}, []byte(wire)) >= 0 {
		return nil, fmt.Errorf("%s is not a member of the prime-order group %s, or is its neutral element", shown(wire), g.name)
	}
	return e, nil
}

// Holds checks claimed commitments against their terms, all in one equation with random weights of 128 bits that
// seed determines: if one of the terms does not hold in the prime-order group, it goes unseen with a chance of about
// 2^-128. The seed must be a digest over everything that goes into terms and claimed. The caller checks, with
// Outsider, that everything claimed is a member.
func (g *Group) Holds(key Element, terms []Term, claimed []Element, seed []byte) bool {
	weights := g.Weights(seed, len(terms))
	left := g.Product(claimed, weights)
	sum := newSums(g)
	for i, term := range terms {
		sum.add(g.Generator(), term.G, weights[i])
		sum.add(key, term.K, weights[i])
		for _, factor := range term.Factors {
			sum.add(factor.Base, factor.Exponent, weights[i])
		}
	}
	return g.Equal(left, g.Product(sum.bases, sum.exponents))
}

// sums gathers the exponents of equal bases.
type sums struct {
	group     *Group
	at        map[Element]int
	bases     []Element
	exponents []Scalar
}

func newSums(g *Group) *sums { return &sums{group: g, at: map[Element]int{}} }

func (s *sums) add(base Element, exponent, weight Scalar) {
	if exponent.IsNone() {
		return
	}
	weighted := s.group.MultiplyScalars(exponent, weight)
	if i, known := s.at[base]; known {
		s.exponents[i] = s.group.AddScalars(s.exponents[i], weighted)
		return
	}
	s.at[base] = len(s.bases)
	s.bases = append(s.bases, base)
	s.exponents = append(s.exponents, weighted)
}

// Wire gives the wire form of an element as a string.
func Wire(e Element) string { return string(e.AppendWire(nil)) }

// shown cuts what is quoted in an error to a length that fits a line.
func shown(text string) string {
	if len(text) > 40 {
		return fmt.Sprintf("%q… (%d characters)", text[:36], len(text))
	}
	return fmt.Sprintf("%q", text)
}
