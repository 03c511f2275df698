package constraint_test

import (
	"fmt"

	"github.com/selectorate/selectorate/count/constraint"
)

// Three places, of which at least one goes to a woman and at most one to the north. Bo and Cy, both men, are
// elected, Cy for the north.
func ExampleJudge() {
	names := []string{"Ada", "Bo", "Cy", "Dee", "Eli"}
	limits, err := constraint.Parse(`
		gender: women at least 1: Ada, Dee
		region: north at most 1: Cy, Dee
	`, names, 3)
	if err != nil {
		fmt.Println(err)
		return
	}
	verdict := constraint.Judge(limits, 3, []int{1, 2}, []int{0, 3, 4})
	for _, f := range verdict.Guarded {
		fmt.Println(names[f.Candidate], "must be elected:")
		for _, l := range f.Together {
			fmt.Println("-", limits[l])
		}
	}
	for _, f := range verdict.Doomed {
		fmt.Println(names[f.Candidate], "cannot be:", limits[f.Limit])
	}
	// Output:
	// Ada must be elected:
	// - at least 1 of women (gender)
	// - at most 1 of north (region)
	// Dee cannot be: at most 1 of north (region)
	// Eli cannot be: at least 1 of women (gender)
}
