package trustee

import (
	"fmt"
	"slices"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/proof"
)

// reader reads the structures of this package. Each method leaves what failed in the scanner.
type reader struct {
	*belenios.Scanner

	group *group.Group
	raw   []byte
}

func newReader(g *group.Group, raw []byte) reader {
	return reader{belenios.NewScanner(g, raw), g, raw}
}

// Parse reads trustees.json in the one form in which belenios-tool writes it (without the line feed that files end with).
// An error is a Fault of the check Form.
func Parse(g *group.Group, raw []byte) (*Trustees, error) {
	r := newReader(g, raw)
	t := &Trustees{Raw: slices.Clone(raw), group: g}
	next := 1
	r.List(func() {
		item := Item{First: next}
		if r.Next(`["Pedersen",`) {
			pedersen := r.pedersen()
			item.Pedersen = &pedersen
		} else {
			r.Expect(`["Single",`)
			key := r.publicKey(false)
			item.Single = &key
		}
		r.Expect(`]`)
		next += item.Size()
		t.Items = append(t.Items, item)
	})
	if r.Err() == nil && len(t.Items) == 0 {
		r.FailAt(0, fmt.Errorf("an election needs at least one trustee"))
	}
	if err := r.Close(); err != nil {
		return nil, malformed("trustees.json", err)
	}
	return t, nil
}

// malformed makes a fault of an error of a scanner.
func malformed(what string, err error) Fault {
	return Fault{Check: Form, Detail: fmt.Sprintf("%s: %v", what, err)}
}

// pedersen reads {"threshold":…,"certs":[…],"coefexps":[…],"signatures":[…],"verification_keys":[…]}; signatures may be
// missing.
func (r reader) pedersen() (p Pedersen) {
	start := r.Offset()
	r.Expect(`{"threshold":`)
	p.Threshold = int(r.Int(1, maxTrustees))
	r.Expect(`,"certs":`)
	r.List(func() { p.Certificates = append(p.Certificates, r.certificate()) })
	n := len(p.Certificates)
	if r.Err() == nil && (p.Threshold > n || n > maxTrustees) {
		r.FailAt(start, fmt.Errorf("%d certificates do not go with a threshold of %d: the threshold is 1 up to their number, and that at most %d",
			n, p.Threshold, maxTrustees))
	}
	r.Expect(`,"coefexps":`)
	r.Exactly(n, func(int) { p.Coefficients = append(p.Coefficients, r.coefficients(p.Threshold)) })
	if r.Next(`,"signatures":`) {
		r.Exactly(n, func(int) { p.Signatures = append(p.Signatures, r.Proof()) })
	}
	r.Expect(`,"verification_keys":`)
	r.Exactly(n, func(int) { p.Keys = append(p.Keys, r.publicKey(true)) })
	r.Expect(`}`)
	return p
}

// maxTrustees is how many trustees can make a key together here.
const maxTrustees = 1000

// publicKey reads {"pok":{…},"public_key":"…","signature":{…},"name":"…"}; the last may be missing, and the last but one,
// which is for shares alone.
func (r reader) publicKey(share bool) (k PublicKey) {
	r.Expect(`{"pok":`)
	k.Knowledge = r.Proof()
	r.Expect(`,"public_key":`)
	k.Element = r.Element()
	if share && r.Next(`,"signature":`) {
		signature := r.Proof()
		k.Signature = &signature
	}
	if r.Next(`,"name":`) {
		k.Name = r.Text()
	}
	r.Expect(`}`)
	return k
}

func appendPublicKey(g *group.Group, to []byte, k PublicKey) []byte {
	to = belenios.AppendProof(g, append(to, `{"pok":`...), k.Knowledge)
	to = belenios.AppendElement(append(to, `,"public_key":`...), k.Element)
	if k.Signature != nil {
		to = belenios.AppendProof(g, append(to, `,"signature":`...), *k.Signature)
	}
	if k.Name != "" {
		to = belenios.AppendString(append(to, `,"name":`...), k.Name)
	}
	return append(to, '}')
}

// signed reads {"message":"…","signature":{…}}.
func (r reader) signed() (s Signed) {
	start := r.Offset()
	r.Expect(`{"message":`)
	s.Message = r.Text()
	r.Expect(`,"signature":`)
	s.Signature = r.Proof()
	r.Expect(`}`)
	if r.Err() == nil {
		s.Raw = string(r.raw[start:r.Offset()])
	}
	return s
}

// inside reads the text of a message, itself JSON.
func (r reader) inside(start int, message string, read func(reader)) {
	if r.Err() != nil {
		return
	}
	inner := newReader(r.group, []byte(message))
	read(inner)
	if err := inner.Close(); err != nil {
		r.FailAt(start, fmt.Errorf("in the message: %w", err))
	}
}

// certificate reads a signed {"context":{…},"verification":"…","encryption":"…"}; context may be missing.
func (r reader) certificate() (c Certificate) {
	start := r.Offset()
	c.Signed = r.signed()
	r.inside(start, c.Message, func(m reader) {
		m.Expect(`{`)
		if m.Next(`"context":`) {
			context := m.context()
			c.Context = &context
			m.Expect(`,`)
		}
		m.Expect(`"verification":`)
		c.Verification = m.Element()
		m.Expect(`,"encryption":`)
		c.Encryption = m.Element()
		m.Expect(`}`)
	})
	return c
}

// context reads {"group":"…","size":…,"threshold":…,"index":…}.
func (r reader) context() (c Context) {
	const most = 1<<30 - 1 // what is not right is a fault to be named, not a failure to read
	r.Expect(`{"group":`)
	c.Group = r.Text()
	r.Expect(`,"size":`)
	c.Size = int(r.Int(0, most))
	r.Expect(`,"threshold":`)
	c.Threshold = int(r.Int(0, most))
	r.Expect(`,"index":`)
	c.Index = int(r.Int(0, most))
	r.Expect(`}`)
	return c
}

func appendContext(to []byte, c Context) []byte {
	to = belenios.AppendString(append(to, `{"group":`...), c.Group)
	return fmt.Appendf(to, `,"size":%d,"threshold":%d,"index":%d}`, c.Size, c.Threshold, c.Index)
}

// coefficients reads a signed {"coefexps":["…",…]} of n elements.
func (r reader) coefficients(n int) (c Coefficients) {
	start := r.Offset()
	c.Signed = r.signed()
	r.inside(start, c.Message, func(m reader) {
		m.Expect(`{"coefexps":`)
		m.Exactly(n, func(int) { c.Elements = append(c.Elements, m.Element()) })
		m.Expect(`}`)
	})
	return c
}

func appendElements(to []byte, elements []group.Element) []byte {
	return belenios.AppendList(append(to, `"coefexps":`...), elements, belenios.AppendElement)
}

// appendSigned writes a signed text.
func appendSigned(g *group.Group, to []byte, message []byte, signature proof.Proof) []byte {
	to = belenios.AppendString(append(to, `{"message":`...), string(message))
	return append(belenios.AppendProof(g, append(to, `,"signature":`...), signature), '}')
}

// appendRaw writes signed texts as a list, as they were read.
func appendRaw[T interface{ raw() string }](to []byte, list []T) []byte {
	return belenios.AppendList(to, list, func(to []byte, one T) []byte { return append(to, one.raw()...) })
}

func (s Signed) raw() string { return s.Raw }

// setText is what a trustee signs so that all have seen the same certificates (found by experiment).
func setText(certificates []Certificate, own []group.Element) string {
	text := appendRaw([]byte(`certs_sig|{"certs":`), certificates)
	return string(append(appendElements(append(text, ','), own), '}'))
}
