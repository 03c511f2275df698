package meek_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/meek"
	"github.com/selectorate/selectorate/internal/counttest"
)

// line is a line of a ballot file: ranks of candidates, best first, and how many papers bear it.
type line struct {
	ranks [][]int
	times int64
}

// drawn is an invented election.
type drawn struct {
	candidates, seats int
	lines             []line
}

func drawElection(t *rapid.T, equal bool) drawn {
	e := drawn{candidates: rapid.IntRange(2, 7).Draw(t, "candidates")}
	e.seats = rapid.IntRange(1, e.candidates-1).Draw(t, "seats")
	all := make([]int, e.candidates)
	for c := range all {
		all[c] = c
	}
	for range rapid.IntRange(1, 10).Draw(t, "lines") {
		order := rapid.Permutation(all).Draw(t, "order")[:rapid.IntRange(1, e.candidates).Draw(t, "length")]
		var ranks [][]int
		for i, c := range order {
			if equal && i > 0 && rapid.Bool().Draw(t, "equal") {
				ranks[len(ranks)-1] = append(ranks[len(ranks)-1], c)
			} else {
				ranks = append(ranks, []int{c})
			}
		}
		e.lines = append(e.lines, line{ranks, rapid.Int64Range(1, 40).Draw(t, "times")})
	}
	return e
}

// build makes the election; weights may be nil. A candidate keeps its name wherever it stands in place.
func (e drawn) build(place []int, lines []line, weights []exact.Number) (*count.Election, error) {
	election := &count.Election{Seats: e.seats, Candidates: make([]count.Candidate, e.candidates)}
	for c := range e.candidates {
		election.Candidates[place[c]].Name = "Lamp " + string(rune('A'+c))
	}
	var b count.Builder
	for i, l := range lines {
		var marks []count.Mark
		for _, rank := range l.ranks {
			for j, c := range rank {
				marks = append(marks, count.NewMark(place[c], j > 0))
			}
		}
		class := uint16(0)
		if weights != nil {
			var err error
			if class, err = b.Class(weights[i], ""); err != nil {
				return nil, err
			}
		}
		if err := b.Add(marks, l.times, class, i+1); err != nil {
			return nil, err
		}
	}
	election.Papers = b.Papers()
	return election, nil
}

func identity(n int) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	return order
}

// story says what a result is, by names, so that results of differently ordered elections can be compared.
func story(r *count.Result) string {
	var b strings.Builder
	name := func(of []int) string {
		var names []string
		for _, c := range of {
			names = append(names, r.Candidates[c].Name)
		}
		slices.Sort(names)
		return strings.Join(names, ", ")
	}
	fmt.Fprintln(&b, "elected", name(r.Winners))
	for _, stage := range r.Stages {
		var votes []string
		for c, v := range stage.Votes {
			votes = append(votes, r.Candidates[c].Name+" "+v.String())
		}
		slices.Sort(votes)
		fmt.Fprintln(&b, stage.Number, stage.Action, name(stage.Of), votes, stage.Nontransferable, stage.Rounding, stage.Quota)
	}
	for _, tie := range r.Ties {
		fmt.Fprintln(&b, tie.Stage, name(tie.Candidates), name([]int{tie.Chosen}))
	}
	return b.String()
}

// mustCount counts with a seed.
func mustCount(t *rapid.T, m count.Method, set map[string]string, e *count.Election, err error) *count.Result {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	r, err := m.Count(e, count.Options{Seed: "3-1-4", Set: set})
	if err != nil {
		t.Fatalf("%s %v: %v", m.Name, set, err)
	}
	return r
}

func drawMethod(t *rapid.T) count.Method {
	methods := meek.Methods()
	return methods[rapid.IntRange(0, len(methods)-1).Draw(t, "method")]
}

// drawSettings draws a value for every option, so that any combination is tried.
func drawSettings(t *rapid.T, m count.Method) map[string]string {
	set := map[string]string{}
	for _, o := range m.Options {
		values := o.Values
		switch o.Name {
		case "decimals":
			values = []string{"2", "4", "6", "9", "13", "18"}
		case "omega":
			values = []string{"0.000001", "0.0001", "0.05", "1"}
		}
		set[o.Name] = rapid.SampledFrom(values).Draw(t, o.Name)
	}
	return set
}

// Whatever the options: the count ends, every place is filled, no stage loses a vote, nobody keeps more than everything,
// and the figures add up.
func TestEveryOptionConserves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawMethod(t)
		e := drawElection(t, true)
		weights := make([]exact.Number, len(e.lines))
		for i := range weights {
			weights[i] = exact.Frac(rapid.Int64Range(1, 9).Draw(t, "weight"), rapid.Int64Range(1, 3).Draw(t, "divisor"))
		}
		election, err := e.build(identity(e.candidates), e.lines, weights)
		r := mustCount(t, m, drawSettings(t, m), election, err)
		if len(r.Winners) != e.seats || !r.Complete {
			t.Fatalf("%d places are filled of %d", len(r.Winners), e.seats)
		}
		for _, stage := range r.Stages {
			if sum := exact.Sum(stage.Votes...).Add(stage.Nontransferable); !sum.Equal(r.Ballots.Votes) {
				t.Fatalf("stage %d: %s votes of %s", stage.Number, sum, r.Ballots.Votes)
			}
			for _, keep := range stage.Keep {
				if keep.Value.Sign() < 0 || exact.Int(1).Less(keep.Value) {
					t.Fatalf("stage %d: candidate %d keeps %s", stage.Number, keep.Candidate+1, keep.Value)
				}
			}
			if stage.Clause == "" || stage.Reason == "" {
				t.Fatalf("stage %d says nothing: %+v", stage.Number, stage)
			}
		}
		if first := r.Stages[0]; first.Action != count.FirstPreferences {
			t.Fatalf("the first stage is %s", first.Action)
		}
	})
}

// reorderings of an election change nothing.
func TestOrderChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawMethod(t)
		e := drawElection(t, true)
		plain, err := e.build(identity(e.candidates), e.lines, nil)
		want := story(mustCount(t, m, nil, plain, err))

		// Another order of candidates, of papers, and of the candidates within a rank.
		place := rapid.Permutation(identity(e.candidates)).Draw(t, "place")
		lines := rapid.Permutation(e.lines).Draw(t, "lines")
		for i, l := range lines {
			ranks := make([][]int, len(l.ranks))
			for j, rank := range l.ranks {
				ranks[j] = rapid.Permutation(rank).Draw(t, "rank")
			}
			lines[i] = line{ranks, l.times}
		}
		moved, err := e.build(place, lines, nil)
		if got := story(mustCount(t, m, nil, moved, err)); got != want {
			t.Fatalf("in another order:\n%s\nwant\n%s", got, want)
		}
		// Each paper by itself.
		var single []line
		for _, l := range e.lines {
			for range l.times {
				single = append(single, line{l.ranks, 1})
			}
		}
		ungrouped, err := e.build(identity(e.candidates), single, nil)
		if got := story(mustCount(t, m, nil, ungrouped, err)); got != want {
			t.Fatalf("ungrouped:\n%s\nwant\n%s", got, want)
		}
		// A weight for each line, instead of as many papers; and all in thirds, at three times as many papers.
		weights := make([]exact.Number, len(e.lines))
		thirds := make([]exact.Number, len(e.lines))
		one := make([]line, len(e.lines))
		three := make([]line, len(e.lines))
		for i, l := range e.lines {
			weights[i], thirds[i] = exact.Int(l.times), exact.Frac(l.times, 3)
			one[i], three[i] = line{l.ranks, 1}, line{l.ranks, 3}
		}
		weighted, err := e.build(identity(e.candidates), one, weights)
		if got := story(mustCount(t, m, nil, weighted, err)); got != want {
			t.Fatalf("weighted:\n%s\nwant\n%s", got, want)
		}
		divided, err := e.build(identity(e.candidates), three, thirds)
		if got := story(mustCount(t, m, nil, divided, err)); got != want {
			t.Fatalf("in thirds:\n%s\nwant\n%s", got, want)
		}
	})
}

// Candidates who have withdrawn change nothing but that they are not there.
func TestWithdrawnAreNotThere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawMethod(t)
		e := drawElection(t, true)
		without, err := e.build(identity(e.candidates), e.lines, nil)
		want := mustCount(t, m, nil, without, err)
		more := e
		more.candidates++
		more.lines = nil
		for _, l := range e.lines {
			at := rapid.IntRange(0, len(l.ranks)).Draw(t, "at")
			more.lines = append(more.lines, line{slices.Insert(slices.Clone(l.ranks), at, []int{e.candidates}), l.times})
		}
		with, err := more.build(identity(more.candidates), more.lines, nil)
		if err != nil {
			t.Fatal(err)
		}
		with.Candidates[e.candidates].Withdrawn = true
		got := mustCount(t, m, nil, with, nil)
		if !slices.Equal(got.Winners, want.Winners) || len(got.Stages) != len(want.Stages) {
			t.Fatalf("elected %v in %d stages, want %v in %d", got.Winners, len(got.Stages), want.Winners, len(want.Stages))
		}
		for i, stage := range want.Stages {
			for c, votes := range stage.Votes {
				if !got.Stages[i].Votes[c].Equal(votes) {
					t.Fatalf("stage %d: %s has %s, want %s", i+1, want.Candidates[c].Name, got.Stages[i].Votes[c], votes)
				}
			}
		}
	})
}

// What exact fractions give, decimals give as nearly as they can, for any ranking with equal ranks.
func TestDecimalsApproachFractions(t *testing.T) {
	m := counttest.Method(t, "meek-parametric")
	rapid.Check(t, func(t *rapid.T) {
		e := drawElection(t, true)
		election, err := e.build(identity(e.candidates), e.lines, nil)
		near := exact.Frac(1, 1_000_000)
		fractions := mustCount(t, m, map[string]string{"arithmetic": "rational", "decimals": "9", "omega": "0.01"}, election, err)
		decimals := mustCount(t, m, map[string]string{"decimals": "9", "omega": "0.01"}, election, nil)
		for i := range min(2, len(fractions.Stages), len(decimals.Stages)) { // later ones may part at a tie within the precision
			for c, votes := range fractions.Stages[i].Votes {
				if by := votes.Sub(decimals.Stages[i].Votes[c]); i == 0 && (near.Less(by) || by.Less(exact.Int(0).Sub(near))) {
					t.Fatalf("stage %d, candidate %d: %s, and %s in decimals", i+1, c+1, votes.Decimal(12), decimals.Stages[i].Votes[c])
				}
			}
		}
	})
}
