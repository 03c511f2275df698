package pairwise_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/read/blt"
	"github.com/selectorate/selectorate/count/read/mend"
	"github.com/selectorate/selectorate/internal/counttest"
)

// counted counts, with options such as "strength", "margins".
func counted(t testing.TB, name string, e *count.Election, o count.Options, set ...string) *count.Result {
	t.Helper()
	o.Set = map[string]string{}
	for i := 0; i < len(set); i += 2 {
		o.Set[set[i]] = set[i+1]
	}
	r, err := counttest.Method(t, name).Count(e, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// expected is what the reference data say of a contest.
type expected struct {
	File      string    `json:"file"`
	Condorcet *int      `json:"condorcet_winner"`
	Pairwise  [][]int64 `json:"pairwise"`
	Order     [][2]int  `json:"schulze_order_and_path_wins"`
	Tie       bool      `json:"schulze_tie_for_first"`
}

// ranking gives the expected order as levels: candidates with as many wins by paths stand together.
func (e expected) ranking() [][]int {
	var levels [][]int
	for i, entry := range e.Order {
		if i == 0 || entry[1] != e.Order[i-1][1] {
			levels = append(levels, nil)
		}
		last := len(levels) - 1
		levels[last] = append(levels[last], entry[0]-1)
	}
	for _, level := range levels {
		slices.Sort(level)
	}
	return levels
}

func TestReferenceElections(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob(filepath.Join(counttest.Elections(t), "*", "expected", "*.pairwise.json"))
	if err != nil || len(paths) != 27 {
		t.Fatalf("%d files of expected comparisons, %v", len(paths), err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".pairwise.json"), func(t *testing.T) {
			t.Parallel()
			var want expected
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(data, &want); err != nil {
				t.Fatal(err)
			}
			data, err = os.ReadFile(filepath.Join(filepath.Dir(filepath.Dir(path)), want.File))
			if err != nil {
				t.Fatal(err)
			}
			e, err := blt.Read(data, mend.Request{})
			if err != nil {
				t.Fatal(err)
			}
			compareReference(t, e, want)
		})
	}
}

func compareReference(t *testing.T, e *count.Election, want expected) {
	t.Helper()
	for _, name := range []string{"schulze", "ranked-pairs", "minimax"} {
		r, err := counttest.Method(t, name).Count(e, count.Options{Seats: 1})
		if want.Tie {
			if _, needed := err.(*count.LotNeeded); !needed { //nolint:errorlint // it is given as it is
				t.Fatalf("%s: a lot is needed, got %v", name, err)
			}
		} else if err != nil {
			t.Fatal(err)
		}
		for a, row := range want.Pairwise {
			for b, votes := range row {
				if !r.Matrix[a][b].Equal(exact.Int(votes)) {
					t.Fatalf("%s: %d over %d has %v votes, want %d", name, a+1, b+1, r.Matrix[a][b], votes)
				}
			}
		}
		if want.Condorcet != nil && (len(r.Winners) != 1 || r.Winners[0] != *want.Condorcet-1) {
			t.Errorf("%s: winners are %v, want %d", name, r.Winners, *want.Condorcet)
		}
		if name != "schulze" {
			continue
		}
		if !slices.EqualFunc(r.Ranking, want.ranking(), slices.Equal) {
			t.Errorf("ranking is %v, want %v", r.Ranking, want.ranking())
		}
		if tie := len(r.Ranking[0]) > 1; tie != want.Tie {
			t.Errorf("first are %v", r.Ranking[0])
		}
	}
}
