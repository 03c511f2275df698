package mend

import (
	"math/big"
	"strings"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/party"
)

// Request is what a reader is asked, whatever the format.
type Request struct {
	Policy     Policy
	Title      string                  // of the contest; empty: what the file says
	Fallback   string                  // the title where the file says none
	Seats      int                     // places to fill where the format does not say; 0: unknown
	Candidates []string                // names, where the file has none or their order matters
	Contest    string                  // which contest of the file is read, by name or identifier; empty: the only one
	Progress   func(done, total int64) // bytes, called now and then; may be nil
}

// Told tells how far the reader is, in bytes.
func (r *Request) Told(done, total int) {
	if r.Progress != nil {
		r.Progress(int64(done), int64(total))
	}
}

// Name gives the election its title: the one asked for, the one the file has, or the fallback.
func (r *Request) Name(election *count.Election, title string) {
	election.Title = title
	if title == "" {
		election.Title = r.Fallback
	}
	if r.Title != "" {
		election.Title = r.Title
	}
}

// MaxWeight is how long a weight may be, in characters; of a fraction, each of its numbers.
const MaxWeight = 100

// Weight reads what a line stands for: a whole number ("12"), a decimal ("1.5", ".5") or a fraction ("3/2"), more
// than 0. Exponents, signs and decimal commas are refused, because they are read differently by different
// programs. The error is of kind Invalid.
func Weight(text string) (exact.Number, error) {
	refuse := func(why string) (exact.Number, error) {
		if len(text) > 40 {
			text = strings.ToValidUTF8(text[:40], "") + "…"
		}
		return exact.Number{}, party.Errorf(party.Invalid, "weight %q %s", text, why)
	}
	top, bottom, fraction := strings.Cut(text, "/")
	if max(len(top), len(bottom)) > MaxWeight {
		return refuse("is too long")
	}
	if !numeral(top, !fraction) || fraction && !numeral(bottom, false) {
		return refuse("is not a number such as 3, 1.5 or 3/2")
	}
	rat, ok := new(big.Rat).SetString(top)
	if !ok {
		return refuse("is not a number such as 3, 1.5 or 3/2")
	}
	if fraction {
		divisor, _ := new(big.Rat).SetString(bottom)
		if divisor == nil || divisor.Sign() == 0 {
			return refuse("divides by 0")
		}
		rat.Quo(rat, divisor)
	}
	if rat.Sign() == 0 {
		return refuse("is 0")
	}
	return exact.FromRat(rat), nil
}

// numeral tells whether text is digits, with one point among them if that is allowed.
func numeral(text string, point bool) bool {
	digits := 0
	for _, c := range []byte(text) {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c == '.' && point:
			point = false
		default:
			return false
		}
	}
	return digits > 0
}

// Worth splits a weight into how many papers the line stands for and the class of each: a whole number is so many
// papers of one vote, anything else is one paper of that weight.
func (p *Pile) Worth(weight exact.Number, section string) (times int64, class uint16, err error) {
	times = 1
	if weight.IsWhole() {
		if whole := weight.Rat().Num(); whole.IsInt64() && whole.Int64() <= count.MaxPapers {
			times, weight = whole.Int64(), exact.Int(1)
		}
	}
	class, err = p.Class(weight, section)
	return times, class, err
}
