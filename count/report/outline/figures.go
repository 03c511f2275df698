package outline

import (
	"fmt"
	"strings"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
)

// fractionPlaces is in how many decimals people see the votes of a rule that counts in fractions.
const fractionPlaces = 5

// hundredths is the number of decimals up to which figures have them all, everywhere, as sums of money do.
const hundredths = 2

// Figures writes votes for people, all of one count in the same way: with the decimals in which the rule counts, but
// without any where every figure is whole and the rule counts in smaller parts than hundredths.
type Figures struct {
	places int
	cut    bool
}

// NewFigures looks at the figures of a result.
func NewFigures(r *count.Result) Figures {
	if r.Places >= 0 && r.Places <= hundredths {
		return Figures{places: r.Places}
	}
	if whole(r) {
		return Figures{}
	}
	if r.Places < 0 {
		return Figures{places: fractionPlaces, cut: true}
	}
	return Figures{places: r.Places}
}

// Places gives the number of decimals.
func (f Figures) Places() int { return f.places }

// At gives figures cut to at most so many decimals, for where there is little room.
func (f Figures) At(places int) Figures {
	if f.places <= places {
		return f
	}
	return Figures{places: places, cut: true}
}

// Text writes a number of votes. What lies beyond the decimals is cut off, toward zero.
func (f Figures) Text(n exact.Number) string {
	if n.Sign() < 0 {
		text := f.Text(exact.Number{}.Sub(n))
		if strings.Trim(text, "0.") == "" {
			return text
		}
		return "-" + text
	}
	return n.Cut(f.places).Text(f.places)
}

// Change writes what was gained or lost, with its sign; nothing where nothing changed. The minus is a true one,
// U+2212, which is as wide as the plus.
func (f Figures) Change(n exact.Number) string {
	switch n.Sign() {
	case 0:
		return ""
	case 1:
		return "+" + f.Text(n)
	}
	return "−" + f.Text(exact.Number{}.Sub(n))
}

// Note says how exact the figures are, as a sentence, or nothing if they are exact.
func (f Figures) Note() string {
	if !f.cut {
		return ""
	}
	return fmt.Sprintf("Figures in tables are cut after %d decimals; the count itself is exact.", f.places)
}

// whole tells whether all votes of a result are whole numbers.
func whole(r *count.Result) bool {
	for i := range r.Stages {
		s := &r.Stages[i]
		for _, n := range s.Votes {
			if !n.IsWhole() {
				return false
			}
		}
		if !s.Nontransferable.IsWhole() || !s.Quota.IsWhole() {
			return false
		}
	}
	return r.Quota.IsWhole() && r.Ballots.Votes.IsWhole()
}
