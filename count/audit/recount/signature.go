package recount

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"strings"

	"github.com/selectorate/selectorate/party"
)

// MaxSignatureBytes is how long a file with a signature or a key may be.
const MaxSignatureBytes = 1 << 12

// spki is how the DER of an Ed25519 public key begins (RFC 8410, section 4): a sequence of the algorithm 1.3.101.112
// and a string of 32 bytes with no unused bits, which follow.
const spki = "\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00"

// Key reads a public key: PEM as openssl writes it ("BEGIN PUBLIC KEY"), or its 32 bytes in base64 on a line. The
// error is of kind Invalid.
func Key(data []byte) (ed25519.PublicKey, error) {
	if len(data) > MaxSignatureBytes {
		return nil, party.Errorf(party.Invalid, "the key has more than %d bytes", MaxSignatureBytes)
	}
	if block, rest := pem.Decode(data); block != nil {
		raw, is := bytes.CutPrefix(block.Bytes, []byte(spki))
		switch {
		case block.Type != "PUBLIC KEY":
			return nil, party.Errorf(party.Invalid, "the file holds %q and not a public key: write the public half with openssl pkey -pubout", block.Type)
		case !is || len(raw) != ed25519.PublicKeySize:
			return nil, party.Errorf(party.Invalid, "the public key is not an Ed25519 key")
		case len(bytes.TrimSpace(rest)) > 0:
			return nil, party.Errorf(party.Invalid, "something follows the public key")
		}
		return raw, nil
	}
	raw, err := decode(data, ed25519.PublicKeySize)
	if err != nil {
		return nil, party.Errorf(party.Invalid, "the public key is neither PEM nor 32 bytes in base64: %w", err)
	}
	return raw, nil
}

// Signature reads a signature: its 64 bytes as openssl writes them, or the same in base64 on a line. The error is of
// kind Invalid.
func Signature(data []byte) ([]byte, error) {
	if len(data) == ed25519.SignatureSize {
		return bytes.Clone(data), nil
	}
	if len(data) > MaxSignatureBytes {
		return nil, party.Errorf(party.Invalid, "the signature has more than %d bytes", MaxSignatureBytes)
	}
	raw, err := decode(data, ed25519.SignatureSize)
	if err != nil {
		return nil, party.Errorf(party.Invalid, "the signature is neither 64 bytes nor those in base64: %w", err)
	}
	return raw, nil
}

// decode reads one line of canonical base64 that stands for so many bytes.
func decode(data []byte, size int) ([]byte, error) {
	text := strings.TrimSuffix(strings.TrimSuffix(string(data), "\n"), "\r")
	raw, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil {
		return nil, party.Errorf(party.Invalid, "%w", err)
	}
	// The decoder passes over line ends; a line with one in its middle is not the line that was written.
	if base64.StdEncoding.EncodeToString(raw) != text {
		return nil, party.Errorf(party.Invalid, "it is not one line of base64")
	}
	if len(raw) != size {
		return nil, party.Errorf(party.Invalid, "it has %d bytes, not %d", len(raw), size)
	}
	return raw, nil
}

// Signed checks that a signature (see Signature) over a file's bytes was made with the key (see Key). The error is of
// kind Invalid.
func Signed(file, signature, key []byte) error {
	public, err := Key(key)
	if err != nil {
		return err
	}
	raw, err := Signature(signature)
	if err != nil {
		return err
	}
	if !ed25519.Verify(public, file, raw) {
		return party.Errorf(party.Invalid, "the signature does not fit the ballot file and the key: the file was changed, or somebody else signed it")
	}
	return nil
}

// Digested checks that a file has a digest, "sha256:" and 64 hexadecimal digits or the digits alone, as sha256sum
// prints them. The error is of kind Invalid.
func Digested(file []byte, digest string) error {
	want, err := hex.DecodeString(strings.TrimPrefix(strings.ToLower(strings.TrimSpace(digest)), "sha256:"))
	if err != nil || len(want) != sha256.Size {
		return party.Errorf(party.Invalid, "%q is not a SHA-256 digest of 64 hexadecimal digits", digest)
	}
	if got := sha256.Sum256(file); !bytes.Equal(got[:], want) {
		return party.Errorf(party.Invalid, "the ballot file has the digest sha256:%x, not %x: it is another file, or it was changed", got, want)
	}
	return nil
}
