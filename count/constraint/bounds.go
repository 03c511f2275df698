package constraint

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// amount is a number of places or a share of them.
type amount struct {
	n     int
	share *big.Rat // nil: n is meant
}

// bounds are what a line says about a number of candidates; nil where it says nothing.
type bounds struct{ least, most *amount }

// bounds reads bounds and tells whether the tokens are nothing else.
func (p *parser) bounds(tokens []token) (bounds, bool) {
	if slices.ContainsFunc(tokens, func(t token) bool { return t.kind == quoted || t.kind == comma }) {
		return bounds{}, false
	}
	texts := fields(tokens)
	if len(texts) == 1 && texts[0] == "none" {
		return bounds{most: &amount{}}, true
	}
	if b, found := between(texts); found {
		return b, true
	}
	var b bounds
	for len(texts) > 0 {
		if b != (bounds{}) && texts[0] == "and" {
			texts = texts[1:]
		}
		took := b.one(texts)
		if took == 0 {
			return b, false
		}
		texts = texts[took:]
	}
	return b, true
}

// fields gives the texts of tokens in lower case, with a sign for each way to say it, ranges such as 1-2 taken
// apart, and "of the places" left out.
func fields(tokens []token) []string {
	text := " " + strings.ToLower(words(tokens)) + " "
	for _, same := range [][2]string{
		{"≥", ">="},
		{"≤", "<="},
		{" == ", " = "},
		{" at least ", " >= "},
		{" at most ", " <= "},
		{" exactly ", " = "},
		{" of the places ", " "},
		{" of places ", " "},
		{" % ", "% "},
	} {
		text = strings.ReplaceAll(text, same[0], same[1])
	}
	texts := strings.Fields(text)
	if last := len(texts) - 1; last >= 0 {
		low, high, ranged := strings.Cut(strings.ReplaceAll(texts[last], "–", "-"), "-")
		if ranged {
			texts = append(texts[:last:last], low, "to", high)
		}
	}
	return texts
}

// between reads "N to M", "from N to M" and "between N and M".
func between(texts []string) (bounds, bool) {
	link := "to"
	if len(texts) == 4 {
		switch texts[0] {
		case "from":
		case "between":
			link = "and"
		default:
			return bounds{}, false
		}
		texts = texts[1:]
	}
	if len(texts) != 3 || texts[1] != link {
		return bounds{}, false
	}
	least, most := number(texts[0]), number(texts[2])
	return bounds{least, most}, least != nil && most != nil
}

// one reads one bound from the front, and gives how many texts it took, or 0.
func (b *bounds) one(texts []string) int {
	if len(texts) < 2 {
		return 0
	}
	n := number(texts[1])
	if n == nil {
		return 0
	}
	switch {
	case texts[0] == ">=" && b.least == nil:
		b.least = n
	case texts[0] == "<=" && b.most == nil:
		b.most = n
	case texts[0] == "=" && b.least == nil && b.most == nil:
		b.least, b.most = n, n
	default:
		return 0
	}
	return 2
}

// number reads 2, 1/3 or 40%; nil if it is nothing of these.
func number(text string) *amount {
	top, bottom, share := strings.Cut(text, "/")
	if percent, found := strings.CutSuffix(text, "%"); found {
		top, bottom, share = percent, "100", true
	}
	n, isNumber := digits(top)
	if !share {
		if !isNumber {
			return nil
		}
		return &amount{n: n}
	}
	d, isDivisor := digits(bottom)
	if !isNumber || !isDivisor || d == 0 || n > d {
		return nil
	}
	return &amount{share: big.NewRat(int64(n), int64(d))}
}

// digits reads a number of up to six digits.
func digits(text string) (int, bool) {
	if text == "" || len(text) > 6 || strings.Trim(text, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(text)
	return n, err == nil
}

// settle gives a minimum and a maximum in candidates.
func (p *parser) settle(b bounds, column int) (least, most int) {
	most = -1
	if b.least != nil {
		n, rest := b.least.of(p.places)
		if least = n; rest {
			least++
		}
	}
	if b.most != nil {
		n, rest := b.most.of(p.places)
		if most = n; rest && b.least == b.most {
			p.problem(column, fmt.Sprintf("%s of %d places is not a whole number, and exactly so many are asked for", b.most.share.RatString(), p.places),
				"write at least or at most, or a number")
			return n, n
		}
	}
	return least, most
}

// of gives the amount in whole places, and whether a part of a place remains.
func (a *amount) of(places int) (whole int, rest bool) {
	if a.share == nil {
		return a.n, false
	}
	places64 := new(big.Rat).Mul(a.share, big.NewRat(int64(places), 1))
	quotient, remainder := new(big.Int).QuoRem(places64.Num(), places64.Denom(), new(big.Int))
	return int(quotient.Int64()), remainder.Sign() != 0
}
