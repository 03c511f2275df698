package count

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
)

// Sorted gives the same papers in canonical order, each ranking once for each class: by class, then by the entries
// of the ranking from the first on. Methods count these, so that neither the order of the papers nor whether equal
// ones were put together changes anything.
func (p *Papers) Sorted() *Papers {
	p = p.classed()
	order := p.order()
	q := &Papers{
		classes: p.classes, total: p.total, equal: p.equal,
		marks: make([]Mark, 0, len(p.marks)), ends: make([]uint32, 0, len(order)), times: make([]int64, 0, len(order)),
	}
	last := -1
	for _, i := range order {
		if last >= 0 && p.Class(last) == p.Class(int(i)) && slices.Equal(p.Ranking(last), p.Ranking(int(i))) {
			q.times[len(q.times)-1] += p.times[i]
			continue
		}
		last = int(i)
		q.marks = append(q.marks, p.Ranking(last)...)
		q.ends = append(q.ends, uint32(len(q.marks)))
		q.times = append(q.times, p.times[i])
		if p.class != nil {
			q.class = append(q.class, p.class[i])
		}
	}
	return q
}

// classed gives the same papers with their classes in canonical order: by section, then by weight.
func (p *Papers) classed() *Papers {
	order := make([]int, len(p.classes))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(p.classes[a].Section, p.classes[b].Section), p.classes[a].Weight.Cmp(p.classes[b].Weight))
	})
	if slices.IsSorted(order) {
		return p
	}
	q := *p
	q.classes = make([]Class, len(order))
	to := make([]uint16, len(order))
	for place, was := range order {
		q.classes[place], to[was] = p.classes[was], uint16(place)
	}
	q.class = make([]uint16, p.Len())
	for i := range q.class {
		q.class[i] = to[p.Class(i)]
	}
	return &q
}

// order gives the lines in canonical order: a radix sort over the first entries packed into one word, and a
// comparison where those are the same.
func (p *Papers) order() []uint32 {
	order := make([]uint32, p.Len())
	keys := make([]uint64, p.Len())
	width := p.width()
	for i := range order {
		order[i] = uint32(i)
		keys[i] = pack(p.Ranking(i), width)
	}
	order = radix(order, keys)
	for start := 0; start < len(order); {
		end := start + 1
		for end < len(order) && keys[order[end]] == keys[order[start]] {
			end++
		}
		if end-start > 1 {
			slices.SortFunc(order[start:end], func(a, b uint32) int {
				return slices.Compare(p.Ranking(int(a)), p.Ranking(int(b)))
			})
		}
		start = end
	}
	if p.class != nil {
		slices.SortStableFunc(order, func(a, b uint32) int { return cmp.Compare(p.class[a], p.class[b]) })
	}
	return order
}

// width gives the bits that one entry needs, one value being kept for "no more entries".
func (p *Papers) width() int {
	if p.equal {
		return 16
	}
	most := 0
	for _, mark := range p.marks {
		most = max(most, int(mark))
	}
	width := 1
	for most+1 >= 1<<width {
		width++
	}
	return width
}

// pack puts the first entries into one word whose order is that of the rankings.
func pack(ranking []Mark, width int) uint64 {
	var key uint64
	room := 64
	for _, mark := range ranking {
		if room < width {
			return key
		}
		room -= width
		key |= (uint64(mark) + 1) << room // no mark has all bits set, see MaxCandidates
	}
	return key
}

// radix sorts line numbers by their keys, which it leaves as they are.
func radix(order []uint32, keys []uint64) []uint32 {
	const digit = 11
	other := make([]uint32, len(order))
	for shift := 0; shift < 64; shift += digit {
		var starts [1 << digit]uint32
		for _, i := range order {
			starts[keys[i]>>shift&(1<<digit-1)]++
		}
		var sum uint32
		same := false
		for d, n := range starts {
			same = same || n == uint32(len(order))
			starts[d] = sum
			sum += n
		}
		if same {
			continue
		}
		for _, i := range order {
			d := keys[i] >> shift & (1<<digit - 1)
			other[starts[d]] = i
			starts[d]++
		}
		order, other = other, order
	}
	return order
}

// Digest gives the SHA-256 of sorted papers in their canonical form, as "sha256:" and 64 hexadecimal digits.
//
// The form is UTF-8 text with a line for each distinct ranking of each class, in canonical order and each ended by
// a newline: how many papers bear it; if the class is not worth one vote, "*" and the weight in lowest terms; if it
// has a section, "@" and the section's name as a Go string literal; then, after a space each, the candidates from 1,
// best first, those of one rank joined by "=". doc/formats/count-json.md is normative.
func (p *Papers) Digest() string {
	hash := sha256.New()
	var line []byte
	for i := range p.Len() {
		line = strconv.AppendInt(line, p.times[i], 10)
		class := p.classes[p.Class(i)]
		if weight := class.Weight.String(); weight != "1" {
			line = append(append(line, '*'), weight...)
		}
		if class.Section != "" {
			line = strconv.AppendQuote(append(line, '@'), class.Section)
		}
		for _, mark := range p.Ranking(i) {
			sep := byte(' ')
			if mark.Equal() {
				sep = '='
			}
			line = strconv.AppendInt(append(line, sep), int64(mark.Candidate())+1, 10)
		}
		line = append(line, '\n')
		if len(line) > 1<<15 {
			hash.Write(line)
			line = line[:0]
		}
	}
	hash.Write(line)
	return "sha256:" + hex.EncodeToString(hash.Sum(nil))
}
