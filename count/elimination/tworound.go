package elimination

import (
	"fmt"
	"slices"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/pile"
	"github.com/selectorate/selectorate/party"
)

// twoRound is the majority vote in two rounds.
func twoRound() count.Method {
	m := count.Method{
		Name: "two-round", Aliases: []string{"two-rounds", "second-ballot", "run-off", "runoff"},
		Title: "Majority in two rounds",
		Text:  "Constitution of France, article 7; party custom",
		Summary: "With more than half of the valid papers of the first round somebody is elected; else the two with most stand in a second round, " +
			"which the one with more votes wins. Papers without rounds count as the first round.",
		Options: []count.Option{
			{Name: "edge", Values: []string{"all-remain", "lot"}, Default: "all-remain", Help: "Where equal votes make more than two qualify for the second round: all of them stand in it, or a lot decides."},
		},
		One: true,
	}
	m.Count = func(e *count.Election, o count.Options) (*count.Result, error) {
		all := e.Rounds
		if len(all) == 0 {
			first, err := firstRound(e)
			if err != nil {
				return nil, err
			}
			all = []count.Round{first}
		}
		if len(all) > 2 {
			return nil, party.Errorf(party.Invalid, "there are %d rounds; this rule has two", len(all))
		}
		r, err := newRounds(&m, e, o, all)
		if err != nil {
			return nil, err
		}
		return r.close(r.twice())
	}
	return m
}

// firstRound makes the figures of a first round of papers.
func firstRound(e *count.Election) (count.Round, error) {
	if err := e.Check(); err != nil {
		return count.Round{}, err
	}
	if !e.Papers.Plain() {
		return count.Round{}, party.Errorf(party.Invalid, "in a ballot held in rounds every paper is worth one vote")
	}
	prepared := e.Prepared(true)
	receives := make([]bool, len(e.Candidates))
	for c := range receives {
		receives[c] = !e.Candidates[c].Withdrawn
	}
	return count.Round{Votes: pile.Sort(prepared.Papers, receives, pile.Options{Depth: 1}).Papers, Rejected: prepared.RejectedTotal()}, nil
}

func (r *rounds) twice() error {
	for i, round := range r.all {
		var valid exact.Number
		for _, n := range round.Votes {
			valid = valid.Add(exact.Int(n))
		}
		least := exact.Whole(valid.Quo(exact.Int(2)).Floor()).Add(exact.Int(1))
		needs := fmt.Sprintf("%s votes are more than half.", least)
		if i > 0 {
			needs = "Whoever has most is elected."
		}
		if err := r.hold(round, least, needs); err != nil {
			return err
		}
		decide := r.first
		if i > 0 {
			decide = r.second
		}
		if err := decide(); err != nil {
			return err
		}
	}
	return nil
}

// first decides the first round.
func (r *rounds) first() error {
	continuing := r.Continuing()
	for _, c := range continuing {
		if r.votes[c].Add(r.votes[c]).Cmp(r.valid) > 0 {
			r.winner(c, "first round", fmt.Sprintf("%s has %s of the %s valid papers (%s %%), more than half, and is elected.", r.Name(c), r.votes[c], r.valid, r.votes[c].Percent(r.valid, 1)))
			return nil
		}
	}
	remain, err := topTwo(r.Sheet, continuing, r.votes, "place in the second round", r.Setting("edge") == "lot")
	if err != nil {
		return err
	}
	var out []int
	for _, c := range continuing {
		if !slices.Contains(remain, c) {
			out = append(out, c)
		}
	}
	if len(out) > 0 {
		r.out("first round", fmt.Sprintf("Nobody has more than half; %s, with the most votes, stand in the second round, and %s %s out.", r.Names(remain), r.Names(out), plural(len(out), "is", "are")), out...)
	}
	r.withdrawals()
	r.follows()
	return nil
}

// second decides the second round: most votes.
func (r *rounds) second() error {
	c, err := r.Highest(r.Continuing(), r.votes, "election")
	if err != nil {
		return err
	}
	r.winner(c, "second round", fmt.Sprintf("%s has %s of the %s valid papers (%s %%), the most, and is elected.", r.Name(c), r.votes[c], r.valid, r.votes[c].Percent(r.valid, 1)))
	return nil
}
