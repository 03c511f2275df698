package elimination_test

import (
	"strings"
	"testing"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/internal/counttest"
)

// Labour's selection of a candidate for mayor of London, 2015, published as percentages of the votes in play with the
// total of each round, the first preferences and the final votes. The votes between are chosen within what the
// percentages leave open and are consistent with every published figure but one: the last round's total was
// published as 81,725, and its two candidates' votes, 48,151 and 33,575, add up to 81,726.
func TestMayorOfLondon2015(t *testing.T) {
	e := published(t, []string{"Khan", "Jowell", "Abbott", "Lammy", "Wolmar", "Thomas"}, [][]int64{
		{32926, 26121, 14798, 8255, 4729, 1055},
		{33150, 26395, 14900, 8410, 4902, 0},
		{34844, 27265, 15854, 9147, 0, 0},
		{38446, 29759, 17804, 0, 0, 0},
		{48151, 33575, 0, 0, 0, 0},
	})
	r := counttest.Counted(t, "eliminating", e, count.Options{})
	if len(r.Stages) != 5 || counttest.Winners(r) != "Khan" {
		t.Fatalf("%d stages, elected %s", len(r.Stages), counttest.Winners(r))
	}
	for i, want := range []struct {
		total   int64
		percent []string
	}{
		{87884, []string{"37.5", "29.7", "16.8", "9.4", "5.4", "1.2"}},
		{87757, []string{"37.8", "30.1", "17.0", "9.6", "5.6"}},
		{87110, []string{"40.0", "31.3", "18.2", "10.5"}},
		{86009, []string{"44.7", "34.6", "20.7"}},
		{81726, []string{"58.9", "41.1"}},
	} {
		stage := r.Stages[i]
		total := exact.Sum(stage.Votes...)
		if !total.Equal(exact.Int(want.total)) {
			t.Errorf("round %d: %s votes are in play, want %d", i+1, total, want.total)
		}
		for c, percent := range want.percent {
			if got := stage.Votes[c].Percent(total, 1); got != percent {
				t.Errorf("round %d: %s has %s %%, want %s %%", i+1, e.Candidates[c].Name, got, percent)
			}
		}
	}
	for i, lost := range []int64{0, 127, 647, 1101, 4283} {
		now := r.Stages[i].Nontransferable
		if i > 0 {
			now = now.Sub(r.Stages[i-1].Nontransferable)
		}
		if !now.Equal(exact.Int(lost)) {
			t.Errorf("after round %d %s votes are exhausted, want %d", i, now, lost)
		}
	}
	if !decided(r, 5, "48151 of the 81726 votes still in play (58.9 %), more than half") {
		t.Errorf("%+v", r.Stages[4].Decisions)
	}
}

func deputy2020(t testing.TB) *count.Election {
	t.Helper()
	return published(t, []string{"Rayner", "Burgon", "Allin-Khan", "Murray", "Butler"}, [][]int64{
		{192168, 80053, 77351, 61179, 50255},
		{209968, 88664, 88049, 64560, 0},
		{228944, 92643, 113858, 0, 0},
	})
}

// Labour's deputy leader, 2020: every round's votes were published; the papers are made to give them.
func TestDeputyLeader2020(t *testing.T) {
	r := counttest.Counted(t, "eliminating", deputy2020(t), count.Options{})
	if got, want := counttest.Table(r), "192168 80053 77351 61179 50255 | 209968 88664 88049 64560 0 +9765 | 228944 92643 113858 0 0 +25561"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	total := exact.Sum(r.Stages[2].Votes...)
	if percent := r.Stages[2].Votes[0].Percent(total, 2); percent != "52.58" || counttest.Winners(r) != "Rayner" {
		t.Errorf("%s is elected with %s %%", counttest.Winners(r), percent)
	}
}

// RCTab issue 851: after transfers, percentages of the first round's votes. Rayner's 228,944 are 52.58 % of the votes in
// play and 49.66 % of the valid ones; which of them a majority needs is an option, and it changes how long the count is.
func TestPercentagesAreOfTheVotesInPlay(t *testing.T) {
	inPlay := counttest.Counted(t, "eliminating", deputy2020(t), count.Options{})
	if len(inPlay.Stages) != 3 || !decided(inPlay, 3, "228944 of the 435445 votes still in play (52.6 %)") {
		t.Errorf("%d stages: %+v", len(inPlay.Stages), inPlay.Stages[2].Decisions)
	}
	valid := counttest.Counted(t, "eliminating", deputy2020(t), count.Options{}, "majority=valid")
	if len(valid.Stages) != 4 || counttest.Winners(valid) != "Rayner" {
		t.Errorf("of all valid votes there are %d stages, elected %s", len(valid.Stages), counttest.Winners(valid))
	}
	if !decided(valid, 4, "Two candidates are left") {
		t.Errorf("%+v", valid.Stages[3].Decisions)
	}
}

// RCTab issue 147: the threshold of the first round against the current one. Each stage carries its own.
func TestThresholdIsThatOfTheStage(t *testing.T) {
	r := counttest.Counted(t, "eliminating", deputy2020(t), count.Options{})
	for i, want := range []int64{230504, 225621, 217723} {
		if !r.Stages[i].Quota.Equal(exact.Int(want)) {
			t.Errorf("stage %d: a majority is %s, want %d", i+1, r.Stages[i].Quota, want)
		}
	}
	valid := counttest.Counted(t, "eliminating", deputy2020(t), count.Options{}, "majority=valid")
	for i, stage := range valid.Stages {
		if !stage.Quota.Equal(exact.Int(230504)) {
			t.Errorf("of all valid votes, stage %d: a majority is %s", i+1, stage.Quota)
		}
	}
}

// One member, one vote: the sections of members, registered supporters and affiliates were published and are added up.
func TestLeaderBySections(t *testing.T) {
	for name, c := range map[string]struct {
		names    []string
		sections [][]int64 // for each candidate, members, and so on
		totals   []int64
		percent  string
	}{
		"2015": {[]string{"Corbyn", "Burnham", "Cooper", "Kendall"}, [][]int64{
			{121751, 88449, 41217}, {55698, 6160, 18604}, {54470, 8415, 9043}, {13601, 2574, 2682},
		}, []int64{251417, 80462, 71928, 18857}, "59.48"},
		"2016": {[]string{"Corbyn", "Smith"}, [][]int64{{168216, 84918, 60075}, {116960, 36599, 39670}}, []int64{313209, 193229}, "61.85"},
		"2020": {[]string{"Starmer", "Long-Bailey", "Nandy"}, [][]int64{
			{225135, 40417, 10228}, {117598, 16970, 650}, {58788, 18681, 2128},
		}, []int64{275780, 135218, 79597}, "56.21"},
	} {
		t.Run(name, func(t *testing.T) {
			e := &count.Election{Seats: 1}
			var b count.Builder
			for candidate, bySection := range c.sections {
				e.Candidates = append(e.Candidates, count.Candidate{Name: c.names[candidate]})
				for s, n := range bySection {
					class, err := b.Class(exact.Int(1), []string{"members", "second", "third"}[s])
					if err != nil {
						t.Fatal(err)
					}
					if err := b.Add([]count.Mark{count.NewMark(candidate, false)}, n, class, 0); err != nil {
						t.Fatal(err)
					}
				}
			}
			e.Papers = b.Papers()
			r := counttest.Counted(t, "eliminating", e, count.Options{})
			if len(r.Stages) != 1 || counttest.Winners(r) != c.names[0] {
				t.Fatalf("%d stages, elected %s", len(r.Stages), counttest.Winners(r))
			}
			for candidate, total := range c.totals {
				if !r.Stages[0].Votes[candidate].Equal(exact.Int(total)) {
					t.Errorf("%s has %s, want %d", c.names[candidate], r.Stages[0].Votes[candidate], total)
				}
			}
			if percent := r.Stages[0].Votes[0].Percent(exact.Sum(r.Stages[0].Votes...), 2); percent != c.percent {
				t.Errorf("%s %%, want %s %%", percent, c.percent)
			}
		})
	}
}

// Ballots within parties of which the last or only round was published.
func TestSmallPublishedBallots(t *testing.T) {
	for name, votes := range map[string][]int64{
		"Ilford South 2022": {499, 361}, "West Derby 2019, final round": {222, 219}, "Merthyr 2023": {231, 215},
		"Stoke Central": {93, 29, 2}, "Hartlepool": {107, 34},
	} {
		e := published(t, strings.Fields("First Second Third")[:len(votes)], [][]int64{votes})
		r := counttest.Counted(t, "eliminating", e, count.Options{})
		if len(r.Stages) != 1 || counttest.Winners(r) != "First" {
			t.Errorf("%s: %d stages, elected %s", name, len(r.Stages), counttest.Winners(r))
		}
	}
}
