package ireland_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/constraint"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/ireland"
)

// bundle is papers of one ranking; letters are candidates.
type bundle struct {
	times   int64
	ranking string
}

func election(t testing.TB, seats int, names string, pile ...bundle) *count.Election {
	t.Helper()
	e := &count.Election{Seats: seats}
	for name := range strings.FieldsSeq(names) {
		e.Candidates = append(e.Candidates, count.Candidate{Name: name})
	}
	var b count.Builder
	for i, p := range pile {
		var ranking []count.Mark
		for _, letter := range p.ranking {
			ranking = append(ranking, count.NewMark(int(letter-'A'), false))
		}
		if err := b.Add(ranking, p.times, 0, i+1); err != nil {
			t.Fatal(err)
		}
	}
	e.Papers = b.Papers()
	return e
}

func find(name string) count.Method {
	for _, m := range ireland.Methods() {
		if m.Name == name {
			return m
		}
	}
	panic("no method " + name)
}

func counted(t testing.TB, name string, e *count.Election, o count.Options) *count.Result {
	t.Helper()
	r, err := find(name).Count(e, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// figures writes a count down in one line a stage.
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
			line += " " + letter(c) + v.Decimal(r.Places)
		}
		line += " lost " + s.Nontransferable.Decimal(r.Places)
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

// Cases small enough to be worked out by hand.
func TestByHand(t *testing.T) {
	sisters := []bundle{{4, "AB"}, {2, "AC"}, {3, "B"}, {2, "C"}}
	few := []bundle{{6, "A"}, {1, "AC"}, {3, "B"}, {2, "C"}}
	last := []bundle{{4, "AB"}, {3, "B"}, {3, "C"}, {2, "DAC"}}
	for _, c := range []struct {
		name, method string
		pile         []bundle
		set          map[string]string
		want         []string
	}{
		// 11,000 units: a quota of 3,667. 2,333 units for 6 papers are 388 each, and 5 are lost.
		{"Seanad: a surplus of original papers", "seanad", sisters, nil, []string{
			"first-preferences: A6 B3 C2 lost 0 elected A",
			"surplus A: A3.667 B4.552 C2.776 lost 0.005 elected B",
		}},
		// 12,000 units: a quota of 4,001. Only the two papers from Dagda are examined: 1,999 units, 999 each.
		{"Seanad: the sub-parcel that came last", "seanad", last, nil, []string{
			"first-preferences: A4 B3 C3 D2 lost 0",
			"exclusion D: A6 B3 C3 D0 lost 0 elected A",
			"surplus A: A4.001 B3 C4.998 D0 lost 0.001 elected C",
		}},
		// One transferable paper is worth less than the surplus of 2,999 and keeps its value. Then B and C are equal, and C
		// has fewer first preferences, so C stands lower in the order of preferences.
		{"Seanad: papers worth less than the surplus", "seanad", few, nil, []string{
			"first-preferences: A7 B3 C2 lost 0 elected A",
			"surplus A: A4.001 B3 C3 lost 1.999",
			"exclusion C: A4.001 B3 C0 lost 4.999 elected B",
		}},
		{"one place is left, and one has more than all others", "seanad", []bundle{{5, "A"}, {4, "B"}, {1, "C"}, {1, "D"}}, nil, []string{
			"first-preferences: A5 B4 C1 D1 lost 0 elected A elected B",
		}},
		{"the Seanad may exclude several together", "seanad", []bundle{{5, "A"}, {5, "B"}, {2, "CE"}, {1, "D"}, {4, "E"}}, map[string]string{"exclusion": "sure-losers"}, []string{
			"first-preferences: A5 B5 C2 D1 E4 lost 0",
			"exclusion C D: A5 B5 C0 D0 E6 lost 1 elected E",
			"surplus E: A5 B5 C0 D0 E5.667 lost 1.333",
			"exclusion B: A5 B0 C0 D0 E5.667 lost 6.333 elected A",
		}},
		// A quota of 4. Betty's share is 4 × 2 ÷ 6 = 1 and 2/6, Cu's 0 and 4/6, the larger fraction.
		{"Dáil: whole papers, the largest fraction made up", "dail", sisters, nil, []string{
			"first-preferences: A6 B3 C2 lost 0 elected A",
			"surplus A: A4 B4 C3 lost 0 elected B",
		}},
		{"Dáil: fewer transferable papers than the surplus", "dail", few, nil, []string{
			"first-preferences: A7 B3 C2 lost 0 elected A",
			"surplus A: A5 B3 C3 lost 1",
			"exclusion C: A5 B3 C0 lost 4 elected B",
		}},
		{"Dáil, section 124(1A): all but the lowest", "dail", []bundle{{5, "A"}, {4, "B"}, {3, "C"}}, nil, []string{
			"first-preferences: A5 B4 C3 lost 0 elected A elected B",
		}},
		{"Dáil, section 124(2): one has more than all others", "dail", []bundle{{5, "A"}, {4, "B"}, {2, "C"}, {1, "D"}}, nil, []string{
			"first-preferences: A5 B4 C2 D1 lost 0 elected A elected B",
		}},
		// A quota of 5: the surplus of 1 can neither elect B or C, nor bring E up to D, nor to a quarter of the quota, 2.
		{"Dáil: a surplus that can change nothing waits", "dail", []bundle{{6, "AB"}, {3, "B"}, {3, "C"}, {2, "DC"}}, nil, []string{
			"first-preferences: A6 B3 C3 D2 E0 lost 0 elected A deferred A",
			"exclusion E: A6 B3 C3 D2 E0 lost 0",
			"surplus A: A5 B4 C3 D2 E0 lost 0",
			"exclusion D: A5 B4 C5 D0 E0 lost 0 elected C",
		}},
		{"Dáil: or it moves at once", "dail", []bundle{{6, "AB"}, {3, "B"}, {3, "C"}, {2, "DC"}}, map[string]string{"deferral": "none"}, []string{
			"first-preferences: A6 B3 C3 D2 E0 lost 0 elected A",
			"surplus A: A5 B4 C3 D2 E0 lost 0",
			"exclusion E: A5 B4 C3 D2 E0 lost 0",
			"exclusion D: A5 B4 C5 D0 E0 lost 0 elected C",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			votes, _, _ := strings.Cut(c.want[0], " lost")
			names := strings.Fields("Aengus Boann Cu Dagda Etain")[:len(strings.Fields(votes))-1]
			r := counted(t, c.method, election(t, 2, strings.Join(names, " "), c.pile...), count.Options{Seed: "dice", Lots: []int{1, 0}, Set: c.set})
			if got := figures(r); !slices.Equal(got, c.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
			for _, s := range r.Stages {
				if s.Clause == "" || !strings.HasSuffix(s.Reason, ".") || strings.Contains(s.Reason, "%!") {
					t.Errorf("stage %d: clause %q, reason %q", s.Number, s.Clause, s.Reason)
				}
			}
		})
	}
}

func TestSeanadOrderOfPreferences(t *testing.T) {
	// Boann and Cu have three first preferences each; Cu has a second preference more.
	e := election(t, 1, "Aengus Boann Cu", bundle{4, "A"}, bundle{1, "AC"}, bundle{3, "B"}, bundle{3, "C"})
	r := counted(t, "seanad", e, count.Options{})
	tie := r.Ties[0]
	if tie.By != count.ByRule || tie.Chosen != 1 || tie.Clause != "Second Schedule, paragraph 2" || !strings.Contains(tie.Reason, "Boann stands lowest in the order of preferences") {
		t.Errorf("%+v", tie)
	}
	// Without it they are equal in everything, and a lot decides.
	e = election(t, 1, "Aengus Boann Cu", bundle{5, "A"}, bundle{3, "B"}, bundle{3, "C"})
	var needed *count.LotNeeded
	if _, err := find("seanad").Count(e, count.Options{}); !errors.As(err, &needed) || !slices.Equal(needed.Candidates, []int{1, 2}) {
		t.Errorf("without a seed: %v", err)
	}
	if r = counted(t, "seanad", e, count.Options{Seed: "dice"}); r.Ties[0].By != count.BySeed {
		t.Errorf("%+v", r.Ties[0])
	}
}

// Two places, of which one is for the sub-panel of the Oireachtas, where Dagda stands alone.
func TestSeanadSubPanels(t *testing.T) {
	e := election(t, 2, "Aengus Boann Cu Dagda", bundle{4, "A"}, bundle{4, "B"}, bundle{3, "CA"}, bundle{1, "D"})
	r := counted(t, "seanad", e, count.Options{Constraints: []constraint.Limit{
		{Category: "sub-panel", Group: "Oireachtas", Members: []int{3}, Min: 1, Max: -1},
	}})
	want := []string{
		"first-preferences: A4 B4 C3 D1 lost 0 guarded D",
		"exclusion C: A7 B4 C0 D1 lost 0 elected A doomed B",
		"exclusion B: A7 B0 C0 D1 lost 4 elected D",
	}
	if got := figures(r); !slices.Equal(got, want) {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
}

func TestDailNeedsASeed(t *testing.T) {
	e := election(t, 2, "Aengus Boann Cu", bundle{4, "AB"}, bundle{2, "AC"}, bundle{3, "B"}, bundle{2, "C"})
	var needed *count.LotNeeded
	r, err := find("dail").Count(e, count.Options{})
	if !errors.As(err, &needed) || needed.For != "order of the papers of Aengus" || len(r.Stages) != 1 || r.Complete {
		t.Fatalf("without a seed: %v, %+v", err, r)
	}
	if err.Error() != "a lot is needed at stage 1 to settle the order of the papers of Aengus, and no seed was given" {
		t.Error(err)
	}
}

// Six papers of Aengus go to Boann in one heap; which two of them are filed last decides where they go when Boann is out.
func TestDailDependsOnTheSeedAlone(t *testing.T) {
	e := election(t, 2, "Aengus Boann Cu Dagda", bundle{4, "ABC"}, bundle{4, "ABD"}, bundle{1, "B"}, bundle{4, "C"}, bundle{4, "D"})
	seen := map[string]bool{}
	for seed := range 40 {
		o := count.Options{Seed: fmt.Sprint("dice ", seed), Set: map[string]string{"deferral": "none"}}
		r := counted(t, "dail", e, o)
		last := strings.Join(figures(r), "\n")
		seen[last] = true
		again := election(t, 2, "Aengus Boann Cu Dagda", bundle{2, "ABC"}, bundle{4, "D"}, bundle{4, "ABD"}, bundle{1, "B"}, bundle{4, "C"}, bundle{2, "ABC"})
		if other := strings.Join(figures(counted(t, "dail", again, o)), "\n"); other != last {
			t.Fatalf("seed %d: the order of the file matters:\n%s\n%s", seed, last, other)
		}
	}
	if len(seen) < 2 {
		t.Errorf("40 seeds gave one count: %v", seen)
	}
}

func TestDailRefuses(t *testing.T) {
	e := election(t, 1, "Aengus Boann", bundle{ireland.MaxPapers + 1, "A"})
	if _, err := find("dail").Count(e, count.Options{}); err == nil {
		t.Error("counted more papers than anybody can mix")
	}
	var b count.Builder
	class, err := b.Class(exact.Frac(1, 2), "")
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Add([]count.Mark{count.NewMark(0, false)}, 1, class, 1); err != nil {
		t.Fatal(err)
	}
	e.Papers = b.Papers()
	if _, err := find("dail").Count(e, count.Options{}); err == nil {
		t.Error("counted half a paper")
	}
}
