package byhand_test

import (
	"fmt"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/byhand"
)

// An independent recount: what it finds must be what the count has declared, to the last digit.
func ExampleScottish() {
	e := &count.Election{Seats: 1, Candidates: []count.Candidate{{Name: "Plum"}, {Name: "Quince"}, {Name: "Rowan"}}}
	var b count.Builder
	for _, p := range []struct {
		times   int64
		ranking []count.Mark
	}{
		{3, []count.Mark{count.NewMark(0, false)}},
		{2, []count.Mark{count.NewMark(1, false), count.NewMark(2, false)}},
		{4, []count.Mark{count.NewMark(2, false)}},
	} {
		if err := b.Add(p.ranking, p.times, 0, 0); err != nil {
			fmt.Println(err)
		}
	}
	e.Papers = b.Papers()
	result, err := byhand.Scottish(e, count.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, stage := range result.Stages {
		fmt.Println(stage.Number, stage.Action, stage.Votes)
	}
	fmt.Println("elected", e.Candidates[result.Winners[0]].Name)
	// Output:
	// 1 first-preferences [3 2 4]
	// 2 exclusion [3 0 6]
	// elected Rowan
}
