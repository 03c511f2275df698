package modular

import (
	"cmp"
	"errors"
	"fmt"
	"math/big"
	"strings"

	"github.com/selectorate/selectorate/belenios/group"
)

const (
	mostDigits  = 617 // decimal digits of a number below 2^2048
	mostNumbers = 254 // bytes that fit an element, with the padding, below 2^2040
	padding     = 8   // bits that an embedding may raise until it finds a member
)

// Decode reads the canonical wire form: decimal digits of a number of 1..p-1, without a zero in front.
func (r *residues) Decode(wire string) (group.Element, error) {
	if wire == "" || wire[0] == '0' || len(wire) > mostDigits {
		return nil, fmt.Errorf("an element of %s is a number from 1 up to the modulus in decimal digits, without a zero in front, and not %s",
			r.name, shown(wire))
	}
	for i := range len(wire) {
		if wire[i] < '0' || wire[i] > '9' {
			return nil, fmt.Errorf("an element of %s is written in decimal digits alone; %s has something else at character %d",
				r.name, shown(wire), i+1)
		}
	}
	n, ok := new(big.Int).SetString(wire, 10)
	if !ok || n.Cmp(r.p) >= 0 {
		return nil, fmt.Errorf("the number %s is not less than the modulus of %s", shown(wire), r.name)
	}
	e := r.fromBytes(n.Bytes())
	e.wire = wire
	return e, nil
}

// Embed makes a member of 1 to 254 numbers, 0 to 255 each: the numbers are bytes of one number, the first the highest, eight
// bits of padding come after them, and the smallest increment makes it a square (handbook, groups).
func (r *residues) Embed(numbers []int) (group.Element, error) {
	if err := r.embeds(len(numbers)); err != nil {
		return nil, err
	}
	bytes := make([]byte, 0, len(numbers)+1)
	for i, number := range numbers {
		if number < 0 || number > 255 {
			return nil, fmt.Errorf("number %d to be embedded is %d; it has to be from 0 to 255", i+1, number)
		}
		bytes = append(bytes, byte(number))
	}
	n := new(big.Int).SetBytes(append(bytes, 0))
	one := big.NewInt(1)
	for range 1 << padding {
		if big.Jacobi(n, r.p) == 1 {
			return r.fromBytes(n.Bytes()), nil
		}
		n.Add(n, one)
	}
	return nil, errors.New("the numbers cannot be embedded: none of 256 increments gives a member")
}

// Extract reads back the n numbers that Embed was given.
func (r *residues) Extract(e group.Element, n int) ([]int, error) {
	if err := r.embeds(n); err != nil {
		return nil, err
	}
	// Whoever votes can embed more than the question has answers. The lowest n numbers are read, as the published tools do: were it an
	// error, one voter could stop the result.
	rest := r.own(e).plain()
	rest.Rsh(rest, padding)
	rest.And(rest, new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), uint(8*n)), big.NewInt(1)))
	numbers := make([]int, n)
	for i, b := range rest.FillBytes(make([]byte, n)) {
		numbers[i] = int(b)
	}
	return numbers, nil
}

// embeds tells why n numbers cannot be embedded, if so.
func (r *residues) embeds(n int) error {
	if !r.safe {
		return fmt.Errorf("the group %s cannot embed numbers; an election with rankings takes RFC-3526-2048 or Ed25519", r.name)
	}
	if n < 1 || n > mostNumbers {
		return fmt.Errorf("%d numbers cannot be embedded in an element; it takes 1 to %d", n, mostNumbers)
	}
	return nil
}

// FromDigest raises the digest, as a big-endian number that is not reduced, to the power (p-1)/q.
func (r *residues) FromDigest(digest [32]byte) group.Element {
	return r.element(r.public(&r.fromBytes(digest[:]).value, r.cofactor))
}

// Compare orders elements as numbers.
func (r *residues) Compare(a, b group.Element) int {
	if x, y := r.own(a).wire, r.own(b).wire; x != "" && y != "" {
		return cmp.Or(cmp.Compare(len(x), len(y)), strings.Compare(x, y)) // canonical decimals
	}
	return r.own(a).plain().Cmp(r.own(b).plain())
}

// shown cuts what is quoted in an error to a length that fits a line.
func shown(text string) string {
	if len(text) > 40 {
		return fmt.Sprintf("%q… (%d characters)", text[:36], len(text))
	}
	return fmt.Sprintf("%q", text)
}
