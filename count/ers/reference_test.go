package ers_test

import (
	"slices"

	"github.com/selectorate/selectorate/count"
)

// hand counts as people do, paper by paper, in whole hundredths of a vote: the second implementation of both rules,
// written for clearness and not for speed. Each paper knows who holds it, what it is worth and in which batch it
// came; the votes of everybody are added up anew from the papers at every point.
type hand struct {
	northern bool
	seats    int
	papers   []paper
	state    []rune // c continuing, e elected, x excluded
	fixed    []int64
	settled  []bool // elected, and the surplus has moved: fixed has the votes
	quota    int64
	batches  int
	points   [][]int64 // at which a tie may be told apart
	stages   [][]int64
	rows     [][]int64
	winners  []int
	lots     []int
}

type paper struct {
	ranking []int
	holder  int // -1 nobody
	value   int64
	batch   int // 0: by first preference
}

const one = 100 // hundredths

func newHand(e *count.Election, northern bool, lots []int) *hand {
	n := len(e.Candidates)
	h := &hand{northern: northern, seats: e.Seats, state: slices.Repeat([]rune{'c'}, n), fixed: make([]int64, n), settled: make([]bool, n), lots: lots}
	for i := range e.Papers.Len() {
		var ranking []int
		for _, mark := range e.Papers.Ranking(i) {
			ranking = append(ranking, mark.Candidate())
		}
		for range e.Papers.Times(i) {
			h.papers = append(h.papers, paper{ranking, ranking[0], one, 0})
		}
	}
	return h
}

func (h *hand) votes() []int64 {
	votes := slices.Clone(h.fixed)
	for _, p := range h.papers {
		if p.holder >= 0 && !h.settled[p.holder] {
			votes[p.holder] += p.value
		}
	}
	return votes
}

// going lists those who continue.
func (h *hand) going() (found []int) {
	for c, s := range h.state {
		if s == 'c' {
			found = append(found, c)
		}
	}
	return found
}

func (h *hand) left() int { return h.seats - len(h.winners) }

// nobody is what no candidate has.
func (h *hand) nobody() int64 {
	rest := int64(len(h.papers)) * one
	for _, v := range h.votes() {
		rest -= v
	}
	return rest
}

func ceil(a, b int64) int64 { return (a + b - 1) / b }

// narrowed keeps those with most (or fewest) votes.
func narrowed(some []int, votes []int64, most bool) []int {
	best := votes[some[0]]
	for _, c := range some {
		if most {
			best = max(best, votes[c])
		} else {
			best = min(best, votes[c])
		}
	}
	return slices.DeleteFunc(slices.Clone(some), func(c int) bool { return votes[c] != best })
}

// apart goes through the points from the earliest.
func (h *hand) apart(some []int, most bool) []int {
	some = narrowed(some, h.votes(), most)
	for _, point := range h.points {
		some = narrowed(some, point, most)
	}
	return some
}

// pick settles what is left by the lot.
func (h *hand) pick(some []int, most bool) int {
	some = h.apart(some, most)
	for _, c := range h.lots {
		if slices.Contains(some, c) {
			return c
		}
	}
	panic("no lot")
}

func (h *hand) elected(c int) {
	h.state[c] = 'e'
	h.winners = append(h.winners, c)
}

// active is what is still in play.
func (h *hand) active() int64 {
	var active int64
	for c, v := range h.votes() {
		switch h.state[c] {
		case 'e':
			active += max(0, v-h.quota)
		default:
			active += v
		}
	}
	return active
}

func (h *hand) elect() {
	for h.left() > 0 {
		votes := h.votes()
		enough := func(c int) bool {
			full := !h.northern && votes[c] >= ceil(h.active(), int64(h.left()+1))
			return votes[c] > 0 && (votes[c] >= h.quota || full)
		}
		able := slices.DeleteFunc(h.going(), func(c int) bool { return !enough(c) })
		if len(able) == 0 {
			return
		}
		able = narrowed(able, votes, true)
		if len(able) > h.left() {
			if able = h.apart(able, true); len(able) > h.left() {
				return
			}
		}
		h.elected(able[0])
	}
}

func (h *hand) majority() {
	if !h.northern || h.left() != 1 {
		return
	}
	votes := h.votes()
	able := slices.DeleteFunc(h.going(), func(c int) bool { return votes[c]*2 < h.active() })
	if len(able) == 1 {
		h.elected(able[0])
	}
}

func (h *hand) row() { h.rows = append(h.rows, h.votes()) }

func (h *hand) count() {
	valid := int64(len(h.papers)) * one
	if h.northern {
		h.quota = (valid/one/int64(h.seats+1) + 1) * one
	} else {
		h.quota = ceil(valid, int64(h.seats+1))
	}
	h.row()
	h.elect()
	h.end()
	for h.left() > 0 {
		if going := h.going(); len(going) <= h.left() {
			slices.SortStableFunc(going, func(a, b int) int { return int(h.votes()[b] - h.votes()[a]) })
			for _, c := range going {
				h.elected(c)
			}
			return
		}
		if !h.next() {
			continue
		}
		h.end()
	}
}

// end closes a stage.
func (h *hand) end() {
	h.stages = append(h.stages, h.votes())
	if h.northern {
		h.points = slices.Clone(h.stages)
	} else {
		h.points = slices.Clone(h.rows)
	}
	h.majority()
}

// next takes a stage, or tells that there was none.
func (h *hand) next() bool {
	votes := h.votes()
	var owing []int
	var owed int64
	for _, c := range h.winners {
		if !h.settled[c] && votes[c] > h.quota {
			owing = append(owing, c)
			owed += votes[c] - h.quota
		}
	}
	low := h.going()
	slices.SortStableFunc(low, func(a, b int) int { return int(votes[a] - votes[b]) })
	group, sum := 0, owed
	for m := 1; m < len(low) && len(low)-m >= h.left(); m++ {
		sum += votes[low[m-1]]
		if sum < votes[low[m]] || !h.northern && sum == votes[low[m]] {
			group = m
		}
	}
	if owed > 0 && group == 0 {
		h.surplus(h.pick(owing, true))
		return true
	}
	return h.exclude(h.lowest(low, max(1, group)))
}

// lowest gives so many of the lowest, telling equals apart.
func (h *hand) lowest(low []int, size int) []int {
	var out []int
	rest := slices.Clone(low)
	for len(out) < size {
		c := h.pick(rest, false)
		out = append(out, c)
		rest = slices.DeleteFunc(rest, func(r int) bool { return r == c })
	}
	return out
}

// forward moves a paper on, and tells whether somebody gets it.
func (h *hand) forward(p *paper) bool {
	for _, c := range p.ranking[slices.Index(p.ranking, p.holder)+1:] {
		if h.state[c] == 'c' {
			p.holder = c
			p.batch = h.batches
			return true
		}
	}
	return false
}

func (h *hand) surplus(from int) {
	h.batches++
	surplus := h.votes()[from] - h.quota
	newest := 0
	for _, p := range h.papers {
		if p.holder == from {
			newest = max(newest, p.batch)
		}
	}
	able := func(p paper) bool {
		return p.holder == from && p.batch == newest && slices.ContainsFunc(p.ranking[slices.Index(p.ranking, from)+1:], func(c int) bool { return h.state[c] == 'c' })
	}
	var n, worth int64
	for _, p := range h.papers {
		if able(p) {
			n++
			worth += p.value
		}
	}
	for i := range h.papers {
		if p := &h.papers[i]; able(*p) {
			if worth > surplus {
				p.value = surplus / n
			}
			h.forward(p)
		}
	}
	h.settled[from], h.fixed[from] = true, h.quota
	h.row()
	h.points = append(h.points, h.votes())
	h.elect()
}

func (h *hand) exclude(out []int) bool {
	for _, c := range out {
		h.state[c] = 'x'
	}
	full := len(h.going()) == h.left()
	if full && !h.northern {
		return false
	}
	type key struct {
		first bool
		value int64
	}
	var keys []key
	of := func(p paper) key { return key{h.northern && p.batch == 0, p.value} }
	for _, p := range h.papers {
		if slices.Contains(out, p.holder) && !slices.Contains(keys, of(p)) {
			keys = append(keys, of(p))
		}
	}
	slices.SortFunc(keys, func(a, b key) int {
		if a.first != b.first {
			if a.first {
				return -1
			}
			return 1
		}
		return int(b.value - a.value)
	})
	if len(keys) == 0 {
		h.row()
		h.elect()
	}
	moved := false
	for _, k := range keys {
		if full && !k.first || h.left() == 0 {
			break
		}
		moved = true
		h.batches++
		for i := range h.papers {
			if p := &h.papers[i]; slices.Contains(out, p.holder) && of(*p) == k && !h.forward(p) {
				p.holder = -1
			}
		}
		if !h.northern && len(h.winners) == 0 {
			h.quota = ceil(int64(len(h.papers))*one-h.nobody(), int64(h.seats+1))
		}
		h.row()
		if !h.northern {
			h.points = append(h.points, h.votes())
		}
		h.elect()
	}
	if len(keys) > 0 && !moved {
		h.row()
		h.elect()
	}
	return true
}
