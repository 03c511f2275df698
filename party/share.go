package party

import (
	"fmt"
	"math/big"
	"regexp"
	"strings"
)

// Share is an exact part of a whole, such as 5 of 11. Floating point never decides anything here: shares are
// compared, added and weighted as fractions. The zero Share is 0/1.
type Share struct {
	num, den int64 // in lowest terms; den > 0, but 0 in the zero value, which reads as 1
}

// ShareOf gives part/whole in lowest terms. It is an error of kind Invalid if the whole is not positive or
// the part is negative; the part may exceed the whole, because sums of weighted shares pass through here.
func ShareOf(part, whole int64) (Share, error) {
	if whole <= 0 || part < 0 {
		return Share{}, Errorf(Invalid, "%d of %d is not a share: the whole must be positive and the part not negative", part, whole)
	}
	return shareOf(big.NewRat(part, whole))
}

// MustShare is ShareOf for figures that are known to be right, such as constants. It panics if they are not.
func MustShare(part, whole int64) Share {
	s, err := ShareOf(part, whole)
	if err != nil {
		panic(err)
	}
	return s
}

var fraction = regexp.MustCompile(`^(0|[1-9][0-9]{0,17})/([1-9][0-9]{0,17})$`)

// ParseShare reads a share written as a fraction, such as "1/3". It need not be in lowest terms. A decimal
// or a percentage is refused: 0.33 is not one third.
func ParseShare(text string) (Share, error) {
	parts := fraction.FindStringSubmatch(text)
	if parts == nil {
		return Share{}, Errorf(Invalid, "%q is not a fraction: write it as two whole numbers, for example 1/3", text)
	}
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		return Share{}, Errorf(Invalid, "%q is not a fraction", text)
	}
	return shareOf(r)
}

func shareOf(r *big.Rat) (Share, error) {
	if !r.Num().IsInt64() || !r.Denom().IsInt64() {
		return Share{}, Errorf(Invalid, "the share %s is too fine to be kept exactly", r)
	}
	return Share{r.Num().Int64(), r.Denom().Int64()}, nil
}

func (s Share) rat() *big.Rat { return big.NewRat(s.num, s.Den()) }

// Num gives the numerator in lowest terms.
func (s Share) Num() int64 { return s.num }

// Den gives the denominator in lowest terms; it is always positive.
func (s Share) Den() int64 {
	if s.den == 0 {
		return 1
	}
	return s.den
}

// String writes the share in lowest terms, always with a denominator: "5/11", "1/1", "0/1".
func (s Share) String() string { return fmt.Sprintf("%d/%d", s.num, s.Den()) }

// Compare gives -1, 0 or 1 as s is less than, equal to or greater than t.
func (s Share) Compare(t Share) int { return s.rat().Cmp(t.rat()) }

// Plus gives s+t, or an error of kind Invalid if the sum cannot be kept exactly.
func (s Share) Plus(t Share) (Share, error) { return shareOf(new(big.Rat).Add(s.rat(), t.rat())) }

// Times gives s·t, or an error of kind Invalid if the product cannot be kept exactly.
func (s Share) Times(t Share) (Share, error) { return shareOf(new(big.Rat).Mul(s.rat(), t.rat())) }

// Percent writes the share as a percentage with two decimals, for people to read beside the fraction, never
// to decide by: "45.45%", "57.50%". The last digit is cut, not rounded, so that a share below a half is
// never shown as one.
func (s Share) Percent() string {
	hundredths := new(big.Int).Mul(big.NewInt(s.num), big.NewInt(10000))
	hundredths.Quo(hundredths, big.NewInt(s.Den()))
	digits := fmt.Sprintf("%03d", hundredths)
	cut := len(digits) - 2
	return strings.Join([]string{digits[:cut], digits[cut:]}, ".") + "%"
}

// MarshalText writes the share as a fraction in lowest terms.
func (s Share) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads a fraction.
func (s *Share) UnmarshalText(text []byte) error {
	parsed, err := ParseShare(string(text))
	if err != nil {
		return err
	}
	*s = parsed
	return nil
}
