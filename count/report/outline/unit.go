package outline

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/selectorate/selectorate/count/exact"
)

// longest is how many characters a fraction may have that a sentence gives exactly.
const longest = 24

// Unit gives what candidates have in this count, in the plural: "votes", "points", "candidates beaten".
func (o *Outline) Unit() string {
	if o.Result.Unit == "" {
		return "votes"
	}
	return o.Result.Unit
}

// Head gives the unit as the head of a column or a title: "Votes".
func (o *Outline) Head() string {
	first, size := utf8.DecodeRuneInString(o.Unit())
	return string(unicode.ToUpper(first)) + o.Unit()[size:]
}

// Amount writes a number with the unit, for a sentence: "1 vote", "7 points", "1 candidate beaten".
func (o *Outline) Amount(n exact.Number) string {
	return o.Plain(n) + " " + o.counted(n)
}

// Exactly is Amount for a number on which something hangs, such as the quota: where the decimals do not say it
// exactly, the fraction is given with them.
func (o *Outline) Exactly(n exact.Number) string { return o.precise(n) + " " + o.counted(n) }

func (o *Outline) counted(n exact.Number) string {
	if n.Equal(exact.Int(1)) {
		return singular(o.Unit())
	}
	return o.Unit()
}

// precise writes a number exactly if that is short, and otherwise says that it is not exact.
func (o *Outline) precise(n exact.Number) string {
	text := o.Plain(n)
	if n.Cut(o.Figures.places).Equal(n) {
		return text
	}
	if fraction := n.String(); len(fraction) <= longest {
		return fraction + " (about " + text + ")"
	}
	return "about " + text
}

// singular gives the singular of a unit: its noun is the first word that ends with s ("candidates beaten").
func singular(unit string) string {
	words := strings.Split(unit, " ")
	for i, word := range words {
		if one, plural := strings.CutSuffix(word, "s"); plural {
			words[i] = one
			break
		}
	}
	return strings.Join(words, " ")
}
