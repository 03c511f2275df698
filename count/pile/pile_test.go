package pile_test

import (
	"testing"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/pile"
)

// add puts papers into a builder, or fails.
func add(t *testing.T, b *count.Builder, times int64, class uint16, ranking ...int) {
	t.Helper()
	var marks []count.Mark
	for _, c := range ranking {
		marks = append(marks, count.NewMark(max(c, -c), c < 0)) // negative: equal with the one before
	}
	if err := b.Add(marks, times, class, 0); err != nil {
		t.Fatal(err)
	}
}

func class(t *testing.T, b *count.Builder, weight exact.Number, section string) uint16 {
	t.Helper()
	number, err := b.Class(weight, section)
	if err != nil {
		t.Fatal(err)
	}
	return number
}

func same(t *testing.T, what string, got []exact.Number, want ...exact.Number) {
	t.Helper()
	for i := range want {
		if !got[i].Equal(want[i]) {
			t.Errorf("%s: %v, want %v", what, got, want)
			return
		}
	}
}

func TestPapersMoveInTheirClassAndSection(t *testing.T) {
	var b count.Builder
	north, south := class(t, &b, exact.Int(1), "north"), class(t, &b, exact.Frac(1, 3), "south")
	add(t, &b, 5, north, 0, 1)
	add(t, &b, 2, south, 0, 1)
	add(t, &b, 4, south, 0)
	add(t, &b, 1, north, 2, 0, 1)
	papers := b.Papers()
	all := []bool{true, true, true}
	p := pile.Sort(papers, all, pile.Options{Section: []int{0, 1}, Sections: 2})
	same(t, "votes", p.Votes, exact.Int(7), exact.Int(0), exact.Int(1))
	same(t, "north", p.Held[0], exact.Int(5), exact.Int(0), exact.Int(1))
	same(t, "south", p.Held[1], exact.Int(2), exact.Int(0), exact.Int(0))
	transfers := p.Move([]int{0}, []bool{false, true, true})
	if len(transfers) != 2 || transfers[0].To != 1 || transfers[0].Papers != 7 || transfers[1].To != count.Nobody || transfers[1].Papers != 4 {
		t.Fatalf("%+v", transfers)
	}
	same(t, "moved", []exact.Number{transfers[0].Votes, transfers[1].Votes}, exact.Frac(17, 3), exact.Frac(4, 3))
	same(t, "votes", p.Votes, exact.Int(0), exact.Frac(17, 3), exact.Int(1))
	same(t, "lost", p.Lost, exact.Int(0), exact.Frac(4, 3))
	if !p.Exhausted.Equal(exact.Frac(4, 3)) || !p.InPlay().Equal(exact.Frac(20, 3)) || p.Papers[1] != 7 {
		t.Errorf("%s are exhausted, %s in play, %d papers", p.Exhausted, p.InPlay(), p.Papers[1])
	}
	// A paper skips those who do not receive.
	transfers = p.Move([]int{2}, []bool{false, true, false})
	if len(transfers) != 1 || transfers[0].To != 1 || transfers[0].From != 2 {
		t.Errorf("%+v", transfers)
	}
	lines := 0
	p.Each(1, func(_ int, rest []count.Mark) {
		lines++
		if rest[0].Candidate() != 1 {
			t.Errorf("a paper that lies with candidate 1 has %v", rest)
		}
	})
	if lines != 3 {
		t.Errorf("%d lines lie with candidate 1", lines)
	}
}

func TestOnlySoManyPreferencesCount(t *testing.T) {
	var b count.Builder
	add(t, &b, 5, 0, 0, 1, 2)
	p := pile.Sort(b.Papers(), []bool{false, false, true}, pile.Options{Depth: 2})
	if !p.Exhausted.Equal(exact.Int(5)) || !p.Votes[2].IsZero() {
		t.Errorf("%v, %s exhausted", p.Votes, p.Exhausted)
	}
}

func TestNoPapers(t *testing.T) {
	p := pile.Sort(&count.Papers{}, []bool{true, true}, pile.Options{})
	if transfers := p.Move([]int{0}, []bool{false, true}); len(transfers) != 0 || !p.InPlay().IsZero() {
		t.Errorf("%+v", transfers)
	}
}

func TestUnit(t *testing.T) {
	var b count.Builder
	for i, w := range []exact.Number{exact.Int(1), exact.Frac(3, 4), exact.Frac(5, 6)} {
		add(t, &b, 1, class(t, &b, w, ""), i)
	}
	if unit := pile.Unit(b.Papers()); !unit.Equal(exact.Frac(1, 12)) {
		t.Errorf("the unit is %s", unit)
	}
}

func TestCrosses(t *testing.T) {
	var b count.Builder
	half := class(t, &b, exact.Frac(1, 2), "south")
	add(t, &b, 1, half, 0, 1)
	add(t, &b, 2, half, 0, 1, 2)
	add(t, &b, 3, half, 0, 1, -2)
	add(t, &b, 4, half, 1, -2, -3)
	e := &count.Election{Papers: b.Papers(), Rejected: []count.Rejected{{Times: 1}}}
	if pile.Crosses(e, 3, true) != e {
		t.Error("an election without void papers is changed")
	}
	void := pile.Crosses(e, 2, true)
	if void.Papers.Total() != 1 || void.RejectedTotal() != 10 || void.Rejected[1].Reason != "more crosses than 2" || e.RejectedTotal() != 1 {
		t.Errorf("%d papers, %+v", void.Papers.Total(), void.Rejected)
	}
	// Of equal ranks nobody can say which are the first two.
	first := pile.Crosses(e, 2, false)
	if first.Papers.Total() != 6 || first.RejectedTotal() != 5 || len(first.Papers.Ranking(2)) != 1 || first.Rejected[1].Reason != "too many first preferences" {
		t.Errorf("%d papers, %+v", first.Papers.Total(), first.Rejected)
	}
	if got := first.Papers.Classes()[first.Papers.Class(0)]; got.Section != "south" || !got.Weight.Equal(exact.Frac(1, 2)) {
		t.Errorf("the class is %+v", got)
	}
}
