package belenios

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/proof"
)

// MaxWeight is the greatest weight of one voter, and the greatest total weight: what a discrete logarithm can still be found for
// (specification, section Election result).
const MaxWeight = 100_000_000_000

// maxNumber is the greatest count that the tool writes as a JSON number; greater ones become strings.
const maxNumber = 1<<30 - 1

// Scanner reads JSON that is written in its one canonical form: no white space, fields in their order, strings as
// AppendString writes them. Its methods each read one thing. The first that fails notes where and why; from then on
// all of them give zero values and read nothing, so that a reader of a structure asks once, with Close.
type Scanner struct {
	group *group.Group
	text  string
	at    int
	err   error
}

// NewScanner makes a scanner of raw. The group is needed by Element, Scalar, Proof and Ciphertext alone.
func NewScanner(g *group.Group, raw []byte) *Scanner { return &Scanner{group: g, text: string(raw)} }

// Offset tells how many bytes were read.
func (s *Scanner) Offset() int { return s.at }

// Err gives what failed, or nil.
func (s *Scanner) Err() error { return s.err }

// Close makes sure that nothing is left, and gives what failed, or nil.
func (s *Scanner) Close() error {
	if s.err == nil && s.at < len(s.text) {
		s.FailAt(s.at, fmt.Errorf("expected the end, found %s", s.found()))
	}
	return s.err
}

// FailAt notes a failure at an offset, unless there was one before.
func (s *Scanner) FailAt(offset int, err error) {
	if s.err == nil {
		s.err = fmt.Errorf("byte %d: %w", offset, err)
	}
}

// Expect reads exactly the literal.
func (s *Scanner) Expect(literal string) {
	if s.err != nil {
		return
	}
	if end := s.at + len(literal); end <= len(s.text) && s.text[s.at:end] == literal {
		s.at = end
		return
	}
	for len(literal) > 0 && s.at < len(s.text) && s.text[s.at] == literal[0] {
		literal = literal[1:]
		s.at++
	}
	s.FailAt(s.at, fmt.Errorf("expected %s, found %s", literal, s.found()))
}

// Next reads the literal if it comes next, and tells whether it did.
func (s *Scanner) Next(literal string) bool {
	if end := s.at + len(literal); s.err == nil && end <= len(s.text) && s.text[s.at:end] == literal {
		s.at = end
		return true
	}
	return false
}

// found quotes what stands at the place of a failure.
func (s *Scanner) found() string {
	if s.at >= len(s.text) {
		return "the end"
	}
	return fmt.Sprintf("%q", s.text[s.at:min(s.at+12, len(s.text))])
}

// Plain reads a string of printable ASCII characters without quotes and backslashes, as all elements, numbers and
// digests are.
func (s *Scanner) Plain() string {
	start := s.at + 1
	text := s.quoted()
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == '\\' {
			s.FailAt(start+i, fmt.Errorf("expected printable ASCII characters, found %q", text[i:min(i+12, len(text))]))
			return ""
		}
	}
	return text
}

// quoted reads up to the next quote, for those who look at every character themselves.
func (s *Scanner) quoted() string {
	s.Expect(`"`)
	if s.err != nil {
		return ""
	}
	n := strings.IndexByte(s.text[s.at:], '"')
	if n < 0 {
		s.FailAt(len(s.text), errors.New("expected a quote, found the end"))
		return ""
	}
	text := s.text[s.at : s.at+n]
	s.at += n + 1
	return text
}

// Text reads a string of any characters.
func (s *Scanner) Text() string {
	start := s.at
	s.Expect(`"`)
	if s.err != nil {
		return ""
	}
	for ; s.at < len(s.text) && s.text[s.at] != '"'; s.at++ {
		if s.text[s.at] == '\\' {
			s.at++
		}
	}
	s.Expect(`"`)
	if s.err != nil {
		return ""
	}
	text, err := unquote(s.text[start:s.at])
	if err == nil && string(AppendString(nil, text)) != s.text[start:s.at] {
		err = errors.New("this string is not written in the canonical form: only quotes, backslashes and control characters are escaped")
	}
	if err != nil {
		s.FailAt(start, err)
		return ""
	}
	return text
}

// Int reads a whole number of low..high, in canonical digits.
func (s *Scanner) Int(low, high int64) int64 {
	if s.err != nil {
		return 0
	}
	start := s.at
	for s.at < len(s.text) && (s.text[s.at] >= '0' && s.text[s.at] <= '9' || s.at == start && s.text[s.at] == '-') {
		s.at++
	}
	n, err := canonicalInt(s.text[start:s.at], low, high)
	if err != nil {
		s.FailAt(start, err)
		return 0
	}
	return n
}

// canonicalInt reads decimal digits that stand for a number of low..high.
func canonicalInt(text string, low, high int64) (int64, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || strconv.FormatInt(n, 10) != text || n < low || n > high {
		return 0, fmt.Errorf("expected a whole number of %d to %d, found %s", low, high, shown(text))
	}
	return n, nil
}

// Weight reads a count of votes or weights: a number up to 2^30-1, and a string of digits from there to MaxWeight, as
// the tool writes them (found by experiment).
func (s *Scanner) Weight() int64 {
	start := s.at
	if !s.Next(`"`) {
		return s.Int(0, maxNumber)
	}
	s.at = start
	text := s.Plain()
	if s.err != nil {
		return 0
	}
	n, err := canonicalInt(text, maxNumber+1, MaxWeight)
	if err != nil {
		s.FailAt(start, err)
	}
	return n
}

// Digest reads a SHA-256 digest as 64 lower-case hexadecimal digits.
func (s *Scanner) Digest() string {
	start := s.at
	text := s.Plain()
	if s.err == nil && (len(text) != 64 || strings.Trim(text, "0123456789abcdef") != "") {
		s.FailAt(start, fmt.Errorf("expected 64 lower-case hexadecimal digits, found %s", shown(text)))
		return ""
	}
	return text
}

// Element reads an element's wire form. Whether it is a member of the group, Group.Outsider tells.
func (s *Scanner) Element() group.Element {
	start := s.at
	wire := s.quoted()
	if s.err != nil {
		return nil
	}
	e, err := s.group.Decode(wire)
	if err != nil {
		s.FailAt(start, err)
		return nil
	}
	return e
}

// Scalar reads a number modulo the group's order, which is written as a string of canonical decimal digits.
func (s *Scanner) Scalar() group.Scalar {
	start := s.at
	text := s.quoted()
	if s.err != nil {
		return group.Scalar{}
	}
	n, err := s.group.ParseScalar(text)
	if err != nil {
		s.FailAt(start, err)
	}
	return n
}

// Proof reads {"challenge":"…","response":"…"}.
func (s *Scanner) Proof() (p proof.Proof) {
	s.Expect(`{"challenge":`)
	p.Challenge = s.Scalar()
	s.Expect(`,"response":`)
	p.Response = s.Scalar()
	s.Expect(`}`)
	return p
}

// Ciphertext reads {"alpha":"…","beta":"…"}.
func (s *Scanner) Ciphertext() (c Ciphertext) {
	s.Expect(`{"alpha":`)
	c.Alpha = s.Element()
	s.Expect(`,"beta":`)
	c.Beta = s.Element()
	s.Expect(`}`)
	return c
}

// List reads [ … ] of any length, calling each for every item.
func (s *Scanner) List(each func()) {
	s.Expect(`[`)
	if s.Next(`]`) {
		return
	}
	for s.err == nil {
		each()
		if !s.Next(`,`) {
			break
		}
	}
	s.Expect(`]`)
}

// Exactly reads [ … ] of n items, calling each with the number of every item from 0.
func (s *Scanner) Exactly(n int, each func(i int)) {
	s.Expect(`[`)
	for i := 0; i < n && s.err == nil; i++ {
		if i > 0 {
			s.Expect(`,`)
		}
		each(i)
	}
	s.Expect(`]`)
}
