package meek_test

import (
	"fmt"
	"strings"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/meek"
)

// find gives a method by its name; a program outside would ask count/method.
func find(name string) count.Method {
	for _, m := range meek.Methods() {
		if m.Name == name {
			return m
		}
	}
	panic("there is no method " + name)
}

// lamps makes an election of two lamps out of four. In lines, a number of papers stands before the letters, best first.
func lamps(papers map[string]int64) *count.Election {
	e := &count.Election{Seats: 2}
	for _, name := range []string{"Argand", "Betty", "Carbide", "Davy"} {
		e.Candidates = append(e.Candidates, count.Candidate{Name: name})
	}
	var b count.Builder
	for letters, times := range papers {
		var ranking []count.Mark
		for _, letter := range letters {
			ranking = append(ranking, count.NewMark(int(letter-'A'), false))
		}
		if err := b.Add(ranking, times, 0, 0); err != nil {
			panic(err)
		}
	}
	e.Papers = b.Papers()
	return e
}

// told writes the stages down.
func told(r *count.Result) string {
	var b strings.Builder
	for _, stage := range r.Stages {
		fmt.Fprintf(&b, "stage %d:", stage.Number)
		for c, votes := range stage.Votes {
			fmt.Fprintf(&b, " %s %s", r.Candidates[c].Name, votes.Decimal(3))
		}
		fmt.Fprintf(&b, ", nobody %s; quota %s\n", stage.Nontransferable.Decimal(3), stage.Quota.Decimal(3))
		for _, keep := range stage.Keep {
			fmt.Fprintf(&b, "  %s keeps %s of each paper\n", r.Candidates[keep.Candidate].Name, keep.Value.Decimal(6))
		}
		for _, d := range stage.Decisions {
			fmt.Fprintln(&b, " ", d.Reason)
		}
	}
	return b.String()
}

// Argand has 60 of 100 votes and needs 33.333333334. She keeps that share of each paper, and the rest goes on to Betty and
// Carbide. The papers of Davy, who is excluded, name nobody else; so the quota falls, and Argand keeps less.
func ExampleMethods() {
	m := find("meek-nz")
	r, err := m.Count(lamps(map[string]int64{"AB": 40, "AC": 20, "B": 12, "CB": 18, "D": 10}), count.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(told(r))
	// Output:
	// stage 1: Argand 60 Betty 12 Carbide 18 Davy 10, nobody 0; quota 33.333
	//   Argand has 60 votes, the quota or more (33.333333334), and is elected.
	// stage 2: Argand 33.333 Betty 29.777 Carbide 26.888 Davy 10, nobody 0; quota 33.333
	//   Argand keeps 0.555555 of each paper
	// stage 3: Argand 33.333 Betty 29.777 Carbide 26.888 Davy 0, nobody 10; quota 30
	//   Argand keeps 0.555555 of each paper
	// stage 4: Argand 30 Betty 31.999 Carbide 27.999 Davy 0, nobody 10; quota 30
	//   Argand keeps 0.5 of each paper
	//   Betty has 31.99999996 votes, the quota or more (30.000000001), and is elected.
}

// The elected receive votes too. Betty is elected at stage 1. At stage 3 the papers of Davy come to her, though she needs no
// more votes; she keeps a part of them and less of all her papers than before, so that more goes on to Carbide.
func ExampleMethods_elected() {
	m := find("meek-prf")
	r, err := m.Count(lamps(map[string]int64{"A": 32, "BC": 35, "C": 20, "DBC": 13}), count.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(told(r))
	// Output:
	// stage 1: Argand 32 Betty 35 Carbide 20 Davy 13, nobody 0; quota 33.333
	//   Betty has 35 votes, the quota or more (33.333333334), and is elected.
	// stage 2: Argand 32 Betty 33.333 Carbide 21.666 Davy 13, nobody 0; quota 33.333
	//   Betty keeps 0.95238 of each paper
	// stage 3: Argand 32 Betty 33.333 Carbide 34.666 Davy 0, nobody 0; quota 33.333
	//   Betty keeps 0.694444 of each paper
	//   Carbide has 34.66666664 votes, the quota or more (33.333333334), and is elected.
}

// Meek's method multiplies the shares on one paper, Warren's adds them. Argand and Betty are both elected. By Meek's method
// Betty keeps her share of the 0.475 of a paper that Argand passes on, and Carbide gets the rest; by Warren's, the paper
// owes Betty her share of the whole, 0.549, and nothing is left for Carbide.
func ExampleMethods_warren() {
	e := lamps(map[string]int64{"ABC": 50, "B": 24, "C": 16, "D": 15})
	e.Seats = 3
	for _, name := range []string{"meek-2006", "warren"} {
		m := find(name)
		r, err := m.Count(e, count.Options{})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s: %d stages\n", m.Title, len(r.Stages))
		for _, stage := range r.Stages[:3] {
			fmt.Printf("  Carbide %s votes", stage.Votes[2].Decimal(6))
			for _, keep := range stage.Keep {
				fmt.Printf(", %s keeps %s", r.Candidates[keep.Candidate].Name, keep.Value.Decimal(6))
			}
			fmt.Println()
		}
	}
	// Output:
	// Meek STV (2006): 3 stages
	//   Carbide 16 votes
	//   Carbide 16 votes, Argand keeps 0.525001
	//   Carbide 26.69365 votes, Argand keeps 0.525001, Betty keeps 0.549739
	// Warren STV: 4 stages
	//   Carbide 16 votes
	//   Carbide 16 votes, Argand keeps 0.525001
	//   Carbide 16 votes, Argand keeps 0.525001, Betty keeps 0.549739
}

// A voter may rank candidates equal: the paper counts as if it were divided evenly among all orders in which they could
// stand.
func ExampleMethods_equal() {
	e := lamps(map[string]int64{"A": 50, "C": 20, "D": 14})
	var b count.Builder
	for i := range e.Papers.Len() {
		if err := b.Add(e.Papers.Ranking(i), e.Papers.Times(i), 0, 0); err != nil {
			fmt.Println(err)
			return
		}
	}
	if err := b.Add([]count.Mark{count.NewMark(0, false), count.NewMark(1, true)}, 16, 0, 0); err != nil { // Argand = Betty
		fmt.Println(err)
		return
	}
	e.Papers = b.Papers()
	m := find("meek-prf")
	r, err := m.Count(e, count.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("at first, Argand has %s votes and Betty %s\n", r.Stages[0].Votes[0], r.Stages[0].Votes[1])
	fmt.Printf("once Argand keeps %s of a paper, Betty has %s\n", r.Stages[1].Keep[0].Value.Decimal(3), r.Stages[1].Votes[1].Decimal(3))
	// Output:
	// at first, Argand has 58 votes and Betty 8
	// once Argand keeps 0.403 of a paper, Betty has 12.774
}

// With exact fractions nothing is rounded but the keep values.
func ExampleMethods_fractions() {
	m := find("meek-parametric")
	r, err := m.Count(lamps(map[string]int64{"AB": 5, "C": 2, "D": 1}), count.Options{
		Set: map[string]string{"arithmetic": "rational", "decimals": "3", "elect": "above"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("quota", r.Stages[0].Quota)
	for _, stage := range r.Stages[:2] {
		fmt.Println("Argand", stage.Votes[0], "Betty", stage.Votes[1], "all", exact.Sum(stage.Votes...).Add(stage.Nontransferable))
	}
	// Output:
	// quota 8/3
	// Argand 5 Betty 0 all 8
	// Argand 267/100 Betty 233/100 all 8
}
