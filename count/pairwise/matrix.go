package pairwise

import (
	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
)

// tally counts the papers of one class. Where a paper ranks a candidate, the candidate is preferred to all others
// but those ranked before or equal; so what has to be counted for each paper are the pairs that it ranks, and no more.
type tally struct {
	n      int
	ranked []int64 // papers that rank the candidate
	behind []int64 // at a·n+b: papers that rank a behind b
	equal  []int64 // at a·n+b: papers that rank a and b equal; nil if no paper ranks equal
}

func newTally(n int, equal bool) *tally {
	t := &tally{n: n, ranked: make([]int64, n), behind: make([]int64, n*n)}
	if equal {
		t.equal = make([]int64, n*n)
	}
	return t
}

// add counts papers that rank nobody equal. The sums cannot overflow, because there are at most count.MaxPapers.
func (t *tally) add(ranking []count.Mark, times int64) {
	for i, mark := range ranking {
		a := int(mark)
		t.ranked[a] += times
		row := t.behind[a*t.n : a*t.n+t.n]
		for _, b := range ranking[:i] {
			row[b] += times
		}
	}
}

// addEqual counts papers that may rank candidates equal.
func (t *tally) addEqual(ranking []count.Mark, times int64) {
	for start := 0; start < len(ranking); {
		end := start + 1
		for end < len(ranking) && ranking[end].Equal() {
			end++
		}
		for _, mark := range ranking[start:end] {
			a := mark.Candidate()
			t.ranked[a] += times
			for _, b := range ranking[:start] {
				t.behind[a*t.n+b.Candidate()] += times
			}
			for _, b := range ranking[start:end] {
				t.equal[a*t.n+b.Candidate()] += times
			}
		}
		start = end
	}
}

// prefer gives how many papers prefer a to b.
func (t *tally) prefer(a, b int) int64 {
	papers := t.ranked[a] - t.behind[a*t.n+b]
	if t.equal != nil {
		papers -= t.equal[a*t.n+b]
	}
	return papers
}

// matrix gives for each two who stand the votes of those who prefer the one to the other. Candidates ranked equal count
// for neither; those not ranked stand equal behind those ranked.
func matrix(e *count.Election) [][]exact.Number {
	n, papers := len(e.Candidates), e.Papers
	tallies := make([]*tally, len(papers.Classes()))
	for class := range tallies {
		tallies[class] = newTally(n, papers.HasEqual())
	}
	for i := range papers.Len() {
		t := tallies[papers.Class(i)]
		if t.equal == nil {
			t.add(papers.Ranking(i), papers.Times(i))
		} else {
			t.addEqual(papers.Ranking(i), papers.Times(i))
		}
	}
	standing := e.Standing()
	m := make([][]exact.Number, n)
	for a := range m {
		m[a] = make([]exact.Number, n)
	}
	counts := make([]int64, len(tallies))
	for _, a := range standing {
		for _, b := range standing {
			if a == b {
				continue
			}
			for class, t := range tallies {
				counts[class] = t.prefer(a, b)
			}
			m[a][b] = papers.Worth(counts)
		}
	}
	return m
}
