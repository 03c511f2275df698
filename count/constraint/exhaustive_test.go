package constraint_test

import (
	"math/bits"
	"slices"
	"testing"

	"github.com/selectorate/selectorate/count/constraint"
)

// These tests compare Judge and MayGo with the definition, set by set, for every shape of up to eight candidates.
//
// What a shape is. Three limits, each on any set of candidates whatever, sort the candidates into eight cells (in or
// out of each set). Candidates of one cell and one status (elected, continuing) are interchangeable, so a case is
// given by how many there are in each cell and status, by the places, and by the bounds. A category of two groups
// is one such set with its complement: since the size of S is fixed, bounds on the complement are bounds on the set.
//
// What is complete. TestEveryShape goes through every way to put up to eight continuing candidates into the
// eight cells, every number of places, and every interval of bounds for each set. Left out is only what cannot
// differ: shapes that become another by renaming the three sets or by taking a set for its complement (the least of
// these is tested, and all intervals are tested with it, so that the images are too, with their bounds renamed),
// and bounds outside what the number of members in S can be, where every bound that does not bind is like no bound, and
// every bound that cannot be met is like any other such (one of each is tested). MayGo is asked there about every set
// of leaving candidates among up to six, where of one cell so many leave, whoever they are.
//
// What is drawn. TestEveryShapeWithElected does the same with every split into elected and continuing, with every choice
// of bounds for up to six candidates; for seven and eight, where all would take minutes, with every 53rd choice, counted
// on from shape to shape. MayGo is asked about one set of leaving candidates in each question there, and in those of
// TestEveryShape among seven and eight. With -short fewer choices of bounds are tried throughout. More than two groups
// in a category are more than three sets; those are covered by TestEveryPartition, which says what is complete in it,
// and by TestAgainstDefinition at random.

// shape is how many candidates are in each of eight cells, elected and continuing.
type shape struct{ elected, continuing [8]int }

// size gives the number of candidates.
func (s *shape) size() int {
	n := 0
	for cell := range 8 {
		n += s.elected[cell] + s.continuing[cell]
	}
	return n
}

// canonical tells whether no renaming of sets, and no exchange of sets for complements, makes the shape less.
func (s *shape) canonical() bool {
	for _, order := range [][3]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}} {
		for flip := range 8 {
			if s.imageIsLess(order, flip) {
				return false
			}
		}
	}
	return true
}

func (s *shape) imageIsLess(order [3]int, flip int) bool {
	for cell := range 8 {
		from := 0
		for set, old := range order {
			from |= (cell >> set & 1) << old
		}
		from ^= flip
		if d := s.continuing[from] - s.continuing[cell]; d != 0 {
			return d < 0
		}
		if d := s.elected[from] - s.elected[cell]; d != 0 {
			return d < 0
		}
	}
	return false
}

// shapes calls visit for every canonical shape of up to so many candidates.
func shapes(most int, withElected bool, visit func(*shape)) {
	var s shape
	var fill func(slot, left int)
	fill = func(slot, left int) {
		if slot == 8 && !withElected || slot == 16 {
			if s.canonical() {
				visit(&s)
			}
			return
		}
		counter := &s.continuing[slot%8]
		if slot >= 8 {
			counter = &s.elected[slot%8]
		}
		for n := 0; n <= left; n++ {
			*counter = n
			fill(slot+1, left-n)
		}
		*counter = 0
	}
	fill(0, most)
}

// instance is a shape with its candidates numbered.
type instance struct {
	elected, continuing []int
	n                   int
	sets                [3]uint32 // members of each set
	before              int       // how many shapes came before, so that other bounds are drawn from one to the next
	leaving             [][]int   // who may be asked about, by number from each cell
}

func (s *shape) instance() *instance {
	in := &instance{}
	add := func(cell int) int {
		c := in.n
		in.n++
		for set := range 3 {
			in.sets[set] |= uint32(cell>>set&1) << c
		}
		return c
	}
	for cell := range 8 {
		for range s.continuing[cell] {
			in.continuing = append(in.continuing, add(cell))
		}
		for range s.elected[cell] {
			in.elected = append(in.elected, add(cell))
		}
	}
	s.chooseLeaving(in)
	return in
}

// chooseLeaving lists every number of candidates that can leave from each cell; of a cell the first ones leave.
func (s *shape) chooseLeaving(in *instance) {
	in.leaving = [][]int{nil}
	first := 0
	for cell := range 8 {
		var more [][]int
		for _, before := range in.leaving {
			for n := range s.continuing[cell] + 1 {
				all := slices.Clone(before)
				for c := range n {
					all = append(all, first+c)
				}
				more = append(more, all)
			}
		}
		in.leaving = more
		first += s.continuing[cell] + s.elected[cell]
	}
}

func mask(candidates []int) uint32 {
	var m uint32
	for _, c := range candidates {
		m |= 1 << c
	}
	return m
}

func members(m uint32) []int {
	var list []int
	for ; m != 0; m &= m - 1 {
		list = append(list, bits.TrailingZeros32(m))
	}
	return list
}

// outcome is what all sets S with the same number of members in each of the three sets have in common.
type outcome struct {
	counts  [3]int // with the elected
	in, any uint32 // candidates in every such S, and in any
	ways    []uint32
}

// outcomes lists them for sets S of a size.
func (in *instance) outcomes(size int) []outcome {
	elected, continuing := mask(in.elected), mask(in.continuing)
	at := map[[3]int]int{}
	var list []outcome
	for s := continuing; ; s = (s - 1) & continuing {
		if bits.OnesCount32(s) == size {
			var counts [3]int
			for set := range 3 {
				counts[set] = bits.OnesCount32((s | elected) & in.sets[set])
			}
			i, known := at[counts]
			if !known {
				i = len(list)
				at[counts] = i
				list = append(list, outcome{counts, s, 0, nil})
			}
			list[i].in &= s
			list[i].any |= s
			list[i].ways = append(list[i].ways, s)
		}
		if s == 0 {
			return list
		}
	}
}

type interval struct{ low, high int }

// intervals lists the bounds on a set that can differ in effect, with one that cannot be met.
func intervals(outcomes []outcome, set int) []interval {
	low, high := outcomes[0].counts[set], outcomes[0].counts[set]
	for _, o := range outcomes {
		low, high = min(low, o.counts[set]), max(high, o.counts[set])
	}
	list := []interval{{high + 1, high + 1}}
	for a := low; a <= high; a++ {
		for b := a; b <= high; b++ {
			list = append(list, interval{a, b})
		}
	}
	return list
}

// limits writes bounds on the three sets as limits, in one of several ways that mean the same.
func (in *instance) limits(bounds [3]interval, way, elected int) []constraint.Limit {
	var limits []constraint.Limit
	for set, b := range bounds {
		inside := constraint.Limit{Category: string(rune('x' + set)), Group: "in", Members: members(in.sets[set]), Min: b.low, Max: b.high}
		rest := uint32(1<<in.n-1) &^ in.sets[set]
		outside := constraint.Limit{
			Category: inside.Category, Group: "out", Members: members(rest),
			Min: max(0, elected-b.high), Max: elected - b.low, // elected is the size of the whole body
		}
		switch {
		case outside.Max < 0: // cannot be met; as a bound it would mean no limit
			limits = append(limits, inside)
			continue
		case (way>>set)%3 == 0:
			limits = append(limits, inside)
		case (way>>set)%3 == 1:
			inside.Max, outside.Max = -1, -1
			limits = append(limits, inside, outside)
		default:
			limits = append(limits, outside, inside)
		}
	}
	return limits
}

// compare puts every choice of bounds to Judge.
func (in *instance) compare(t *testing.T, places, step int) int {
	t.Helper()
	size := min(max(places-len(in.elected), 0), len(in.continuing))
	outcomes := in.outcomes(size)
	tried := 0
	way := in.before + places
	for _, x := range intervals(outcomes, 0) {
		for _, y := range intervals(outcomes, 1) {
			for _, z := range intervals(outcomes, 2) {
				way++
				if way%step != 0 {
					continue
				}
				tried++
				bounds := [3]interval{x, y, z}
				in.compareOne(t, places, in.limits(bounds, way, len(in.elected)+size), outcomes, bounds, way)
			}
		}
	}
	return tried
}

func (in *instance) compareOne(t *testing.T, places int, limits []constraint.Limit, outcomes []outcome, bounds [3]interval, question int) {
	t.Helper()
	possible, guarded, reached := false, mask(in.continuing), uint32(0)
	var ways []uint32
	for _, o := range outcomes {
		fits := true
		for set, b := range bounds {
			fits = fits && b.low <= o.counts[set] && o.counts[set] <= b.high
		}
		if fits {
			possible, guarded, reached = true, guarded&o.in, reached|o.any
			ways = append(ways, o.ways...)
		}
	}
	doomed := mask(in.continuing) &^ reached
	left := places - len(in.elected)
	if !possible || left <= 0 || left >= len(in.continuing) { // then the places settle everything
		guarded, doomed = 0, 0
	}
	got := constraint.Judge(limits, places, in.elected, in.continuing)
	if got.Possible != possible || named(got.Guarded) != guarded || named(got.Doomed) != doomed {
		t.Fatalf("limits %v, %d places, elected %v, continuing %v:\n got %v, guarded %v, doomed %v\nwant %v, guarded %v, doomed %v",
			limits, places, in.elected, in.continuing, got.Possible, got.Guarded, got.Doomed, possible, members(guarded), members(doomed))
	}
	in.compareLeaving(t, places, limits, ways, question)
}

// compareLeaving puts to MayGo every choice of who leaves, or one that changes from question to question.
func (in *instance) compareLeaving(t *testing.T, places int, limits []constraint.Limit, ways []uint32, question int) {
	t.Helper()
	choices := in.leaving
	if in.n > 6 || len(in.elected) > 0 {
		choices = choices[question%len(choices):][:1]
	}
	for _, leaving := range choices {
		gone := mask(leaving)
		want := slices.ContainsFunc(ways, func(way uint32) bool { return way&gone == 0 })
		if got := constraint.MayGo(limits, places, in.elected, in.continuing, leaving); got != want {
			t.Fatalf("limits %v, %d places, elected %v, continuing %v: MayGo of %v is %v", limits, places, in.elected, in.continuing, leaving, got)
		}
	}
}

func named(findings []constraint.Finding) uint32 {
	var m uint32
	for _, f := range findings {
		m |= 1 << f.Candidate
	}
	return m
}

func TestEveryShape(t *testing.T) {
	t.Parallel()
	step := 1
	if testing.Short() {
		step = 37 // every 37th choice of bounds
	}
	seen, tried := 0, 0
	shapes(8, false, func(s *shape) {
		in := s.instance()
		in.before = seen
		seen++
		for places := range s.size() + 1 {
			tried += in.compare(t, places, step)
		}
	})
	t.Logf("%d shapes, %d questions", seen, tried)
}

func TestEveryShapeWithElected(t *testing.T) {
	t.Parallel()
	seen, tried := 0, 0
	shapes(8, true, func(s *shape) {
		step := 1
		switch {
		case testing.Short() && s.size() > 6:
			return
		case testing.Short():
			step = 101
		case s.size() > 6:
			step = 53
		}
		in := s.instance()
		in.before = seen
		seen++
		for places := len(in.elected); places <= s.size()+1; places++ {
			tried += in.compare(t, places, step)
		}
	})
	t.Logf("%d shapes, %d questions", seen, tried)
}
