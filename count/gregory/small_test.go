package gregory_test

import (
	"testing"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/constraint"
	"github.com/selectorate/selectorate/count/exact"
)

// bundle is papers of one ranking: letters are candidates (A the first), "=" puts the next equal to the one before.
type bundle struct {
	times   int64
	ranking string
}

type pile []bundle

// into makes the papers of an election of a pile.
func (p pile) into(t testing.TB, e *count.Election) {
	t.Helper()
	var b count.Builder
	for i, bundle := range p {
		if err := b.Add(ranking(bundle.ranking), bundle.times, 0, i+1); err != nil {
			t.Fatal(err)
		}
	}
	e.Papers = b.Papers()
}

// weighted makes the papers of an election of a pile, each bundle with its own worth of a paper.
func (p pile) weighted(t testing.TB, e *count.Election, worth ...exact.Number) {
	t.Helper()
	var b count.Builder
	for i, bundle := range p {
		class, err := b.Class(worth[i], "")
		if err != nil {
			t.Fatal(err)
		}
		if err := b.Add(ranking(bundle.ranking), bundle.times, class, i+1); err != nil {
			t.Fatal(err)
		}
	}
	e.Papers = b.Papers()
}

func ranking(letters string) []count.Mark {
	var marks []count.Mark
	equal := false
	for _, letter := range letters {
		if letter == '=' {
			equal = true
			continue
		}
		marks = append(marks, count.NewMark(int(letter-'A'), equal))
		equal = false
	}
	return marks
}

// election makes a contest without papers.
func election(t testing.TB, seats int, names ...string) *count.Election {
	t.Helper()
	e := &count.Election{Title: "Trees of Nowhere", Seats: seats}
	for _, name := range names {
		e.Candidates = append(e.Candidates, count.Candidate{Name: name})
	}
	pile{}.into(t, e)
	return e
}

// limits makes one constraint on a group.
func limits(group string, least, most int, members ...int) []constraint.Limit {
	return []constraint.Limit{{Group: group, Members: members, Min: least, Max: most}}
}
