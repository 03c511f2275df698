package trustee

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/proof"
)

// Cipher is how messages are encrypted in a ceremony. All forms are read; all trustees have to read what is written.
type Cipher string

// The ciphers.
const (
	GCM Cipher = "AES-GCM" // as 3.2.0 writes it
	CCM Cipher = "AES-CCM" // as 2.0 to 3.0 write it, the only one that they read
)

// encrypt makes an encrypted_msg (specification, public key infrastructure): an ElGamal encryption of a random element,
// from which the symmetric key is derived.
func encrypt(g *group.Group, random io.Reader, c Cipher, recipient group.Element, plain []byte) ([]byte, error) {
	r, err := g.RandomScalar(random)
	if err != nil {
		return nil, err
	}
	defer g.Wipe(r)
	s, err := g.RandomScalar(random)
	if err != nil {
		return nil, err
	}
	defer g.Wipe(s)
	alpha, shared := g.Power(nil, r), g.Power(nil, s)
	beta := g.Multiply(g.Power(recipient, r), shared)
	sealed, err := seal(c, shared, alpha, plain)
	if err != nil {
		return nil, err
	}
	to := []byte(`{`)
	if c == GCM {
		to = append(to, `"algorithm":"AES-GCM",`...)
	}
	to = belenios.AppendElement(append(to, `"alpha":`...), alpha)
	to = belenios.AppendElement(append(to, `,"beta":`...), beta)
	to = hex.AppendEncode(append(to, `,"data":"`...), sealed)
	return append(to, `"}`...), nil
}

// decrypt reads an encrypted_msg. Elements that are not members could tell something of the key, and are refused.
func decrypt(g *group.Group, secret group.Scalar, raw []byte) ([]byte, error) {
	r := newReader(g, raw)
	c := CCM
	r.Expect(`{`)
	if r.Next(`"algorithm":"AES-GCM",`) {
		c = GCM
	}
	r.Expect(`"alpha":`)
	alpha := r.Element()
	r.Expect(`,"beta":`)
	beta := r.Element()
	r.Expect(`,"data":`)
	text := r.Plain()
	r.Expect(`}`)
	if err := r.Close(); err != nil {
		return nil, err
	}
	sealed, err := hex.DecodeString(text)
	if err != nil || hex.EncodeToString(sealed) != text {
		return nil, errors.New("the encrypted data is not written in lower-case hexadecimal digits")
	}
	digest := sha256.Sum256(raw)
	if g.IsIdentity(alpha) || g.Outsider([]group.Element{alpha, beta}, digest[:]) >= 0 {
		return nil, errors.New("its elements are not members of the group: it was made to find out the key, and was not decrypted")
	}
	return open(c, g.Divide(beta, g.Power(alpha, secret)), alpha, sealed)
}

// seal encrypts with the key and the nonce that two elements give.
func seal(c Cipher, shared, alpha group.Element, plain []byte) ([]byte, error) {
	block, nonce, err := keyed(shared, alpha)
	if err != nil {
		return nil, err
	}
	switch c {
	case CCM:
		return ccm{block, nonce[:ccmNonce]}.seal(plain)
	case GCM:
		gcm, err := cipher.NewGCMWithNonceSize(block, len(nonce))
		if err != nil {
			return nil, fmt.Errorf("set up AES-GCM: %w", err)
		}
		return gcm.Seal(nil, nonce, plain, nil), nil
	}
	return nil, fmt.Errorf("the cipher %q is not known here: take AES-GCM, or AES-CCM for trustees with version 3.0 or older", c)
}

// open is the reverse of seal.
func open(c Cipher, shared, alpha group.Element, sealed []byte) ([]byte, error) {
	block, nonce, err := keyed(shared, alpha)
	if err != nil {
		return nil, err
	}
	if c == CCM {
		return ccm{block, nonce[:ccmNonce]}.open(sealed)
	}
	gcm, err := cipher.NewGCMWithNonceSize(block, len(nonce))
	if err != nil {
		return nil, fmt.Errorf("set up AES-GCM: %w", err)
	}
	plain, err := gcm.Open(nil, nonce, sealed, nil)
	if err != nil {
		return nil, errNotAuthentic()
	}
	return plain, nil
}

// keyed derives the AES key and the nonce of 32 bytes.
func keyed(shared, alpha group.Element) (cipher.Block, []byte, error) {
	text := shared.AppendWire([]byte("key|"))
	key, nonce := sha256.Sum256(text), sha256.Sum256(alpha.AppendWire([]byte("iv|")))
	clear(text)
	defer clear(key[:])
	block, err := aes.NewCipher(key[:])
	if err != nil {
		return nil, nil, fmt.Errorf("set up AES: %w", err)
	}
	return block, nonce[:], nil
}

// sign signs a text with the key of a certificate.
func sign(g *group.Group, random io.Reader, key group.Scalar, text string) (proof.Proof, error) {
	return proof.Know(g, random, signPrefix(text), key)
}

// send makes a text for one recipient that shows its sender, the specification's send(sk, recipient, message).
func (h *Holder) send(random io.Reader, c Cipher, recipient group.Element, message []byte) ([]byte, error) {
	inner := belenios.AppendElement([]byte(`{"recipient":`), recipient)
	inner = append(belenios.AppendString(append(inner, `,"message":`...), string(message)), '}')
	defer clear(inner)
	signature, err := sign(h.group, random, h.signing, string(inner))
	if err != nil {
		return nil, err
	}
	signed := appendSigned(h.group, nil, inner, signature)
	defer clear(signed)
	return encrypt(h.group, random, c, recipient, signed)
}

// receive decrypts a text that was sent to the holder, and makes sure that the owner of the key from has signed it for the
// holder and nobody else.
func (h *Holder) receive(from group.Element, raw []byte) ([]byte, error) {
	plain, err := decrypt(h.group, h.decryption, raw)
	if err != nil {
		return nil, err
	}
	defer clear(plain)
	r := newReader(h.group, plain)
	signed := r.signed()
	if err := r.Close(); err != nil {
		return nil, err
	}
	claim := proof.Knowledge("", signPrefix(signed.Message), from, signed.Signature)
	if proof.Check(h.group, nil, []proof.Claim{claim}) >= 0 {
		return nil, errors.New("its sender has not signed it")
	}
	m := newReader(h.group, []byte(signed.Message))
	m.Expect(`{"recipient":`)
	recipient := m.Element()
	m.Expect(`,"message":`)
	message := m.Text()
	m.Expect(`}`)
	if err := m.Close(); err != nil {
		return nil, err
	}
	if !h.group.Equal(recipient, h.encryption) {
		return nil, errors.New("its sender has signed it for somebody else")
	}
	return []byte(message), nil
}
