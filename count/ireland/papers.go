package ireland

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"strconv"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/sheet"
)

// MaxPapers is how many papers can be counted by the Dáil's rule, each a thing of its own.
const MaxPapers = 5_000_000

// paper is one ballot paper.
type paper struct {
	line uint32 // of the election's papers
	at   uint16 // the entry of its ranking that counts now
}

// sub is a sub-parcel: papers that came in one stage, the first filed first.
type sub struct {
	stage  int
	papers []int
}

// deal makes a thing of every paper, mixes them (section 114) and arranges them by first preference.
func (f *floor) deal() {
	all := f.sheet.Election.Papers
	f.papers = make([]paper, 0, all.Total())
	for line := range all.Len() {
		for range all.Times(line) {
			f.papers = append(f.papers, paper{line: uint32(line)})
		}
	}
	piles := make([][]int, len(f.piles))
	for _, p := range f.mixed() {
		c := all.Ranking(int(f.papers[p].line))[0].Candidate()
		piles[c] = append(piles[c], p)
	}
	for c, pile := range piles {
		if len(pile) > 0 {
			f.piles[c] = []sub{{1, pile}}
		}
		f.votes[c] = exact.Int(int64(len(pile)))
	}
}

// mixed gives the papers in the order that the seed draws, or as they are if there is no seed. Each paper has a ticket,
// the SHA-256 of
//
//	seed, newline, the names of its candidates, best first and each ended by a newline, k
//
// in UTF-8, where names are distinct as for lots (see the package lot), k is in decimal and it is the k-th paper (from 1) of those with the same ranking. The papers lie in ascending order of
// their tickets, the lowest at the bottom.
func (f *floor) mixed() []int {
	order := make([]int, len(f.papers))
	for i := range order {
		order[i] = i
	}
	if f.seed == "" {
		return order
	}
	tickets := make([][sha256.Size]byte, len(f.papers))
	var text []byte
	copies := 0
	for i, p := range f.papers {
		if i > 0 && f.papers[i-1].line == p.line {
			copies++
		} else {
			copies = 1
		}
		text = append(append(text[:0], f.seed...), '\n')
		for _, mark := range f.sheet.Election.Papers.Ranking(int(p.line)) {
			text = append(append(text, f.sheet.Name(mark.Candidate())...), '\n')
		}
		text = strconv.AppendInt(text, int64(copies), 10)
		tickets[i] = sha256.Sum256(text)
	}
	slices.SortFunc(order, func(a, b int) int { return slices.Compare(tickets[a][:], tickets[b][:]) })
	return order
}

// sorted sorts papers by their next preference for somebody who continues, each heap in the order of the papers. The
// last heap is of those without one. Where the papers stand is not changed.
func (f *floor) sorted(papers []int) [][]int {
	heaps := make([][]int, len(f.piles)+1)
	for _, p := range papers {
		to := len(f.piles)
		if at := f.next(p); at >= 0 {
			to = f.sheet.Election.Papers.Ranking(int(f.papers[p].line))[at].Candidate()
		}
		heaps[to] = append(heaps[to], p)
	}
	return heaps
}

// next gives the entry of a paper's ranking that comes next, or -1.
func (f *floor) next(p int) int {
	ranking := f.sheet.Election.Papers.Ranking(int(f.papers[p].line))
	for at := int(f.papers[p].at) + 1; at < len(ranking); at++ {
		if f.sheet.Continues(ranking[at].Candidate()) {
			return at
		}
	}
	return -1
}

// give passes papers on to a candidate, as a sub-parcel of this stage.
func (f *floor) give(from, to int, papers []int) count.Transfer {
	for _, p := range papers {
		f.papers[p].at = uint16(f.next(p))
	}
	n := exact.Int(int64(len(papers)))
	f.piles[to] = append(f.piles[to], sub{len(f.sheet.Stages()) + 1, slices.Clone(papers)})
	f.votes[to] = f.votes[to].Add(n)
	return count.Transfer{From: from, To: to, Papers: int64(len(papers)), Value: exact.Int(1), Votes: n}
}

// holdings lists what everybody holds.
func (f *floor) holdings() []count.Parcel {
	var all []count.Parcel
	for c, pile := range f.piles {
		for _, s := range pile {
			all = append(all, count.Parcel{Candidate: c, Stage: s.stage, Papers: int64(len(s.papers)), Value: exact.Int(1)})
		}
	}
	return all
}

// exclude moves the papers of those who go, in one stage, each worth 1.
func (f *floor) exclude(out []int, reason string) error {
	f.sheet.Exclude(out...)
	var papers []int
	owner := map[int]int{}
	for _, c := range out {
		for _, s := range f.piles[c] {
			papers = append(papers, s.papers...)
			for _, p := range s.papers {
				owner[p] = c
			}
		}
		f.piles[c], f.votes[c] = nil, exact.Number{}
	}
	var transfers []count.Transfer
	for to, heap := range f.sorted(papers) {
		switch {
		case len(heap) == 0:
			continue
		case to == len(f.piles):
			to = count.Nobody
			f.exhausted = f.exhausted.Add(exact.Int(int64(len(heap))))
		default:
			f.give(out[0], to, heap)
		}
		for _, c := range out {
			if n := int64(len(heap)) - int64(len(slices.DeleteFunc(slices.Clone(heap), func(p int) bool { return owner[p] == c }))); n > 0 {
				transfers = append(transfers, count.Transfer{From: c, To: to, Papers: n, Value: exact.Int(1), Votes: exact.Int(n)})
			}
		}
	}
	return f.stage(count.Stage{
		Action: count.Exclusion, Of: out, Transfers: transfers, Clause: "section 122", Reason: reason + " The papers move to their next preference.",
	})
}

// deferred tells whether no surplus needs to move now: all together cannot elect the highest who continues, nor bring
// the lowest up to the next, nor lift the lowest over a quarter of the quota.
func (f *floor) deferred() bool {
	if f.sheet.Setting("deferral") == "none" {
		return false
	}
	descending := sheet.Descending(f.sheet.Continuing(), f.votes)
	waiting, last := f.waiting(), len(descending)-1
	lowest := f.votes[descending[last]].Add(waiting)
	quarter := f.quarter()
	return f.votes[descending[0]].Add(waiting).Less(f.quota) && lowest.Less(f.votes[descending[last-1]]) &&
		(lowest.Less(quarter) || !f.votes[descending[last]].Less(quarter))
}

// transfer moves a surplus: whole papers, those that were filed last.
func (f *floor) transfer(from int) error {
	surplus, err := strconv.ParseInt(f.votes[from].Sub(f.quota).String(), 10, 64)
	if err != nil {
		return fmt.Errorf("the program is at fault: a surplus of %s votes", f.votes[from].Sub(f.quota))
	}
	pile := f.piles[from]
	// The whole parcel of a candidate with original votes only, else the sub-parcel that came last.
	examined := pile[len(pile)-1]
	heaps := f.sorted(examined.papers)
	ended, heaps := heaps[len(f.piles)], heaps[:len(f.piles)]
	taken := map[int]bool{}
	var transferable int64
	for _, heap := range heaps {
		transferable += int64(len(heap))
	}
	reason := fmt.Sprintf("%s has %d votes more than the quota, and %d transferable papers in the parcel that is examined. ", f.sheet.Name(from), surplus, transferable)
	take := make([]int64, len(heaps))
	if transferable <= surplus {
		reason += "They all move; what is left of the surplus is not transferable."
		for c, heap := range heaps {
			take[c] = int64(len(heap))
		}
		for _, p := range ended[max(0, len(ended)-int(surplus-transferable)):] {
			taken[p] = true // set aside as non-transferable, so that the papers left are those of the quota
		}
		f.exhausted = f.exhausted.Add(exact.Int(surplus - transferable))
	} else {
		if f.seed == "" {
			return &count.LotNeeded{Stage: len(f.sheet.Stages()), For: "order of the papers of " + f.sheet.Name(from), Candidates: []int{from}, Names: []string{f.sheet.Name(from)}}
		}
		if take, err = f.shares(heaps, surplus, transferable); err != nil {
			return err
		}
		reason += "Each candidate gets a share in proportion, whole papers, those filed last; the largest fractions are made up to one."
	}
	f.pending = slices.DeleteFunc(f.pending, func(c int) bool { return c == from })
	var transfers []count.Transfer
	for to, heap := range heaps {
		if top := heap[len(heap)-int(take[to]):]; len(top) > 0 {
			transfers = append(transfers, f.give(from, to, top))
			for _, p := range top {
				taken[p] = true
			}
		}
	}
	examined.papers = slices.DeleteFunc(slices.Clone(examined.papers), func(p int) bool { return taken[p] })
	if rest := surplus - transferable; rest > 0 {
		transfers = append(transfers, count.Transfer{From: from, To: count.Nobody, Papers: rest, Value: exact.Int(1), Votes: exact.Int(rest)})
	}
	f.piles[from] = append(slices.Clone(pile[:len(pile)-1]), examined)
	f.votes[from] = f.quota
	return f.stage(count.Stage{Action: count.Surplus, Of: []int{from}, Transfers: transfers, Clause: "section 121", Reason: reason})
}

// shares gives how many papers each candidate gets: the share in proportion without its fraction, and one more for
// the largest fractions until the surplus is used up. Of equal fractions the larger heap comes first, then who had
// more votes at the earliest count where they differ; else a lot.
func (f *floor) shares(heaps [][]int, surplus, transferable int64) ([]int64, error) {
	take := make([]int64, len(heaps))
	rest := make([]int64, len(heaps)) // the fraction, in parts of the transferable papers
	missing := surplus
	var waiting []int
	for c, heap := range heaps {
		product := int64(len(heap)) * surplus // at most MaxPapers squared
		take[c], rest[c] = product/transferable, product%transferable
		missing -= take[c]
		if rest[c] > 0 {
			waiting = append(waiting, c)
		}
	}
	for ; missing > 0; missing-- {
		equal := largest(waiting, rest, heaps)
		next := equal[0]
		if int64(len(equal)) > missing {
			var err error
			if next, err = f.strongest(equal); err != nil {
				return nil, err
			}
		}
		take[next]++
		waiting = slices.DeleteFunc(waiting, func(c int) bool { return c == next })
	}
	return take, nil
}

// largest lists those with the largest fraction, and of them those with the largest heap.
func largest(waiting []int, rest []int64, heaps [][]int) []int {
	var equal []int
	for _, c := range waiting {
		if len(equal) > 0 {
			first := equal[0]
			by := cmp.Or(cmp.Compare(rest[c], rest[first]), cmp.Compare(len(heaps[c]), len(heaps[first])))
			if by < 0 {
				continue
			} else if by > 0 {
				equal = equal[:0]
			}
		}
		equal = append(equal, c)
	}
	return equal
}

// strongest gives the one who had more votes at the earliest count where they differ, or on whom the lot falls.
func (f *floor) strongest(equal []int) (int, error) {
	const what = "largest fraction of a surplus"
	left := f.sheet.Foremost(equal, what)
	if len(left) == 1 {
		return left[0], nil
	}
	return f.sheet.Highest(left, f.votes, what)
}
