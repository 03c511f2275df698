package constraint

// relaxation is the table with parts of candidates allowed, as linear inequalities, kept so that one question begins
// where the last one ended. That it cannot be filled proves that the table cannot; a way in whole candidates is a way;
// a way in parts is cut in two by bounds on a cell that is not whole.
//
// It is the general simplex method of Dutertre and de Moura (A fast linear-arithmetic solver for DPLL(T), CAV 2006,
// section 3): each variable, a cell or the sum of a row, has bounds, and the basic ones are sums of the others. All
// figures are whole numbers over one divisor (Edmonds, Systems of distinct representatives and linear algebra, 1967),
// which stays small for tables of zeros and ones. Should one grow too large the relaxation is given up.
type relaxation struct {
	sums      [][]int64 // divisor × basic variable = the sum of these × the other variables
	divisor   int64     // more than 0
	basic     []int     // the variable of each line of sums: a cell, or the number of cells + a row
	other     []int     // the variable of each column
	value     []int64   // of each column, a whole number
	times     []int64   // of each line: divisor × the value of its variable
	low, high []int64   // of each variable
	lost      bool      // a figure grew too large
}

// tooLarge bounds figures so that a product of two of them with the number of candidates fits into 64 bits.
const tooLarge = 1 << 24

func newRelaxation(t *table) *relaxation {
	cells, rows := len(t.cells), len(t.rows)+1
	r := &relaxation{
		sums: make([][]int64, rows), divisor: 1, basic: make([]int, rows), other: make([]int, cells),
		value: make([]int64, cells), times: make([]int64, rows), low: make([]int64, cells+rows), high: make([]int64, cells+rows),
	}
	for cell := range r.other {
		r.other[cell] = cell
	}
	for i := range rows {
		of := &t.everything
		if i < len(t.rows) {
			of = &t.rows[i]
		}
		r.basic[i] = cells + i
		r.sums[i] = make([]int64, cells)
		for _, cell := range of.cells {
			r.sums[i][cell] = 1
		}
	}
	return r
}

// fill looks for a way between narrowed bounds. sure is false if the relaxation had to be given up.
func (r *relaxation) fill(s *search, low, high []int) (way []int, found, sure bool) {
	r.bound(s.table, low, high)
	if !r.settle() {
		return nil, false, !r.lost
	}
	whole := r.cells(len(low))
	split := -1
	for cell, times := range whole {
		if times%r.divisor != 0 {
			split = cell
			break
		}
	}
	if split < 0 {
		way = make([]int, len(low))
		for cell, times := range whole {
			way[cell] = int(times / r.divisor)
		}
		return way, true, true
	}
	floor := int(whole[split] / r.divisor) // not negative
	for _, upper := range [2]bool{true, false} {
		below, above := append([]int(nil), low...), append([]int(nil), high...)
		if upper {
			below[split] = floor + 1
		} else {
			above[split] = floor
		}
		if !s.narrow(below, above) {
			continue
		}
		if way, found, sure = r.fill(s, below, above); found || !sure {
			return way, found, sure
		}
	}
	return nil, false, true
}

// cells gives divisor × the value of each cell.
func (r *relaxation) cells(n int) []int64 {
	cells := make([]int64, n)
	for j, variable := range r.other {
		if variable < n {
			cells[variable] = r.value[j] * r.divisor
		}
	}
	for i, variable := range r.basic {
		if variable < n {
			cells[variable] = r.times[i]
		}
	}
	return cells
}

// bound sets the bounds of cells and rows, and moves the variables that are not basic between theirs.
func (r *relaxation) bound(t *table, low, high []int) {
	for cell := range low {
		r.low[cell], r.high[cell] = int64(low[cell]), int64(high[cell])
	}
	for i, row := range t.rows {
		r.low[len(low)+i], r.high[len(low)+i] = int64(row.min), int64(row.max)
	}
	last := len(r.low) - 1
	r.low[last], r.high[last] = int64(t.need), int64(t.need)
	for j, variable := range r.other {
		r.value[j] = min(max(r.value[j], r.low[variable]), r.high[variable])
	}
	for i, line := range r.sums {
		sum := int64(0)
		for j, factor := range line {
			if factor != 0 {
				sum += factor * r.value[j]
			}
		}
		r.times[i] = sum
	}
}

// settle exchanges variables until each is between its bounds, and tells whether that can be. It begins with those that
// are furthest outside. If that leads nowhere soon it always takes the first (Bland, New finite pivoting rules for the
// simplex method, 1977), so that it ends.
func (r *relaxation) settle() bool {
	for step := 0; !r.lost; step++ {
		line, bound := r.outside(step < 2*len(r.basic))
		if line < 0 {
			return true
		}
		column := r.mover(line, r.times[line] < bound*r.divisor)
		if column < 0 {
			return false
		}
		r.exchange(line, column, bound)
	}
	return false
}

// outside gives the line of the first variable that is not between its bounds, or of the one furthest outside, and the
// bound that it breaks; -1 if there is none.
func (r *relaxation) outside(furthest bool) (line int, bound int64) {
	line = -1
	most := int64(0)
	for i, variable := range r.basic {
		limit := min(max(r.times[i], r.low[variable]*r.divisor), r.high[variable]*r.divisor)
		off := max(limit-r.times[i], r.times[i]-limit)
		if off > 0 && (line < 0 || furthest && off > most || !furthest && variable < r.basic[line]) {
			line, most, bound = i, off, limit/r.divisor
		}
	}
	return line, bound
}

// mover gives the column of the first variable that can move a line up, or down; -1 if there is none.
func (r *relaxation) mover(line int, up bool) int {
	column := -1
	for j, factor := range r.sums[line] {
		if factor == 0 || column >= 0 && r.other[j] > r.other[column] {
			continue
		}
		variable := r.other[j]
		if rises := (factor > 0) == up; rises && r.value[j] < r.high[variable] || !rises && r.value[j] > r.low[variable] {
			column = j
		}
	}
	return column
}

// exchange makes the variable of a column basic instead of that of a line, which gets a value.
func (r *relaxation) exchange(line, column int, value int64) {
	pivots := r.sums[line]
	pivot, sign := pivots[column], int64(1)
	if pivot < 0 {
		sign = -1
	}
	for i, factors := range r.sums {
		factor := factors[column]
		if i == line || factor == 0 && pivot*sign == r.divisor {
			continue // the same as before
		}
		// The quotients are whole, because they are determinants and sums of them.
		for j, times := range pivots {
			if factors[j] != 0 || times != 0 {
				factors[j] = sign * (pivot*factors[j] - factor*times) / r.divisor
				r.lost = r.lost || factors[j] > tooLarge || factors[j] < -tooLarge
			}
		}
		factors[column] = sign * factor
		r.times[i] = sign * ((pivot*r.times[i]-factor*r.times[line])/r.divisor + factor*value)
	}
	r.times[line] = sign * (pivot*r.value[column] - r.times[line] + r.divisor*value)
	for j := range pivots {
		pivots[j] *= -sign
	}
	pivots[column] = sign * r.divisor
	r.divisor = sign * pivot
	r.basic[line], r.other[column] = r.other[column], r.basic[line]
	r.value[column] = value
}
