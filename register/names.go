package register

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
)

const digestPrefix = "sha256:"

// Digest gives the SHA-256 of data as it is written everywhere: "sha256:" and 64 lower-case hexadecimal digits.
func Digest(data []byte) string {
	sum := sha256.Sum256(data)
	return digestPrefix + hex.EncodeToString(sum[:])
}

// CheckDigest accepts what Digest can give.
func CheckDigest(digest string) error {
	digits, ok := strings.CutPrefix(digest, digestPrefix)
	if !ok || len(digits) != 2*sha256.Size || strings.Trim(digits, "0123456789abcdef") != "" {
		return fmt.Errorf("%q is not a digest: \"sha256:\" and 64 lower-case hexadecimal digits", digest)
	}
	return nil
}

// MaxName is the greatest length of an identifier in bytes.
const MaxName = 128

// CheckName accepts an identifier: 1 to MaxName of a-z, 0-9, ".", "_", "/" and "-", the first a letter or a
// digit.
func CheckName(name string) error {
	if name == "" || len(name) > MaxName || !isWordByte(name[0]) {
		return nameError(name)
	}
	for i := range len(name) {
		switch c := name[i]; {
		case isWordByte(c), c == '.', c == '_', c == '/', c == '-':
		default:
			return nameError(name)
		}
	}
	return nil
}

func isWordByte(c byte) bool { return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' }

func nameError(name string) error {
	return fmt.Errorf("%q is not an identifier: 1 to %d of a-z, 0-9, . _ / and -, the first a letter or a digit",
		name, MaxName)
}

// CheckKind accepts a kind of act: room, full stop, act, "@" and the version from 1 without leading zeros, such
// as "selection.returned@1"; room and act are of a-z and "-"; at most MaxName bytes.
func CheckKind(kind string) error {
	act, version, ok1 := strings.Cut(kind, "@")
	room, act, ok2 := strings.Cut(act, ".")
	if !ok1 || !ok2 || len(kind) > MaxName || !isWord(room) || !isWord(act) || !isVersion(version) {
		return fmt.Errorf("%q is not a kind of act such as \"selection.returned@1\"", kind)
	}
	return nil
}

func isWord(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < 'a' || 'z' < c) && c != '-' {
			return false
		}
	}
	return s != ""
}

func isVersion(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || '9' < s[i] {
			return false
		}
	}
	return s != "" && s[0] != '0'
}

// checkDay accepts a day of the calendar from year 1 on, written YYYY-MM-DD.
func checkDay(day string) error {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil || t.Year() < 1 {
		return fmt.Errorf("%q is not a day of the calendar written as YYYY-MM-DD", day)
	}
	return nil
}
