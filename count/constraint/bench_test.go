package constraint_test

import (
	"fmt"
	"slices"
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

// exact makes categories with groups of which everybody is in one, each with the number of places that it has in a way
// drawn before, give or take some.
func exact(groups []int, candidates, places, room int) []constraint.Limit {
	var limits []constraint.Limit
	for category, n := range groups {
		first := len(limits)
		for group := range n {
			limits = append(limits, constraint.Limit{Category: fmt.Sprint(category), Group: fmt.Sprint(group), Max: 0})
		}
		for c := range candidates {
			l := &limits[first+drawn(n, fmt.Sprint("group of ", category), c)]
			l.Members = append(l.Members, c)
			if c*places/candidates != (c+1)*places/candidates {
				l.Max++
			}
		}
		for i := first; i < len(limits); i++ {
			l := &limits[i]
			l.Min, l.Max = max(0, l.Max-room), l.Max+room
		}
	}
	return limits
}

// BenchmarkWholeCount judges as a count does in which one candidate after the other is excluded who is not guarded,
// with categories that cross and ask for exact numbers, or leave room for one more or less in each group.
func BenchmarkWholeCount(b *testing.B) {
	for _, size := range []struct {
		groups                   []int
		candidates, places, room int
	}{
		{[]int{2, 11, 6}, 100, 33, 0},
		{[]int{2, 11, 6}, 100, 33, 1},
		{[]int{2, 8, 5, 3}, 60, 20, 0},
		{[]int{2, 12, 8}, 200, 60, 0},
		{[]int{3, 4, 5, 3, 2}, 100, 33, 0},
		{[]int{10, 12, 8}, 150, 50, 0},
	} {
		b.Run(fmt.Sprint(size.groups, "-", size.candidates, "-", size.places, "-", size.room), func(b *testing.B) {
			limits := exact(size.groups, size.candidates, size.places, size.room)
			for b.Loop() {
				continuing := all(size.candidates)
				for len(continuing) > size.places {
					v := constraint.Judge(limits, size.places, nil, continuing)
					if !v.Possible {
						b.Fatal("a way was drawn, and there is none")
					}
					i := len(continuing) - 1
					for i >= 0 && slices.ContainsFunc(v.Guarded, func(f constraint.Finding) bool { return f.Candidate == continuing[i] }) {
						i--
					}
					if i < 0 {
						b.Fatal("everybody is guarded, and there are places for fewer")
					}
					continuing = slices.Delete(continuing, i, i+1)
				}
			}
		})
	}
}

// TestHardTables: limits that kept a search through the cells busy for minutes are judged at each exclusion of a whole count.
func TestHardTables(t *testing.T) {
	t.Parallel()
	limits := exact([]int{2, 11, 6}, 100, 33, 0)
	continuing := all(100)
	for len(continuing) > 33 {
		v := constraint.Judge(limits, 33, nil, continuing)
		guarded := byCandidate(v.Guarded)
		i := slices.IndexFunc(continuing, func(c int) bool { return !guarded[c] })
		if !v.Possible || i < 0 {
			t.Fatalf("%d continue: %v", len(continuing), v)
		}
		for _, f := range v.Doomed {
			if constraint.Possible(limits, 33, []int{f.Candidate}, slices.DeleteFunc(slices.Clone(continuing), func(c int) bool { return c == f.Candidate })) {
				t.Fatalf("%v is doomed and can be elected", f)
			}
		}
		for c := range guarded {
			if constraint.MayGo(limits, 33, nil, continuing, []int{c}) {
				t.Fatalf("%d is guarded and may go", c)
			}
		}
		continuing = slices.Delete(continuing, i, i+1)
	}
	if !constraint.Judge(limits, 33, nil, continuing).Possible {
		t.Error("those who are left do not meet the limits")
	}
}

func byCandidate(findings []constraint.Finding) map[int]bool {
	named := map[int]bool{}
	for _, f := range findings {
		named[f.Candidate] = true
	}
	return named
}
