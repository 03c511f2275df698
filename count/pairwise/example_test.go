package pairwise_test

import (
	"fmt"
	"strings"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/pairwise"
)

// papersOf makes an election of rankings such as "42 MNCK", candidates by their letters.
func papersOf(names map[rune]string, letters string, rankings ...string) (*count.Election, error) {
	e := &count.Election{Seats: 1}
	for _, letter := range letters {
		e.Candidates = append(e.Candidates, count.Candidate{Name: names[letter]})
	}
	var b count.Builder
	for _, r := range rankings {
		var times int64
		var order string
		if _, err := fmt.Sscan(r, &times, &order); err != nil {
			return nil, err
		}
		var marks []count.Mark
		for _, letter := range order {
			marks = append(marks, count.NewMark(strings.IndexRune(letters, letter), false))
		}
		if err := b.Add(marks, times, 0, 0); err != nil {
			return nil, err
		}
	}
	e.Papers = b.Papers()
	return e, nil
}

// show counts by a method and says who is elected, why, and the ranking.
func show(name string, e *count.Election) string {
	var text strings.Builder
	for _, m := range pairwise.Methods() {
		if m.Name != name {
			continue
		}
		r, err := m.Count(e, count.Options{Seed: "dice: 3 1 6"})
		if err != nil {
			return err.Error()
		}
		for _, d := range r.Stages[0].Decisions {
			fmt.Fprintf(&text, "%s: %s\n", d.Verb, d.Reason)
		}
		for _, level := range r.Ranking {
			for _, c := range level {
				text.WriteString(r.Candidates[c].Name + " ")
			}
		}
	}
	return text.String()
}

var lanterns = map[rune]string{'A': "Amber", 'B': "Brass", 'C': "Candle", 'D': "Dim", 'E': "Ember"}

// The first example of Schulze's paper (section 3.1): 45 voters, and every candidate is beaten by somebody.
func ExampleMethods_schulze() {
	e, err := papersOf(lanterns, "ABCDE",
		"5 ACBED", "5 ADECB", "8 BEDAC", "3 CABED", "7 CAEBD", "2 CBADE", "7 DCEBA", "8 EBADC")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(show("schulze", e))
	// Output:
	// elected: Ember beats Amber, Brass and Dim. Candle beats Ember (24 to 21), but the chain Ember over Dim (31 to 14), Dim over Candle (28 to 17) is stronger: its weakest link is Dim over Candle (28 to 17), and of the strongest chain back, Candle over Ember (24 to 21).
	// Ember Amber Candle Brass Dim
}

// Comparisons in a circle: the closest of the three is passed over.
func ExampleMethods_rankedPairs() {
	e, err := papersOf(lanterns, "ABC", "9 ABC", "8 BCA", "6 CAB")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(show("ranked-pairs", e))
	// Output:
	// choice: Candle over Amber (14 to 9) is passed over: it contradicts Amber over Brass (15 to 8), Brass over Candle (17 to 6), which are clearer or came first.
	// elected: No comparison that holds places anybody who is left above Amber. Candle over Amber (14 to 9), passed over, stands against Amber over Brass (15 to 8), Brass over Candle (17 to 6).
	// Amber Brass Candle
}

// Everybody suffers one defeat; that of Amber is the smallest.
func ExampleMethods_minimax() {
	e, err := papersOf(lanterns, "ABC", "9 ABC", "8 BCA", "6 CAB")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(show("minimax", e))
	// Output:
	// elected: The worst defeat of Amber is by Candle (14 to 9); of those who are left nobody's worst comparison is better.
	// Amber Brass Candle
}
