package meek_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/internal/counttest"
)

// Two places, three candidates with eleven papers each: nobody can be told apart by any stage.
func tied(t *testing.T) *count.Election {
	t.Helper()
	e := election(t, 2, "Ash", "Beech", "Cherry")
	e.Papers = papers(t, "11 1", "11 2", "11 3")
	return e
}

func TestHowTiesAreSettled(t *testing.T) {
	fileOrder := tied(t)
	fileOrder.TieOrder = []int{2, 0, 1}
	for _, c := range []struct {
		name   string
		method string
		e      *count.Election
		o      count.Options
		by     count.Settlement
		out    int
		says   string
	}{
		{"New Zealand's numbers", "meek-nz", tied(t), count.Options{}, count.ByRule, 1, "pseudo-random numbers"},
		{"the same by the words of the regulations", "meek-nz", tied(t), count.Options{Set: map[string]string{"prn": "text"}}, count.ByRule, 0, "pseudo-random numbers"},
		{"a seed goes before the numbers", "meek-nz", tied(t), count.Options{Seed: "dice 6 2"}, count.BySeed, -1, "drawn from the seed"},
		{"unless the numbers are asked for", "meek-nz", tied(t), count.Options{Seed: "dice 6 2", Set: map[string]string{"lots": "prn"}}, count.ByRule, 1, "pseudo-random numbers"},
		{"a lot drawn by hand", "meek-2006", tied(t), count.Options{Lots: []int{1, 0, 2}}, count.ByGivenLot, 1, "drawn"},
		{"the first in the order of the file is taken", "meek-prf", fileOrder, count.Options{}, count.ByFileOrder, 2, "the order for ties that the file gives"},
		{"a lot drawn by hand goes before the file's order", "warren", fileOrder, count.Options{Lots: []int{1, 0, 2}}, count.ByGivenLot, 1, "drawn"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := counttest.Method(t, c.method)
			r, err := m.Count(c.e, c.o)
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Ties) != 1 || r.Ties[0].By != c.by || !strings.Contains(r.Ties[0].Reason, c.says) {
				t.Fatalf("ties: %+v", r.Ties)
			}
			out := r.Ties[0].Chosen
			if c.out >= 0 && out != c.out {
				t.Errorf("%s goes, want %s", r.Candidates[out].Name, r.Candidates[c.out].Name)
			}
			for _, w := range r.Winners {
				if w == out {
					t.Errorf("%s is elected although the lot fell on her", r.Candidates[w].Name)
				}
			}
		})
	}
}

func TestWithoutALotTheCountStops(t *testing.T) {
	for _, c := range []struct {
		method string
		set    map[string]string
	}{
		{"meek-nz", map[string]string{"lots": "lot"}}, {"meek-2006", nil}, {"meek-prf", nil}, {"meek-parametric", nil}, {"warren", nil},
	} {
		m := counttest.Method(t, c.method)
		r, err := m.Count(tied(t), count.Options{Set: c.set})
		var needed *count.LotNeeded
		if !errors.As(err, &needed) || len(needed.Candidates) != 3 || r == nil || r.Complete || len(r.Stages) != 1 {
			t.Errorf("%s: %v", c.method, err)
		}
	}
}
