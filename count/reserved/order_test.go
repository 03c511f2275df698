package reserved_test

import (
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/constraint"
	methods "github.com/selectorate/selectorate/count/method"
	"github.com/selectorate/selectorate/count/reserved"
)

// TestOrderOfCandidatesChangesNothing: who is elected does not hang on who stands first on the paper; where equals have
// to be told apart, a lot does it, or is asked for.
func TestOrderOfCandidatesChangesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m, _ := methods.Find(rapid.SampledFrom([]string{"scottish", "ers97", "wigm", "eliminating", "plurality"}).Draw(t, "method"))
		design := rapid.SampledFrom([]string{reserved.RepeatCount, reserved.ReservedSeats}).Draw(t, "design")
		n := rapid.IntRange(3, 5).Draw(t, "candidates")
		order := make([]int, n)
		for c := range order {
			order[c] = c
		}
		var rankings [][]int
		var times []int64
		for range rapid.IntRange(1, 6).Draw(t, "papers") {
			rankings = append(rankings, rapid.Permutation(order).Draw(t, "ranking")[:rapid.IntRange(1, n).Draw(t, "length")])
			times = append(times, rapid.Int64Range(1, 4).Draw(t, "times"))
		}
		seats := rapid.IntRange(1, n-1).Draw(t, "places")
		members := rapid.Permutation(order).Draw(t, "members")[:rapid.IntRange(1, n-1).Draw(t, "size")]
		limit := constraint.Limit{Group: "rowers", Min: rapid.IntRange(0, 1).Draw(t, "least"), Max: rapid.IntRange(1, 2).Draw(t, "most")}
		place := rapid.Permutation(order).Draw(t, "place")

		elected := func(place []int) (names []string, err error) {
			e := &count.Election{Seats: seats, Candidates: make([]count.Candidate, n)}
			limit := limit
			limit.Members = nil
			for c := range n {
				e.Candidates[place[c]].Name = string(rune('A' + c))
			}
			for _, c := range members {
				limit.Members = append(limit.Members, place[c])
			}
			var b count.Builder
			for i, ranking := range rankings {
				var marks []count.Mark
				for _, c := range ranking {
					marks = append(marks, count.NewMark(place[c], false))
				}
				if err := b.Add(marks, times[i], 0, 0); err != nil {
					t.Fatal(err)
				}
			}
			e.Papers = b.Papers()
			r, err := reserved.Count(design, m, e, count.Options{Constraints: []constraint.Limit{limit}})
			if err != nil {
				return nil, err
			}
			for _, w := range r.Winners {
				names = append(names, r.Candidates[w].Name)
			}
			slices.Sort(names)
			return names, nil
		}
		want, err := elected(order)
		got, again := elected(place)
		_, waits := errors.AsType[*count.LotNeeded](err)
		_, waitsAgain := errors.AsType[*count.LotNeeded](again)
		if waits != waitsAgain || (err == nil) != (again == nil) || !slices.Equal(got, want) {
			t.Fatalf("%s, %s: %v (%v), and in another order %v (%v)", m.Name, design, want, err, got, again)
		}
	})
}
