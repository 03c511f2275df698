package plurality_test

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/constraint"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/plurality"
	"github.com/selectorate/selectorate/internal/counttest"
)

// paper is a line of papers as the tests keep it: ranks with the candidates of each.
type paper struct {
	ranks  [][]int
	times  int64
	weight exact.Number
}

type box struct {
	names  []string
	papers []paper
}

func indices(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

func drawBox(t *rapid.T) box {
	b := box{names: strings.Fields("Apple Beech Cedar Damson Elder")[:rapid.IntRange(1, 5).Draw(t, "candidates")]}
	for range rapid.IntRange(0, 10).Draw(t, "lines") {
		p := paper{times: rapid.Int64Range(1, 4).Draw(t, "times"), weight: exact.Frac(rapid.Int64Range(1, 3).Draw(t, "part"), rapid.Int64Range(1, 3).Draw(t, "whole"))}
		order := rapid.Permutation(indices(len(b.names))).Draw(t, "order")[:rapid.IntRange(1, len(b.names)).Draw(t, "length")]
		for _, c := range order {
			if n := len(p.ranks); n > 0 && rapid.IntRange(0, 3).Draw(t, "equal") == 0 {
				p.ranks[n-1] = append(p.ranks[n-1], c)
			} else {
				p.ranks = append(p.ranks, []int{c})
			}
		}
		b.papers = append(b.papers, p)
	}
	return b
}

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
		for _, rank := range p.ranks {
			for k, c := range rank {
				ranking = append(ranking, count.NewMark(place[c], k > 0))
			}
		}
		if err := builder.Add(ranking, p.times, class, 0); err != nil {
			t.Fatal(err)
		}
	}
	e.Papers = builder.Papers()
	return e
}

func drawSettings(t *rapid.T, m count.Method) map[string]string {
	set := map[string]string{}
	for _, o := range m.Options {
		if len(o.Values) > 0 {
			set[o.Name] = rapid.SampledFrom(o.Values).Draw(t, o.Name)
		}
	}
	if m.Name == "majority" {
		set["base"] = "valid"
	}
	return set
}

// told writes by names what must not hang on any order.
func told(r *count.Result) string {
	var votes, elected []string
	for c, v := range r.Stages[0].Votes {
		votes = append(votes, r.Candidates[c].Name+" "+v.String())
	}
	for _, c := range r.Winners {
		elected = append(elected, r.Candidates[c].Name)
	}
	slices.Sort(votes)
	slices.Sort(elected)
	return fmt.Sprint(votes, r.Stages[0].Nontransferable, r.Quota, elected, len(r.Ties), r.Ballots.Valid, r.Ballots.Rejected)
}

func TestOrdersChangeNothing(t *testing.T) {
	for _, m := range plurality.Methods() {
		t.Run(m.Name, rapid.MakeCheck(func(t *rapid.T) {
			b := drawBox(t)
			o := count.Options{Seed: rapid.StringMatching(`[a-z]{1,3}`).Draw(t, "seed"), Set: drawSettings(t, m)}
			if !m.One {
				o.Seats = rapid.IntRange(1, 3).Draw(t, "seats")
			}
			if m.Name == "limited" {
				o.Seats++
			}
			first, err := m.Count(b.election(t, indices(len(b.names))), o)
			if err != nil {
				t.Fatal(err)
			}
			mixed := box{b.names, rapid.Permutation(b.papers).Draw(t, "papers")}
			for i, p := range mixed.papers {
				if p.times > 1 {
					mixed.papers[i].times--
					p.times = 1
					mixed.papers = append(mixed.papers, p)
				}
			}
			// Within a rank voters name candidates in any order.
			for i, p := range mixed.papers {
				mixed.papers[i].ranks = nil
				for _, rank := range p.ranks {
					mixed.papers[i].ranks = append(mixed.papers[i].ranks, rapid.Permutation(rank).Draw(t, "rank"))
				}
			}
			second, err := m.Count(mixed.election(t, rapid.Permutation(indices(len(b.names))).Draw(t, "columns")), o)
			if err != nil {
				t.Fatal(err)
			}
			if told(first) != told(second) {
				t.Fatalf("%s\nis in another order\n%s", told(first), told(second))
			}
		}))
	}
}

// Borda by comparing candidates two by two: a point for everybody ranked below, half a point for an equal.
func TestBordaByPairs(t *testing.T) {
	m := counttest.Method(t, "borda")
	rapid.Check(t, func(t *rapid.T) {
		b := drawBox(t)
		mean := rapid.Bool().Draw(t, "mean")
		ranks := rapid.Bool().Draw(t, "ranks")
		set := map[string]string{"unranked": "nothing", "points": "tournament"}
		if mean {
			set["unranked"] = "mean"
		}
		if ranks {
			set["points"] = "ranks"
		}
		r, err := m.Count(b.election(t, indices(len(b.names))), count.Options{Seed: "dice", Set: set})
		if err != nil {
			t.Fatal(err)
		}
		want := make([]*big.Rat, len(b.names))
		for c := range want {
			want[c] = new(big.Rat)
		}
		for _, p := range b.papers {
			at := func(c int) int {
				for i, rank := range p.ranks {
					if slices.Contains(rank, c) {
						return i
					}
				}
				return len(p.ranks)
			}
			worth := new(big.Rat).Mul(p.weight.Rat(), big.NewRat(p.times, 1))
			for c := range b.names {
				if at(c) == len(p.ranks) && !mean {
					continue
				}
				points := new(big.Rat)
				if ranks {
					points.SetInt64(1)
				}
				for d := range b.names {
					switch {
					case d == c:
					case at(c) < at(d):
						points.Add(points, big.NewRat(1, 1))
					case at(c) == at(d):
						points.Add(points, big.NewRat(1, 2))
					}
				}
				want[c].Add(want[c], points.Mul(points, worth))
			}
		}
		for c := range want {
			if !r.Stages[0].Votes[c].Equal(exact.FromRat(want[c])) {
				t.Fatalf("%s has %s points, by pairs %s", b.names[c], r.Stages[0].Votes[c], want[c])
			}
		}
	})
}

// Crosses by looking at every paper for every candidate; whoever is elected has no fewer than whoever is not.
func TestCrossesAgainstACountByHand(t *testing.T) {
	m := counttest.Method(t, "block")
	rapid.Check(t, func(t *rapid.T) {
		b := drawBox(t)
		seats := rapid.IntRange(1, 3).Draw(t, "seats")
		r, err := m.Count(b.election(t, indices(len(b.names))), count.Options{Seats: seats, Seed: "dice"})
		if err != nil {
			t.Fatal(err)
		}
		if want := min(seats, len(b.names)); len(r.Winners) != want {
			t.Fatalf("%d are elected, not %d", len(r.Winners), want)
		}
		for c := range b.names {
			votes := new(big.Rat)
			for _, p := range b.papers {
				marks := slices.Concat(p.ranks...)
				if len(marks) <= seats && slices.Contains(marks, c) {
					votes.Add(votes, new(big.Rat).Mul(p.weight.Rat(), big.NewRat(p.times, 1)))
				}
			}
			if !r.Stages[0].Votes[c].Equal(exact.FromRat(votes)) {
				t.Fatalf("%s has %s, by hand %s", b.names[c], r.Stages[0].Votes[c], votes)
			}
			for _, w := range r.Winners {
				if !slices.Contains(r.Winners, c) && r.Stages[0].Votes[w].Less(r.Stages[0].Votes[c]) {
					t.Fatalf("%s is elected and %s is not", b.names[w], b.names[c])
				}
			}
		}
	})
}

func TestConstraintsHoldAtTheEnd(t *testing.T) {
	for _, name := range []string{"plurality", "block", "limited", "approval", "borda"} {
		m := counttest.Method(t, name)
		t.Run(name, rapid.MakeCheck(func(t *rapid.T) {
			b := drawBox(t)
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
			r, err := m.Count(b.election(t, indices(n)), count.Options{Seats: seats, Seed: "dice", Constraints: limits})
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Winners) != seats || !constraint.Possible(limits, seats, r.Winners, nil) {
				t.Fatalf("%v of %d are elected, against %v", r.Winners, seats, limits)
			}
		}))
	}
}

func BenchmarkBorda(b *testing.B) {
	e := &count.Election{Seats: 1}
	for c := range 20 {
		e.Candidates = append(e.Candidates, count.Candidate{Name: fmt.Sprint("Candidate ", c+1)})
	}
	var builder count.Builder
	state := uint64(1781)
	var ranking []count.Mark
	for line := range 300000 {
		ranking = ranking[:0]
		named := uint64(0)
		for range 8 {
			state = state*6364136223846793005 + 1442695040888963407
			if c := (state >> 33) % 20; named>>c&1 == 0 {
				named |= 1 << c
				ranking = append(ranking, count.NewMark(int(c), false))
			}
		}
		if err := builder.Add(ranking, 1, 0, line); err != nil {
			b.Fatal(err)
		}
	}
	e.Papers = builder.Papers()
	for _, name := range []string{"borda", "approval", "plurality"} {
		m := counttest.Method(b, name)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := m.Count(e, count.Options{Seed: "dice"}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
