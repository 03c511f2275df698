package canonical

import (
	"bytes"
	"fmt"
)

// A Reader reads canonical JSON from left to right, for records whose members stand in a known order. After
// the first error it reads nothing more and gives zero values, so that callers look once, at End.
type Reader struct {
	data []byte
	pos  int
	err  error
}

// NewReader gives a reader of data, which must not change while anything that was read is in use.
func NewReader(data []byte) *Reader { return &Reader{data: data} }

// Failf makes the reader fail, unless it has failed before.
func (r *Reader) Failf(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("at byte %d: %s", r.pos, fmt.Sprintf(format, args...))
	}
}

// End gives the first error; that something is left to read is one.
func (r *Reader) End() error {
	if r.err == nil && r.pos != len(r.data) {
		r.Failf("something stands after the end")
	}
	return r.err
}

// Peek gives the next byte, or 0, which stands nowhere in canonical JSON, at the end and after an error.
func (r *Reader) Peek() byte {
	if r.err != nil || r.pos >= len(r.data) {
		return 0
	}
	return r.data[r.pos]
}

// Skip passes over c if it comes next, and tells whether it did.
func (r *Reader) Skip(c byte) bool {
	if r.Peek() != c {
		return false
	}
	r.pos++
	return true
}

// Expect passes over a literal, or fails.
func (r *Reader) Expect(literal string) {
	if r.err != nil {
		return
	}
	end := r.pos + len(literal)
	if end > len(r.data) || string(r.data[r.pos:end]) != literal {
		r.Failf("expected %s", literal)
		return
	}
	r.pos = end
}

// Text reads a string after the literal before it. The string must pass check, which sees escapes as they stand.
func (r *Reader) Text(before string, check func(string) error) string {
	r.Expect(before)
	text := string(r.text())
	if r.err != nil {
		return ""
	}
	if err := check(text); err != nil {
		r.Failf("%v", err)
	}
	return text
}

// Optional reads a string that is empty or must pass check.
func (r *Reader) Optional(before string, check func(string) error) string {
	r.Expect(before)
	if r.err == nil && bytes.HasPrefix(r.data[r.pos:], []byte(`""`)) {
		r.pos += 2
		return ""
	}
	return r.Text("", check)
}

// Natural reads an integer that is not negative.
func (r *Reader) Natural(before string) int64 {
	r.Expect(before)
	n := r.integer()
	if n < 0 {
		r.Failf("%d is less than 0", n)
	}
	return n
}

// Value reads any value, a member of the record's own object, and gives its bytes.
func (r *Reader) Value(before string) []byte {
	r.Expect(before)
	return r.value(1)
}

// Object reads an object, a member of the record's own object, and gives its bytes.
func (r *Reader) Object(before string) []byte {
	r.Expect(before)
	if r.err == nil && r.Peek() != '{' {
		r.Failf("expected an object")
	}
	return r.value(1)
}
