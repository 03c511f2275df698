package gregory_test

import (
	"errors"
	"fmt"
	"reflect"
	"testing"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/byhand"
	"github.com/selectorate/selectorate/count/exact"
)

// dice is a source of numbers that is the same in every run and every version (splitmix64, Steele and others 2014).
type dice uint64

func (d *dice) next() uint64 {
	*d += 0x9e3779b97f4a7c15
	z := uint64(*d)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// below gives a number from 0 to n-1.
func (d *dice) below(n int) int { return int(d.next() % uint64(n)) }

// shuffled gives the numbers from 0 to n-1 in some order.
func (d *dice) shuffled(n int) []int {
	order := make([]int, n)
	for i := range order {
		j := d.below(i + 1)
		order[i], order[j] = order[j], i
	}
	return order
}

var fruit = []string{"Apple", "Banana", "Cherry", "Damson", "Elderberry", "Fig", "Grape"}

// throw makes a small election with many ties: 2 to 7 candidates, 1 to 5 places, 1 to 40 papers. Some have withdrawn
// candidates, equal ranks, weights, an order for ties or no seed.
func throw(t testing.TB, d *dice) (*count.Election, count.Options) {
	t.Helper()
	n := 2 + d.below(6)
	e := election(t, 1+d.below(5), fruit[:n]...)
	o := count.Options{Seed: fmt.Sprint("seed ", d.below(1000))}
	if d.below(10) == 0 {
		o.Seed = ""
	}
	if d.below(10) == 0 {
		e.TieOrder = d.shuffled(n)
	}
	if d.below(10) == 0 {
		o.Lots = d.shuffled(n)
	}
	if d.below(8) == 0 {
		e.Candidates[d.below(n)].Withdrawn = true
	}
	weights, equals := d.below(8) == 0, d.below(8) == 0
	var b count.Builder
	for left := 1 + d.below(40); left > 0; {
		times := 1 + d.below(min(left, 6))
		left -= times
		var class uint16
		if weights {
			var err error
			if class, err = b.Class(exact.Frac(int64(1+d.below(3)), int64(1+d.below(3))), ""); err != nil {
				t.Fatal(err)
			}
		}
		var ranking []count.Mark
		for _, c := range d.shuffled(n)[:1+d.below(n)] {
			ranking = append(ranking, count.NewMark(c, equals && len(ranking) > 0 && d.below(4) == 0))
		}
		if err := b.Add(ranking, int64(times), class, 1); err != nil {
			t.Fatal(err)
		}
	}
	e.Papers = b.Papers()
	return e, o
}

// agree compares everything that the rule decides, and gives the result of the fast count.
func agree(e *count.Election, o count.Options) (*count.Result, error) {
	scottish := findMethod("scottish")
	fast, fastErr := scottish.Count(e, o)
	slow, slowErr := byhand.Scottish(e, o)
	if (fastErr == nil) != (slowErr == nil) {
		return fast, fmt.Errorf("fast: %w, by hand: %w", fastErr, slowErr)
	}
	if fastErr != nil {
		var fastLot, slowLot *count.LotNeeded
		if !errors.As(fastErr, &fastLot) || !errors.As(slowErr, &slowLot) {
			return fast, fmt.Errorf("fast: %w, by hand: %w", fastErr, slowErr)
		}
		if !reflect.DeepEqual(fastLot, slowLot) {
			return fast, fmt.Errorf("fast: %w, by hand: %w", fastErr, slowErr)
		}
	}
	if a, b := essence(fast), essence(slow); a != b {
		return fast, fmt.Errorf("fast:\n%sby hand:\n%s", a, b)
	}
	return fast, nil
}

// essence writes down what the rule decides.
func essence(r *count.Result) string {
	text := fmt.Sprintln("winners", r.Winners, "quota", r.Quota, "places", r.Places, r.Complete)
	b := r.Ballots
	text += fmt.Sprintln("ballots", b.Valid, b.Rejected, b.Votes, b.Digest)
	for _, s := range r.Stages {
		text += fmt.Sprintln("stage", s.Number, s.Action, s.Of, s.Votes, s.Nontransferable, s.Rounding, s.Quota)
	}
	for _, tie := range r.Ties {
		text += fmt.Sprintln("tie", tie.Stage, tie.For, tie.Candidates, tie.Chosen, tie.By, tie.Earlier, tie.Draw)
	}
	return text
}

// The fast count and the count paper by paper agree on 100,000 small elections: all of them in the full suite, some
// under -short.
func TestByHandAgreesOnRandomElections(t *testing.T) {
	const rooms, each = 8, 12_500
	for room := range rooms {
		t.Run(fmt.Sprint(room), func(t *testing.T) {
			t.Parallel()
			n := each
			if testing.Short() {
				n = 250
			}
			d := dice(room)
			ties, lots := 0, 0
			for i := range n {
				e, o := throw(t, &d)
				r, err := agree(e, o)
				if err != nil {
					t.Fatalf("room %d, election %d: %v", room, i, err)
				}
				if !r.Complete {
					lots++
				}
				ties += len(r.Ties)
			}
			if ties < n/8 || lots == 0 {
				t.Errorf("only %d ties and %d waits for a lot in %d elections: too tame", ties, lots, n)
			}
		})
	}
}

func TestByHandAgreesOnRealElections(t *testing.T) {
	for _, c := range contests(t) {
		t.Run(c.name, func(t *testing.T) {
			if testing.Short() && c.name != "shetland_2017_ward7" {
				t.Skip("long: not with -short")
			}
			if _, err := agree(c.election, count.Options{Seed: "a published seed"}); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestByHandRefuses(t *testing.T) {
	e := election(t, 1, "Apple", "Banana")
	huge := election(t, 1, "Apple", "Banana")
	pile{{byhand.MaxPapers + 1, "A"}}.into(t, huge)
	unsaid := election(t, 0, "Apple", "Banana")
	for _, c := range []struct {
		name string
		e    *count.Election
		o    count.Options
	}{
		{"more papers than anybody can sort", huge, count.Options{}},
		{"no number of places", unsaid, count.Options{}},
		{"constraints", e, count.Options{Constraints: limits("at most 1", 0, 1, 0, 1)}},
		{"an option that is not the text's", e, count.Options{Set: map[string]string{"zero-surplus": "stage"}}},
		{"no candidates", &count.Election{Seats: 1, Papers: e.Papers}, count.Options{}},
	} {
		if _, err := byhand.Scottish(c.e, c.o); err == nil {
			t.Errorf("%s: counted", c.name)
		}
	}
}
