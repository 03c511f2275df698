package register

import (
	"bytes"
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

// CheckCanonical accepts exactly the bytes that Canonical writes, and nothing else: no blanks, keys in order
// and once, integers in their plain form, one spelling for each string. It makes one pass and, for text in
// ASCII, allocates nothing.
func CheckCanonical(data []byte) error {
	s := scanner{data: data}
	s.value(0)
	s.end()
	return s.err
}

// A scanner reads canonical JSON from left to right. After the first error it reads nothing more; methods
// then give zero values, so that callers look at err once, at the end.
type scanner struct {
	data []byte
	pos  int
	err  error
}

func (s *scanner) fail(format string, args ...any) {
	if s.err == nil {
		s.err = fmt.Errorf("at byte %d: %s", s.pos, fmt.Sprintf(format, args...))
	}
}

// peek gives the next byte, or 0, which stands nowhere in canonical JSON, at the end and after an error.
func (s *scanner) peek() byte {
	if s.err != nil || s.pos >= len(s.data) {
		return 0
	}
	return s.data[s.pos]
}

// skip passes over c if it comes next.
func (s *scanner) skip(c byte) bool {
	if s.peek() != c {
		return false
	}
	s.pos++
	return true
}

// expect passes over a literal, or fails.
func (s *scanner) expect(literal string) {
	if s.err != nil {
		return
	}
	end := s.pos + len(literal)
	if end > len(s.data) || string(s.data[s.pos:end]) != literal {
		s.fail("expected %s", literal)
		return
	}
	s.pos = end
}

func (s *scanner) end() {
	if s.err == nil && s.pos != len(s.data) {
		s.fail("something stands after the end")
	}
}

// value passes over one value that stands inside depth lists and objects, and gives its bytes.
func (s *scanner) value(depth int) []byte {
	start := s.pos
	switch c := s.peek(); c {
	case '{':
		s.object(depth + 1)
	case '[':
		s.list(depth + 1)
	case '"':
		s.text()
	case 't':
		s.expect("true")
	case 'f':
		s.expect("false")
	case 'n':
		s.expect("null")
	default:
		s.integer()
	}
	if s.err != nil {
		return nil
	}
	return s.data[start:s.pos:s.pos]
}

func (s *scanner) list(depth int) {
	if depth > MaxDepth {
		s.fail("nested deeper than %d", MaxDepth)
	}
	s.expect("[")
	if s.skip(']') {
		return
	}
	for s.value(depth); s.skip(','); {
		s.value(depth)
	}
	s.expect("]")
}

func (s *scanner) object(depth int) {
	if depth > MaxDepth {
		s.fail("nested deeper than %d", MaxDepth)
	}
	s.expect("{")
	if s.skip('}') {
		return
	}
	last := s.text()
	s.expect(":")
	s.value(depth)
	for s.skip(',') {
		key := s.text()
		if s.err == nil && compareQuoted(last, key) >= 0 {
			s.fail("the key %q is not after the key %q", key, last)
		}
		s.expect(":")
		s.value(depth)
		last = key
	}
	s.expect("}")
}

// compareQuoted orders two strings, given as they stand between their quotation marks.
func compareQuoted(a, b []byte) int {
	if isPlain(a) && isPlain(b) {
		return bytes.Compare(a, b)
	}
	return compareUTF16(unquote(a), unquote(b))
}

// isPlain tells whether a quoted string stands for itself and its bytes order as its UTF-16 code units do.
func isPlain(quoted []byte) bool {
	for _, c := range quoted {
		if c == '\\' || c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func unquote(quoted []byte) string {
	var text string
	whole := append(append([]byte{'"'}, quoted...), '"')
	// The scanner has passed over these bytes, so they are a string of JSON.
	_ = json.Unmarshal(whole, &text)
	return text
}

// text passes over a string and gives what stands between the quotation marks, escapes as they are.
func (s *scanner) text() []byte {
	s.expect(`"`)
	start, piece, ascii := s.pos, s.pos, true
	for s.err == nil && s.pos < len(s.data) {
		switch c := s.data[s.pos]; {
		case c == '"':
			s.piece(piece, ascii)
			s.pos++
			return s.data[start : s.pos-1]
		case c == '\\':
			s.piece(piece, ascii)
			s.escape()
			piece, ascii = s.pos, true
		case c < ' ':
			s.fail("a control character stands in a string")
		default:
			ascii = ascii && c < 0x80
			s.pos++
		}
	}
	s.fail("a string has no end")
	return nil
}

// piece checks a part of a string that has no escapes. Every character that is written as an escape is a
// starter that combines with nothing, so the whole is in normal form if all the pieces are.
func (s *scanner) piece(start int, ascii bool) {
	if ascii || s.err != nil {
		return
	}
	if err := checkText(string(s.data[start:s.pos])); err != nil {
		s.fail("%v", err)
	}
}

func (s *scanner) escape() {
	rest := s.data[s.pos:]
	if len(rest) < 2 {
		s.fail("a string has no end")
		return
	}
	switch rest[1] {
	case '"', '\\', 'b', 't', 'n', 'f', 'r':
		s.pos += 2
	case 'u':
		s.expect(`\u00`)
		if s.err != nil {
			return
		}
		if c, ok := control(s.data[s.pos:]); !ok || shortEscape(c) != 0 {
			s.fail("a character is escaped that has a shorter form")
		}
		s.pos += 2
	default:
		s.fail("unknown escape")
	}
}

// control reads two lower-case hexadecimal digits that stand for a control character.
func control(digits []byte) (byte, bool) {
	if len(digits) < 2 || digits[0] > '1' || digits[0] < '0' {
		return 0, false
	}
	low := digits[1]
	switch {
	case '0' <= low && low <= '9':
		low -= '0'
	case 'a' <= low && low <= 'f':
		low -= 'a' - 10
	default:
		return 0, false
	}
	return (digits[0]-'0')<<4 | low, true
}

// integer passes over an integer in its plain form and gives its value.
func (s *scanner) integer() int64 {
	start := s.pos
	s.skip('-')
	first := s.pos
	n := int64(0)
	for c := s.peek(); '0' <= c && c <= '9'; c = s.peek() {
		if n <= MaxInteger { // past it there is nothing more to learn, only to overflow
			n = 10*n + int64(c-'0')
		}
		s.pos++
	}
	digits := s.pos - first
	if s.err != nil {
		return 0
	}
	if digits == 0 || s.data[first] == '0' && (digits > 1 || first > start) {
		s.pos = start
		s.fail("expected an integer in its plain form")
		return 0
	}
	if n > MaxInteger {
		s.pos = start
		s.fail("the integer is beyond 2^53 - 1")
		return 0
	}
	if first > start {
		return -n
	}
	return n
}
