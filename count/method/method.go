// Package method lists every method of counting by its name. It is where a caller begins:
//
//	m, ok := method.Find("scottish")
//	result, err := m.Count(election, count.Options{Seats: 3})
package method

import (
	"slices"
	"strings"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/college"
	"github.com/selectorate/selectorate/count/elimination"
	"github.com/selectorate/selectorate/count/ers"
	"github.com/selectorate/selectorate/count/gregory"
	"github.com/selectorate/selectorate/count/ireland"
	"github.com/selectorate/selectorate/count/meek"
	"github.com/selectorate/selectorate/count/pairwise"
	"github.com/selectorate/selectorate/count/plurality"
)

// All lists the methods: first those with which a party fills places, then the rest.
func All() []count.Method {
	return slices.Concat(gregory.Methods(), ers.Methods(), ireland.Methods(), meek.Methods(), elimination.Methods(), plurality.Methods(), pairwise.Methods(), college.Methods())
}

// Names lists the names of all methods.
func Names() []string {
	var names []string
	for _, m := range All() {
		names = append(names, m.Name)
	}
	return names
}

// Find gives the method of a name or alias; case, spaces, hyphens and underscores do not matter.
func Find(name string) (count.Method, bool) {
	name = bare(name)
	for _, m := range All() {
		if bare(m.Name) == name || slices.ContainsFunc(m.Aliases, func(alias string) bool { return bare(alias) == name }) {
			return m, true
		}
	}
	return count.Method{}, false
}

// bare takes from a name what people write in different ways.
func bare(name string) string {
	return strings.NewReplacer(" ", "", "_", "", "-", "").Replace(strings.ToLower(strings.TrimSpace(name)))
}
