package gregory_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/gregory"
	"github.com/selectorate/selectorate/internal/counttest"
)

// contest is a real contest with what other programs and officials made of it.
type contest struct {
	name     string
	election *count.Election
	results  map[string]peer
	official official
}

type peer struct {
	Winners []int
	Rounds  []struct {
		Votes           []string
		Nontransferable string
		Elected         []int
		Events          []string
	}
}

type official struct {
	Rounds  []map[string]json.Number
	Quotas  []int64
	Winners []string
}

// contests reads the contests of the reference data that have several places.
func contests(t *testing.T) []contest {
	t.Helper()
	root := counttest.Elections(t)
	var all []contest
	for _, pattern := range []string{"scotland-2017-sample/*.blt", "portland-2024-d1/*.blt", "albany-2022/*.blt"} {
		files, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil || len(files) == 0 {
			t.Fatalf("no files %s", pattern)
		}
		for _, file := range files {
			all = append(all, readContest(t, file))
		}
	}
	if len(all) != 14 {
		t.Fatalf("%d contests, want 14", len(all))
	}
	return all
}

func readContest(t *testing.T, file string) contest {
	t.Helper()
	name := strings.TrimSuffix(filepath.Base(file), ".blt")
	var expected struct {
		Results  map[string]peer
		Official official
	}
	counttest.Expected(t, file, &expected)
	return contest{name, counttest.Read(t, file), expected.Results, expected.Official}
}

// findMethod gives a method of this package by its name.
func findMethod(name string) count.Method {
	for _, m := range gregory.Methods() {
		if m.Name == name {
			return m
		}
	}
	panic("no method " + name)
}

// counted counts, and the count must come to its end.
func counted(t testing.TB, name string, e *count.Election, o count.Options) *count.Result {
	t.Helper()
	r, err := findMethod(name).Count(e, o)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return r
}

func number(t testing.TB, text string) exact.Number {
	t.Helper()
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		t.Fatalf("%q is not a number", text)
	}
	return exact.FromRat(r)
}

// sameStages compares every figure of every stage and the winners, whose order the programs do not give.
func sameStages(t *testing.T, r *count.Result, want peer) {
	t.Helper()
	winners := slices.Clone(r.Winners)
	slices.Sort(winners)
	for i := range winners {
		winners[i]++
	}
	if !slices.Equal(winners, want.Winners) {
		t.Errorf("elected %v, want %v", winners, want.Winners)
	}
	if len(r.Stages) != len(want.Rounds) {
		t.Fatalf("%d stages, want %d", len(r.Stages), len(want.Rounds))
	}
	for i, round := range want.Rounds {
		stage := r.Stages[i]
		for c, text := range round.Votes {
			if !stage.Votes[c].Equal(number(t, text)) {
				t.Errorf("stage %d: %s has %s, want %s", i+1, r.Candidates[c].Name, stage.Votes[c].Text(r.Places), text)
			}
		}
		if round.Nontransferable != "" && !stage.Nontransferable.Equal(number(t, round.Nontransferable)) {
			t.Errorf("stage %d: %s not transferable, want %s", i+1, stage.Nontransferable.Text(r.Places), round.Nontransferable)
		}
		if round.Elected == nil {
			continue
		}
		var elected []int
		for _, d := range stage.Decisions {
			if d.Verb == count.Elected {
				elected = append(elected, d.Candidates[0]+1)
			}
		}
		slices.Sort(elected)
		if !slices.Equal(elected, round.Elected) {
			t.Errorf("stage %d: %v elected, want %v", i+1, elected, round.Elected)
		}
	}
}

// results counts the contests that have a result of the given name, and fails where there is none: a name that nobody has
// must not pass for agreement.
func results(t *testing.T, name string, least int) []contest {
	t.Helper()
	var found []contest
	for _, c := range contests(t) {
		if _, ok := c.results[name]; ok {
			found = append(found, c)
		}
	}
	if len(found) < least {
		t.Fatalf("%d contests have a result of %s, want %d at least", len(found), name, least)
	}
	return found
}

// byNumber is the order by which OpenSTV and droop broke ties when they made the expected results.
func byNumber(e *count.Election) []int {
	order := make([]int, len(e.Candidates))
	for c := range order {
		order[c] = c
	}
	return order
}

func TestScottishAsOpenSTV(t *testing.T) {
	for _, c := range results(t, "openstv:ScottishSTV", 14) {
		t.Run(c.name, func(t *testing.T) {
			r := counted(t, "scottish", c.election, count.Options{})
			sameStages(t, r, c.results["openstv:ScottishSTV"])
			if len(r.Ties) != 0 && c.name != "portland_2024_d1" {
				t.Errorf("ties %v, and the wards have none", r.Ties)
			}
		})
	}
}

// droop lists a stage for a surplus of zero where the official count has none; that is the only difference, and the
// option zero-surplus explains it.
func TestScottishAsDroop(t *testing.T) {
	empty := map[string]int{"shetland_2017_ward7": 1, "sc_borders_2017_ward3": 1, "argyll_bute_2017_ward7": 1}
	for _, c := range results(t, "droop:scotland", 12) {
		want := c.results["droop:scotland"]
		t.Run(c.name, func(t *testing.T) {
			r := counted(t, "scottish", c.election, count.Options{Set: map[string]string{"zero-surplus": "stage"}})
			sameStages(t, r, want)
			standard := counted(t, "scottish", c.election, count.Options{})
			if more := len(r.Stages) - len(standard.Stages); more != empty[c.name] {
				t.Errorf("%d stages of a surplus of zero, want %d", more, empty[c.name])
			}
			if !slices.Equal(r.Winners, standard.Winners) {
				t.Errorf("elected %v with empty stages, %v without", r.Winners, standard.Winners)
			}
		})
	}
}

func TestReferenceAsDroop(t *testing.T) {
	for _, c := range results(t, "droop:wigm-prf", 12) {
		want := c.results["droop:wigm-prf"]
		t.Run(c.name, func(t *testing.T) {
			sameStages(t, counted(t, "wigm-prf", c.election, count.Options{}), want)
		})
	}
}

// droop counts the plain rule with 18 decimals and nine more as a guard, and shows 18. Exact fractions must agree to all
// but the last of the digits shown, which gathers what the guard lost.
func TestExactAsDroopGuarded(t *testing.T) {
	for _, c := range results(t, "droop:wigm", 2) {
		want := c.results["droop:wigm"]
		t.Run(c.name, func(t *testing.T) {
			r := counted(t, "wigm", c.election, count.Options{Lots: byNumber(c.election)})
			if len(r.Stages) != len(want.Rounds) {
				t.Fatalf("%d stages, want %d", len(r.Stages), len(want.Rounds))
			}
			limit := exact.Frac(1, 1_000_000_000_000_000) // a thousandth of a millionth of a millionth of a vote
			for i, round := range want.Rounds {
				for candidate, text := range round.Votes {
					shown := number(t, text)
					gap := r.Stages[i].Votes[candidate].Sub(shown)
					if limit.Less(gap) || limit.Less(shown.Sub(r.Stages[i].Votes[candidate])) {
						t.Errorf("stage %d: %s has %s, want %s", i+1, r.Candidates[candidate].Name, r.Stages[i].Votes[candidate].Decimal(18), text)
					}
				}
			}
			winners := slices.Sorted(slices.Values(r.Winners))
			for i := range winners {
				winners[i]++
			}
			if !slices.Equal(winners, want.Winners) {
				t.Errorf("elected %v, want %v", winners, want.Winners)
			}
		})
	}
}

func TestMinneapolisAsOpenSTV(t *testing.T) {
	for _, c := range results(t, "openstv:MinneapolisSTV", 1) {
		sameStages(t, counted(t, "minneapolis-stv", c.election, count.Options{Lots: byNumber(c.election)}), c.results["openstv:MinneapolisSTV"])
	}
}

// The official count of Albany, California, works the quota out again after each round and cuts the fraction of a
// surplus to six decimals. These options of wigm give exactly its rounds and quotas.
func TestAlbanyOfficial(t *testing.T) {
	tested := 0
	defer func() {
		if tested != 1 && !t.Skipped() {
			t.Errorf("%d contests have official rounds of this form, want Albany", tested)
		}
	}()
	for _, c := range contests(t) {
		if c.official.Rounds == nil {
			continue
		}
		tested++
		r := counted(t, "wigm", c.election, count.Options{Set: map[string]string{
			"places": "6", "quota": "droop", "quota-update": "active", "value": "fraction",
		}})
		if len(r.Stages) != len(c.official.Rounds) {
			t.Fatalf("%d stages, want %d", len(r.Stages), len(c.official.Rounds))
		}
		for i, round := range c.official.Rounds {
			if want := exact.Int(c.official.Quotas[i]); !r.Stages[i].Quota.Equal(want) {
				t.Errorf("round %d: quota %s, want %s", i+1, r.Stages[i].Quota, want)
			}
			for candidate, who := range r.Candidates {
				want, listed := round[who.Name]
				if listed && !r.Stages[i].Votes[candidate].Equal(number(t, want.String())) {
					t.Errorf("round %d: %s has %s, want %s", i+1, who.Name, r.Stages[i].Votes[candidate].Text(6), want)
				}
			}
		}
		var winners []string
		for _, w := range r.Winners {
			winners = append(winners, r.Candidates[w].Name)
		}
		if !slices.Equal(winners, c.official.Winners) {
			t.Errorf("elected %v, want %v", winners, c.official.Winners)
		}
	}
}

// The value check that the official table of a ward gives: 2,012 votes and a quota of 1,322 make a paper worth 0.34294,
// and 181 and 435 papers 62.07214 and 149.17890 votes (Dyce, Bucksburn and Danestone, Aberdeen, 2017, stage 2).
func TestValueOfDyce(t *testing.T) {
	e := election(t, 4, "Ash", "Beech", "Cedar", "Dill", "Elm", "Fir")
	papers := pile{
		{1396, "A"}, {181, "AB"}, {435, "AC"}, // 2,012 papers for A, and 6,608 altogether
		{1200, "B"}, {1100, "C"}, {900, "D"}, {800, "E"}, {596, "F"},
	}
	papers.into(t, e)
	r := counted(t, "scottish", e, count.Options{})
	for _, want := range []struct {
		to           int
		votes, value string
	}{{1, "62.07214", "0.34294"}, {2, "149.17890", "0.34294"}} {
		i := slices.IndexFunc(r.Stages[1].Transfers, func(x count.Transfer) bool { return x.To == want.to })
		if i < 0 {
			t.Fatal(fmt.Sprint(r.Stages[1].Transfers))
		}
		if x := r.Stages[1].Transfers[i]; !x.Votes.Equal(number(t, want.votes)) || !x.Value.Equal(number(t, want.value)) {
			t.Errorf("to %d: %s votes at %s, want %s at %s", want.to+1, x.Votes.Text(5), x.Value.Text(5), want.votes, want.value)
		}
	}
}
