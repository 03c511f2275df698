package count

import (
	"cmp"
	"slices"
)

// Prepared gives the election as a method counts it: papers in canonical order, candidates who have withdrawn
// struck out of every ranking, and, if strict, each ranking ended before the first candidates it ranks equal (for
// rules that know no equal ranks). A paper that then ranks nobody is rejected with the reason. Rejected papers are in
// the order of their lines.
func (e *Election) Prepared(strict bool) *Election {
	prepared := *e
	withdrawn := len(e.Standing()) < len(e.Candidates)
	if !withdrawn && (!strict || !e.Papers.HasEqual()) {
		prepared.Papers, prepared.Rejected = e.Papers.Sorted(), byLine(e.Rejected)
		return &prepared
	}
	var kept Builder
	kept.papers.classes = e.Papers.classes
	prepared.Rejected = append([]Rejected(nil), e.Rejected...)
	var ranking []Mark
	for i := range e.Papers.Len() {
		ranking = e.cleaned(ranking[:0], e.Papers.Ranking(i), strict)
		if len(ranking) == 0 {
			prepared.Rejected = append(prepared.Rejected, Rejected{e.Papers.Line(i), e.Papers.Times(i), e.emptied(i)})
			continue
		}
		// What the papers held before fits again.
		_ = kept.Add(ranking, e.Papers.Times(i), uint16(e.Papers.Class(i)), e.Papers.Line(i))
	}
	prepared.Papers, prepared.Rejected = kept.Papers().Sorted(), byLine(prepared.Rejected)
	return &prepared
}

// byLine gives rejected papers in the order of the file; those of one line keep theirs.
func byLine(rejected []Rejected) []Rejected {
	before := func(a, b Rejected) int { return cmp.Compare(a.Line, b.Line) }
	if slices.IsSortedFunc(rejected, before) {
		return rejected
	}
	ordered := slices.Clone(rejected)
	slices.SortStableFunc(ordered, before)
	return ordered
}

// cleaned appends to kept what is left of a ranking.
func (e *Election) cleaned(kept, ranking []Mark, strict bool) []Mark {
	for i := 0; i < len(ranking); {
		end := i + 1
		for end < len(ranking) && ranking[end].Equal() {
			end++
		}
		first := true
		start := len(kept)
		for _, mark := range ranking[i:end] {
			if !e.Candidates[mark.Candidate()].Withdrawn {
				kept = append(kept, NewMark(mark.Candidate(), !first))
				first = false
			}
		}
		if strict && end-i > 1 {
			// Ranked equal by the voter: no order can be read from here on, whoever has withdrawn since.
			return kept[:start]
		}
		i = end
	}
	return kept
}

func (e *Election) emptied(i int) string {
	ranking := e.Papers.Ranking(i)
	if len(ranking) > 1 && ranking[1].Equal() {
		return "more than one first preference"
	}
	return "no preference for a candidate who still stands"
}

// Summary says what is counted: the prepared papers, and the digest of all valid papers as they were read.
func (e *Election) Summary(prepared *Election) Ballots {
	sorted := prepared.Papers
	if e.Papers.total != sorted.total || len(e.Papers.marks) != 0 && prepared.changed(e) {
		sorted = e.Papers.Sorted()
	}
	return Ballots{
		Valid: prepared.Papers.Total(), Rejected: prepared.RejectedTotal(), Votes: prepared.Papers.Votes(), Digest: sorted.Digest(),
	}
}

// changed tells whether preparing has struck anything out of the papers of e.
func (e *Election) changed(original *Election) bool {
	return len(original.Standing()) < len(original.Candidates) || original.Papers.HasEqual() != e.Papers.HasEqual()
}
