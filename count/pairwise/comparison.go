package pairwise

import (
	"fmt"
	"slices"
	"strings"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/sheet"
	"github.com/selectorate/selectorate/party"
)

// MaxCandidates is how many candidates can be compared two by two.
const MaxCandidates = 500

// comparison is one count by pairs.
type comparison struct {
	*sheet.Sheet
	standing []int
	votes    [][]exact.Number // those who prefer the first to the second
	wins     []int            // how many others each beats
}

// open compares the candidates and records the stage in which that is done.
func open(m *count.Method, e *count.Election, o count.Options, clause string) (*comparison, error) {
	if standing := len(e.Standing()); standing > MaxCandidates {
		return nil, party.Errorf(party.Invalid, "there are %d candidates; at most %d can be compared two by two", standing, MaxCandidates)
	}
	places := -1
	if e.Papers != nil && e.Papers.Plain() {
		places = 0
	}
	s, err := sheet.New(sheet.Form{Method: m, Places: places, Unit: "candidates beaten", Ties: sheet.LotOnly}, e, o)
	if err != nil {
		return nil, err
	}
	c := &comparison{Sheet: s, standing: s.Continuing(), votes: matrix(s.Election), wins: make([]int, len(e.Candidates))}
	stage := count.Stage{Action: count.Comparison, Clause: clause, Votes: make([]exact.Number, len(e.Candidates))}
	for _, a := range c.standing {
		for _, b := range c.standing {
			if c.beats(a, b) {
				c.wins[a]++
			}
		}
		stage.Votes[a] = exact.Int(int64(c.wins[a]))
	}
	stage.Reason = c.opening()
	c.RecordUnchecked(stage)
	c.Result().Matrix = c.votes
	return c, nil
}

// beats tells whether more votes prefer a to b than b to a.
func (c *comparison) beats(a, b int) bool { return c.votes[b][a].Less(c.votes[a][b]) }

// condorcet gives the candidate who beats each other one, if there is one.
func (c *comparison) condorcet() (int, bool) {
	for _, a := range c.standing {
		if c.wins[a] == len(c.standing)-1 {
			return a, true
		}
	}
	return 0, false
}

// opening says what the comparisons show.
func (c *comparison) opening() string {
	n := len(c.standing)
	if n < 2 {
		return "There is nobody to compare with."
	}
	text := fmt.Sprintf("Each two of %d candidates are compared, %d comparisons: on each paper, the one ranked higher is preferred, one ranked to one not ranked, "+
		"and neither of two that are ranked equal or not at all. The figures say how many others each candidate beats. ", n, n*(n-1)/2)
	if winner, found := c.condorcet(); found {
		return text + fmt.Sprintf("%s beats every other candidate.", c.Name(winner))
	}
	best := slices.Max(append([]int{0}, c.wins...))
	var most []int
	for _, a := range c.standing {
		if c.wins[a] == best {
			most = append(most, a)
		}
	}
	return text + fmt.Sprintf("Nobody beats every other candidate; %s most, %d.", c.beat(most), best)
}

func (c *comparison) beat(most []int) string {
	if len(most) == 1 {
		return c.Name(most[0]) + " beats"
	}
	return c.Names(most) + " each beat"
}

// pair says a comparison, such as "Amber over Brass (60 to 40)".
func (c *comparison) pair(a, b int) string {
	return fmt.Sprintf("%s over %s (%s)", c.Name(a), c.Name(b), c.score(a, b))
}

func (c *comparison) score(a, b int) string {
	return c.Say(c.votes[a][b]) + " to " + c.Say(c.votes[b][a])
}

// chain says comparisons one after another.
func (c *comparison) chain(way []int) string {
	links := make([]string, len(way)-1)
	for i := range links {
		links[i] = c.pair(way[i], way[i+1])
	}
	return strings.Join(links, ", ")
}

// levels divides the candidates by a transitive relation: first those above whom nobody is, then those above whom
// nobody else is, and so on.
func (c *comparison) levels(above func(a, b int) bool) [][]int {
	over := make([]int, len(c.wins)) // of each candidate, how many not yet placed are above
	add := func(from []int, to []int, n int) {
		for _, a := range from {
			for _, b := range to {
				if above(a, b) {
					over[b] += n
				}
			}
		}
	}
	add(c.standing, c.standing, 1)
	var levels [][]int
	for left := c.standing; len(left) > 0; {
		var level, rest []int
		for _, a := range left {
			if over[a] == 0 {
				level = append(level, a)
			} else {
				rest = append(rest, a)
			}
		}
		add(level, rest, -1)
		levels, left = append(levels, level), rest
	}
	return levels
}

// elect fills the places from the levels. Only where a level does not fit into the places that are left does a lot
// decide. reason says why a candidate stands where it stands, as sentences.
func (c *comparison) elect(levels [][]int, clause string, reason func(candidate int) string) error {
	c.Result().Ranking = levels
	for _, level := range levels {
		if len(level) <= c.Left() {
			for _, a := range level {
				c.Elect(a, clause, reason(a)+c.beside(level, a))
			}
			continue
		}
		for rest := slices.Clone(level); c.Left() > 0; {
			tie := count.Tie{Stage: len(c.Stages()), For: "place", Candidates: slices.Clone(rest), Clause: clause}
			a, err := c.Draw(tie, rest, 1)
			if err != nil {
				return err
			}
			rest = slices.DeleteFunc(rest, func(b int) bool { return b == a })
			c.Elect(a, clause, reason(a)+fmt.Sprintf(" The rule places none of %s above another; a lot decides.", c.Names(level)))
		}
	}
	return nil
}

// beside says that a candidate shares its level.
func (c *comparison) beside(level []int, a int) string {
	if len(level) == 1 {
		return ""
	}
	others := slices.DeleteFunc(slices.Clone(level), func(b int) bool { return b == a })
	return fmt.Sprintf(" The rule places %s neither above nor below; there are places for all.", c.Names(others))
}

// unbeaten explains a candidate who beats everybody who is not elected yet; empty if that is not so.
func (c *comparison) unbeaten(a int) string {
	rivals, closest := 0, -1
	for _, b := range c.Continuing() {
		switch {
		case b == a:
			continue
		case !c.beats(a, b):
			return ""
		case closest < 0 || c.votes[a][b].Sub(c.votes[b][a]).Less(c.votes[a][closest].Sub(c.votes[closest][a])):
			closest = b
		}
		rivals++
	}
	switch {
	case rivals == 0 && len(c.Winners()) == 0:
		return fmt.Sprintf("%s is the only candidate.", c.Name(a))
	case rivals == 0:
		return fmt.Sprintf("%s is the last one left.", c.Name(a))
	}
	return fmt.Sprintf("%s beats %s, most narrowly %s (%s).", c.Name(a), c.everybody(rivals), c.Name(closest), c.score(a, closest))
}

func (c *comparison) everybody(rivals int) string {
	switch {
	case rivals == 1:
		return "the other candidate who is left"
	case len(c.Winners()) == 0:
		return "every other candidate"
	}
	return "every other candidate who is not elected yet"
}
