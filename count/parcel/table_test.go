package parcel_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/parcel"
	"github.com/selectorate/selectorate/count/sheet"
)

// dealt lays papers on the table: five rankings of the candidates 0 to 3.
func dealt(t *testing.T) *parcel.Table {
	t.Helper()
	e := &count.Election{Seats: 1}
	for _, name := range []string{"Anvil", "Bellows", "Chisel", "Drill"} {
		e.Candidates = append(e.Candidates, count.Candidate{Name: name})
	}
	var b count.Builder
	for _, p := range []struct {
		times   int64
		ranking []int
	}{{4, []int{0, 1}}, {2, []int{0, 2, 1}}, {3, []int{1, 0, 2}}, {1, []int{0}}, {1, []int{3, 1}}} {
		var ranking []count.Mark
		for _, c := range p.ranking {
			ranking = append(ranking, count.NewMark(c, false))
		}
		if err := b.Add(ranking, p.times, 0, 1); err != nil {
			t.Fatal(err)
		}
	}
	e.Papers = b.Papers()
	s, err := sheet.New(sheet.Form{Method: &count.Method{Name: "invented"}, Places: 2}, e, count.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return parcel.Deal(s)
}

func at(value exact.Number) func(parcel.Parcel) exact.Number {
	return func(parcel.Parcel) exact.Number { return value }
}

func TestDealAndMove(t *testing.T) {
	table := dealt(t)
	if got := fmt.Sprint(table.Votes); got != "[7 3 0 1]" {
		t.Fatalf("dealt %s", got)
	}
	if err := table.Record(count.Stage{Action: count.FirstPreferences}); err != nil {
		t.Fatal(err)
	}
	table.Sheet.Exclude(0)
	pile := table.Piles[0]
	table.Piles[0] = nil
	if papers, worth := table.Transferable(pile); papers != 6 || !worth.Equal(exact.Int(6)) {
		t.Errorf("%d papers worth %s can move, want 6", papers, worth)
	}
	transfers := table.Move(0, pile, at(exact.Frac(1, 2)))
	var got []string
	for _, x := range transfers {
		got = append(got, fmt.Sprint(x.From, " ", x.To, " ", x.Papers, " ", x.Value, " ", x.Votes))
	}
	if want := []string{"0 1 4 1/2 2", "0 2 2 1/2 1", "0 -1 1 1/2 1/2"}; !slices.Equal(got, want) {
		t.Errorf("transfers %v, want %v", got, want)
	}
	received, nobody := parcel.Moved(transfers)
	if !received.Equal(exact.Int(3)) || !nobody.Equal(exact.Frac(1, 2)) {
		t.Errorf("%s received, %s by nobody", received, nobody)
	}
	if got := fmt.Sprint(table.Holdings()); got != "[{1 1 3 1} {1 2 4 1/2} {2 2 2 1/2} {3 1 1 1}]" {
		t.Errorf("holdings %s", got)
	}
}

// Papers that come from several parcels at one value in one move are one parcel; those that come at another are not.
func TestPapersOfOneValueAreOneParcel(t *testing.T) {
	table := dealt(t)
	if err := table.Record(count.Stage{Action: count.FirstPreferences}); err != nil {
		t.Fatal(err)
	}
	table.Sheet.Exclude(0, 3)
	both := slices.Concat(table.Piles[0], table.Piles[3])
	table.Piles[0], table.Piles[3] = nil, nil
	transfers := table.Move(0, both, at(exact.Frac(1, 4)))
	if len(table.Piles[1]) != 2 || table.Piles[1][1].Number() != 5 || len(transfers) != 3 {
		t.Errorf("Bellows holds %v after %v", table.Piles[1], transfers)
	}
	table = dealt(t)
	table.Sheet.Exclude(0, 3)
	both = slices.Concat(table.Piles[0], table.Piles[3])
	quarter := exact.Frac(1, 4)
	table.Move(0, both, func(p parcel.Parcel) exact.Number { return quarter.Mul(exact.Int(p.Number())) })
	if len(table.Piles[1]) != 3 || table.Piles[1][1].Number() != 4 || table.Piles[1][2].Number() != 1 {
		t.Errorf("Bellows holds %v", table.Piles[1])
	}
}
