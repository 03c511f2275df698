package audit

import (
	"cmp"
	"slices"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/audit/raire"
	"github.com/selectorate/selectorate/party"
)

// MoreVotes is the kind of an assertion where those with most votes win: the one has more votes than the other.
const MoreVotes raire.Kind = "more-votes"

// Assertion is a comparison of two totals of papers. The outcome is right if all assertions of a plan are true.
type Assertion struct{ raire.Assertion }

// Score gives 1 if a paper with this ranking counts for Winner, -1 if it counts for Loser, otherwise 0. The ranking
// must be what counts on the paper, as Records and readings have it.
func (a Assertion) Score(ranking []count.Mark) int {
	if a.Kind != MoreVotes {
		return a.Assertion.Score(ranking)
	}
	score := 0
	for _, mark := range ranking {
		switch mark.Candidate() {
		case a.Winner:
			score++
		case a.Loser:
			score--
		}
	}
	return score
}

// Sentence says an assertion with the candidates' names.
func (a Assertion) Sentence(names []string) string {
	winner, loser := names[a.Winner], names[a.Loser]
	switch {
	case a.Kind == MoreVotes:
		return winner + " has more votes than " + loser + "."
	case a.Kind == raire.WinnerOnly:
		return winner + " has more first preferences than there are papers that prefer " + loser + " to " + winner +
			": " + winner + " cannot go out before " + loser + "."
	case len(a.Gone) == 0:
		return winner + " has more first preferences than " + loser + "."
	}
	gone := make([]string, len(a.Gone))
	for i, c := range a.Gone {
		gone[i] = names[c]
	}
	are := "are"
	if len(gone) == 1 {
		are = "is"
	}
	return "When " + count.Join(gone) + " " + are + " out and nobody else, " + winner + " has more papers than " + loser + "."
}

// Assertions finds assertions that make an outcome right, the one with the smallest margin first. All of them are true
// by the records. The error, of kind Invalid, says why there are none: the records give somebody else, or a tie, or
// papers of different weights.
func Assertions(e *count.Election, contest Contest) ([]Assertion, error) {
	if len(contest.Winners) == 0 {
		return nil, party.Errorf(party.Invalid, "nobody is said to have won")
	}
	if contest.Style == Rankings {
		return nil, party.Errorf(party.Invalid, "there are no assertions for this rule and so many places: recount it, and compare a sample of records with papers")
	}
	if contest.Style == Alternative {
		if len(contest.Winners) != 1 {
			return nil, party.Errorf(party.Invalid, "the alternative vote is audited for one place, not %d", len(contest.Winners))
		}
		found, err := raire.Find(e, contest.Winners[0])
		if err != nil {
			return nil, err
		}
		assertions := make([]Assertion, len(found))
		for i, a := range found {
			assertions[i] = Assertion{a}
		}
		return assertions, nil
	}
	return moreVotes(e, contest)
}

// moreVotes sets every winner against every loser.
func moreVotes(e *count.Election, contest Contest) ([]Assertion, error) {
	if !e.Papers.Plain() {
		return nil, party.Errorf(party.Invalid, "the papers have different weights: assertions count papers, each as one vote")
	}
	votes := make([]int64, len(e.Candidates))
	for i := range e.Papers.Len() {
		for _, mark := range contest.counts(e, e.Papers.Ranking(i)) {
			votes[mark.Candidate()] += e.Papers.Times(i)
		}
	}
	var assertions []Assertion
	for _, w := range contest.Winners {
		if w < 0 || w >= len(e.Candidates) || e.Candidates[w].Withdrawn {
			return nil, party.Errorf(party.Invalid, "candidate %d does not stand", w+1)
		}
		for _, l := range e.Standing() {
			if slices.Contains(contest.Winners, l) {
				continue
			}
			if votes[w] <= votes[l] {
				return nil, party.Errorf(party.Invalid,
					"the records do not show that candidate %d wins: %d votes, and candidate %d has %d", w+1, votes[w], l+1, votes[l])
			}
			assertions = append(assertions, Assertion{raire.Assertion{
				Kind: MoreVotes, Winner: w, Loser: l, WinnerVotes: votes[w], LoserVotes: votes[l],
			}})
		}
	}
	slices.SortStableFunc(assertions, func(a, b Assertion) int { return cmp.Compare(a.Margin(), b.Margin()) })
	return assertions, nil
}
