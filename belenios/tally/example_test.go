package tally_test

import (
	"fmt"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/tally"
)

// Two of the three trustees 2, 3 and 4 have to take part, and trustee 1.
func ExampleCoefficients() {
	g, err := belenios.GroupNamed("Ed25519")
	if err != nil {
		fmt.Println(err)
		return
	}
	circles := []tally.Circle{{First: 1, Size: 1, Threshold: 1}, {First: 2, Size: 3, Threshold: 2}}
	if _, err := tally.Coefficients(g, circles, []int{1, 4}); err != nil {
		fmt.Println(err)
	}
	coefficients, err := tally.Coefficients(g, circles, []int{1, 2, 3})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, owner := range []int{1, 2} {
		fmt.Printf("trustee %d: %s\n", owner, g.ScalarText(coefficients[owner]))
	}
	fmt.Println("trustee 3: -" + g.ScalarText(g.NegateScalar(coefficients[3])))
	// Output:
	// of the trustees 2 to 4, 1 have decrypted and 2 are needed: ask for 1 more partial decryptions
	// trustee 1: 1
	// trustee 2: 2
	// trustee 3: -1
}
