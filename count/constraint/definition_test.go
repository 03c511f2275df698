package constraint_test

import (
	"math/bits"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"github.com/selectorate/selectorate/count/constraint"
)

// defined is Judge, MayGo and Possible by their definition: every set S is looked at.
type defined struct {
	possible        bool
	guarded, doomed uint32
	ways            []uint32 // every S that meets the limits
}

func define(limits []constraint.Limit, places int, elected, continuing []int) defined {
	size := min(max(places-len(elected), 0), len(continuing))
	in, stand := mask(elected), mask(continuing)
	d := defined{guarded: stand}
	var reached uint32
	for s := stand; ; s = (s - 1) & stand {
		if bits.OnesCount32(s) == size && meets(limits, s|in) {
			d.ways = append(d.ways, s)
			d.guarded &= s
			reached |= s
		}
		if s == 0 {
			break
		}
	}
	d.possible = len(d.ways) > 0
	d.doomed = stand &^ reached
	if !d.possible || size == 0 || size == len(continuing) { // then the places settle everything
		d.guarded, d.doomed = 0, 0
	}
	return d
}

func meets(limits []constraint.Limit, body uint32) bool {
	for _, l := range limits {
		n := bits.OnesCount32(body & mask(l.Members))
		if n < l.Min || (l.Max >= 0 && n > l.Max) {
			return false
		}
	}
	return true
}

// mayGo tells whether some way does without all of them.
func (d *defined) mayGo(leaving []int) bool {
	return slices.ContainsFunc(d.ways, func(way uint32) bool { return way&mask(leaving) == 0 })
}

type question struct {
	limits              []constraint.Limit
	places              int
	elected, continuing []int
}

// questions draws limits on overlapping groups of any kind, with bounds near what is possible and far from it.
func questions() *rapid.Generator[question] {
	return rapid.Custom(func(t *rapid.T) question {
		n := rapid.IntRange(1, 10).Draw(t, "candidates")
		var q question
		for c := range n {
			switch rapid.IntRange(0, 5).Draw(t, "status") {
			case 0:
				q.elected = append(q.elected, c)
			case 1: // neither: excluded or withdrawn
			default:
				q.continuing = append(q.continuing, c)
			}
		}
		q.continuing = rapid.Permutation(q.continuing).Draw(t, "continuing")
		q.places = rapid.IntRange(0, n+2).Draw(t, "places")
		for i := range rapid.IntRange(0, 5).Draw(t, "limits") {
			inside := rapid.Uint32Range(0, 1<<n-1).Draw(t, "members")
			l := constraint.Limit{Category: strconv.Itoa(i % 3), Group: strconv.Itoa(i), Members: members(inside), Max: -1}
			if rapid.Bool().Draw(t, "has minimum") {
				l.Min = rapid.IntRange(0, bits.OnesCount32(inside)).Draw(t, "minimum")
			}
			if rapid.Bool().Draw(t, "has maximum") {
				l.Max = rapid.IntRange(l.Min, n).Draw(t, "maximum")
			}
			q.limits = append(q.limits, l)
		}
		return q
	})
}

func TestAgainstDefinition(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		q := questions().Draw(t, "question")
		if err := constraint.Check(q.limits, 10); err != nil {
			t.Fatal(err)
		}
		want := define(q.limits, q.places, q.elected, q.continuing)
		got := constraint.Judge(q.limits, q.places, q.elected, q.continuing)
		if got.Possible != want.possible || named(got.Guarded) != want.guarded || named(got.Doomed) != want.doomed {
			t.Fatalf("got %v, want %v", got, want)
		}
		if p := constraint.Possible(q.limits, q.places, q.elected, q.continuing); p != want.possible {
			t.Fatalf("Possible is %v", p)
		}
		if len(q.continuing) == 0 {
			return
		}
		leaving := rapid.SliceOfDistinct(rapid.SampledFrom(q.continuing), rapid.ID).Draw(t, "leaving")
		if may := constraint.MayGo(q.limits, q.places, q.elected, q.continuing, leaving); may != want.mayGo(leaving) {
			t.Fatalf("MayGo of %v is %v", leaving, may)
		}
		for _, f := range got.Guarded {
			checkGround(t, q, f, func(d defined) bool { return d.guarded&(1<<f.Candidate) != 0 })
		}
		for _, f := range got.Doomed {
			checkGround(t, q, f, func(d defined) bool { return d.doomed&(1<<f.Candidate) != 0 })
		}
	})
}

// checkGround holds the ground of a finding to its description: the limits together force it, and no fewer do.
func checkGround(t *rapid.T, q question, f constraint.Finding, forced func(defined) bool) {
	t.Helper()
	only := func(some []int) bool {
		var limits []constraint.Limit
		for _, l := range some {
			limits = append(limits, q.limits[l])
		}
		d := define(limits, q.places, q.elected, q.continuing)
		return forced(d)
	}
	if !only(f.Together) {
		t.Fatalf("%v does not follow from its ground", f)
	}
	for i := range f.Together {
		if only(slices.Delete(slices.Clone(f.Together), i, i+1)) {
			t.Fatalf("%v: limit %d is not needed", f, f.Together[i])
		}
	}
	if single := len(f.Together) == 1; single != (f.Limit >= 0) || single && f.Limit != f.Together[0] {
		t.Fatalf("%v: limit and ground differ", f)
	}
}

// TestEveryPartition goes through every way to divide up to five candidates into groups, any number of them, by each
// of three categories, with bounds for all groups drawn anew for each.
func TestEveryPartition(t *testing.T) {
	t.Parallel()
	most := 5
	if testing.Short() {
		most = 4
	}
	tried, possible := 0, 0
	for n := 1; n <= most; n++ {
		divisions := partitions(n)
		for a := range divisions {
			for b := range a + 1 {
				for c := range b + 1 {
					tried++
					limits := bounded([][][]int{divisions[a], divisions[b], divisions[c]}, tried)
					places := tried % (n + 1)
					want := define(limits, places, nil, all(n))
					got := constraint.Judge(limits, places, nil, all(n))
					if got.Possible != want.possible || named(got.Guarded) != want.guarded || named(got.Doomed) != want.doomed {
						t.Fatalf("%v, %d places: got %v, want %v", limits, places, got, want)
					}
					if got.Possible {
						possible++
					}
				}
			}
		}
	}
	t.Logf("%d questions, %d with an answer", tried, possible)
}

// partitions lists every division of so many candidates into groups.
func partitions(n int) [][][]int {
	if n == 0 {
		return [][][]int{nil}
	}
	var list [][][]int
	for _, smaller := range partitions(n - 1) {
		for g := range len(smaller) + 1 {
			division := make([][]int, max(len(smaller), g+1))
			for i := range smaller {
				division[i] = slices.Clone(smaller[i])
			}
			division[g] = append(division[g], n-1)
			list = append(list, division)
		}
	}
	return list
}

// bounded makes limits of divisions, with bounds that depend on the number of the question.
func bounded(divisions [][][]int, question int) []constraint.Limit {
	var limits []constraint.Limit
	draw := uint32(question) * 2654435761
	for category, division := range divisions {
		for group, inside := range division {
			draw = draw*1664525 + 1013904223
			least, most := 0, -1
			if draw>>16&3 == 0 {
				least = int(draw>>18)%len(inside) + 1
			}
			if draw>>20&3 == 0 {
				most = least + int(draw>>22)%(len(inside)-least+1)
			}
			limits = append(limits, constraint.Limit{
				Category: strconv.Itoa(category), Group: strconv.Itoa(group), Members: inside, Min: least, Max: most,
			})
		}
	}
	return limits
}
