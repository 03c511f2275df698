package college_test

import (
	"errors"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/college"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/internal/counttest"
	"github.com/selectorate/selectorate/party"
)

// bundle is papers with one ranking.
type bundle struct {
	ranking []count.Mark
	times   int64
}

// published makes papers that give exactly the rounds of a table: votes of each candidate, the one who falls to 0 going
// out. Where a paper might have come from several piles, the choice changes no total.
func published(t testing.TB, rounds [][]int64) []bundle {
	t.Helper()
	piles := make([][]bundle, len(rounds[0]))
	for c, n := range rounds[0] {
		piles[c] = []bundle{{[]count.Mark{count.NewMark(c, false)}, n}}
	}
	var done []bundle
	for i := 1; i < len(rounds); i++ {
		out := -1
		for c, n := range rounds[i] {
			if n == 0 && rounds[i-1][c] > 0 {
				out = c
			}
		}
		pile := piles[out]
		piles[out] = nil
		for c := range piles {
			gain := rounds[i][c] - rounds[i-1][c]
			for c != out && gain > 0 {
				n := min(gain, pile[0].times)
				piles[c] = append(piles[c], bundle{append(slices.Clone(pile[0].ranking), count.NewMark(c, false)), n})
				gain -= n
				if pile[0].times -= n; pile[0].times == 0 {
					pile = pile[1:]
				}
			}
		}
		done = append(done, pile...)
	}
	return append(done, slices.Concat(piles...)...)
}

// The papers of MPs and MEPs are those that were published. Of members and affiliates the first preferences are those
// whose shares were published to three decimals (Guardian, quoted by Slugger O'Toole, 25 September 2010; the Guardian's own
// report has four of the numbers of votes), and the later votes are chosen within what the published totals of each round
// (the same source), the affiliates' last ones (Guardian, 26 September 2010) and the whole percentages of each section at
// the end (Stephen Tall, 25 September 2010) leave open.
func leader2010(t testing.TB) *count.Election {
	t.Helper()
	e := &count.Election{Title: "Leader of the Labour Party 2010", Seats: 1}
	for _, name := range []string{"Abbott", "Balls", "Burnham", "D. Miliband", "E. Miliband"} {
		e.Candidates = append(e.Candidates, count.Candidate{Name: name})
	}
	sections := map[string][]bundle{
		"members": published(t, [][]int64{
			{9314, 12831, 10844, 55905, 37980}, {0, 14483, 12403, 57022, 42086}, {0, 18070, 0, 60196, 46428}, {0, 0, 0, 66814, 55992},
		}),
		"affiliates": published(t, [][]int64{
			{25938, 21618, 17904, 58189, 87585}, {0, 26309, 25541, 61005, 94879}, {0, 35310, 0, 66483, 102541}, {0, 0, 0, 80266, 119405},
		}),
	}
	data, err := os.ReadFile("testdata/leader-2010-mps.soi")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		times, order, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if strings.HasPrefix(line, "#") || !ok {
			continue
		}
		n, err := strconv.ParseInt(times, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		var ranking []count.Mark
		for c := range strings.SplitSeq(order, ",") {
			number, _ := strconv.Atoi(c)
			ranking = append(ranking, count.NewMark(number-1, false))
		}
		sections["MPs"] = append(sections["MPs"], bundle{ranking, n})
	}
	var b count.Builder
	for name, papers := range sections {
		class, err := b.Class(exact.Int(1), name)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range papers {
			if err := b.Add(p.ranking, p.times, class, 0); err != nil {
				t.Fatal(err)
			}
		}
	}
	e.Papers = b.Papers()
	return e
}

func TestLeader2010(t *testing.T) {
	for _, shares := range []string{"", "MPs:1/3, members:1/3, affiliates:1/3"} {
		r := counttest.Counted(t, "college", leader2010(t), count.Options{}, "shares="+shares)
		if len(r.Stages) != 4 || counttest.Winners(r) != "E. Miliband" || !r.Complete {
			t.Fatalf("%d stages, elected %s", len(r.Stages), counttest.Winners(r))
		}
		for i, want := range [][]string{
			{"7.42", "11.79", "8.68", "37.78", "34.33"},
			{"0.00", "13.23", "10.41", "38.89", "37.47"},
			{"0.00", "16.02", "0.00", "42.72", "41.26"},
			{"0.00", "0.00", "0.00", "49.35", "50.65"},
		} {
			for c, percent := range want {
				if got := r.Stages[i].Votes[c].Percent(exact.Int(100), 2); got != percent {
					t.Errorf("round %d: %s has %s %%, want %s %%", i+1, r.Candidates[c].Name, got, percent)
				}
			}
			if !r.Stages[i].Nontransferable.IsZero() || !r.Stages[i].Quota.Equal(exact.Int(50)) {
				t.Errorf("round %d: nobody has %s, and %s must be exceeded", i+1, r.Stages[i].Nontransferable, r.Stages[i].Quota)
			}
		}
		// The first round, section by section, to three decimals.
		sections := map[string][]string{
			"affiliates": {"4.093", "3.411", "2.825", "9.182", "13.821"},
			"members":    {"2.447", "3.371", "2.849", "14.688", "9.978"},
			"MPs":        {"0.877", "5.013", "3.008", "13.910", "10.526"},
		}
		for _, part := range r.Stages[0].Parts {
			name := strings.Fields(part.Reason)[1]
			for c, points := range sections[name] {
				if got := part.Votes[c].Percent(exact.Int(100), 3); got != points {
					t.Errorf("%s in section %s has %s, want %s", r.Candidates[c].Name, name, got, points)
				}
			}
			delete(sections, name)
		}
		if len(sections) != 0 {
			t.Errorf("parts are missing: %v", sections)
		}
		for _, part := range r.Stages[3].Parts {
			name := strings.Fields(part.Reason)[1]
			third := exact.Frac(100, 3)
			want := map[string][2]string{"MPs": {"53", "47"}, "members": {"54", "46"}, "affiliates": {"40", "60"}}[name]
			if david, ed := part.Votes[3].Percent(third, 0), part.Votes[4].Percent(third, 0); david != want[0] || ed != want[1] {
				t.Errorf("at the end section %s is %s to %s, want %v", name, david, ed, want)
			}
			if name == "affiliates" && (part.Votes[4].Percent(exact.Int(100), 1) != "19.9" || part.Votes[3].Percent(exact.Int(100), 1) != "13.4") {
				t.Errorf("at the end affiliates give %s and %s", part.Votes[4], part.Votes[3])
			}
			// 140 and 122 of MPs and MEPs, from the papers themselves.
			if name == "MPs" && !part.Votes[3].Equal(exact.Frac(14000, 3*262)) {
				t.Errorf("at the end MPs give %s", part.Votes[3])
			}
		}
	}
}

// Divided among all valid papers, what exhausted ones held is lost, and half of the whole stays 50 points.
func TestSharesOfAllValidPapers(t *testing.T) {
	r := counttest.Counted(t, "college", leader2010(t), count.Options{}, "base=valid")
	if counttest.Winners(r) != "E. Miliband" || len(r.Stages) != 4 {
		t.Fatalf("%d stages, elected %s", len(r.Stages), counttest.Winners(r))
	}
	last := r.Stages[3]
	if last.Votes[4].Cmp(exact.Int(50)) > 0 || last.Nontransferable.IsZero() || !last.Quota.Equal(exact.Int(50)) {
		t.Errorf("%s of the points, %s lost", last.Votes[4].Decimal(3), last.Nontransferable.Decimal(3))
	}
}

func TestOptionsOfTheCollege(t *testing.T) {
	// North: 4 A, 2 B, 1 C B; south: 1 A, 2 B, 2 C.
	lines := []string{"north 4 A", "north 3 B", "north 1 C B", "south 1 A", "south 2 B", "south 2 C"}
	for name, c := range map[string]struct {
		lines   []string
		options []string
		table   string
		elected string
	}{
		"equal shares": {lines, nil, "35 155/4 105/4 | 125/3 175/3 0", "B"},
		"stated shares": {
			lines, []string{"shares=north:3/4,south:25%"}, "85/2 305/8 155/8 | 275/6 325/6 0", "B",
		},
		"of all valid papers": {lines, []string{"base=valid"}, "35 155/4 105/4 | 35 45 0 +20", "B"},
		"going on to two": {
			[]string{"north 6 A", "north 1 B", "south 3 A", "south 1 C"},
			[]string{"stop=two"},
			"1125/14 50/7 25/2 | 175/2 0 25/2", "A",
		},
		"a section without papers in play": {
			[]string{"north 5 A", "north 4 B", "south 2 C"},
			[]string{"shares=north:70%,south:30%"},
			"350/9 280/9 30 | 350/9 280/9 0 +30", "A",
		},
		"an empty section lapses": {
			[]string{"north 5 A", "north 4 B"}, []string{"shares=north:70%,south:30%", "empty=lapse"}, "350/9 280/9 0 +30", "A",
		},
		"or is spread": {
			[]string{"north 5 A", "north 4 B"}, []string{"shares=north:70%,south:30%", "empty=spread"}, "500/9 400/9 0", "A",
		},
		"with all valid papers a lapsed share can deny a majority": {
			[]string{"north 5 A", "north 4 B"},
			[]string{"shares=north:70%,south:30%", "empty=lapse", "base=valid"},
			"350/9 280/9 0 +30 | 350/9 280/9 0 +30", "A",
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := counttest.Counted(t, "college", counttest.Ballots(t, "A B C", c.lines...), count.Options{}, c.options...)
			if counttest.Table(r) != c.table || counttest.Winners(r) != c.elected {
				t.Errorf("%s, elected %s; want %s, elected %s", counttest.Table(r), counttest.Winners(r), c.table, c.elected)
			}
			for i, stage := range r.Stages {
				sums := make([]exact.Number, 3)
				for _, part := range stage.Parts {
					for k := range sums {
						sums[k] = sums[k].Add(part.Votes[k])
					}
				}
				for k := range sums {
					if !sums[k].Equal(stage.Votes[k]) {
						t.Errorf("stage %d: the sections do not add up", i+1)
					}
				}
			}
		})
	}
}

func TestSharesThatCannotBe(t *testing.T) {
	e := counttest.Ballots(t, "A B", "north 4 A", "south 1 B")
	for shares, want := range map[string]string{
		"north":                       "not a section with its share",
		"north:1/2,:1/2":              "names no section",
		"north:half,south:1/2":        "not a share",
		"north:0,south:1":             "not a share",
		"north:1/2,north:1/2":         "twice",
		"north:1/3,south:1/3":         "must be the whole",
		"north:1/2,east:1/2":          "which has no share",
		"north:1/3,south:1/3,old:1/3": "has no valid paper",
	} {
		for _, name := range []string{"college", "college-plurality"} {
			_, err := counttest.Tried(t, name, e, count.Options{}, "shares="+shares)
			if !party.Is(err, party.Invalid) || !strings.Contains(err.Error(), want) {
				t.Errorf("%s, %s: %v, want %s", name, shares, err, want)
			}
		}
	}
	if _, err := counttest.Tried(t, "college", counttest.Ballots(t, "A B", "- 4 A"), count.Options{}); !party.Is(err, party.Invalid) || !strings.Contains(err.Error(), "of no section") {
		t.Errorf("%v", err)
	}
	if _, err := counttest.Tried(t, "college", counttest.Ballots(t, "A B"), count.Options{}); !party.Is(err, party.Invalid) {
		t.Errorf("no papers and no sections: %v", err)
	}
	// A name may hold a colon.
	if r := counttest.Counted(t, "college", counttest.Ballots(t, "A B", "north:east 4 A", "south 1 B"), count.Options{}, "shares=north:east:60%,south:40%"); counttest.Winners(r) != "A" {
		t.Errorf("%s", counttest.Table(r))
	}
}

func TestTiesInTheCollege(t *testing.T) {
	e := counttest.Ballots(t, "A B", "north 1 A", "south 7 B")
	_, err := counttest.Tried(t, "college", e, count.Options{})
	if _, is := errors.AsType[*count.LotNeeded](err); !is {
		t.Errorf("%v", err)
	}
	// Thirds of a hundred are no decimals: 1/3 and 2/6 of a section are the same.
	e = counttest.Ballots(t, "A B C", "north 1 A", "north 1 B", "north 1 C", "south 2 A", "south 2 B", "south 2 C", "east 1 A", "east 1 B", "east 1 C")
	_, err = counttest.Tried(t, "college", e, count.Options{})
	if needed, is := errors.AsType[*count.LotNeeded](err); !is || len(needed.Candidates) != 3 {
		t.Errorf("a tie is hidden: %v", err)
	}
	for _, ties := range []string{"latest", "earliest", "lot"} {
		if r := counttest.Counted(t, "college", e, count.Options{Seed: "dice"}, "ties="+ties); len(r.Winners) != 1 || len(r.Ties) == 0 {
			t.Errorf("%s: %+v", ties, r)
		}
	}
	gone := counttest.Ballots(t, "A B", "north 1 A B", "south 7 B")
	gone.Candidates[1].Withdrawn = true
	if _, err := counttest.Tried(t, "college", gone, count.Options{}); err != nil && !party.Is(err, party.Invalid) {
		t.Errorf("%v", err)
	}
	alone := counttest.Ballots(t, "A", "north 1 A", "south 7 A")
	if r := counttest.Counted(t, "college", alone, count.Options{}); counttest.Winners(r) != "A" || counttest.Table(r) != "100" {
		t.Errorf("%s", counttest.Table(r))
	}
	nobody := counttest.Ballots(t, "A", "north 1 A")
	nobody.Candidates[0].Withdrawn = true
	if r := counttest.Counted(t, "college", nobody, count.Options{}, "shares=north:1", "empty=lapse"); len(r.Winners) != 0 || len(r.Notes) != 3 {
		t.Errorf("%+v", r)
	}
}

func TestTransfersAreInPoints(t *testing.T) {
	e := counttest.Ballots(t, "A B C", "north 4 A", "north 3 B", "north 1 C B", "south 1 A", "south 2 B", "south 2 C")
	r := counttest.Counted(t, "college", e, count.Options{}, "base=valid")
	transfers := r.Stages[1].Transfers
	if len(transfers) != 2 || !transfers[0].Votes.Equal(exact.Frac(50, 8)) || transfers[0].Papers != 1 || !transfers[1].Votes.Equal(exact.Int(20)) || transfers[1].To != count.Nobody {
		t.Errorf("%+v", transfers)
	}
	if r := counttest.Counted(t, "college", e, count.Options{}); !r.Stages[1].Transfers[0].Votes.Equal(exact.Frac(50, 8)) || !r.Stages[1].Transfers[1].Votes.IsZero() {
		t.Errorf("%+v", r.Stages[1].Transfers)
	}
}

// Halves of a card vote: 9 % of local parties and 98 % of affiliates are 53.5 % of conference.
func TestHalvesOfConference(t *testing.T) {
	e := counttest.Ballots(t, "For Against", "parties 9 For", "parties 91 Against", "unions 98*12345 For", "unions 2*12345 Against")
	r := counttest.Counted(t, "college-plurality", e, count.Options{})
	if counttest.Table(r) != "107/2 93/2" || counttest.Winners(r) != "For" {
		t.Errorf("%s", counttest.Table(r))
	}
}

// Ilford South 2022: all 10 branches and 3 of 20 affiliates, half of the college each, were published as 57.5 to 42.5.
func TestUnitsInTwoHalves(t *testing.T) {
	e := counttest.Ballots(t, "Contest Affirm", "branches 10 Contest", "affiliates 3 Contest", "affiliates 17 Affirm")
	r := counttest.Counted(t, "college-plurality", e, count.Options{}, "shares=branches:1/2,affiliates:50%")
	if counttest.Table(r) != "115/2 85/2" {
		t.Errorf("%s", counttest.Table(r))
	}
}

// Treasurer 2008: the section of local parties voted one way and 99 % of the affiliates' block votes the other; no section
// has a veto.
func TestBlockVotesInTheCollege(t *testing.T) {
	e := counttest.Ballots(t, "A B", "parties 40 A", "parties 60 B", "affiliates 1*900000 A", "affiliates 3*30000 A", "affiliates 1*10000 B")
	r := counttest.Counted(t, "college-plurality", e, count.Options{}, "shares=parties:1/2,affiliates:1/2")
	if counttest.Table(r) != "139/2 61/2" || counttest.Winners(r) != "A" {
		t.Errorf("%s", counttest.Table(r))
	}
}

func TestSeveralPlacesInTheCollege(t *testing.T) {
	e := counttest.Ballots(t, "A B C", "north 6 A B", "north 4 C", "south 1 A=B C", "south 3 B A", "south 1 C B")
	r := counttest.Counted(t, "college-plurality", e, count.Options{Seats: 2})
	// North: A 6, B 6, C 4 of 16. South: one paper is void; A 3, B 4, C 1 of 8.
	if counttest.Table(r) != "75/2 175/4 75/4" || counttest.Winners(r) != "B A" || r.Ballots.Rejected != 1 {
		t.Errorf("%s, elected %s, %d rejected", counttest.Table(r), counttest.Winners(r), r.Ballots.Rejected)
	}
	if r := counttest.Counted(t, "college-plurality", e, count.Options{Seats: 2}, "votes=3"); r.Ballots.Rejected != 0 {
		t.Errorf("%s", counttest.Table(r))
	}
	if r := counttest.Counted(t, "college-plurality", e, count.Options{Seats: 4}); len(r.Winners) != 3 || len(r.Notes) != 1 {
		t.Errorf("%s, %v", counttest.Winners(r), r.Notes)
	}
	for _, votes := range []string{"0", "few"} {
		if _, err := counttest.Tried(t, "college-plurality", e, count.Options{}, "votes="+votes); !party.Is(err, party.Invalid) {
			t.Errorf("%s votes: %v", votes, err)
		}
	}
	equal := counttest.Ballots(t, "A B C", "north 1 A", "north 1 B", "north 1 C")
	if _, err := counttest.Tried(t, "college-plurality", equal, count.Options{Seats: 2}, "votes=1"); err == nil {
		t.Error("no lot is needed for the last place")
	}
	if r := counttest.Counted(t, "college-plurality", equal, count.Options{Seats: 2, Lots: []int{2, 0, 1}}, "votes=1"); len(r.Winners) != 2 || len(r.Ties) == 0 {
		t.Errorf("%+v", r)
	}
}

func TestMethodsAreWhole(t *testing.T) {
	for _, m := range college.Methods() {
		if m.Title == "" || m.Text == "" || m.Summary == "" || m.Count == nil {
			t.Errorf("%+v", m)
		}
		for _, o := range m.Options {
			if o.Help == "" || len(o.Values) == 0 == (o.Form == "") || len(o.Values) > 0 && !slices.Contains(o.Values, o.Default) {
				t.Errorf("%s: %+v", m.Name, o)
			}
		}
		if _, err := m.Count(&count.Election{Seats: 1, Candidates: []count.Candidate{{Name: "A"}}}, count.Options{}); !party.Is(err, party.Invalid) {
			t.Errorf("%s counts no papers: %v", m.Name, err)
		}
		if _, err := m.Count(counttest.Ballots(t, "A B", "north 1 A"), count.Options{Seats: -1}); !party.Is(err, party.Invalid) {
			t.Errorf("%s fills -1 places: %v", m.Name, err)
		}
	}
}
