package trustee

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"strings"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/proof"
)

// NewPublicKey gives the public key of a secret, with the proof that the secret is known (specification, trustee keys). The
// secret of a trustee that stands alone is drawn with Group.RandomScalar.
func NewPublicKey(g *group.Group, random io.Reader, secret group.Scalar) (PublicKey, error) {
	public := g.Power(nil, secret)
	p, err := proof.Know(g, random, pokPrefix(g, public), secret)
	if err != nil {
		return PublicKey{}, err
	}
	return PublicKey{Element: public, Knowledge: p}, nil
}

// ParsePublicKey reads a .pubkey file, or a line of public_keys.jsons, and checks it. An error is a Fault, or Faults.
func ParsePublicKey(g *group.Group, raw []byte) (PublicKey, error) {
	r := newReader(g, bytes.TrimSuffix(raw, []byte("\n")))
	key := r.publicKey(false)
	if err := r.Close(); err != nil {
		return PublicKey{}, malformed("the public key", err)
	}
	check := newChecker(g)
	check.publicKey(0, key)
	return key, check.err()
}

// AppendPublicKey adds what stands in a .pubkey file, without the line feed.
func AppendPublicKey(g *group.Group, to []byte, key PublicKey) []byte {
	return appendPublicKey(g, to, key)
}

// KeyID is the name under which belenios-tool keeps the files of a trustee that stands alone: the first eight hexadecimal
// digits of SHA-256 of the public key, in capitals (found by experiment).
func KeyID(public group.Element) string {
	digest := sha256.Sum256(public.AppendWire(nil))
	return fmt.Sprintf("%X", digest[:4])
}

// AppendPrivateKey adds what stands in a .privkey file, without the line feed: the number as a JSON string.
func AppendPrivateKey(g *group.Group, to []byte, secret group.Scalar) []byte {
	return belenios.AppendScalar(g, to, secret)
}

// ParsePrivateKey reads a .privkey file. The secret has to be that of the public key, which the caller takes from the
// trustees of the election (Owner.Key). Wipe it after use.
func ParsePrivateKey(g *group.Group, raw []byte, public group.Element) (group.Scalar, error) {
	r := newReader(g, bytes.TrimSuffix(raw, []byte("\n")))
	secret := r.Scalar()
	if err := r.Close(); err != nil {
		return group.Scalar{}, Fault{Check: Form, Detail: "the private key is not a number less than the group's order, written in decimal digits between quotes"}
	}
	if !g.Equal(g.Power(nil, secret), public) {
		g.Wipe(secret)
		return group.Scalar{}, Fault{Check: Shares, Detail: "the private key is not that of the public key in this election: the file belongs to another election or trustee"}
	}
	return secret, nil
}

// Assemble writes trustees.json: the keys of trustees that stand alone, then the keys that were made together, each as in
// threshold.json, all in the order given; and reads and checks it. An error is a Fault, or Faults. The keys of 2.0 and
// 2.5.1, with their weaknesses, are not for new elections, and are refused.
func Assemble(g *group.Group, single []PublicKey, together [][]byte) (*Trustees, error) {
	var items []string
	for _, key := range single {
		key.Signature = nil
		items = append(items, string(append(appendPublicKey(g, []byte(`["Single",`), key), ']')))
	}
	for _, threshold := range together {
		items = append(items, `["Pedersen",`+string(bytes.TrimSuffix(threshold, []byte("\n")))+`]`)
	}
	t, err := Parse(g, []byte("["+strings.Join(items, ",")+"]"))
	if err != nil {
		return nil, err
	}
	if faults := t.Check(); len(faults) > 0 {
		return nil, Faults(faults)
	}
	for _, weakness := range t.Weaknesses() {
		if weakness != Mixed {
			return nil, Fault{Check: SetSigns, Detail: fmt.Sprintf("a key was made in a weak way (%s): make it anew with version 3.0 or later", weakness)}
		}
	}
	return t, nil
}
