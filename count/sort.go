package count

import (
	"cmp"
	"math/bits"
	"slices"
)

// sorter puts papers into canonical order. The first entries of a ranking are packed into one word whose order is that
// of the rankings, and the words are sorted digit by digit together with the numbers of their lines, from the last
// digit to the first: no ranking is looked at again unless it is longer than a word.
type sorter struct {
	papers *Papers
	width  int // bits that an entry takes; all of them 0 means no more entries
	room   int // entries that fit into a word
	lines  []keyed
}

// keyed is the first entries of a ranking and the number of its line.
type keyed struct {
	key  uint64
	line uint32
}

// few is how many lines are sorted faster by comparing them than by their digits.
const few = 1 << 10

func newSorter(p *Papers) *sorter {
	s := &sorter{papers: p, width: bits.Len(uint(p.most() + 1)), lines: make([]keyed, p.Len())}
	if p.equal {
		s.width = 16 // with the bit for equal ranks; no entry has all bits set, see MaxCandidates
	}
	s.room = 64 / max(s.width, 1)
	for i := range s.lines {
		s.lines[i] = keyed{s.pack(p.Ranking(i)), uint32(i)}
	}
	return s
}

// pack puts the first entries into one word.
func (s *sorter) pack(ranking []Mark) uint64 {
	var key uint64
	shift := 64
	for _, mark := range ranking[:min(len(ranking), s.room)] {
		shift -= s.width
		key |= (uint64(mark) + 1) << shift
	}
	return key
}

// full tells whether a word has no room for more, so that the ranking may go on.
func (s *sorter) full(key uint64) bool {
	return key>>(64-s.width*s.room)&(1<<s.width-1) != 0
}

// sort sorts the lines by class, then by ranking.
func (s *sorter) sort() {
	if len(s.lines) < few {
		slices.SortFunc(s.lines, func(a, b keyed) int { return cmp.Compare(a.key, b.key) })
	} else {
		s.radix()
	}
	for start := 0; start < len(s.lines); {
		end := start + 1
		for end < len(s.lines) && s.lines[end].key == s.lines[start].key {
			end++
		}
		if end-start > 1 && s.full(s.lines[start].key) {
			slices.SortStableFunc(s.lines[start:end], func(a, b keyed) int {
				return slices.Compare(s.papers.Ranking(int(a.line)), s.papers.Ranking(int(b.line)))
			})
		}
		start = end
	}
	if s.papers.class != nil {
		s.byClass()
	}
}

// radix sorts the lines by their words.
func (s *sorter) radix() {
	const digit, digits = 11, 6 // 66 bits
	var starts [digits][1 << digit]uint32
	for _, l := range s.lines {
		for d := range digits {
			starts[d][l.key>>(d*digit)&(1<<digit-1)]++
		}
	}
	from, to := s.lines, make([]keyed, len(s.lines))
	for d := range digits {
		start := &starts[d]
		if !sum(start[:], uint32(len(from))) {
			continue
		}
		for _, l := range from {
			at := &start[l.key>>(d*digit)&(1<<digit-1)]
			to[*at] = l
			*at++
		}
		from, to = to, from
	}
	s.lines = from
}

// byClass sorts the lines by class and leaves those of a class in their order.
func (s *sorter) byClass() {
	class := s.papers.class
	starts := make([]uint32, len(s.papers.classes))
	for _, l := range s.lines {
		starts[class[l.line]]++
	}
	sum(starts, uint32(len(s.lines)))
	to := make([]keyed, len(s.lines))
	for _, l := range s.lines {
		at := &starts[class[l.line]]
		to[*at] = l
		*at++
	}
	s.lines = to
}

// sum turns how many there are of each into where each begins. It is false if all of them are the same.
func sum(counts []uint32, all uint32) bool {
	var start uint32
	differ := true
	for i, n := range counts {
		differ = differ && n != all
		counts[i] = start
		start += n
	}
	return differ
}

// same tells whether two lines in order have the same class and ranking.
func (s *sorter) same(i, j int) bool {
	a, b := s.lines[i], s.lines[j]
	p := s.papers
	return a.key == b.key && (p.class == nil || p.class[a.line] == p.class[b.line]) &&
		(!s.full(a.key) || slices.Equal(p.Ranking(int(a.line)), p.Ranking(int(b.line))))
}

// distinct gives how many lines there are when equal ones are put together, and how many entries they have.
func (s *sorter) distinct() (lines, marks int) {
	for i, l := range s.lines {
		if i == 0 || !s.same(i-1, i) {
			lines++
			marks += s.entries(l)
		}
	}
	return lines, marks
}

// entries gives the length of a ranking, if possible without looking at it.
func (s *sorter) entries(l keyed) int {
	if s.full(l.key) {
		return len(s.papers.Ranking(int(l.line)))
	}
	return (64 - bits.TrailingZeros64(l.key) + s.width - 1) / s.width
}

// appendRanking appends the ranking of a line, if possible without looking at it: lines in order lie far apart.
func (s *sorter) appendRanking(marks []Mark, l keyed) []Mark {
	if s.full(l.key) {
		return append(marks, s.papers.Ranking(int(l.line))...)
	}
	for key := l.key; key != 0; key <<= s.width {
		marks = append(marks, Mark(key>>(64-s.width)-1))
	}
	return marks
}
