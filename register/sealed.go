package register

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/selectorate/selectorate/register/canonical"
)

// SaltSize is the length of a salt in bytes.
const SaltSize = 32

// Commit gives the commitment that stands in an entry for a sealed field: the digest of the salt and then the
// canonical value. The salt must be fresh from a source of randomness for every field of every entry: with a
// salt that can be guessed, so can a small value such as the figures of a meeting.
func Commit(salt [SaltSize]byte, value []byte) (string, error) {
	if err := CheckCanonical(value); err != nil {
		return "", fmt.Errorf("sealing a value: %w", err)
	}
	return commit(salt[:], value), nil
}

func commit(salt, value []byte) string {
	h := sha256.New()
	h.Write(salt)
	h.Write(value)
	return digestPrefix + hex.EncodeToString(h.Sum(nil))
}

// An Opening shows what a sealed field holds. It is kept with the people's data, apart from the register, and
// may be destroyed; then nobody can say any more what the field held.
type Opening struct {
	// Entry is the index of the entry, and Field the name of the field in it.
	Entry int64
	Field string
	// Salt has SaltSize bytes.
	Salt []byte
	// Value is canonical.
	Value json.RawMessage
}

// Opens tells whether the opening fits the commitment that stands in the entry.
func (o Opening) Opens(commitment string) bool {
	if len(o.Salt) != SaltSize || CheckCanonical(o.Value) != nil {
		return false
	}
	return subtle.ConstantTimeCompare([]byte(commit(o.Salt, o.Value)), []byte(commitment)) == 1
}

// Compare orders openings as a file has them: by entry, then by field.
func (o Opening) Compare(p Opening) int {
	return cmp.Or(cmp.Compare(o.Entry, p.Entry), cmp.Compare(o.Field, p.Field))
}

// Encode writes the opening as one line without its newline; doc/formats/entry.md describes it. An opening
// that DecodeOpening would refuse is an error.
func (o Opening) Encode() ([]byte, error) {
	var w canonical.Writer
	w.Integer(`{"entry":`, o.Entry)
	w.Text(`,"field":`, o.Field)
	w.Text(`,"salt":`, base64.StdEncoding.EncodeToString(o.Salt))
	w.Raw(`,"value":`, o.Value)
	w.Raw("}", nil)
	line, err := w.Bytes()
	if err == nil {
		_, err = DecodeOpening(line)
	}
	if err != nil {
		return nil, fmt.Errorf("encoding the opening of field %q of entry %d: %w", o.Field, o.Entry, err)
	}
	return line, nil
}

// DecodeOpening reads a line without its newline and accepts only what Encode writes. The result keeps no
// reference to line.
func DecodeOpening(line []byte) (Opening, error) {
	r := canonical.NewReader(bytes.Clone(line))
	var o Opening
	o.Entry = r.Natural(`{"entry":`)
	o.Field = r.Text(`,"field":`, CheckName)
	salt := r.Text(`,"salt":`, checkSalt)
	o.Value = r.Value(`,"value":`)
	r.Expect("}")
	if err := r.End(); err != nil {
		return Opening{}, fmt.Errorf("reading an opening: %w", err)
	}
	o.Salt, _ = decodeBase64(salt, SaltSize) // checkSalt has said that it can be decoded
	return o, nil
}

func checkSalt(text string) error {
	_, err := decodeBase64(text, SaltSize)
	return err
}

// decodeBase64 accepts the one standard encoding of size bytes: padded, with zero tail bits, without newlines.
func decodeBase64(text string, size int) ([]byte, error) {
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(data) != size || base64.StdEncoding.EncodeToString(data) != text {
		return nil, fmt.Errorf("%q is not %d bytes in standard base64", text, size)
	}
	return data, nil
}
