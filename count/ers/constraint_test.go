package ers_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/constraint"
)

// decided lists the reasons of all decisions of a verb.
func decided(r *count.Result, verb count.Verb) (reasons []string) {
	for _, s := range r.Stages {
		for _, p := range s.Parts {
			for _, d := range p.Decisions {
				if d.Verb == verb {
					reasons = append(reasons, d.Reason)
				}
			}
		}
		for _, d := range s.Decisions {
			if d.Verb == verb {
				reasons = append(reasons, d.Reason)
			}
		}
	}
	return reasons
}

// 40 papers for 2 places, and nobody has the quota (13.34, or 14). D and E, the lowest, have 3 + 4 together and C has 9:
// without a constraint they go together. With at least one of D and E, both cannot go together, though each alone
// could. E goes, and then D is guarded: B goes with 11 votes.
func TestAGroupThatMayNotGoTogetherDoesNot(t *testing.T) {
	for _, name := range []string{"ers97", "northern-ireland"} {
		t.Run(name, func(t *testing.T) {
			r := tally(t, name, invented(t, 2, "13 A", "11 B", "9 C", "4 D B", "3 E C"), count.Options{Constraints: []constraint.Limit{
				{Category: "gender", Group: "women", Members: []int{3, 4}, Min: 1, Max: -1},
			}})
			if got := winners(r); !slices.Equal(got, []int{1, 4}) {
				t.Errorf("elected %v, want A and D", got)
			}
			if second := r.Stages[1]; !slices.Equal(second.Of, []int{4}) {
				t.Errorf("stage 2 excludes %v, want E alone", second.Of)
			}
			if third := r.Stages[2]; !slices.Equal(third.Of, []int{1}) {
				t.Errorf("stage 3 excludes %v, want B", third.Of)
			}
			guarded := decided(r, count.Guarded)
			if len(guarded) == 0 || !strings.Contains(guarded[0], "D has no more votes than") || !strings.Contains(guarded[0], "women") {
				t.Errorf("the guard is not told: %q", guarded)
			}
		})
	}
}

// At most one of A, B and C. A is elected with the quota (40/3 = 13.34); B and C are doomed and go together before A's
// surplus moves. That leaves D and E, 4 and 3.
func TestTheDoomedGoFirstAndTogether(t *testing.T) {
	limit := []constraint.Limit{{Category: "gender", Group: "men", Members: []int{0, 1, 2}, Min: 0, Max: 1}}
	r := tally(t, "ers97", invented(t, 2, "14 A D", "10 B", "9 C E", "4 D", "3 E"), count.Options{Constraints: limit})
	want := []string{"14 10 9 4 3 | 0 | A", "14 0 0 4 12 | 10 | E"}
	if got := written(r); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if doomed := decided(r, count.Doomed); len(doomed) != 2 || !strings.Contains(doomed[0], "B cannot be elected") || !strings.Contains(doomed[0], "men") {
		t.Errorf("doomed: %q", doomed)
	}
	if !strings.Contains(r.Stages[1].Reason, "the constraints keep them from being elected") {
		t.Errorf("%s", r.Stages[1].Reason)
	}
}

// Both reach the quota of 10 at the first stage, equal, and only one of them can be elected: rule 5.6.2 speaks of places,
// not of constraints, so the tie is settled, by a lot.
func TestAConstraintBetweenEqualsIsSettledByTheTieRule(t *testing.T) {
	limit := []constraint.Limit{{Category: "gender", Group: "men", Members: []int{0, 1}, Min: 0, Max: 1}}
	e := invented(t, 2, "11 A C", "11 B C", "5 C", "3 D")
	r := tally(t, "ers97", e, count.Options{Constraints: limit, Lots: []int{1, 0, 2, 3}})
	if r.Winners[0] != 1 || slices.Contains(r.Winners, 0) || len(r.Ties) != 1 || r.Ties[0].For != "election" {
		t.Errorf("elected %v, ties %+v", r.Winners, r.Ties)
	}
	if _, err := find("ers97").Count(e, count.Options{Constraints: limit}); err == nil {
		t.Error("no lot was asked for")
	}
}

// Nobody is above a constraint: a group that includes the one before a guarded candidate stays a group.
func TestAGuardedCandidateIsPassedOverInAGroup(t *testing.T) {
	// 60 papers for 2 places, at least one of E. D, E and F have 2, 3 and 4; D and F go together (6 against 15), E stays.
	limit := []constraint.Limit{{Category: "gender", Group: "women", Members: []int{4}, Min: 1, Max: -1}}
	r := tally(t, "ers97", invented(t, 2, "19 A", "17 B", "15 C", "2 D", "3 E", "4 F"), count.Options{Constraints: limit})
	if second := r.Stages[1]; !slices.Equal(second.Of, []int{3, 5}) {
		t.Errorf("stage 2 excludes %v, want D and F", second.Of)
	}
	if got := winners(r); !slices.Equal(got, []int{1, 5}) {
		t.Errorf("elected %v, want A and E", got)
	}
}
