package belenios

import (
	"crypto/pbkdf2"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/selectorate/selectorate/belenios/group"
)

// base58 are the digits of identifiers and credentials: no 0, O, I, l.
const base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

// NewUUID draws an election's identifier: 14 Base58 digits (82 bits).
func NewUUID(random io.Reader) (string, error) {
	digits, err := draw(random, 14)
	return string(digits), err
}

// checkUUID makes sure that an identifier is one that the tool takes too.
func checkUUID(uuid string) error {
	if len(uuid) < 14 || len(uuid) > 64 || strings.Trim(uuid, base58) != "" {
		return fmt.Errorf("the identifier %s is not made of 14 to 64 Base58 digits", shown(uuid))
	}
	return nil
}

// NewCredential draws a voter's secret credential: 22 Base58 digits (128.8 bits) in groups of 5, 6, 5 and 6 with hyphens between.
func NewCredential(random io.Reader) (string, error) {
	d, err := draw(random, 22)
	if err != nil {
		return "", err
	}
	return string(d[:5]) + "-" + string(d[5:11]) + "-" + string(d[11:16]) + "-" + string(d[16:]), nil
}

// draw draws Base58 digits, all equally probable.
func draw(random io.Reader, n int) ([]byte, error) {
	digits, one := make([]byte, 0, n), make([]byte, 1)
	for len(digits) < n {
		if _, err := io.ReadFull(random, one); err != nil {
			return nil, fmt.Errorf("read from the source of chance: %w", err)
		}
		if one[0] < 4*58 {
			digits = append(digits, base58[one[0]%58])
		}
	}
	return digits, nil
}

// CheckCredential tells what is wrong with a credential as a voter typed it, or gives nil. It knows the present form,
// groups of 5, 6, 5 and 6 digits, in which every digit counts, and the form of 2.0, five groups of three, whose last digit
// makes the number of the other 14 divisible by 53 when it is added (specification, credentials).
func CheckCredential(text string) error {
	digits := strings.ReplaceAll(text, "-", "")
	if strings.Trim(digits, base58) != "" {
		return errors.New("a credential is made of digits and letters without 0, O, I and l, and of hyphens")
	}
	switch {
	case hyphens(text, 5, 12, 18) && len(text) == 25:
		return nil
	case hyphens(text, 3, 7, 11, 15) && len(text) == 19:
		sum := 0
		for _, digit := range digits[:14] {
			sum = (sum*58 + strings.IndexRune(base58, digit)) % 53
		}
		if sum+strings.IndexByte(base58, digits[14]) != 53 {
			return errors.New("the credential has a wrong digit, or two that are exchanged: its last digit does not fit the others")
		}
		return nil
	}
	return errors.New("a credential has groups of 5, 6, 5 and 6 digits with hyphens between (or, with belenios-tool 2.0, five groups of three)")
}

// hyphens tells whether hyphens stand at exactly these places.
func hyphens(text string, places ...int) bool {
	if strings.Count(text, "-") != len(places) {
		return false
	}
	for _, place := range places {
		if place >= len(text) || text[place] != '-' {
			return false
		}
	}
	return true
}

// CredentialSecret derives the secret exponent of a credential; g to its power is the public credential.
//
// The present form (specification, credentials): SHA-256 of "derive_credential|UUID|0|CREDENTIAL" followed by SHA-256 of
// "derive_credential|UUID|1|CREDENTIAL", as a big-endian number of 512 bits, modulo the order. The form of 2.0:
// PBKDF2-HMAC-SHA-256 of the credential with the salt UUID, 1,000 rounds, 256 bits, modulo the order. The hyphens
// belong to the credential in both.
func CredentialSecret(g *group.Group, uuid, credential string) (group.Scalar, error) {
	if err := CheckCredential(credential); err != nil {
		return group.Scalar{}, err
	}
	if err := checkUUID(uuid); err != nil {
		return group.Scalar{}, err
	}
	if len(credential) == 19 {
		key, err := pbkdf2.Key(sha256.New, credential, []byte(uuid), 1000, 32)
		if err != nil {
			return group.Scalar{}, fmt.Errorf("derive the secret of the credential: %w", err)
		}
		defer clear(key)
		return g.Reduce(key), nil
	}
	first := sha256.Sum256([]byte("derive_credential|" + uuid + "|0|" + credential))
	second := sha256.Sum256([]byte("derive_credential|" + uuid + "|1|" + credential))
	number := append(append(make([]byte, 0, 64), first[:]...), second[:]...)
	defer clear(number)
	return g.Reduce(number), nil
}
