package elimination_test

import (
	"fmt"
	"strings"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/elimination"
)

// byName gives a method of the package; callers outside take it from count/method.
func byName(name string) count.Method {
	for _, m := range elimination.Methods() {
		if m.Name == name {
			return m
		}
	}
	return count.Method{}
}

// contest makes an election of lines of papers; a letter is a candidate.
func contest(lines map[string]int64, names ...string) *count.Election {
	e := &count.Election{Seats: 1}
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

// printed tells a count stage by stage.
func printed(r *count.Result, err error) string {
	if err != nil {
		return err.Error()
	}
	var text strings.Builder
	for _, stage := range r.Stages {
		fmt.Fprintf(&text, "Stage %d (%s): %s\n", stage.Number, stage.Clause, stage.Reason)
		for c, v := range stage.Votes {
			fmt.Fprintf(&text, "  %s %s", r.Candidates[c].Name, v)
		}
		fmt.Fprintf(&text, "  nobody %s\n", stage.Nontransferable)
		for _, d := range stage.Decisions {
			fmt.Fprintf(&text, "  → %s\n", d.Reason)
		}
	}
	return text.String()
}

// Three lamps stand for one hook. Nobody has more than half of the 100 papers, so Copper, with the fewest, goes, and its
// papers move. Five of them name nobody else and count no longer: a majority is more than half of the other 95.
func Example_eliminating() {
	e := contest(map[string]int64{"A": 42, "BA": 38, "CB": 15, "C": 5}, "Amber", "Brass", "Copper")
	av := byName("eliminating")
	fmt.Print(printed(av.Count(e, count.Options{})))
	// Output:
	// Stage 1 (step 1): The 100 valid votes are sorted by first preference.
	//   Amber 42  Brass 38  Copper 20  nobody 0
	// Stage 2 (step 6): Nobody has a majority, and Copper has the fewest votes, 20, and is excluded. The papers move to their next preference; 5 votes have no further preference and count no longer.
	//   Amber 42  Brass 53  Copper 0  nobody 5
	//   → Brass has 53 of the 95 votes still in play (55.8 %), more than half, and is elected.
}

// Two places are filled one after the other. The same majority decides both: this is not proportional.
func Example_severalPlaces() {
	e := contest(map[string]int64{"AB": 60, "C": 40}, "Amber", "Brass", "Copper")
	av := byName("eliminating")
	fmt.Print(printed(av.Count(e, count.Options{Seats: 2})))
	// Output:
	// Stage 1 (step 1): The 100 valid votes are sorted by first preference.
	//   Amber 60  Brass 0  Copper 40  nobody 0
	//   → Amber has 60 of the 100 votes still in play (60.0 %), more than half, and is elected.
	// Stage 2 (step 7): For place 2 the count begins anew with all papers; Amber, already elected, is passed over.
	//   Amber 0  Brass 60  Copper 40  nobody 0
	//   → Brass has 60 of the 100 votes still in play (60.0 %), more than half, and is elected.
}

// In the supplementary vote only the two with most first choices remain, and only second choices are looked at.
func Example_supplementary() {
	e := contest(map[string]int64{"AB": 40, "BA": 30, "CB": 20, "DC": 10}, "Amber", "Brass", "Copper", "Delft")
	sv := byName("supplementary")
	fmt.Print(printed(sv.Count(e, count.Options{})))
	// Output:
	// Stage 1 (paragraph 3): The 100 valid votes are sorted by first preference.
	//   Amber 40  Brass 30  Copper 20  Delft 10  nobody 0
	// Stage 2 (paragraph 4(2) to (6)): Nobody has more than half. Amber and Brass remain, with the most first preferences; the others are eliminated, and the second preferences on their papers are added.
	//   Amber 40  Brass 50  Copper 0  Delft 0  nobody 10
	//   → Brass has the most votes, 50, and is elected.
}

// By Coombs' rule whoever is placed last most often goes out, however many first places they have: Amber has most of
// those, and most last places too.
func Example_coombs() {
	e := contest(map[string]int64{"ABC": 40, "BCA": 30, "CBA": 30}, "Amber", "Brass", "Copper")
	coombs := byName("coombs")
	fmt.Print(printed(coombs.Count(e, count.Options{})))
	// Output:
	// Stage 1 (step 1): The 100 valid votes are sorted by first preference.
	//   Amber 40  Brass 30  Copper 30  nobody 0
	// Stage 2 (step 6): Nobody has a majority, and Amber is placed last by the most votes, 60, and is excluded. The papers move to their next preference.
	//   Amber 0  Brass 70  Copper 30  nobody 0
	//   → Brass has 70 of the 100 votes still in play (70.0 %), more than half, and is elected.
}

// An exhaustive ballot is held in rounds, and voters vote anew in each. After a round the result says what follows.
func Example_exhaustive() {
	e := contest(nil, "Amber", "Brass", "Copper", "Delft")
	e.Rounds = []count.Round{{Electorate: 120, Votes: []int64{50, 40, 20, 8}, Rejected: 2}}
	exhaustive := byName("exhaustive")
	r, _ := exhaustive.Count(e, count.Options{})
	for _, d := range r.Stages[0].Decisions {
		fmt.Println(d.Reason)
	}
	e.Rounds = append(e.Rounds, count.Round{Electorate: 120, Votes: []int64{54, 61, 0, 0}})
	r, _ = exhaustive.Count(e, count.Options{})
	for _, d := range r.Stages[1].Decisions {
		fmt.Println(d.Reason)
	}
	// Output:
	// Copper and Delft are out: the votes at the bottom together cannot catch up with the next one up.
	// The next round is between Amber and Brass.
	// Brass has 61 of the 115 valid papers (53.0 %), more than half, and is elected.
}

// Without a majority in the first round the two with most stand in a second one.
func Example_twoRound() {
	e := contest(nil, "Amber", "Brass", "Copper")
	e.Rounds = []count.Round{{Votes: []int64{45, 35, 20}}, {Votes: []int64{48, 50, 0}}}
	twoRound := byName("two-round")
	r, _ := twoRound.Count(e, count.Options{})
	for _, stage := range r.Stages {
		for _, d := range stage.Decisions {
			fmt.Println(d.Reason)
		}
	}
	// Output:
	// Nobody has more than half; Amber and Brass, with the most votes, stand in the second round, and Copper is out.
	// The next round is between Amber and Brass.
	// Brass has 50 of the 98 valid papers (51.0 %), the most, and is elected.
}
