package elimination_test

import (
	"fmt"
	"math/big"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/constraint"
	"github.com/selectorate/selectorate/count/elimination"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/lot"
	"github.com/selectorate/selectorate/internal/counttest"
)

// paper is a line of papers as the tests keep it.
type paper struct {
	ranking []int
	times   int64
	weight  exact.Number
}

// box is an election as the tests keep it.
type box struct {
	names  []string
	papers []paper
}

func drawBox(t *rapid.T, weighted bool) box {
	b := box{names: strings.Fields("Apple Beech Cedar Damson Elder Fir")[:rapid.IntRange(1, 6).Draw(t, "candidates")]}
	for range rapid.IntRange(0, 14).Draw(t, "lines") {
		p := paper{times: rapid.Int64Range(1, 5).Draw(t, "times"), weight: exact.Int(1)}
		p.ranking = rapid.Permutation(indices(len(b.names))).Draw(t, "order")[:rapid.IntRange(1, len(b.names)).Draw(t, "length")]
		if weighted {
			p.weight = exact.Frac(rapid.Int64Range(1, 4).Draw(t, "part"), rapid.Int64Range(1, 4).Draw(t, "whole"))
		}
		b.papers = append(b.papers, p)
	}
	return b
}

func indices(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

// election makes the election, with candidates in a given order.
func (b box) election(t interface{ Fatal(...any) }, order []int) *count.Election {
	e := &count.Election{Seats: 1}
	place := make([]int, len(order))
	for at, c := range order {
		place[c] = at
		e.Candidates = append(e.Candidates, count.Candidate{Name: b.names[c]})
	}
	var builder count.Builder
	for _, p := range b.papers {
		class, err := builder.Class(p.weight, "")
		if err != nil {
			t.Fatal(err)
		}
		var ranking []count.Mark
		for _, c := range p.ranking {
			ranking = append(ranking, count.NewMark(place[c], false))
		}
		if err := builder.Add(ranking, p.times, class, 0); err != nil {
			t.Fatal(err)
		}
	}
	e.Papers = builder.Papers()
	return e
}

// told writes by names what must not hang on any order: the votes of every stage, who is elected, and the ties.
func told(r *count.Result) []string {
	var lines []string
	name := func(c int) string { return r.Candidates[c].Name }
	named := func(all []int) []string {
		var names []string
		for _, c := range all {
			names = append(names, name(c))
		}
		slices.Sort(names)
		return names
	}
	for _, stage := range r.Stages {
		var votes []string
		for c, v := range stage.Votes {
			votes = append(votes, name(c)+" "+v.String())
		}
		slices.Sort(votes)
		lines = append(lines, fmt.Sprint(stage.Action, named(stage.Of), votes, stage.Nontransferable, stage.Quota))
	}
	// Those who are equal and all elected are listed in the order of the file.
	lines = append(lines, fmt.Sprint("elected", named(r.Winners)))
	for _, tie := range r.Ties {
		lines = append(lines, fmt.Sprint("tie ", tie.Stage, named(tie.Candidates), name(tie.Chosen), tie.By, tie.Earlier, tie.Draw))
	}
	return lines
}

func drawSettings(t *rapid.T, m count.Method) map[string]string {
	set := map[string]string{}
	for _, o := range m.Options {
		if len(o.Values) > 0 {
			set[o.Name] = rapid.SampledFrom(o.Values).Draw(t, o.Name)
		}
	}
	return set
}

// onPaper are the methods that count papers in stages.
func onPaper() []count.Method {
	return slices.DeleteFunc(elimination.Methods(), func(m count.Method) bool { return m.Name == "exhaustive" || m.Name == "two-round" })
}

func TestOrdersChangeNothing(t *testing.T) {
	for _, m := range onPaper() {
		t.Run(m.Name, rapid.MakeCheck(func(t *rapid.T) {
			b := drawBox(t, true)
			o := count.Options{Seed: rapid.String().Draw(t, "seed") + "!", Set: drawSettings(t, m)}
			if !m.One {
				o.Seats = rapid.IntRange(1, 3).Draw(t, "seats")
			}
			first, err := m.Count(b.election(t, indices(len(b.names))), o)
			if err != nil {
				t.Fatal(err)
			}
			mixed := box{b.names, rapid.Permutation(b.papers).Draw(t, "papers")}
			// Some lines are torn apart, so that equal ones stand in several places.
			for i, p := range mixed.papers {
				if p.times > 1 {
					mixed.papers[i].times--
					p.times = 1
					mixed.papers = append(mixed.papers, p)
				}
			}
			order := rapid.Permutation(indices(len(b.names))).Draw(t, "columns")
			second, err := m.Count(mixed.election(t, order), o)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(told(first), told(second)) {
				t.Fatalf("%v\nis in another order\n%v", told(first), told(second))
			}
			if slices.IsSorted(order) && first.Ballots != second.Ballots && first.Ballots.Digest != second.Ballots.Digest {
				t.Fatal("the same papers have two digests")
			}
		}))
	}
}

func TestWeightsAreRepetition(t *testing.T) {
	for _, m := range onPaper() {
		t.Run(m.Name, rapid.MakeCheck(func(t *rapid.T) {
			b := drawBox(t, false)
			weighty := box{names: b.names}
			for _, p := range b.papers {
				weighty.papers = append(weighty.papers, paper{p.ranking, 1, exact.Int(p.times)})
			}
			o := count.Options{Seed: "dice", Set: drawSettings(t, m)}
			one, err := m.Count(b.election(t, indices(len(b.names))), o)
			if err != nil {
				t.Fatal(err)
			}
			other, err := m.Count(weighty.election(t, indices(len(b.names))), o)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(told(one), told(other)) {
				t.Fatalf("%v\nis with weights\n%v", told(one), told(other))
			}
		}))
	}
}

func TestVotesAreConserved(t *testing.T) {
	for _, m := range onPaper() {
		t.Run(m.Name, rapid.MakeCheck(func(t *rapid.T) {
			b := drawBox(t, true)
			r, err := m.Count(b.election(t, indices(len(b.names))), count.Options{Seed: "dice", Set: drawSettings(t, m)})
			if err != nil {
				t.Fatal(err)
			}
			var all exact.Number
			for _, p := range b.papers {
				all = all.Add(p.weight.Mul(exact.Int(p.times)))
			}
			for i, stage := range r.Stages {
				if sum := exact.Sum(stage.Votes...).Add(stage.Nontransferable); !sum.Equal(all) {
					t.Fatalf("stage %d has %s of %s votes", i+1, sum, all)
				}
				if i == 0 {
					continue
				}
				// What moved is what changed.
				change := make([]exact.Number, len(stage.Votes))
				lost := exact.Number{}
				for _, transfer := range stage.Transfers {
					change[transfer.From] = change[transfer.From].Sub(transfer.Votes)
					if transfer.To == count.Nobody {
						lost = lost.Add(transfer.Votes)
					} else {
						change[transfer.To] = change[transfer.To].Add(transfer.Votes)
					}
				}
				for c := range change {
					if stage.Action == count.Exclusion && !r.Stages[i-1].Votes[c].Add(change[c]).Equal(stage.Votes[c]) {
						t.Fatalf("stage %d: the transfers of %s do not add up", i+1, b.names[c])
					}
				}
				if stage.Action == count.Exclusion && !r.Stages[i-1].Nontransferable.Add(lost).Equal(stage.Nontransferable) {
					t.Fatalf("stage %d: what is exhausted does not add up", i+1)
				}
			}
		}))
	}
}

func TestConstraintsHoldAtTheEnd(t *testing.T) {
	m := counttest.Method(t, "eliminating")
	rapid.Check(t, func(t *rapid.T) {
		b := drawBox(t, true)
		n := len(b.names)
		seats := rapid.IntRange(1, n).Draw(t, "seats")
		var limits []constraint.Limit
		for k := range rapid.IntRange(1, 3).Draw(t, "limits") {
			members := rapid.Permutation(indices(n)).Draw(t, "members")[:rapid.IntRange(1, n).Draw(t, "size")]
			least := rapid.IntRange(0, len(members)).Draw(t, "min")
			limits = append(limits, constraint.Limit{Group: fmt.Sprint("group ", k), Members: members, Min: least, Max: rapid.IntRange(least, n).Draw(t, "max")})
		}
		if !constraint.Possible(limits, seats, nil, indices(n)) {
			t.Skip("no way to meet them")
		}
		r, err := m.Count(b.election(t, indices(n)), count.Options{Seats: seats, Seed: "dice", Constraints: limits, Set: drawSettings(t, m)})
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Winners) != seats {
			t.Fatalf("%d are elected to %d places", len(r.Winners), seats)
		}
		for _, limit := range limits {
			elected := 0
			for _, c := range r.Winners {
				if slices.Contains(limit.Members, c) {
					elected++
				}
			}
			if elected < limit.Min || limit.Max >= 0 && elected > limit.Max {
				t.Fatalf("%d of %s are elected, and %d to %d may be", elected, limit.Group, limit.Min, limit.Max)
			}
		}
	})
}

// byHand counts the alternative vote as one would with papers on a table: at every stage all papers are looked at
// anew. It shares nothing with the method but the lot.
type byHand struct {
	box
	set    map[string]string
	seed   string
	draws  int
	in     []bool
	stages [][]*big.Rat
	since  int
}

func (h *byHand) tally() []*big.Rat {
	votes := make([]*big.Rat, len(h.names))
	for c := range votes {
		votes[c] = new(big.Rat)
	}
	for _, p := range h.papers {
		for _, c := range p.ranking {
			if h.in[c] {
				votes[c].Add(votes[c], new(big.Rat).Mul(p.weight.Rat(), big.NewRat(p.times, 1)))
				break
			}
		}
	}
	return votes
}

func (h *byHand) still() []int {
	return slices.DeleteFunc(indices(len(h.names)), func(c int) bool { return !h.in[c] })
}

// extreme gives the one with most (sign 1) or fewest votes, by the rule on ties.
func (h *byHand) extreme(candidates []int, sign int) int {
	best := func(of []int, votes []*big.Rat) []int {
		var found []int
		for _, c := range of {
			if !slices.ContainsFunc(of, func(d int) bool { return sign*votes[d].Cmp(votes[c]) > 0 }) {
				found = append(found, c)
			}
		}
		return found
	}
	tied := best(candidates, h.stages[len(h.stages)-1])
	earlier := slices.Clone(h.stages[h.since : len(h.stages)-1])
	switch h.set["ties"] {
	case "latest":
		slices.Reverse(earlier)
	case "lot":
		earlier = nil
	}
	for _, votes := range earlier {
		tied = best(tied, votes)
	}
	if len(tied) == 1 {
		return tied[0]
	}
	h.draws++
	var names []string
	for _, c := range tied {
		names = append(names, h.names[c])
	}
	return tied[lot.Draw(h.seed, h.draws, names)]
}

func (h *byHand) place(elected []int) int {
	h.since = len(h.stages)
	h.in = make([]bool, len(h.names))
	for c := range h.in {
		h.in[c] = !slices.Contains(elected, c)
	}
	for {
		votes := h.tally()
		h.stages = append(h.stages, votes)
		left := h.still()
		sum := new(big.Rat)
		for _, p := range h.papers {
			worth := new(big.Rat).Mul(p.weight.Rat(), big.NewRat(p.times, 1))
			if h.set["majority"] == "valid" || slices.ContainsFunc(p.ranking, func(c int) bool { return h.in[c] }) {
				sum.Add(sum, worth)
			}
		}
		if h.set["stop"] == "majority" || len(left) <= 2 {
			for _, c := range left {
				if twice := new(big.Rat).Add(votes[c], votes[c]); twice.Cmp(sum) > 0 {
					return c
				}
			}
		}
		if len(left) <= 2 {
			return h.extreme(left, 1)
		}
		group := h.group(left, votes)
		if len(group) < 2 {
			group = []int{h.extreme(left, -1)}
		}
		for _, c := range group {
			h.in[c] = false
		}
	}
}

// group finds the largest set at the bottom that goes together, by trying every threshold of votes.
func (h *byHand) group(left []int, votes []*big.Rat) []int {
	if h.set["bulk"] == "off" {
		return nil
	}
	var largest []int
	for _, limit := range left {
		sum := new(big.Rat)
		var below []int
		for _, c := range left {
			if votes[c].Cmp(votes[limit]) < 0 {
				below = append(below, c)
				sum.Add(sum, votes[c])
			}
		}
		by := sum.Cmp(votes[limit])
		if h.set["stop"] == "two" && len(left)-len(below) < 2 {
			continue
		}
		if (by < 0 || by == 0 && h.set["bulk"] == "not-greater") && len(below) > len(largest) {
			largest = below
		}
	}
	return largest
}

func TestAgainstACountByHand(t *testing.T) {
	m := counttest.Method(t, "eliminating")
	rapid.Check(t, func(t *rapid.T) {
		b := drawBox(t, rapid.Bool().Draw(t, "weighted"))
		set := drawSettings(t, m)
		set["several"] = "repeat"
		seats := rapid.IntRange(1, max(1, len(b.names)-1)).Draw(t, "seats")
		seed := rapid.StringMatching(`[a-z]{1,4}`).Draw(t, "seed")
		r, err := m.Count(b.election(t, indices(len(b.names))), count.Options{Seats: seats, Seed: seed, Set: set})
		if err != nil {
			t.Fatal(err)
		}
		h := &byHand{box: b, set: set, seed: seed}
		var elected []int
		if len(b.names) == 1 {
			elected = []int{0}
			h.in = []bool{true}
			h.stages = append(h.stages, h.tally())
		}
		for len(elected) < seats {
			elected = append(elected, h.place(elected))
		}
		if !slices.Equal(r.Winners, elected) {
			t.Fatalf("elected are %v, by hand %v", r.Winners, elected)
		}
		if len(r.Stages) != len(h.stages) {
			t.Fatalf("%d stages, by hand %d", len(r.Stages), len(h.stages))
		}
		for i, votes := range h.stages {
			for c, v := range votes {
				if !r.Stages[i].Votes[c].Equal(exact.FromRat(v)) {
					t.Fatalf("stage %d: %s has %s, by hand %s", i+1, b.names[c], r.Stages[i].Votes[c], v)
				}
			}
		}
	})
}

// The supplementary vote by hand, paragraph by paragraph.
func TestSupplementaryAgainstACountByHand(t *testing.T) {
	m := counttest.Method(t, "supplementary")
	rapid.Check(t, func(t *rapid.T) {
		b := drawBox(t, true)
		order := rapid.Permutation(indices(len(b.names))).Draw(t, "lots")
		r, err := m.Count(b.election(t, indices(len(b.names))), count.Options{Lots: order})
		if err != nil {
			t.Fatal(err)
		}
		first, all := make([]*big.Rat, len(b.names)), new(big.Rat)
		for c := range first {
			first[c] = new(big.Rat)
		}
		worth := func(p paper) *big.Rat { return new(big.Rat).Mul(p.weight.Rat(), big.NewRat(p.times, 1)) }
		for _, p := range b.papers {
			first[p.ranking[0]].Add(first[p.ranking[0]], worth(p))
			all.Add(all, worth(p))
		}
		// Remaining is whoever fewer than two are ahead of.
		total, remains := slices.Clone(first), make([]bool, len(b.names))
		for c := range first {
			ahead := 0
			for d := range first {
				if first[d].Cmp(first[c]) > 0 {
					ahead++
				}
			}
			remains[c] = ahead < 2
		}
		majority := slices.IndexFunc(first, func(v *big.Rat) bool { return new(big.Rat).Add(v, v).Cmp(all) > 0 })
		if majority < 0 {
			for _, p := range b.papers {
				if !remains[p.ranking[0]] && len(p.ranking) > 1 && remains[p.ranking[1]] {
					total[p.ranking[1]] = new(big.Rat).Add(total[p.ranking[1]], worth(p))
				}
			}
			for _, c := range order {
				if remains[c] && (majority < 0 || total[c].Cmp(total[majority]) > 0) {
					majority = c
				}
			}
		}
		if !slices.Equal(r.Winners, []int{majority}) {
			t.Fatalf("elected is %v, by hand %d: %s", r.Winners, majority, counttest.Table(r))
		}
	})
}

// Where as many remain as there are places, by hand: the lowest go until there are so many.
func TestRemainingAgainstACountByHand(t *testing.T) {
	m := counttest.Method(t, "eliminating")
	rapid.Check(t, func(t *rapid.T) {
		b := drawBox(t, true)
		seats := rapid.IntRange(2, 4).Draw(t, "seats")
		r, err := m.Count(b.election(t, indices(len(b.names))), count.Options{Seats: seats, Seed: "dice", Set: map[string]string{"several": "remain"}})
		if err != nil {
			t.Fatal(err)
		}
		h := &byHand{box: b, seed: "dice", set: map[string]string{"ties": "latest"}, in: make([]bool, len(b.names))}
		for c := range h.in {
			h.in[c] = true
		}
		h.stages = append(h.stages, h.tally())
		for len(h.still()) > seats {
			h.in[h.extreme(h.still(), -1)] = false
			h.stages = append(h.stages, h.tally())
		}
		elected := slices.Sorted(slices.Values(r.Winners))
		if !slices.Equal(elected, h.still()) || len(r.Stages) != len(h.stages) {
			t.Fatalf("elected are %v after %d stages, by hand %v after %d", elected, len(r.Stages), h.still(), len(h.stages))
		}
		for i, votes := range h.stages {
			for c, v := range votes {
				if !r.Stages[i].Votes[c].Equal(exact.FromRat(v)) {
					t.Fatalf("stage %d: %s has %s, by hand %s", i+1, b.names[c], r.Stages[i].Votes[c], v)
				}
			}
		}
	})
}

// A bulk exclusion makes fewer stages and changes no winner.
func TestBulkChangesNoWinner(t *testing.T) {
	m := counttest.Method(t, "eliminating")
	rapid.Check(t, func(t *rapid.T) {
		e := drawBox(t, true)
		one, err := m.Count(e.election(t, indices(len(e.names))), count.Options{Lots: indices(len(e.names)), Set: map[string]string{"ties": "lot"}})
		if err != nil {
			t.Fatal(err)
		}
		bulk, err := m.Count(e.election(t, indices(len(e.names))), count.Options{Lots: indices(len(e.names)), Set: map[string]string{"ties": "lot", "bulk": "less"}})
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(one.Winners, bulk.Winners) || len(bulk.Stages) > len(one.Stages) {
			t.Fatalf("%s\n%s", counttest.Table(one), counttest.Table(bulk))
		}
	})
}

// Coombs by hand: every paper's last places are given out candidate by candidate.
func TestCoombsAgainstACountByHand(t *testing.T) {
	m := counttest.Method(t, "coombs")
	rapid.Check(t, func(t *rapid.T) {
		b := drawBox(t, true)
		r, err := m.Count(b.election(t, indices(len(b.names))), count.Options{Seed: "dice", Set: map[string]string{"stop": "one"}})
		if err != nil {
			t.Fatal(err)
		}
		in := make([]bool, len(b.names))
		for c := range in {
			in[c] = true
		}
		for i := 1; i < len(r.Stages); i++ {
			last := make([]*big.Rat, len(b.names))
			left := 0
			for c := range last {
				last[c] = new(big.Rat)
				if in[c] {
					left++
				}
			}
			for _, p := range b.papers {
				worth := new(big.Rat).Mul(p.weight.Rat(), big.NewRat(p.times, 1))
				ranked := slices.DeleteFunc(slices.Clone(p.ranking), func(c int) bool { return !in[c] })
				switch {
				case len(ranked) == 0:
				case len(ranked) == left:
					last[ranked[left-1]].Add(last[ranked[left-1]], worth)
				default:
					each := new(big.Rat).Quo(worth, big.NewRat(int64(left-len(ranked)), 1))
					for c := range in {
						if in[c] && !slices.Contains(ranked, c) {
							last[c].Add(last[c], each)
						}
					}
				}
			}
			out := r.Stages[i].Of[0]
			for c := range in {
				if in[c] && last[c].Cmp(last[out]) > 0 {
					t.Fatalf("stage %d: %s goes, and %s is last more often", i+1, b.names[out], b.names[c])
				}
			}
			in[out] = false
		}
		if len(r.Stages) != max(1, len(b.names)) {
			t.Fatalf("%d stages for %d candidates", len(r.Stages), len(b.names))
		}
	})
}
