package pairwise_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/constraint"
	"github.com/selectorate/selectorate/internal/counttest"
	"github.com/selectorate/selectorate/party"
)

func of(t testing.TB, seats int, letters string, rankings ...string) *count.Election {
	t.Helper()
	e, err := papersOf(lanterns, letters, rankings...)
	if err != nil {
		t.Fatal(err)
	}
	e.Seats = seats
	return e
}

// initials gives candidates by the first letters of their names.
func initials(r *count.Result, candidates []int) string {
	var text strings.Builder
	for _, c := range candidates {
		text.WriteByte(r.Candidates[c].Name[0])
	}
	return text.String()
}

func rankingOf(r *count.Result) string {
	levels := make([]string, len(r.Ranking))
	for i, level := range r.Ranking {
		levels[i] = initials(r, level)
	}
	return strings.Join(levels, " ")
}

// TestCases holds the methods to rankings worked out by hand.
func TestCases(t *testing.T) {
	t.Parallel()
	// Amber beats Brass 10 to 6, Brass beats Candle 6 to 3, Candle beats Amber 9 to 7. By votes for the winner Brass over
	// Candle is the weakest, by margins Candle over Amber is.
	circle := []string{"7 A", "6 BC", "3 CA"}
	// Amber beats Brass 5 to 2, Brass beats Candle 4 to 2, Candle beats Amber 4 to 3: the last two have as many votes for
	// the winner.
	close := []string{"1 A", "2 AB", "2 BC", "2 CA"}
	// Amber beats Brass 5 to 3 and Candle 7 to 6, Brass beats Candle 8 to 5.
	beaten := []string{"5 C", "5 AB", "2 BA", "1 BC"}
	for name, c := range map[string]struct {
		method, strength string
		rankings         []string
		want             string
	}{
		"most beat everybody":      {"schulze", "winning", []string{"3 ABC", "2 BAC", "2 CAB"}, "A B C"},
		"nobody ranked but one":    {"schulze", "winning", []string{"3 A", "1 B"}, "A B CDE"},
		"tie of all":               {"schulze", "winning", []string{"1 ABC", "1 BCA", "1 CAB"}, "ABC"},
		"tie of all, ranked pairs": {"ranked-pairs", "margins", []string{"1 AB", "1 BA"}, "AB"},
		"tie of all, minimax":      {"minimax", "winning", []string{"1 ABC", "1 BCA", "1 CAB"}, "ABC"},
		"schulze by winning":       {"schulze", "winning", circle, "C A B"},
		"schulze by margins":       {"schulze", "margins", circle, "A B C"},
		"ranked by winning":        {"ranked-pairs", "winning", circle, "C A B"},
		"ranked by margins":        {"ranked-pairs", "margins", circle, "A B C"},
		"minimax by winning":       {"minimax", "winning", circle, "C A B"},
		"minimax by margins":       {"minimax", "margins", circle, "A C B"},
		"fewer against":            {"schulze", "winning", close, "A B C"},
		"not by winning-only":      {"schulze", "winning-only", close, "AC B"},
		"ranked, fewer against":    {"ranked-pairs", "winning", close, "A B C"},
		"minimax, beats all":       {"minimax", "winning", beaten, "A B C"},
		"minimax by opposition":    {"minimax", "opposition", beaten, "B A C"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			letters := slices.Sorted(slices.Values([]rune(strings.ReplaceAll(c.want, " ", ""))))
			e := of(t, 1, string(letters), c.rankings...)
			r := counted(t, c.method, e, count.Options{Seed: "a lamp"}, "strength", c.strength)
			if got := rankingOf(r); got != c.want {
				t.Errorf("got %q, want %q: %v", got, c.want, r.Matrix)
			}
		})
	}
}

func TestSeveralPlacesByOrder(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"schulze", "ranked-pairs", "minimax"} {
		r := counted(t, name, of(t, 2, "ABCD", "5 ABCD", "3 BACD", "1 CABD"), count.Options{})
		if got := initials(r, r.Winners); got != "AB" || len(r.Ties) != 0 {
			t.Errorf("%s: %s with %d ties", name, got, len(r.Ties))
		}
		for _, d := range r.Stages[0].Decisions[1:] {
			if name != "minimax" && !strings.Contains(d.Reason, "every other candidate who is not elected yet") {
				t.Errorf("%s: %s", name, d.Reason)
			}
		}
	}
}

func TestMorePlacesThanCandidates(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"schulze", "ranked-pairs", "minimax"} {
		r := counted(t, name, of(t, 5, "ABC", "1 ABC", "1 BCA", "1 CAB"), count.Options{})
		if len(r.Winners) != 3 || !r.Complete || len(r.Ties) != 0 {
			t.Errorf("%s: %v", name, r.Winners)
		}
	}
}

// TestLots: three candidates in a circle of equal comparisons, for one place.
func TestLots(t *testing.T) {
	t.Parallel()
	circle := []string{"1 ABC", "1 BCA", "1 CAB"}
	for _, name := range []string{"schulze", "ranked-pairs", "minimax"} {
		m := counttest.Method(t, name)
		r, err := m.Count(of(t, 1, "ABC", circle...), count.Options{})
		var needed *count.LotNeeded
		if !errors.As(err, &needed) || r == nil || r.Complete || len(r.Stages) != 1 || r.Matrix == nil || needed.Stage != 1 {
			t.Fatalf("%s: got %v, %v", name, r, err)
		}
		r = counted(t, name, of(t, 1, "ABC", circle...), count.Options{Lots: []int{2, 0, 1}})
		if initials(r, r.Winners) != "C" || len(r.Ties) == 0 || r.Ties[0].By != count.ByGivenLot {
			t.Errorf("%s: %v, %v", name, r.Winners, r.Ties)
		}
		seen := map[string]bool{}
		for i := range 40 {
			r = counted(t, name, of(t, 1, "ABC", circle...), count.Options{Seed: fmt.Sprint("lamp ", i)})
			seen[initials(r, r.Winners)] = true
			if tie := r.Ties[0]; tie.By != count.BySeed || tie.Stage != 1 || tie.Draw != 1 || tie.Reason == "" {
				t.Fatalf("%s: %v", name, tie)
			}
		}
		if len(seen) != 3 {
			t.Errorf("%s: forty seeds elect only %v", name, seen)
		}
	}
}

// TestNoPlaceHangs: the circle is below the place, or above it, and no lot is needed.
func TestNoPlaceHangs(t *testing.T) {
	t.Parallel()
	below := of(t, 1, "ABCD", "1 ABCD", "1 ACDB", "1 ADBC")
	above := of(t, 3, "ABCD", "1 ABCD", "1 BCAD", "1 CABD")
	for _, name := range []string{"schulze", "ranked-pairs", "minimax"} {
		if r := counted(t, name, below, count.Options{}); initials(r, r.Winners) != "A" || len(r.Ties) != 0 || rankingOf(r) != "A BCD" {
			t.Errorf("%s: %v of %s", name, r.Winners, rankingOf(r))
		}
		r := counted(t, name, above, count.Options{})
		winners := slices.Sorted(slices.Values(r.Winners))
		if initials(r, winners) != "ABC" || len(r.Ties) != 0 {
			t.Errorf("%s: %v of %s", name, r.Winners, rankingOf(r))
		}
		if name == "ranked-pairs" && r.Stages[0].Decisions[0].Verb != count.Choice {
			t.Errorf("that the circle is left open is not told")
		}
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	many := &count.Election{Seats: 1, Candidates: make([]count.Candidate, 501), Papers: of(t, 1, "A", "1 A").Papers}
	limits := []constraint.Limit{{Group: "in", Members: []int{0}, Max: -1}}
	for name, c := range map[string]struct {
		e    *count.Election
		o    count.Options
		want string
	}{
		"too many":     {many, count.Options{}, "at most 500"},
		"no papers":    {&count.Election{Seats: 1, Candidates: make([]count.Candidate, 2)}, count.Options{}, "no papers"},
		"no places":    {of(t, 0, "AB", "1 AB"), count.Options{}, "how many places"},
		"constraints":  {of(t, 1, "AB", "1 AB"), count.Options{Constraints: limits}, "takes no constraints"},
		"other option": {of(t, 1, "AB", "1 AB"), count.Options{Set: map[string]string{"strength": "length"}}, "not one of"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, m := range []string{"schulze", "ranked-pairs", "minimax"} {
				if r, err := counttest.Method(t, m).Count(c.e, c.o); r != nil || !party.Is(err, party.Invalid) || !strings.Contains(err.Error(), c.want) {
					t.Errorf("%s: got %v, %v", m, r, err)
				}
			}
		})
	}
}
