package pairwise

import (
	"cmp"
	"slices"

	"github.com/selectorate/selectorate/count/exact"
)

// defeat is one candidate preferred to another by more votes than the other way round.
type defeat struct {
	winner, loser int
	strength      int // from 1, the weakest; defeats as strong as each other have the same
}

// measure compares the strength of two defeats by the votes for and against the winner.
type measure func(pro, contra, otherPro, otherContra exact.Number) int

// byWinning is what Schulze calls winning votes, and the Debian constitution (A.6) too: the more votes for the winner the
// stronger, and among equals, the fewer against.
func byWinning(pro, contra, otherPro, otherContra exact.Number) int {
	return cmp.Or(pro.Cmp(otherPro), otherContra.Cmp(contra))
}

func byWinningOnly(pro, _, otherPro, _ exact.Number) int { return pro.Cmp(otherPro) }

func byMargins(pro, contra, otherPro, otherContra exact.Number) int {
	return pro.Sub(contra).Cmp(otherPro.Sub(otherContra))
}

// measured gives the measure of an option's value.
func measured(value string) measure {
	switch value {
	case margins:
		return byMargins
	case winningOnly:
		return byWinningOnly
	}
	return byWinning
}

// defeats lists all defeats, the strongest first; those as strong as each other by the candidates' numbers.
func (c *comparison) defeats(by measure) []defeat {
	var all []defeat
	for _, a := range c.standing {
		for _, b := range c.standing {
			if c.beats(a, b) {
				all = append(all, defeat{winner: a, loser: b})
			}
		}
	}
	compare := func(d, e defeat) int {
		return by(c.votes[d.winner][d.loser], c.votes[d.loser][d.winner], c.votes[e.winner][e.loser], c.votes[e.loser][e.winner])
	}
	slices.SortStableFunc(all, func(d, e defeat) int { return compare(e, d) })
	strength := 0
	for i := len(all) - 1; i >= 0; i-- {
		if i == len(all)-1 || compare(all[i], all[i+1]) != 0 {
			strength++
		}
		all[i].strength = strength
	}
	return all
}
