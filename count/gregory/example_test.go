package gregory_test

import (
	"errors"
	"fmt"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/constraint"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/gregory"
)

// lamps is a committee of two, with eleven papers.
func lamps() *count.Election {
	e := &count.Election{
		Title: "Committee of the Lamplighters", Seats: 2,
		Candidates: []count.Candidate{{Name: "Argand"}, {Name: "Betty"}, {Name: "Carcel"}},
	}
	const argand, betty, carcel = 0, 1, 2
	var b count.Builder
	for _, p := range []struct {
		times   int64
		ranking []int
	}{{4, []int{argand, betty}}, {2, []int{argand, carcel}}, {3, []int{betty}}, {2, []int{carcel}}} {
		var ranking []count.Mark
		for _, c := range p.ranking {
			ranking = append(ranking, count.NewMark(c, false))
		}
		_ = b.Add(ranking, p.times, 0, 0) // these are fine; a program that reads papers looks at the error
	}
	e.Papers = b.Papers()
	return e
}

// Scottish STV: the quota is 11 ÷ 3, the fraction dropped, plus 1. Argand has two votes more than that, and so each
// of the six papers moves on at 2/6 of a vote, cut to five decimals.
func ExampleMethods_scottish() {
	scottish := gregory.Methods()[0]
	result, err := scottish.Count(lamps(), count.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, stage := range result.Stages {
		fmt.Printf("Stage %d (%s): %s\n", stage.Number, stage.Clause, stage.Reason)
		for c, votes := range stage.Votes {
			fmt.Printf("  %s %s\n", result.Candidates[c].Name, votes.Text(result.Places))
		}
		fmt.Printf("  not transferable %s\n", stage.Nontransferable.Text(result.Places))
		for _, decision := range stage.Decisions {
			fmt.Printf("  %s (%s)\n", decision.Reason, decision.Clause)
		}
	}
	// Output:
	// Stage 1 (rules 46 and 47): 11 valid papers are sorted by first preference. The quota is 11 divided by 3 (one more than the places), the fraction dropped, plus 1: 4.
	//   Argand 6.00000
	//   Betty 3.00000
	//   Carcel 2.00000
	//   not transferable 0.00000
	//   Argand has 6 votes, the quota or more, and is elected. (rule 48(1))
	// Stage 2 (rules 49 and 50): Argand has the only surplus: 2 votes more than the quota of 4. All the papers move to their next preference, each at 2/6 of the value at which it came, cut to 5 decimals.
	//   Argand 4.00000
	//   Betty 4.33332
	//   Carcel 2.66666
	//   not transferable 0.00002
	//   Betty has 4.33332 votes, the quota or more, and is elected. (rule 48(1))
}

// In exact fractions nothing is cut, and so nothing is lost.
func ExampleMethods_wigm() {
	wigm := gregory.Methods()[1]
	result, err := wigm.Count(lamps(), count.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	last := result.Stages[len(result.Stages)-1]
	fmt.Println("quota", result.Quota)
	fmt.Println(last.Votes, exact.Sum(last.Votes...))
	// Output:
	// quota 11/3
	// [11/3 41/9 25/9] 11
}

// Options make another rule of it: here the one of Albany, California.
func ExampleMethods_options() {
	wigm := gregory.Methods()[1]
	result, err := wigm.Count(lamps(), count.Options{Set: map[string]string{
		"places": "6", "quota": "droop", "quota-update": "active", "value": "fraction",
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Stages[1].Votes[1].Text(result.Places))
	// Output:
	// 4.333332
}

// A constraint: at most one of Argand and Betty, who work in the same street. The count says when it mattered.
func ExampleMethods_constraint() {
	scottish := gregory.Methods()[0]
	result, err := scottish.Count(lamps(), count.Options{Constraints: []constraint.Limit{
		{Category: "street", Group: "Gaslight Row", Members: []int{0, 1}, Max: 1},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, stage := range result.Stages {
		for _, decision := range stage.Decisions {
			fmt.Printf("Stage %d: %s\n", stage.Number, decision.Reason)
		}
	}
	// Output:
	// Stage 1: Argand has 6 votes, the quota or more, and is elected.
	// Stage 1: Betty cannot be elected: with Betty, at most 1 of Gaslight Row (street) could not be met.
	// Stage 2: No more candidates continue than there are places left; Carcel is elected with 2 votes, without reaching the quota.
}

// Where a lot is needed and there is no seed, the stages so far come with the error.
func ExampleMethods_lot() {
	e := lamps()
	var b count.Builder
	for c := range e.Candidates {
		if err := b.Add([]count.Mark{count.NewMark(c, false)}, 3, 0, 0); err != nil {
			fmt.Println(err)
		}
	}
	e.Papers = b.Papers()
	scottish := gregory.Methods()[0]
	result, err := scottish.Count(e, count.Options{})
	var lot *count.LotNeeded
	fmt.Println(errors.As(err, &lot), len(result.Stages), "stage")
	fmt.Println(err)

	result, err = scottish.Count(e, count.Options{Seed: "three dice in public: 2 5 6"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Ties[0].Reason)
	// Output:
	// true 1 stage
	// a lot is needed at stage 1 to settle the exclusion: Argand, Betty and Carcel are equal, and no seed was given
	// Argand, Betty and Carcel are equal at every stage that the rule looks at; lot 1, drawn from the seed, falls on Argand.
}

// The reference rule of the Proportional Representation Foundation and the rule of Minneapolis count with four decimals;
// the reference rule does so from the quota on, which is 11 ÷ 3 and the smallest unit, Minneapolis takes whole votes.
func ExampleMethods_fourDecimals() {
	for _, m := range gregory.Methods() {
		if m.Name != "wigm-prf" && m.Name != "minneapolis-stv" {
			continue
		}
		result, err := m.Count(lamps(), count.Options{})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s: quota %s\n", m.Title, result.Quota.Text(result.Places))
		for c, votes := range result.Stages[1].Votes {
			fmt.Printf("  %s %s\n", result.Candidates[c].Name, votes.Text(result.Places))
		}
	}
	// Output:
	// Reference WIGM STV (PRF): quota 3.6667
	//   Argand 3.6667
	//   Betty 4.5552
	//   Carcel 2.7776
	// Minneapolis STV: quota 4.0000
	//   Argand 4.0000
	//   Betty 4.3332
	//   Carcel 2.6666
}
