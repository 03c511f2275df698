package parcel

import (
	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
)

// Transferable counts the papers of parcels that have a further preference for somebody who continues, and what they
// are worth at a value of 1. Nothing moves: rules that share a surplus among the transferable papers need the number
// before they know the value.
func (t *Table) Transferable(parcels []Parcel) (papers int64, worth exact.Number) {
	receives := t.receivers()
	counts := make([]int64, len(t.Papers.Classes()))
	for _, p := range parcels {
		for _, line := range p.Lines {
			ranking := t.Papers.Ranking(int(line))
			for at := int(t.at[line]) + 1; at < len(ranking); at++ {
				if receives[ranking[at].Candidate()] {
					counts[t.Papers.Class(int(line))] += t.Papers.Times(int(line))
					break
				}
			}
		}
	}
	return Parcel{Counts: counts}.Number(), t.Papers.Worth(counts)
}

// Step adds a step to the stage recorded last, with the votes as they are now. What now says of transfers, quota and
// reason is of the whole stage so far.
func (t *Table) Step(part count.Part, now count.Stage) error {
	t.fill(&now)
	part.Votes, part.Nontransferable = now.Votes, now.Nontransferable
	return t.Sheet.Step(part, now)
}

// Begin records a stage that is taken in steps, with the votes as they are now, after the first.
func (t *Table) Begin(part count.Part, now count.Stage) error {
	t.fill(&now)
	part.Votes, part.Nontransferable = now.Votes, now.Nontransferable
	now.Parts = []count.Part{part}
	return t.Sheet.Record(now)
}

// fill puts the figures as they are now into a stage.
func (t *Table) fill(stage *count.Stage) {
	stage.Votes = t.Votes
	stage.Nontransferable = t.Exhausted.Add(t.Rounding)
	stage.Rounding = t.Rounding
	stage.Parcels = t.Holdings()
}
