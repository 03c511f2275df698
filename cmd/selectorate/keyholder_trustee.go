package main

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/trustee"
)

// circle is the key holders of a ceremony, as their certificates say.
type circle struct {
	*trustee.Certificates

	group *group.Group
	raw   [][]byte
}

// parseCircle reads and checks certificates, one of each key holder in their order.
func parseCircle(raw [][]byte) (*circle, error) {
	if len(raw) == 0 {
		return nil, errors.New("there is no certificate")
	}
	var outer struct {
		Message string `json:"message"`
	}
	var inner struct {
		Context struct {
			Group string `json:"group"`
		} `json:"context"`
	}
	if err := json.Unmarshal(raw[0], &outer); err != nil {
		return nil, errors.New("the first certificate is not JSON")
	}
	if err := json.Unmarshal([]byte(outer.Message), &inner); err != nil {
		return nil, errors.New("the first certificate does not say what it was made for")
	}
	g, err := belenios.GroupNamed(inner.Context.Group)
	if err != nil {
		return nil, fmt.Errorf("certificate 1: %w", err)
	}
	checked, err := trustee.ParseCertificates(g, joined(raw))
	if err != nil {
		return nil, err
	}
	return &circle{checked, g, raw}, nil
}

// newCertificate draws a seed and makes its certificate.
func newCertificate(g *group.Group, size, threshold, number int) (seed, certificate []byte, err error) {
	if seed, err = trustee.NewSeed(rand.Reader); err != nil {
		return nil, nil, err
	}
	holder, err := trustee.OpenHolder(g, seed)
	if err != nil {
		return nil, nil, err
	}
	defer holder.Wipe()
	certificate, err = holder.Certificate(rand.Reader, size, threshold, number)
	return seed, certificate, err
}

// placeOf tells which certificate a seed belongs to. Two certificates of one seed differ in their signatures alone.
func (c *circle) placeOf(holder *trustee.Holder) (int, error) {
	for i, raw := range c.raw {
		made, err := holder.Certificate(rand.Reader, c.Size(), c.Threshold, i+1)
		if err != nil {
			return 0, err
		}
		own, err := trustee.CertificateID(c.group, made)
		if err != nil {
			return 0, err
		}
		if id, err := trustee.CertificateID(c.group, raw); err == nil && id == own {
			return i + 1, nil
		}
	}
	return 0, errors.New("none of the certificates was made with this seed: it is another seed, or somebody has left yours out")
}

// commitmentTo gives the commitment to a part that is not shown yet.
func commitmentTo(part []byte) (string, error) {
	var shape struct {
		Coefficients json.RawMessage `json:"coefexps"`
	}
	if err := json.Unmarshal(part, &shape); err != nil || len(shape.Coefficients) == 0 {
		return "", errors.New("this is no part of a key")
	}
	return trustee.Coefficients{Signed: trustee.Signed{Raw: string(shape.Coefficients)}}.Commitment(), nil
}

// parts reads everybody's parts, and holds them against what was committed to.
func (c *circle) parts(parts [][]byte, commitments []string) ([]trustee.Polynomial, error) {
	polynomials, err := c.ParsePolynomials(joined(parts))
	if err != nil {
		return nil, err
	}
	coefficients := make([]trustee.Coefficients, len(polynomials))
	for i, polynomial := range polynomials {
		coefficients[i] = polynomial.Coefficients
	}
	return polynomials, trustee.CheckCommitments(commitments, coefficients)
}

// encryptedShare picks the encrypted share out of what the last step gives.
func encryptedShare(output []byte) ([]byte, error) {
	var shape struct {
		Private string `json:"private_key"`
	}
	if err := json.Unmarshal(output, &shape); err != nil || shape.Private == "" {
		return nil, errors.New("the last step has given no share")
	}
	return []byte(shape.Private), nil
}

// openShare decrypts a share with its seed, and makes sure that a key holder of the election has it.
func openShare(s *setup, seed, sealed []byte) (group.Scalar, error) {
	holder, err := trustee.OpenHolder(s.election.Group, seed)
	if err != nil {
		return group.Scalar{}, err
	}
	defer holder.Wipe()
	return s.first(func(public group.Element) (group.Scalar, error) { return holder.DecryptionKey(sealed, public) })
}

// openPrivate reads a private key that stands alone.
func openPrivate(s *setup, line []byte) (group.Scalar, error) {
	return s.first(func(public group.Element) (group.Scalar, error) {
		return trustee.ParsePrivateKey(s.election.Group, line, public)
	})
}

// first tries the key holders' public keys one after the other.
func (s *setup) first(open func(public group.Element) (group.Scalar, error)) (secret group.Scalar, err error) {
	for _, public := range s.owners {
		if secret, err = open(public); err == nil {
			return secret, nil
		}
	}
	return secret, err
}

// newSingle makes a key that stands alone.
func newSingle(g *group.Group) (private, public []byte, err error) {
	secret, err := g.RandomScalar(rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	defer g.Wipe(secret)
	key, err := trustee.NewPublicKey(g, rand.Reader, secret)
	if err != nil {
		return nil, nil, err
	}
	return trustee.AppendPrivateKey(g, nil, secret), trustee.AppendPublicKey(g, nil, key), nil
}

// sameTexts compares lists of texts.
func sameTexts(a, b [][]byte) bool { return bytes.Equal(joined(a), joined(b)) }
