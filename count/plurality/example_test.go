package plurality_test

import (
	"fmt"
	"strings"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/plurality"
)

// byName gives a method of the package; callers outside take it from count/method.
func byName(name string) count.Method {
	for _, m := range plurality.Methods() {
		if m.Name == name {
			return m
		}
	}
	return count.Method{}
}

// contest makes an election of lines of papers; a letter is a candidate.
func contest(seats int, lines map[string]int64, names ...string) *count.Election {
	e := &count.Election{Seats: seats}
	for _, name := range names {
		e.Candidates = append(e.Candidates, count.Candidate{Name: name})
	}
	var papers count.Builder
	for letters, times := range lines {
		var ranking []count.Mark
		for _, letter := range letters {
			ranking = append(ranking, count.NewMark(strings.IndexRune("ABCDEF", letter), false))
		}
		_ = papers.Add(ranking, times, 0, 0)
	}
	e.Papers = papers.Papers()
	return e
}

// printed tells what was decided.
func printed(r *count.Result, err error) string {
	if err != nil {
		return err.Error()
	}
	var text strings.Builder
	for _, d := range r.Stages[0].Decisions {
		fmt.Fprintln(&text, d.Reason)
	}
	for _, note := range r.Notes {
		fmt.Fprintln(&text, note)
	}
	return text.String()
}

// Whoever has most is elected, whether or not that is more than half.
func Example_plurality() {
	m := byName("plurality")
	fmt.Print(printed(m.Count(contest(1, map[string]int64{"A": 40, "B": 35, "C": 25}, "Amber", "Brass", "Copper"), count.Options{})))
	// Output:
	// Amber has 40 votes (40.0 % of the papers), among the most, and is elected.
}

// In a block vote everybody has as many crosses as there are places, and the same majority can take all of them. The
// percentages are of papers.
func Example_block() {
	m := byName("block")
	fmt.Print(printed(m.Count(contest(2, map[string]int64{"AB": 60, "C": 40}, "Amber", "Brass", "Copper"), count.Options{})))
	// Output:
	// Amber has 60 votes (60.0 % of the papers), among the most, and is elected.
	// Brass has 60 votes (60.0 % of the papers), among the most, and is elected.
}

// With fewer crosses than places a minority can take one.
func Example_limited() {
	m := byName("limited")
	e := contest(2, map[string]int64{"A": 32, "B": 28, "C": 40}, "Amber", "Brass", "Copper")
	fmt.Print(printed(m.Count(e, count.Options{Set: map[string]string{"votes": "1"}})))
	// Output:
	// Copper has 40 votes (40.0 % of the papers), among the most, and is elected.
	// Amber has 32 votes (32.0 % of the papers), among the most, and is elected.
}

// A proposal of 2017 would have asked of a sitting member the votes of three quarters of all members.
func Example_majority() {
	m := byName("majority")
	e := contest(1, map[string]int64{"A": 290, "B": 60}, "Reselect", "Do not")
	fmt.Print(printed(m.Count(e, count.Options{Set: map[string]string{"share": "75%", "reach": "at-least", "base": "members", "members": "400"}})))
	// Output:
	// Nobody has at least 3/4 of the 400 members; nobody is elected.
}

// An approval paper marks everybody whom the voter could live with.
func Example_approval() {
	m := byName("approval")
	fmt.Print(printed(m.Count(contest(1, map[string]int64{"A": 40, "BC": 35, "CB": 20, "B": 5}, "Amber", "Brass", "Copper"), count.Options{})))
	// Output:
	// Brass has 60 votes (60.0 % of the papers), among the most, and is elected.
}

// Among three a first preference is worth two points and a second one. Sixty voters rank nobody else; what the
// candidates whom they do not rank have of their papers is an option, and here it decides.
func Example_borda() {
	m := byName("borda")
	e := contest(1, map[string]int64{"A": 60, "BCA": 50, "CBA": 10}, "Amber", "Brass", "Copper")
	for _, unranked := range []string{"nothing", "mean"} {
		r, _ := m.Count(e, count.Options{Set: map[string]string{"unranked": unranked}})
		fmt.Println(unranked, r.Stages[0].Votes, r.Stages[0].Decisions[0].Reason)
	}
	// Output:
	// nothing [120 110 70] Amber has 120 points, among the most, and is elected.
	// mean [120 140 100] Brass has 140 points, among the most, and is elected.
}
