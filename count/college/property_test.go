package college_test

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/college"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/lot"
	"github.com/selectorate/selectorate/internal/counttest"
)

// paper is a line of papers as the tests keep it.
type paper struct {
	ranking []int
	times   int64
	weight  exact.Number
	section int
}

type box struct {
	names    []string
	sections []string
	papers   []paper
}

func indices(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

// drawBox draws an election in which every section has a paper.
func drawBox(t *rapid.T) box {
	b := box{
		names:    strings.Fields("Apple Beech Cedar Damson")[:rapid.IntRange(1, 4).Draw(t, "candidates")],
		sections: strings.Fields("north south east")[:rapid.IntRange(1, 3).Draw(t, "sections")],
	}
	for i := range len(b.sections) + rapid.IntRange(0, 10).Draw(t, "lines") {
		p := paper{
			times: rapid.Int64Range(1, 4).Draw(t, "times"), section: i,
			weight: exact.Frac(rapid.Int64Range(1, 3).Draw(t, "part"), rapid.Int64Range(1, 3).Draw(t, "whole")),
		}
		if i >= len(b.sections) {
			p.section = rapid.IntRange(0, len(b.sections)-1).Draw(t, "section")
		}
		p.ranking = rapid.Permutation(indices(len(b.names))).Draw(t, "order")[:rapid.IntRange(1, len(b.names)).Draw(t, "length")]
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
		class, err := builder.Class(p.weight, b.sections[p.section])
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

func drawSettings(t *rapid.T, m count.Method) map[string]string {
	set := map[string]string{}
	for _, o := range m.Options {
		if len(o.Values) > 0 {
			set[o.Name] = rapid.SampledFrom(o.Values).Draw(t, o.Name)
		}
	}
	return set
}

func told(r *count.Result) string {
	var text []string
	for _, stage := range r.Stages {
		var points []string
		for c, v := range stage.Votes {
			points = append(points, r.Candidates[c].Name+" "+v.String())
		}
		slices.Sort(points)
		text = append(text, fmt.Sprint(points, stage.Nontransferable, stage.Quota))
	}
	return fmt.Sprint(text, len(r.Ties), winnersSorted(r))
}

func winnersSorted(r *count.Result) []string {
	names := strings.Fields(counttest.Winners(r))
	slices.Sort(names)
	return names
}

func TestOrdersChangeNothing(t *testing.T) {
	for _, m := range college.Methods() {
		t.Run(m.Name, rapid.MakeCheck(func(t *rapid.T) {
			b := drawBox(t)
			o := count.Options{Seed: rapid.StringMatching(`[a-z]{1,3}`).Draw(t, "seed"), Set: drawSettings(t, m)}
			if m.Name == "college-plurality" {
				o.Set["votes"] = "4"
				o.Seats = rapid.IntRange(1, 3).Draw(t, "seats")
			}
			first, err := m.Count(b.election(t, indices(len(b.names))), o)
			if err != nil {
				t.Fatal(err)
			}
			mixed := box{b.names, b.sections, rapid.Permutation(b.papers).Draw(t, "papers")}
			for i, p := range mixed.papers {
				if p.times > 1 {
					mixed.papers[i].times--
					p.times = 1
					mixed.papers = append(mixed.papers, p)
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

// The weight of a whole section changes nothing: its share is fixed.
func TestASectionsSizeChangesNothing(t *testing.T) {
	for _, m := range college.Methods() {
		t.Run(m.Name, rapid.MakeCheck(func(t *rapid.T) {
			b := drawBox(t)
			o := count.Options{Seed: "dice", Set: drawSettings(t, m)}
			if m.Name == "college-plurality" {
				o.Set["votes"] = "4"
			}
			first, err := m.Count(b.election(t, indices(len(b.names))), o)
			if err != nil {
				t.Fatal(err)
			}
			times := rapid.Int64Range(2, 1000).Draw(t, "times")
			for i := range b.papers {
				if b.papers[i].section == 0 {
					b.papers[i].times *= times
				}
			}
			second, err := m.Count(b.election(t, indices(len(b.names))), o)
			if err != nil {
				t.Fatal(err)
			}
			if told(first) != told(second) {
				t.Fatalf("%s\nis with a larger section\n%s", told(first), told(second))
			}
		}))
	}
}

// The college by hand: at every stage all papers are looked at anew, and every paper's weight is worked out by itself.
func TestAgainstACountByHand(t *testing.T) {
	m := counttest.Method(t, "college")
	rapid.Check(t, func(t *rapid.T) {
		b := drawBox(t)
		base := rapid.SampledFrom([]string{"in-play", "valid"}).Draw(t, "base")
		r, err := m.Count(b.election(t, indices(len(b.names))), count.Options{Seed: "dice", Set: map[string]string{"base": base, "ties": "lot"}})
		if err != nil {
			t.Fatal(err)
		}
		in := make([]bool, len(b.names))
		for c := range in {
			in[c] = true
		}
		draws := 0
		draw := func(tied []int) int {
			if len(tied) == 1 {
				return tied[0]
			}
			draws++
			var names []string
			for _, c := range tied {
				names = append(names, b.names[c])
			}
			return tied[lot.Draw("dice", draws, names)]
		}
		for i := 0; ; i++ {
			holder := func(p paper) int {
				return slices.IndexFunc(p.ranking, func(c int) bool { return in[c] })
			}
			worth := func(p paper) *big.Rat { return new(big.Rat).Mul(p.weight.Rat(), big.NewRat(p.times, 1)) }
			points, all := make([]*big.Rat, len(b.names)), new(big.Rat)
			for c := range points {
				points[c] = new(big.Rat)
			}
			for _, p := range b.papers {
				if holder(p) < 0 {
					continue
				}
				whole := new(big.Rat)
				for _, other := range b.papers {
					if other.section == p.section && (base == "valid" || holder(other) >= 0) {
						whole.Add(whole, worth(other))
					}
				}
				part := new(big.Rat).Quo(worth(p), whole)
				part.Mul(part, big.NewRat(100, int64(len(b.sections))))
				c := p.ranking[holder(p)]
				points[c].Add(points[c], part)
				all.Add(all, part)
			}
			half := new(big.Rat).Quo(all, big.NewRat(2, 1))
			if base == "valid" {
				half.SetInt64(50)
			}
			for c := range points {
				if !r.Stages[i].Votes[c].Equal(exact.FromRat(points[c])) {
					t.Fatalf("stage %d: %s has %s points, by hand %s", i+1, b.names[c], r.Stages[i].Votes[c], points[c])
				}
			}
			var left, most, fewest []int
			for c := range in {
				if in[c] {
					left = append(left, c)
				}
			}
			for _, c := range left {
				if !slices.ContainsFunc(left, func(d int) bool { return points[d].Cmp(points[c]) > 0 }) {
					most = append(most, c)
				}
				if !slices.ContainsFunc(left, func(d int) bool { return points[d].Cmp(points[c]) < 0 }) {
					fewest = append(fewest, c)
				}
			}
			if points[most[0]].Cmp(half) > 0 || len(left) <= 2 {
				if winner := draw(most); len(r.Winners) != 1 || r.Winners[0] != winner || len(r.Stages) != i+1 {
					t.Fatalf("elected is %v after %d stages, by hand %d after %d", r.Winners, len(r.Stages), winner, i+1)
				}
				return
			}
			in[draw(fewest)] = false
		}
	})
}

func BenchmarkCollege(b *testing.B) {
	e := &count.Election{Seats: 1}
	for c := range 6 {
		e.Candidates = append(e.Candidates, count.Candidate{Name: fmt.Sprint("Candidate ", c+1)})
	}
	var builder count.Builder
	state := uint64(2010)
	next := func(n uint64) uint64 {
		state = state*6364136223846793005 + 1442695040888963407
		return (state >> 33) % n
	}
	classes := make([]uint16, 3)
	for i, name := range []string{"MPs", "members", "affiliates"} {
		classes[i], _ = builder.Class(exact.Int(1), name)
	}
	var ranking []count.Mark
	for line := range 600000 {
		ranking = ranking[:0]
		named := uint64(0)
		for range 1 + next(6) {
			if c := next(6); named>>c&1 == 0 {
				named |= 1 << c
				ranking = append(ranking, count.NewMark(int(c), false))
			}
		}
		if err := builder.Add(ranking, 1, classes[next(3)], line); err != nil {
			b.Fatal(err)
		}
	}
	e.Papers = builder.Papers()
	m := counttest.Method(b, "college")
	for b.Loop() {
		if _, err := m.Count(e, count.Options{Seed: "dice"}); err != nil {
			b.Fatal(err)
		}
	}
}
