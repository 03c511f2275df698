package exchange_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/method"
	"github.com/selectorate/selectorate/count/read"
	"github.com/selectorate/selectorate/count/report/exchange"
	"github.com/selectorate/selectorate/party"
)

var update = flag.Bool("update", false, "write the golden files anew")

// fruit has a surplus, exclusions, a tie, somebody who has withdrawn, a fraction cut off and awkward names.
const fruit = `6 2
-6
9 1 2 0
3 2 1 0
3 3 4 0
2 4 5 0
2 5 4 0
2 1 3 0
1 6 0
0
"Afal ""Coch"" (Grn)"
"Ubh's, Úll (Ind)"
"Exhausted"
"Gwsberen (Lab) (Co-op)"
"Mefus"
"Cirsium"
"Fruit, of the ""year"""
`

func election(t testing.TB, text string) *count.Election {
	t.Helper()
	e, err := read.File([]byte(text), "fruit.blt", read.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func result(t testing.TB, e *count.Election, rule string) *count.Result {
	t.Helper()
	m, ok := method.Find(rule)
	if !ok {
		t.Fatalf("there is no rule %q", rule)
	}
	r, err := m.Count(e, count.Options{Seed: "4 2 6"})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func written(t testing.TB, write func(io.Writer) error) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestGolden(t *testing.T) {
	e := election(t, fruit)
	r := result(t, e, "scottish")
	day := time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)
	for name, write := range map[string]func(io.Writer) error{
		"stages.csv":    func(w io.Writer) error { return exchange.Stages(w, r) },
		"transfers.csv": func(w io.Writer) error { return exchange.Transfers(w, r) },
		"rcvis.json": func(w io.Writer) error {
			return exchange.RCVis(w, r, exchange.Facts{Date: "2026-01-31", Office: "Fruit"})
		},
		"fruit.blt": func(w io.Writer) error { return exchange.BLT(w, e) },
		"cdf.json":  func(w io.Writer) error { return exchange.CDF(w, e, day) },
	} {
		t.Run(name, func(t *testing.T) {
			got := written(t, write)
			file := filepath.Join("testdata", name)
			if *update {
				if err := os.WriteFile(file, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("now it is:\n%s", got)
			}
		})
	}
}

// TestStagesAddUp reads the table back: at every stage the votes are those of the result and the total is the same.
func TestStagesAddUp(t *testing.T) {
	r := result(t, election(t, fruit), "scottish")
	rows, err := csv.NewReader(bytes.NewReader(written(t, func(w io.Writer) error { return exchange.Stages(w, r) }))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	perStage := len(r.Candidates) + 2
	if len(rows) != 1+perStage*len(r.Stages) {
		t.Fatalf("%d rows", len(rows))
	}
	for i, stage := range r.Stages {
		block := rows[1+i*perStage:]
		for c, votes := range stage.Votes {
			if block[c][5] != votes.Text(r.Places) {
				t.Errorf("stage %d, %s: %s, not %s", i+1, block[c][2], block[c][5], votes.Text(r.Places))
			}
		}
		if total := block[perStage-1][5]; total != r.Ballots.Votes.Text(r.Places) {
			t.Errorf("stage %d: the total is %s", i+1, total)
		}
	}
}

// TestRCVisTakesIt holds the summary to what RCVis asserts when it reads one: everybody named anywhere is in the first
// tally, every outcome has one of two keys, transfers go to those names or to the special ones; and, beyond that, that
// every tally follows from the one before by the transfers.
func TestRCVisTakesIt(t *testing.T) {
	for _, rule := range []string{"scottish", "ers97", "eliminating", "plurality"} {
		t.Run(rule, func(t *testing.T) {
			r := result(t, election(t, strings.Replace(fruit, "6 2", "6 1", 1)), rule)
			var s struct {
				Results []struct {
					Tally   map[string]string `json:"tally"`
					Results []struct {
						Elected    string            `json:"elected"`
						Eliminated string            `json:"eliminated"`
						Transfers  map[string]string `json:"transfers"`
					} `json:"tallyResults"`
				} `json:"results"`
			}
			if err := json.Unmarshal(written(t, func(w io.Writer) error { return exchange.RCVis(w, r, exchange.Facts{}) }), &s); err != nil {
				t.Fatal(err)
			}
			if len(s.Results) != len(r.Stages) || len(s.Results[0].Tally) != 5 {
				t.Fatalf("%d rounds; the first names %d", len(s.Results), len(s.Results[0].Tally))
			}
			won := 0
			for i, round := range s.Results {
				expected := map[string]exact.Number{}
				for name, votes := range round.Tally {
					expected[name] = number(t, votes)
				}
				for _, o := range round.Results {
					who := o.Elected + o.Eliminated
					if (o.Elected == "") == (o.Eliminated == "") || s.Results[0].Tally[who] == "" {
						t.Errorf("round %d: outcome %+v", i+1, o)
					}
					if o.Elected != "" {
						won++
					}
					for to, votes := range o.Transfers {
						if _, known := s.Results[0].Tally[to]; !known && to != "exhausted" && to != "residual surplus" {
							t.Errorf("round %d: transfer to %q", i+1, to)
						}
						expected[who] = expected[who].Sub(number(t, votes))
						expected[to] = expected[to].Add(number(t, votes))
					}
				}
				if i+1 < len(s.Results) {
					for name, votes := range s.Results[i+1].Tally {
						if !number(t, votes).Equal(expected[name]) {
							t.Errorf("round %d: %s has %s; the transfers make it %s", i+2, name, votes, expected[name])
						}
					}
				}
			}
			if won != len(r.Winners) {
				t.Errorf("%d are elected, not %d", won, len(r.Winners))
			}
		})
	}
}

func number(t *testing.T, text string) exact.Number {
	t.Helper()
	whole, rest, _ := strings.Cut(text, ".")
	var n, d int64 = 0, 1
	if _, err := fmt.Sscan(whole+rest, &n); err != nil {
		t.Fatal(err)
	}
	for range rest {
		d *= 10
	}
	return exact.Frac(n, d)
}

// TestPapersComeBack draws elections, writes them in both formats and reads them back with the reader.
func TestPapersComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := drawn(t)
		var out bytes.Buffer
		if err := exchange.BLT(&out, e); err != nil {
			t.Fatal(err)
		}
		back, err := read.File(out.Bytes(), "drawn.blt", read.Options{Format: "blt"})
		if err != nil {
			t.Fatalf("%v\n%s", err, out.Bytes())
		}
		same(t, back, e, out.String())
		for c := range e.Candidates {
			if back.Candidates[c].Withdrawn != e.Candidates[c].Withdrawn {
				t.Fatalf("candidate %d: withdrawn is %v", c+1, back.Candidates[c].Withdrawn)
			}
		}
		out.Reset()
		err = exchange.CDF(&out, e, time.Unix(0, 0))
		if e.Papers.HasEqual() {
			if party.KindOf(err) != party.Invalid {
				t.Fatalf("CDF of equal ranks: %v", err)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		back, err = read.File(out.Bytes(), "drawn.json", read.Options{})
		if err != nil {
			t.Fatalf("%v\n%s", err, out.Bytes())
		}
		same(t, back, e, out.String())
	})
}

func drawn(t *rapid.T) *count.Election {
	n := rapid.IntRange(2, 6).Draw(t, "candidates")
	e := &count.Election{Title: "Drawn", Seats: rapid.IntRange(1, 3).Draw(t, "seats")}
	names := rapid.StringMatching(`[A-Za-zŵÓł"'&#,;=\-][A-Za-zŵÓł "'&#,;0-9=\-]{0,12}[A-Za-zŵ"']`)
	for c := range n {
		name := strings.Join(strings.Fields(names.Draw(t, "name")), " ") + fmt.Sprint(c)
		for strings.Contains(name, "''") { // the reader mends these, which some Scottish files have
			name = strings.ReplaceAll(name, "''", "'")
		}
		e.Candidates = append(e.Candidates, count.Candidate{Name: name, Withdrawn: rapid.IntRange(0, 5).Draw(t, "gone") == 0})
	}
	var b count.Builder
	order := make([]int, n)
	for c := range order {
		order[c] = c
	}
	equal := rapid.Bool().Draw(t, "some equal")
	for line := range rapid.IntRange(1, 8).Draw(t, "lines") {
		ranked := rapid.Permutation(order).Draw(t, "ranking")[:rapid.IntRange(1, n).Draw(t, "ranks")]
		var marks []count.Mark
		for i, c := range ranked {
			marks = append(marks, count.NewMark(c, i > 0 && equal && rapid.Bool().Draw(t, "equal")))
		}
		if err := b.Add(marks, rapid.Int64Range(1, 5).Draw(t, "times"), 0, line+1); err != nil {
			t.Fatal(err)
		}
	}
	e.Papers = b.Papers()
	return e
}

func same(t *rapid.T, got, want *count.Election, file string) {
	if got.Title != want.Title || got.Seats != want.Seats || len(got.Candidates) != len(want.Candidates) {
		t.Fatalf("%q, %d places, %d candidates\n%s", got.Title, got.Seats, len(got.Candidates), file)
	}
	for c, who := range want.Candidates {
		if got.Candidates[c].Name != who.Name {
			t.Fatalf("candidate %d is %q, not %q\n%s", c+1, got.Candidates[c].Name, who.Name, file)
		}
	}
	if a, b := got.Papers.Sorted().Digest(), want.Papers.Sorted().Digest(); a != b {
		t.Fatalf("the papers differ: %d and %d\n%s", got.Papers.Total(), want.Papers.Total(), file)
	}
}

// TestBLTKeepsVotesOfWeightedPapers shows what becomes of papers that are not worth one vote.
func TestBLTKeepsVotesOfWeightedPapers(t *testing.T) {
	e := election(t, "2 1\n3 1 2 0\n3/2 2 0\n0\n\"A\"\n\"B\"\n\"T\"\n")
	back := election(t, string(written(t, func(w io.Writer) error { return exchange.BLT(w, e) })))
	if want := exact.Frac(9, 2); !back.Papers.Votes().Equal(want) {
		t.Errorf("%s votes, not %s", back.Papers.Votes(), want)
	}
	if err := exchange.CDF(io.Discard, e, time.Unix(0, 0)); party.KindOf(err) != party.Invalid {
		t.Errorf("CDF of weighted papers: %v", err)
	}
}

func TestWhatCannotBeSaidIsRefused(t *testing.T) {
	sections := func() *count.Election {
		var b count.Builder
		class, _ := b.Class(exact.Int(1), "unions")
		_ = b.Add([]count.Mark{count.NewMark(0, false)}, 1, class, 1)
		return &count.Election{Seats: 1, Candidates: []count.Candidate{{Name: "A"}}, Papers: b.Papers()}
	}
	places := election(t, fruit)
	places.Seats = 0
	rounds := election(t, fruit)
	rounds.Rounds = []count.Round{{}}
	none := &count.Result{Rule: "schulze", Stages: []count.Stage{{Number: 1, Action: count.Comparison}}}
	for name, err := range map[string]error{
		"BLT of sections":  exchange.BLT(io.Discard, sections()),
		"CDF of sections":  exchange.CDF(io.Discard, sections(), time.Unix(0, 0)),
		"BLT of no places": exchange.BLT(io.Discard, places),
		"BLT of rounds":    exchange.BLT(io.Discard, rounds),
		"BLT of nothing":   exchange.BLT(io.Discard, &count.Election{Seats: 1}),
		"stages of pairs":  exchange.Stages(io.Discard, none),
		"RCVis of pairs":   exchange.RCVis(io.Discard, none, exchange.Facts{}),
		"no stages":        exchange.Stages(io.Discard, &count.Result{}),
		"contradiction":    exchange.Transfers(io.Discard, &count.Result{Winners: []int{1}}),
	} {
		if party.KindOf(err) != party.Invalid {
			t.Errorf("%s: %v, want an error of kind Invalid", name, err)
		}
	}
}

func TestAffiliation(t *testing.T) {
	for name, want := range map[string][2]string{
		"Ada ADAMS (Lab)":          {"Ada ADAMS", "Lab"},
		"Beatrice WISHART(Ind)":    {"Beatrice WISHART", "Ind"},
		"Ada ADAMS":                {"Ada ADAMS", ""},
		"Ada (the lamp) ADAMS":     {"Ada (the lamp) ADAMS", ""},
		"(Lab)":                    {"(Lab)", ""},
		"Ada ()":                   {"Ada ()", ""},
		"Ada ADAMS (Lab) (Co-op)":  {"Ada ADAMS (Lab) (Co-op)", ""},
		"Ada ADAMS (Lab and Co-op": {"Ada ADAMS (Lab and Co-op", ""},
	} {
		if person, affiliation := exchange.Affiliation(name); person != want[0] || affiliation != want[1] {
			t.Errorf("%q: %q, %q", name, person, affiliation)
		}
	}
}

func ExampleBLT() {
	var b count.Builder
	if err := b.Add([]count.Mark{count.NewMark(1, false), count.NewMark(0, false)}, 3, 0, 0); err != nil {
		fmt.Println(err)
	}
	e := &count.Election{Title: "Lamp", Seats: 1, Candidates: []count.Candidate{{Name: "Oil"}, {Name: `The "Gas" lamp`}}, Papers: b.Papers()}
	if err := exchange.BLT(os.Stdout, e); err != nil {
		fmt.Println(err)
	}
	// Output:
	// 2 1
	// 3 2 1 0
	// 0
	// "Oil"
	// "The ""Gas"" lamp"
	// "Lamp"
}

func ExampleStages() {
	r := &count.Result{
		Rule: "plurality", Seats: 1, Winners: []int{1}, Candidates: []count.Candidate{{Name: "Oil (Ind)"}, {Name: "Gas"}},
		Ballots: count.Ballots{Valid: 7, Votes: exact.Int(7)},
		Stages: []count.Stage{{
			Number: 1, Action: count.Tally, Votes: []exact.Number{exact.Int(3), exact.Int(4)},
			Decisions: []count.Decision{{Verb: count.Elected, Candidates: []int{1}}},
		}},
	}
	var out strings.Builder
	if err := exchange.Stages(&out, r); err != nil {
		fmt.Println(err)
	}
	fmt.Print(strings.ReplaceAll(out.String(), "\r", ""))
	// Output:
	// Stage,Action,Candidate Name,Affiliation,Transfer Value,Votes,Status
	// 1,The votes are added up,Oil,Ind,,3,
	// 1,The votes are added up,Gas,,,4,Elected
	// 1,The votes are added up,Non-transferable votes,,,0,
	// 1,The votes are added up,Total,,,7,
}

// TestNamesAreNoFormulas reads the tables back: no cell of text begins as a formula does, and figures are untouched.
func TestNamesAreNoFormulas(t *testing.T) {
	e := election(t, "2 1\n3 1 2 0\n1 2 0\n0\n\"=HYPERLINK(1)\"\n\"+Pear (@Grn)\"\n\"Formulas\"\n")
	scottish, _ := method.Find("scottish")
	r, err := scottish.Count(e, count.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r.Stages = append(r.Stages, count.Stage{
		Number: 2, Action: count.Surplus, Of: []int{0}, Votes: []exact.Number{exact.Int(2), exact.Int(2)},
		Transfers: []count.Transfer{{From: 0, To: 1, Papers: 1, Value: exact.Int(1), Votes: exact.Int(1)}},
	})
	for _, write := range []func(io.Writer, *count.Result) error{exchange.Stages, exchange.Transfers} {
		var out bytes.Buffer
		if err := write(&out, r); err != nil {
			t.Fatal(err)
		}
		if text := out.String(); !strings.Contains(text, "'=HYPERLINK(1)") || !strings.Contains(text, "'+Pear (@Grn)") || strings.Contains(text, ",=") || strings.Contains(text, ",+") {
			t.Errorf("%s", text)
		}
	}
	var out bytes.Buffer
	if err := exchange.Stages(&out, r); err != nil || !strings.Contains(out.String(), ",-1.00000,") {
		t.Errorf("%v: a figure below nothing is not as it should be: %s", err, out.String())
	}
}
