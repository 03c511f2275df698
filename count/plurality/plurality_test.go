package plurality_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/constraint"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/plurality"
	"github.com/selectorate/selectorate/internal/counttest"
	"github.com/selectorate/selectorate/party"
)

// ballots makes an election for so many places, see counttest.Ballots.
func ballots(t testing.TB, names string, seats int, lines ...string) *count.Election {
	t.Helper()
	e := counttest.Ballots(t, names, lines...)
	e.Seats = seats
	return e
}

// totals makes an election of papers with one mark each, as many for each candidate as the total that was published.
func totals(t testing.TB, seats int, of map[string]int64, names ...string) *count.Election {
	t.Helper()
	e := &count.Election{Seats: seats}
	var b count.Builder
	for c, name := range names {
		e.Candidates = append(e.Candidates, count.Candidate{Name: name})
		if err := b.Add([]count.Mark{count.NewMark(c, false)}, of[name], 0, 0); err != nil {
			t.Fatal(err)
		}
	}
	e.Papers = b.Papers()
	return e
}

func figures(r *count.Result) string {
	var votes []string
	for _, v := range r.Stages[0].Votes {
		votes = append(votes, v.String())
	}
	return strings.Join(votes, " ")
}

func TestCrosses(t *testing.T) {
	marks := []string{"4 A B", "3 B A", "2 C", "1 A B C", "1 D=C"}
	for name, c := range map[string]struct {
		method   string
		seats    int
		options  []string
		figures  string
		elected  string
		rejected int64
	}{
		"plurality counts first preferences": {"plurality", 1, nil, "5 3 2 0", "A", 1},
		"plurality of two":                   {"plurality", 2, nil, "5 3 2 0", "A B", 1},
		"block for two":                      {"block", 2, nil, "7 7 3 1", "A B", 1},
		"block, the first two":               {"block", 2, []string{"excess=first"}, "8 8 3 1", "A B", 0},
		"block for three":                    {"block", 3, nil, "8 8 4 1", "A B C", 0},
		"block with one cross":               {"block", 3, []string{"votes=1"}, "0 0 2 0", "C D B", 9},
		"block, the first of one":            {"block", 3, []string{"votes=1", "excess=first"}, "5 3 2 0", "A B C", 1},
		"limited for three":                  {"limited", 3, nil, "7 7 3 1", "A B C", 1},
		"limited to one":                     {"limited", 3, []string{"votes=1", "excess=first"}, "5 3 2 0", "A B C", 1},
		"approval":                           {"approval", 1, nil, "8 8 4 1", "B", 0},
	} {
		t.Run(name, func(t *testing.T) {
			r := counttest.Counted(t, c.method, ballots(t, "A B C D", c.seats, marks...), count.Options{Lots: []int{3, 1, 0, 2}}, c.options...)
			if figures(r) != c.figures || counttest.Winners(r) != c.elected || r.Ballots.Rejected != c.rejected {
				t.Errorf("%s, elected %s, %d rejected; want %s, %s, %d", figures(r), counttest.Winners(r), r.Ballots.Rejected, c.figures, c.elected, c.rejected)
			}
		})
	}
	for name, c := range map[string]struct {
		method string
		option string
	}{
		"no crosses": {"block", "votes=0"}, "crosses in words": {"block", "votes=few"}, "not limited": {"limited", "votes=3"},
		"unknown": {"approval", "votes=3"},
	} {
		if _, err := counttest.Tried(t, c.method, ballots(t, "A B C D", 3, marks...), count.Options{}, c.option); !party.Is(err, party.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := counttest.Tried(t, "block", &count.Election{}, count.Options{}); !party.Is(err, party.Invalid) {
		t.Errorf("an empty election: %v", err)
	}
}

func TestLotsDecideOnlyTheLastPlace(t *testing.T) {
	e := ballots(t, "A B C D", 2, "3 A", "3 B", "1 C", "1 D")
	if r := counttest.Counted(t, "plurality", e, count.Options{}); counttest.Winners(r) != "A B" || len(r.Ties) != 0 {
		t.Errorf("both equal are elected: %s, %+v", counttest.Winners(r), r.Ties)
	}
	_, err := counttest.Tried(t, "plurality", e, count.Options{Seats: 1})
	if needed, is := errors.AsType[*count.LotNeeded](err); !is || needed.For != "last place" || !slices.Equal(needed.Names, []string{"A", "B"}) {
		t.Errorf("%v", err)
	}
	r := counttest.Counted(t, "plurality", e, count.Options{Seats: 3, Seed: "dice"})
	if len(r.Winners) != 3 || len(r.Ties) != 1 || !slices.Equal(r.Ties[0].Candidates, []int{2, 3}) {
		t.Errorf("%s, %+v", counttest.Winners(r), r.Ties)
	}
	if r := counttest.Counted(t, "plurality", e, count.Options{Seats: 5}); len(r.Winners) != 4 || len(r.Notes) != 1 {
		t.Errorf("%s, %v", counttest.Winners(r), r.Notes)
	}
}

func TestConstraintsOnCrosses(t *testing.T) {
	e := ballots(t, "A B C D", 2, "9 A", "8 B", "7 C", "1 D")
	limit := []constraint.Limit{{Category: "gender", Group: "women", Members: []int{2, 3}, Min: 1, Max: -1}}
	r := counttest.Counted(t, "plurality", e, count.Options{Constraints: limit})
	if counttest.Winners(r) != "A C" {
		t.Errorf("elected are %s", counttest.Winners(r))
	}
	if d := r.Stages[0].Decisions[1]; d.Verb != count.Doomed || !slices.Equal(d.Candidates, []int{1}) {
		t.Errorf("that B is passed over is not told: %+v", r.Stages[0].Decisions)
	}
	// A and B are equal, and only one of them can be elected.
	equal := ballots(t, "A B C D", 2, "9 A", "9 B", "7 C", "1 D")
	if _, err := counttest.Tried(t, "plurality", equal, count.Options{Constraints: limit}); err == nil {
		t.Error("no lot is needed")
	}
	if r := counttest.Counted(t, "plurality", equal, count.Options{Constraints: limit, Lots: []int{1, 0}}); counttest.Winners(r) != "B C" {
		t.Errorf("elected are %s", counttest.Winners(r))
	}
	// A constraint does not make a lot necessary where all of the equal can be elected.
	if r := counttest.Counted(t, "plurality", ballots(t, "A B C D", 2, "9 A", "7 B", "9 C", "1 D"), count.Options{Constraints: limit}); counttest.Winners(r) != "A C" {
		t.Errorf("elected are %s", counttest.Winners(r))
	}
}

func TestMajority(t *testing.T) {
	votes := []string{"60 A", "39 B", "1 C"}
	for name, c := range map[string]struct {
		lines   []string
		options []string
		quota   string
		elected string
	}{
		"more than half":                  {votes, nil, "51", "A"},
		"half is not more than half":      {[]string{"50 A", "50 B"}, nil, "51", ""},
		"half may be enough":              {[]string{"50 A", "49 B", "1 C"}, []string{"reach=at-least"}, "50", "A"},
		"an odd half":                     {[]string{"50 A", "49 B"}, []string{"reach=at-least"}, "50", "A"},
		"three fifths are not more":       {votes, []string{"share=60%"}, "61", ""},
		"three fifths are enough":         {votes, []string{"share=3/5", "reach=at-least"}, "60", "A"},
		"three quarters are not reached":  {votes, []string{"share=75%", "reach=at-least"}, "75", ""},
		"a third is not 33 per cent":      {[]string{"34 A", "33 B", "33 C"}, []string{"share=1/3"}, "34", "A"},
		"one third or more of 100 are 34": {[]string{"33 A", "32 B", "35 C"}, []string{"share=1/3", "reach=at-least"}, "34", "C"},
		"of members":                      {votes, []string{"base=members", "members=150"}, "76", ""},
		"of fewer members":                {votes, []string{"base=members", "members=119"}, "60", "A"},
		"of papers cast":                  {append(votes, "25 A=B"), []string{"base=cast"}, "63", ""},
		"of valid votes":                  {append(votes, "25 A=B"), nil, "51", "A"},
		"two reach a third":               {[]string{"50 A", "50 B"}, []string{"share=1/3"}, "34", "B"},
		"weighted":                        {[]string{"5*1/2 A", "2 B"}, nil, "5/2", "A"},
		"weighted, not reached":           {[]string{"4*1/2 A", "2 B"}, nil, "5/2", ""},
		"no votes":                        {nil, nil, "1", ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := counttest.Counted(t, "majority", ballots(t, "A B C", 1, c.lines...), count.Options{Lots: []int{2, 1, 0}}, c.options...)
			if r.Quota.String() != c.quota || counttest.Winners(r) != c.elected {
				t.Errorf("%s are needed, elected %q; want %s, %q", r.Quota, counttest.Winners(r), c.quota, c.elected)
			}
			if c.elected == "" && (len(r.Notes) == 0 || !strings.HasSuffix(r.Notes[len(r.Notes)-1], "nobody is elected.")) {
				t.Errorf("that nobody is elected is not told: %v", r.Notes)
			}
		})
	}
	for name, options := range map[string][]string{
		"no share": {"share=most"}, "more than all": {"share=101%"}, "no members": {"base=members"}, "too few members": {"base=members", "members=99"},
	} {
		if _, err := counttest.Tried(t, "majority", ballots(t, "A B C", 1, votes...), count.Options{}, options...); !party.Is(err, party.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := counttest.Tried(t, "majority", ballots(t, "A B", 1, "1*1/2 A"), count.Options{}, "base=cast"); !party.Is(err, party.Invalid) {
		t.Errorf("what rejected papers are worth: %v", err)
	}
}

func TestBorda(t *testing.T) {
	lines := []string{"3 A B C D", "2 B C", "1 D", "1 C=D A"}
	for name, c := range map[string]struct {
		options []string
		figures string
		nobody  string
	}{
		// A: 3·3 + 1; B: 3·2 + 2·3; C: 3 + 2·2 + 5/2; D: 3 + 5/2.
		"tournament, nothing": {nil, "10 12 19/2 11/2", "5"},
		// Of the two papers B C, A and D have 1/2 each; of the paper D, A, B and C have 1 each.
		"tournament, mean": {[]string{"unranked=mean"}, "12 13 21/2 13/2", "0"},
		"ranks, nothing":   {[]string{"points=ranks"}, "14 17 31/2 21/2", "13"},
		// A and D have 3/2 each of the two, A, B and C 2 each of the one, and B 1 of the last.
		"ranks, mean": {[]string{"points=ranks", "unranked=mean"}, "19 20 35/2 27/2", "0"},
		// C=D A: ranks worth 3, 2, 1; C and D 5/2 each, A 1. B C: 2, 1. D: 1.
		"modified": {[]string{"points=modified"}, "13 13 21/2 13/2", "27"},
	} {
		t.Run(name, func(t *testing.T) {
			r := counttest.Counted(t, "borda", ballots(t, "A B C D", 1, lines...), count.Options{Seed: "dice"}, c.options...)
			if figures(r) != c.figures || r.Stages[0].Nontransferable.String() != c.nobody {
				t.Errorf("%s, nobody %s; want %s, %s", figures(r), r.Stages[0].Nontransferable, c.figures, c.nobody)
			}
		})
	}
	gone := ballots(t, "A B C D", 1, lines...)
	gone.Candidates[3].Withdrawn = true
	if r := counttest.Counted(t, "borda", gone, count.Options{Lots: []int{0, 1}}); figures(r) != "7 7 4 0" || r.Ballots.Rejected != 1 {
		t.Errorf("%s", figures(r))
	}
	big := ballots(t, "A B C", 1, "4611686018427387903 A B C")
	if r := counttest.Counted(t, "borda", big, count.Options{}); figures(r) != "9223372036854775806 4611686018427387903 0" {
		t.Errorf("%s", figures(r))
	}
	r := counttest.Counted(t, "borda", ballots(t, "A B C D", 2, lines...), count.Options{})
	if got := fmt.Sprint(r.Ranking); got != "[[1] [0] [2] [3]]" || counttest.Winners(r) != "B A" {
		t.Errorf("the ranking is %s", got)
	}
}

// Both references give n-1 points to 0 and nothing to unranked candidates: OpenSTV with the points that nobody has, and
// the sums of the pairwise files.
func TestBordaOfTheReferences(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(counttest.Elections(t), "*", "expected", "*.pairwise.json"))
	if err != nil || len(files) < 27 {
		t.Fatalf("there are %d files of pairwise results (%v)", len(files), err)
	}
	openstv := 0
	for _, path := range files {
		name := strings.TrimSuffix(filepath.Base(path), ".pairwise.json")
		t.Run(name, func(t *testing.T) {
			r, err := counttest.Tried(t, "borda", counttest.Read(t, filepath.Join(filepath.Dir(path), "..", name+".blt")), count.Options{Seats: 1, Seed: "dice"})
			if err != nil {
				t.Fatal(err)
			}
			var pairwise struct {
				Points []int64 `json:"borda_tournament_points_unranked_zero"`
			}
			read(t, path, &pairwise)
			for c, points := range pairwise.Points {
				if !r.Stages[0].Votes[c].Equal(exact.Int(points)) {
					t.Errorf("candidate %d has %s points, want %d", c+1, r.Stages[0].Votes[c], points)
				}
			}
			var want struct {
				Results map[string]struct {
					Winners []int
					Rounds  []struct {
						Votes           []string
						Nontransferable string
					}
				}
			}
			read(t, strings.TrimSuffix(path, ".pairwise.json")+".json", &want)
			reference, known := want.Results["openstv:Borda"]
			if !known {
				return
			}
			openstv++
			for c, points := range reference.Rounds[0].Votes {
				if r.Stages[0].Votes[c].String() != strings.Trim(points, "'") {
					t.Errorf("candidate %d has %s points, OpenSTV gives %s", c+1, r.Stages[0].Votes[c], points)
				}
			}
			if nobody := strings.Trim(reference.Rounds[0].Nontransferable, "'"); r.Stages[0].Nontransferable.String() != nobody {
				t.Errorf("%s points are not given, want %s", r.Stages[0].Nontransferable, nobody)
			}
			if r.Winners[0]+1 != reference.Winners[0] {
				t.Errorf("elected is %d, want %d", r.Winners[0]+1, reference.Winners[0])
			}
		})
	}
	if openstv != 15 {
		t.Errorf("OpenSTV's result is known of %d contests", openstv)
	}
}

func read(t *testing.T, path string, to any) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, to); err != nil {
		t.Fatal(err)
	}
}

// Labour's National Executive Committee, constituency section by block vote, January 2018: three places. The totals were
// published; papers with one mark each give them.
func TestNationalExecutiveJanuary2018(t *testing.T) {
	names := strings.Fields("Baxter Dar Donovan Garnham Izzard Josan Lansman Morrison Taylor")
	e := totals(t, 3, map[string]int64{
		"Dar": 68388, "Lansman": 65163, "Garnham": 62982, "Izzard": 39508, "Baxter": 27234, "Josan": 25224, "Donovan": 11944, "Morrison": 7551, "Taylor": 7011,
	}, names...)
	r := counttest.Counted(t, "block", e, count.Options{})
	if counttest.Winners(r) != "Dar Lansman Garnham" || len(r.Ties) != 0 {
		t.Errorf("elected are %s", counttest.Winners(r))
	}
}

// The same section in September 2018: nine places, of which the five highest totals are published here.
func TestNationalExecutiveSeptember2018(t *testing.T) {
	e := totals(t, 5, map[string]int64{"Dar": 88176, "Webbe": 83797, "Lansman": 83072, "Garnham": 81702, "Elmi": 80371}, "Elmi", "Garnham", "Lansman", "Webbe", "Dar")
	if r := counttest.Counted(t, "block", e, count.Options{}); counttest.Winners(r) != "Dar Webbe Lansman Garnham Elmi" {
		t.Errorf("elected are %s", counttest.Winners(r))
	}
}

// A nomination meeting of 2017 with 1,047 voters and three crosses each: percentages are of papers. The papers are made
// so that their totals are the published ones.
func TestPercentagesOfABlockVoteAreOfPapers(t *testing.T) {
	names := strings.Fields("Lansman Izzard Dar Josan Garnham Baxter")
	left := []int64{565, 561, 522, 449, 448, 334}
	e := &count.Election{Seats: 3}
	for _, name := range names {
		e.Candidates = append(e.Candidates, count.Candidate{Name: name})
	}
	var b count.Builder
	for voters := int64(1047); voters > 0; voters-- {
		// The most needed go on a paper; so many crosses that the last papers have one at least.
		var sum int64
		for _, n := range left {
			sum += n
		}
		order := []int{0, 1, 2, 3, 4, 5}
		slices.SortStableFunc(order, func(a, b int) int { return int(left[b] - left[a]) })
		var ranking []count.Mark
		for _, c := range order[:min(3, int((sum+voters-1)/voters))] {
			left[c]--
			ranking = append(ranking, count.NewMark(c, false))
		}
		if err := b.Add(ranking, 1, 0, 0); err != nil {
			t.Fatal(err)
		}
	}
	e.Papers = b.Papers()
	r := counttest.Counted(t, "block", e, count.Options{})
	if figures(r) != "565 561 522 449 448 334" || counttest.Winners(r) != "Lansman Izzard Dar" || r.Ballots.Valid != 1047 {
		t.Fatalf("%s, %d papers", figures(r), r.Ballots.Valid)
	}
	if reason := r.Stages[0].Decisions[0].Reason; !strings.Contains(reason, "565 votes (54.0 % of the papers)") {
		t.Errorf("%s", reason)
	}
}

// BetterVoting issue 1347: losers starred as elected. Only those who have a place are.
func TestNobodyIsElectedWithoutAPlace(t *testing.T) {
	e := ballots(t, "A B C D", 2, "4 A", "3 B", "2 C", "1 D")
	for _, name := range []string{"plurality", "block", "limited", "approval", "borda"} {
		r := counttest.Counted(t, name, e, count.Options{})
		if counttest.Winners(r) != "A B" || len(r.Stages[0].Decisions) != 2 {
			t.Errorf("%s elects %s: %+v", name, counttest.Winners(r), r.Stages[0].Decisions)
		}
	}
}

// VoteKit issue 311: a remainder of floating point hides a tie.
func TestFractionsDoNotHideATie(t *testing.T) {
	e := ballots(t, "A B", 1, "1*1/10 A", "2*1/10 A", "3*1/10 B")
	for _, name := range []string{"plurality", "approval", "borda"} {
		if _, err := counttest.Tried(t, name, e, count.Options{}); err == nil {
			t.Errorf("%s sees no tie", name)
		}
	}
}

func TestMethodsAreWhole(t *testing.T) {
	for _, m := range plurality.Methods() {
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
		gone := ballots(t, "A B", 1, "1 A B")
		gone.Candidates[0].Withdrawn, gone.Candidates[1].Withdrawn = true, true
		if r, err := m.Count(gone, count.Options{}); err != nil || len(r.Winners) != 0 || len(r.Notes) != 2 {
			t.Errorf("%s, nobody stands: %v %+v", m.Name, err, r)
		}
		if _, err := m.Count(ballots(t, "A B", 1, "1 A"), count.Options{Seats: -1}); !party.Is(err, party.Invalid) {
			t.Errorf("%s fills -1 places: %v", m.Name, err)
		}
	}
}

func TestSharesOfWeightedPapers(t *testing.T) {
	r := counttest.Counted(t, "approval", ballots(t, "A B", 1, "1*1/2 A", "1 B"), count.Options{})
	want := "B has 1 vote (66.7 % of what all papers are worth), among the most, and is elected."
	if got := r.Stages[0].Decisions[0].Reason; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
