package constraint

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// anyTable draws a table with limits on any groups, near what can be met.
func anyTable(t *rapid.T) *table {
	n := rapid.IntRange(1, 14).Draw(t, "candidates")
	var continuing []int
	for c := range n {
		continuing = append(continuing, c)
	}
	way := rapid.SliceOfN(rapid.Bool(), n, n).Draw(t, "way")
	places := 0
	for _, in := range way {
		if in {
			places++
		}
	}
	var limits []Limit
	for range rapid.IntRange(1, 9).Draw(t, "limits") {
		l := Limit{Group: "in"}
		k := rapid.IntRange(-1, 1).Draw(t, "beside")
		for c := range n {
			if rapid.Bool().Draw(t, "member") {
				l.Members = append(l.Members, c)
				if way[c] {
					k++
				}
			}
		}
		l.Min = max(k, 0)
		l.Max = l.Min + rapid.IntRange(0, 1).Draw(t, "room")
		limits = append(limits, l)
	}
	return newTable(limits, places, nil, continuing)
}

// holds tells whether a way meets every row, from its definition.
func (t *table) holds(way, low, high []int) bool {
	total := 0
	for cell, n := range way {
		if total += n; n < low[cell] || n > high[cell] {
			return false
		}
	}
	return total == t.need && !slices.ContainsFunc(t.rows, func(r row) bool {
		sum := 0
		for _, cell := range r.cells {
			sum += way[cell]
		}
		return sum < r.min || sum > r.max
	})
}

// TestRelaxationAgreesWithSearch: the two ways to answer a question give the same answer, question after question to
// one relaxation, which keeps what the last one left.
func TestRelaxationAgreesWithSearch(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		table := anyTable(rt)
		r := newRelaxation(table)
		for range rapid.IntRange(1, 6).Draw(rt, "questions") {
			asked := table
			if rapid.Bool().Draw(rt, "fewer limits") {
				asked = table.only([]int{0, len(table.rows) - 1})
			}
			low, high := table.none(), table.sizes()
			cell := rapid.IntRange(0, len(low)-1).Draw(rt, "cell")
			if rapid.Bool().Draw(rt, "guard") {
				high[cell]--
			} else {
				low[cell]++
			}
			first, last := slices.Clone(low), slices.Clone(high)
			s := &search{table: asked, low: low, high: high, left: -1, least: make([]int, len(table.rows)), most: make([]int, len(table.rows))}
			if !s.narrow(low, high) {
				continue
			}
			way, found, sure := r.fill(s, low, high)
			if !sure {
				rt.Fatal("the figures of a small table grew too large")
			}
			if found && !asked.holds(way, first, last) {
				rt.Fatalf("%v is no way", way)
			}
			if _, want := s.from(0, low, high); found != want {
				rt.Fatalf("the relaxation says %v, the search %v", found, want)
			}
		}
	})
}

// TestHalvesAreNoWay: in two rings of three, one of each two neighbours is asked for. Half of everybody would do; whole
// candidates cannot.
func TestHalvesAreNoWay(t *testing.T) {
	t.Parallel()
	var limits []Limit
	for _, pair := range [][]int{{0, 1}, {1, 2}, {0, 2}, {3, 4}, {4, 5}, {3, 5}} {
		limits = append(limits, Limit{Group: "neighbours", Members: pair, Min: 1, Max: 1})
	}
	table := newTable(limits, 3, nil, []int{0, 1, 2, 3, 4, 5})
	low, high := table.none(), table.sizes()
	r := newRelaxation(table)
	if r.bound(table, low, high); !r.settle() || r.divisor == 1 {
		t.Fatalf("there is a way in halves, and the divisor is %d", r.divisor)
	}
	s := &search{table: table, low: low, high: high, left: -1, least: make([]int, len(limits)), most: make([]int, len(limits))}
	if way, found, sure := r.fill(s, low, high); found || !sure {
		t.Errorf("%v is taken for a way", way)
	}
}

// TestLostRelaxation: where the relaxation is given up the search answers alone.
func TestLostRelaxation(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		table := anyTable(rt)
		low, high := table.none(), table.sizes()
		*table.relaxed = newRelaxation(table)
		_, want := table.solve(slices.Clone(low), slices.Clone(high))
		(*table.relaxed).lost = true
		way, found := table.solve(slices.Clone(low), slices.Clone(high))
		if found != want || found && !table.holds(way, low, high) {
			rt.Fatalf("%v and %v, %v", want, found, way)
		}
	})
}

// TestFigureTooLarge: a figure that grows beyond its bound is noticed.
func TestFigureTooLarge(t *testing.T) {
	t.Parallel()
	r := &relaxation{
		sums: [][]int64{{tooLarge, 1}, {1, tooLarge}}, divisor: 1, basic: []int{2, 3}, other: []int{0, 1},
		value: make([]int64, 2), times: make([]int64, 2), low: make([]int64, 4), high: make([]int64, 4),
	}
	r.exchange(0, 0, 0)
	if !r.lost || r.settle() {
		t.Error("it goes on")
	}
}
