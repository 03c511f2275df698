package byhand

import (
	"math/big"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/lot"
)

// sortPapers lays every valid paper before the candidate of its first preference and works out the quota.
func (o *officer) sortPapers() {
	var names []string
	for _, who := range o.election.Candidates {
		laid := &candidate{}
		if who.Withdrawn {
			laid.state = withdrawn
		}
		o.candidates = append(o.candidates, laid)
		names = append(names, who.Name)
	}
	o.names = lot.Names(names)
	for _, rejected := range o.election.Rejected {
		o.result.Ballots.Rejected += rejected.Times
	}
	papers := o.election.Papers
	o.result.Ballots.Digest = papers.Sorted().Digest()
	for line := range papers.Len() {
		preferences := o.clear(papers.Ranking(line))
		if len(preferences) == 0 {
			o.result.Ballots.Rejected += papers.Times(line)
			continue
		}
		// Rule 46(1) and (2): one vote for each paper to the candidate of its first preference.
		first := o.candidates[preferences[0]]
		worth := papers.Classes()[papers.Class(line)].Weight
		for range papers.Times(line) {
			first.papers = append(first.papers, &paper{preferences: preferences, worth: worth, value: exact.Int(1)})
			first.votes = first.votes.Add(worth)
			o.result.Ballots.Valid++
			o.result.Ballots.Votes = o.result.Ballots.Votes.Add(worth)
		}
	}
	// Rule 47: divided by one more than the councillors to be elected, ignoring any decimal places, increased by one.
	quotient := o.result.Ballots.Votes.Rat()
	quotient.Quo(quotient, new(big.Rat).SetInt64(int64(o.result.Seats)+1))
	whole := new(big.Int).Quo(quotient.Num(), quotient.Denom())
	o.quota = exact.Whole(whole.Add(whole, big.NewInt(1)))
}

// clear gives the preferences of a paper as far as they can be followed: up to the first that are equal, and without
// candidates who have withdrawn.
func (o *officer) clear(ranking []count.Mark) []int {
	var preferences []int
	for i, mark := range ranking {
		if mark.Equal() || i+1 < len(ranking) && ranking[i+1].Equal() {
			break
		}
		if c := mark.Candidate(); o.candidates[c].state != withdrawn {
			preferences = append(preferences, c)
		}
	}
	return preferences
}
