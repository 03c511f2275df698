package constraint

import (
	"encoding/binary"
	"slices"
)

// search looks for a way to fill a table.
type search struct {
	*table
	low, high           []int           // the bounds at the beginning, narrowed
	failed              map[string]bool // states from which there is no way
	lowAfter, highAfter [][]int         // for each row, the least and the most of its cells from i on; for states
	least, most         []int           // what narrow knows of each row
	left                int             // how many states may still be tried; negative: all
}

// shortSearch is the number of states that are tried before a table is taken for a hard one.
const shortSearch = 6

// solve looks for numbers of each cell between low and high that fill the table, and gives a way if there is one. Most
// tables are filled, or seen not to be fillable, after a few states; for the others the relaxation is made, and asked
// first from then on. The same question always gets the same answer.
func (t *table) solve(low, high []int) ([]int, bool) {
	s := &search{table: t, low: low, high: high, left: shortSearch, least: make([]int, len(t.rows)), most: make([]int, len(t.rows))}
	if !s.narrow(low, high) {
		return nil, false
	}
	if *t.relaxed == nil {
		if way, found := s.from(0, low, high); found || s.left != 0 {
			return way, found
		}
		*t.relaxed = newRelaxation(t)
	}
	if !(*t.relaxed).lost {
		if way, found, sure := (*t.relaxed).fill(s, low, high); sure {
			return way, found
		}
	}
	s.left = -1
	return s.from(0, low, high)
}

// fail notes a state from which there is no way.
func (s *search) fail(state string) {
	if s.failed == nil {
		s.failed = map[string]bool{}
	}
	s.failed[state] = true
}

// after gives for each i the sum of bounds over those cells that are i or later.
func after(cells, bounds []int) []int {
	sums := make([]int, len(bounds)+1)
	for _, cell := range cells {
		sums[cell] = bounds[cell]
	}
	for i := len(bounds) - 1; i >= 0; i-- {
		sums[i] += sums[i+1]
	}
	return sums
}

// from looks for a way when the cells before first are settled and the bounds of the others are narrowed. If no state
// is left to try at the end, that none was found says nothing.
func (s *search) from(first int, low, high []int) ([]int, bool) {
	for first < len(low) && low[first] == high[first] {
		first++
	}
	if first == len(low) {
		return low, true
	}
	if s.left == 0 {
		return nil, false
	}
	s.left--
	if s.failed != nil && s.failed[s.state(first, low)] {
		return nil, false
	}
	// Values from the middle outwards: a table that can be filled at all can usually be filled evenly.
	middle := (low[first] + high[first]) / 2
	for step := 0; step <= high[first]-low[first]+1; step++ {
		value := middle + (step+1)/2
		if step%2 == 0 {
			value = middle - step/2
		}
		if value < low[first] || value > high[first] {
			continue
		}
		below, above := slices.Clone(low), slices.Clone(high)
		below[first], above[first] = value, value
		if !s.narrow(below, above) {
			continue
		}
		if way, found := s.from(first+1, below, above); found {
			return way, true
		}
	}
	if s.left != 0 {
		s.fail(s.state(first, low))
	}
	return nil, false
}

// state describes what is still asked of the cells from first on, which is all that matters for them. What they
// meet in any case is written as such, so that more states are the same.
func (s *search) state(first int, settled []int) string {
	if s.lowAfter == nil {
		for _, r := range s.rows {
			s.lowAfter = append(s.lowAfter, after(r.cells, s.low))
			s.highAfter = append(s.highAfter, after(r.cells, s.high))
		}
	}
	state := binary.AppendUvarint(nil, uint64(first))
	total := 0
	for cell := range first {
		total += settled[cell]
	}
	state = binary.AppendUvarint(state, uint64(s.need-total))
	for i, r := range s.rows {
		low, high := r.min, r.max
		for _, cell := range r.cells {
			if cell >= first {
				break
			}
			low -= settled[cell]
			high -= settled[cell]
		}
		state = binary.AppendVarint(state, int64(max(low, s.lowAfter[i][first])))
		state = binary.AppendVarint(state, int64(min(high, s.highAfter[i][first])))
	}
	return string(state)
}

// narrow draws the bounds of each cell together as far as the rows and the sum allow at a glance, until nothing
// changes. It tells whether anything can be left.
func (s *search) narrow(low, high []int) bool {
	for changed := true; changed; {
		sumLow, sumHigh := 0, 0
		for cell := range low {
			sumLow += low[cell]
			sumHigh += high[cell]
		}
		for i, r := range s.rows {
			rowLow, rowHigh := r.sums(low, high)
			s.least[i], s.most[i] = max(r.min, rowLow), min(r.max, rowHigh)
		}
		for _, family := range s.families {
			s.narrowFamily(family, sumLow, sumHigh, low, high)
		}
		moved, fits := s.everything.narrow(s.need, s.need, low, high)
		if !fits {
			return false
		}
		changed = moved
		for i, r := range s.rows {
			if moved, fits = r.narrow(s.least[i], s.most[i], low, high); !fits {
				return false
			}
			changed = changed || moved
		}
	}
	return true
}

// sums adds up the bounds of a row's cells.
func (r *row) sums(low, high []int) (sumLow, sumHigh int) {
	for _, cell := range r.cells {
		sumLow += low[cell]
		sumHigh += high[cell]
	}
	return sumLow, sumHigh
}

// narrowFamily draws the bounds of rows together that share no cell: what one of them cannot give, the others and
// the cells outside all of them must.
func (s *search) narrowFamily(family []int, sumLow, sumHigh int, low, high []int) {
	atLeast, atMost := sumLow, sumHigh // of the whole, given the bounds of the rows
	for _, i := range family {
		rowLow, rowHigh := s.rows[i].sums(low, high)
		atLeast += s.least[i] - rowLow
		atMost += s.most[i] - rowHigh
	}
	for _, i := range family {
		l, m := s.least[i], s.most[i]
		s.least[i] = max(l, s.need-(atMost-m))
		s.most[i] = min(m, s.need-(atLeast-l))
	}
}

// narrow draws the bounds of the row's cells together, whose sum is to be between least and most.
func (r *row) narrow(least, most int, low, high []int) (changed, fits bool) {
	sumLow, sumHigh := r.sums(low, high)
	if sumLow > most || sumHigh < least || least > most {
		return false, false
	}
	for _, cell := range r.cells {
		l, h := max(low[cell], least-(sumHigh-high[cell])), min(high[cell], most-(sumLow-low[cell]))
		if l > h {
			return changed, false
		}
		if l != low[cell] || h != high[cell] {
			sumLow, sumHigh = sumLow+l-low[cell], sumHigh+h-high[cell]
			low[cell], high[cell], changed = l, h, true
		}
	}
	return changed, true
}
