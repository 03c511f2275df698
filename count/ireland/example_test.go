package ireland_test

import (
	"fmt"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/ireland"
)

func party() *count.Election {
	e := &count.Election{Seats: 2, Candidates: []count.Candidate{{Name: "Aengus"}, {Name: "Boann"}, {Name: "Cu"}}}
	var b count.Builder
	for _, p := range []struct {
		times   int64
		ranking []count.Mark
	}{
		{4, []count.Mark{count.NewMark(0, false), count.NewMark(1, false)}},
		{2, []count.Mark{count.NewMark(0, false), count.NewMark(2, false)}},
		{3, []count.Mark{count.NewMark(1, false)}},
		{2, []count.Mark{count.NewMark(2, false)}},
	} {
		_ = b.Add(p.ranking, p.times, 0, 0) // these are fine; a program that reads papers looks at the error
	}
	e.Papers = b.Papers()
	return e
}

// The same papers by both rules: the Seanad's shares the surplus of Aengus out in units, the Dáil's in whole papers.
func ExampleMethods() {
	for _, method := range ireland.Methods() {
		result, err := method.Count(party(), count.Options{Seed: "three dice in public: 1 1 6"})
		if err != nil {
			fmt.Println(err)
			return
		}
		last := result.Stages[len(result.Stages)-1]
		fmt.Println(method.Name, "quota", result.Quota.Text(result.Places))
		for c, votes := range last.Votes {
			fmt.Println(" ", result.Candidates[c].Name, votes.Text(result.Places))
		}
	}
	// Output:
	// seanad quota 3.667
	//   Aengus 3.667
	//   Boann 4.552
	//   Cu 2.776
	// dail quota 4
	//   Aengus 4
	//   Boann 4
	//   Cu 3
}
