package trustee

import (
	"crypto/cipher"
	"crypto/subtle"
	"encoding/binary"
	"errors"
	"fmt"
)

// AES in CCM mode (RFC 3610), which is not in the standard library, with the parameters of versions up to 3.0 (found by
// experiment): a nonce of 13 bytes, so that two bytes are left for lengths, a tag of 8 bytes, no associated data.
const (
	ccmNonce = 13
	ccmTag   = 8
	ccmMost  = 1<<16 - 1 // bytes of a message
)

// ccm is a key with a nonce, to be used for one message.
type ccm struct {
	block cipher.Block
	nonce []byte
}

// tag authenticates a plain text: CBC-MAC over the first block, which says the lengths, and the text, padded with zeros.
func (c ccm) tag(plain []byte) [16]byte {
	state := [16]byte{8*((ccmTag-2)/2) + 1}
	copy(state[1:], c.nonce)
	binary.BigEndian.PutUint16(state[14:], uint16(len(plain)))
	c.block.Encrypt(state[:], state[:])
	for len(plain) > 0 {
		n := subtle.XORBytes(state[:], state[:], plain)
		c.block.Encrypt(state[:], state[:])
		plain = plain[n:]
	}
	return state
}

// stream gives the key stream, whose first block masks the tag, and the masked tag.
func (c ccm) stream(tag [16]byte) (cipher.Stream, []byte) {
	counter := [16]byte{1}
	copy(counter[1:], c.nonce)
	stream := cipher.NewCTR(c.block, counter[:])
	stream.XORKeyStream(tag[:], tag[:])
	return stream, tag[:ccmTag]
}

func (c ccm) seal(plain []byte) ([]byte, error) {
	if len(plain) > ccmMost {
		return nil, fmt.Errorf("AES-CCM cannot encrypt %d bytes here, only %d: use AES-GCM", len(plain), ccmMost)
	}
	stream, tag := c.stream(c.tag(plain))
	sealed := make([]byte, len(plain), len(plain)+ccmTag)
	stream.XORKeyStream(sealed, plain)
	return append(sealed, tag...), nil
}

func (c ccm) open(sealed []byte) ([]byte, error) {
	n := len(sealed) - ccmTag
	if n < 0 || n > ccmMost {
		return nil, errors.New("the encrypted data is too short or too long")
	}
	stream, _ := c.stream([16]byte{})
	plain := make([]byte, n)
	stream.XORKeyStream(plain, sealed[:n])
	_, tag := c.stream(c.tag(plain))
	if subtle.ConstantTimeCompare(tag, sealed[n:]) != 1 {
		clear(plain)
		return nil, errNotAuthentic()
	}
	return plain, nil
}

func errNotAuthentic() error {
	return errors.New("the encrypted data was changed, or is for somebody else")
}
