package gregory_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/gregory"
)

// The simplest form of a ballot file, as all of the real data here has it.
func readPlain(t *testing.T, path string) *count.Election {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.ReplaceAll(string(data), "\r", ""), "\n")
	var n, seats int
	head := strings.Fields(lines[0])
	n, _ = strconv.Atoi(head[0])
	seats, _ = strconv.Atoi(head[1])
	e := &count.Election{Seats: seats}
	var b count.Builder
	at := 1
	for ; strings.TrimSpace(lines[at]) != "0"; at++ {
		fields := strings.Fields(lines[at])
		times, _ := strconv.ParseInt(fields[0], 10, 64)
		var ranking []count.Mark
		for _, f := range fields[1 : len(fields)-1] {
			c, _ := strconv.Atoi(f)
			ranking = append(ranking, count.NewMark(c-1, false))
		}
		if err := b.Add(ranking, times, 0, at); err != nil {
			t.Fatal(err)
		}
	}
	for range n {
		at++
		e.Candidates = append(e.Candidates, count.Candidate{Name: strings.Trim(strings.TrimSpace(lines[at]), `"`)})
	}
	e.Papers = b.Papers()
	return e
}

func TestSlice(t *testing.T) {
	root := os.Getenv("SELECTORATE_DATA")
	files, _ := filepath.Glob(filepath.Join(root, "elections/scotland-2017-sample/*.blt"))
	for _, f := range files {
		e := readPlain(t, f)
		m := gregory.Methods()[0]
		r, err := m.Count(e, count.Options{})
		if err != nil {
			t.Fatal(err)
		}
		data, _ := os.ReadFile(filepath.Join(filepath.Dir(f), "expected", strings.TrimSuffix(filepath.Base(f), ".blt")+".json"))
		var want struct {
			Results map[string]struct {
				Winners []int
				Rounds  []struct {
					Votes           []string
					Nontransferable string
				}
			}
		}
		if err := json.Unmarshal(data, &want); err != nil {
			t.Fatal(err)
		}
		w := want.Results["openstv:ScottishSTV"]
		if len(w.Rounds) != len(r.Stages) {
			t.Errorf("%s: %d stages want %d", f, len(r.Stages), len(w.Rounds))
		}
		for i := range min(len(w.Rounds), len(r.Stages)) {
			for c, v := range w.Rounds[i].Votes {
				x, _ := exact.Int(0).Rat().SetString(v)
				if !exact.FromRat(x).Equal(r.Stages[i].Votes[c]) {
					t.Errorf("%s stage %d cand %d: %s want %s", f, i+1, c+1, r.Stages[i].Votes[c].Text(5), v)
				}
			}
		}
		t.Log(f, r.Winners, w.Winners, w.Rounds[len(w.Rounds)-1].Nontransferable, r.Stages[len(r.Stages)-1].Nontransferable.Text(5))
	}
}
