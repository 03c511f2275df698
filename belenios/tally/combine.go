package tally

import (
	"fmt"
	"slices"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/trustee"
)

// Circle is a number of trustees of which Threshold have to take part: one for a trustee that stands alone, the threshold of
// a key that was made together. Their numbers in the list of all trustees are First, First+1, …, First+Size-1; the list
// starts with 1.
type Circle struct{ First, Size, Threshold int }

// Circles gives the circles of an election's trustees.
func Circles(t *trustee.Trustees) []Circle {
	circles := make([]Circle, len(t.Items))
	for i, item := range t.Items {
		circles[i] = Circle{First: item.First, Size: item.Size(), Threshold: item.Threshold()}
	}
	return circles
}

// Missing is the error that too few trustees have decrypted.
type Missing struct {
	Circle Circle
	Have   int // trustees of the circle that took part
}

// Error says which trustees are missing.
func (m Missing) Error() string {
	c := m.Circle
	if c.Size == 1 {
		return fmt.Sprintf("trustee %d has not decrypted, and nobody else can in its place: ask for its partial decryption", c.First)
	}
	return fmt.Sprintf("of the trustees %d to %d, %d have decrypted and %d are needed: ask for %d more partial decryptions",
		c.First, c.First+c.Size-1, m.Have, c.Threshold, c.Threshold-m.Have)
}

// Coefficients gives the exponents that put the factors of those who took part together: for each owner that is needed its
// Lagrange coefficient at 0, Π k/(k-j) over the other places k in its circle, or 1 for a trustee alone. Of a circle in which
// more took part than are needed, those with the lowest numbers are taken. Too few are an error of the type Missing.
func Coefficients(g *group.Group, circles []Circle, owners []int) (map[int]group.Scalar, error) {
	coefficients := map[int]group.Scalar{}
	for _, c := range circles {
		var places []int64
		for place := range c.Size {
			if slices.Contains(owners, c.First+place) && len(places) < c.Threshold {
				places = append(places, int64(place)+1)
			}
		}
		if len(places) < c.Threshold || c.Threshold < 1 {
			return nil, Missing{c, len(places)}
		}
		for _, j := range places {
			coefficient, err := lagrange(g, j, places)
			if err != nil {
				return nil, err
			}
			coefficients[c.First+int(j)-1] = coefficient
		}
	}
	return coefficients, nil
}

// lagrange gives Π k/(k-j) over all places k but j. A circle of one has none, and 1.
func lagrange(g *group.Group, j int64, places []int64) (group.Scalar, error) {
	above, below := g.Small(1), g.Small(1)
	for _, k := range places {
		if k != j {
			above, below = g.MultiplyScalars(above, g.Small(k)), g.MultiplyScalars(below, g.Small(k-j))
		}
	}
	inverse, err := g.InvertScalar(below)
	if err != nil {
		return group.Scalar{}, fmt.Errorf("trustees' places in their circle: %w", err)
	}
	return g.MultiplyScalars(above, inverse), nil
}

// Combine gives α^x for every ciphertext, x being the election's secret key, which nobody has: the product of the factors of
// the parts, raised to the coefficients of their owners. parts are by owner; those without a coefficient are left out.
// What goes in has to be checked by then (CheckDecryption).
func Combine(e *belenios.Election, tally belenios.Tally, parts map[int]belenios.Decryption, coefficients map[int]group.Scalar) ([][]group.Element, error) {
	owners := make([]int, 0, len(coefficients))
	exponents := make([]group.Scalar, 0, len(coefficients))
	for owner := range coefficients {
		owners = append(owners, owner)
	}
	slices.Sort(owners)
	for _, owner := range owners {
		part, ok := parts[owner]
		if !ok {
			return nil, fmt.Errorf("the partial decryption of trustee %d is missing", owner)
		}
		if err := part.Fits(tally); err != nil {
			return nil, fmt.Errorf("trustee %d: %w", owner, err)
		}
		exponents = append(exponents, coefficients[owner])
	}
	shared := make([][]group.Element, len(tally))
	factors := make([]group.Element, len(owners))
	for i, row := range tally {
		shared[i] = make([]group.Element, len(row))
		for k := range row {
			for n, owner := range owners {
				factors[n] = parts[owner].Factors[i][k]
			}
			shared[i][k] = e.Group.Product(factors, exponents)
		}
	}
	return shared, nil
}
