package keep

import (
	"encoding/binary"
	"math/big"
	"math/bits"
	"slices"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
)

// standing is what a candidate does with a paper that reaches it.
type standing uint8

const (
	hopeful standing = iota // keeps it
	passing                 // keeps a share, and passes on the rest
	out                     // lets it pass whole
)

// tree holds the papers by the route that they take: a node is a candidate (or candidates ranked equal) behind a series
// of candidates who pass on. Papers wait in a list where somebody keeps everything; only when that somebody begins to
// pass on, or is excluded, are they looked at again. So one working through costs a step for each route, not for each
// paper, and the whole count little more than one look at every preference.
//
// Nodes stand in the order in which they were made, and every node behind its parent.
type tree struct {
	style    Style
	papers   *count.Papers
	unit     cut
	standing []standing
	nodes    []node
	numbers  []int64 // papers at a node, for each class: at node·classes+class
	classes  int
	child    map[uint64]int32
	groups   [][]int32 // candidates ranked equal, together on one route
	named    map[string]int32
	of       [][]int32 // the nodes of each candidate
	next     []int32   // the paper that waits behind a paper, or -1
	at       []uint16  // the entry of its ranking at which a paper waits
	passed   []uint64  // what each node passes on
}

// node is one step of a route.
type node struct {
	parent int32
	who    int32 // a candidate; if negative, the group -1-who
	first  int32 // of the papers that wait here, or -1
	open   bool  // papers have gone on
}

const root = 0

func plant(style Style, papers *count.Papers, candidates int) *tree {
	t := &tree{
		style: style, papers: papers, unit: cut(pow10(style.Decimals)), standing: make([]standing, candidates), classes: len(papers.Classes()),
		next: make([]int32, papers.Len()), at: make([]uint16, papers.Len()),
	}
	t.grow()
	return t
}

// grow builds the tree from all papers.
func (t *tree) grow() {
	t.nodes = append(t.nodes[:0], node{parent: -1, first: -1, open: true})
	t.numbers = append(t.numbers[:0], make([]int64, t.classes)...)
	t.child, t.named = map[uint64]int32{}, map[string]int32{}
	t.groups = nil
	t.of = make([][]int32, len(t.standing))
	for i := range t.papers.Len() {
		t.insert(int32(i), root, 0)
	}
}

// insert lets a paper walk from a node, and from an entry of its ranking, to where it waits. A paper on which nobody is
// left waits nowhere.
func (t *tree) insert(paper, from int32, at int) {
	ranking := t.papers.Ranking(int(paper))
	class, times := t.papers.Class(int(paper)), t.papers.Times(int(paper))
	for at < len(ranking) {
		end := at + 1
		for end < len(ranking) && ranking[end].Equal() {
			end++
		}
		who, somebody := t.rank(ranking[at:end])
		if !somebody {
			at = end
			continue
		}
		n := t.step(from, who)
		t.numbers[int(n)*t.classes+class] += times
		if !t.nodes[n].open {
			t.next[paper], t.at[paper] = t.nodes[n].first, uint16(at)
			t.nodes[n].first = paper
			return
		}
		from, at = n, end
	}
}

// rank gives who, of the candidates ranked equal, is there: a candidate or a group.
func (t *tree) rank(marks []count.Mark) (int32, bool) {
	if len(marks) == 1 {
		c := marks[0].Candidate()
		return int32(c), t.standing[c] != out
	}
	members := make([]int32, 0, len(marks))
	left := 0
	for _, mark := range marks {
		c := mark.Candidate()
		if t.standing[c] != out {
			left++
		}
		if t.standing[c] != out || t.style.ordered() {
			members = append(members, int32(c))
		}
	}
	switch {
	case left == 0:
		return 0, false
	case len(members) == 1:
		return members[0], true
	case !t.style.ordered():
		slices.Sort(members)
	}
	var name []byte
	for _, c := range members {
		name = binary.LittleEndian.AppendUint16(name, uint16(c))
	}
	group, known := t.named[string(name)]
	if !known {
		group = int32(len(t.groups))
		t.groups = append(t.groups, members)
		t.named[string(name)] = group
	}
	return -1 - group, true
}

// step gives the node of somebody behind another node, and makes it if there is none.
func (t *tree) step(parent, who int32) int32 {
	key := uint64(uint32(parent))<<32 | uint64(uint32(who))
	if n, known := t.child[key]; known {
		return n
	}
	n := int32(len(t.nodes))
	t.child[key] = n
	members := t.members(who)
	open := true
	for _, c := range members {
		open = open && t.standing[c] != hopeful
		t.of[c] = append(t.of[c], n)
	}
	t.nodes = append(t.nodes, node{parent: parent, who: who, first: -1, open: open})
	t.numbers = append(t.numbers, make([]int64, t.classes)...)
	return n
}

func (t *tree) members(who int32) []int32 {
	if who < 0 {
		return t.groups[-1-who]
	}
	return []int32{who}
}

// stand notes who passes on now and who is out, and moves the papers that wait with them.
func (t *tree) stand(keep []uint64) {
	var moving, gone []int
	anew := false
	for c, k := range keep {
		now := hopeful
		switch {
		case k == 0:
			now = out
		case k < uint64(t.unit):
			now = passing
		}
		switch {
		case now == t.standing[c]:
		case now == passing && t.standing[c] == hopeful:
			moving = append(moving, c)
		case now == out && t.standing[c] == hopeful:
			gone = append(gone, c)
		default: // somebody who passed on is excluded, as a constraint may bring about
			anew = true
		}
		t.standing[c] = now
	}
	if anew {
		t.grow()
		return
	}
	for _, c := range gone {
		for _, n := range t.of[c] {
			if t.nodes[n].who < 0 && t.style.ordered() {
				t.openUp(n)
			} else {
				t.vacate(n)
			}
		}
	}
	for _, c := range moving {
		for _, n := range t.of[c] {
			t.openUp(n)
		}
	}
}

// vacate sends the papers that wait at a node on from its parent, as if who has gone had never stood.
func (t *tree) vacate(n int32) {
	paper := t.nodes[n].first
	t.nodes[n].first = -1
	clear(t.numbers[int(n)*t.classes : (int(n)+1)*t.classes])
	for parent := t.nodes[n].parent; paper >= 0; {
		next := t.next[paper]
		t.insert(paper, parent, int(t.at[paper]))
		paper = next
	}
}

// openUp lets the papers that wait at a node go on, once nobody there keeps everything.
func (t *tree) openUp(n int32) {
	for _, c := range t.members(t.nodes[n].who) {
		if t.standing[c] == hopeful {
			return
		}
	}
	paper := t.nodes[n].first
	t.nodes[n].first, t.nodes[n].open = -1, true
	for paper >= 0 {
		next := t.next[paper]
		ranking := t.papers.Ranking(int(paper))
		end := int(t.at[paper]) + 1
		for end < len(ranking) && ranking[end].Equal() {
			end++
		}
		t.insert(paper, n, end)
		paper = next
	}
}

// Count works through all routes.
func (t *tree) Count(keep []exact.Number) Tally {
	scaled := make([]uint64, len(keep))
	for c, k := range keep {
		scaled[c] = units(k, t.style.Decimals)
	}
	t.stand(scaled)
	b := newBooks(t, len(keep))
	t.passed = append(t.passed[:0], make([]uint64, len(t.nodes))...)
	t.passed[root] = uint64(t.unit)
	for n := 1; n < len(t.nodes); n++ {
		step := &t.nodes[n]
		if rest := t.passed[step.parent]; rest > 0 {
			if step.who < 0 {
				t.passed[n] = t.divide(b, n, rest, scaled)
			} else {
				t.passed[n] = t.keep(b, n, rest, scaled[step.who])
			}
		}
	}
	return b.close()
}

// keep books what a candidate keeps of what reaches it, and gives what it passes on.
func (t *tree) keep(b *books, n int, rest, keep uint64) uint64 {
	who := int(t.nodes[n].who)
	kept, onward := rest, uint64(0)
	switch {
	case t.style.Warren:
		kept = min(rest, keep)
		onward = rest - kept
	case keep == uint64(t.unit):
	default:
		switch t.style.Rounding {
		case KeptUp:
			kept = t.unit.up(rest, keep)
			onward = rest - kept
		case BothUp:
			kept, onward = t.unit.up(rest, keep), t.unit.up(rest, uint64(t.unit)-keep)
		case BothCut:
			kept, onward = t.unit.times(rest, keep), t.unit.times(rest, uint64(t.unit)-keep)
		case CutTogether:
			onward = t.unit.times(rest, uint64(t.unit)-keep)
			b.bookTogether(n, who, rest, keep)
			b.spend(n, rest-onward)
			return onward
		}
	}
	b.book(n, who, kept)
	b.spend(n, rest-onward)
	return onward
}

// fine is the arithmetic in which shares of a rank are worked out: to eighteen decimals.
const fine cut = 1_000_000_000_000_000_000

// divide books what candidates ranked equal keep, and gives what goes on.
func (t *tree) divide(b *books, n int, rest uint64, keep []uint64) uint64 {
	members := t.members(t.nodes[n].who)
	kept := make([]uint64, len(members))
	for i, c := range members {
		kept[i] = keep[c]
	}
	var onward uint64
	switch {
	case t.style.Warren:
		kept, onward = level(rest, kept)
	case t.style.ordered() && len(members) <= mostStepwise && t.style.Decimals <= 9:
		var shares []uint64
		shares, onward = stepwise(t.unit, kept)
		for i, share := range shares {
			kept[i] = t.unit.times(rest, share)
		}
		onward = t.unit.times(rest, onward)
	default:
		onward = t.evenly(rest, kept)
	}
	for i, c := range members {
		b.book(n, int(c), kept[i])
	}
	b.spend(n, rest-onward)
	return onward
}

// evenly replaces the keep values of candidates ranked equal by what they keep, and gives what goes on.
func (t *tree) evenly(rest uint64, keep []uint64) uint64 {
	var sharing []uint64
	hopefuls := 0
	for _, k := range keep {
		switch k {
		case 0:
		case uint64(t.unit):
			hopefuls++
		default:
			sharing = append(sharing, k*(uint64(fine)/uint64(t.unit)))
		}
	}
	slices.Sort(sharing) // so that the order of candidates changes nothing
	shares, each, onward := even(fine, sharing, hopefuls)
	part := func(share uint64) uint64 {
		hi, lo := bits.Mul64(rest, share)
		quo, _ := bits.Div64(hi, lo, uint64(fine))
		return quo
	}
	for i, k := range keep {
		switch k {
		case 0:
		case uint64(t.unit):
			keep[i] = part(each)
		default:
			at, _ := slices.BinarySearch(sharing, k*(uint64(fine)/uint64(t.unit)))
			keep[i] = part(shares[at])
		}
	}
	return part(onward)
}

func pow10(places int) uint64 {
	p := uint64(1)
	for range places {
		p *= 10
	}
	return p
}

// units gives a share in units of the last decimal. A share is at most 1, and has no more decimals.
func units(share exact.Number, decimals int) uint64 {
	rat := share.Rat()
	return new(big.Int).Quo(new(big.Int).Mul(rat.Num(), new(big.Int).SetUint64(pow10(decimals))), rat.Denom()).Uint64()
}
