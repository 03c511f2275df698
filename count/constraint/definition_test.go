package constraint_test

import (
	"fmt"
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
	inside := make([]uint32, len(limits))
	for l := range limits {
		inside[l] = mask(limits[l].Members)
	}
	for s := stand; ; s = (s - 1) & stand {
		if bits.OnesCount32(s) == size && meets(limits, inside, s|in) {
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

func meets(limits []constraint.Limit, inside []uint32, body uint32) bool {
	for i := range limits {
		l, n := &limits[i], bits.OnesCount32(body&inside[i])
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

// TestEveryPartition is about categories of any number of groups, with bounds for all of them. It is complete, for every
// number of places, for three categories that divide up to three candidates in any way, and for two that divide
// four; every bound is tried that can be met. For two categories and five candidates every choice of bounds
// is tried with one number of places, that changes from choice to choice. For three categories and four to eight
// candidates divisions, bounds and places are drawn. Of questions that differ
// only in the names of candidates one is put. With -short all is drawn.
func TestEveryPartition(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ candidates, categories, step, drawn int }{
		{1, 3, 1, 0}, {2, 3, 1, 0}, {3, 3, 1, 0}, {4, 2, 1, 0}, {5, 2, 6, 0}, {4, 3, 0, 40000}, {5, 3, 0, 40000}, {6, 3, 0, 40000}, {7, 3, 0, 20000}, {8, 3, 0, 20000},
	} {
		t.Run(fmt.Sprintf("%d candidates, %d categories", c.candidates, c.categories), func(t *testing.T) {
			t.Parallel()
			d := divided{n: c.candidates, step: c.step}
			divisions := partitions(c.candidates)
			if testing.Short() {
				c.step, c.drawn = 0, 500
			}
			if c.step == 0 {
				d.step = 1
				d.draw(t, divisions, c.categories, c.drawn)
			} else {
				d.renamings = renamings(c.candidates)
				d.complete(t, divisions, nil, c.categories)
			}
			t.Logf("%d questions, %d with an answer", d.tried, d.possible)
		})
	}
}

// divided puts questions about so many candidates.
type divided struct {
	n, step         int // the number of places goes up by step
	renamings       [][]int
	asked           int
	tried, possible int
}

// numbering gives for each candidate the number of the group, where groups are numbered as they are met, under
// other names of the candidates.
func numbering(division [][]int, names []int) []int {
	group := make([]int, len(names))
	for g, inside := range division {
		for _, c := range inside {
			group[names[c]] = g
		}
	}
	met := map[int]int{}
	for c, g := range group {
		if _, known := met[g]; !known {
			met[g] = len(met)
		}
		group[c] = met[g]
	}
	return group
}

// least tells whether no renaming of candidates makes divisions come before these; one of those that are the same but
// for names is enough.
func least(divisions [][][]int, renamings [][]int) bool {
	number := func(names []int) (all []int) {
		for _, division := range divisions {
			all = append(all, numbering(division, names)...)
		}
		return all
	}
	own := number(renamings[0])
	return !slices.ContainsFunc(renamings, func(names []int) bool { return slices.Compare(number(names), own) < 0 })
}

// renamings lists the orders of so many candidates, beginning with that of their numbers.
func renamings(n int) [][]int {
	if n == 0 {
		return [][]int{nil}
	}
	var list [][]int
	for at := range n {
		for _, order := range renamings(n - 1) {
			list = append(list, slices.Insert(slices.Clone(order), len(order)-at, n-1))
		}
	}
	return list
}

// complete puts every question for divisions that begin with some.
func (d *divided) complete(t *testing.T, divisions, chosen [][][]int, categories int) {
	t.Helper()
	if len(chosen) < categories {
		for _, next := range divisions {
			d.complete(t, divisions, append(slices.Clone(chosen), next), categories)
		}
		return
	}
	if !least(chosen, d.renamings) {
		return
	}
	limits := unlimited(chosen)
	var bound func(l int)
	bound = func(l int) {
		if l == len(limits) {
			d.asked++
			for places := d.asked % d.step; places <= d.n; places += d.step {
				d.ask(t, limits, places)
			}
			return
		}
		size := len(limits[l].Members)
		for least := range size + 1 {
			for most := least; most <= size; most++ {
				limits[l].Min, limits[l].Max = least, most
				bound(l + 1)
			}
		}
	}
	bound(0)
}

// draw puts questions that are drawn, with bounds that leave room for half of the groups.
func (d *divided) draw(t *testing.T, divisions [][][]int, categories, questions int) {
	t.Helper()
	state := uint32(d.n)
	next := func(n int) int {
		state = state*1664525 + 1013904223
		return int(state>>8) % n
	}
	for range questions {
		var chosen [][][]int
		for range categories {
			chosen = append(chosen, divisions[next(len(divisions))])
		}
		limits := unlimited(chosen)
		way := uint32(next(1 << d.n))
		for i := range limits {
			l := &limits[i]
			n := bits.OnesCount32(way & mask(l.Members))
			l.Min, l.Max = max(0, n-next(2)), min(len(l.Members), n+next(2))
			if next(12) == 0 { // likely in the way of the others
				l.Min = next(len(l.Members) + 1)
				l.Max = l.Min
			}
		}
		d.ask(t, limits, bits.OnesCount32(way))
	}
}

// unlimited makes a limit for each group of each division, without bounds.
func unlimited(divisions [][][]int) []constraint.Limit {
	var limits []constraint.Limit
	for category, division := range divisions {
		for group, inside := range division {
			limits = append(limits, constraint.Limit{Category: strconv.Itoa(category), Group: strconv.Itoa(group), Members: inside, Max: len(inside)})
		}
	}
	return limits
}

func (d *divided) ask(t *testing.T, limits []constraint.Limit, places int) {
	t.Helper()
	d.tried++
	want := define(limits, places, nil, all(d.n))
	got := constraint.Judge(limits, places, nil, all(d.n))
	if got.Possible != want.possible || named(got.Guarded) != want.guarded || named(got.Doomed) != want.doomed {
		t.Fatalf("%v, %d places: got %v, want %v", limits, places, got, want)
	}
	leaving := members(uint32(d.tried*0x9e3779b1>>7) % (1 << d.n))
	if may := constraint.MayGo(limits, places, nil, all(d.n), leaving); may != want.mayGo(leaving) {
		t.Fatalf("%v, %d places: MayGo of %v is %v", limits, places, leaving, may)
	}
	if got.Possible {
		d.possible++
	}
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
