package belenios

import (
	"fmt"
	"strconv"

	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/proof"
)

// AppendElement adds an element's wire form as a JSON string.
func AppendElement(to []byte, e group.Element) []byte {
	return append(e.AppendWire(append(to, '"')), '"')
}

// AppendScalar adds a scalar as a JSON string of decimal digits.
func AppendScalar(g *group.Group, to []byte, s group.Scalar) []byte {
	return append(append(append(to, '"'), g.ScalarText(s)...), '"')
}

// AppendProof adds {"challenge":"…","response":"…"}.
func AppendProof(g *group.Group, to []byte, p proof.Proof) []byte {
	to = AppendScalar(g, append(to, `{"challenge":`...), p.Challenge)
	return append(AppendScalar(g, append(to, `,"response":`...), p.Response), '}')
}

// AppendCiphertext adds {"alpha":"…","beta":"…"}.
func AppendCiphertext(to []byte, c Ciphertext) []byte {
	to = AppendElement(append(to, `{"alpha":`...), c.Alpha)
	return append(AppendElement(append(to, `,"beta":`...), c.Beta), '}')
}

// AppendWeight adds a count of votes or weights: as a string from 2^30 on.
func AppendWeight(to []byte, n int64) []byte {
	if n > maxNumber {
		return append(strconv.AppendInt(append(to, '"'), n, 10), '"')
	}
	return strconv.AppendInt(to, n, 10)
}

// AppendInt adds a whole number.
func AppendInt(to []byte, n int) []byte { return strconv.AppendInt(to, int64(n), 10) }

// AppendList adds [ … ] of the items, each written by write.
func AppendList[T any](to []byte, items []T, write func(to []byte, item T) []byte) []byte {
	to = append(to, '[')
	for i, item := range items {
		if i > 0 {
			to = append(to, ',')
		}
		to = write(to, item)
	}
	return append(to, ']')
}

// AppendString adds a text as a JSON string the way belenios-tool does: UTF-8 as it is, with escapes for the quote, the
// backslash and control characters alone (found by experiment).
func AppendString(to []byte, text string) []byte {
	to = append(to, '"')
	for i := range len(text) {
		c := text[i]
		switch {
		case c == '"' || c == '\\':
			to = append(to, '\\', c)
		case c < ' ' || c == 0x7f:
			to = appendControl(to, c)
		default:
			to = append(to, c)
		}
	}
	return append(to, '"')
}

func appendControl(to []byte, c byte) []byte {
	switch c {
	case '\b':
		return append(to, `\b`...)
	case '\t':
		return append(to, `\t`...)
	case '\n':
		return append(to, `\n`...)
	case '\f':
		return append(to, `\f`...)
	case '\r':
		return append(to, `\r`...)
	}
	return fmt.Appendf(to, `\u%04x`, c)
}
