package trustee

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/proof"
)

// Polynomial is what a trustee sends out in step 3. Own and Secrets are encrypted messages: the polynomial for the trustee
// itself, and its values at 1, 2, … for each trustee.
type Polynomial struct {
	Own          string
	Secrets      []string
	Coefficients Coefficients
	Set          proof.Proof // over the set of certificates
}

// Polynomial is step 3: the holder draws a polynomial whose degree is one less than the threshold, and writes what the others
// and itself have to know of it. Never send two: of two polynomials with the same certificates, only one can be meant.
func (h *Holder) Polynomial(random io.Reader, certificates *Certificates, c Cipher) ([]byte, error) {
	if _, err := certificates.Place(h); err != nil {
		return nil, err
	}
	coefficients := make([]group.Scalar, certificates.Threshold)
	elements := make([]group.Element, certificates.Threshold)
	for k := range coefficients {
		a, err := h.group.RandomScalar(random)
		if err != nil {
			return nil, err
		}
		defer h.group.Wipe(a)
		coefficients[k], elements[k] = a, h.group.Power(nil, a)
	}
	to, err := h.appendSecrets(random, certificates, c, coefficients)
	if err != nil {
		return nil, err
	}
	message := append(appendElements([]byte(`{`), elements), '}')
	signature, err := sign(h.group, random, h.signing, string(message))
	if err != nil {
		return nil, err
	}
	set, err := sign(h.group, random, h.signing, setText(certificates.list, elements))
	if err != nil {
		return nil, err
	}
	to = appendSigned(h.group, append(to, `,"coefexps":`...), message, signature)
	return append(belenios.AppendProof(h.group, append(to, `,"signature":`...), set), '}'), nil
}

// appendSecrets starts the message of step 3 with the polynomial and its values, each for who may know it.
func (h *Holder) appendSecrets(random io.Reader, certificates *Certificates, c Cipher, coefficients []group.Scalar) ([]byte, error) {
	raw := belenios.AppendList([]byte(`{"polynomial":`), coefficients, func(to []byte, a group.Scalar) []byte {
		return belenios.AppendScalar(h.group, to, a)
	})
	raw = append(raw, '}')
	defer clear(raw)
	own, err := h.send(random, c, h.encryption, raw)
	if err != nil {
		return nil, err
	}
	to := belenios.AppendString([]byte(`{"polynomial":`), string(own))
	to = append(to, `,"secrets":[`...)
	for i, certificate := range certificates.list {
		value := h.value(coefficients, i+1)
		secret := append(belenios.AppendScalar(h.group, []byte(`{"secret":`), value), '}')
		h.group.Wipe(value)
		sent, err := h.send(random, c, certificate.Encryption, secret)
		clear(secret)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			to = append(to, ',')
		}
		to = belenios.AppendString(to, string(sent))
	}
	return append(to, ']'), nil
}

// value gives the polynomial's value at a place.
func (h *Holder) value(coefficients []group.Scalar, place int) group.Scalar {
	at, sum := h.group.Small(int64(place)), h.group.Small(0)
	for _, a := range slices.Backward(coefficients) {
		next := h.group.AddScalars(h.group.MultiplyScalars(sum, at), a)
		h.group.Wipe(sum)
		sum = next
	}
	return sum
}

// polynomial reads what a trustee sent out.
func (r reader) polynomial(size, threshold int) (p Polynomial) {
	r.Expect(`{"polynomial":`)
	p.Own = r.Text()
	r.Expect(`,"secrets":`)
	r.Exactly(size, func(int) { p.Secrets = append(p.Secrets, r.Text()) })
	r.Expect(`,"coefexps":`)
	p.Coefficients = r.coefficients(threshold)
	r.Expect(`,"signature":`)
	p.Set = r.Proof()
	r.Expect(`}`)
	return p
}

// ParsePolynomial reads the message of step 3 of the trustee at a place, and checks what can be told without secrets.
// Messages without a signature over the set of certificates, as version 2.0 makes them, are refused. An error is a Fault,
// or Faults.
func (c *Certificates) ParsePolynomial(place int, raw []byte) (Polynomial, error) {
	p, err := c.readPolynomial(place, bytes.TrimSuffix(raw, []byte("\n")))
	if err != nil {
		return Polynomial{}, err
	}
	check := newChecker(c.group)
	check.coefficient(c.list, place, p.Coefficients)
	check.set(c.list, place, p.Coefficients, p.Set)
	return p, check.err()
}

func (c *Certificates) readPolynomial(place int, raw []byte) (Polynomial, error) {
	if place < 1 || place > len(c.list) {
		return Polynomial{}, Fault{Check: Form, Detail: fmt.Sprintf("there is no trustee %d among %d", place, len(c.list))}
	}
	r := newReader(c.group, raw)
	p := r.polynomial(len(c.list), c.Threshold)
	if err := r.Close(); err != nil {
		return Polynomial{}, malformed(fmt.Sprintf("polynomial %d", place), err)
	}
	return p, nil
}

// ParsePolynomials reads polynomials.jsons, the messages of step 3 of all trustees in their order, one a line, and checks
// them as ParsePolynomial does, and against each other.
func (c *Certificates) ParsePolynomials(raw []byte) ([]Polynomial, error) {
	all := lines(raw)
	if len(all) != len(c.list) {
		return nil, Fault{Check: Form, Detail: fmt.Sprintf("there are %d polynomials of %d trustees", len(all), len(c.list))}
	}
	polynomials := make([]Polynomial, len(all))
	for i, line := range all {
		p, err := c.readPolynomial(i+1, line)
		if err != nil {
			return nil, err
		}
		polynomials[i] = p
	}
	check := newChecker(c.group)
	for i, p := range polynomials {
		check.coefficient(c.list, i+1, p.Coefficients)
		check.set(c.list, i+1, p.Coefficients, p.Set)
	}
	return polynomials, check.err()
}

// Route is step 4: for each trustee what the others have for it, and the coefficients of all.
func (c *Certificates) Route(polynomials []Polynomial) [][]byte {
	var coefficients []Coefficients
	var sets []proof.Proof
	for _, p := range polynomials {
		coefficients, sets = append(coefficients, p.Coefficients), append(sets, p.Set)
	}
	common := appendRaw([]byte(`,"coefexps":`), coefficients)
	common = append(appendProofs(c.group, append(common, `,"signatures":`...), sets), '}')
	inputs := make([][]byte, len(polynomials))
	for j, own := range polynomials {
		to := belenios.AppendString([]byte(`{"polynomial":`), own.Own)
		to = belenios.AppendList(append(to, `,"secrets":`...), polynomials, func(to []byte, p Polynomial) []byte {
			return belenios.AppendString(to, p.Secrets[j])
		})
		inputs[j] = append(to, common...)
	}
	return inputs
}

func appendProofs(g *group.Group, to []byte, proofs []proof.Proof) []byte {
	return belenios.AppendList(to, proofs, func(to []byte, p proof.Proof) []byte { return belenios.AppendProof(g, to, p) })
}

// Commitment is what a trustee publishes before anybody shows a polynomial: SHA-256 of its signed coefficients as they stand
// in its message of step 3, in hexadecimal digits. Otherwise whoever sends last could try polynomials until the election's
// key suits him. It is no part of the protocol's files; trustees exchange it among each other. Nobody can repeat the
// commitment of somebody else, since what is behind it is signed.
func (c Coefficients) Commitment() string {
	digest := sha256.Sum256([]byte(c.Raw))
	return hex.EncodeToString(digest[:])
}

// CheckCommitments compares coefficients, in the order of the trustees, with what was published before. An error is Faults.
func CheckCommitments(commitments []string, coefficients []Coefficients) error {
	if len(commitments) != len(coefficients) {
		return Fault{Check: Commitments, Detail: fmt.Sprintf("there are %d commitments of %d trustees", len(commitments), len(coefficients))}
	}
	var faults Faults
	for i, c := range coefficients {
		if !strings.EqualFold(strings.TrimSpace(commitments[i]), c.Commitment()) {
			faults = append(faults, Fault{Check: Commitments, Trustee: i + 1, Detail: "these are not the coefficients that it committed to: stop, and ask it why"})
		}
	}
	if faults != nil {
		return faults
	}
	return nil
}
