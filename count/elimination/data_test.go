package elimination_test

import (
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/constraint"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/internal/counttest"
)

// expected are the results that other programs gave.
type expected struct {
	Results map[string]struct {
		Winners []int
		Rounds  []struct {
			Votes           []string
			Nontransferable string
		}
	}
	Independent struct {
		Winner string
		Final  []int64 `json:"final_two"`
		Rounds int
	} `json:"independent_irv"`
}

func readExpected(t testing.TB, path string) (want expected) {
	t.Helper()
	counttest.Expected(t, path, &want)
	return want
}

func newSouthWales(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(counttest.Elections(t), "nsw-la-irv", "*.blt"))
	if err != nil || len(files) != 15 {
		t.Fatalf("there are %d contests of New South Wales, and there should be 15 (%v)", len(files), err)
	}
	return files
}

// sameStages compares every figure of every stage.
func sameStages(t *testing.T, r *count.Result, want expected, rule string) {
	t.Helper()
	reference, known := want.Results[rule]
	if !known {
		t.Fatalf("there is no result of %s", rule)
	}
	if len(r.Stages) != len(reference.Rounds) {
		t.Fatalf("%d stages, want %d", len(r.Stages), len(reference.Rounds))
	}
	for i, round := range reference.Rounds {
		stage := r.Stages[i]
		for c, votes := range round.Votes {
			if stage.Votes[c].String() != votes {
				t.Errorf("stage %d: candidate %d has %s votes, want %s", i+1, c+1, stage.Votes[c], votes)
			}
		}
		if stage.Nontransferable.String() != round.Nontransferable {
			t.Errorf("stage %d: %s are not transferable, want %s", i+1, stage.Nontransferable, round.Nontransferable)
		}
	}
	if got := fromOne(r.Winners); !slices.Equal(got, reference.Winners) {
		t.Errorf("elected are %v, want %v", got, reference.Winners)
	}
}

func fromOne(candidates []int) []int {
	numbers := make([]int, len(candidates))
	for i, c := range candidates {
		numbers[i] = c + 1
	}
	return numbers
}

func TestNewSouthWalesGoingOnToTwo(t *testing.T) {
	for _, path := range newSouthWales(t) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			m := counttest.Method(t, "eliminating")
			r, err := m.Count(counttest.Read(t, path), count.Options{Set: map[string]string{"stop": "two"}})
			if err != nil {
				t.Fatal(err)
			}
			sameStages(t, r, readExpected(t, path), "openstv:IRV")
		})
	}
}

func TestNewSouthWalesStoppingAtAMajority(t *testing.T) {
	for _, path := range newSouthWales(t) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			want := readExpected(t, path)
			m := counttest.Method(t, "eliminating")
			e := counttest.Read(t, path)
			r, err := m.Count(e, count.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Winners) != 1 || e.Candidates[r.Winners[0]].Name != want.Independent.Winner || len(r.Stages) != want.Independent.Rounds {
				t.Errorf("elected is %v after %d stages, want %s after %d", r.Winners, len(r.Stages), want.Independent.Winner, want.Independent.Rounds)
			}
			last := r.Stages[len(r.Stages)-1]
			if last.Votes[r.Winners[0]].Less(last.Quota) {
				t.Errorf("the winner has %s of the %s needed", last.Votes[r.Winners[0]], last.Quota)
			}
		})
	}
}

func TestMarginsOfCloseContests(t *testing.T) {
	root := counttest.Elections(t)
	for name, margin := range map[string]int64{"Ryde_2023": 54, "Gosford_2015": 203, "East_Hills_2015": 372} {
		m := counttest.Method(t, "eliminating")
		r, err := m.Count(counttest.Read(t, filepath.Join(root, "nsw-la-irv", name+".blt")), count.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var two []exact.Number
		for _, v := range r.Stages[len(r.Stages)-1].Votes {
			if !v.IsZero() {
				two = append(two, v)
			}
		}
		if len(two) != 2 {
			t.Fatalf("%s: %d candidates are left, not two", name, len(two))
		}
		if d := two[0].Sub(two[1]); !d.Equal(exact.Int(margin)) && !d.Equal(exact.Int(-margin)) {
			t.Errorf("%s was decided by %s votes, want %d", name, d, margin)
		}
	}
}

func TestNewSouthWalesByCoombs(t *testing.T) {
	for _, path := range newSouthWales(t) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			m := counttest.Method(t, "coombs")
			r, err := m.Count(counttest.Read(t, path), count.Options{Set: map[string]string{"stop": "one"}})
			if err != nil {
				t.Fatal(err)
			}
			sameStages(t, r, readExpected(t, path), "openstv:Coombs")
		})
	}
}

// minneapolis reads the cast vote records as that city's rules have it: a rank with several names ends the paper, one
// skipped rank is passed over, two end it, and who is named twice counts once. Unregistered write-ins are one candidate.
func minneapolis(t testing.TB) (*count.Election, []string) {
	t.Helper()
	packed, err := os.Open(filepath.Join(counttest.Elections(t), "minneapolis-2013-mayor", "mn_2013_cast_vote_record.csv.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	plain, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	rows := csv.NewReader(plain)
	if _, err := rows.Read(); err != nil {
		t.Fatal(err)
	}
	e := &count.Election{Seats: 1}
	numbers := map[string]int{}
	var names []string
	var b count.Builder
	for line := 2; ; line++ {
		row, err := rows.Read()
		if err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		var ranking []count.Mark
		named := map[string]bool{}
		skipped := 0
		for _, cell := range row {
			if cell == "overvote" {
				break
			}
			if cell == "undervote" {
				if skipped++; skipped == 2 {
					break
				}
				continue
			}
			skipped = 0
			if named[cell] {
				continue
			}
			named[cell] = true
			if _, known := numbers[cell]; !known {
				numbers[cell] = len(names)
				names = append(names, cell)
				e.Candidates = append(e.Candidates, count.Candidate{Name: cell})
			}
			ranking = append(ranking, count.NewMark(numbers[cell], false))
		}
		if len(ranking) == 0 {
			e.Rejected = append(e.Rejected, count.Rejected{Line: line, Times: 1, Reason: "no preference"})
		} else if err := b.Add(ranking, 1, 0, line); err != nil {
			t.Fatal(err)
		}
	}
	e.Papers = b.Papers()
	return e, names
}

// plainName writes a name as RCTab's report does.
func plainName(name string) string {
	if name == "UWI" {
		return "Undeclared Write-ins"
	}
	return strings.ReplaceAll(name, `"`, "")
}

// All 33 official rounds: who cannot win goes together (bulk), and unregistered write-ins, who can win no place, go
// first. That they can win none is a constraint.
func TestMinneapolis2013(t *testing.T) {
	e, names := minneapolis(t)
	data, err := os.ReadFile(filepath.Join(counttest.Elections(t), "minneapolis-2013-mayor", "expected", "rctab-rounds.json"))
	if err != nil {
		t.Fatal(err)
	}
	var want struct {
		Results []struct {
			Tally     map[string]string
			Threshold string
			Results   []struct {
				Eliminated, Elected string
				Transfers           map[string]string
			} `json:"tallyResults"`
		}
	}
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatal(err)
	}
	m := counttest.Method(t, "eliminating")
	writeIns := constraint.Limit{Group: "unregistered write-ins", Members: []int{slices.Index(names, "UWI")}, Max: 0}
	r, err := m.Count(e, count.Options{
		Constraints: []constraint.Limit{writeIns},
		Set:         map[string]string{"bulk": "less"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Stages) != 33 || len(want.Results) != 33 {
		t.Fatalf("%d stages, want 33", len(r.Stages))
	}
	exhausted := exact.Int(0)
	for i, round := range want.Results {
		stage := r.Stages[i]
		for c, name := range names {
			votes, continues := round.Tally[plainName(name)]
			if !continues {
				votes = "0"
			}
			if stage.Votes[c].String() != votes {
				t.Errorf("round %d: %s has %s, want %s", i+1, name, stage.Votes[c], votes)
			}
		}
		if stage.Quota.String() != round.Threshold {
			t.Errorf("round %d: the threshold is %s, want %s", i+1, stage.Quota, round.Threshold)
		}
		if !stage.Nontransferable.Equal(exhausted) {
			t.Errorf("round %d: %s are exhausted, want %s", i+1, stage.Nontransferable, exhausted)
		}
		var out []string
		for _, result := range round.Results {
			if result.Eliminated != "" {
				out = append(out, result.Eliminated)
				n, _ := strconv.ParseInt(result.Transfers["exhausted"], 10, 64)
				exhausted = exhausted.Add(exact.Int(n))
			}
		}
		if len(out) > 0 {
			var gone []string
			for _, c := range r.Stages[i+1].Of {
				gone = append(gone, plainName(names[c]))
			}
			slices.Sort(out)
			slices.Sort(gone)
			if !slices.Equal(gone, out) {
				t.Errorf("after round %d %v go, want %v", i+1, gone, out)
			}
		}
	}
	if winner := names[r.Winners[0]]; winner != "BETSY HODGES" {
		t.Errorf("%s is elected", winner)
	}
}
