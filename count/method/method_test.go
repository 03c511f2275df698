package method_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/method"
	"github.com/selectorate/selectorate/count/read"
	"github.com/selectorate/selectorate/count/report"
	"github.com/selectorate/selectorate/party"
)

func TestNamesAreDistinct(t *testing.T) {
	seen := map[string]string{}
	for _, m := range method.All() {
		for _, name := range append([]string{m.Name}, m.Aliases...) {
			bare := strings.ReplaceAll(name, "-", "")
			if before, twice := seen[bare]; twice && before != m.Name {
				t.Errorf("%q names both %s and %s", name, before, m.Name)
			}
			if name != strings.ToLower(name) || strings.ContainsAny(name, " _") {
				t.Errorf("%s: nobody can type %q, since case, spaces and underscores do not matter", m.Name, name)
			}
			seen[bare] = m.Name
		}
		if m.Title == "" || m.Text == "" || m.Summary == "" || m.Count == nil {
			t.Errorf("%s says too little of itself", m.Name)
		}
		for _, o := range m.Options {
			if o.Help == "" || len(o.Values) > 0 == (o.Form != "") {
				t.Errorf("%s: option %s needs a help, and either values or a form", m.Name, o.Name)
			}
			if len(o.Values) > 0 && !slices.Contains(o.Values, o.Default) {
				t.Errorf("%s: the default %q of option %s is none of its values", m.Name, o.Default, o.Name)
			}
		}
	}
}

// People find a rule under the names by which they know it.
func TestFind(t *testing.T) {
	for want, names := range map[string][]string{
		"scottish":         {"scottish", "Scottish STV", "scotland", "SCOTTISH_STV"},
		"ers97":            {"ers97", "ERS97STV", "ers-97"},
		"ers76":            {"ers76", "ers-76"},
		"northern-ireland": {"northern ireland", "ni", "NIrelandSTV"},
		"seanad":           {"seanad"},
		"wigm":             {"wigm"},
		"meek-nz":          {"meek", "meek nz", "MeekNZSTV", "nz-meek"},
		"meek-2006":        {"meek-2006", "MeekSTV"},
		"meek-prf":         {"meek-prf"},
		"warren":           {"warren", "WarrenSTV"},
		"eliminating":      {"av", "irv", "alternative vote", "eliminating ballot", "instant-runoff"},
		"exhaustive":       {"exhaustive", "exhaustive ballot"},
		"supplementary":    {"supplementary vote", "sv"},
		"two-round":        {"two-round", "runoff"},
		"plurality":        {"plurality", "fptp", "first-past-the-post"},
		"block":            {"block", "block vote", "bloc"},
		"limited":          {"limited", "limited vote"},
		"approval":         {"approval", "approval voting"},
		"borda":            {"borda", "borda count"},
		"schulze":          {"schulze"},
		"ranked-pairs":     {"ranked pairs", "tideman"},
		"minimax":          {"minimax"},
		"coombs":           {"coombs"},
		"college":          {"college", "electoral college"},
	} {
		for _, name := range names {
			if m, ok := method.Find(name); !ok || m.Name != want {
				t.Errorf("%q finds %q, want %s", name, m.Name, want)
			}
		}
	}
	if _, ok := method.Find("french"); ok {
		t.Error("a rule that does not exist is found")
	}
}

const orchard = `4 1
5 1 2 3 0
4 2 3 0
3 3 2 0
1 4 3 0
0
"Ash"
"Elm"
"Oak"
"Yew"
"Orchard"
`

// Every method counts a plain election, by itself or with a reason not to, and its result can be reported and read back.
func TestEveryMethodCounts(t *testing.T) {
	for _, m := range method.All() {
		t.Run(m.Name, func(t *testing.T) {
			e, err := read.File([]byte(orchard), "orchard.blt", read.Options{})
			if err != nil {
				t.Fatal(err)
			}
			result, err := m.Count(e, count.Options{Seed: "dice 3 5 1"})
			if err != nil {
				if !party.Is(err, party.Invalid) {
					t.Fatalf("an error that says nothing to whoever counts: %v", err)
				}
				t.Logf("not counted so: %v", err)
				return
			}
			if result.Rule != m.Name || result.Seats != 1 || len(result.Stages) == 0 || result.Ballots.Valid+result.Ballots.Rejected != 13 {
				t.Errorf("%s, %d places, %d stages, %+v", result.Rule, result.Seats, len(result.Stages), result.Ballots)
			}
			for _, s := range result.Stages {
				if s.Clause == "" || s.Reason == "" {
					t.Errorf("stage %d has the clause %q and the reason %q", s.Number, s.Clause, s.Reason)
				}
			}
			var out bytes.Buffer
			if err := report.JSON(&out, result); err != nil {
				t.Fatal(err)
			}
			if _, err := report.Parse(out.Bytes()); err != nil {
				t.Error(err)
			}
		})
	}
}

// What no method should take: no candidates, nobody standing, more places than candidates, no papers. Each answers, and
// none elects somebody who does not stand.
func TestEveryMethodAtTheEdge(t *testing.T) {
	none := new(count.Builder).Papers()
	one := func() *count.Papers {
		var b count.Builder
		if err := b.Add([]count.Mark{count.NewMark(0, false)}, 1, 0, 1); err != nil {
			t.Fatal(err)
		}
		return b.Papers()
	}()
	for _, m := range method.All() {
		for name, e := range map[string]*count.Election{
			"no candidates":   {Seats: 1, Papers: none},
			"no papers":       {Seats: 1, Papers: none, Candidates: make([]count.Candidate, 2)},
			"nobody stands":   {Seats: 1, Papers: one, Candidates: []count.Candidate{{Name: "Ash", Withdrawn: true}}},
			"one stands":      {Seats: 1, Papers: one, Candidates: []count.Candidate{{Name: "Ash"}, {Name: "Elm", Withdrawn: true}}},
			"too many places": {Seats: 3, Papers: one, Candidates: []count.Candidate{{Name: "Ash"}, {Name: "Elm"}}},
		} {
			t.Run(m.Name+"/"+name, func(t *testing.T) {
				result, err := m.Count(e, count.Options{Seed: "dice"})
				if _, waits := errors.AsType[*count.LotNeeded](err); err != nil && !waits && !party.Is(err, party.Invalid) {
					t.Fatal(err)
				}
				if err != nil {
					return
				}
				for _, c := range result.Winners {
					if e.Candidates[c].Withdrawn {
						t.Errorf("candidate %d has withdrawn and is elected", c+1)
					}
				}
				if err := report.Check(result); err != nil {
					t.Error(err)
				}
			})
		}
	}
}

func Example() {
	election, err := read.File([]byte(orchard), "orchard.blt", read.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	rule, _ := method.Find("alternative vote")
	result, err := rule.Count(election, count.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, stage := range result.Stages {
		fmt.Print("stage ", stage.Number, ":")
		for c, votes := range stage.Votes {
			if !votes.Equal(exact.Number{}) {
				fmt.Print(" ", result.Candidates[c].Name, " ", votes)
			}
		}
		fmt.Println()
	}
	fmt.Println("elected:", result.Candidates[result.Winners[0]].Name)
	// Output:
	// stage 1: Ash 5 Elm 4 Oak 3 Yew 1
	// stage 2: Ash 5 Elm 4 Oak 4
	// stage 3: Ash 5 Elm 7
	// elected: Elm
}
