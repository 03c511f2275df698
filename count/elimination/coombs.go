package elimination

import (
	"fmt"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
)

// coombs is Coombs' rule: not the candidate with fewest first places goes, but the one with most last places.
func coombs() count.Method {
	m := count.Method{
		Name: "coombs", Aliases: []string{"coombs-rule"},
		Title: "Coombs' rule",
		Text:  "C. H. Coombs, A Theory of Data, 1964; B. Grofman and S. Feld, If you like the alternative vote, then you ought to know about the Coombs rule, Electoral Studies 23, 2004",
		Summary: "As the alternative vote, but whoever most papers place last goes out. A paper that leaves several of those who continue " +
			"unranked places each of them last by an equal share.",
		Options: []count.Option{
			{Name: "stop", Values: []string{"majority", "one"}, Default: "majority", Help: "When the count ends: as soon as somebody has a majority, or when one is left (OpenSTV)."},
			majorityOption(),
			tiesOption(),
		},
		One: true, Constrained: true,
	}
	m.Count = func(e *count.Election, o count.Options) (*count.Result, error) {
		c, err := open(&m, e, o)
		if err != nil {
			return nil, err
		}
		if c.Setting("stop") == "one" {
			c.until = 1
		}
		c.next = c.mostLast
		return c.Close(c.repeat())
	}
	return m
}

// mostLast gives the one whom most papers place last. Of equals the one with fewest votes goes, by the rule on ties.
func (c *counting) mostLast() ([]int, string, error) {
	continuing := c.Continuing()
	last := c.lastPlaces(continuing)
	var most []int
	for _, one := range continuing {
		if len(most) > 0 {
			if by := last[one].Cmp(last[most[0]]); by < 0 {
				continue
			} else if by > 0 {
				most = nil
			}
		}
		most = append(most, one)
	}
	out, err := c.Lowest(most, c.Votes, "exclusion")
	if err != nil {
		return nil, "", err
	}
	because := fmt.Sprintf("Nobody has a majority, and %s is placed last by the most votes, %s, and is excluded.", c.Name(out), last[out])
	if len(most) > 1 {
		because = fmt.Sprintf("Nobody has a majority; %s are placed last by the most votes, %s each; of them %s has fewest first places and is excluded.",
			c.Names(most), last[out], c.Name(out))
	}
	return []int{out}, because, nil
}

// lasts are papers of one class by whom they place last.
type lasts struct {
	alone  []int64         // for each candidate, papers that rank everybody who continues and place this one last
	shared map[int]sharing // papers that leave several unranked, by how many
}

type sharing struct {
	papers int64
	ranked []int64 // for each candidate, of these papers, those that rank it
}

// lastPlaces gives for each candidate who continues the votes by which it is placed last.
func (c *counting) lastPlaces(continuing []int) []exact.Number {
	n := len(c.Election.Candidates)
	byClass := make(map[int]*lasts)
	papers := c.Election.Papers
	for _, holder := range continuing {
		c.Each(holder, func(line int, rest []count.Mark) {
			class := papers.Class(line)
			if byClass[class] == nil {
				byClass[class] = &lasts{alone: make([]int64, n), shared: map[int]sharing{}}
			}
			byClass[class].add(c.Continues, n, len(continuing), rest, papers.Times(line))
		})
	}
	last := make([]exact.Number, n)
	for class := range papers.Classes() {
		if l := byClass[class]; l != nil {
			for _, one := range continuing {
				last[one] = last[one].Add(l.of(one).Mul(papers.Classes()[class].Weight))
			}
		}
	}
	return last
}

// add adds papers with one ranking.
func (l *lasts) add(continues func(int) bool, candidates, continuing int, rest []count.Mark, times int64) {
	ranked, least := 0, 0
	for _, mark := range rest {
		if continues(mark.Candidate()) {
			ranked, least = ranked+1, mark.Candidate()
		}
	}
	unranked := continuing - ranked
	if unranked == 0 {
		l.alone[least] += times
		return
	}
	s := l.shared[unranked]
	if s.ranked == nil {
		s.ranked = make([]int64, candidates)
	}
	s.papers += times
	for _, mark := range rest {
		s.ranked[mark.Candidate()] += times
	}
	l.shared[unranked] = s
}

// of gives the papers by which a candidate is placed last.
func (l *lasts) of(candidate int) exact.Number {
	sum := exact.Int(l.alone[candidate])
	for unranked, s := range l.shared {
		sum = sum.Add(exact.Frac(s.papers-s.ranked[candidate], int64(unranked)))
	}
	return sum
}
