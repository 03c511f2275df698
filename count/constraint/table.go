package constraint

import (
	"cmp"
	"slices"
)

// table is the question in cells: how many candidates to take from each cell, so that their sum is what is needed
// and every row, which is a limit less the elected, has a sum between its bounds.
type table struct {
	need     int
	cells    [][]int // the continuing candidates in each cell, who are members of the same limits
	cellOf   []int   // the cell of each continuing candidate
	rows     []row
	families [][]int // rows that share no cell, so that their sums are parts of what is needed

	everything row // all cells, whose sum is what is needed

	relaxed **relaxation // nil within until a question was hard; shared by tables with fewer limits
}

// row is what a limit still asks for.
type row struct {
	cells    []int
	min, max int
}

func newTable(limits []Limit, places int, elected, continuing []int) *table {
	memberships := memberships(limits, elected, continuing)
	t := &table{need: min(max(places-len(elected), 0), len(continuing)), cellOf: make([]int, len(memberships)), relaxed: new(*relaxation)}
	t.sortIntoCells(memberships, continuing)
	t.rows = make([]row, len(limits))
	for l := range limits {
		t.rows[l] = row{min: limits[l].Min, max: limits[l].Max}
		if limits[l].Max < 0 {
			t.rows[l].max = len(elected) + len(continuing)
		}
	}
	for _, c := range elected {
		for _, l := range memberships[c] {
			t.rows[l].min--
			t.rows[l].max--
		}
	}
	for cell, candidates := range t.cells {
		t.everything.cells = append(t.everything.cells, cell)
		for _, l := range memberships[candidates[0]] {
			t.rows[l].cells = append(t.rows[l].cells, cell)
		}
	}
	t.findFamilies(limits)
	return t
}

// memberships gives for each candidate the limits whose member it is.
func memberships(limits []Limit, elected, continuing []int) [][]int {
	n := 0
	for _, c := range elected {
		n = max(n, c+1)
	}
	for _, c := range continuing {
		n = max(n, c+1)
	}
	of := make([][]int, n)
	for l := range limits {
		for _, c := range limits[l].Members {
			if c < n {
				of[c] = append(of[c], l)
			}
		}
	}
	return of
}

// sortIntoCells makes the cells, ordered by the limits whose members their candidates are, so that those of one group of
// the first category stand together.
func (t *table) sortIntoCells(memberships [][]int, continuing []int) {
	ordered := slices.Clone(continuing)
	slices.SortFunc(ordered, func(a, b int) int {
		return cmp.Or(slices.Compare(memberships[a], memberships[b]), cmp.Compare(a, b))
	})
	start := 0
	for i, c := range ordered {
		if i > 0 && !slices.Equal(memberships[ordered[i-1]], memberships[c]) {
			t.cells = append(t.cells, ordered[start:i])
			start = i
		}
		t.cellOf[c] = len(t.cells)
	}
	if len(ordered) > 0 {
		t.cells = append(t.cells, ordered[start:])
	}
}

// findFamilies puts together, for each category, the rows that share no cell.
func (t *table) findFamilies(limits []Limit) {
	var taken [][]bool // of each family, the cells
	byCategory := map[string]int{}
	for l := range limits {
		family, known := byCategory[limits[l].Category]
		if !known {
			family = len(t.families)
			byCategory[limits[l].Category] = family
			t.families = append(t.families, nil)
			taken = append(taken, make([]bool, len(t.cells)))
		}
		if slices.ContainsFunc(t.rows[l].cells, func(cell int) bool { return taken[family][cell] }) {
			continue
		}
		for _, cell := range t.rows[l].cells {
			taken[family][cell] = true
		}
		t.families[family] = append(t.families[family], l)
	}
}

// none gives 0 for each cell.
func (t *table) none() []int { return make([]int, len(t.cells)) }

// sizes gives the number of candidates in each cell.
func (t *table) sizes() []int {
	sizes := make([]int, len(t.cells))
	for i, members := range t.cells {
		sizes[i] = len(members)
	}
	return sizes
}
