package count

import "github.com/selectorate/selectorate/count/exact"

// Mark is one entry of a ranking: a candidate, and whether the voter ranked it equal with the entry before.
type Mark uint16

const equalBit = 1 << 15

// NewMark gives the entry for a candidate (numbered from 0).
func NewMark(candidate int, equal bool) Mark {
	m := Mark(candidate)
	if equal {
		m |= equalBit
	}
	return m
}

// Candidate gives the candidate's number, from 0.
func (m Mark) Candidate() int { return int(m &^ equalBit) }

// Equal tells whether the entry shares its rank with the entry before it.
func (m Mark) Equal() bool { return m&equalBit != 0 }

// Class is what papers have in common besides their ranking: what each is worth, and the section in which it was
// cast. The ordinary class is worth one vote and has no section.
type Class struct {
	Weight  exact.Number // votes a paper, more than 0
	Section string       // of an electoral college; usually empty
}

// Papers are valid papers, kept compactly: each line is a ranking, how many papers bear it, and their class.
// Papers do not change once they are built.
type Papers struct {
	marks   []Mark
	ends    []uint32 // where the ranking of line i ends in marks
	times   []int64
	class   []uint16 // nil if all are of class 0
	classes []Class
	lines   []uint32 // the line in the file of line i; nil if unknown or grouped
	total   int64
	equal   bool
}

// Len gives the number of lines.
func (p *Papers) Len() int { return len(p.ends) }

// Ranking gives the entries of a line, best first, each candidate once. The caller must not change it.
func (p *Papers) Ranking(i int) []Mark {
	var start uint32
	if i > 0 {
		start = p.ends[i-1]
	}
	return p.marks[start:p.ends[i]]
}

// Times gives how many papers bear the ranking of a line, at least 1.
func (p *Papers) Times(i int) int64 { return p.times[i] }

// Class gives the number of the class of a line's papers, an index into Classes.
func (p *Papers) Class(i int) int {
	if p.class == nil {
		return 0
	}
	return int(p.class[i])
}

// Classes lists the classes. Most elections have one, which is worth one vote.
func (p *Papers) Classes() []Class { return p.classes }

// Plain tells whether every paper is worth one vote.
func (p *Papers) Plain() bool {
	for _, class := range p.classes {
		if !class.Weight.Equal(exact.Int(1)) {
			return false
		}
	}
	return true
}

// Total gives the number of papers.
func (p *Papers) Total() int64 { return p.total }

// Votes gives what all papers are worth together.
func (p *Papers) Votes() exact.Number {
	if p.Plain() {
		return exact.Int(p.total)
	}
	counts := make([]int64, len(p.classes))
	for i, times := range p.times {
		counts[p.Class(i)] += times
	}
	return p.Worth(counts)
}

// Worth gives what so many papers of each class are worth together.
func (p *Papers) Worth(counts []int64) exact.Number {
	var total exact.Number
	for class, n := range counts {
		if n != 0 {
			total = total.Add(p.classes[class].Weight.Mul(exact.Int(n)))
		}
	}
	return total
}

// HasEqual tells whether any paper ranks candidates equal.
func (p *Papers) HasEqual() bool { return p.equal }

// Line gives the line of the file from which line i came, or 0.
func (p *Papers) Line(i int) int {
	if p.lines == nil {
		return 0
	}
	return int(p.lines[i])
}
