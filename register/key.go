package register

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// Algorithms of a key, its first byte (C2SP signed-note, section "Signature types").
const (
	algEd25519     = 1
	algCosignature = 4
)

// A Signer holds a secret key; see ParseSigner. It is the interface of golang.org/x/mod/sumdb/note.
type Signer = note.Signer

// GenerateKey makes the signing key of a register from 32 bytes of a source of randomness, as skey, which is
// secret, and vkey, with which everybody checks. Both are one line in the form of C2SP signed-note and hold
// the origin as the name of the key.
func GenerateKey(random io.Reader, origin string) (skey, vkey string, err error) {
	if err := CheckName(origin); err != nil {
		return "", "", fmt.Errorf("making a key: the origin: %w", err)
	}
	seed := make([]byte, ed25519.SeedSize)
	if _, err := io.ReadFull(random, seed); err != nil {
		return "", "", fmt.Errorf("making a key: %w", err)
	}
	public := ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey)
	vkey, err = note.NewEd25519VerifierKey(origin, public)
	if err != nil {
		return "", "", fmt.Errorf("making a key: %w", err)
	}
	hash := keyID(origin, algEd25519, public)
	skey = fmt.Sprintf("PRIVATE+KEY+%s+%08x+%s", origin, hash, encodeKey(algEd25519, seed))
	return skey, vkey, nil
}

// PublicKey gives the vkey that belongs to an skey.
func PublicKey(skey string) (vkey string, err error) {
	signer, err := ParseSigner(skey)
	if err != nil {
		return "", err
	}
	// The key is what stands after the fourth plus sign; base64 may have more of them.
	parts := strings.SplitN(skey, "+", 5)
	seed, err := base64.StdEncoding.DecodeString(parts[len(parts)-1])
	if err != nil || len(seed) != 1+ed25519.SeedSize {
		return "", errors.New("reading a signing key: it is not 33 bytes in standard base64")
	}
	public := ed25519.NewKeyFromSeed(seed[1:]).Public().(ed25519.PublicKey)
	return note.NewEd25519VerifierKey(signer.Name(), public)
}

// ParseSigner reads an skey. Its message never shows the key.
func ParseSigner(skey string) (Signer, error) {
	signer, err := note.NewSigner(skey)
	if err != nil {
		return nil, errors.New("reading a signing key: it is not one in the form of signed-note")
	}
	if err := CheckName(signer.Name()); err != nil {
		return nil, fmt.Errorf("reading a signing key: its name: %w", err)
	}
	return signer, nil
}

// ParseKey reads the vkey of a register and accepts only the form that GenerateKey writes.
func ParseKey(vkey string) (note.Verifier, error) {
	name, public, err := parseVKey(vkey, algEd25519)
	if err != nil {
		return nil, err
	}
	if err := CheckName(name); err != nil {
		return nil, fmt.Errorf("reading the key %q: its name: %w", vkey, err)
	}
	return verifier{name, keyID(name, algEd25519, public), func(text, signature []byte) bool {
		return ed25519.Verify(public, text, signature)
	}}, nil
}

// ParseWitness reads the vkey of a witness, of the type for cosignatures (C2SP tlog-cosignature, Ed25519).
func ParseWitness(vkey string) (note.Verifier, error) {
	name, public, err := parseVKey(vkey, algCosignature)
	if err != nil {
		return nil, err
	}
	return verifier{name, keyID(name, algCosignature, public), func(text, signature []byte) bool {
		time, signature, ok := splitCosignature(signature)
		return ok && ed25519.Verify(public, cosigned(time, text), signature)
	}}, nil
}

// parseVKey reads a key of one algorithm and compares it with what would be written.
func parseVKey(vkey string, alg byte) (name string, public ed25519.PublicKey, err error) {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) != 3 || !isKeyName(parts[0]) {
		return "", nil, fmt.Errorf("reading the key %q: it is not name+hash+key", vkey)
	}
	data, err := decodeBase64(parts[2], 1+ed25519.PublicKeySize)
	if err != nil {
		return "", nil, fmt.Errorf("reading the key %q: %w", vkey, err)
	}
	if data[0] != alg {
		return "", nil, fmt.Errorf("reading the key %q: its algorithm is %d, not %d", vkey, data[0], alg)
	}
	if parts[1] != fmt.Sprintf("%08x", keyID(parts[0], alg, data[1:])) {
		return "", nil, fmt.Errorf("reading the key %q: its hash does not fit", vkey)
	}
	return parts[0], data[1:], nil
}

// isKeyName accepts the name of a witness: printable ASCII without blanks and plus signs, at most MaxName bytes.
func isKeyName(name string) bool {
	for i := range len(name) {
		if c := name[i]; c <= ' ' || c > '~' || c == '+' {
			return false
		}
	}
	return name != "" && len(name) <= MaxName
}

func keyID(name string, alg byte, public []byte) uint32 {
	sum := sha256.Sum256(append(append([]byte(name+"\n"), alg), public...))
	return binary.BigEndian.Uint32(sum[:])
}

func encodeKey(alg byte, key []byte) string {
	return base64.StdEncoding.EncodeToString(append([]byte{alg}, key...))
}

// A verifier is a note.Verifier for either algorithm.
type verifier struct {
	name   string
	hash   uint32
	verify func(text, signature []byte) bool
}

func (v verifier) Name() string                       { return v.name }
func (v verifier) KeyHash() uint32                    { return v.hash }
func (v verifier) Verify(text, signature []byte) bool { return v.verify(text, signature) }

// splitCosignature takes the time, in seconds since 1970 in UTC, from the signature after it.
func splitCosignature(data []byte) (time uint64, signature []byte, ok bool) {
	if len(data) != 8+ed25519.SignatureSize {
		return 0, nil, false
	}
	time = binary.BigEndian.Uint64(data)
	return time, data[8:], time <= math.MaxInt64
}

// cosigned gives what a witness signs.
func cosigned(time uint64, text []byte) []byte {
	return append(fmt.Appendf(nil, "cosignature/v1\ntime %d\n", time), text...)
}
