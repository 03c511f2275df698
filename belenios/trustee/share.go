package trustee

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/big"
	"strings"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/proof"
)

// input is what a trustee is given in step 5.
type input struct {
	own          string
	secrets      []string
	coefficients []Coefficients
	sets         []proof.Proof
}

// parseInput reads a .vinput file and checks what can be told without secrets.
func (c *Certificates) parseInput(raw []byte) (in input, err error) {
	n := len(c.list)
	r := newReader(c.group, bytes.TrimSuffix(raw, []byte("\n")))
	r.Expect(`{"polynomial":`)
	in.own = r.Text()
	r.Expect(`,"secrets":`)
	r.Exactly(n, func(int) { in.secrets = append(in.secrets, r.Text()) })
	r.Expect(`,"coefexps":`)
	r.Exactly(n, func(int) { in.coefficients = append(in.coefficients, r.coefficients(c.Threshold)) })
	r.Expect(`,"signatures":`)
	r.Exactly(n, func(int) { in.sets = append(in.sets, r.Proof()) })
	r.Expect(`}`)
	if err := r.Close(); err != nil {
		return input{}, malformed("what was sent to the trustee", err)
	}
	check := newChecker(c.group)
	check.coefficients(c.list, in.coefficients)
	check.sets(c.list, in.coefficients, in.sets)
	return in, check.err()
}

// Share is step 5: the holder checks what the others sent (a .vinput file), adds up its share of the election's secret
// key, and writes a .voutput file with the share, encrypted for itself, and the public share. commitments are what
// the trustees published before step 3, in their order; nil does without, so that the last to send could have chosen. An
// error is a Fault, or Faults.
func (h *Holder) Share(random io.Reader, certificates *Certificates, c Cipher, vinput []byte, commitments []string) ([]byte, error) {
	place, err := certificates.Place(h)
	if err != nil {
		return nil, err
	}
	in, err := certificates.parseInput(vinput)
	if err != nil {
		return nil, err
	}
	if commitments != nil {
		if err := CheckCommitments(commitments, in.coefficients); err != nil {
			return nil, err
		}
	}
	if err := h.checkOwn(place, in); err != nil {
		return nil, err
	}
	share, err := h.addUp(certificates, place, in)
	if err != nil {
		return nil, err
	}
	defer h.group.Wipe(share)
	text := append(belenios.AppendScalar(h.group, []byte(`{"decryption_key":`), share), '}')
	defer clear(text)
	sent, err := h.send(random, c, h.encryption, text)
	if err != nil {
		return nil, err
	}
	public, err := NewPublicKey(h.group, random, share)
	if err != nil {
		return nil, err
	}
	signature, err := sign(h.group, random, h.signing, group.Wire(public.Element))
	if err != nil {
		return nil, err
	}
	public.Signature = &signature
	to := belenios.AppendString([]byte(`{"private_key":`), string(sent))
	return append(appendPublicKey(h.group, append(to, `,"public_key":`...), public), '}'), nil
}

// checkOwn makes sure that the holder's coefficients are those of the polynomial that it drew.
func (h *Holder) checkOwn(place int, in input) error {
	message, err := h.receive(h.verification, []byte(in.own))
	if err != nil {
		return Fault{Check: Messages, Trustee: place, Detail: fmt.Sprintf("the own polynomial: %v", err)}
	}
	defer clear(message)
	own := in.coefficients[place-1].Elements
	same := true
	r := newReader(h.group, message)
	r.Expect(`{"polynomial":`)
	r.Exactly(len(own), func(k int) {
		if a := r.Scalar(); !a.IsNone() {
			same = same && h.group.Equal(h.group.Power(nil, a), own[k])
			h.group.Wipe(a)
		}
	})
	r.Expect(`}`)
	if err := r.Close(); err != nil {
		return malformed("the own polynomial", err)
	}
	if !same {
		return Fault{Check: Shares, Trustee: place, Detail: "the coefficients that are shown as one's own are not those of the polynomial that was drawn"}
	}
	return nil
}

// addUp checks what each trustee sent as its polynomial's value, g^s = Π A_k^(j^k), and adds the values up.
func (h *Holder) addUp(certificates *Certificates, place int, in input) (group.Scalar, error) {
	sum := h.group.Small(0)
	var faults Faults
	for i, secret := range in.secrets {
		s, err := h.readScalar(certificates.list[i].Verification, `{"secret":`, []byte(secret))
		if err != nil {
			faults = append(faults, Fault{Check: Messages, Trustee: i + 1, Detail: fmt.Sprintf("its message to trustee %d: %v", place, err)})
			continue
		}
		if !h.group.Equal(h.group.Power(nil, s), evaluate(h.group, in.coefficients[i].Elements, place)) {
			faults = append(faults, Fault{Check: Shares, Trustee: i + 1, Detail: fmt.Sprintf("what it sent to trustee %d is not the value of its polynomial", place)})
		}
		next := h.group.AddScalars(sum, s)
		h.group.Wipe(s)
		h.group.Wipe(sum)
		sum = next
	}
	if faults != nil {
		h.group.Wipe(sum)
		return group.Scalar{}, faults
	}
	return sum, nil
}

// readScalar receives a message that is an object with one number. Version 2.0 sends numbers that are not reduced modulo the
// order (found by experiment), so larger ones are read and reduced.
func (h *Holder) readScalar(from group.Element, field string, raw []byte) (group.Scalar, error) {
	message, err := h.receive(from, raw)
	if err != nil {
		return group.Scalar{}, err
	}
	defer clear(message)
	r := newReader(h.group, message)
	r.Expect(field)
	digits := r.Plain()
	r.Expect(`}`)
	if err := r.Close(); err != nil {
		return group.Scalar{}, err
	}
	const most = 2000 // digits; the numbers of 2.0 have about 620
	if digits == "" || len(digits) > most || digits[0] == '0' && digits != "0" || strings.Trim(digits, "0123456789") != "" {
		return group.Scalar{}, errors.New("its number is not written in canonical decimal digits")
	}
	n, _ := new(big.Int).SetString(digits, 10) // digits alone, so it is one
	defer clear(n.Bits())
	number := n.Bytes()
	defer clear(number)
	return h.group.Reduce(number), nil
}

// Finish is step 6: from the messages of step 3 and the .voutput files, in the order of the trustees, it writes
// threshold.json, and for each trustee the .dkey file that it needs for decrypting. An error is a Fault, or Faults.
func (c *Certificates) Finish(polynomials []Polynomial, voutputs [][]byte) (threshold []byte, keys [][]byte, err error) {
	if len(polynomials) != len(c.list) || len(voutputs) != len(c.list) {
		return nil, nil, Fault{Check: Form, Detail: fmt.Sprintf("there are %d polynomials and %d answers of %d trustees", len(polynomials), len(voutputs), len(c.list))}
	}
	p := Pedersen{Threshold: c.Threshold, Certificates: c.list}
	for i, output := range voutputs {
		r := newReader(c.group, bytes.TrimSuffix(output, []byte("\n")))
		r.Expect(`{"private_key":`)
		key := r.Text()
		r.Expect(`,"public_key":`)
		public := r.publicKey(true)
		r.Expect(`}`)
		if err := r.Close(); err != nil {
			return nil, nil, malformed(fmt.Sprintf("answer %d", i+1), err)
		}
		keys, p.Keys = append(keys, []byte(key)), append(p.Keys, public)
		p.Coefficients = append(p.Coefficients, polynomials[i].Coefficients)
		p.Signatures = append(p.Signatures, polynomials[i].Set)
	}
	check := newChecker(c.group)
	expected := publicShares(c.group, p.Coefficients)
	for i, key := range p.Keys {
		check.share(c.list, i+1, key, expected[i], true)
	}
	if err := check.err(); err != nil {
		return nil, nil, err
	}
	return appendPedersen(c.group, nil, p), keys, nil
}

func appendPedersen(g *group.Group, to []byte, p Pedersen) []byte {
	to = belenios.AppendInt(append(to, `{"threshold":`...), p.Threshold)
	to = appendRaw(append(to, `,"certs":`...), p.Certificates)
	to = appendRaw(append(to, `,"coefexps":`...), p.Coefficients)
	if p.Signatures != nil {
		to = appendProofs(g, append(to, `,"signatures":`...), p.Signatures)
	}
	to = belenios.AppendList(append(to, `,"verification_keys":`...), p.Keys, func(to []byte, k PublicKey) []byte {
		return appendPublicKey(g, to, k)
	})
	return append(to, '}')
}

// DecryptionKey reads a .dkey file: the holder's share of the election's secret key. It has to be the secret of the public
// share, which the caller takes from the trustees of the election (Owner.Key). Wipe it after use.
func (h *Holder) DecryptionKey(dkey []byte, public group.Element) (group.Scalar, error) {
	share, err := h.readScalar(h.verification, `{"decryption_key":`, bytes.TrimSuffix(dkey, []byte("\n")))
	if err != nil {
		return group.Scalar{}, fmt.Errorf("the decryption key: %w", err)
	}
	if !h.group.Equal(h.group.Power(nil, share), public) {
		h.group.Wipe(share)
		return group.Scalar{}, Fault{Check: Shares, Detail: "the decryption key is not that of the public share in this election: the files belong to another election or trustee"}
	}
	return share, nil
}
