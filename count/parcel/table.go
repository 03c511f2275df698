// Package parcel keeps the papers of candidates in parcels, as rules of the Gregory family need them: papers that
// reached a candidate together, at one value. A Table deals the papers by first preference and moves parcels to the
// next preference at whatever value the rule gives.
//
// Whole papers are counted in 64 bits; values and votes are exact numbers, cut where the rule cuts and nowhere else.
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
	Piles     [][]Parcel     // for each candidate
	Votes     []exact.Number // for each candidate
	Exhausted exact.Number   // the value of papers without a further preference
	Rounding  exact.Number   // what was cut off
}

// Deal sorts all papers by their first preference.
func Deal(s *sheet.Sheet) *Table {
	t := &Table{
		Sheet: s, Papers: s.Election.Papers, at: make([]uint16, s.Election.Papers.Len()),
		Piles: make([][]Parcel, len(s.Election.Candidates)), Votes: make([]exact.Number, len(s.Election.Candidates)),
	}
	first := t.sorted(len(t.Piles))
	for i := range t.Papers.Len() {
		first.put(t, uint32(i), t.Papers.Ranking(i)[0].Candidate())
	}
	for c, p := range first.parcels {
		if p.Lines != nil {
			p.Stage, p.Value = 1, exact.Int(1)
			t.Piles[c] = []Parcel{p}
			t.Votes[c] = p.Worth(t.Papers)
		}
	}
	return t
}

// heaps are papers sorted by candidate; the last heap is of those without a further preference.
type heaps struct{ parcels []Parcel }

func (t *Table) sorted(candidates int) heaps { return heaps{make([]Parcel, candidates+1)} }

func (h *heaps) put(t *Table, line uint32, candidate int) {
	p := &h.parcels[candidate]
	if p.Counts == nil {
		p.Counts = make([]int64, len(t.Papers.Classes()))
	}
	p.Lines = append(p.Lines, line)
	p.Counts[t.Papers.Class(int(line))] += t.Papers.Times(int(line))
}

// next sorts the papers of a parcel by their next preference for somebody who may receive it.
func (t *Table) next(p Parcel, receives []bool) heaps {
	h := t.sorted(len(t.Piles))
	for _, line := range p.Lines {
		ranking := t.Papers.Ranking(int(line))
		at := int(t.at[line]) + 1
		for at < len(ranking) && !receives[ranking[at].Candidate()] {
			at++
		}
		t.at[line] = uint16(at)
		to := len(t.Piles)
		if at < len(ranking) {
			to = ranking[at].Candidate()
		}
		h.put(t, line, to)
	}
	return h
}

// receivers tells for each candidate whether papers may come: only to those who continue.
func (t *Table) receivers() []bool {
	receives := make([]bool, len(t.Piles))
	for c := range receives {
		receives[c] = t.Sheet.Continues(c)
	}
	return receives
}

// Move takes parcels from a candidate and gives them to the next preferences, each paper at the value that the rule
// gives for its parcel. What the candidate keeps of them is the caller's to say. It returns the transfers.
func (t *Table) Move(from int, parcels []Parcel, value func(Parcel) exact.Number) []count.Transfer {
	receives := t.receivers()
	stage := len(t.Sheet.Stages()) + 1
	var transfers []count.Transfer
	for _, p := range parcels {
		h := t.next(p, receives)
		worth := value(p)
		for to, moved := range h.parcels {
			if moved.Lines == nil {
				continue
			}
			moved.Stage, moved.Value = stage, worth
			transfer := count.Transfer{From: from, To: to, Papers: moved.Number(), Value: worth, Votes: moved.Worth(t.Papers)}
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
