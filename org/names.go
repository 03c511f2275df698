package org

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The open parts of acts are read by everybody and can never be taken back, so that no name of a person and no prose
// may fit into them.

const (
	maxPart  = 128 // bytes of an identifier
	maxTitle = 120 // characters of the public name of a body
)

// IsPart tells whether text is an identifier that can be one part of a longer one: 1 to 128 of a-z, 0-9, ".", "_"
// and "-", the first a letter or a digit.
func IsPart(text string) bool {
	const first = "abcdefghijklmnopqrstuvwxyz0123456789"
	return text != "" && len(text) <= maxPart && strings.Contains(first, text[:1]) && strings.Trim(text, first+"._-") == ""
}

// IsTitle tells whether text can be the public name of a body, such as a seat or a unit: 1 to 120 characters on one
// line, not all of them blanks.
func IsTitle(text string) bool {
	return strings.TrimSpace(text) != "" && utf8.ValidString(text) && utf8.RuneCountInString(text) <= maxTitle &&
		!strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) || unicode.In(r, unicode.Zl, unicode.Zp, unicode.Cf) })
}
