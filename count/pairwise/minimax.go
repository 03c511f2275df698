package pairwise

import (
	"fmt"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
)

func minimax() count.Method {
	m := count.Method{
		Name: "minimax", Aliases: []string{"simpson-kramer", "simpson", "successive-reversal"}, Title: "Minimax",
		Text:    "Paul B. Simpson, On defining areas of voter choice, Quarterly Journal of Economics 83, 1969, 478 to 490; Gerald H. Kramer, A dynamical model of political equilibrium, Journal of Economic Theory 16, 1977, 310 to 334",
		Summary: "Candidates are compared two by two. Whoever suffers the smallest worst defeat is elected.",
		Options: []count.Option{{
			Name: "strength", Values: []string{winning, margins, opposition}, Default: winning,
			Help: "How bad a defeat is. winning: the votes for the other, if they are more than those against. margins: the difference, which is below 0 in a comparison that is won. " +
				"opposition: the votes for the other even if they are fewer (Simpson, Kramer); then somebody who beats everybody may lose.",
		}},
	}
	m.Count = func(e *count.Election, o count.Options) (*count.Result, error) {
		c, err := open(&m, e, o, "Simpson 1969")
		if err != nil {
			return nil, err
		}
		w := newWorst(c, c.Setting("strength"))
		above := func(a, b int) bool { return a != b && w.worst[a].Less(w.worst[b]) }
		return c.Close(c.elect(c.levels(above), "Simpson 1969", w.reason))
	}
	return m
}

// worst is each candidate's worst comparison.
type worst struct {
	*comparison
	measure string
	worst   []exact.Number
	by      []int // the other of the two, the first of equals; -1: there is none
}

func newWorst(c *comparison, measure string) *worst {
	w := &worst{comparison: c, measure: measure, worst: make([]exact.Number, len(c.wins)), by: make([]int, len(c.wins))}
	for _, a := range c.standing {
		w.by[a] = -1
		for _, b := range c.standing {
			if a == b {
				continue
			}
			if bad := w.bad(a, b); w.by[a] < 0 || w.worst[a].Less(bad) {
				w.worst[a], w.by[a] = bad, b
			}
		}
	}
	return w
}

// bad says how bad the comparison with b is for a.
func (w *worst) bad(a, b int) exact.Number {
	against := w.votes[b][a]
	switch {
	case w.measure == margins:
		return against.Sub(w.votes[a][b])
	case w.measure == winning && !w.beats(b, a):
		return exact.Number{}
	}
	return against
}

func (w *worst) reason(a int) string {
	b := w.by[a]
	if b < 0 {
		return fmt.Sprintf("%s is the only candidate.", w.Name(a))
	}
	rest := "of those who are left nobody's worst comparison is better."
	switch {
	case w.measure == opposition:
		return fmt.Sprintf("The most votes against %s in a comparison are those for %s (%s); of those who are left nobody has fewer.", w.Name(a), w.Name(b), w.score(b, a))
	case w.beats(b, a):
		return fmt.Sprintf("The worst defeat of %s is by %s (%s); %s", w.Name(a), w.Name(b), w.score(b, a), rest)
	case w.measure == winning:
		return fmt.Sprintf("%s is defeated by nobody; %s", w.Name(a), rest)
	}
	return fmt.Sprintf("%s is defeated by nobody and has the worst comparison with %s (%s); %s", w.Name(a), w.Name(b), w.score(a, b), rest)
}
