package verify

import (
	"cmp"
	"maps"
	"slices"

	"github.com/selectorate/selectorate/org"
	"github.com/selectorate/selectorate/register"
)

// erasure is what the record says of a sealed value that can never be opened again.
type erasure struct {
	by  int64 // the entry that says so first
	met bool  // there is such a value
}

// collectErased keeps what an act of the organisation says is erased. It is read in every sweep, and judged in
// the first.
func (s *sweep) collectErased(index int64, act org.Erased) {
	if s.part != 0 {
		return
	}
	for _, field := range act.Fields {
		if first := s.c.erased[field]; first != nil {
			s.c.found.Fail(checkActs, index, "entry %d says again that the %s of entry %d was erased, as entry %d said", index, field.Field, field.Entry, first.by)
			continue
		}
		s.c.erased[field] = &erasure{by: index}
	}
}

// checkErased holds what is said to be erased of an entry to what the entry sealed and what was published of it.
func (s *sweep) checkErased(m *matter, index int64, entry register.Entry) {
	for field := range entry.Sealed {
		gone := s.c.erased[org.SealedField{Entry: index, Field: field}]
		if gone == nil {
			continue
		}
		gone.met = index < gone.by
		for _, o := range of(m.shown, entry.Number) {
			if o.Field == field {
				s.c.found.Fail(checkSecrecy, gone.by, "entry %d says that the %s of entry %d was erased, and entry %d publishes it", gone.by, field, index, o.from)
			}
		}
	}
}

// checkErasedMet looks for what was said to be erased and was never sealed before.
func (c *checker) checkErasedMet() {
	fields := slices.SortedFunc(maps.Keys(c.erased), func(a, b org.SealedField) int {
		return cmp.Or(cmp.Compare(a.Entry, b.Entry), cmp.Compare(a.Field, b.Field))
	})
	for _, field := range fields {
		if gone := c.erased[field]; !gone.met {
			c.found.Fail(checkActs, gone.by, "entry %d says that the %s of entry %d was erased, and no such value was sealed before it", gone.by, field.Field, field.Entry)
		}
	}
}
