package count

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
)

// Sorted gives the same papers in canonical order, each ranking once for each class: by class, then by the entries
// of the ranking from the first on. Methods count these, so that neither the order of the papers nor whether equal
// ones were put together changes anything.
func (p *Papers) Sorted() *Papers {
	s := newSorter(p)
	s.sort()
	lines, marks := s.distinct()
	q := &Papers{
		classes: p.classes, total: p.total, equal: p.equal,
		marks: make([]Mark, 0, marks), ends: make([]uint32, 0, lines), times: make([]int64, 0, lines),
	}
	if p.class != nil {
		q.class = make([]uint16, 0, lines)
	}
	for i, l := range s.lines {
		if i > 0 && s.same(i-1, i) {
			q.times[len(q.times)-1] += p.times[l.line]
			continue
		}
		q.marks = s.appendRanking(q.marks, l)
		q.ends = append(q.ends, uint32(len(q.marks)))
		q.times = append(q.times, p.times[l.line])
		if p.class != nil {
			q.class = append(q.class, p.class[l.line])
		}
	}
	return q
}

// Digest gives the SHA-256 of sorted papers in their canonical form, as "sha256:" and 64 hexadecimal digits.
//
// The form is UTF-8 text with a line for each distinct ranking of each class, in canonical order and each ended by
// a newline: how many papers bear it; if the class is not worth one vote, "*" and the weight in lowest terms; if it
// has a section, "@" and the section's name as a Go string literal; then, after a space each, the candidates from 1,
// best first, those of one rank joined by "=". doc/formats/count-json.md is normative.
func (p *Papers) Digest() string {
	classes, entries := p.digestWords()
	hash := sha256.New()
	text := make([]byte, 0, 1<<16)
	for i := range p.Len() {
		text = strconv.AppendInt(text, p.times[i], 10)
		text = append(text, classes[p.Class(i)]...)
		for _, mark := range p.Ranking(i) {
			at := len(text)
			text = append(text, entries[mark.Candidate()]...)
			if mark.Equal() {
				text[at] = '='
			}
		}
		text = append(text, '\n')
		if len(text) > 1<<15 {
			hash.Write(text)
			text = text[:0]
		}
	}
	hash.Write(text)
	return "sha256:" + hex.EncodeToString(hash.Sum(nil))
}

// digestWords gives what the canonical form says for each class, and for each candidate with a space before it.
func (p *Papers) digestWords() (classes, entries []string) {
	for _, class := range p.classes {
		word := ""
		if weight := class.Weight.String(); weight != "1" {
			word = "*" + weight
		}
		if class.Section != "" {
			word += "@" + strconv.Quote(class.Section)
		}
		classes = append(classes, word)
	}
	for c := range p.most() + 1 {
		entries = append(entries, " "+strconv.Itoa(c+1))
	}
	return classes, entries
}

// most gives the greatest number of a candidate on any paper, or -1.
func (p *Papers) most() int {
	if len(p.marks) == 0 {
		return -1
	}
	if !p.equal {
		return slices.Max(p.marks).Candidate()
	}
	most := -1
	for _, mark := range p.marks {
		most = max(most, mark.Candidate())
	}
	return most
}
