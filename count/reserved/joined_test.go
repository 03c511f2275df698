package reserved_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/constraint"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/reserved"
	"github.com/selectorate/selectorate/internal/counttest"
	"github.com/selectorate/selectorate/party"
)

// TestTiesOfARepeatedCount: in both counts Candle and Dim are equal after Ember is excluded, and the first stage of the
// same count tells them apart; in the second count that is not stage 1 of the result.
func TestTiesOfARepeatedCount(t *testing.T) {
	t.Parallel()
	e := election(t, 1, lamps, "20 A", "10 B", "8 C", "7 D", "1 ED")
	o := count.Options{Constraints: parse(t, e, "x: y none: Amber")}
	r, err := reserved.Repeat(counttest.Method(t, "eliminating"), e, o)
	if err != nil {
		t.Fatal(err)
	}
	check(t, e, o, r)
	if winners(r) != "Brass" || len(r.Ties) < 2 {
		t.Fatalf("%s is elected, ties are %v", winners(r), r.Ties)
	}
	begins := 0
	for _, s := range r.Stages {
		if s.Action == count.NextPlace {
			begins = s.Number
		}
	}
	first, second := r.Ties[0], r.Ties[1]
	if first.Earlier != 1 || second.Earlier != begins || second.Stage != begins+first.Stage-1 {
		t.Errorf("ties are settled by stages %d and %d, the second count begins at %d", first.Earlier, second.Earlier, begins)
	}
	if want := fmt.Sprintf("stage %d", begins); !strings.Contains(second.Reason, want) {
		t.Errorf("%q does not name %s", second.Reason, want)
	}
}

// TestLotNeededForTheReservedPlace: the lot is needed in the first of two counts.
func TestLotNeededForTheReservedPlace(t *testing.T) {
	t.Parallel()
	e := election(t, 2, lamps, "30 A", "20 B", "5 D", "5 E")
	o := count.Options{Constraints: parse(t, e, "x: y at least 1: Dim, Ember")}
	r, err := reserved.Reserve(counttest.Method(t, "scottish"), e, o)
	var needed *count.LotNeeded
	if !errors.As(err, &needed) || r == nil || r.Complete || len(r.Winners) != 0 || needed.Stage != 1 || r.Seats != 2 {
		t.Errorf("got %v, %v", r, err)
	}
}

// TestBlockVote: what a paper may hold has to be said, because it must not follow from the places of each count.
func TestBlockVote(t *testing.T) {
	t.Parallel()
	e := election(t, 2, lamps, "30 AC", "20 AB", "10 BD")
	o := count.Options{Constraints: parse(t, e, "x: y at least 1: Candle, Dim")}
	m := counttest.Method(t, "block")
	if r, err := reserved.Reserve(m, e, o); !party.Is(err, party.Invalid) || r != nil || !strings.Contains(err.Error(), "set option votes") {
		t.Errorf("got %v, %v", r, err)
	}
	o.Set = map[string]string{"votes": "2"}
	r, err := reserved.Reserve(m, e, o)
	if err != nil {
		t.Fatal(err)
	}
	if winners(r) != "Candle Amber" {
		t.Errorf("%s are elected", winners(r))
	}
}

// stub is a method that elects the first who stand and says what it is told about papers.
func stub(places int, valid ...int64) count.Method {
	calls := 0
	return count.Method{Name: "stub", Count: func(e *count.Election, o count.Options) (*count.Result, error) {
		r := &count.Result{Rule: "stub", Complete: true, Winners: e.Standing()[:min(places, o.Seats)]}
		r.Ballots.Valid = valid[min(calls, len(valid)-1)]
		r.Ballots.Votes = exact.Int(r.Ballots.Valid)
		stage := count.Stage{Number: 1, Action: count.FirstPreferences, Votes: make([]exact.Number, len(e.Candidates))}
		stage.Votes[0] = r.Ballots.Votes
		stage.Parcels = []count.Parcel{{Stage: 1}}
		stage.Parts = []count.Part{{Reason: "Part of stage 1.", Decisions: []count.Decision{{Verb: count.Elected, Candidates: r.Winners, Reason: "At stage 1."}}}}
		r.Stages = []count.Stage{stage}
		r.Notes = []string{fmt.Sprint("call ", calls)}
		calls++
		return r, nil
	}}
}

func TestValidOnlyAmongSome(t *testing.T) {
	t.Parallel()
	e := election(t, 2, lamps, papers...)
	o := count.Options{Lots: []int{1, 0}, Constraints: parse(t, e, "x: y at most 1: Amber, Brass")} // the lot falls on Brass
	if r, err := reserved.Repeat(stub(2, 10, 11), e, o); r != nil || !party.Is(err, party.Invalid) || !strings.Contains(err.Error(), "valid among some") {
		t.Errorf("got %v, %v", r, err)
	}
}

func TestPlacesLeftEmpty(t *testing.T) {
	t.Parallel()
	e := election(t, 2, lamps, papers...)
	o := count.Options{Constraints: parse(t, e, "x: y at least 1: Dim")}
	if r, err := reserved.Repeat(stub(1, 10), e, o); r != nil || !party.Is(err, party.Invalid) || !strings.Contains(err.Error(), "fills 1 of 2 places") {
		t.Errorf("got %v, %v", r, err)
	}
	o.Constraints = parse(t, e, "x: y at most 1: Dim")
	if r, err := reserved.Repeat(stub(1, 10), e, o); err != nil || winners(r) != "Amber" {
		t.Errorf("got %v, %v", r, err)
	}
}

// TestFollowingStages: numbers of stages, in figures and in sentences, are those of the whole result.
func TestFollowingStages(t *testing.T) {
	t.Parallel()
	e := election(t, 2, lamps, papers...)
	o := count.Options{Lots: []int{1, 0}, Constraints: parse(t, e, "x: y at most 1: Amber, Brass")} // the lot falls on Brass
	r, err := reserved.Repeat(stub(2, 10, 7), e, o)
	if err != nil {
		t.Fatal(err)
	}
	check(t, e, o, r)
	first, second := r.Stages[0], r.Stages[1]
	if d := first.Parts[0].Decisions[0]; d.Verb != count.Choice || d.Reason != "In this count, which does not stand: At stage 1." {
		t.Errorf("the first count decides %v", d)
	}
	if p := second.Parts[0]; p.Reason != "Part of stage 2." || p.Decisions[0].Reason != "At stage 2." || second.Parcels[0].Stage != 2 {
		t.Errorf("the second stage has %v", second)
	}
	if n := second.Nontransferable; !n.Equal(exact.Int(3)) {
		t.Errorf("%v are non-transferable in the second count", n)
	}
	if len(r.Notes) != 3 {
		t.Errorf("notes are %q", r.Notes)
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	e := election(t, 2, lamps, papers...)
	unsaid := election(t, 0, lamps, papers...)
	some := []constraint.Limit{{Group: "in", Members: []int{0}, Max: -1}}
	for name, c := range map[string]struct {
		e    *count.Election
		o    count.Options
		want string
	}{
		"no candidates": {&count.Election{}, count.Options{Constraints: some}, "no candidates"},
		"unfit limit":   {e, count.Options{Constraints: []constraint.Limit{{Group: "in", Members: []int{9}}}}, "no candidate 10"},
		"other option":  {e, count.Options{Constraints: some, Set: map[string]string{"speed": "high"}}, "no option"},
		"no places":     {unsaid, count.Options{Constraints: some}, "how many places"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, design := range []string{reserved.RepeatCount, reserved.ReservedSeats} {
				r, err := reserved.Count(design, counttest.Method(t, "scottish"), c.e, c.o)
				if r != nil || !party.Is(err, party.Invalid) || !strings.Contains(err.Error(), c.want) {
					t.Errorf("%s: got %v, %v", design, r, err)
				}
			}
		})
	}
}
