package trustee

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/group"
)

// seedDigits is the length of a seed: 22 Base58 digits, 128.8 bits.
const seedDigits = 22

// base58 are the digits of seeds: no 0, O, I, l.
const base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

// Holder is a trustee's secret in a ceremony in which several make a key together. It outlasts the ceremony: the share of
// the election's key is encrypted for it, so whoever loses it cannot decrypt.
type Holder struct {
	group        *group.Group
	signing      group.Scalar
	decryption   group.Scalar
	verification group.Element
	encryption   group.Element
}

// NewSeed draws the secret that everything of a holder is derived from: the content of its .key file, without a line feed.
func NewSeed(random io.Reader) ([]byte, error) {
	seed, one := make([]byte, 0, seedDigits), make([]byte, 1)
	defer clear(one)
	for len(seed) < seedDigits {
		if _, err := io.ReadFull(random, one); err != nil {
			return nil, fmt.Errorf("read from the source of chance: %w", err)
		}
		if one[0] < 4*byte(len(base58)) {
			seed = append(seed, base58[int(one[0])%len(base58)])
		}
	}
	return seed, nil
}

// OpenHolder derives a holder's keys from its seed (specification, deriving keys). A line feed behind it is not part of it.
// The seed may be overwritten afterwards.
func OpenHolder(g *group.Group, seed []byte) (*Holder, error) {
	seed = bytes.TrimSuffix(seed, []byte("\n"))
	if len(seed) != seedDigits || len(bytes.Trim(seed, base58)) > 0 {
		return nil, fmt.Errorf("a trustee's secret is made of %d digits and letters without 0, O, I and l; this has others, or %d of them", seedDigits, len(seed))
	}
	h := &Holder{group: g, signing: derive(g, "sk|", seed), decryption: derive(g, "dk|", seed)}
	h.verification, h.encryption = g.Power(nil, h.signing), g.Power(nil, h.decryption)
	return h, nil
}

func derive(g *group.Group, prefix string, seed []byte) group.Scalar {
	text := append([]byte(prefix), seed...)
	digest := sha256.Sum256(text)
	defer clear(digest[:])
	clear(text)
	return g.Reduce(digest[:])
}

// Wipe overwrites the holder's secrets. It cannot be used any more.
func (h *Holder) Wipe() {
	h.group.Wipe(h.signing)
	h.group.Wipe(h.decryption)
}

// Certificate is step 1 of the ceremony: it names the holder's public keys, and what they are for. The group of the context
// is the holder's.
func (h *Holder) Certificate(random io.Reader, size, threshold, index int) ([]byte, error) {
	if size < 1 || size > maxTrustees || threshold < 1 || threshold > size || index < 1 || index > size {
		return nil, fmt.Errorf("trustee %d of %d, of whom %d are to be enough, cannot be: there are at most %d, and numbers start with 1", index, size, threshold, maxTrustees)
	}
	message := appendContext([]byte(`{"context":`), Context{h.group.Name(), size, threshold, index})
	message = belenios.AppendElement(append(message, `,"verification":`...), h.verification)
	message = append(belenios.AppendElement(append(message, `,"encryption":`...), h.encryption), '}')
	signature, err := sign(h.group, random, h.signing, string(message))
	if err != nil {
		return nil, err
	}
	return appendSigned(h.group, nil, message, signature), nil
}

// CertificateID is the name under which belenios-tool keeps the files of a certificate's owner: SHA-256 of the
// certificate's message, in hexadecimal digits (found by experiment).
func CertificateID(g *group.Group, certificate []byte) (string, error) {
	r := newReader(g, bytes.TrimSuffix(certificate, []byte("\n")))
	c := r.certificate()
	if err := r.Close(); err != nil {
		return "", malformed("the certificate", err)
	}
	digest := sha256.Sum256([]byte(c.Message))
	return hex.EncodeToString(digest[:]), nil
}

// Certificates are those of all trustees of a ceremony, checked. Their order is that of the trustees.
type Certificates struct {
	Threshold int
	list      []Certificate
	group     *group.Group
}

// ParseCertificates is step 2: it reads certs.jsons, one certificate a line, and checks them. Certificates without a context,
// as version 2.0 makes them, are refused: a relay could use them in another ceremony, with another threshold. An error is a
// Fault, or Faults.
func ParseCertificates(g *group.Group, raw []byte) (*Certificates, error) {
	c := &Certificates{group: g}
	for i, line := range lines(raw) {
		r := newReader(g, line)
		certificate := r.certificate()
		if err := r.Close(); err != nil {
			return nil, malformed(fmt.Sprintf("certificate %d", i+1), err)
		}
		c.list = append(c.list, certificate)
	}
	if len(c.list) == 0 || len(c.list) > maxTrustees {
		return nil, Fault{Check: Form, Detail: fmt.Sprintf("there are 1 to %d certificates, not %d", maxTrustees, len(c.list))}
	}
	first := c.list[0].Context
	if first == nil {
		return nil, Fault{Check: Contexts, Trustee: 1, Detail: "the certificate does not say what it was made for: have it made anew with version 2.5.1 or later"}
	}
	if first.Threshold < 1 || first.Threshold > len(c.list) {
		return nil, Fault{Check: Contexts, Trustee: 1, Detail: fmt.Sprintf("the certificate was made for %s, and there are %d certificates", first.words(), len(c.list))}
	}
	c.Threshold = first.Threshold
	check := newChecker(g)
	check.certificates(c.list, c.Threshold)
	if err := check.err(); err != nil {
		return nil, err
	}
	return c, nil
}

// Size is the number of trustees.
func (c *Certificates) Size() int { return len(c.list) }

// Place gives the place of a holder among the certificates, from 1.
func (c *Certificates) Place(h *Holder) (int, error) {
	for i, certificate := range c.list {
		if c.group.Equal(certificate.Verification, h.verification) && c.group.Equal(certificate.Encryption, h.encryption) {
			return i + 1, nil
		}
	}
	return 0, errors.New("none of the certificates is that of this secret: the wrong file, or somebody left it out; do not go on")
}

// lines gives the lines of a .jsons file. The last may end without a line feed.
func lines(raw []byte) [][]byte {
	text := strings.TrimSuffix(string(raw), "\n")
	if text == "" {
		return nil
	}
	var all [][]byte
	for line := range strings.SplitSeq(text, "\n") {
		all = append(all, []byte(line))
	}
	return all
}
