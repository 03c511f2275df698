package blt_test

import (
	"fmt"

	"github.com/selectorate/selectorate/count/read/blt"
	"github.com/selectorate/selectorate/count/read/mend"
)

func ExampleRead() {
	file := `4 2            # four candidates, two places
-3             # candidate 3 has withdrawn
12 2 1 4 0     # twelve papers
3/2 1=2 4 0    # one worth one and a half votes, two candidates ranked equal
0
"Apricot"
"Bilberry"
"Cherry"
"Damson"
"Orchard committee"
`
	election, err := blt.Read([]byte(file), mend.Request{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s: %d places, %s votes on %d papers\n", election.Title, election.Seats, election.Papers.Votes(), election.Papers.Total())
	for c, candidate := range election.Candidates {
		fmt.Println(c+1, candidate.Name, candidate.Withdrawn)
	}
	// Output:
	// Orchard committee: 2 places, 27/2 votes on 13 papers
	// 1 Apricot false
	// 2 Bilberry false
	// 3 Cherry true
	// 4 Damson false
}
