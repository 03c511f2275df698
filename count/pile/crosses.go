package pile

import (
	"fmt"
	"math/big"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
)

// Unit gives the least by which votes can differ: one over the common denominator of what papers are worth.
func Unit(papers *count.Papers) exact.Number {
	common := big.NewInt(1)
	for _, class := range papers.Classes() {
		den := class.Weight.Rat().Denom()
		shared := new(big.Int).GCD(nil, nil, common, den)
		common = new(big.Int).Mul(common, new(big.Int).Quo(den, shared))
	}
	return exact.Int(1).Quo(exact.Whole(common))
}

// Crosses gives the election with papers that have at most so many crosses: others are void, or only their first marks
// count. Marks for candidates who have withdrawn since were crosses all the same.
func Crosses(e *count.Election, most int, void bool) *count.Election {
	if !exceeds(e.Papers, most) {
		return e
	}
	var kept count.Builder
	classes := make([]uint16, len(e.Papers.Classes()))
	for i, class := range e.Papers.Classes() {
		classes[i], _ = kept.Class(class.Weight, class.Section) // was accepted before
	}
	changed := *e
	changed.Rejected = append([]count.Rejected(nil), e.Rejected...)
	for i := range e.Papers.Len() {
		ranking, reason := e.Papers.Ranking(i), ""
		if len(ranking) > most {
			if ranking = first(ranking, most); void {
				ranking, reason = nil, fmt.Sprintf("more crosses than %d", most)
			} else if len(ranking) == 0 {
				reason = "too many first preferences"
			}
		}
		if len(ranking) == 0 {
			changed.Rejected = append(changed.Rejected, count.Rejected{Line: e.Papers.Line(i), Times: e.Papers.Times(i), Reason: reason})
			continue
		}
		_ = kept.Add(ranking, e.Papers.Times(i), classes[e.Papers.Class(i)], e.Papers.Line(i)) // fitted before
	}
	changed.Papers = kept.Papers()
	return &changed
}

func exceeds(papers *count.Papers, most int) bool {
	for i := range papers.Len() {
		if len(papers.Ranking(i)) > most {
			return true
		}
	}
	return false
}

// first gives the first so many entries of a ranking, and fewer where equal ranks do not say which those are.
func first(ranking []count.Mark, most int) []count.Mark {
	end := most
	for end > 0 && ranking[end].Equal() {
		end--
	}
	return ranking[:end]
}
