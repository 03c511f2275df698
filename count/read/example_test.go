package read_test

import (
	"fmt"

	"github.com/selectorate/selectorate/count/read"
	"github.com/selectorate/selectorate/count/read/mend"
)

func ExampleFile() {
	ballots := `rank1,rank2,rank3,phone
Apricot,Bilberry,,0123
Apricot,,Cherry,
Bilberry,overvote,Apricot,
,,,
`
	election, err := read.File([]byte(ballots), "chair.csv", read.Options{Seats: 1, Policy: mend.Policy{Skipped: mend.StopSkipped}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(election.Papers.Total(), "valid papers of", election.Title)
	for _, r := range election.Rejected {
		fmt.Printf("line %d: %s\n", r.Line, r.Reason)
	}
	for _, note := range election.Notes {
		fmt.Println(note)
	}
	// Output:
	// 3 valid papers of chair
	// line 5: no preference is marked
	// The column phone was not read.
	// 1 paper has an overvote, at which the ranking ends.
	// 1 paper has a skipped rank, at which the ranking ends.
}

func ExampleFile_problems() {
	_, err := read.File([]byte("2 1\n3 1 2 0\n4 3 0\n0\n\"Apricot\"\n\"Bilberry\"\n\"Chair\"\n"), "chair.blt", read.Options{})
	fmt.Println(err)
	// Output: 3:3: "3" is no candidate — candidates are numbered 1 to 2
}
