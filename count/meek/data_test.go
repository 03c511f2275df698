package meek_test

import (
	"encoding/json"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/meek"
	"github.com/selectorate/selectorate/count/read/blt"
	"github.com/selectorate/selectorate/count/read/mend"
)

// elections gives the folder of the reference elections.
func elections(t *testing.T) string {
	t.Helper()
	root := os.Getenv("SELECTORATE_DATA")
	if root == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("SELECTORATE_DATA is not set: the reference elections are missing")
		}
		t.Skip("the reference elections are missing: set SELECTORATE_DATA")
	}
	return filepath.Join(root, "elections")
}

func method(t testing.TB, name string) count.Method {
	t.Helper()
	for _, m := range meek.Methods() {
		if m.Name == name {
			return m
		}
	}
	t.Fatalf("there is no method %s", name)
	return count.Method{}
}

// readFile reads a ballot file.
func readFile(t *testing.T, path string) *count.Election {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	e, err := blt.Read(data, mend.Request{})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// expected is what other programs made of a file.
type expected struct {
	Results map[string]struct {
		Winners []int
		Rounds  []struct {
			Votes           []string
			Nontransferable string
			Elected         []int
			Events          []string
		}
	}
}

func readExpected(t *testing.T, ballots string) expected {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(filepath.Dir(ballots), "expected", strings.TrimSuffix(filepath.Base(ballots), ".blt")+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var e expected
	if err := json.Unmarshal(data, &e); err != nil {
		t.Fatal(err)
	}
	return e
}

// number reads a decimal or a fraction.
func number(t *testing.T, text string) exact.Number {
	t.Helper()
	rat, ok := new(big.Rat).SetString(text)
	if !ok {
		t.Fatalf("%q is not a number", text)
	}
	return exact.FromRat(rat)
}

func numbered(candidates []int) []int {
	from1 := make([]int, len(candidates))
	for i, c := range candidates {
		from1[i] = c + 1
	}
	slices.Sort(from1)
	return from1
}

// Every stage of every real contest, by OpenSTV 1.7 and droop 0.14, with the default options.
func TestPublishedStages(t *testing.T) {
	root := elections(t)
	files, err := filepath.Glob(filepath.Join(root, "scotland-2017-sample", "*.blt"))
	if err != nil || len(files) != 12 {
		t.Fatalf("%d wards: %v", len(files), err)
	}
	files = append(files, filepath.Join(root, "portland-2024-d1", "portland_2024_d1.blt"))
	compared := 0
	for _, file := range files {
		want := readExpected(t, file)
		for name, program := range map[string]string{
			"meek-2006": "openstv:MeekSTV", "meek-nz": "openstv:MeekNZSTV", "warren": "openstv:WarrenSTV", "meek-prf": "droop:meek-prf",
		} {
			rounds := want.Results[program].Rounds
			if program == "droop:meek-prf" && len(rounds) > 0 {
				rounds = rounds[1:] // droop lists the first preferences twice: before and after the first elections
			}
			if len(rounds) == 0 {
				continue
			}
			t.Run(filepath.Base(file)+" "+name, func(t *testing.T) {
				m := method(t, name)
				r, err := m.Count(readFile(t, file), count.Options{})
				if err != nil {
					t.Fatal(err)
				}
				if got := numbered(r.Winners); !slices.Equal(got, want.Results[program].Winners) {
					t.Errorf("elected %v, want %v", got, want.Results[program].Winners)
				}
				if len(r.Stages) != len(rounds) {
					t.Errorf("%d stages, want %d", len(r.Stages), len(rounds))
				}
				for i := range min(len(r.Stages), len(rounds)) {
					compared++
					for c, votes := range rounds[i].Votes {
						if got := r.Stages[i].Votes[c].Text(r.Places); got != votes {
							t.Errorf("stage %d, candidate %d: %s votes, want %s", i+1, c+1, got, votes)
						}
					}
					if rounds[i].Nontransferable != "" && r.Stages[i].Nontransferable.Text(r.Places) != rounds[i].Nontransferable {
						t.Errorf("stage %d: %s non-transferable, want %s", i+1, r.Stages[i].Nontransferable.Text(r.Places), rounds[i].Nontransferable)
					}
				}
			})
		}
	}
	if compared < 400 {
		t.Errorf("only %d stages were compared", compared)
	}
}
