package college_test

import (
	"fmt"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/college"
	"github.com/selectorate/selectorate/count/exact"
)

// Two halves vote for one place: in the branches 6 of 10 are for Ada, in the affiliates 90 of 100 for Ben. Each section
// is worth 50 points, however many voted in it.
func Example_plurality() {
	e := &count.Election{Seats: 1, Candidates: []count.Candidate{{Name: "Ada"}, {Name: "Ben"}}}
	var b count.Builder
	for _, cast := range []struct {
		section   string
		candidate int
		times     int64
	}{{"branches", 0, 6}, {"branches", 1, 4}, {"affiliates", 0, 10}, {"affiliates", 1, 90}} {
		class, err := b.Class(exact.Int(1), cast.section)
		if err == nil {
			err = b.Add([]count.Mark{count.NewMark(cast.candidate, false)}, cast.times, class, 0)
		}
		if err != nil {
			fmt.Println(err)
			return
		}
	}
	e.Papers = b.Papers()
	for _, m := range college.Methods() {
		if m.Name != "college-plurality" {
			continue
		}
		result, err := m.Count(e, count.Options{})
		if err != nil {
			fmt.Println(err)
			return
		}
		for c, points := range result.Stages[0].Votes {
			fmt.Println(e.Candidates[c].Name, points.Decimal(2), result.Unit)
		}
		fmt.Println("elected:", e.Candidates[result.Winners[0]].Name)
	}
	// Output:
	// Ada 35 points
	// Ben 65 points
	// elected: Ben
}
