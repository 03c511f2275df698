package ers_test

import (
	"fmt"
	"strings"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/ers"
)

// fair is a vote on two fruits for the fair: 40 papers, four fruits.
func fair() *count.Election {
	e := &count.Election{Title: "Fruits for the fair", Seats: 2}
	for _, name := range []string{"Apple", "Pear", "Plum", "Quince"} {
		e.Candidates = append(e.Candidates, count.Candidate{Name: name})
	}
	const apple, pear, plum, quince = 0, 1, 2, 3
	var b count.Builder
	for _, papers := range []struct {
		times   int64
		ranking []int
	}{
		{12, []int{apple, pear}},
		{5, []int{apple, plum}},
		{3, []int{apple}},
		{8, []int{pear}},
		{7, []int{plum, pear}},
		{3, []int{quince, plum}},
		{2, []int{quince}},
	} {
		var ranking []count.Mark
		for _, c := range papers.ranking {
			ranking = append(ranking, count.NewMark(c, false))
		}
		if err := b.Add(ranking, papers.times, 0, 0); err != nil {
			panic(err)
		}
	}
	e.Papers = b.Papers()
	return e
}

// told writes the stages of a count.
func told(m count.Method, o count.Options) string {
	result, err := m.Count(fair(), o)
	if err != nil {
		return err.Error()
	}
	var text strings.Builder
	for _, stage := range result.Stages {
		fmt.Fprintf(&text, "%d (%s)", stage.Number, stage.Clause)
		for c, votes := range stage.Votes {
			fmt.Fprintf(&text, " %s %s", result.Candidates[c].Name, votes.Text(result.Places))
		}
		fmt.Fprintln(&text, " nobody", stage.Nontransferable.Text(result.Places))
		for _, d := range stage.Decisions {
			fmt.Fprintf(&text, "  %s (%s)\n", d.Reason, d.Clause)
		}
	}
	return text.String()
}

// ERS97: the surplus of Apple, 20 votes less the quota of 13.34, is shared by the 17 papers that name another fruit.
// What is cut off is non-transferable.
func Example_ers97() {
	fmt.Print(told(ers.Methods()[0], count.Options{}))
	// Output:
	// 1 (5.1) Apple 20.00 Pear 8.00 Plum 7.00 Quince 5.00 nobody 0.00
	//   Apple has 20.00 votes; the quota is 13.34. Apple is elected. (5.1.7)
	// 2 (5.3) Apple 13.34 Pear 12.68 Plum 8.95 Quince 5.00 nobody 0.03
	// 3 (5.2.5 and 5.4) Apple 13.34 Pear 12.68 Plum 11.95 Quince 0.00 nobody 2.03
	//   Pear has 12.68 votes. 24.63 votes are still in play for 1 place, and divided by 2 that is 12.32, less than the quota of 13.34. Pear is elected. (5.4.9)
	//   All places are filled and no more papers move; Plum is excluded. (5.5.2)
}

// ERS76: as ERS97, as far as is known, but that its quota never falls; here asked for in whole votes.
func Example_ers76() {
	fmt.Print(told(ers.Methods()[1], count.Options{Set: map[string]string{"quota-unit": "1"}}))
	// Output:
	// 1 (5.1) Apple 20.00 Pear 8.00 Plum 7.00 Quince 5.00 nobody 0.00
	//   Apple has 20.00 votes; the quota is 14.00. Apple is elected. (5.1.7)
	// 2 (5.3) Apple 14.00 Pear 12.20 Plum 8.75 Quince 5.00 nobody 0.05
	// 3 (5.2.5 and 5.4) Apple 14.00 Pear 12.20 Plum 11.75 Quince 0.00 nobody 2.05
	//   Pear has 12.20 votes. 23.95 votes are still in play for 1 place, and divided by 2 that is 11.98, less than the quota of 14.00. Pear is elected. (5.4.9)
	//   All places are filled and no more papers move; Plum is excluded. (5.5.2)
}

// Northern Ireland: a quota in whole votes, and the last place for whoever has as many votes as all others.
func Example_northernIreland() {
	fmt.Print(told(ers.Methods()[2], count.Options{}))
	// Output:
	// 1 (rules 47 and 48) Apple 20.00 Pear 8.00 Plum 7.00 Quince 5.00 nobody 0.00
	//   Apple has 20.00 votes; the quota is 14.00. Apple is elected. (rule 48(3))
	// 2 (rules 49 and 50) Apple 14.00 Pear 12.20 Plum 8.75 Quince 5.00 nobody 0.05
	// 3 (rule 51) Apple 14.00 Pear 12.20 Plum 11.75 Quince 0.00 nobody 2.05
	//   One place is left, and Pear has 12.20 votes; all others together, with every surplus not transferred, have 11.75. Pear is elected. (rule 52(2))
}
