package constraint

import (
	"encoding/binary"
	"maps"
	"slices"
)

// table is the question in cells: how many candidates to take from each cell, so that their sum is what is needed
// and every row, which is a limit less the elected, has a sum between its bounds.
type table struct {
	need   int
	cells  [][]int     // the continuing candidates in each cell, who are members of the same limits
	cellOf map[int]int // the cell of each continuing candidate
	rows   []row
	halves [][]int // families of rows that share no cell: the sums of such rows are part of what is needed
}

// row is what a limit still asks for.
type row struct {
	cells    []int
	min, max int
}

func newTable(limits []Limit, places int, elected, continuing []int) *table {
	memberships := map[int][]int{} // of each candidate, the limits
	for l := range limits {
		for _, c := range limits[l].Members {
			memberships[c] = append(memberships[c], l)
		}
	}
	t := &table{need: min(max(places-len(elected), 0), len(continuing)), cellOf: make(map[int]int, len(continuing))}
	signatures := t.sortIntoCells(memberships, continuing)
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
	for cell, signature := range signatures {
		for _, l := range signature {
			t.rows[l].cells = append(t.rows[l].cells, cell)
		}
	}
	t.findHalves(limits)
	return t
}

// sortIntoCells makes the cells, ordered by the limits that their candidates are members of, so that those of one
// group of the first category stand together. It gives these limits for each cell.
func (t *table) sortIntoCells(memberships map[int][]int, continuing []int) [][]int {
	byKey := map[string][]int{}
	var key []byte
	for _, c := range continuing {
		key = key[:0]
		for _, l := range memberships[c] {
			key = binary.BigEndian.AppendUint32(key, uint32(l))
		}
		byKey[string(key)] = append(byKey[string(key)], c)
	}
	var signatures [][]int
	for _, k := range slices.Sorted(maps.Keys(byKey)) {
		members := byKey[k]
		for _, c := range members {
			t.cellOf[c] = len(t.cells)
		}
		t.cells = append(t.cells, members)
		signatures = append(signatures, memberships[members[0]])
	}
	return signatures
}

// findHalves puts together, for each category, the rows that share no cell.
func (t *table) findHalves(limits []Limit) {
	byCategory := map[string]int{}
	taken := map[[2]int]bool{} // family and cell
	for l := range limits {
		family, known := byCategory[limits[l].Category]
		if !known {
			family = len(t.halves)
			byCategory[limits[l].Category] = family
			t.halves = append(t.halves, nil)
		}
		if slices.ContainsFunc(t.rows[l].cells, func(cell int) bool { return taken[[2]int{family, cell}] }) {
			continue
		}
		for _, cell := range t.rows[l].cells {
			taken[[2]int{family, cell}] = true
		}
		t.halves[family] = append(t.halves[family], l)
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
