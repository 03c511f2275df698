package ireland

import (
	"fmt"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
)

// order is what the order of preferences is made of: how many first, second and further preferences each candidate has
// on all papers. Paragraph 2 of the Seanad's schedule: more first preferences come before fewer; equals are told apart by
// their second preferences, then by their third, and so on; only those who are equal in all are put in order by lot. The
// lot is drawn when it matters.
type order [][]exact.Number

// preferences counts the preferences of all papers.
func preferences(e *count.Election) order {
	counts := make(order, len(e.Candidates))
	for c := range counts {
		counts[c] = make([]exact.Number, len(e.Candidates))
	}
	worth := make([]exact.Number, len(e.Papers.Classes()))
	totals := make([][][]int64, len(worth)) // for each class, candidate and rank
	for class, of := range e.Papers.Classes() {
		worth[class] = of.Weight
		totals[class] = make([][]int64, len(counts))
		for c := range counts {
			totals[class][c] = make([]int64, len(counts))
		}
	}
	for i := range e.Papers.Len() {
		for rank, mark := range e.Papers.Ranking(i) {
			totals[e.Papers.Class(i)][mark.Candidate()][rank] += e.Papers.Times(i)
		}
	}
	for class := range totals {
		for c := range counts {
			for rank, n := range totals[class][c] {
				if n > 0 {
					counts[c][rank] = counts[c][rank].Add(worth[class].Mul(exact.Int(n)))
				}
			}
		}
	}
	return counts
}

// cmp is positive if a stands higher in the order than b, and 0 if a lot must tell.
func (o order) cmp(a, b int) int {
	for rank := range o[a] {
		if by := o[a][rank].Cmp(o[b][rank]); by != 0 {
			return by
		}
	}
	return 0
}

// outermost lists those who stand highest (sign 1) or lowest (sign -1).
func (o order) outermost(those []int, sign int) []int {
	var found []int
	for _, c := range those {
		if len(found) > 0 {
			if by := sign * o.cmp(c, found[0]); by < 0 {
				continue
			} else if by > 0 {
				found = found[:0]
			}
		}
		found = append(found, c)
	}
	return found
}

// byList settles a tie by the order of preferences, if that tells the tied apart.
func (p *panel) byList(tie count.Tie, left []int, sign int) (count.Tie, bool) {
	found := p.list.outermost(left, sign)
	if len(found) > 1 {
		return tie, false
	}
	place := "highest"
	if sign < 0 {
		place = "lowest"
	}
	tie.By, tie.Chosen = count.ByRule, found[0]
	tie.Reason = fmt.Sprintf("%s are equal; %s stands %s in the order of preferences.", p.Sheet.Names(tie.Candidates), p.Sheet.Name(found[0]), place)
	return tie, true
}

// lowest gives the one with the fewest votes.
func (p *panel) lowest(those []int) (int, error) { return p.settled(those, "exclusion", -1) }

// settled gives the one with most (sign 1) or fewest (sign -1) votes; of equals, the one who stands highest or lowest
// in the order of preferences.
func (p *panel) settled(those []int, what string, sign int) (int, error) {
	var tied []int
	for _, c := range those {
		if len(tied) > 0 {
			if by := sign * p.Votes[c].Cmp(p.Votes[tied[0]]); by < 0 {
				continue
			} else if by > 0 {
				tied = tied[:0]
			}
		}
		tied = append(tied, c)
	}
	if len(tied) == 1 {
		return tied[0], nil
	}
	tie := count.Tie{Stage: len(p.Sheet.Stages()), For: what, Candidates: tied, Clause: schedule + ", paragraph 2"}
	if left := p.list.outermost(tied, sign); len(left) > 1 {
		return p.Sheet.Draw(tie, left, sign)
	}
	return p.Sheet.Draw(tie, tied, sign)
}
