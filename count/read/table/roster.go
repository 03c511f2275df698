package table

import (
	"fmt"
	"slices"
	"strings"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/read/mend"
)

// roster learns who stands from the papers: whoever is named is a candidate. In the end those that were not given
// are numbered by name, so that the order of the papers does not matter.
type roster struct {
	names []string
	index map[string]int
	given int
}

func newRoster(given []string) (*roster, error) {
	r := &roster{index: map[string]int{}}
	for _, name := range given {
		name = strings.TrimSpace(name)
		if _, twice := r.index[name]; twice || name == "" {
			return nil, at(0, 0, fmt.Sprintf("the candidate %q is given twice, or has no name", name), "give every candidate once")
		}
		r.number(name)
	}
	r.given = len(r.names)
	return r, nil
}

// number gives the number of a candidate, a new one if the name is new; -1 if there are too many.
func (r *roster) number(name string) int {
	if c, known := r.index[name]; known {
		return c
	}
	if len(r.names) >= count.MaxCandidates {
		return -1
	}
	c := len(r.names)
	r.index[strings.Clone(name)] = c
	r.names = append(r.names, name)
	return c
}

// settle numbers the candidates for good and puts them into the election.
func (r *roster) settle(pile *mend.Pile, election *count.Election) {
	names := slices.Clone(r.names)
	slices.Sort(names[r.given:])
	to := make([]int, len(names))
	moved := false
	for i, name := range names {
		to[r.index[name]] = i
		moved = moved || r.index[name] != i
		election.Candidates = append(election.Candidates, count.Candidate{Name: name})
	}
	if moved {
		pile.Renumber(to)
	}
	if others := names[r.given:]; r.given > 0 && len(others) > 0 {
		election.Notes = append(election.Notes, "Papers name somebody who is not among the candidates given: "+list(others)+".")
	}
}

// maxListed is how many names a note lists.
const maxListed = 30

func list(names []string) string {
	if len(names) > maxListed {
		return strings.Join(names[:maxListed], ", ") + fmt.Sprintf(" and %d more", len(names)-maxListed)
	}
	return count.Join(names)
}
