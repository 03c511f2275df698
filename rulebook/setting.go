package rulebook

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook/strict"
)

// maxWhole is the largest whole number that a parameter or a figure may be.
const maxWhole = strict.MaxWhole

// maxDenominator keeps shares coarse enough for every comparison to be exact in 64 bits.
const maxDenominator = 1_000_000

var wholeNumber = regexp.MustCompile(`^(0|[1-9][0-9]{0,9})$`)

// Check tells whether every value of a setting is one that its parameter can have. The error is of kind
// Invalid and names the parameter and what it takes.
func (b *Book) Check(s Setting) error {
	names := make([]string, 0, len(s))
	for name := range s {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		p, ok := b.Parameter(name)
		if !ok {
			return party.Errorf(party.Invalid, "%s has no parameter %q: it has %s", b.Name, name, b.parameterNames())
		}
		if err := p.Fits(s[name]); err != nil {
			return party.Errorf(party.Invalid, "parameter %s: %w", name, err)
		}
	}
	return nil
}

func (b *Book) parameterNames() string {
	if len(b.Parameters) == 0 {
		return "none"
	}
	names := make([]string, len(b.Parameters))
	for i, p := range b.Parameters {
		names[i] = p.Name
	}
	return strings.Join(names, ", ")
}

// Fits tells whether a text is a value of the parameter: "true" or "false", a whole number from 0 to
// 1,000,000,000, a fraction from 0/1 to 1/1 with a denominator of at most 1,000,000, one of the
// alternatives, or a whole number or "unknown". The error, of kind Invalid, says what is needed.
func (p Parameter) Fits(value string) error {
	switch p.Type {
	case Bool:
		if value != "true" && value != "false" {
			return party.Errorf(party.Invalid, "%q is neither true nor false", value)
		}
	case Whole:
		return fitsWhole(value)
	case Share:
		return fitsShare(value)
	case Choice:
		if !slices.Contains(p.Alternatives, value) {
			return party.Errorf(party.Invalid, "%q is not one of %s", value, strings.Join(p.Alternatives, ", "))
		}
	case Unknown:
		if value != "unknown" && fitsWhole(value) != nil {
			return party.Errorf(party.Invalid, "%q is neither a whole number from 0 to %d nor the word unknown", value, maxWhole)
		}
	}
	return nil
}

func fitsWhole(value string) error {
	if n, err := strconv.ParseInt(value, 10, 64); err != nil || !wholeNumber.MatchString(value) || n > maxWhole {
		return party.Errorf(party.Invalid, "%q is not a whole number from 0 to %d", value, maxWhole)
	}
	return nil
}

func fitsShare(value string) error {
	share, err := party.ParseShare(value)
	switch {
	case err != nil:
		return err
	case share.Compare(party.MustShare(1, 1)) > 0:
		return party.Errorf(party.Invalid, "%s is more than the whole", value)
	case share.Den() > maxDenominator:
		return party.Errorf(party.Invalid, "%s is finer than %d parts", value, maxDenominator)
	}
	return nil
}

// WholeValue gives the value of a parameter of type Whole or Unknown, and whether it is known.
func (b *Book) WholeValue(s Setting, name string) (int64, bool) {
	n, err := strconv.ParseInt(b.Value(s, name), 10, 64)
	return n, err == nil
}

// Others lists the values that a parameter could have instead of the given one, as far as they can be
// listed: the other truth value, or the other alternatives.
func (p Parameter) Others(value string) []string {
	values := p.Alternatives
	if p.Type == Bool {
		values = []string{"true", "false"}
	}
	var others []string
	for _, v := range values {
		if v != value {
			others = append(others, v)
		}
	}
	return others
}

// Typed gives a parameter's value as JSON has it: true or false, a number, or else the text.
func (p Parameter) Typed(value string) any {
	switch p.Type {
	case Bool:
		return value == "true"
	case Whole, Unknown:
		if n, err := strconv.ParseInt(value, 10, 64); err == nil {
			return n
		}
	case Share, Choice:
	}
	return value
}
