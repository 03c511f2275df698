package elimination_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/constraint"
	"github.com/selectorate/selectorate/count/elimination"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/internal/counttest"
	"github.com/selectorate/selectorate/party"
)

func TestOptionsOfTheEliminatingBallot(t *testing.T) {
	six := []string{"9 A", "5 B", "3 C B", "2 D C", "1 E D"}
	for name, c := range map[string]struct {
		lines   []string
		options []string
		table   string
		elected string
	}{
		"a majority of the votes in play ends it": {
			[]string{"6 A", "3 B", "2 C"}, nil, "6 3 2 0 0", "A",
		},
		"going on to two": {
			[]string{"6 A", "3 B", "2 C"}, []string{"stop=two"}, "6 3 2 0 0 | 6 3 2 0 0 | 6 3 2 0 0 | 6 3 0 0 0 +2", "A",
		},
		"one goes at a time": {
			six, nil, "9 5 3 2 1 | 9 5 3 3 0 | 9 5 5 0 0 +1 | 9 8 0 0 0 +3", "A",
		},
		"a group at the bottom goes together": {
			// 1 < 2, 1+2 = 3 is not less than 3, 1+2+3 = 6 is not less than 5, and 11 is not less than 9.
			six, []string{"bulk=less"}, "9 5 3 2 1 | 9 5 3 3 0 | 9 5 5 0 0 +1 | 9 8 0 0 0 +3", "A",
		},
		"a group whose votes equal the next one's": {
			six, []string{"bulk=not-greater"}, "9 5 3 2 1 | 9 5 5 0 0 +1 | 9 8 0 0 0 +3", "A",
		},
		"of two groups the larger goes": {
			[]string{"40 A", "38 B", "9 C A", "2 D B", "1 E B"}, []string{"bulk=less"}, "40 38 9 2 1 | 49 41 0 0 0", "A",
		},
		"a group leaves two where the count goes on to two": {
			[]string{"40 A", "9 B", "3 C B", "2 D B", "1 E B"}, []string{"bulk=less", "stop=two"}, "40 9 3 2 1 | 40 15 0 0 0", "A",
		},
		"a majority of all valid votes": {
			[]string{"6 A", "4 B", "3 C"}, []string{"majority=valid"}, "6 4 3 0 0 | 6 4 3 0 0 | 6 4 3 0 0 | 6 4 0 0 0 +3", "A",
		},
	} {
		t.Run(name, func(t *testing.T) {
			e := counttest.Ballots(t, "A B C D E", c.lines...)
			r := counttest.Counted(t, "eliminating", e, count.Options{Lots: []int{4, 3, 2, 1, 0}}, c.options...)
			if got := counttest.Table(r); got != c.table || counttest.Winners(r) != c.elected {
				t.Errorf("%s, elected %s; want %s, elected %s", got, counttest.Winners(r), c.table, c.elected)
			}
		})
	}
}

func TestTies(t *testing.T) {
	names := "A B C D E F"
	// Stage 1: C 5, D 4, E 2, F 1. F goes to D: D 5. E goes to C and D: both 6. They are equal at stage 3, equal at stage
	// 2, and differ at stage 1 only.
	both := []string{"20 A", "15 B", "5 C", "4 D", "1 E C", "1 E D", "1 F D"}
	for _, option := range []string{"ties=latest", "ties=earliest"} {
		r := counttest.Counted(t, "eliminating", counttest.Ballots(t, names, both...), count.Options{}, option)
		if tie := r.Ties[0]; tie.By != count.ByEarlierStage || tie.Earlier != 1 || r.Candidates[tie.Chosen].Name != "D" {
			t.Errorf("%s: %+v", option, tie)
		}
	}
	// Stage 1: C 6, D 5. Stage 2: C 6, D 8 by F. Stage 3: C 9, D 9 by E. The latest stage at which they differ is 2, where C
	// had fewer; the earliest is 1, where D had fewer.
	apart := []string{"20 A", "15 B", "6 C", "5 D", "3 E C", "1 E D", "3 F D"}
	for option, out := range map[string]string{"ties=latest": "C", "ties=earliest": "D"} {
		r := counttest.Counted(t, "eliminating", counttest.Ballots(t, names, apart...), count.Options{}, option)
		if tie := r.Ties[len(r.Ties)-1]; tie.By != count.ByEarlierStage || r.Candidates[tie.Chosen].Name != out {
			t.Errorf("%s: %+v", option, tie)
		}
	}
	_, err := counttest.Tried(t, "eliminating", counttest.Ballots(t, names, apart...), count.Options{}, "ties=lot")
	if needed, is := errors.AsType[*count.LotNeeded](err); !is || needed.Stage != 3 || !slices.Equal(needed.Names, []string{"C", "D"}) {
		t.Errorf("%v", err)
	}
}

// A count that stops for a lot gives the stages so far and elects nobody.
func TestStoppedForALot(t *testing.T) {
	r, err := counttest.Tried(t, "eliminating", counttest.Ballots(t, "A B", "3 A", "3 B"), count.Options{})
	if _, is := errors.AsType[*count.LotNeeded](err); !is {
		t.Fatalf("%v", err)
	}
	if r == nil || r.Complete || len(r.Winners) != 0 || len(r.Stages) != 1 {
		t.Errorf("%+v", r)
	}
	r = counttest.Counted(t, "eliminating", counttest.Ballots(t, "A B", "3 A", "3 B"), count.Options{Seed: "dice"})
	if !r.Complete || len(r.Winners) != 1 || r.Ties[0].By != count.BySeed || r.Ties[0].Draw != 1 {
		t.Errorf("%+v", r)
	}
}

func TestSeveralPlaces(t *testing.T) {
	e := counttest.Ballots(t, "A B C D", "6 A B", "5 B A", "4 C D", "2 D C")
	repeat := counttest.Counted(t, "eliminating", e, count.Options{Seats: 2})
	if got, want := counttest.Table(repeat), "6 5 4 2 | 6 5 6 0 | 11 0 6 0 | 0 11 4 2"; got != want || counttest.Winners(repeat) != "A B" {
		t.Errorf("%s, elected %s; want %s", got, counttest.Winners(repeat), want)
	}
	if repeat.Stages[3].Action != count.NextPlace || !strings.Contains(repeat.Stages[3].Reason, "A, already elected, is passed over") {
		t.Errorf("%+v", repeat.Stages[3])
	}
	remain := counttest.Counted(t, "eliminating", e, count.Options{Seats: 2}, "several=remain")
	if got, want := counttest.Table(remain), "6 5 4 2 | 6 5 6 0 | 11 0 6 0"; got != want || counttest.Winners(remain) != "A C" {
		t.Errorf("%s, elected %s; want %s", got, counttest.Winners(remain), want)
	}
}

// The look back of a tie does not reach into the count for the place before.
func TestTiesLookBackWithinThePlace(t *testing.T) {
	// For place 1 B has 3 and C 2 when A is elected; for place 2 B and C are equal at once.
	e := counttest.Ballots(t, "A B C", "4 A C", "3 A B", "3 B", "2 C")
	_, err := counttest.Tried(t, "eliminating", e, count.Options{Seats: 2})
	needed, is := errors.AsType[*count.LotNeeded](err)
	if !is || needed.Stage != 2 {
		t.Errorf("%v", err)
	}
	if is && !slices.Equal(needed.Names, []string{"B", "C"}) {
		t.Errorf("%v", needed.Names)
	}
}

// BetterVoting issue 1347: losers are starred as elected when the last places fill by default.
func TestNobodyIsElectedByDefaultWithoutAPlace(t *testing.T) {
	e := counttest.Ballots(t, "A B C D", "6 A B", "5 B A", "4 C D", "2 D C")
	for _, several := range []string{"several=repeat", "several=remain"} {
		for seats := 1; seats <= 5; seats++ {
			r := counttest.Counted(t, "eliminating", e, count.Options{Seats: seats, Seed: "dice"}, several)
			if want := min(seats, 4); len(r.Winners) != want {
				t.Errorf("%s: %d are elected to %d places", several, len(r.Winners), seats)
			}
			told := 0
			for _, stage := range r.Stages {
				for _, d := range stage.Decisions {
					if d.Verb == count.Elected {
						told += len(d.Candidates)
					}
				}
			}
			if told != len(r.Winners) {
				t.Errorf("%s: %d are told to be elected, and %d are", several, told, len(r.Winners))
			}
			if seats == 5 && len(r.Notes) != 1 {
				t.Errorf("%s: that a place stays open is not told: %v", several, r.Notes)
			}
		}
	}
}

// VoteKit issue 311: a remainder of floating point hides a tie. Three thirds are a vote.
func TestFractionsDoNotHideATie(t *testing.T) {
	e := counttest.Ballots(t, "A B C", "1*1/3 A", "1*1/3 A", "1*1/3 A", "1 B", "3 C")
	e.Candidates = append(e.Candidates, count.Candidate{Name: "D"})
	r, err := counttest.Tried(t, "eliminating", e, count.Options{}, "stop=two")
	if err == nil {
		t.Fatalf("no tie is seen: %s", counttest.Table(r))
	}
	if needed, is := errors.AsType[*count.LotNeeded](err); !is || !slices.Equal(needed.Names, []string{"A", "B"}) {
		t.Errorf("%v", err)
	}
}

func TestMajorityOfWeightedVotes(t *testing.T) {
	// 5/2 of 5 votes are half; half a vote more is the least that is more.
	e := counttest.Ballots(t, "A B", "5*1/2 A", "1 B", "3*1/2 B")
	r, err := counttest.Tried(t, "eliminating", e, count.Options{Seed: "dice"})
	if err != nil || !r.Stages[0].Quota.Equal(exact.Int(3)) || r.Places != -1 || len(r.Ties) != 1 {
		t.Errorf("%v, %+v", err, r)
	}
}

func women(members ...int) []constraint.Limit {
	return []constraint.Limit{{Category: "gender", Group: "women", Members: members, Min: len(members), Max: -1}}
}

func TestConstraints(t *testing.T) {
	// C is the only woman. For two places one must be a woman.
	e := counttest.Ballots(t, "A B C", "6 A", "5 B", "2 C A")
	limit := women(2)
	repeat := counttest.Counted(t, "eliminating", e, count.Options{Seats: 2, Constraints: limit})
	if counttest.Winners(repeat) != "A C" {
		t.Errorf("elected are %s: %s", counttest.Winners(repeat), counttest.Table(repeat))
	}
	if !decided(repeat, 3, "B cannot be elected") {
		t.Errorf("the place at which B is doomed does not tell it: %+v", repeat.Stages)
	}
	remain := counttest.Counted(t, "eliminating", e, count.Options{Seats: 2, Constraints: limit}, "several=remain")
	if counttest.Winners(remain) != "A C" || !decided(remain, 1, "C has no more votes than B but is not excluded") {
		t.Errorf("elected are %s: %+v", counttest.Winners(remain), remain.Stages[0].Decisions)
	}
	// Somebody doomed is not elected by the greatest majority, goes first, and the papers count for others.
	one := counttest.Counted(t, "eliminating", counttest.Ballots(t, "A B C", "9 A C", "2 B", "1 C"), count.Options{Constraints: women(2)})
	if counttest.Winners(one) != "C" || len(one.Stages) != 2 || !decided(one, 1, "A cannot be elected") || !slices.Equal(one.Stages[1].Of, []int{0, 1}) {
		t.Errorf("elected is %s: %+v", counttest.Winners(one), one.Stages)
	}
	if _, err := counttest.Tried(t, "eliminating", e, count.Options{Seats: 1, Constraints: women(1, 2)}); !party.Is(err, party.Invalid) {
		t.Errorf("a constraint that cannot be met: %v", err)
	}
}

func TestUnusualElections(t *testing.T) {
	none := counttest.Ballots(t, "A B")
	if r := counttest.Counted(t, "eliminating", none, count.Options{Seed: "dice"}); len(r.Winners) != 1 || len(r.Ties) != 1 {
		t.Errorf("without papers a lot decides: %+v", r)
	}
	alone := counttest.Ballots(t, "A")
	if r := counttest.Counted(t, "eliminating", alone, count.Options{}); counttest.Winners(r) != "A" || len(r.Ties) != 0 {
		t.Errorf("whoever stands alone is elected: %+v", r)
	}
	gone := counttest.Ballots(t, "A B", "3 A B", "2 B")
	gone.Candidates[0].Withdrawn = true
	if r := counttest.Counted(t, "eliminating", gone, count.Options{}); counttest.Winners(r) != "B" || counttest.Table(r) != "0 5" {
		t.Errorf("%s", counttest.Table(r))
	}
	gone.Candidates[1].Withdrawn = true
	if r := counttest.Counted(t, "eliminating", gone, count.Options{}); len(r.Winners) != 0 || len(r.Notes) != 2 {
		t.Errorf("nobody stands: %+v", r)
	}
	equal := counttest.Ballots(t, "A B C", "3 A B=C", "2 B=C", "2 B")
	if r := counttest.Counted(t, "eliminating", equal, count.Options{}); counttest.Table(r) != "3 2 0" || r.Ballots.Rejected != 2 {
		t.Errorf("a ranking ends before equal ranks: %s", counttest.Table(r))
	}
	for name, o := range map[string]count.Options{
		"unknown option": {Set: map[string]string{"speed": "fast"}}, "unknown value": {Set: map[string]string{"stop": "never"}}, "places": {Seats: -1},
	} {
		m := counttest.Method(t, "eliminating")
		if _, err := m.Count(gone, o); !party.Is(err, party.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := counttest.Tried(t, "eliminating", &count.Election{Candidates: gone.Candidates, Seats: 1}, count.Options{}); !party.Is(err, party.Invalid) {
		t.Errorf("no papers at all: %v", err)
	}
}

func TestNobodyStands(t *testing.T) {
	for _, m := range elimination.Methods() {
		e := counttest.Ballots(t, "A B", "3 A B", "2 B")
		notes := 2 // that there is no valid paper, and that the place stays open
		if m.Name == "exhaustive" || m.Name == "two-round" {
			e.Rounds = []count.Round{{Votes: []int64{0, 0}, Electorate: 5}}
			notes = 1
		}
		e.Candidates[0].Withdrawn, e.Candidates[1].Withdrawn = true, true
		r, err := m.Count(e, count.Options{})
		if err != nil || len(r.Winners) != 0 || !r.Complete || len(r.Notes) != notes {
			t.Errorf("%s: %v %+v", m.Name, err, r)
		}
	}
}

func TestBulkWhereAsManyRemainAsPlaces(t *testing.T) {
	e := counttest.Ballots(t, "A B C D E", "40 A", "30 B", "9 C B", "3 D C", "2 E D")
	r := counttest.Counted(t, "eliminating", e, count.Options{Seats: 2}, "several=remain", "bulk=less")
	if got, want := counttest.Table(r), "40 30 9 3 2 | 40 39 0 0 0 +5"; got != want || counttest.Winners(r) != "A B" {
		t.Errorf("%s, elected %s; want %s", got, counttest.Winners(r), want)
	}
	// D is guarded, so the group cannot go together; E and C go one by one, and D stays.
	limited := counttest.Counted(t, "eliminating", e, count.Options{Seats: 2, Constraints: women(3)}, "several=remain", "bulk=less")
	if counttest.Winners(limited) != "A D" && counttest.Winners(limited) != "D A" {
		t.Errorf("elected are %s: %s", counttest.Winners(limited), counttest.Table(limited))
	}
	// Whoever is doomed goes first: C and D must both be elected, and nobody else can be.
	doomed := counttest.Counted(t, "eliminating", e, count.Options{Seats: 2, Constraints: women(2, 3)}, "several=remain")
	if !slices.Equal(doomed.Stages[1].Of, []int{0, 1, 4}) || counttest.Winners(doomed) != "C D" || len(doomed.Stages) != 2 {
		t.Errorf("elected are %s: %+v", counttest.Winners(doomed), doomed.Stages)
	}
}

func TestCoombs(t *testing.T) {
	// B is everybody's second. A has most first places and most last ones.
	e := counttest.Ballots(t, "A B C", "4 A B C", "3 B C A", "4 C B A", "1 A")
	r := counttest.Counted(t, "coombs", e, count.Options{})
	// Last are: C by 4 and a half of the paper for A alone, A by 7, B by that half.
	if got, want := counttest.Table(r), "5 3 4 | 0 7 4 +1"; got != want || counttest.Winners(r) != "B" {
		t.Errorf("%s, elected %s; want %s", got, counttest.Winners(r), want)
	}
	if !strings.Contains(r.Stages[1].Reason, "A is placed last by the most votes, 7") {
		t.Errorf("%s", r.Stages[1].Reason)
	}
	if one := counttest.Counted(t, "coombs", e, count.Options{}, "stop=one"); len(one.Stages) != 3 || counttest.Winners(one) != "B" {
		t.Errorf("%s", counttest.Table(one))
	}
	// Equally often last: the one with fewer first places goes.
	tied := counttest.Ballots(t, "A B C D", "2 A C B D", "2 A C D B", "3 B C A D", "1 D C A B", "1 C A D B", "1 C A B D")
	r = counttest.Counted(t, "coombs", tied, count.Options{Seed: "dice"})
	if !strings.Contains(r.Stages[1].Reason, "D is placed last") {
		t.Errorf("%s", r.Stages[1].Reason)
	}
	if _, err := counttest.Tried(t, "coombs", e, count.Options{Seats: 2}); !party.Is(err, party.Invalid) {
		t.Errorf("two places: %v", err)
	}
}
