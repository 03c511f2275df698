package meek_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/meek"
	"github.com/selectorate/selectorate/internal/counttest"
	"github.com/selectorate/selectorate/party"
)

func TestOptionsThatMakeNoSense(t *testing.T) {
	e := election(t, 1, "Ash", "Beech")
	e.Papers = papers(t, "2 1", "1 2")
	for _, m := range meek.Methods() {
		for name, values := range map[string][]string{
			"decimals": {"0", "19", "-1", "nine", ""}, "omega": {"0", "-1", "0.0", "1/3", "1e9", "", "."}, "elect": {"below"}, "pace": {"slow"},
		} {
			for _, value := range values {
				if _, err := m.Count(e, count.Options{Set: map[string]string{name: value}}); party.KindOf(err) != party.Invalid {
					t.Errorf("%s with %s=%q: %v", m.Name, name, value, err)
				}
			}
		}
	}
}

// An option that changes nothing would be an option too many. Each value of each option, but for those of ties, changes a
// stage of one of these elections.
func TestEveryOptionMatters(t *testing.T) {
	elections := optionElections(t)
	for _, m := range meek.Methods() {
		for _, option := range m.Options {
			values := option.Values
			switch option.Name {
			case "decimals":
				values = []string{"3"}
			case "omega":
				values = []string{"1"}
			case "ties", "lots", "prn": // see ties_test.go
				continue
			case "surplus": // see the transcript of rand_geometric, in transcript_test.go
				continue
			}
			set := map[string]string{}
			if option.Name == "stall" {
				set["keep-rounding"] = "twice" // rounded once, no keep value grows
			}
			for _, value := range values {
				if value != option.Default && !slices.ContainsFunc(elections, func(e *count.Election) bool { return changes(t, m, e, set, option.Name, value) }) {
					t.Errorf("%s: %s=%s changes nothing", m.Name, option.Name, value)
				}
			}
		}
	}
}

func changes(t *testing.T, m count.Method, e *count.Election, set map[string]string, name, value string) bool {
	t.Helper()
	standard, err := m.Count(e, count.Options{Seed: "7", Set: set})
	if err != nil {
		t.Fatal(err)
	}
	set = maps.Clone(set)
	set[name] = value
	other, err := m.Count(e, count.Options{Seed: "7", Set: set})
	if err != nil {
		t.Fatal(err)
	}
	return story(standard) != story(other)
}

// optionElections makes elections of many kinds: large and small, with equal ranks, with nobody's candidates, with ties.
func optionElections(t *testing.T) []*count.Election {
	t.Helper()
	var elections []*count.Election
	s := splitmix(5)
	for range 40 {
		e := draw(&s)
		elections = append(elections, e.election(t))
	}
	for seats := 1; seats < 5; seats++ {
		e := election(t, seats, "Ash", "Beech", "Cherry", "Damson", "Elm", "Fir")
		e.Papers = papers(t, "71 1 2 3 4", "43 2 1 5", "37 3 6 1", "29 4=5 1 2", "23 5 4=2 3", "19 6 3=1 2", "8 1=2=3 6", "7 1=2 3=4 5=6")
		elections = append(elections, e)
		one := election(t, seats, "Ash", "Beech", "Cherry", "Damson", "Elm", "Fir", "Gorse")
		one.Papers = papers(t, "60 1 2", "20 1 3", "20 2", "20 3", "1 4 1=2=3")
		elections = append(elections, one)
	}
	for _, lines := range [][]string{
		{"17 1 2"}, // two are elected whose papers end with them: votes and keep values shrink to the last decimals
		{"1 1", "1 2", "1*999999997/1000000000 3"},                       // two have the quota to the last of nine decimals
		{"1 1", "1 2", "1*999997/1000000 3"},                             // and of six
		{"1*1000001001/1000000000 1", "1 2", "1*999998999/1000000000 3"}, // a surplus of just 0.000001
	} {
		e := election(t, 2, "Ash", "Beech", "Cherry", "Damson", "Elm", "Fir", "Gorse")
		e.Papers = papers(t, lines...)
		three := *e
		three.Seats = 3
		elections = append(elections, e, &three)
	}
	return elections
}

// One place, by Part 2 of the regulations: half of the votes in play is enough, for nobody can overtake; unless two have
// half each.
func TestSingleVacancy(t *testing.T) {
	for _, c := range []struct {
		name   string
		lines  []string
		stages int
		won    int
		quota  string
	}{
		{"half is enough", []string{"50 1", "30 2", "20 3 2"}, 1, 0, "50.000000000"},
		{"of an odd number, more than half", []string{"50 1", "31 2", "20 3 2"}, 2, 1, "51.000000000"},
		{"votes in play alone are counted", []string{"40 1", "39 2", "15 3"}, 2, 0, "40.000000000"},
		{"two have half each, and a lot decides", []string{"50 1", "30 2", "20 3 2"}, 1, 0, "50.000000000"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := election(t, 1, "Ash", "Beech", "Cherry")
			e.Papers = papers(t, c.lines...)
			m := counttest.Method(t, "meek-nz")
			r, err := m.Count(e, count.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Stages) != c.stages || r.Winners[0] != c.won || r.Quota.Text(9) != c.quota {
				t.Errorf("%v elected after %d stages with %s", r.Winners, len(r.Stages), r.Quota.Text(9))
			}
		})
	}
	e := election(t, 1, "Ash", "Beech")
	e.Papers = papers(t, "50 1", "50 2")
	m := counttest.Method(t, "meek-nz")
	r, err := m.Count(e, count.Options{})
	if err != nil || len(r.Ties) != 1 || r.Ties[0].Clause != "clauses 34 and 40 to 48" || r.Stages[0].Quota.Text(9) != "50.000000001" {
		t.Errorf("%v: ties %v, stages %+v", err, r.Ties, r.Stages)
	}
}
