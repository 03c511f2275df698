package recount_test

import (
	"fmt"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/audit/recount"
	"github.com/selectorate/selectorate/count/exact"
)

// A published result in which two figures of the second stage were exchanged.
func ExampleCompare() {
	candidates := []count.Candidate{{Name: "Lamp"}, {Name: "Lantern"}, {Name: "Candle"}}
	stages := func(lamp, lantern int64) *count.Result {
		return &count.Result{Rule: "eliminating", Candidates: candidates, Stages: []count.Stage{
			{Number: 1, Action: count.FirstPreferences, Votes: []exact.Number{exact.Int(6), exact.Int(4), exact.Int(2)}},
			{Number: 2, Action: count.Exclusion, Of: []int{2}, Votes: []exact.Number{exact.Int(lamp), exact.Int(lantern), exact.Int(0)}},
		}}
	}
	departure := recount.Compare(stages(5, 7), stages(7, 5))
	fmt.Println(departure.Sentence(candidates))
	// Output:
	// At stage 2 the votes of Lamp: the published result says 5, the recount 7.
}
