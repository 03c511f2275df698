package sheet_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/sheet"
)

// stepped records first preferences and a stage of two steps.
func stepped(t *testing.T, steps bool) *sheet.Sheet {
	t.Helper()
	f := form(sheet.Earliest)
	f.Steps = steps
	s, err := sheet.New(f, election(t, 3, 1), count.Options{})
	if err != nil {
		t.Fatal(err)
	}
	record(t, s, 2, 2, 6)
	first := count.Stage{Action: count.Exclusion, Votes: votes(4, 3, 3), Parts: []count.Part{{Votes: votes(4, 3, 3)}}}
	if err := s.Record(first); err != nil {
		t.Fatal(err)
	}
	s.Elect(0, "rule 1", "A is elected.")
	if err := s.Step(count.Part{Votes: votes(4, 4, 2)}, count.Stage{Votes: votes(4, 4, 2), Reason: "Both steps."}); err != nil {
		t.Fatal(err)
	}
	s.Decide(count.Choice, "rule 2", "After the second step.", 1)
	s.Whole()
	s.Decide(count.Deferred, "rule 3", "After the whole stage.", 0)
	return s
}

func TestDecisionsStandWithTheStepAfterWhichTheyWereMade(t *testing.T) {
	s := stepped(t, true)
	if len(s.Stages()) != 2 || len(s.Stages()[0].Decisions) != 0 {
		t.Fatalf("%+v", s.Stages())
	}
	stage := s.Stages()[1]
	if len(stage.Parts) != 2 || !stage.Votes[1].Equal(votes(4)[0]) || stage.Reason != "Both steps." {
		t.Errorf("the stage is not what it is after its last step: %+v", stage)
	}
	for where, decisions := range map[string][]count.Decision{
		"A is elected.": stage.Parts[0].Decisions, "After the second step.": stage.Parts[1].Decisions, "After the whole stage.": stage.Decisions,
	} {
		if !slices.ContainsFunc(decisions, func(d count.Decision) bool { return d.Reason == where }) || len(decisions) != 1 {
			t.Errorf("%q: %+v", where, decisions)
		}
	}
}

func TestAStepMustConserveVotes(t *testing.T) {
	s := stepped(t, true)
	for name, figures := range map[string][2][]int64{"in the step": {{4, 4, 1}, {4, 4, 2}}, "in the stage": {{4, 4, 2}, {4, 4, 1}}} {
		err := s.Step(count.Part{Votes: votes(figures[0][:]...)}, count.Stage{Votes: votes(figures[1][:]...)})
		if err == nil || !strings.Contains(err.Error(), "step 3") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A and B had equal first preferences; after the first step A had more, after the whole stage they are equal again.
func TestALookBackSeesStepsWhereTheRuleSaysSo(t *testing.T) {
	for _, steps := range []bool{true, false} {
		s := stepped(t, steps)
		left := s.Foremost([]int{0, 1}, "transfer of a surplus")
		ties := s.Result().Ties
		if !steps {
			if len(left) != 2 || len(ties) != 0 {
				t.Errorf("stages alone tell them apart: %v, %+v", left, ties)
			}
			continue
		}
		if !slices.Equal(left, []int{0}) || len(ties) != 1 || ties[0].Earlier != 2 || !strings.Contains(ties[0].Reason, "after step 1 of stage 2") {
			t.Errorf("%v, %+v", left, ties)
		}
	}
}
