package canonical

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Limits of the canonical form.
const (
	// MaxInteger is the largest integer, and -MaxInteger the smallest: 2^53 - 1 (RFC 7493, section 2.2).
	MaxInteger = 1<<53 - 1
	// MaxDepth is how deep lists and objects may stand inside each other; one alone has depth 1.
	MaxDepth = 32
)

// Encode writes a value in the canonical form. The value is made of
// map[string]any, []any, string, bool, nil, int, int64 and json.Number. Floats, integers beyond MaxInteger,
// strings that are not valid UTF-8 in Unicode normal form C, and depth beyond MaxDepth are errors.
func Encode(v any) ([]byte, error) {
	return appendValue(nil, v, 0)
}

// Marshal writes any Go value in the canonical form, by way of encoding/json and its field tags.
func Marshal(v any) ([]byte, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("encoding as JSON: %w", err)
	}
	if replacesText(plain) {
		return nil, errors.New("encoding as JSON: a string is not valid UTF-8")
	}
	decoder := json.NewDecoder(bytes.NewReader(plain))
	decoder.UseNumber()
	var generic any
	if err := decoder.Decode(&generic); err != nil {
		return nil, fmt.Errorf("reading JSON again: %w", err)
	}
	return Encode(generic)
}

// replacesText tells whether encoding/json wrote the escape \ufffd, which it does only where it put the
// replacement character in the place of invalid UTF-8; a true U+FFFD is written as itself.
func replacesText(data []byte) bool {
	for i := 0; i < len(data); i++ {
		if data[i] != '\\' {
			continue
		}
		if bytes.HasPrefix(data[i:], []byte(`\ufffd`)) {
			return true
		}
		i++
	}
	return false
}

func appendValue(dst []byte, v any, depth int) ([]byte, error) {
	switch v := v.(type) {
	case nil:
		return append(dst, "null"...), nil
	case bool:
		return strconv.AppendBool(dst, v), nil
	case string:
		return appendString(dst, v)
	case int:
		return appendInteger(dst, int64(v))
	case int64:
		return appendInteger(dst, v)
	case json.Number:
		n, err := strconv.ParseInt(string(v), 10, 64)
		if err != nil || strconv.FormatInt(n, 10) != string(v) {
			return nil, fmt.Errorf("%q is not an integer in its plain form", string(v))
		}
		return appendInteger(dst, n)
	case []any:
		return appendList(dst, v, depth+1)
	case map[string]any:
		return appendObject(dst, v, depth+1)
	}
	return nil, fmt.Errorf("the canonical form has no place for a %T", v)
}

func appendInteger(dst []byte, n int64) ([]byte, error) {
	if n > MaxInteger || n < -MaxInteger {
		return nil, fmt.Errorf("the integer %d is beyond 2^53 - 1", n)
	}
	return strconv.AppendInt(dst, n, 10), nil
}

func appendList(dst []byte, list []any, depth int) (_ []byte, err error) {
	if depth > MaxDepth {
		return nil, fmt.Errorf("nested deeper than %d", MaxDepth)
	}
	dst = append(dst, '[')
	for i, v := range list {
		if i > 0 {
			dst = append(dst, ',')
		}
		if dst, err = appendValue(dst, v, depth); err != nil {
			return nil, err
		}
	}
	return append(dst, ']'), nil
}

func appendObject(dst []byte, object map[string]any, depth int) (_ []byte, err error) {
	if depth > MaxDepth {
		return nil, fmt.Errorf("nested deeper than %d", MaxDepth)
	}
	dst = append(dst, '{')
	for i, key := range slices.SortedFunc(maps.Keys(object), compareUTF16) {
		if i > 0 {
			dst = append(dst, ',')
		}
		if dst, err = appendString(dst, key); err != nil {
			return nil, err
		}
		dst = append(dst, ':')
		if dst, err = appendValue(dst, object[key], depth); err != nil {
			return nil, err
		}
	}
	return append(dst, '}'), nil
}

// compareUTF16 orders strings by their UTF-16 code units (RFC 8785, section 3.2.3). The order differs from
// that of the bytes only where a character beyond U+FFFF meets one from U+E000 to U+FFFF.
func compareUTF16(a, b string) int {
	if isASCII(a) || isASCII(b) {
		return strings.Compare(a, b)
	}
	return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

const hexDigits = "0123456789abcdef"

// appendString writes a string as RFC 8785, section 3.2.2.2 wants it: everything as itself but the quotation
// mark, the backslash and the control characters below U+0020.
func appendString(dst []byte, s string) ([]byte, error) {
	if err := checkText(s); err != nil {
		return nil, err
	}
	dst = append(dst, '"')
	for i := range len(s) {
		c := s[i]
		switch short := shortEscape(c); {
		case short != 0:
			dst = append(dst, '\\', short)
		case c < ' ':
			dst = append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		default:
			dst = append(dst, c)
		}
	}
	return append(dst, '"'), nil
}

// shortEscape gives the letter that stands after the backslash for a character with a short escape, or 0.
func shortEscape(c byte) byte {
	switch c {
	case '"', '\\':
		return c
	case '\b':
		return 'b'
	case '\t':
		return 't'
	case '\n':
		return 'n'
	case '\f':
		return 'f'
	case '\r':
		return 'r'
	}
	return 0
}

func checkText(s string) error {
	if isASCII(s) {
		return nil
	}
	if !utf8.ValidString(s) {
		return fmt.Errorf("the string %q is not valid UTF-8", s)
	}
	if !norm.NFC.IsNormalString(s) {
		return fmt.Errorf("the string %q is not in Unicode normal form C", s)
	}
	return nil
}
