package exact

import (
	"math/big"
	"strings"
)

// Percent says for people what part of whole n is, in per cent with so many decimals, rounded half up, such as
// "58.9"; "0" with those decimals if whole is 0. It is never what decides anything. n and whole must not be negative.
func (n Number) Percent(whole Number, places int) string {
	if whole.IsZero() {
		return new(big.Rat).FloatString(places)
	}
	half := Scaled(big.NewInt(5), places+1)
	return n.Mul(Int(100)).Quo(whole).Add(half).Cut(places).view().FloatString(places)
}

// ParseShare reads a share as people write it: a fraction (1/3), a percentage (75%, 12.5 %), a decimal (0.75) or a whole
// number, not negative. It tells whether text is one.
func ParseShare(text string) (Number, bool) {
	text = strings.TrimSpace(text)
	cut, percent := strings.CutSuffix(text, "%")
	cut = strings.TrimSpace(cut)
	if len(cut) > 100 || !numeral(cut) {
		return Number{}, false
	}
	rat, ok := new(big.Rat).SetString(cut)
	if !ok { // divided by 0
		return Number{}, false
	}
	if percent {
		rat.Quo(rat, big.NewRat(100, 1))
	}
	return Number{rat}, true
}

// numeral tells whether text is digits with at most one point or one stroke between them.
func numeral(text string) bool {
	top, bottom, divided := strings.Cut(text, "/")
	if !divided {
		top, bottom, divided = strings.Cut(text, ".")
	}
	digits := func(part string) bool { return part != "" && strings.Trim(part, "0123456789") == "" }
	return digits(top) && (!divided || digits(bottom))
}
