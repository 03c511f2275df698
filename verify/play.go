package verify

import (
	"bytes"
	"hash/crc32"

	"github.com/selectorate/selectorate/org"
	"github.com/selectorate/selectorate/register"
	"github.com/selectorate/selectorate/selection"
)

// sweepEntries is how many entries one sweep plays, more or less: it bounds the memory that the states of
// matters take. A register with more is swept several times, each time over other matters.
const sweepEntries = 300_000

// play plays the register from its first entry on.
func (c *checker) play() error {
	if !c.whole {
		c.found.NotJudged(checkActs, 0, "what the entries say could not be judged, because some of them cannot be read")
		return nil
	}
	recorded := make([]int64, c.stated.Size)
	sweeps := 1 + uint32(c.stated.Size/c.sweep)
	for part := range sweeps {
		s := &sweep{
			c: c, part: part, parts: sweeps, recorded: recorded,
			matters: map[string]*matter{}, words: map[string]string{},
		}
		if err := c.each(s.collect); err != nil {
			return err
		}
		if err := c.each(s.play); err != nil {
			return err
		}
		s.conclude()
		c.house = s.house
	}
	c.checkOrder(recorded)
	c.conclude()
	return nil
}

// each calls fn with every entry, in order. The data is good until fn returns.
func (c *checker) each(fn func(index int64, data []byte) error) error {
	for from := int64(0); from < c.stated.Size; from += register.TileWidth {
		entries, err := c.bundle(from, false)
		if err != nil {
			return err
		}
		for i, data := range entries {
			if err := fn(from+int64(i), data); err != nil {
				return err
			}
		}
		c.progress(int64(len(entries)))
	}
	return nil
}

// notDecoded stands in the place of a time that could not be read.
const notDecoded = -1

// checkOrder looks for an entry that says it was recorded before the one in front of it.
func (c *checker) checkOrder(recorded []int64) {
	latest := int64(0)
	for index, at := range recorded {
		if at != notDecoded && at < latest {
			c.found.Fail(checkEntries, int64(index), "entry %d says it was recorded at %s, before the entry in front of it: it was dated back", index, clock(at))
		}
		latest = max(latest, at)
	}
}

// sweep plays some of the matters of a register, and the organisation.
type sweep struct {
	c           *checker
	part, parts uint32
	recorded    []int64 // of every entry of the register; each sweep fills in its own
	house       house
	matters     map[string]*matter
	words       map[string]string // names that occur again and again, kept once
}

// matter is one seat in the course of being played.
type matter struct {
	name    string
	next    int64 // the number that the next act must have
	state   selection.State
	indexes []int64 // the place in the register of each act
	shown   []shown // what acts of publication open, by number
	stopped bool    // nothing more can be judged
	unknown int64   // acts that could not be judged, from the first of an unknown kind on

	sealed, opened, erased, withheld int64
	hidden                           int64 // questions that could not be answered, because they rest on a sealed value
}

// header finds what an entry is about without reading it. In an entry in its one form the first members stand
// in a known order and cannot hold what is looked for; of any other entry it gives something, and reading the
// entry will fail.
func header(data []byte) (kind, matter []byte) {
	return member(data, `,"kind":"`), member(data, `,"matter":"`)
}

func member(data []byte, before string) []byte {
	_, rest, _ := bytes.Cut(data, []byte(before))
	value, _, _ := bytes.Cut(rest, []byte{'"'})
	return value
}

// mine tells whether an entry is judged in this sweep. Every entry, whatever is in it, is judged in exactly
// one.
func (s *sweep) mine(matter []byte) bool {
	if string(matter) == string(org.Matter) {
		return s.part == 0
	}
	return crc32.ChecksumIEEE(matter)%s.parts == s.part
}

func (s *sweep) matter(name string) *matter {
	m, ok := s.matters[name]
	if !ok {
		m = &matter{name: name}
		s.matters[name] = m
	}
	return m
}

// once gives a name as a string that is kept only once.
func (s *sweep) once(name string) string {
	kept, ok := s.words[name]
	if !ok {
		s.words[name] = name
		return name
	}
	return kept
}

// collect reads, before the sweep is played, what later acts say about earlier ones: which sealed values were
// published, and which were erased. Whether those acts were lawful is seen when they are played.
func (s *sweep) collect(index int64, data []byte) error {
	kind, name := header(data)
	switch string(kind) {
	case selection.Published{}.Kind():
		if !s.mine(name) {
			return nil
		}
	case org.Erased{}.Kind():
	default:
		return nil
	}
	entry, err := register.Decode(data)
	if err != nil {
		return nil // told when it is played
	}
	if entry.Matter == string(org.Matter) {
		if act, err := org.Read(entry.Kind, entry.Open); err == nil {
			s.collectErased(index, act.(org.Erased))
		}
		return nil
	}
	if act, err := selection.Read(entry.Kind, entry.Open); err == nil {
		s.matter(entry.Matter).collect(index, act.(selection.Published))
	}
	return nil
}

// play judges an entry and applies its act.
func (s *sweep) play(index int64, data []byte) error {
	_, name := header(data)
	mine, home := s.mine(name), string(name) == string(org.Matter)
	if !mine && !home {
		return nil
	}
	entry, err := register.Decode(data)
	if err != nil {
		if mine {
			s.recorded[index] = notDecoded
			s.c.found.Fail(checkEntries, index, "entry %d is not written in the one form that entries have: %v", index, err)
		}
		return nil
	}
	s.recorded[index] = entry.Recorded
	entry.Actor, entry.Office, entry.Book = s.once(entry.Actor), s.once(entry.Office), s.once(entry.Book)
	if home {
		return s.playHome(index, entry, mine)
	}
	s.c.told.entries++
	m := s.matter(entry.Matter)
	s.checkForm(index, entry, &m.next)
	m.indexes = append(m.indexes, index)
	s.checkErased(m, index, entry)
	s.playSeat(m, index, entry)
	return nil
}

// checkForm checks what every entry says about its place.
func (s *sweep) checkForm(index int64, entry register.Entry, next *int64) {
	found := &s.c.found
	if entry.Index != index {
		found.Fail(checkEntries, index, "entry %d says that its place is %d", index, entry.Index)
	}
	if entry.Origin != s.c.stated.Origin {
		found.Fail(checkEntries, index, "entry %d belongs to another record, %s", index, entry.Origin)
	}
	if entry.Number != *next {
		found.Fail(checkEntries, index, "%s should be act %d of its matter: an act was left out or put in", entryWords(entry), *next)
	}
	*next = entry.Number + 1
}
