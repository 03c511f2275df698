package meek_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/constraint"
	"github.com/selectorate/selectorate/count/meek"
	"github.com/selectorate/selectorate/party"
)

// Whatever the rule and its options, a constraint that can be met is met, and one that cannot is refused.
func TestConstraintsAreMet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawMethod(t)
		e := drawElection(t, false)
		election, err := e.build(identity(e.candidates), e.lines, nil)
		if err != nil {
			t.Fatal(err)
		}
		members := rapid.Permutation(identity(e.candidates)).Draw(t, "members")[:rapid.IntRange(1, e.candidates).Draw(t, "size")]
		limit := constraint.Limit{Category: "work", Group: "fitters", Members: members, Min: rapid.IntRange(0, len(members)).Draw(t, "min")}
		limit.Max = rapid.IntRange(limit.Min, e.candidates).Draw(t, "max")
		r, err := m.Count(election, count.Options{Seed: "6", Constraints: []constraint.Limit{limit}, Set: drawSettings(t, m)})
		if possible := limit.Min <= e.seats && e.seats-limit.Max <= e.candidates-len(members); !possible {
			if party.KindOf(err) != party.Invalid {
				t.Fatalf("counted what cannot be met: %v", err)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		elected := 0
		for _, c := range r.Winners {
			if slices.Contains(members, c) {
				elected++
			}
		}
		if len(r.Winners) != e.seats || elected < limit.Min || elected > limit.Max {
			t.Fatalf("%d of %d elected are fitters; at least %d and at most %d", elected, len(r.Winners), limit.Min, limit.Max)
		}
	})
}

// Nor does the order of the candidates matter where constraints decide who goes.
func TestOrderChangesNothingUnderConstraints(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawMethod(t)
		e := drawElection(t, false)
		place := rapid.Permutation(identity(e.candidates)).Draw(t, "place")
		members := rapid.Permutation(identity(e.candidates)).Draw(t, "members")[:rapid.IntRange(1, e.candidates).Draw(t, "size")]
		most := rapid.IntRange(0, e.seats).Draw(t, "most")
		told := func(place []int) (string, error) {
			election, err := e.build(place, e.lines, nil)
			if err != nil {
				t.Fatal(err)
			}
			limit := constraint.Limit{Group: "fitters", Max: most}
			for _, c := range members {
				limit.Members = append(limit.Members, place[c])
			}
			r, err := m.Count(election, count.Options{Seed: "3-1-4", Constraints: []constraint.Limit{limit}})
			if err != nil {
				return "", err
			}
			return story(r), nil
		}
		want, err := told(identity(e.candidates))
		got, again := told(place)
		if (err == nil) != (again == nil) || got != want {
			t.Fatalf("%s in another order:\n%s %v\nwant\n%s %v", m.Name, got, again, want, err)
		}
	})
}

// Cedar is last on first preferences but the only fitter, so she stays; Birch would be second of two joiners, so he goes
// although he has more than the quota.
func TestGuardAndDoomAreTold(t *testing.T) {
	e := election(t, 2, "Alder", "Birch", "Cedar", "Elm")
	close := papers(t, "28 1 2", "27 2 1", "3 3", "26 4 3") // nobody has the quota at first
	clear := papers(t, "40 1 2", "35 2 1", "3 3", "20 4 3") // Alder and Birch have
	guard := constraint.Limit{Category: "work", Group: "fitters", Members: []int{2}, Min: 1, Max: -1}
	doom := constraint.Limit{Category: "work", Group: "joiners", Members: []int{0, 1}, Min: 0, Max: 1}
	for _, m := range meek.Methods() {
		for _, c := range []struct {
			name   string
			limit  constraint.Limit
			papers *count.Papers
			won    []int
			verb   count.Verb
		}{
			{"guard", guard, close, []int{0, 2}, count.Guarded},
			{"doom", doom, clear, []int{0, 3}, count.Doomed},
		} {
			t.Run(m.Name+" "+c.name, func(t *testing.T) {
				e.Papers = c.papers
				r, err := m.Count(e, count.Options{Constraints: []constraint.Limit{c.limit}})
				if err != nil {
					t.Fatal(err)
				}
				if won := slices.Sorted(slices.Values(r.Winners)); !slices.Equal(won, c.won) {
					t.Errorf("elected %v, want %v", won, c.won)
				}
				told := slices.ContainsFunc(r.Stages, func(s count.Stage) bool {
					return slices.ContainsFunc(s.Decisions, func(d count.Decision) bool { return d.Verb == c.verb && d.Reason != "" })
				})
				if !told {
					t.Errorf("nothing is told of the %s", c.name)
				}
			})
		}
	}
}
