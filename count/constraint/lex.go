package constraint

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// kind says what a token of a line is.
type kind uint8

const (
	word   kind = iota // anything without white space that is none of the others
	quoted             // "as it stands", with "" for a quote
	sign               // >=, <=, = and their like
	colon
	comma
)

// token is a part of a line.
type token struct {
	kind   kind
	text   string // of a quoted one, what is inside
	column int    // from 1, in characters
}

// lexer goes through one line.
type lexer struct {
	rest   string
	column int
	tokens []token
}

// lex takes a line apart. column is where a quote begins that does not end, or 0.
func lex(line string) (tokens []token, column int) {
	l := lexer{rest: line, column: 1}
	for l.rest != "" {
		first, size := utf8.DecodeRuneInString(l.rest)
		switch {
		case unicode.IsSpace(first):
			l.skip(size)
		case first == '"':
			if !l.quoted() {
				return nil, l.column
			}
		case first == ':':
			l.take(colon, size)
		case first == ',':
			l.take(comma, size)
		case isSign(first):
			l.take(sign, l.until(func(r rune) bool { return !isSign(r) }))
		default:
			l.take(word, l.until(func(r rune) bool { return unicode.IsSpace(r) || isSign(r) || r == ':' || r == ',' }))
		}
	}
	return l.tokens, 0
}

func isSign(r rune) bool { return strings.ContainsRune("<>=≤≥", r) }

// until gives how many bytes there are before the first character that ends what has begun.
func (l *lexer) until(ends func(rune) bool) int {
	if at := strings.IndexFunc(l.rest, ends); at >= 0 {
		return at
	}
	return len(l.rest)
}

func (l *lexer) take(k kind, size int) {
	l.tokens = append(l.tokens, token{k, l.rest[:size], l.column})
	l.skip(size)
}

func (l *lexer) skip(size int) {
	l.column += utf8.RuneCountInString(l.rest[:size])
	l.rest = l.rest[size:]
}

// quoted takes a text in quotes and tells whether it ends.
func (l *lexer) quoted() bool {
	var text strings.Builder
	for from := 1; ; {
		end := strings.IndexByte(l.rest[from:], '"')
		if end < 0 {
			return false
		}
		text.WriteString(l.rest[from : from+end])
		from += end + 1
		if !strings.HasPrefix(l.rest[from:], `"`) {
			l.tokens = append(l.tokens, token{quoted, text.String(), l.column})
			l.skip(from)
			return true
		}
		text.WriteByte('"')
		from++
	}
}

// words puts tokens together as a text, with one blank between them.
func words(tokens []token) string {
	texts := make([]string, len(tokens))
	for i, t := range tokens {
		texts[i] = t.text
	}
	return strings.Join(texts, " ")
}
