package reserved_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/constraint"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/gregory"
	"github.com/selectorate/selectorate/count/reserved"
	"github.com/selectorate/selectorate/internal/counttest"
	"github.com/selectorate/selectorate/party"
)

// election makes one of rankings such as "4 ACB": so many papers, candidates by their first letter.
func election(t testing.TB, seats int, names string, rankings ...string) *count.Election {
	t.Helper()
	e := &count.Election{Title: "Lamp committee", Seats: seats}
	for name := range strings.FieldsSeq(names) {
		e.Candidates = append(e.Candidates, count.Candidate{Name: name})
	}
	var b count.Builder
	for line, r := range rankings {
		var times int64
		var order string
		if _, err := fmt.Sscan(r, &times, &order); err != nil {
			t.Fatal(err)
		}
		var marks []count.Mark
		for _, letter := range order {
			c := slices.IndexFunc(e.Candidates, func(c count.Candidate) bool { return c.Name[0] == byte(letter) })
			marks = append(marks, count.NewMark(c, false))
		}
		if err := b.Add(marks, times, 0, line+1); err != nil {
			t.Fatal(err)
		}
	}
	e.Papers = b.Papers()
	return e
}

func parse(t testing.TB, e *count.Election, text string) []constraint.Limit {
	t.Helper()
	var names []string
	for _, c := range e.Candidates {
		names = append(names, c.Name)
	}
	limits, err := constraint.Parse(text, names, e.Seats)
	if err != nil {
		t.Fatal(err)
	}
	return limits
}

func winners(r *count.Result) string {
	var names []string
	for _, c := range r.Winners {
		names = append(names, r.Candidates[c].Name)
	}
	return strings.Join(names, " ")
}

const lamps = "Amber Brass Candle Dim Ember"

// With three places by plurality Amber, Brass and Candle are elected. Without Candle, Dim has as many votes as Amber.
var papers = []string{"50 AB", "40 BA", "30 CD", "20 DE", "10 EC"}

func TestDesigns(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		limits, repeat, reserve string
	}{
		"met without it":          {"x: y at least 1: Amber", "Amber Brass Candle", "Amber Brass Candle"},
		"minimum, one":            {"x: y at least 1: Dim, Ember", "Amber Dim Brass", "Dim Amber Brass"},
		"minimum, two":            {"x: y at least 2: Dim, Ember", "Amber Dim Ember", "Dim Ember Amber"},
		"minimum, all":            {"x: y at least 3: Candle, Dim, Ember", "Candle Dim Ember", "Candle Dim Ember"},
		"maximum":                 {"x: y at most 1: Amber, Brass", "Amber Candle Dim", "Amber Candle Dim"},
		"nobody of":               {"x: y none: Amber, Brass", "Candle Dim Ember", "Candle Dim Ember"},
		"two groups":              {"x: y at least 1: Dim\nx: z at least 1: Ember", "Amber Dim Ember", "Dim Ember Amber"},
		"crossing":                {"x: y at least 1: Candle, Dim\nz: w at least 1: Dim, Ember\nv: u at most 1: Candle, Ember", "Amber Dim Brass", "Candle Dim Amber"},
		"reserved, but doomed":    {"x: y at least 1: Amber, Dim\nx: z at least 2: Brass, Candle\nw: u at most 1: Amber, Brass", "Brass Candle Dim", "Dim Brass Candle"},
		"order of limits decides": {"x: y at least 1: Ember\nx: z at least 1: Amber", "Amber Dim Ember", "Ember Amber Brass"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := election(t, 3, lamps, papers...)
			o := count.Options{Constraints: parse(t, e, c.limits)}
			for design, want := range map[string]string{reserved.RepeatCount: c.repeat, reserved.ReservedSeats: c.reserve} {
				r, err := reserved.Count(design, counttest.Method(t, "plurality"), e, o)
				if err != nil {
					t.Fatalf("%s: %v", design, err)
				}
				check(t, e, o, r)
				if got := winners(r); got != want {
					t.Errorf("%s: got %s, want %s", design, got, want)
				}
			}
		})
	}
}

// fataler is what check needs of a test, plain or rapid.
type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

// check holds a result to what every joined result promises.
func check(t fataler, e *count.Election, o count.Options, r *count.Result) {
	t.Helper()
	seats := e.Seats
	for _, l := range o.Constraints {
		n := 0
		for _, c := range l.Members {
			if slices.Contains(r.Winners, c) {
				n++
			}
		}
		if n < l.Min || l.Max >= 0 && n > l.Max {
			t.Fatalf("%v is not met by %v", l, winners(r))
		}
	}
	if standing := len(e.Standing()); len(r.Winners) != min(seats, standing) || !r.Complete {
		t.Fatalf("%d of %d places are filled", len(r.Winners), seats)
	}
	var elected []int
	for i, s := range r.Stages {
		if s.Number != i+1 {
			t.Fatalf("stage %d has the number %d", i+1, s.Number)
		}
		if sum := exact.Sum(s.Votes...).Add(s.Nontransferable); s.Action != count.Comparison && !sum.Equal(r.Ballots.Votes) {
			t.Fatalf("stage %d holds %v of %v votes: %s", i+1, sum, r.Ballots.Votes, s.Reason)
		}
		for _, p := range s.Parts {
			for _, d := range p.Decisions {
				if d.Verb == count.Elected {
					elected = append(elected, d.Candidates...)
				}
			}
		}
		for _, d := range s.Decisions {
			if d.Verb == count.Elected {
				elected = append(elected, d.Candidates...)
			}
		}
	}
	if !slices.Equal(elected, r.Winners) {
		t.Fatalf("decisions elect %v, winners are %v", elected, r.Winners)
	}
	if r.Stages[0].Action == count.NextPlace {
		t.Fatalf("stage 1 is %s", r.Stages[0].Action)
	}
	if len(o.Constraints) > 0 && len(r.Constraints) != len(o.Constraints) {
		t.Fatalf("constraints are %q", r.Constraints)
	}
}

func TestDesignsHoldAnyLimits(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"scottish", "ers97", "wigm", "meek-2006", "eliminating", "plurality", "schulze"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := counttest.Method(t, name)
			rapid.Check(t, func(rt *rapid.T) {
				n := rapid.IntRange(2, 7).Draw(rt, "candidates")
				names := []string{"A1", "B2", "C3", "D4", "E5", "F6", "G7"}[:n]
				seats := rapid.IntRange(1, n).Draw(rt, "seats")
				var rankings []string
				for range rapid.IntRange(1, 8).Draw(rt, "lines") {
					order := rapid.Permutation([]byte("ABCDEFG"[:n])).Draw(rt, "order")
					length := rapid.IntRange(1, n).Draw(rt, "length")
					rankings = append(rankings, fmt.Sprint(rapid.IntRange(1, 20).Draw(rt, "times"), " ", string(order[:length])))
				}
				e := election(t, seats, strings.Join(names, " "), rankings...)
				if w := rapid.IntRange(0, 2*n).Draw(rt, "withdrawn"); w < n && n-1 >= seats {
					e.Candidates[w].Withdrawn = true
				}
				o := count.Options{Seed: "nineteen lamps", Constraints: limits(rt, n)}
				possible := constraint.Possible(o.Constraints, seats, nil, e.Standing())
				for _, design := range []string{reserved.RepeatCount, reserved.ReservedSeats} {
					r, err := reserved.Count(design, m, e, o)
					if !possible {
						if !party.Is(err, party.Invalid) {
							rt.Fatalf("%s: %v", design, err)
						}
						continue
					}
					if err != nil {
						rt.Fatalf("%s: %v", design, err)
					}
					check(rt, e, o, r)
				}
			})
		})
	}
}

func limits(t *rapid.T, n int) []constraint.Limit {
	var limits []constraint.Limit
	for i := range rapid.IntRange(1, 3).Draw(t, "limits") {
		l := constraint.Limit{Category: fmt.Sprint(i), Group: "in", Max: -1}
		for c := range n {
			if rapid.Bool().Draw(t, "member") {
				l.Members = append(l.Members, c)
			}
		}
		if rapid.Bool().Draw(t, "has minimum") {
			l.Min = rapid.IntRange(0, len(l.Members)).Draw(t, "minimum")
		}
		if rapid.Bool().Draw(t, "has maximum") {
			l.Max = rapid.IntRange(l.Min, n).Draw(t, "maximum")
		}
		limits = append(limits, l)
	}
	return limits
}

func TestWithoutConstraintsNothingChanges(t *testing.T) {
	t.Parallel()
	e := election(t, 2, lamps, papers...)
	m := counttest.Method(t, "scottish")
	want, err := m.Count(e, count.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, design := range []string{"", reserved.GuardAndDoom, reserved.RepeatCount, reserved.ReservedSeats} {
		got, err := reserved.Count(design, m, e, count.Options{})
		if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%q: %v, %v", design, got, err)
		}
	}
}

func TestGuardAndDoomIsTheMethodsOwn(t *testing.T) {
	t.Parallel()
	e := election(t, 3, lamps, papers...)
	o := count.Options{Constraints: parse(t, e, "x: y at least 1: Dim, Ember")}
	r, err := reserved.Count(reserved.GuardAndDoom, counttest.Method(t, "scottish"), e, o)
	if err != nil {
		t.Fatal(err)
	}
	check(t, e, o, r)
	if len(r.Stages) == 0 || slices.ContainsFunc(r.Stages, func(s count.Stage) bool { return s.Action == count.NextPlace }) {
		t.Errorf("it is more than one count")
	}
}

func TestUnknownDesign(t *testing.T) {
	t.Parallel()
	_, err := reserved.Count("zipped", counttest.Method(t, "scottish"), election(t, 1, lamps, papers...), count.Options{})
	if !party.Is(err, party.Invalid) || !strings.Contains(err.Error(), "repeat-count") {
		t.Errorf("got %v", err)
	}
}

func TestImpossibleLimits(t *testing.T) {
	t.Parallel()
	e := election(t, 1, lamps, papers...)
	o := count.Options{Constraints: parse(t, e, "x: y at least 1: Dim\nx: z at least 1: Amber")}
	for _, design := range []string{reserved.GuardAndDoom, reserved.RepeatCount, reserved.ReservedSeats} {
		if r, err := reserved.Count(design, counttest.Method(t, "scottish"), e, o); !party.Is(err, party.Invalid) || r != nil {
			t.Errorf("%s: got %v, %v", design, r, err)
		}
	}
}

// TestLotNeeded: Dim and Ember are equal in the second count, which has to say so with the stages so far.
func TestLotNeeded(t *testing.T) {
	t.Parallel()
	e := election(t, 2, lamps, "30 A", "20 B", "5 D", "5 E")
	o := count.Options{Constraints: parse(t, e, "x: y at least 1: Dim, Ember")}
	m := counttest.Method(t, "plurality")
	r, err := reserved.Repeat(m, e, o)
	var needed *count.LotNeeded
	if !errors.As(err, &needed) || r == nil || r.Complete {
		t.Fatalf("got %v, %v", r, err)
	}
	if needed.Stage != len(r.Stages) {
		t.Errorf("the lot is needed at stage %d of %d", needed.Stage, len(r.Stages))
	}
	o.Seed = "a seed"
	if r, err = reserved.Repeat(m, e, o); err != nil {
		t.Fatal(err)
	}
	check(t, e, o, r)
	if len(r.Ties) == 0 || r.Ties[len(r.Ties)-1].Stage > len(r.Stages) {
		t.Errorf("ties are %v", r.Ties)
	}
}

// TestReasons holds the sentences to what a member has to be told.
func TestReasons(t *testing.T) {
	t.Parallel()
	e := election(t, 2, lamps, papers...)
	o := count.Options{Constraints: parse(t, e, "metal: wax at least 1: Candle, Dim")}
	var told strings.Builder
	for _, design := range []string{reserved.RepeatCount, reserved.ReservedSeats} {
		r, err := reserved.Count(design, counttest.Method(t, "scottish"), e, o)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range r.Stages {
			told.WriteString(s.Reason + "\n")
			for _, d := range s.Decisions {
				told.WriteString(d.Reason + "\n")
			}
		}
		told.WriteString(strings.Join(r.Notes, "\n") + "\n")
	}
	for _, want := range []string{
		"Brass gives way: with Amber and Brass, at least 1 of wax (metal) could not be met. The count is repeated without Brass.",
		"Not in this count: Brass. Papers pass them over.",
		"In this count, which does not stand: ",
		"The place reserved for wax (metal) is counted among Candle and Dim.",
		"The place left is counted among Amber, Brass, Dim and Ember.",
		"Papers worth 90 votes name nobody who stands in this count and are non-transferable.",
	} {
		if !strings.Contains(told.String(), want) {
			t.Errorf("%q is not in\n%s", want, told.String())
		}
	}
}

// A committee of two by the Scottish rule, of whom one at least is to be Candle or Dim.
func ExampleRepeat() {
	var b count.Builder
	for _, line := range []struct {
		times  int64
		first  int
		second int
	}{{50, 0, 1}, {40, 1, 0}, {30, 2, 3}} {
		if err := b.Add([]count.Mark{count.NewMark(line.first, false), count.NewMark(line.second, false)}, line.times, 0, 0); err != nil {
			fmt.Println(err)
			return
		}
	}
	e := &count.Election{
		Seats: 2, Papers: b.Papers(),
		Candidates: []count.Candidate{{Name: "Amber"}, {Name: "Brass"}, {Name: "Candle"}, {Name: "Dim"}},
	}
	var scottish count.Method
	for _, m := range gregory.Methods() {
		if m.Name == "scottish" {
			scottish = m
		}
	}
	limits := []constraint.Limit{{Category: "metal", Group: "wax", Members: []int{2, 3}, Min: 1, Max: -1}}
	r, err := reserved.Repeat(scottish, e, count.Options{Constraints: limits})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range r.Winners {
		fmt.Println(e.Candidates[c].Name)
	}
	// Output:
	// Amber
	// Candle
}
