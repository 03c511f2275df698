package constraint_test

import (
	"fmt"
	"testing"

	"github.com/selectorate/selectorate/count/constraint"
	"github.com/selectorate/selectorate/count/lot"
)

// number draws a number below n from a name, the same each time.
func drawn(n int, name string, i int) int {
	ticket := lot.Ticket(name, i, "")
	value := 0
	for _, digit := range ticket[:12] {
		value = value*16%n + int(digit)%16
	}
	return value % n
}

// crossed makes categories with groups of which everybody is in one, and minima and maxima close to what is possible.
func crossed(categories, groups, candidates, places, round int) []constraint.Limit {
	var limits []constraint.Limit
	for category := range categories {
		first := len(limits)
		for group := range groups {
			limits = append(limits, constraint.Limit{Category: fmt.Sprint(category), Group: fmt.Sprint(group)})
		}
		for c := range candidates {
			g := drawn(groups, fmt.Sprint("group", round, category), c)
			limits[first+g].Members = append(limits[first+g].Members, c)
		}
		for group := range groups {
			l := &limits[first+group]
			share := len(l.Members) * places / candidates
			l.Min = max(0, min(share-drawn(2, fmt.Sprint("min", round, category), group), len(l.Members)))
			l.Max = l.Min + 1 + drawn(2, fmt.Sprint("max", round, category), group)
		}
	}
	return limits
}

func all(candidates int) []int {
	list := make([]int, candidates)
	for c := range list {
		list[c] = c
	}
	return list
}

func BenchmarkJudge(b *testing.B) {
	for _, size := range []struct{ categories, groups, candidates, places int }{
		{1, 2, 30, 15}, {2, 3, 30, 15}, {3, 3, 30, 15}, {3, 3, 60, 20}, {3, 4, 60, 20}, {4, 3, 60, 20}, {2, 10, 100, 30}, {3, 6, 100, 30},
	} {
		b.Run(fmt.Sprintf("%dx%d-%d-%d", size.categories, size.groups, size.candidates, size.places), func(b *testing.B) {
			b.ReportAllocs()
			var sets [][]constraint.Limit
			for round := range 50 {
				sets = append(sets, crossed(size.categories, size.groups, size.candidates, size.places, round))
			}
			continuing := all(size.candidates)
			possible, i := 0, 0
			for b.Loop() {
				if constraint.Judge(sets[i%len(sets)], size.places, nil, continuing).Possible {
					possible++
				}
				i++
			}
			b.ReportMetric(float64(possible)/float64(i), "possible")
		})
	}
}
