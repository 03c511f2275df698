package constraint

import "slices"

// Judge tells what the limits mean for the continuing candidates when so many places are to be filled altogether
// and some are already elected. It considers every set S of continuing candidates, as many as places are left (or
// all of them, if fewer continue), with which the elected meet every limit:
//
//   - Possible: there is such a set;
//   - Guarded: the candidates who are in every such set: exclude one of them and none is left;
//   - Doomed: the candidates who are in no such set: elect one of them and a limit is broken in the end.
//
// If there is no such set, Possible is false and nobody is named, because every choice is as bad as the other. Where
// no more continue than places are left, or no place is left, the places settle everything: all are elected, or none,
// for that reason alone, so nobody is named either. There is then only one set, which meets the limits (Possible) or
// does not. Whoever keeps the result sheet refuses to begin a count whose limits are not Possible.
//
// Limits must have passed Check; nobody may be both elected and continuing.
func Judge(limits []Limit, places int, elected, continuing []int) Verdict {
	t := newTable(limits, places, elected, continuing)
	example, found := t.solve(t.none(), t.sizes())
	if !found {
		return Verdict{}
	}
	j := judging{table: t}
	v := Verdict{Possible: true}
	if t.need == 0 || t.need == len(continuing) {
		return v
	}
	j.learn(example)
	for cell := range t.cells {
		v.Guarded = append(v.Guarded, j.findings(cell, true)...)
		v.Doomed = append(v.Doomed, j.findings(cell, false)...)
	}
	order := func(a, b Finding) int { return a.Candidate - b.Candidate }
	slices.SortFunc(v.Guarded, order)
	slices.SortFunc(v.Doomed, order)
	return v
}

// judging is one call of Judge.
type judging struct {
	*table
	spare, used []bool   // cells that some way leaves somebody out of, and takes somebody from
	way         []int    // the last way that was found
	sums        []int    // of each row in that way
	in          [][]bool // for each cell, the rows that hold it
}

// learn notes what a way to fill the places shows: who may go, and who may be elected.
func (j *judging) learn(way []int) {
	if j.spare == nil {
		j.spare, j.used = make([]bool, len(way)), make([]bool, len(way))
		j.sums, j.in = make([]int, len(j.rows)), make([][]bool, len(way))
		for cell := range way {
			j.in[cell] = make([]bool, len(j.rows))
		}
		for i, r := range j.rows {
			for _, cell := range r.cells {
				j.in[cell][i] = true
			}
		}
	}
	j.way = way
	for i := range j.rows {
		j.sums[i], _ = j.rows[i].sums(way, way)
	}
	for cell, taken := range way {
		j.spare[cell] = j.spare[cell] || taken < len(j.cells[cell])
		j.used[cell] = j.used[cell] || taken > 0
	}
}

// beside tells whether the last way is still one if somebody of the cell is exchanged for somebody of another, which
// answers most questions where limits leave room.
func (j *judging) beside(cell int, guard bool) bool {
	for other := range j.cells {
		from, to := other, cell
		if guard {
			from, to = cell, other
		}
		if from != to && j.way[from] > 0 && j.way[to] < len(j.cells[to]) && j.fits(from, to) {
			j.spare[from], j.used[to] = true, true
			return true
		}
	}
	return false
}

// fits tells whether every row holds when the last way takes one from a cell fewer and to a cell more.
func (j *judging) fits(from, to int) bool {
	for i := range j.rows {
		r, less, more := &j.rows[i], j.in[from][i], j.in[to][i]
		if less && !more && j.sums[i] <= r.min || more && !less && j.sums[i] >= r.max {
			return false
		}
	}
	return true
}

// findings gives what follows for the candidates of one cell, which is the same for all of them.
func (j *judging) findings(cell int, guard bool) []Finding {
	if (guard && j.spare[cell]) || (!guard && j.used[cell]) {
		return nil
	}
	if j.beside(cell, guard) {
		return nil
	}
	way, free := j.otherwise(cell, guard)
	if free {
		j.learn(way)
		return nil
	}
	ground := j.ground(cell, guard)
	single := Several
	if len(ground) == 1 {
		single = ground[0]
	}
	found := make([]Finding, len(j.cells[cell]))
	for i, c := range j.cells[cell] {
		found[i] = Finding{c, single, ground}
	}
	return found
}

// otherwise looks for a way that leaves out one candidate of the cell (guard), or takes one of it.
func (t *table) otherwise(cell int, guard bool) ([]int, bool) {
	low, high := t.none(), t.sizes()
	if guard {
		high[cell]--
	} else {
		low[cell]++
	}
	return t.solve(low, high)
}

// ground gives the limits that force a finding for a cell: a single one if there is one, the first in order; else as many
// as remain when each that is not needed is left out, from the last on.
func (t *table) ground(cell int, guard bool) []int {
	for l := range t.rows {
		if _, free := t.only([]int{l}).otherwise(cell, guard); !free {
			return []int{l}
		}
	}
	ground := make([]int, len(t.rows))
	for l := range ground {
		ground[l] = l
	}
	for l := range slices.Backward(t.rows) {
		fewer := slices.Delete(slices.Clone(ground), l, l+1)
		if _, free := t.only(fewer).otherwise(cell, guard); !free {
			ground = fewer
		}
	}
	return ground
}

// only gives the table with some of its limits alone; the others ask for nothing.
func (t *table) only(some []int) *table {
	part := *t
	part.rows = slices.Clone(t.rows)
	for l := range part.rows {
		if !slices.Contains(some, l) {
			part.rows[l].min, part.rows[l].max = 0, t.need
		}
	}
	return &part
}
