package meek_test

import (
	"math/big"
	"path/filepath"
	"slices"
	"testing"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/internal/counttest"
)

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
	var e expected
	counttest.Expected(t, ballots, &e)
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
	root := counttest.Elections(t)
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
				m := counttest.Method(t, name)
				r, err := m.Count(counttest.Read(t, file), count.Options{})
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
