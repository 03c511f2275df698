package elimination_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
)

// ballots makes an election of lines such as "12 A B C": so many papers and the candidates in order. A line "12*1/2 A" has
// papers worth half a vote each.
func ballots(t testing.TB, names string, lines ...string) *count.Election {
	t.Helper()
	e := &count.Election{Seats: 1}
	for name := range strings.FieldsSeq(names) {
		e.Candidates = append(e.Candidates, count.Candidate{Name: name})
	}
	var b count.Builder
	for i, line := range lines {
		fields := strings.Fields(line)
		times, weight, weighted := strings.Cut(fields[0], "*")
		var n int64
		if _, err := fmt.Sscan(times, &n); err != nil {
			t.Fatal(err)
		}
		class := uint16(0)
		if weighted {
			worth, ok := exact.ParseShare(weight)
			if !ok {
				t.Fatalf("%q is not a weight", weight)
			}
			if i == 0 {
				_, _ = b.Class(exact.Int(1), "")
			}
			var err error
			if class, err = b.Class(worth, ""); err != nil {
				t.Fatal(err)
			}
		}
		var ranking []count.Mark
		for _, name := range fields[1:] {
			for k, one := range strings.Split(name, "=") {
				c := slices.IndexFunc(e.Candidates, func(c count.Candidate) bool { return c.Name == one })
				if c < 0 {
					t.Fatalf("there is no candidate %q", one)
				}
				ranking = append(ranking, count.NewMark(c, k > 0))
			}
		}
		if err := b.Add(ranking, n, class, i+1); err != nil {
			t.Fatal(err)
		}
	}
	e.Papers = b.Papers()
	return e
}

// counted counts by a method with options written "name=value".
func counted(t testing.TB, name string, e *count.Election, o count.Options, set ...string) *count.Result {
	t.Helper()
	r, err := tried(t, name, e, o, set...)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func tried(t testing.TB, name string, e *count.Election, o count.Options, set ...string) (*count.Result, error) {
	t.Helper()
	m := method(t, name)
	o.Set = map[string]string{}
	for _, one := range set {
		key, value, _ := strings.Cut(one, "=")
		o.Set[key] = value
	}
	return m.Count(e, o)
}

// winners names the elected in order.
func winners(r *count.Result) string {
	var names []string
	for _, c := range r.Winners {
		names = append(names, r.Candidates[c].Name)
	}
	return strings.Join(names, " ")
}

// table writes the votes of every stage, a stage between strokes, what is non-transferable behind a plus.
func table(r *count.Result) string {
	var stages []string
	for _, stage := range r.Stages {
		var votes []string
		for _, v := range stage.Votes {
			votes = append(votes, v.String())
		}
		text := strings.Join(votes, " ")
		if !stage.Nontransferable.IsZero() {
			text += " +" + stage.Nontransferable.String()
		}
		stages = append(stages, text)
	}
	return strings.Join(stages, " | ")
}

// decided tells whether a stage (from 1) has a decision whose reason has the words.
func decided(r *count.Result, stage int, words string) bool {
	return slices.ContainsFunc(r.Stages[stage-1].Decisions, func(d count.Decision) bool { return strings.Contains(d.Reason, words) })
}

// published makes papers that give exactly the rounds of a published table: votes of each candidate, round by round,
// the lowest of each round going out. The flows are those that the totals force; where a paper might have come from
// several piles the choice changes no total.
func published(t testing.TB, names []string, rounds [][]int64) *count.Election {
	t.Helper()
	e := &count.Election{Seats: 1}
	for _, name := range names {
		e.Candidates = append(e.Candidates, count.Candidate{Name: name})
	}
	type bundle struct {
		ranking []count.Mark
		times   int64
	}
	piles := make([][]bundle, len(names))
	for c, n := range rounds[0] {
		piles[c] = []bundle{{[]count.Mark{count.NewMark(c, false)}, n}}
	}
	var done []bundle
	for i := 1; i < len(rounds); i++ {
		out := -1
		for c, n := range rounds[i] {
			if n == 0 && rounds[i-1][c] > 0 {
				out = c
			}
		}
		pile := piles[out]
		piles[out] = nil
		for c := range names {
			gain := rounds[i][c] - rounds[i-1][c]
			for c != out && gain > 0 {
				if len(pile) == 0 {
					t.Fatalf("round %d: more votes arrive than %s had", i+1, names[out])
				}
				n := min(gain, pile[0].times)
				piles[c] = append(piles[c], bundle{append(slices.Clone(pile[0].ranking), count.NewMark(c, false)), n})
				gain -= n
				if pile[0].times -= n; pile[0].times == 0 {
					pile = pile[1:]
				}
			}
		}
		done = append(done, pile...)
	}
	for _, pile := range piles {
		done = append(done, pile...)
	}
	var b count.Builder
	for _, one := range done {
		if err := b.Add(one.ranking, one.times, 0, 0); err != nil {
			t.Fatal(err)
		}
	}
	e.Papers = b.Papers()
	return e
}
