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
	"github.com/selectorate/selectorate/count/reserved"
	"github.com/selectorate/selectorate/internal/counttest"
)

// gaveWay lists who gave way, in order, and holds that each decision names the design as its ground.
func gaveWay(t testing.TB, r *count.Result) string {
	t.Helper()
	var names []string
	for _, s := range r.Stages {
		for _, d := range s.Decisions {
			if d.Clause == "" && d.Verb != count.Elected {
				t.Errorf("no clause: %+v", d)
			}
			if d.Verb == count.Doomed {
				names = append(names, r.Candidates[d.Candidates[0]].Name)
			}
		}
	}
	return strings.Join(names, " ")
}

// TestGivingWayAmongEquals: Ann and Bea reach the quota together with the same votes, and only one of them may be
// elected. Which one stands first in the file must not decide.
func TestGivingWayAmongEquals(t *testing.T) {
	t.Parallel()
	rankings := []string{"4 AC", "4 BD", "2 C", "1 D"}
	for _, names := range []string{"Ann Bea Carl Dan", "Bea Ann Carl Dan", "Dan Carl Bea Ann"} {
		t.Run(names, func(t *testing.T) {
			t.Parallel()
			e := election(t, 2, names, rankings...)
			o := count.Options{Constraints: parse(t, e, "gender: women <= 1: Ann, Bea")}
			number := func(name string) int {
				return slices.IndexFunc(e.Candidates, func(c count.Candidate) bool { return c.Name == name })
			}
			r, err := reserved.Repeat(counttest.Method(t, "scottish"), e, o)
			var needed *count.LotNeeded
			if !errors.As(err, &needed) || needed.For != "giving way" || len(needed.Candidates) != 2 || r.Waiting != needed || r.Complete || len(r.Winners) != 0 {
				t.Fatalf("without a seed: %+v, %v", r, err)
			}
			for _, c := range []struct {
				how  string
				o    count.Options
				file []int
				by   count.Settlement
				gone string
			}{
				{"seed", count.Options{Seed: "nineteen lamps"}, nil, count.BySeed, "Ann"},
				{"another seed", count.Options{Seed: "a lamp"}, nil, count.BySeed, "Bea"},
				{"drawn by hand", count.Options{Lots: []int{number("Bea"), number("Ann")}}, nil, count.ByGivenLot, "Bea"},
				{"order of the file's own", count.Options{}, []int{number("Ann"), number("Bea")}, count.ByFileOrder, "Ann"},
			} {
				c.o.Constraints = o.Constraints
				ordered := *e
				ordered.TieOrder = c.file
				r, err := reserved.Repeat(counttest.Method(t, "scottish"), &ordered, c.o)
				if err != nil {
					t.Fatalf("%s: %v", c.how, err)
				}
				check(t, e, c.o, r)
				if got := gaveWay(t, r); got != c.gone || r.Ties[0].By != c.by || r.Candidates[r.Ties[0].Chosen].Name != c.gone || r.Ties[0].Clause != "constraints (repeat-count)" {
					t.Errorf("%s: %s gives way, %+v", c.how, got, r.Ties[0])
				}
			}
		})
	}
}

// TestGivingWayByAnEarlierStage: Amber and Brass reach the quota together at the second stage, and Brass had
// fewer votes at the first.
func TestGivingWayByAnEarlierStage(t *testing.T) {
	t.Parallel()
	for _, names := range []string{"Amber Brass Candle Dim", "Brass Amber Dim Candle"} {
		e := election(t, 2, names, "6 A", "5 B", "1 CA", "2 CB", "4 D")
		o := count.Options{Constraints: parse(t, e, "x: y at most 1: Amber, Brass")}
		r, err := reserved.Repeat(counttest.Method(t, "scottish"), e, o)
		if err != nil {
			t.Fatal(err)
		}
		if got := gaveWay(t, r); got != "Brass" || len(r.Ties) == 0 || r.Ties[0].By != count.ByEarlierStage || r.Ties[0].Earlier >= r.Ties[0].Stage {
			t.Errorf("%s: %s gives way, %+v", names, got, r.Ties)
		}
	}
}

// TestOnlyThoseInTheWayAreTied: of three equals the limit is against two, and no lot falls on the third; where one alone
// is in the way, there is no lot.
func TestOnlyThoseInTheWayAreTied(t *testing.T) {
	t.Parallel()
	e := election(t, 3, lamps, "5 A", "5 B", "5 C", "2 D", "1 E")
	o := count.Options{Constraints: parse(t, e, "x: y at most 1: Amber, Candle")}
	_, err := reserved.Repeat(counttest.Method(t, "plurality"), e, o)
	var needed *count.LotNeeded
	if !errors.As(err, &needed) || fmt.Sprint(needed.Names) != "[Amber Candle]" {
		t.Errorf("got %v", err)
	}
	o.Constraints = parse(t, e, "x: y none: Brass")
	r, err := reserved.Repeat(counttest.Method(t, "plurality"), e, o)
	if err != nil || gaveWay(t, r) != "Brass" || len(r.Ties) != 0 {
		t.Errorf("got %v", err)
	}
}

// TestManyEquals: among more than can be tried set by set, too, those in the way are found.
func TestManyEquals(t *testing.T) {
	t.Parallel()
	letters := "ABCDEFGHIJKLMN"
	var rankings, names []string
	for _, letter := range letters {
		names = append(names, string(letter))
		rankings = append(rankings, "3 "+string(letter))
	}
	rankings[12], rankings[13] = "2 M", "1 N"
	e := election(t, 12, strings.Join(names, " "), rankings...)
	o := count.Options{Constraints: parse(t, e, "x: y at most 3: A, C, E, G"), Seed: "a lamp"}
	r, err := reserved.Repeat(counttest.Method(t, "plurality"), e, o)
	if err != nil {
		t.Fatal(err)
	}
	check(t, e, o, r)
	if len(r.Ties) != 1 || !slices.Equal(r.Ties[0].Candidates, []int{0, 2, 4, 6}) {
		t.Errorf("ties are %+v", r.Ties)
	}
}

// TestDrawsGoOn: no two lots of one result bear the same number, whichever count they were drawn in.
func TestDrawsGoOn(t *testing.T) {
	t.Parallel()
	e := election(t, 2, lamps, "9 A", "9 B", "3 C", "3 D", "3 E")
	o := count.Options{Constraints: parse(t, e, "x: y at most 1: Amber, Brass"), Seed: "nineteen lamps"}
	for _, name := range []string{"scottish", "plurality", "ers97", "eliminating"} {
		r, err := reserved.Repeat(counttest.Method(t, name), e, o)
		if err != nil {
			t.Fatal(err)
		}
		drawn := 0
		for _, tie := range r.Ties {
			if tie.By != count.BySeed {
				continue
			}
			if drawn++; tie.Draw != drawn {
				t.Errorf("%s: draw %d has the number %d", name, drawn, tie.Draw)
			}
		}
		if drawn < 2 {
			t.Errorf("%s: %d lots were drawn", name, drawn)
		}
	}
}

// TestNamesThatNameAStage: numbers of stages go on from count to count, names do not.
func TestNamesThatNameAStage(t *testing.T) {
	t.Parallel()
	e := election(t, 1, lamps, "20 A", "10 B", "8 C", "7 D", "1 ED")
	e.Candidates[2].Name, e.Candidates[3].Name = "Back stage 3", "Back stage 3 and 4"
	o := count.Options{Constraints: []constraint.Limit{{Group: "y", Members: []int{0}}}}
	r, err := reserved.Repeat(counttest.Method(t, "eliminating"), e, o)
	if err != nil {
		t.Fatal(err)
	}
	begins := 0
	for _, s := range r.Stages {
		if s.Action == count.NextPlace {
			begins = s.Number
		}
	}
	var told strings.Builder
	for _, s := range r.Stages[begins-1:] {
		told.WriteString(s.Reason + "\n")
	}
	for _, tie := range r.Ties {
		told.WriteString(tie.Reason + "\n")
	}
	for _, want := range []string{"Back stage 3 and 4", "Back stage 3 ", fmt.Sprintf("at stage %d.", begins)} {
		if !strings.Contains(told.String(), want) {
			t.Errorf("%q is not in\n%s", want, told.String())
		}
	}
	if begins < 2 || strings.Contains(told.String(), fmt.Sprint("Back stage ", 2+begins)) {
		t.Errorf("a name is changed in\n%s", told.String())
	}
}

// TestOrderOfCandidates: the same papers elect the same candidates wherever these stand in the file, or need a lot in
// both.
func TestOrderOfCandidates(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"scottish", "ers97", "wigm", "meek-2006", "eliminating", "plurality", "schulze"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := counttest.Method(t, name)
			rapid.Check(t, func(rt *rapid.T) { sameInAnyOrder(rt, m) })
		})
	}
}

func sameInAnyOrder(t *rapid.T, m count.Method) {
	n := rapid.IntRange(2, 6).Draw(t, "candidates")
	seats := rapid.IntRange(1, n).Draw(t, "seats")
	one := &count.Election{Seats: seats, Candidates: make([]count.Candidate, n)}
	other := &count.Election{Seats: seats, Candidates: make([]count.Candidate, n)}
	to := rapid.Permutation(all(n)).Draw(t, "places in the file")
	for c := range n {
		one.Candidates[c].Name = string(rune('A' + c))
		other.Candidates[to[c]] = one.Candidates[c]
	}
	var a, b count.Builder
	for range rapid.IntRange(1, 6).Draw(t, "lines") {
		order := rapid.Permutation(all(n)).Draw(t, "ranking")[:rapid.IntRange(1, n).Draw(t, "length")]
		times := rapid.Int64Range(1, 3).Draw(t, "times")
		var here, there []count.Mark
		for _, c := range order {
			here, there = append(here, count.NewMark(c, false)), append(there, count.NewMark(to[c], false))
		}
		if a.Add(here, times, 0, 1) != nil || b.Add(there, times, 0, 1) != nil {
			t.Fatal("papers are refused")
		}
	}
	one.Papers, other.Papers = a.Papers(), b.Papers()
	limits := limits(t, n)
	moved := slices.Clone(limits)
	for i := range moved {
		moved[i].Members = mapped(moved[i].Members, to)
	}
	if !constraint.Possible(limits, seats, nil, all(n)) {
		return
	}
	seed := rapid.SampledFrom([]string{"", "nineteen lamps"}).Draw(t, "seed")
	for _, design := range []string{reserved.RepeatCount, reserved.ReservedSeats} {
		first, errFirst := reserved.Count(design, m, one, count.Options{Constraints: limits, Seed: seed})
		second, errSecond := reserved.Count(design, m, other, count.Options{Constraints: moved, Seed: seed})
		if errFirst != nil || errSecond != nil {
			var here, there *count.LotNeeded
			if seed != "" || !errors.As(errFirst, &here) || !errors.As(errSecond, &there) || !slices.Equal(mapped(here.Candidates, to), slices.Sorted(slices.Values(there.Candidates))) {
				t.Fatalf("%s: %v, and %v", design, errFirst, errSecond)
			}
			continue
		}
		if got, want := slices.Sorted(slices.Values(second.Winners)), mapped(first.Winners, to); !slices.Equal(got, want) {
			t.Fatalf("%s: %v are elected, and %v", design, got, want)
		}
	}
}

func all(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}

// mapped gives the numbers of candidates in the other file, in its order.
func mapped(candidates, to []int) []int {
	there := make([]int, len(candidates))
	for i, c := range candidates {
		there[i] = to[c]
	}
	return slices.Sorted(slices.Values(there))
}
