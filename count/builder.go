package count

import (
	"cmp"
	"math"
	"slices"

	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/party"
)

// Builder gathers papers one by one. Readers use it; the zero value is ready.
type Builder struct {
	papers  Papers
	byClass map[classKey]uint16
	seen    []uint32 // the number of the paper that last named a candidate, to find repeats
	number  uint32
}

type classKey struct{ weight, section string }

// Grow makes room for so many lines with so many marks altogether.
func (b *Builder) Grow(lines, marks int) {
	b.papers.marks = append(make([]Mark, 0, marks), b.papers.marks...)
	b.papers.ends = append(make([]uint32, 0, lines), b.papers.ends...)
	b.papers.times = append(make([]int64, 0, lines), b.papers.times...)
	b.papers.lines = append(make([]uint32, 0, lines), b.papers.lines...)
}

// Class gives the number of the class with this worth a paper and this section. The first call fixes class 0;
// papers added before any call are of the ordinary class. Weights must be more than 0.
func (b *Builder) Class(weight exact.Number, section string) (uint16, error) {
	if weight.Sign() <= 0 {
		return 0, party.Errorf(party.Invalid, "a paper cannot be worth %s votes", weight)
	}
	key := classKey{weight.String(), section}
	if b.byClass == nil {
		b.byClass = map[classKey]uint16{}
	}
	if class, known := b.byClass[key]; known {
		return class, nil
	}
	if len(b.papers.classes) > math.MaxUint16 {
		return 0, party.Errorf(party.Invalid, "there are more than %d different weights", math.MaxUint16+1)
	}
	class := uint16(len(b.papers.classes))
	b.byClass[key] = class
	b.papers.classes = append(b.papers.classes, Class{weight, section})
	return class, nil
}

// ordinary makes sure that class 0 exists.
func (b *Builder) ordinary() {
	if len(b.papers.classes) == 0 {
		_, _ = b.Class(exact.Int(1), "") // one vote a paper cannot be refused
	}
}

// Add adds times papers of a class with a ranking. The ranking must name nobody twice (see Mend) and is copied.
// It must not be empty: a paper that ranks nobody is to be rejected, with a reason, by the reader.
func (b *Builder) Add(ranking []Mark, times int64, class uint16, line int) error {
	b.ordinary()
	p := &b.papers
	switch {
	case len(ranking) == 0:
		return party.Errorf(party.Invalid, "a paper without a preference")
	case times <= 0:
		return party.Errorf(party.Invalid, "a paper cannot stand for %d papers", times)
	case times > MaxPapers-p.total:
		return party.Errorf(party.Invalid, "there are more than %d papers", int64(MaxPapers))
	case len(p.marks)+len(ranking) > math.MaxUint32:
		return party.Errorf(party.Invalid, "the papers have more than %d preferences", uint32(math.MaxUint32))
	}
	var all Mark
	for _, mark := range ranking {
		all |= mark
	}
	p.equal = p.equal || all.Equal()
	p.marks = append(p.marks, ranking...)
	p.ends = append(p.ends, uint32(len(p.marks)))
	p.times = append(p.times, times)
	p.lines = append(p.lines, uint32(min(line, math.MaxUint32)))
	if class != 0 && p.class == nil {
		p.class = make([]uint16, len(p.ends)-1, cap(p.ends))
	}
	if p.class != nil {
		p.class = append(p.class, class)
	}
	p.total += times
	return nil
}

// Repeats gives the place of the first entry that names a candidate named before, or -1.
func (b *Builder) Repeats(ranking []Mark) int {
	b.number++
	if b.number == 0 { // wrapped around: begin anew
		clear(b.seen)
		b.number = 1
	}
	for i, mark := range ranking {
		c := mark.Candidate()
		for c >= len(b.seen) {
			b.seen = append(b.seen, 0)
		}
		if b.seen[c] == b.number {
			return i
		}
		b.seen[c] = b.number
	}
	return -1
}

// Renumber gives every candidate that the papers name a new number: candidate c becomes to[c]. Readers that meet
// candidates by name only while they read use it, so that the order of the papers does not matter. The new numbers
// must differ, and there must be one for every candidate named.
func (b *Builder) Renumber(to []int) {
	for i, mark := range b.papers.marks {
		b.papers.marks[i] = NewMark(to[mark.Candidate()], mark.Equal())
	}
}

// Papers gives what was gathered, with the candidates of one rank and the classes in canonical order. The builder
// must not be used afterwards.
func (b *Builder) Papers() *Papers {
	b.ordinary()
	b.sortRanks()
	b.sortClasses()
	return &b.papers
}

// sortRanks puts the candidates of each rank in the order of their numbers: 2=1 says the same as 1=2.
func (b *Builder) sortRanks() {
	if !b.papers.equal {
		return
	}
	for i := range b.papers.ends {
		ranking := b.papers.Ranking(i)
		for start := 0; start < len(ranking); {
			end := start + 1
			for end < len(ranking) && ranking[end].Equal() {
				end++
			}
			rank := ranking[start:end]
			slices.SortFunc(rank, func(x, y Mark) int { return cmp.Compare(x.Candidate(), y.Candidate()) })
			for j, mark := range rank {
				rank[j] = NewMark(mark.Candidate(), j > 0)
			}
			start = end
		}
	}
}

// sortClasses numbers the classes by section, then by weight, and drops those that no paper has: in which order the
// papers came must not show.
func (b *Builder) sortClasses() {
	p := &b.papers
	if p.class == nil {
		p.classes = p.classes[:1]
		return
	}
	used := make([]bool, len(p.classes))
	for _, class := range p.class {
		used[class] = true
	}
	var order []int
	for class := range p.classes {
		if used[class] {
			order = append(order, class)
		}
	}
	slices.SortFunc(order, func(x, y int) int {
		return cmp.Or(cmp.Compare(p.classes[x].Section, p.classes[y].Section), p.classes[x].Weight.Cmp(p.classes[y].Weight))
	})
	classes, to := make([]Class, len(order)), make([]uint16, len(p.classes))
	for i, class := range order {
		classes[i], to[class] = p.classes[class], uint16(i)
	}
	for i, class := range p.class {
		p.class[i] = to[class]
	}
	p.classes = classes
}
