package audit_test

import (
	"fmt"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/audit"
	"github.com/selectorate/selectorate/count/exact"
)

// ballots is a vote on which lamp to hang in the hall: 60 papers for Lamp, 40 for Lantern.
func ballots() *count.Election {
	var papers count.Builder
	for i := range 100 {
		lamp := 0
		if i%5 > 2 {
			lamp = 1
		}
		_ = papers.Add([]count.Mark{count.NewMark(lamp, false)}, 1, 0, i+2)
	}
	return &count.Election{Seats: 1, Candidates: []count.Candidate{{Name: "Lamp"}, {Name: "Lantern"}}, Papers: papers.Papers()}
}

// An audit from the plan to the verdict. In a real one people look at the papers; here every paper is as its record.
func Example() {
	vote := ballots()
	contest := audit.Contest{Style: audit.First, Winners: []int{0}}
	plan, err := audit.NewPlan(vote, contest, audit.Setting{Limit: exact.Frac(1, 20), Test: audit.Alpha}, 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, a := range plan.Assertions {
		fmt.Printf("%s Margin %d of %d papers: look at %d.\n", a.Sentence([]string{"Lamp", "Lantern"}), a.Margin(), plan.Papers, a.Sample)
	}

	sample, err := audit.Draw("53172640915523640271", plan.Papers, plan.Sample, false)
	if err != nil {
		fmt.Println(err)
		return
	}
	records, err := audit.NewRecords(vote, contest, 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	looked := map[int64]audit.Reading{}
	for _, paper := range sample {
		looked[paper] = audit.Reading{Ranking: records.Of(paper).Ranking}
	}
	verdict := audit.Measure(plan, records, sample, looked)
	fmt.Println(verdict.Next, verdict.Risk.Text(4))
	// Output:
	// Lamp has more votes than Lantern. Margin 20 of 100 papers: look at 25.
	// stop 0.048
}

// Everybody draws the same papers from the same seed.
func ExampleDraw() {
	papers, err := audit.Draw("abcde", 1000, 3, false)
	fmt.Println(papers, err)
	// Output:
	// [247 427 157] <nil>
}

// Three wrong records among 500 that were looked at, of 50,000.
func ExampleBound() {
	wrong, err := audit.Bound(50_000, 500, 3, exact.Frac(19, 20))
	fmt.Println("at most", wrong, "of all records are wrong, with a confidence of 95 %", err)
	// Output:
	// at most 769 of all records are wrong, with a confidence of 95 % <nil>
}
