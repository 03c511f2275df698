package reserved

import (
	"cmp"
	"fmt"
	"iter"
	"math/bits"
	"slices"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
)

// givingWay names in a tie what hangs on it.
const givingWay = "giving way"

// wholeSearch is the number of equals up to which every set of them is looked at.
const wholeSearch = 8

// tooMany gives who gives way after a count: of the first elected who cannot all be elected, one with whom the places
// can no longer be filled. together are those elected before without whom they could. who is count.Nobody if all can
// be elected. Where the order of election says nothing, because candidates are equal, a tie is settled.
func (j *joined) tooMany(r *count.Result, out []int) (who int, together []int, err error) {
	start := 0
	for _, equal := range equals(r) {
		kept := r.Winners[:start]
		start += len(equal)
		if j.possible(r.Winners[:start], out) {
			continue
		}
		var blocked []int
		with := map[int][]int{}
		for _, c := range equal {
			if others, found := j.against(c, kept, without(equal, []int{c}), out); found {
				blocked = append(blocked, c)
				with[c] = slices.Concat(kept, others)
			}
		}
		who, err := j.settle(r, blocked)
		return who, with[who], err
	}
	return count.Nobody, nil, nil
}

// against gives the fewest of others who can be elected after those kept, but not with c; found is false if there
// are none, so that c can be elected whoever of the others goes first. Among more than wholeSearch others only as many
// as can be elected together in the order of their names are tried.
func (j *joined) against(c int, kept, others, out []int) (some []int, found bool) {
	blocks := func(some []int) bool {
		return !j.possible(slices.Concat(kept, some, []int{c}), out) && j.possible(slices.Concat(kept, some), out)
	}
	if !j.possible(slices.Concat(kept, []int{c}), out) {
		return nil, true
	}
	if len(others) <= wholeSearch {
		for size := 1; size <= len(others); size++ {
			for chosen := range subsets(others, size) {
				if blocks(chosen) {
					return chosen, true
				}
			}
		}
		return nil, false
	}
	byName := slices.Clone(others)
	slices.SortFunc(byName, func(a, b int) int { return cmp.Compare(j.names[a], j.names[b]) })
	for _, next := range byName {
		if more := append(slices.Clone(some), next); j.possible(slices.Concat(kept, more), out) {
			some = more
		}
	}
	if !blocks(some) {
		return nil, false
	}
	for _, next := range slices.Clone(some) {
		if fewer := without(some, []int{next}); blocks(fewer) {
			some = fewer
		}
	}
	return some, true
}

// settle gives the one of some equals who gives way: who had fewest votes at the latest earlier stage of this count at
// which they differ; if there is none, a lot decides.
func (j *joined) settle(r *count.Result, equal []int) (int, error) {
	if len(equal) == 1 {
		return equal[0], nil
	}
	tie := count.Tie{Stage: len(j.result.Stages), For: givingWay, Candidates: equal, Clause: j.clause()}
	left := equal
	at := elections(r)[equal[0]]
	for i := at.stage - 1; i >= 0 && len(left) > 1; i-- {
		if !moves(r.Stages[i].Action) {
			continue
		}
		if fewer := fewest(left, r.Stages[i].Votes); len(fewer) < len(left) {
			left, tie.Earlier = fewer, r.Stages[i].Number
		}
	}
	if len(left) > 1 {
		tie.Earlier = 0
		return j.draw(tie, left)
	}
	tie.By, tie.Chosen = count.ByEarlierStage, left[0]
	tie.Reason = fmt.Sprintf("%s are equal, and not all of them can be elected; %s had fewest votes at stage %d.", j.list(equal), j.names[left[0]], tie.Earlier)
	j.result.Ties = append(j.result.Ties, tie)
	return left[0], nil
}

// draw settles a tie by lot: by the one that was drawn by hand, by the order in the file, or from the seed.
func (j *joined) draw(tie count.Tie, left []int) (int, error) {
	names := make([]string, len(left))
	for i, c := range left {
		names[i] = j.names[c]
	}
	tie.Chosen, tie.By = j.options.Lot(j.election.TieOrder, left, names, j.draws+1)
	equal := count.Join(names) + " are equal at every stage of this count, and not all of them can be elected; "
	switch tie.By {
	case count.ByGivenLot:
		tie.Reason = equal + fmt.Sprintf("the lot that was drawn falls on %s.", j.names[tie.Chosen])
	case count.ByFileOrder:
		tie.Reason = equal + fmt.Sprintf("of them %s is first in the order for ties that the file gives.", j.names[tie.Chosen])
	case count.BySeed:
		j.draws++
		tie.Draw = j.draws
		tie.Reason = equal + fmt.Sprintf("lot %d, drawn from the seed, falls on %s.", j.draws, j.names[tie.Chosen])
	case count.ByEarlierStage, count.ByRule: // not by lot
	default:
		return count.Nobody, &count.LotNeeded{Stage: tie.Stage, For: tie.For, Candidates: left, Names: names}
	}
	j.result.Ties = append(j.result.Ties, tie)
	return tie.Chosen, nil
}

// moment is when somebody was elected in a count, and with what.
type moment struct {
	stage, part int // from 0; part 0 is the whole stage
	votes       exact.Number
}

// elections gives for each of those elected in a count when that was.
func elections(r *count.Result) map[int]moment {
	when := map[int]moment{}
	note := func(decisions []count.Decision, stage, part int, votes []exact.Number) {
		for _, d := range decisions {
			if d.Verb != count.Elected && d.Verb != count.Choice {
				continue
			}
			for _, c := range d.Candidates {
				when[c] = moment{stage: stage, part: part}
				if c < len(votes) { // a stage may have no figures
					when[c] = moment{stage, part, votes[c]}
				}
			}
		}
	}
	for i, s := range r.Stages {
		for p, part := range s.Parts {
			note(part.Decisions, i, p+1, part.Votes)
		}
		note(s.Decisions, i, 0, s.Votes)
	}
	return when
}

// equals divides the elected, in order of election, into those whose order says nothing: they were elected at the same
// moment with the same votes or, by a method that ranks candidates, are ranked equal.
func equals(r *count.Result) [][]int {
	when := elections(r)
	rank := map[int]int{}
	for place, level := range r.Ranking {
		for _, c := range level {
			rank[c] = place
		}
	}
	same := func(a, b int) bool {
		at, then := when[a], when[b]
		if at.stage != then.stage || at.part != then.part {
			return false
		}
		if len(r.Ranking) > 0 {
			return rank[a] == rank[b]
		}
		return at.votes.Equal(then.votes)
	}
	var runs [][]int
	for start := 0; start < len(r.Winners); {
		end := start + 1
		for end < len(r.Winners) && same(r.Winners[start], r.Winners[end]) {
			end++
		}
		runs = append(runs, r.Winners[start:end])
		start = end
	}
	return runs
}

func fewest(candidates []int, votes []exact.Number) []int {
	var found []int
	for _, c := range candidates {
		if len(found) > 0 {
			switch by := votes[c].Cmp(votes[found[0]]); {
			case by > 0:
				continue
			case by < 0:
				found = nil
			}
		}
		found = append(found, c)
	}
	return found
}

// subsets gives every set of so many of some, in their order.
func subsets(some []int, size int) iter.Seq[[]int] {
	return func(yield func([]int) bool) {
		for set := range 1 << len(some) {
			if bits.OnesCount(uint(set)) != size {
				continue
			}
			var chosen []int
			for i, c := range some {
				if set>>i&1 == 1 {
					chosen = append(chosen, c)
				}
			}
			if !yield(chosen) {
				return
			}
		}
	}
}
