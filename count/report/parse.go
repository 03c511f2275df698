package report

import (
	"bytes"
	"encoding/json"
	"io"
	"math/big"
	"strconv"
	"strings"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/party"
)

// Parse reads the result that JSON wrote. It takes that and nothing else: what is read is written again, and must
// be the same to the last byte, so that two readers never see two things in one file. Anything else is an error of
// kind Invalid.
func Parse(data []byte) (*count.Result, error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	var f file
	if err := decoder.Decode(&f); err != nil {
		return nil, party.Errorf(party.Invalid, "count: this is not the JSON of a result: %w", err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, party.Errorf(party.Invalid, "count: something follows the JSON of the result")
	}
	switch {
	case f.Format != Format:
		return nil, party.Errorf(party.Invalid, "count: the format is %q; only %q is known", f.Format, Format)
	case f.Places < -1 || f.Places > MaxPlaces:
		return nil, party.Errorf(party.Invalid, "count: %d decimals are more than %d", f.Places, MaxPlaces)
	}
	p := &parser{places: f.Places}
	r := p.result(&f)
	if p.err != nil {
		return nil, p.err
	}
	var again bytes.Buffer
	if err := JSON(&again, r); err != nil {
		return nil, err
	}
	if at := differ(again.Bytes(), data); at >= 0 {
		return nil, party.Errorf(party.Invalid, "count: not in canonical form from byte %d on", at+1)
	}
	return r, nil
}

// differ gives the first place where a and b are not the same, or -1.
func differ(a, b []byte) int {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i
		}
	}
	if len(a) != len(b) {
		return min(len(a), len(b))
	}
	return -1
}

// parser keeps the first thing that is wrong.
type parser struct {
	places int
	err    error
}

func (p *parser) wrong(format string, args ...any) {
	if p.err == nil {
		p.err = party.Errorf(party.Invalid, "count: "+format, args...)
	}
}

// number reads a number in one of the three forms that Text writes. The length of its decimals is fixed, so that a
// short text cannot stand for a long number.
func (p *parser) number(text string) exact.Number {
	whole, rest := text, ""
	if at := strings.IndexAny(text, "./"); at >= 0 {
		whole, rest = text[:at], text[at+1:]
		if text[at] == '.' && len(rest) != p.places || !digits(rest) {
			p.wrong("%q is not a number", text)
			return exact.Number{}
		}
	}
	if !digits(strings.TrimPrefix(whole, "-")) {
		p.wrong("%q is not a number", text)
		return exact.Number{}
	}
	rat, ok := new(big.Rat).SetString(text)
	if !ok { // a denominator of 0
		p.wrong("%q is not a number", text)
		return exact.Number{}
	}
	return exact.FromRat(rat)
}

func digits(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return text != ""
}

// quota reads a number or null.
func (p *parser) quota(text *string) exact.Number {
	if text == nil {
		return exact.Number{}
	}
	return p.number(*text)
}

// tally reads votes, whose names must be 1, 2, 3 and so on.
func (p *parser) tally(votes map[string]string) []exact.Number {
	if len(votes) == 0 {
		return nil
	}
	all := make([]exact.Number, len(votes))
	for c := range all {
		text, ok := votes[strconv.Itoa(c+1)]
		if !ok {
			p.wrong("there are no votes of candidate %d", c+1)
			return nil
		}
		all[c] = p.number(text)
	}
	return all
}

// who reads a candidate's number; null is Nobody.
func who(number *int) int {
	if number == nil {
		return count.Nobody
	}
	return *number - 1
}

// every reads candidates' numbers.
func every(numbers []int) []int {
	return each(numbers, func(n int) int { return n - 1 })
}

// each makes one of every other; nothing of nothing.
func each[A, B any](all []A, make1 func(A) B) []B {
	if len(all) == 0 {
		return nil
	}
	made := make([]B, len(all))
	for i, one := range all {
		made[i] = make1(one)
	}
	return made
}
