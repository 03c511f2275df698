package sheet_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/constraint"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/lot"
	"github.com/selectorate/selectorate/count/sheet"
	"github.com/selectorate/selectorate/party"
)

// open makes a sheet for the candidates A, B, C and so on, with ten papers for the first.
func open(t *testing.T, candidates, seats int, ties sheet.Ties, o count.Options) *sheet.Sheet {
	t.Helper()
	s, err := sheet.New(form(ties), election(t, candidates, seats), o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func form(ties sheet.Ties) sheet.Form {
	return sheet.Form{
		Method: &count.Method{Name: "invented", Constrained: true, Options: []count.Option{{Name: "pace", Values: []string{"slow", "fast"}, Default: "slow"}}},
		Places: 2, Threshold: "quota", Ties: ties, TieClause: "rule 9",
	}
}

func election(t *testing.T, candidates, seats int) *count.Election {
	t.Helper()
	e := &count.Election{Seats: seats}
	for i := range candidates {
		e.Candidates = append(e.Candidates, count.Candidate{Name: string(rune('A' + i))})
	}
	var b count.Builder
	if err := b.Add([]count.Mark{count.NewMark(0, false)}, 10, 0, 1); err != nil {
		t.Fatal(err)
	}
	e.Papers = b.Papers()
	return e
}

func votes(all ...int64) []exact.Number {
	numbers := make([]exact.Number, len(all))
	for i, n := range all {
		numbers[i] = exact.Int(n)
	}
	return numbers
}

func record(t *testing.T, s *sheet.Sheet, all ...int64) {
	t.Helper()
	if err := s.Record(count.Stage{Action: count.Exclusion, Votes: votes(all...), Quota: exact.Int(4)}); err != nil {
		t.Fatal(err)
	}
}

func TestAStageMustConserveVotes(t *testing.T) {
	s := open(t, 2, 1, sheet.Latest, count.Options{})
	for name, stage := range map[string]count.Stage{
		"one vote too few":  {Votes: votes(6, 3)},
		"one vote too many": {Votes: votes(6, 4), Nontransferable: exact.Int(1)},
		"less than nothing": {Votes: votes(11, -1)},
		"too few figures":   {Votes: votes(10)},
		"a step that loses": {Votes: votes(6, 4), Parts: []count.Part{{Votes: votes(6, 3)}}},
	} {
		if err := s.Record(stage); err == nil {
			t.Errorf("%s: recorded", name)
		} else if party.KindOf(err) != 0 {
			t.Errorf("%s: a fault of the program is told as one of the input: %v", name, err)
		}
	}
	if err := s.Record(count.Stage{Votes: votes(6, 3), Nontransferable: exact.Int(1)}); err != nil {
		t.Error(err)
	}
	if len(s.Stages()) != 1 || s.Stages()[0].Number != 1 {
		t.Errorf("recorded %d stages", len(s.Stages()))
	}
}

func TestTiesLookBack(t *testing.T) {
	for _, c := range []struct {
		name    string
		ties    sheet.Ties
		stages  [][]int64
		lowest  string
		earlier int
	}{
		{"the latest stage that tells them apart", sheet.Latest, [][]int64{{2, 3, 5}, {3, 2, 5}, {4, 4, 2}}, "B", 2},
		{"the earliest stage that tells them apart", sheet.Earliest, [][]int64{{2, 3, 5}, {3, 2, 5}, {4, 4, 2}}, "A", 1},
		{"stages at which they are equal tell nothing", sheet.Latest, [][]int64{{2, 3, 5}, {4, 4, 2}, {4, 4, 2}}, "A", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := open(t, 3, 1, c.ties, count.Options{})
			for _, stage := range c.stages {
				record(t, s, stage...)
			}
			last := s.Stages()[len(c.stages)-1].Votes
			chosen, err := s.Lowest([]int{0, 1}, last, "exclusion")
			if err != nil {
				t.Fatal(err)
			}
			tie := s.Result().Ties[0]
			if s.Name(chosen) != c.lowest || tie.Earlier != c.earlier || tie.By != count.ByEarlierStage || tie.Clause != "rule 9" {
				t.Errorf("%s goes by stage %d (%s), want %s by stage %d", s.Name(chosen), tie.Earlier, tie.By, c.lowest, c.earlier)
			}
			if highest, err := s.Highest([]int{0, 1}, last, "transfer"); err != nil || highest == chosen {
				t.Errorf("the highest is the lowest (%v)", err)
			}
		})
	}
}

// Of three, those who still cannot be told apart after one stage are told apart by the next.
func TestThreeAreToldApartStageByStage(t *testing.T) {
	s := open(t, 4, 1, sheet.Latest, count.Options{})
	record(t, s, 1, 2, 3, 4)
	record(t, s, 2, 2, 3, 3)
	record(t, s, 3, 3, 3, 1)
	chosen, err := s.Lowest([]int{0, 1, 2}, s.Stages()[2].Votes, "exclusion")
	if err != nil || s.Name(chosen) != "A" {
		t.Errorf("%s goes (%v), want A: C had most at stage 2, and of A and B, A had fewer at stage 1", s.Name(chosen), err)
	}
}

func TestLots(t *testing.T) {
	tied := func(o count.Options) (string, *sheet.Sheet, error) {
		s := open(t, 3, 1, sheet.Latest, o)
		record(t, s, 3, 3, 4)
		chosen, err := s.Lowest([]int{0, 1}, s.Stages()[0].Votes, "exclusion")
		return s.Name(chosen), s, err
	}
	_, s, err := tied(count.Options{})
	needed, waits := errors.AsType[*count.LotNeeded](err)
	if !waits || needed.Stage != 1 || !slices.Equal(needed.Names, []string{"A", "B"}) {
		t.Fatalf("no seed: %v", err)
	}
	result, err := s.Close(err)
	if result == nil || result.Complete || len(result.Stages) != 1 || err == nil {
		t.Errorf("a count that waits for a lot gives its stages so far: %v, %v", result, err)
	}

	name, s, err := tied(count.Options{Seed: "dice 3 5 1"})
	want := []string{"A", "B"}[lot.Draw("dice 3 5 1", 1, []string{"A", "B"})]
	if err != nil || name != want || s.Result().Ties[0].By != count.BySeed || s.Result().Ties[0].Draw != 1 {
		t.Errorf("the seed gives %s (%v), want %s", name, err, want)
	}
	if name, s, err = tied(count.Options{Lots: []int{1, 0}}); err != nil || name != "B" || s.Result().Ties[0].By != count.ByGivenLot {
		t.Errorf("the lot drawn by hand gives %s (%v), want B", name, err)
	}
	if _, _, err = tied(count.Options{Lots: []int{1}}); err == nil {
		t.Error("a lot that does not name all of the tied settles the tie")
	}
}

func TestOrderOfTheFile(t *testing.T) {
	e := election(t, 2, 1)
	e.TieOrder = []int{1, 0} // of the two, B is taken, whatever for
	s, err := sheet.New(form(sheet.Latest), e, count.Options{Seed: "not used"})
	if err != nil {
		t.Fatal(err)
	}
	record(t, s, 5, 5)
	lowest, err := s.Lowest([]int{0, 1}, s.Stages()[0].Votes, "exclusion")
	highest, again := s.Highest([]int{0, 1}, s.Stages()[0].Votes, "transfer")
	if err != nil || again != nil || lowest != 1 || highest != 1 || s.Result().Ties[0].By != count.ByFileOrder {
		t.Errorf("lowest %d, highest %d (%v, %v), by %s", lowest, highest, err, again, s.Result().Ties[0].By)
	}
}

// After a restart nothing earlier is looked at, and the excluded continue again.
func TestRestart(t *testing.T) {
	s := open(t, 3, 2, sheet.Latest, count.Options{})
	record(t, s, 2, 3, 5)
	s.Elect(2, "", "")
	s.Exclude(0)
	s.Restart()
	if !slices.Equal(s.Continuing(), []int{0, 1}) {
		t.Fatalf("%v continue", s.Continuing())
	}
	record(t, s, 5, 5, 0)
	if _, err := s.Lowest([]int{0, 1}, s.Stages()[1].Votes, "exclusion"); err == nil {
		t.Error("a stage before the restart told them apart")
	}
}

func TestGuardAndDoom(t *testing.T) {
	women := constraint.Limit{Category: "gender", Group: "women", Members: []int{0, 1}, Min: 1, Max: 1}
	s := open(t, 4, 2, sheet.Latest, count.Options{Constraints: []constraint.Limit{women}})
	record(t, s, 1, 2, 3, 4)
	s.Exclude(1)
	out, err := s.ToExclude(s.Stages()[0].Votes)
	if err != nil || s.Name(out) != "C" {
		t.Fatalf("%s goes (%v), want C: A is the last woman", s.Name(out), err)
	}
	decisions := s.Stages()[0].Decisions
	if len(decisions) != 1 || decisions[0].Verb != count.Guarded || !strings.Contains(decisions[0].Reason, "women") {
		t.Errorf("the guard is not told: %+v", decisions)
	}
	s.Elect(0, "", "")
	if doomed := s.Doomed(); len(doomed) != 0 {
		t.Errorf("%s cannot be elected, though one place is left and no woman continues", s.Names(doomed))
	}
	if len(s.Result().Constraints) != 1 {
		t.Error("the result does not say the constraint")
	}

	s = open(t, 4, 2, sheet.Latest, count.Options{Constraints: []constraint.Limit{women}})
	record(t, s, 5, 4, 1, 0)
	if err := s.ElectAll([]int{0, 1}, s.Stages()[0].Votes, "rule 3", func(c int) string { return s.Name(c) + " has the quota." }); err != nil {
		t.Fatal(err)
	}
	if got := s.Names(s.Winners()); got != "A" {
		t.Errorf("elected: %s, want A alone, as one woman is the most", got)
	}
	if got := s.Names(s.Doomed()); got != "B" {
		t.Errorf("doomed: %s, want B", got)
	}
	if s.MayGo([]int{2, 3}) {
		t.Error("both men may go, though one place is left for a man")
	}
}

func TestWhatCannotBeCounted(t *testing.T) {
	impossible := []constraint.Limit{{Group: "women", Members: []int{0, 1}, Min: 2, Max: -1}}
	for name, c := range map[string]struct {
		seats   int
		options count.Options
	}{
		"no places":              {0, count.Options{}},
		"an unknown option":      {1, count.Options{Set: map[string]string{"colour": "red"}}},
		"an unknown value":       {1, count.Options{Set: map[string]string{"pace": "mild"}}},
		"constraints too strong": {1, count.Options{Constraints: impossible}},
		"fewer than no places":   {1, count.Options{Seats: -1}},
	} {
		if _, err := sheet.New(form(sheet.Latest), election(t, 3, c.seats), c.options); !party.Is(err, party.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWithdrawn(t *testing.T) {
	e := election(t, 3, 1)
	e.Candidates[0].Withdrawn = true
	s, err := sheet.New(form(sheet.Latest), e, count.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if s.Continues(0) || s.Status(0) != sheet.Withdrawn || !slices.Equal(s.Continuing(), []int{1, 2}) {
		t.Error("who has withdrawn continues")
	}
	if b := s.Result().Ballots; b.Valid != 0 || b.Rejected != 10 || len(s.Result().Rejected) != 1 || s.Result().Rejected[0].Line != 1 {
		t.Errorf("ten papers for who has withdrawn: %+v, %+v", b, s.Result().Rejected)
	}
}

func TestOneVoteIsNotVotes(t *testing.T) {
	for said, want := range map[string]string{
		"The 1 valid votes are sorted by first preference.": "The 1 valid vote is sorted by first preference.",
		"A has 1 votes more than the quota of 1 votes.":     "A has 1 vote more than the quota of 1 vote.",
		"A has 0.1 votes, B 21 votes (1 papers).":           "A has 0.1 votes, B 21 votes (1 paper).",
		"The papers move to STROUD, JR..":                   "The papers move to STROUD, JR.",
	} {
		s := open(t, 2, 1, sheet.Latest, count.Options{})
		if err := s.Record(count.Stage{Votes: votes(6, 4), Reason: said}); err != nil {
			t.Fatal(err)
		}
		if got := s.Stages()[0].Reason; got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
