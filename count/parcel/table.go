// Package parcel keeps the papers of candidates in parcels, as rules of the Gregory family need them: papers that
// reached a candidate together, at one value. A Table deals the papers by first preference and moves parcels to the
// next preference at whatever value the rule gives.
//
// Whole papers are counted in 64 bits; values and votes are exact numbers, cut where the rule cuts and nowhere else.
// Each line of equal papers moves as one, and a move sorts the lines into one flat list, so that a million papers
// cost a few words each.
package parcel

import (
	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/sheet"
)

// Parcel is a bundle of papers that reached a candidate together, at one value.
type Parcel struct {
	Stage  int          // in which they came
	Value  exact.Number // of a paper that is worth one vote
	Lines  []uint32     // of the papers
	Counts []int64      // papers of each class
}

// Worth gives the votes in a parcel.
func (p Parcel) Worth(papers *count.Papers) exact.Number { return papers.Worth(p.Counts).Mul(p.Value) }

// Number gives how many papers a parcel has.
func (p Parcel) Number() (n int64) {
	for _, times := range p.Counts {
		n += times
	}
	return n
}

// Table is what lies before the returning officer: the piles of all candidates, and what nobody has.
type Table struct {
	Sheet     *sheet.Sheet
	Papers    *count.Papers
	at        []uint16       // for each line, the entry of its ranking that counts now
	to        []uint16       // for each line that moves, to whom; used again in each move
	Piles     [][]Parcel     // for each candidate, in the order in which they came
	Votes     []exact.Number // for each candidate
	Exhausted exact.Number   // the value of papers without a further preference
	Rounding  exact.Number   // what was cut off
}

// Deal sorts all papers by their first preference.
func Deal(s *sheet.Sheet) *Table {
	papers, candidates := s.Election.Papers, len(s.Election.Candidates)
	t := &Table{
		Sheet: s, Papers: papers, at: make([]uint16, papers.Len()), to: make([]uint16, papers.Len()),
		Piles: make([][]Parcel, candidates), Votes: make([]exact.Number, candidates),
	}
	all := make([]uint32, papers.Len())
	for line := range all {
		all[line] = uint32(line)
		t.to[line] = uint16(papers.Ranking(line)[0].Candidate())
	}
	for c, p := range t.sorted([]Parcel{{Lines: all}}) {
		if p.Counts != nil {
			p.Stage, p.Value = 1, exact.Int(1)
			t.Piles[c] = []Parcel{p}
			t.Votes[c] = p.Worth(papers)
		}
	}
	return t
}

// sorted sorts the lines of parcels by t.to, which says in the same order where each goes. The last of what it
// gives has the papers without a further preference; their lines are not kept, as they never move again.
func (t *Table) sorted(parcels []Parcel) []Parcel {
	ended, classes := len(t.Piles), len(t.Papers.Classes())
	sizes := make([]int, ended+1)
	i := 0
	for _, p := range parcels {
		for range p.Lines {
			sizes[t.to[i]]++
			i++
		}
	}
	lines := make([]uint32, i-sizes[ended])
	heaps := make([]Parcel, ended+1)
	start := 0
	for to, size := range sizes {
		if size > 0 {
			heaps[to].Counts = make([]int64, classes)
		}
		if to < ended {
			heaps[to].Lines = lines[start : start : start+size]
			start += size
		}
	}
	i = 0
	for _, p := range parcels {
		for _, line := range p.Lines {
			to := int(t.to[i])
			h := &heaps[to]
			if to < ended {
				h.Lines = append(h.Lines, line)
			}
			h.Counts[t.Papers.Class(int(line))] += t.Papers.Times(int(line))
			i++
		}
	}
	return heaps
}

// next sorts the papers of parcels by their next preference for somebody who may receive them.
func (t *Table) next(parcels []Parcel, receives []bool) []Parcel {
	i := 0
	for _, p := range parcels {
		for _, line := range p.Lines {
			ranking := t.Papers.Ranking(int(line))
			at := int(t.at[line]) + 1
			for at < len(ranking) && !receives[ranking[at].Candidate()] {
				at++
			}
			t.at[line] = uint16(at)
			t.to[i] = uint16(len(t.Piles))
			if at < len(ranking) {
				t.to[i] = uint16(ranking[at].Candidate())
			}
			i++
		}
	}
	return t.sorted(parcels)
}

// receivers tells for each candidate whether papers may come: only to those who continue.
func (t *Table) receivers() []bool {
	receives := make([]bool, len(t.Piles))
	for c := range receives {
		receives[c] = t.Sheet.Continues(c)
	}
	return receives
}

// batch is parcels that move at one value.
type batch struct {
	worth   exact.Number
	parcels []Parcel
}

// batched puts together the parcels whose papers move at the same value, in the order in which the values come up.
func batched(parcels []Parcel, value func(Parcel) exact.Number) []batch {
	var batches []batch
next:
	for _, p := range parcels {
		worth := value(p)
		for i := range batches {
			if batches[i].worth.Equal(worth) {
				batches[i].parcels = append(batches[i].parcels, p)
				continue next
			}
		}
		batches = append(batches, batch{worth, []Parcel{p}})
	}
	return batches
}

// Move takes parcels from a candidate and gives them to the next preferences, each paper at the value that the rule
// gives for its parcel. Papers that come to somebody at one value in one move are one parcel. What the candidate
// keeps of them is the caller's to say. It returns the transfers: for each value, to each candidate and to nobody.
func (t *Table) Move(from int, parcels []Parcel, value func(Parcel) exact.Number) []count.Transfer {
	receives := t.receivers()
	stage := len(t.Sheet.Stages()) + 1
	var transfers []count.Transfer
	for _, b := range batched(parcels, value) {
		for to, moved := range t.next(b.parcels, receives) {
			if moved.Counts == nil {
				continue
			}
			moved.Stage, moved.Value = stage, b.worth
			transfer := count.Transfer{From: from, To: to, Papers: moved.Number(), Value: b.worth, Votes: moved.Worth(t.Papers)}
			if to == len(t.Piles) {
				transfer.To = count.Nobody
			} else {
				t.Piles[to] = append(t.Piles[to], moved)
				t.Votes[to] = t.Votes[to].Add(transfer.Votes)
			}
			transfers = append(transfers, transfer)
		}
	}
	return transfers
}

// Moved adds up what transfers brought candidates, and what nobody got.
func Moved(transfers []count.Transfer) (received, nobody exact.Number) {
	for _, transfer := range transfers {
		if transfer.To == count.Nobody {
			nobody = nobody.Add(transfer.Votes)
		} else {
			received = received.Add(transfer.Votes)
		}
	}
	return received, nobody
}

// Holdings lists what everybody holds, for the stage's record.
func (t *Table) Holdings() []count.Parcel {
	var all []count.Parcel
	for c, pile := range t.Piles {
		for _, p := range pile {
			all = append(all, count.Parcel{Candidate: c, Stage: p.Stage, Papers: p.Number(), Value: p.Value})
		}
	}
	return all
}

// Record adds a stage with the votes as they are now.
func (t *Table) Record(stage count.Stage) error {
	stage.Votes = t.Votes
	stage.Nontransferable = t.Exhausted.Add(t.Rounding)
	stage.Rounding = t.Rounding
	stage.Parcels = t.Holdings()
	return t.Sheet.Record(stage)
}
