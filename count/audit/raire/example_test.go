package raire_test

import (
	"fmt"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/audit/raire"
)

// A vote on which lamp to hang in the hall.
func ExampleFind() {
	lamp, lantern, candle := count.NewMark(0, false), count.NewMark(1, false), count.NewMark(2, false)
	var papers count.Builder
	_ = papers.Add([]count.Mark{lamp, lantern}, 9, 0, 1)
	_ = papers.Add([]count.Mark{lantern, lamp}, 6, 0, 2)
	_ = papers.Add([]count.Mark{candle, lamp}, 5, 0, 3)
	vote := &count.Election{
		Seats: 1, Papers: papers.Papers(),
		Candidates: []count.Candidate{{Name: "Lamp"}, {Name: "Lantern"}, {Name: "Candle"}},
	}

	assertions, err := raire.Find(vote, 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, a := range assertions {
		fmt.Println(a.Kind, vote.Candidates[a.Winner].Name, a.WinnerVotes, vote.Candidates[a.Loser].Name, a.LoserVotes, a.Gone)
	}
	// Output:
	// winner-only Lamp 9 Candle 5 []
	// irv-elimination Lamp 14 Lantern 6 [2]
}
