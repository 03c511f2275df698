package pairwise

// relation says of each candidate to which others it leads.
type relation struct {
	words int
	rows  []uint64
}

func newRelation(n int) *relation {
	words := (n + 63) / 64
	return &relation{words: words, rows: make([]uint64, n*words)}
}

func (r *relation) row(a int) []uint64 { return r.rows[a*r.words : (a+1)*r.words] }

func (r *relation) has(a, b int) bool { return r.rows[a*r.words+b/64]>>(b%64)&1 == 1 }

func (r *relation) set(a, b int) { r.rows[a*r.words+b/64] |= 1 << (b % 64) }

func (r *relation) clone() *relation {
	return &relation{words: r.words, rows: append([]uint64(nil), r.rows...)}
}

// union adds to a all that b leads to.
func (r *relation) union(a, b int) {
	from, to := r.row(b), r.row(a)
	for i := range to {
		to[i] |= from[i]
	}
}

// close makes the relation lead to all that is reached in several steps (Warshall's algorithm).
func (r *relation) close(standing []int) {
	for _, via := range standing {
		for _, a := range standing {
			if r.has(a, via) {
				r.union(a, via)
			}
		}
	}
}

// lock adds a over b to a closed relation and closes it again.
func (r *relation) lock(a, b int, standing []int) {
	if r.has(a, b) {
		return
	}
	for _, x := range standing {
		if x == a || r.has(x, a) {
			r.set(x, b)
			r.union(x, b)
		}
	}
}
