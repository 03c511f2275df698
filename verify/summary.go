package verify

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/selectorate/selectorate/verify/finding"
)

// sealedMost is how many matters are told of one by one whose values are sealed or erased.
const sealedMost = 5

// tally counts what was judged.
type tally struct {
	entries, acts, books, openings, decisions, keyChanges int64

	matters  int64
	sealedIn int64 // matters with a value that is sealed or erased
	sealed   int64
	erased   int64
	hidden   int64
}

// conclude tells what can only be told at the end of a sweep.
func (s *sweep) conclude() {
	names := slices.SortedFunc(maps.Keys(s.matters), func(a, b string) int {
		return cmp.Or(cmp.Compare(s.matters[a].first(), s.matters[b].first()), cmp.Compare(a, b))
	})
	t := &s.c.told
	for _, name := range names {
		m := s.matters[name]
		t.matters++
		s.c.checkMet(m.shown)
		if m.unknown > 1 {
			s.c.found.NotJudged(checkKinds, m.last(), "%s: %s could not be judged", m.title(), finding.Count(m.unknown, "act", "acts"))
		}
		hidden := m.sealed - m.opened
		if hidden == 0 && m.hidden == 0 {
			continue
		}
		if t.sealedIn++; t.sealedIn <= sealedMost {
			s.c.found.NotJudged(checkSealed, m.first(), "%s: %s", m.title(), m.sealedWords())
		}
		t.sealed += hidden - m.erased
		t.erased += m.erased
		t.hidden += m.hidden
	}
	if s.part == 0 && s.house.unknown > 1 {
		s.c.found.NotJudged(checkKinds, s.c.stated.Size, "%s of the organisation could not be judged", finding.Count(s.house.unknown, "act", "acts"))
	}
}

// first gives the place of the matter's first act.
func (m *matter) first() int64 {
	if len(m.indexes) == 0 {
		return 0
	}
	return m.indexes[0]
}

// last gives the place of the matter's last act; there is one.
func (m *matter) last() int64 { return m.indexes[len(m.indexes)-1] }

// sealedWords says how much of a matter could not be judged, and why.
func (m *matter) sealedWords() string {
	var parts []string
	if hidden := m.sealed - m.opened - m.erased; hidden > 0 {
		told := finding.Count(hidden, "value is sealed", "values are sealed")
		if m.withheld > 0 {
			told += fmt.Sprintf(", %s because %s would tell how single members voted", finding.Thousands(min(hidden, m.withheld)), pick(m.withheld, "it", "they"))
		}
		parts = append(parts, told)
	}
	if m.erased > 0 {
		parts = append(parts, finding.Count(m.erased, "value was erased with somebody's data", "values were erased with somebody's data"))
	}
	if m.hidden > 0 {
		parts = append(parts, finding.Count(m.hidden, "answer of the rules rests on what is sealed or erased", "answers of the rules rest on what is sealed or erased")+" and could not be computed again")
	}
	return strings.Join(parts, "; ")
}

func pick(n int64, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// conclude tells what was judged in the whole register.
func (c *checker) conclude() {
	c.checkMet(c.openings)
	c.checkErasedMet()
	t := c.told
	c.found.Passed(checkEntries, "%s of the organisation and of %s, each in its form and in its place", finding.Count(t.entries, "act", "acts"), finding.Count(t.matters, "seat", "seats"))
	c.found.Passed(checkKinds, "every act is of a kind that this version knows")
	c.found.Passed(checkActs, "%s allowed by the rules in force and by what had happened before", finding.Count(t.acts, "act was", "acts were each"))
	c.found.Passed(checkSecrecy, "no figures were published that tell how single members voted")
	if t.books > 0 {
		c.found.Passed(checkBooks, "%s word for word as adopted", finding.Count(t.books, "rulebook is there", "rulebooks are there"))
	}
	if t.openings > 0 {
		c.found.Passed(checkOpenings, "%s and %s what was sealed", finding.Count(t.openings, "sealed value was opened", "sealed values were opened"), pick(t.openings, "is", "are"))
	}
	if t.decisions > 0 {
		c.found.Passed(checkDecisions, "%s computed again from the returns, with the same outcome and the same reasons", finding.Count(t.decisions, "decision was", "decisions were"))
	}
	if t.keyChanges > 0 {
		c.found.Passed(checkKeyChanges, "the signing key changed %s, each time by both keys", finding.Count(t.keyChanges, "time", "times"))
	}
	if t.sealedIn == 0 {
		c.found.Passed(checkSealed, "nothing is sealed that would have to be judged")
		return
	}
	if t.sealedIn > 1 {
		c.found.NotJudged(checkSealed, c.stated.Size, "in all, in %s: %s sealed, %s erased; %s", finding.Count(t.sealedIn, "seat", "seats"), finding.Count(t.sealed, "value", "values"), finding.Count(t.erased, "value", "values"), finding.Count(t.hidden, "answer of the rules could not be computed again", "answers of the rules could not be computed again"))
	}
}
