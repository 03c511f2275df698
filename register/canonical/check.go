package canonical

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

// Check accepts exactly the bytes that Encode writes, and nothing else: no blanks, keys in order
// and once, integers in their plain form, one spelling for each string. It makes one pass and, for text in
// ASCII, allocates nothing.
func Check(data []byte) error {
	r := Reader{data: data}
	r.value(0)
	return r.End()
}

// value passes over one value that stands inside depth lists and objects, and gives its bytes.
func (r *Reader) value(depth int) []byte {
	start := r.pos
	switch c := r.Peek(); c {
	case '{':
		r.object(depth + 1)
	case '[':
		r.list(depth + 1)
	case '"':
		r.text()
	case 't':
		r.Expect("true")
	case 'f':
		r.Expect("false")
	case 'n':
		r.Expect("null")
	default:
		r.integer()
	}
	if r.err != nil {
		return nil
	}
	return r.data[start:r.pos:r.pos]
}

func (r *Reader) list(depth int) {
	if depth > MaxDepth {
		r.Failf("nested deeper than %d", MaxDepth)
	}
	r.Expect("[")
	if r.Skip(']') {
		return
	}
	for r.value(depth); r.Skip(','); {
		r.value(depth)
	}
	r.Expect("]")
}

func (r *Reader) object(depth int) {
	if depth > MaxDepth {
		r.Failf("nested deeper than %d", MaxDepth)
	}
	r.Expect("{")
	if r.Skip('}') {
		return
	}
	last := r.text()
	r.Expect(":")
	r.value(depth)
	for r.Skip(',') {
		key := r.text()
		if r.err == nil && compareQuoted(last, key) >= 0 {
			r.Failf("the key %q is not after the key %q", key, last)
		}
		r.Expect(":")
		r.value(depth)
		last = key
	}
	r.Expect("}")
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
	// The reader has passed over these bytes, so they are a string of JSON.
	_ = json.Unmarshal(whole, &text)
	return text
}

// text passes over a string and gives what stands between the quotation marks, escapes as they are.
func (r *Reader) text() []byte {
	r.Expect(`"`)
	start, piece, ascii := r.pos, r.pos, true
	for r.err == nil && r.pos < len(r.data) {
		switch c := r.data[r.pos]; {
		case c == '"':
			r.piece(piece, ascii)
			r.pos++
			return r.data[start : r.pos-1]
		case c == '\\':
			r.piece(piece, ascii)
			r.escape()
			piece, ascii = r.pos, true
		case c < ' ':
			r.Failf("a control character stands in a string")
		default:
			ascii = ascii && c < 0x80
			r.pos++
		}
	}
	r.Failf("a string has no end")
	return nil
}

// piece checks a part of a string that has no escapes. Every character that is written as an escape is a
// starter that combines with nothing, so the whole is in normal form if all the pieces are.
func (r *Reader) piece(start int, ascii bool) {
	if ascii || r.err != nil {
		return
	}
	if err := checkText(string(r.data[start:r.pos])); err != nil {
		r.Failf("%v", err)
	}
}

func (r *Reader) escape() {
	rest := r.data[r.pos:]
	if len(rest) < 2 {
		r.Failf("a string has no end")
		return
	}
	switch rest[1] {
	case '"', '\\', 'b', 't', 'n', 'f', 'r':
		r.pos += 2
	case 'u':
		r.Expect(`\u00`)
		if r.err != nil {
			return
		}
		if c, ok := control(r.data[r.pos:]); !ok || shortEscape(c) != 0 {
			r.Failf("a character is escaped that has a shorter form")
		}
		r.pos += 2
	default:
		r.Failf("unknown escape")
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
func (r *Reader) integer() int64 {
	start := r.pos
	r.Skip('-')
	first := r.pos
	n := int64(0)
	for c := r.Peek(); '0' <= c && c <= '9'; c = r.Peek() {
		if n <= MaxInteger { // past it there is nothing more to learn, only to overflow
			n = 10*n + int64(c-'0')
		}
		r.pos++
	}
	digits := r.pos - first
	if r.err != nil {
		return 0
	}
	if digits == 0 || r.data[first] == '0' && (digits > 1 || first > start) {
		r.pos = start
		r.Failf("expected an integer in its plain form")
		return 0
	}
	if n > MaxInteger {
		r.pos = start
		r.Failf("the integer is beyond 2^53 - 1")
		return 0
	}
	if first > start {
		return -n
	}
	return n
}
