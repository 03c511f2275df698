package again

import (
	"bytes"
	"slices"
)

// sorted gives JSON as encoding/json writes it with the members of every object in the order of their keys.
// Nothing else is changed, so it has the same value. That is the canonical form unless a string holds
// something that encoding/json escapes and the canonical form does not, or a key is not ASCII.
func sorted(data []byte) []byte {
	s := sorter{in: data, out: make([]byte, 0, len(data))}
	s.value()
	return s.out
}

type sorter struct {
	in, out []byte
	pos     int
	scratch []byte
}

// span is one member of an object, from its key to its value, as a part of out.
type span struct{ key, from, to int }

// value copies one value.
func (s *sorter) value() {
	switch s.in[s.pos] {
	case '{':
		s.object()
	case '[':
		s.list()
	case '"':
		s.text()
	default:
		from := s.pos
		for s.pos < len(s.in) && !bytes.ContainsRune([]byte(",]}"), rune(s.in[s.pos])) {
			s.pos++
		}
		s.out = append(s.out, s.in[from:s.pos]...)
	}
}

// text copies a string.
func (s *sorter) text() {
	from := s.pos
	for s.pos++; s.in[s.pos] != '"'; s.pos++ {
		if s.in[s.pos] == '\\' {
			s.pos++
		}
	}
	s.pos++
	s.out = append(s.out, s.in[from:s.pos]...)
}

// one copies one byte.
func (s *sorter) one() {
	s.out = append(s.out, s.in[s.pos])
	s.pos++
}

func (s *sorter) list() {
	s.one()
	for s.in[s.pos] != ']' {
		if s.in[s.pos] == ',' {
			s.one()
		}
		s.value()
	}
	s.one()
}

func (s *sorter) object() {
	s.one()
	start := len(s.out)
	var buffer [16]span
	members := buffer[:0]
	for s.in[s.pos] != '}' {
		if s.in[s.pos] == ',' {
			s.pos++
		}
		m := span{from: len(s.out)}
		s.text()
		m.key = len(s.out)
		s.one()
		s.value()
		m.to = len(s.out)
		members = append(members, m)
	}
	slices.SortStableFunc(members, func(a, b span) int {
		return bytes.Compare(s.out[a.from:a.key-1], s.out[b.from:b.key-1])
	})
	s.scratch = s.scratch[:0]
	for i, m := range members {
		if i > 0 {
			s.scratch = append(s.scratch, ',')
		}
		s.scratch = append(s.scratch, s.out[m.from:m.to]...)
	}
	s.out = append(s.out[:start], s.scratch...)
	s.one()
}
