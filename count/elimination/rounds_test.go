package elimination_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/internal/counttest"
	"github.com/selectorate/selectorate/party"
)

// held makes a ballot in rounds.
func held(names string, rounds ...count.Round) *count.Election {
	e := &count.Election{Seats: 1, Papers: (&count.Builder{}).Papers(), Rounds: rounds}
	for name := range strings.FieldsSeq(names) {
		e.Candidates = append(e.Candidates, count.Candidate{Name: name})
	}
	return e
}

func votes(n ...int64) count.Round { return count.Round{Votes: n} }

// last tells what was decided in the last round, verb and reason.
func last(r *count.Result) string {
	var text []string
	for _, d := range r.Stages[len(r.Stages)-1].Decisions {
		text = append(text, string(d.Verb)+": "+d.Reason)
	}
	return strings.Join(text, "\n")
}

func TestExhaustiveBallot(t *testing.T) {
	withdrawing := func(round count.Round, who ...int) count.Round {
		round.Withdrawn = who
		return round
	}
	of := func(electorate int64, round count.Round) count.Round {
		round.Electorate = electorate
		return round
	}
	for name, c := range map[string]struct {
		rounds  []count.Round
		options []string
		elected string
		want    string // what the last round's decisions say
	}{
		"a majority of the round": {
			[]count.Round{votes(50, 40, 20, 8)},
			nil, "",
			"excluded: C and D are out: the votes at the bottom together cannot catch up with the next one up.\nchoice: The next round is between A and B.",
		},
		"voters vote anew": {
			[]count.Round{votes(50, 40, 20, 8), votes(49, 60, 0, 0)},
			nil, "B",
			"elected: B has 60 of the 109 valid papers (55.0 %), more than half, and is elected.",
		},
		"one at a time": {
			[]count.Round{votes(50, 40, 20, 8)},
			[]string{"bulk=off"},
			"",
			"excluded: D has the fewest votes, 8, and is out.\nchoice: The next round is between A, B and C.",
		},
		"a group equal to the next one up": {
			[]count.Round{votes(40, 28, 20, 8)},
			[]string{"bulk=not-greater"},
			"",
			"excluded: C and D are out: the votes at the bottom together cannot catch up with the next one up.\nchoice: The next round is between A and B.",
		},
		"exactly half is no majority": {
			[]count.Round{votes(50, 30, 20, 0)},
			[]string{"bulk=off"},
			"",
			"excluded: D has the fewest votes, 0, and is out.\nchoice: The next round is between A, B and C.",
		},
		"withdrawals": {
			[]count.Round{withdrawing(votes(50, 40, 39, 8), 2)},
			[]string{"bulk=off"},
			"",
			"excluded: D has the fewest votes, 8, and is out.\nexcluded: C withdraws.\nchoice: The next round is between A and B.",
		},
		"withdrawals leave one": {
			[]count.Round{withdrawing(votes(50, 40, 20, 8), 1, 2)},
			nil, "A",
			"excluded: C and D are out: the votes at the bottom together cannot catch up with the next one up.\nexcluded: B withdraws.\nelected: A is the only candidate left and is elected.",
		},
		"a majority of those who might vote": {
			[]count.Round{of(120, votes(56, 40, 10, 4))},
			[]string{"majority=electorate"},
			"",
			"excluded: C and D are out: the votes at the bottom together cannot catch up with the next one up.\nchoice: The next round is between A and B.",
		},
		"two without it vote again": {
			[]count.Round{of(120, votes(56, 40, 10, 4)), of(120, votes(60, 50, 0, 0))},
			[]string{"majority=electorate"},
			"",
			"choice: The next round is between A and B.",
		},
		"turnout": {
			[]count.Round{of(120, votes(20, 10, 0, 0))},
			[]string{"turnout=1/4"},
			"",
			"deferred: 30 valid papers are not more than 1/4 of the 120 who might vote: the round decides nothing.\nchoice: The next round is between A, B, C and D.",
		},
		"turnout reached": {
			[]count.Round{of(120, votes(21, 10, 0, 0))},
			[]string{"turnout=1/4"},
			"A",
			"elected: A has 21 of the 31 valid papers (67.7 %), more than half, and is elected.",
		},
		"under five per cent": {
			[]count.Round{votes(450, 420, 81, 49)},
			[]string{"floor=5%", "bulk=off"},
			"",
			"excluded: D has the fewest votes, 49, and is out.\nchoice: The next round is between A, B and C.",
		},
		"a floor that would leave one": {
			[]count.Round{votes(40, 25, 20, 15)},
			[]string{"floor=30%", "bulk=off"},
			"",
			"excluded: D has the fewest votes, 15, and is out.\nchoice: The next round is between A, B and C.",
		},
		"several under five per cent": {
			[]count.Round{votes(451, 451, 49, 49)},
			[]string{"floor=5%", "bulk=off"},
			"",
			"excluded: C and D are out: D has the fewest votes, and C and D have less than 5.0 % of the valid papers.\nchoice: The next round is between A and B.",
		},
		"a lot between the equal lowest": {
			[]count.Round{votes(50, 40, 8, 8)},
			[]string{"bulk=off"},
			"",
			"excluded: D has the fewest votes, 8, and is out.\nchoice: The next round is between A, B and C.",
		},
		"a vote anew between the equal lowest": {
			[]count.Round{votes(50, 40, 8, 8)},
			[]string{"bulk=off", "ties=revote"},
			"",
			"choice: C and D are equal with the fewest votes, 8: the round is held again.\nchoice: The next round is between A, B, C and D.",
		},
		"equal twice, both go": {
			[]count.Round{votes(50, 40, 8, 8), votes(49, 40, 9, 9)},
			[]string{"bulk=off", "ties=both"},
			"",
			"excluded: C and D are out: they have the fewest votes and were equal twice.\nchoice: The next round is between A and B.",
		},
		"all equal": {
			[]count.Round{votes(10, 10, 10, 10)},
			nil, "",
			"choice: A, B, C and D are equal with the fewest votes, 10: the round is held again.\nchoice: The next round is between A, B, C and D.",
		},
		"two equal, a lot": {
			[]count.Round{votes(50, 40, 20, 8), votes(55, 55, 0, 0)},
			nil, "B",
			"elected: A and B are equal; the lot elects B. A and B are equal at every stage that the rule looks at; the lot that was drawn falls on B.",
		},
		"two equal, vote anew": {
			[]count.Round{votes(50, 40, 20, 8), votes(55, 55, 0, 0)},
			[]string{"ties=revote"},
			"",
			"choice: The next round is between A and B.",
		},
		"all withdraw": {
			[]count.Round{votes(50, 40, 20, 8), withdrawing(votes(55, 55, 0, 0), 0, 1)},
			nil, "",
			"excluded: A withdraws.\nexcluded: B withdraws.",
		},
		"all under the floor": {
			[]count.Round{votes(25, 25, 25, 25)},
			[]string{"floor=30%", "bulk=off", "ties=revote"},
			"",
			"choice: A, B, C and D are equal with the fewest votes, 25: the round is held again.\nchoice: The next round is between A, B, C and D.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := counttest.Counted(t, "exhaustive", held("A B C D", c.rounds...), count.Options{Lots: []int{3, 2, 1, 0}}, c.options...)
			if counttest.Winners(r) != c.elected || last(r) != c.want {
				t.Errorf("elected %q:\n%s\nwant %q:\n%s", counttest.Winners(r), last(r), c.elected, c.want)
			}
			if over := c.elected != "" || name == "all withdraw"; r.Complete != over {
				t.Errorf("complete is %t", r.Complete)
			}
			if !r.Complete && !strings.Contains(strings.Join(r.Notes, " "), "still to be held between") {
				t.Errorf("%v", r.Notes)
			}
			for i, stage := range r.Stages {
				round := c.rounds[i]
				if stage.Action != count.RoundHeld || stage.Turnout == nil || stage.Turnout.Electorate != round.Electorate {
					t.Errorf("%+v", stage)
				}
			}
		})
	}
}

func TestExhaustiveNeedsALot(t *testing.T) {
	r, err := counttest.Tried(t, "exhaustive", held("A B C", votes(50, 40, 40)), count.Options{}, "bulk=off")
	if _, is := errors.AsType[*count.LotNeeded](err); !is || r == nil || r.Complete || len(r.Stages) != 1 {
		t.Errorf("%v %+v", err, r)
	}
}

func TestRoundsThatCannotBe(t *testing.T) {
	for name, c := range map[string]struct {
		e       *count.Election
		options []string
		want    string
	}{
		"no rounds":             {counttest.Ballots(t, "A B", "3 A"), nil, "held in rounds"},
		"too few figures":       {held("A B", votes(1)), nil, "votes of 1 candidates"},
		"negative":              {held("A B", votes(1, -1)), nil, "-1 is no number"},
		"more than might vote":  {held("A B", count.Round{Votes: []int64{5, 4}, Rejected: 2, Electorate: 10}), nil, "11 papers, and only 10 might vote"},
		"more than can be":      {held("A B", votes(1<<62, 1)), nil, "more than"},
		"after the end":         {held("A B", votes(5, 4), votes(4, 5)), nil, "over after round 1"},
		"votes for one out":     {held("A B C", votes(5, 4, 2), votes(5, 4, 1)), nil, "C has 1 votes and does not stand"},
		"withdrawal of nobody":  {held("A B C", count.Round{Votes: []int64{5, 4, 2}, Withdrawn: []int{7}}), nil, "candidate 8 cannot withdraw"},
		"withdrawal twice":      {held("A B C", count.Round{Votes: []int64{5, 4, 2}, Withdrawn: []int{1, 1}}), nil, "candidate 2 cannot withdraw"},
		"electorate not known":  {held("A B", votes(5, 4)), []string{"majority=electorate"}, "how many might vote"},
		"turnout of nobody":     {held("A B", votes(5, 4)), []string{"turnout=1/4"}, "how many might vote"},
		"a floor of everything": {held("A B", votes(5, 4)), []string{"floor=100%"}, "not a share less than the whole"},
		"a floor of words":      {held("A B", votes(5, 4)), []string{"floor=few"}, "not a share"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := counttest.Tried(t, "exhaustive", c.e, count.Options{}, c.options...)
			if !party.Is(err, party.Invalid) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %s", err, c.want)
			}
		})
	}
}

func TestDigestOfRounds(t *testing.T) {
	one := counttest.Counted(t, "exhaustive", held("A B", count.Round{Electorate: 12, Votes: []int64{5, 4}, Rejected: 1}), count.Options{})
	if one.Ballots.Valid != 9 || one.Ballots.Rejected != 1 || !one.Ballots.Votes.Equal(exact.Int(9)) {
		t.Errorf("%+v", one.Ballots)
	}
	other := counttest.Counted(t, "exhaustive", held("A B", count.Round{Electorate: 12, Votes: []int64{6, 3}, Rejected: 1}), count.Options{})
	many := held("A B C", votes(1<<61, 1<<61, 0), votes(1<<61, 1<<61, 0), votes(1<<61, 1<<61, 0))
	if _, err := counttest.Tried(t, "exhaustive", many, count.Options{}, "ties=revote"); !party.Is(err, party.Invalid) {
		t.Errorf("more votes than a result can say: %v", err)
	}
	if one.Ballots.Digest == other.Ballots.Digest || !strings.HasPrefix(one.Ballots.Digest, "sha256:") {
		t.Errorf("%s, %s", one.Ballots.Digest, other.Ballots.Digest)
	}
}

// The same voters vote in every round, so that what was counted is the last one.
func TestPapersOfRounds(t *testing.T) {
	first := count.Round{Votes: []int64{5, 4, 2}, Withdrawn: []int{2}, Rejected: 3}
	r := counttest.Counted(t, "exhaustive", held("A B C", first, count.Round{Votes: []int64{6, 5, 0}, Rejected: 1}), count.Options{})
	if b := r.Ballots; b.Valid != 11 || b.Rejected != 1 || !b.Votes.Equal(exact.Int(11)) || counttest.Winners(r) != "A" {
		t.Errorf("%+v, elected %s", b, counttest.Winners(r))
	}
	first.Votes = []int64{6, 4, 1} // the ballot is over, and a withdrawal after it is told all the same
	r = counttest.Counted(t, "exhaustive", held("A B C", first), count.Options{})
	if got := r.Stages[0].Reason; counttest.Winners(r) != "A" || !strings.HasSuffix(got, "After it C withdraws.") || !strings.Contains(got, "Valid papers: 11; rejected: 3.") {
		t.Errorf("%s, elected %s", got, counttest.Winners(r))
	}
}

func TestTwoRounds(t *testing.T) {
	for name, c := range map[string]struct {
		e       *count.Election
		options []string
		elected string
		want    string
	}{
		"a majority in the first":       {held("A B C", votes(6, 3, 2)), nil, "A", "elected: A has 6 of the 11 valid papers (54.5 %), more than half, and is elected."},
		"a second round":                {held("A B C", votes(5, 4, 2)), nil, "", "excluded: Nobody has more than half; A and B, with the most votes, stand in the second round, and C is out.\nchoice: The next round is between A and B."},
		"most votes in the second":      {held("A B C", votes(5, 4, 2), votes(5, 6, 0)), nil, "B", "elected: B has 6 of the 11 valid papers (54.5 %), the most, and is elected."},
		"papers are the first round":    {counttest.Ballots(t, "A B C", "5 A C", "4 B", "2 C B"), nil, "", "excluded: Nobody has more than half; A and B, with the most votes, stand in the second round, and C is out.\nchoice: The next round is between A and B."},
		"equal for the second place":    {held("A B C", votes(5, 3, 3)), nil, "", "choice: The next round is between A, B and C."},
		"a lot for the second place":    {held("A B C", votes(5, 3, 3)), []string{"edge=lot"}, "", "excluded: Nobody has more than half; A and C, with the most votes, stand in the second round, and B is out.\nchoice: The next round is between A and C."},
		"of three the most is enough":   {held("A B C", votes(5, 3, 3), votes(4, 3, 3)), nil, "A", "elected: A has 4 of the 10 valid papers (40.0 %), the most, and is elected."},
		"equal in the second":           {held("A B C", votes(5, 4, 2), votes(6, 6, 0)), nil, "B", "elected: B has 6 of the 12 valid papers (50.0 %), the most, and is elected. A and B are equal at every stage that the rule looks at; the lot that was drawn falls on B."},
		"one withdraws from the second": {held("A B C", count.Round{Votes: []int64{5, 4, 2}, Withdrawn: []int{0}}), nil, "B", "excluded: Nobody has more than half; A and B, with the most votes, stand in the second round, and C is out.\nexcluded: A withdraws.\nelected: B is the only candidate left and is elected."},
	} {
		t.Run(name, func(t *testing.T) {
			r := counttest.Counted(t, "two-round", c.e, count.Options{Lots: []int{2, 1, 0}}, c.options...)
			if counttest.Winners(r) != c.elected || last(r) != c.want {
				t.Errorf("elected %q:\n%s\nwant %q:\n%s", counttest.Winners(r), last(r), c.elected, c.want)
			}
		})
	}
	for name, e := range map[string]*count.Election{
		"three rounds": held("A B C", votes(5, 4, 2), votes(5, 5, 0), votes(5, 6, 0)),
		"half votes":   counttest.Ballots(t, "A B", "1*1/2 A"),
		"no papers":    {Seats: 1, Candidates: []count.Candidate{{Name: "A"}}},
	} {
		if _, err := counttest.Tried(t, "two-round", e, count.Options{}); !party.Is(err, party.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSupplementaryVote(t *testing.T) {
	for name, c := range map[string]struct {
		lines   []string
		options []string
		table   string
		elected string
	}{
		"more than half of the first choices": {[]string{"6 A B", "3 B", "2 C"}, nil, "6 3 2 0", "A"},
		"second choices are added": {
			[]string{"5 A B", "4 B C", "2 C B", "1 D C"}, nil, "5 4 2 1 | 5 6 0 0 +1", "B",
		},
		"a third choice does not count": {
			[]string{"5 A", "4 B", "2 C D B"}, nil, "5 4 2 0 | 5 4 0 0 +2", "A",
		},
		"but does where all columns count": {
			[]string{"5 A", "4 B", "2 C D B"}, []string{"columns=all"}, "5 4 2 0 | 5 6 0 0", "B",
		},
		"and where there are three": {
			[]string{"5 A", "4 B", "2 C D B"}, []string{"columns=3"}, "5 4 2 0 | 5 6 0 0", "B",
		},
		// Paragraph 4(3): B and C are equal second, so three remain, and a paper of one who remains does not move.
		"equals all remain": {
			[]string{"5 A", "3 B C", "3 C B", "2 D C"}, nil, "5 3 3 2 | 5 3 5 0", "C",
		},
		"or a lot decides": {
			[]string{"5 A", "3 B C", "3 C B", "2 D B"}, []string{"edge=lot"}, "5 3 3 2 | 5 0 6 0 +2", "C",
		},
		"the greatest total need not be a majority": {
			[]string{"5 A", "4 B", "3 C D", "3 D C"}, nil, "5 4 3 3 | 5 4 0 0 +6", "A",
		},
		"equal totals":   {[]string{"4 A", "4 B", "1 C"}, nil, "4 4 1 0 | 4 4 0 0 +1", "B"},
		"two candidates": {[]string{"4 A B", "4 B A"}, nil, "4 4 0 0 | 4 4 0 0", "B"},
	} {
		t.Run(name, func(t *testing.T) {
			r := counttest.Counted(t, "supplementary", counttest.Ballots(t, "A B C D", c.lines...), count.Options{Lots: []int{3, 2, 1, 0}}, c.options...)
			if counttest.Table(r) != c.table || counttest.Winners(r) != c.elected {
				t.Errorf("%s, elected %s; want %s, elected %s", counttest.Table(r), counttest.Winners(r), c.table, c.elected)
			}
		})
	}
	for _, columns := range []string{"1", "few", ""} {
		if _, err := counttest.Tried(t, "supplementary", counttest.Ballots(t, "A B", "1 A"), count.Options{}, "columns="+columns); !party.Is(err, party.Invalid) {
			t.Errorf("%q columns: %v", columns, err)
		}
	}
	if r := counttest.Counted(t, "supplementary", counttest.Ballots(t, "A B", "1*1/2 A", "1 B"), count.Options{}); !r.Quota.Equal(exact.Int(1)) || counttest.Winners(r) != "B" {
		t.Errorf("%+v", r)
	}
}

func TestMethodsAreWhole(t *testing.T) {
	names := []string{}
	for _, name := range []string{"eliminating", "supplementary", "coombs", "exhaustive", "two-round"} {
		m := counttest.Method(t, name)
		if m.Title == "" || m.Text == "" || m.Summary == "" || m.Count == nil {
			t.Errorf("%+v", m)
		}
		names = append(append(names, m.Name), m.Aliases...)
		for _, o := range m.Options {
			if o.Help == "" || len(o.Values) == 0 == (o.Form == "") || len(o.Values) > 0 && !slices.Contains(o.Values, o.Default) {
				t.Errorf("%s: %+v", name, o)
			}
		}
	}
	slices.Sort(names)
	if len(slices.Compact(slices.Clone(names))) != len(names) {
		t.Errorf("a name is used twice: %v", names)
	}
}
