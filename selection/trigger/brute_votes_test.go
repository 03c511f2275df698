package trigger_test

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"testing"

	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/selection/returns"
	"github.com/selectorate/selectorate/selection/trigger"
)

// ballots are votes for a contest and for none, and in how many ballots a majority asked for one.
type ballots struct{ contest, none, asked int }

// ballotsOf lists the ways in which so many outstanding ballots can end, with at most so many votes in each way
// of one and so many in all: limit < 0 where nothing limits them.
func ballotsOf(out, each, limit int) []ballots {
	all := []ballots{{}}
	for range out {
		var longer []ballots
		for _, before := range all {
			for contest := range each + 1 {
				for none := range each + 1 {
					after := ballots{before.contest + contest, before.none + none, before.asked}
					if contest > none {
						after.asked++
					}
					if limit < 0 || after.contest+after.none <= limit {
						longer = append(longer, after)
					}
				}
			}
		}
		slices.SortFunc(longer, func(a, b ballots) int {
			return (a.contest-b.contest)*10_000 + (a.none-b.none)*100 + a.asked - b.asked
		})
		all = slices.Compact(longer)
	}
	return all
}

// threeQuarters is the proposal's arithmetic written once more: of the votes cast, or of an electorate.
func threeQuarters(v ballots, electorate int) rulebook.Outcome {
	whole := v.contest + v.none
	if electorate >= 0 {
		whole = electorate
	}
	if whole > 0 && 4*v.none < 3*whole {
		return rulebook.Triggered
	}
	return rulebook.NotTriggered
}

// A ballot of members with figures from 0 to 3, up to three ballots outstanding and every small electorate:
// outcome, certainty and needed numbers are those of every ending that the electorate leaves room for.
func TestAgreesWithEveryBallotOfASmallElectorate(t *testing.T) {
	bk := book(t, "uk-labour/members-75-2017")
	for electorate := range 9 {
		for contest := range 4 {
			for none := range 4 {
				for out := range 4 {
					rest := electorate - contest - none
					if rest < 0 {
						continue
					}
					setting := rulebook.Setting{rulebook.Base: rulebook.AllMembers, rulebook.Electorate: strconv.Itoa(electorate)}
					want := judgeVotes(ballots{contest, none, 0}, ballotsOf(out, max(rest, 0), rest), out, func(v ballots) rulebook.Outcome {
						return threeQuarters(v, electorate)
					})
					d := trigger.Decide(bk, setting, members(contest, none, out))
					agrees(t, fmt.Sprintf("%d to %d of %d, %d outstanding", contest, none, electorate, out), d, want)
				}
			}
		}
	}
}

// The same of the votes cast: a ballot can bring any figures, of which 0 to 30 are more than those counted can
// outweigh.
func TestAgreesWithEveryBallotOfVotesCast(t *testing.T) {
	bk := book(t, "uk-labour/members-75-2017")
	for contest := range 4 {
		for none := range 4 {
			for out := range 2 {
				want := judgeVotes(ballots{contest, none, 0}, ballotsOf(out, 30, -1), out, func(v ballots) rulebook.Outcome {
					return threeQuarters(v, -1)
				})
				agrees(t, fmt.Sprintf("%d to %d, %d outstanding", contest, none, out), trigger.Decide(bk, nil, members(contest, none, out)), want)
			}
		}
	}
}

// A number of members that is not known needs a ruling, however many ballots are in or outstanding.
func TestAgreesWhereTheElectorateIsNotKnown(t *testing.T) {
	bk := book(t, "uk-labour/members-75-2017")
	setting := rulebook.Setting{rulebook.Base: rulebook.AllMembers}
	for contest := range 4 {
		for none := range 4 {
			for out := range 3 {
				want := brute{rulebook.NeedsRuling, out > 0, map[string]int64{}}
				agrees(t, fmt.Sprintf("%d to %d, %d outstanding", contest, none, out), trigger.Decide(bk, setting, members(contest, none, out)), want)
			}
		}
	}
}

// The vote of a ward on a councillor: one ballot, in or not.
func TestAgreesWithEveryVoteOfAWard(t *testing.T) {
	bk := book(t, "uk-labour/councillor")
	half := func(v ballots) rulebook.Outcome {
		if v.contest > v.none {
			return rulebook.Triggered
		}
		return rulebook.NotTriggered
	}
	for contest := range 4 {
		for none := range 4 {
			f := members(contest, none, 0)
			f.Rows[0].Kind = party.Ward
			agrees(t, fmt.Sprintf("%d to %d", contest, none), trigger.Decide(bk, nil, f), judgeVotes(ballots{contest, none, 0}, ballotsOf(0, 0, -1), 0, half))
		}
	}
	f := returns.File{Rows: []returns.Row{{Unit: "Harbour Ward", Kind: party.Ward, Answer: returns.Outstanding}}}
	agrees(t, "outstanding", trigger.Decide(bk, nil, f), judgeVotes(ballots{}, ballotsOf(1, 3, -1), 1, half))
}

// members writes a ballot that is in, and some that are not.
func members(contest, none, out int) returns.File {
	row := returns.Row{Unit: "Harbour", Kind: party.Members, Answer: returns.NoVotes, Figures: true, Select: int64(contest), Reselect: int64(none)}
	if contest+none > 0 {
		row.Answer, _ = returns.Majority(row.Select, row.Reselect)
	}
	if row.Answer == returns.Outstanding {
		row.Answer = returns.NoPreference
	}
	f := returns.File{Rows: []returns.Row{row}}
	for i := range out {
		f.Rows = append(f.Rows, returns.Row{Unit: fmt.Sprint("East ", i), Kind: party.Members, Answer: returns.Outstanding})
	}
	return f
}

func judgeVotes(counted ballots, endings []ballots, out int, rule func(ballots) rulebook.Outcome) brute {
	outcomes := map[rulebook.Outcome]bool{}
	enough := make([]bool, out+1) // by how many asked: every ending with at least that many is a contest
	for n := range enough {
		some := slices.ContainsFunc(endings, func(e ballots) bool { return e.asked >= n })
		enough[n] = some && !slices.ContainsFunc(endings, func(e ballots) bool {
			return e.asked >= n && rule(ballots{counted.contest + e.contest, counted.none + e.none, 0}) != rulebook.Triggered
		})
	}
	for _, e := range endings {
		outcomes[rule(ballots{counted.contest + e.contest, counted.none + e.none, 0})] = true
	}
	found := brute{outcome: rulebook.Undecided, needed: map[string]int64{}}
	if len(outcomes) == 1 {
		found.outcome = slices.Collect(maps.Keys(outcomes))[0]
	}
	found.certain = out > 0 && len(outcomes) == 1
	if n := slices.Index(enough, true); out > 0 && n >= 0 {
		found.needed["all"] = int64(n)
	}
	return found
}
