package gregory_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/lot"
)

// figures writes a count down in one line a stage: the action and its candidates, everybody's votes, what is not
// transferable, and who is elected. Candidates are letters in the order of the paper.
func figures(r *count.Result) []string {
	letter := func(c int) string { return string(rune('A' + c)) }
	var lines []string
	for _, s := range r.Stages {
		line := string(s.Action)
		for _, c := range s.Of {
			line += " " + letter(c)
		}
		line += ":"
		for c, v := range s.Votes {
			line += " " + letter(c) + v.Decimal(max(r.Places, 0))
			if r.Places < 0 {
				line = strings.TrimSuffix(line, v.Decimal(0)) + v.String()
			}
		}
		line += " lost " + s.Nontransferable.Text(r.Places)
		for _, d := range s.Decisions {
			line += " " + string(d.Verb)
			for _, c := range d.Candidates {
				line += " " + letter(c)
			}
		}
		lines = append(lines, line)
	}
	return lines
}

func compare(t *testing.T, r *count.Result, want []string) {
	t.Helper()
	if got := figures(r); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, s := range r.Stages {
		if s.Clause == "" || !strings.HasSuffix(s.Reason, ".") || strings.Contains(s.Reason, "%!") {
			t.Errorf("stage %d: clause %q, reason %q", s.Number, s.Clause, s.Reason)
		}
		for _, d := range s.Decisions {
			if !strings.HasSuffix(d.Reason, ".") || strings.Contains(d.Reason, "%!") {
				t.Errorf("stage %d: %s: reason %q", s.Number, d.Verb, d.Reason)
			}
		}
	}
}

// Cases small enough to be worked out by hand, one for each clause.
var scottishCases = []struct {
	name  string
	seats int
	names string // letters
	pile  pile
	set   map[string]string
	want  []string
}{
	{"rules 46 and 47: 11 papers for 2 places make a quota of 4; rule 48: who has just that is elected", 2, "ABC", pile{{4, "A"}, {3, "B"}, {4, "C"}}, nil, []string{
		"first-preferences: A4 B3 C4 lost 0.00000 elected A elected C",
	}},
	// 2 × 1 ÷ 6 = 0.33333(3): B gets 4 × 0.33333, C 2 × 0.33333, and 0.00002 is lost.
	{"rule 49: all papers move, at surplus times value divided by votes, cut to five decimals", 2, "ABC", pile{{4, "AB"}, {2, "AC"}, {3, "B"}, {2, "C"}}, nil, []string{
		"first-preferences: A6 B3 C2 lost 0.00000 elected A",
		"surplus A: A4 B4.33332 C2.66666 lost 0.00002 elected B",
	}},
	// A: 8 of a quota of 5; 3 ÷ 8 = 0.375 each, so B has 4 + 6 × 0.375 = 6.25 and a surplus of 1.25. Its first preferences
	// move at 1.25 × 1 ÷ 6.25 = 0.2, the papers from A at 1.25 × 0.375 ÷ 6.25 = 0.075.
	{"rule 49(3): papers that came at a fraction move at a fraction of that", 3, "ABCD", pile{{6, "ABC"}, {2, "A"}, {4, "BD"}, {3, "C"}, {3, "D"}}, nil, []string{
		"first-preferences: A8 B4 C3 D3 lost 0.00000 elected A",
		"surplus A: A5 B6.25 C3 D3 lost 0.75000 elected B",
		"surplus B: A5 B5 C3.45 D3.8 lost 0.75000",
		"exclusion C: A5 B5 C0 D3.8 lost 4.20000 elected D",
	}},
	{"rule 50(1): the largest surplus first; one that arises waits its turn", 3, "ABCD", pile{{6, "AC"}, {9, "BC"}, {3, "C"}, {1, "D"}}, nil, []string{
		"first-preferences: A6 B9 C3 D1 lost 0.00000 elected B elected A",
		"surplus B: A6 B5 C6.99996 D1 lost 0.00004 elected C",
	}},
	{"rule 51: the lowest alone, even with no votes; papers without a next preference are lost", 1, "ABCD", pile{{3, "A"}, {2, "BA"}, {2, "C"}}, nil, []string{
		"first-preferences: A3 B2 C2 D0 lost 0.00000",
		"exclusion D: A3 B2 C2 D0 lost 0.00000",
		"exclusion B: A5 B0 C2 D0 lost 0.00000 elected A",
	}},
	{"rule 53 and the official tables: the papers of the last excluded move", 2, "ABC", pile{{3, "A"}, {2, "B"}, {1, "CB"}}, nil, []string{
		"first-preferences: A3 B2 C1 lost 0.00000 elected A",
		"exclusion C: A3 B3 C0 lost 0.00000 elected B",
	}},
	{"rule 53(2) to the letter: they do not", 2, "ABC", pile{{3, "A"}, {2, "B"}, {1, "CB"}}, map[string]string{"last-transfer": "omitted"}, []string{
		"first-preferences: A3 B2 C1 lost 0.00000 elected A excluded C elected B",
	}},
	{"article 2: who has just the quota has no surplus", 2, "ABCD", pile{{4, "A"}, {3, "B"}, {2, "C"}, {2, "DB"}}, nil, []string{
		"first-preferences: A4 B3 C2 D2 lost 0.00000 elected A",
		"exclusion D: A4 B5 C2 D0 lost 0.00000 elected B",
	}},
	{"the empty stage of some programs", 2, "ABCD", pile{{4, "A"}, {3, "B"}, {2, "C"}, {2, "DB"}}, map[string]string{"zero-surplus": "stage"}, []string{
		"first-preferences: A4 B3 C2 D2 lost 0.00000 elected A",
		"surplus A: A4 B3 C2 D2 lost 0.00000",
		"exclusion D: A4 B5 C2 D0 lost 0.00000 elected B",
	}},
	{"fewer candidates than places: all are elected at once, most votes first", 5, "ABC", pile{{1, "B"}, {3, "C"}}, nil, []string{
		"first-preferences: A0 B1 C3 lost 0.00000 elected C elected B elected A",
	}},
	{"one candidate", 1, "A", pile{{1, "A"}}, nil, []string{"first-preferences: A1 lost 0.00000 elected A"}},
	{"no papers: a quota of 1 that nobody has", 2, "AB", nil, nil, []string{"first-preferences: A0 B0 lost 0.00000 elected A elected B"}},
	{"all papers end: the last one wins without the quota", 1, "ABC", pile{{3, "A"}, {3, "B"}, {2, "C"}}, nil, []string{
		"first-preferences: A3 B3 C2 lost 0.00000",
		"exclusion C: A3 B3 C0 lost 2.00000",
		"exclusion A: A0 B3 C0 lost 5.00000 elected B",
	}},
	{"equal ranks: a ranking ends before them, and equal first preferences are no vote", 1, "ABC", pile{{3, "AB=C"}, {2, "B"}, {2, "C"}, {4, "A=B"}}, nil, []string{
		"first-preferences: A3 B2 C2 lost 0.00000",
		"exclusion B: A3 B0 C2 lost 2.00000",
		"exclusion C: A3 B0 C0 lost 4.00000 elected A",
	}},
}

func TestScottishByHand(t *testing.T) {
	for _, c := range scottishCases {
		t.Run(c.name, func(t *testing.T) {
			e := election(t, c.seats, strings.Split(c.names, "")...)
			c.pile.into(t, e)
			// Where a lot is needed, it falls on D, then A, B and C.
			compare(t, counted(t, "scottish", e, count.Options{Set: c.set, Lots: []int{3, 0, 1, 2}}), c.want)
		})
	}
}

func TestScottishWithdrawn(t *testing.T) {
	e := election(t, 1, "Ant", "Bee", "Cricket")
	pile{{3, "BA"}, {2, "A"}, {2, "BC"}, {1, "C"}, {1, "B"}}.into(t, e)
	e.Candidates[1].Withdrawn = true
	r := counted(t, "scottish", e, count.Options{})
	compare(t, r, []string{"first-preferences: A5 B0 C3 lost 0.00000 elected A"})
	if r.Ballots.Valid != 8 || r.Ballots.Rejected != 1 {
		t.Errorf("%d valid, %d rejected; want 8 and the paper for the withdrawn alone", r.Ballots.Valid, r.Ballots.Rejected)
	}
}

// As in Renfrewshire ward 3 in 2017: two surpluses are equal, and the stage before tells them apart.
func TestScottishEqualSurpluses(t *testing.T) {
	// 30 papers, 3 places: the quota is 8. Elm goes out; then Ash and Beech have 9 each, and Beech had more before.
	e := election(t, 3, "Ash", "Beech", "Cedar", "Dogwood", "Elm")
	pile{{6, "AC"}, {7, "BD"}, {6, "C"}, {6, "D"}, {3, "EA"}, {2, "EB"}}.into(t, e)
	r := counted(t, "scottish", e, count.Options{})
	compare(t, r, []string{
		"first-preferences: A6 B7 C6 D6 E5 lost 0.00000",
		"exclusion E: A9 B9 C6 D6 E0 lost 0.00000 elected A elected B",
		"surplus B: A9 B8 C6 D6.77777 E0 lost 0.22223",
		"surplus A: A8 B8 C6.66666 D6.77777 E0 lost 0.55557",
		"exclusion C: A8 B8 C0 D6.77777 E0 lost 7.22223 elected D",
	})
	if len(r.Ties) != 1 {
		t.Fatalf("ties %+v", r.Ties)
	}
	tie := r.Ties[0]
	if tie.By != count.ByEarlierStage || tie.Chosen != 1 || tie.Stage != 2 || tie.Earlier != 1 || tie.Clause != "rules 50 and 52" ||
		tie.For != "transfer of a surplus" || !strings.Contains(tie.Reason, "Beech had most votes at stage 1") {
		t.Errorf("%+v", tie)
	}
}

// Three are lowest together. At the stage before, two of them were lower than the third; the stage before that
// tells the two apart. The narrow reading of the rule finds no stage at which all three differ and draws a lot.
func TestScottishThreeWayTie(t *testing.T) {
	e := election(t, 1, "Ash", "Beech", "Cedar", "Dogwood", "Elm", "Fir")
	pile{
		{7, "A"},
		{8, "B"},
		{9, "C"},
		{20, "D"},
		{1, "EA"},
		{2, "FA"},
		{2, "FB"},
		{1, "EC"},
	}.into(t, e)
	// Stage 1: A7 B8 C9 D20 E2 F4. Stage 2, without Elm: A8 B8 C10. Stage 3, without Fir: A10 B10 C10.
	before := []string{
		"first-preferences: A7 B8 C9 D20 E2 F4 lost 0.00000",
		"exclusion E: A8 B8 C10 D20 E0 F4 lost 0.00000",
		"exclusion F: A10 B10 C10 D20 E0 F0 lost 0.00000",
	}
	for _, c := range []struct {
		ties string
		out  int
		by   count.Settlement
	}{
		{"latest", 0, count.ByEarlierStage},   // A and B at stage 2, then A at stage 1
		{"apart", 0, count.ByEarlierStage},    // stage 1, where all three differ
		{"earliest", 0, count.ByEarlierStage}, // stage 1
		{"lot", 2, count.ByGivenLot},
	} {
		t.Run(c.ties, func(t *testing.T) {
			r := counted(t, "scottish", e, count.Options{Set: map[string]string{"ties": c.ties}, Lots: []int{2, 0, 1}})
			if got := figures(r)[:3]; !slices.Equal(got, before) {
				t.Fatalf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(before, "\n"))
			}
			if tie := r.Ties[0]; tie.Stage != 3 || tie.Chosen != c.out || tie.By != c.by || !slices.Equal(tie.Candidates, []int{0, 1, 2}) {
				t.Errorf("%+v", tie)
			}
		})
	}
}

// The two readings part where no stage tells all three apart, but two stages do so together.
func TestScottishReadingsOfTies(t *testing.T) {
	e := election(t, 1, "Ash", "Beech", "Cedar", "Dogwood", "Elm", "Fir")
	pile{
		{8, "A"},
		{8, "B"},
		{9, "C"},
		{20, "D"},
		{1, "EA"},
		{1, "FA"},
		{2, "FB"},
		{1, "FC"},
		{1, "E"},
	}.into(t, e)
	// Stage 1: A8 B8 C9, E2, F4. Stage 2, without Elm: A9 B8 C9. Stage 3, without Fir: A10 B10 C10.
	latest := counted(t, "scottish", e, count.Options{Lots: []int{2, 0, 1}})
	if tie := latest.Ties[0]; tie.Chosen != 1 || tie.By != count.ByEarlierStage || tie.Earlier != 2 {
		t.Errorf("latest: %+v", tie)
	}
	apart := counted(t, "scottish", e, count.Options{Lots: []int{2, 0, 1}, Set: map[string]string{"ties": "apart"}})
	if tie := apart.Ties[0]; tie.Chosen != 2 || tie.By != count.ByGivenLot {
		t.Errorf("apart: %+v", tie)
	}
}

func TestScottishLots(t *testing.T) {
	e := election(t, 1, "Ash", "Beech", "Cedar")
	pile{{2, "A"}, {2, "B"}, {3, "C"}}.into(t, e)
	r, err := findMethod("scottish").Count(e, count.Options{})
	var needed *count.LotNeeded
	if !errors.As(err, &needed) || !slices.Equal(needed.Candidates, []int{0, 1}) || needed.Stage != 1 || needed.For != "exclusion" {
		t.Fatalf("without a seed: %v", err)
	}
	if r == nil || r.Complete || len(r.Stages) != 1 || len(r.Winners) != 0 {
		t.Fatalf("the stages so far: %+v", r)
	}
	const seed = "three dice: 4 4 1"
	r = counted(t, "scottish", e, count.Options{Seed: seed})
	fallsOn := lot.Draw(seed, 1, []string{"Ash", "Beech"})
	tie := r.Ties[0]
	if tie.By != count.BySeed || tie.Draw != 1 || tie.Chosen != fallsOn || !slices.Equal(r.Stages[1].Of, []int{fallsOn}) {
		t.Errorf("%+v, want the lot to fall on %d", tie, fallsOn)
	}
	e.TieOrder = []int{2, 1, 0} // of Ash and Beech, Beech is first and goes out
	r = counted(t, "scottish", e, count.Options{Seed: seed})
	if tie := r.Ties[0]; tie.By != count.ByFileOrder || tie.Chosen != 1 {
		t.Errorf("%+v", tie)
	}
}

func TestScottishWeights(t *testing.T) {
	// Weights of a third: 12 papers are worth 4 votes, so for 1 place the quota is 3.
	e := election(t, 1, "Ash", "Beech", "Cedar")
	third := exact.Frac(1, 3)
	pile{{5, "A"}, {4, "BA"}, {3, "C"}}.weighted(t, e, third, third, third)
	r := counted(t, "scottish", e, count.Options{})
	if !r.Quota.Equal(exact.Int(3)) || !r.Stages[0].Votes[0].Equal(exact.Frac(5, 3)) || !r.Ballots.Votes.Equal(exact.Int(4)) {
		t.Errorf("quota %s, votes %v", r.Quota, r.Stages[0].Votes)
	}
	// As many papers as a file can hold, each worth a googol: nothing overflows, and nothing is lost.
	googol := exact.Int(1)
	for range 100 {
		googol = googol.Mul(exact.Int(10))
	}
	pile{{count.MaxPapers / 2, "AB"}, {count.MaxPapers / 4, "B"}, {count.MaxPapers / 4, "C"}}.weighted(t, e, googol, googol, googol)
	r = counted(t, "scottish", e, count.Options{Seats: 2, Lots: []int{2, 1}})
	want := exact.Int(math.MaxInt64/2 + 1).Mul(googol).Quo(exact.Int(3)).Floor()
	if !r.Quota.Equal(exact.Whole(want).Add(exact.Int(1))) {
		t.Errorf("quota %s, want %s and 1", r.Quota, want)
	}
	if !slices.Equal(r.Winners, []int{0, 1}) {
		t.Errorf("elected %v", r.Winners)
	}
}

// Two places, at least one woman (Cedar or Dogwood). Ash has the quota at once. Then one place is left for the women,
// so Beech, who has the quota at stage 2, is doomed and goes out next; without the constraint Beech is elected.
func TestScottishDoom(t *testing.T) {
	e := election(t, 2, "Ash", "Beech", "Cedar", "Dogwood")
	pile{{10, "AB"}, {3, "B"}, {4, "CD"}, {1, "D"}}.into(t, e)
	// 18 papers: a quota of 7; Ash moves 3 of 10 at 0.3 each, so Beech has 6 and no quota; Dogwood lowest.
	free := counted(t, "scottish", e, count.Options{})
	if !slices.Equal(free.Winners, []int{0, 1}) {
		t.Fatalf("without the constraint %v are elected\n%s", free.Winners, strings.Join(figures(free), "\n"))
	}
	r := counted(t, "scottish", e, count.Options{Constraints: limits("women", 1, -1, 2, 3)})
	compare(t, r, []string{
		"first-preferences: A10 B3 C4 D1 lost 0.00000 elected A doomed B",
		"exclusion B: A10 B0 C4 D1 lost 3.00000",
		"surplus A: A7 B0 C4 D1 lost 6.00000",
		"exclusion D: A7 B0 C4 D0 lost 7.00000 elected C",
	})
	if reason := r.Stages[0].Decisions[1].Reason; reason != "Beech cannot be elected: with Beech, at least 1 of women could not be met." {
		t.Errorf("reason %q", reason)
	}
	if reason := r.Stages[1].Reason; !strings.HasPrefix(reason, "Beech is excluded, because a constraint keeps Beech from being elected.") {
		t.Errorf("reason %q", reason)
	}
}

// Two places, one of them for the north, where only Cedar stands. Cedar is lowest and is not excluded; when Ash has
// the first place, nobody but Cedar can have the second.
func TestScottishGuard(t *testing.T) {
	e := election(t, 2, "Ash", "Beech", "Cedar", "Dogwood")
	pile{{3, "A"}, {3, "B"}, {1, "C"}, {2, "DA"}}.into(t, e)
	r := counted(t, "scottish", e, count.Options{Constraints: limits("the north", 1, -1, 2)})
	compare(t, r, []string{
		"first-preferences: A3 B3 C1 D2 lost 0.00000 guarded C",
		"exclusion D: A5 B3 C1 D0 lost 0.00000 elected A doomed B",
		"exclusion B: A5 B0 C1 D0 lost 3.00000 elected C",
	})
	if reason := r.Stages[0].Decisions[0].Reason; reason != "Cedar has no more votes than Dogwood but is not excluded: without Cedar, at least 1 of the north could not be met." {
		t.Errorf("reason %q", reason)
	}
}

// Equals of whom only one can be elected are settled by the rule's ties, not by the order of the file.
func TestScottishEqualsUnderAConstraint(t *testing.T) {
	e := election(t, 2, "Ash", "Beech", "Cedar")
	pile{{4, "A"}, {4, "B"}, {1, "C"}}.into(t, e)
	o := count.Options{Constraints: limits("south", 0, 1, 0, 1)}
	var needed *count.LotNeeded
	if _, err := findMethod("scottish").Count(e, o); !errors.As(err, &needed) || needed.For != "election" {
		t.Fatalf("without a lot: %v", err)
	}
	o.Lots = []int{1, 0}
	r := counted(t, "scottish", e, o)
	compare(t, r, []string{
		"first-preferences: A4 B4 C1 lost 0.00000 elected B doomed A",
		"exclusion A: A0 B4 C1 lost 4.00000 elected C",
	})
}

func TestOptionsAreChecked(t *testing.T) {
	e := election(t, 1, "Ash", "Beech")
	pile{{1, "A"}}.into(t, e)
	for _, c := range []struct{ method, option, value string }{
		{"scottish", "places", "4"},
		{"scottish", "ties", "dice"},
		{"wigm", "places", "31"},
		{"wigm", "places", "-1"},
		{"wigm", "places", "five"},
		{"wigm", "quota", "unit"},
		{"wigm-prf", "value", "once"},
		{"minneapolis-stv", "quota", "hare"},
	} {
		if _, err := findMethod(c.method).Count(e, count.Options{Set: map[string]string{c.option: c.value}}); err == nil {
			t.Errorf("%s took %s=%s", c.method, c.option, c.value)
		}
	}
	for _, name := range []string{"scottish", "wigm", "wigm-prf", "minneapolis-stv"} {
		for _, option := range findMethod(name).Options {
			for _, value := range option.Values {
				if value == "unit" {
					continue // needs decimals too
				}
				if _, err := findMethod(name).Count(e, count.Options{Set: map[string]string{option.Name: value}}); err != nil {
					t.Errorf("%s %s=%s: %v", name, option.Name, value, err)
				}
			}
			if option.Help == "" || option.Default == "" {
				t.Error(fmt.Sprint(name, " ", option.Name, ": no help or no default"))
			}
		}
	}
}
