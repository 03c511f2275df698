package college_test

import (
	"fmt"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/college"
	"github.com/selectorate/selectorate/count/exact"
)

// Two sections weigh the same, though one has ten papers and the other a thousand. Brass has 760 of all 1,010 papers and
// Amber is elected: she has nine tenths of the one half and a quarter of the other.
func Example() {
	e := &count.Election{Seats: 1, Candidates: []count.Candidate{{Name: "Amber"}, {Name: "Brass"}}}
	var papers count.Builder
	for _, line := range []struct {
		section   string
		times     int64
		candidate int
	}{{"representatives", 9, 0}, {"representatives", 1, 1}, {"members", 241, 0}, {"members", 759, 1}} {
		class, err := papers.Class(exact.Int(1), line.section)
		if err != nil {
			fmt.Println(err)
			return
		}
		_ = papers.Add([]count.Mark{count.NewMark(line.candidate, false)}, line.times, class, 0)
	}
	e.Papers = papers.Papers()
	av := college.Methods()[0]
	r, err := av.Count(e, count.Options{Set: map[string]string{"shares": "representatives:1/2,members:1/2"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, part := range r.Stages[0].Parts {
		fmt.Println(part.Reason, part.Votes)
	}
	fmt.Println(r.Stages[0].Votes)
	fmt.Println(r.Stages[0].Decisions[0].Reason)
	// Output:
	// Section representatives has 50.000 of the 100 points, divided by 10 votes in play. [45 5]
	// Section members has 50.000 of the 100 points, divided by 1000 votes in play. [241/20 759/20]
	// [1141/20 859/20]
	// Amber has 57.050 of the 100 points, more than 50.000, and is elected.
}
