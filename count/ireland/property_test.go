package ireland_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
)

// drawn makes a small election with many ties.
func drawn(t *rapid.T) *count.Election {
	n := rapid.IntRange(2, 6).Draw(t, "candidates")
	e := &count.Election{Seats: rapid.IntRange(1, 4).Draw(t, "seats")}
	everybody := make([]int, n)
	for c := range n {
		e.Candidates = append(e.Candidates, count.Candidate{Name: strings.Fields("Aengus Boann Cu Dagda Etain Finn")[c]})
		everybody[c] = c
	}
	var b count.Builder
	for range rapid.IntRange(1, 12).Draw(t, "lines") {
		order := rapid.Permutation(everybody).Draw(t, "ranking")[:rapid.IntRange(1, n).Draw(t, "length")]
		var ranking []count.Mark
		for _, c := range order {
			ranking = append(ranking, count.NewMark(c, false))
		}
		if err := b.Add(ranking, rapid.Int64Range(1, 9).Draw(t, "times"), 0, 1); err != nil {
			t.Fatal(err)
		}
	}
	e.Papers = b.Papers()
	return e
}

var settings = []struct {
	method string
	set    map[string]string
}{
	{"seanad", nil},
	{"seanad", map[string]string{"exclusion": "sure-losers"}},
	{"dail", nil},
	{"dail", map[string]string{"exclusion": "sure-losers", "deferral": "none"}},
}

// Votes are conserved, the Dáil's are whole papers, and all places are filled.
func TestVotesAreConserved(t *testing.T) {
	for _, setting := range settings {
		t.Run(fmt.Sprint(setting.method, setting.set), func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				e := drawn(t)
				r, err := find(setting.method).Count(e, count.Options{Seed: "dice", Set: setting.set})
				if err != nil {
					t.Fatal(err)
				}
				for _, s := range r.Stages {
					if sum := exact.Sum(s.Votes...).Add(s.Nontransferable); !sum.Equal(exact.Int(e.Papers.Total())) {
						t.Fatalf("stage %d: %s votes of %d", s.Number, sum, e.Papers.Total())
					}
					held := make([]int64, len(e.Candidates))
					for _, p := range s.Parcels {
						held[p.Candidate] += p.Papers
					}
					for c, v := range s.Votes {
						if setting.method == "dail" && !v.Equal(exact.Int(held[c])) {
							t.Fatalf("stage %d: %s has %s votes and %d papers", s.Number, e.Candidates[c].Name, v, held[c])
						}
					}
				}
				if want := min(e.Seats, len(e.Candidates)); len(r.Winners) != want {
					t.Fatalf("%d elected, want %d", len(r.Winners), want)
				}
			})
		})
	}
}

// Neither the order of the papers nor that of the candidates matters.
func TestOrderDoesNotMatter(t *testing.T) {
	for _, setting := range settings {
		t.Run(fmt.Sprint(setting.method, setting.set), func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				e := drawn(t)
				lines, to := make([]int, e.Papers.Len()), make([]int, len(e.Candidates))
				for i := range lines {
					lines[i] = i
				}
				for c := range to {
					to[c] = c
				}
				to = rapid.Permutation(to).Draw(t, "to")
				var b count.Builder
				for _, i := range rapid.Permutation(lines).Draw(t, "order") {
					var ranking []count.Mark
					for _, mark := range e.Papers.Ranking(i) {
						ranking = append(ranking, count.NewMark(to[mark.Candidate()], false))
					}
					for range e.Papers.Times(i) {
						if err := b.Add(ranking, 1, 0, 1); err != nil {
							t.Fatal(err)
						}
					}
				}
				moved := *e
				moved.Papers, moved.Candidates = b.Papers(), make([]count.Candidate, len(to))
				for c, who := range e.Candidates {
					moved.Candidates[to[c]] = who
				}
				o := count.Options{Seed: "dice", Set: setting.set}
				r, err := find(setting.method).Count(e, o)
				if err != nil {
					t.Fatal(err)
				}
				s, err := find(setting.method).Count(&moved, o)
				if err != nil {
					t.Fatal(err)
				}
				if len(r.Stages) != len(s.Stages) {
					t.Fatalf("%d and %d stages", len(r.Stages), len(s.Stages))
				}
				for i, stage := range r.Stages {
					for c, v := range stage.Votes {
						if !v.Equal(s.Stages[i].Votes[to[c]]) {
							t.Fatalf("stage %d: %s has %s and %s", i+1, e.Candidates[c].Name, v, s.Stages[i].Votes[to[c]])
						}
					}
				}
				var winners []int
				for _, c := range r.Winners {
					winners = append(winners, to[c])
				}
				slices.Sort(winners)
				if again := slices.Sorted(slices.Values(s.Winners)); !slices.Equal(winners, again) {
					t.Fatalf("elected %v and %v", winners, again)
				}
			})
		})
	}
}
