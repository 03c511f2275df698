package shuffle

import (
	"errors"
	"fmt"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/group"
)

// Bases are the independent generators that a shuffle needs, h and one for each ballot. They depend on the group alone: make
// them once for all shuffles of an election. Any number of goroutines may use them.
type Bases struct {
	h    group.Element
	each []group.Element
}

// NewBases makes the generators for up to n ballots, and sees to it that all differ from each other, from 1 and from g
// (specification, section Independent generators).
func NewBases(g *group.Group, n int) (*Bases, error) {
	b := &Bases{h: g.Independent(-1), each: make([]group.Element, n)}
	seen := map[string]bool{group.Wire(g.Identity()): true, group.Wire(g.Generator()): true}
	for i := -1; i < n; i++ {
		e := b.h
		if i >= 0 {
			e = g.Independent(i)
			b.each[i] = e
		}
		wire := group.Wire(e)
		if seen[wire] {
			return nil, fmt.Errorf("independent generator %d of the group %s is not independent; no shuffle can be proven in it", i, g.Name())
		}
		seen[wire] = true
	}
	return b, nil
}

// BasesFor makes the generators for the longest list of a shuffle's input.
func BasesFor(g *group.Group, input belenios.Tally) (*Bases, error) {
	longest := 0
	for _, list := range input {
		longest = max(longest, len(list))
	}
	return NewBases(g, longest)
}

// first gives the generators for n ballots.
func (b *Bases) first(n int) ([]group.Element, error) {
	if b == nil || n > len(b.each) {
		return nil, errors.New("there are too few independent generators: make them with BasesFor from the shuffle's input")
	}
	return b.each[:n], nil
}
