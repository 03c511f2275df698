package audit

import (
	"slices"
	"strconv"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/party"
)

// Style says what of a paper counts, and so which assertions make an outcome right.
type Style string

// The styles.
const (
	Alternative Style = "alternative-vote"  // rankings; the lowest goes out until one is left
	First       Style = "first-preferences" // the first preference; most votes
	Crosses     Style = "crosses"           // up to so many crosses; most votes
	Approval    Style = "approval"          // any number of crosses; most votes
	Rankings    Style = "rankings"          // rankings of any other rule: no assertions, records can only be compared
)

// Contest is what is audited of an election: what counts on its papers and who is said to have won.
type Contest struct {
	Style   Style
	Marks   int   // Crosses: how many a paper may have
	Void    bool  // Crosses: a paper with more is void; otherwise its first so many count
	Winners []int // numbers from 0
}

// Of gives the contest of a method with its options, for so many places; the winners are for the caller to fill in. A
// method that has no assertions, or none for so many places, has the style Rankings. The error, of kind Invalid, is
// about an option that cannot be read.
func Of(m *count.Method, o count.Options, seats int) (Contest, error) {
	switch m.Name {
	case "eliminating":
		if seats == 1 {
			return Contest{Style: Alternative}, nil
		}
	case "plurality":
		return Contest{Style: First}, nil
	case "approval":
		return Contest{Style: Approval}, nil
	case "block", "limited":
		most := seats
		if m.Name == "limited" {
			most = max(1, seats-1)
		}
		if text := m.Setting(o, "votes"); text != "" {
			n, err := strconv.Atoi(text)
			if err != nil || n < 1 {
				return Contest{}, party.Errorf(party.Invalid, "option votes of %s: %q is not a number of crosses from 1 on", m.Name, text)
			}
			most = n
		}
		return Contest{Style: Crosses, Marks: most, Void: m.Setting(o, "excess") == "void"}, nil
	}
	return Contest{Style: Rankings}, nil
}

// Ranked tells whether people write numbers on such a paper, and not crosses.
func (c Contest) Ranked() bool { return c.Style != Crosses && c.Style != Approval }

// counts gives what of a ranking counts: without candidates who have withdrawn; where candidates ranked equal end a
// ranking, only what comes before them; crosses, whose order means nothing, by the candidates' numbers.
func (c Contest) counts(e *count.Election, ranking []count.Mark) []count.Mark {
	switch c.Style {
	case Alternative:
		return strict(e, ranking)
	case First:
		ranking = strict(e, ranking)
		return ranking[:min(1, len(ranking))]
	case Crosses:
		if len(ranking) > c.Marks {
			if c.Void {
				return nil
			}
			end := c.Marks
			for end > 0 && ranking[end].Equal() {
				end--
			}
			ranking = ranking[:end]
		}
		return crosses(e, ranking)
	case Approval:
		return crosses(e, ranking)
	case Rankings:
	}
	return struck(e, ranking)
}

// strict gives what comes before candidates ranked equal, without those who have withdrawn. It is
// count.Election.Prepared for one paper.
func strict(e *count.Election, ranking []count.Mark) []count.Mark {
	var kept []count.Mark
	for i, mark := range ranking {
		if mark.Equal() || i+1 < len(ranking) && ranking[i+1].Equal() {
			break
		}
		if !e.Candidates[mark.Candidate()].Withdrawn {
			kept = append(kept, mark)
		}
	}
	return kept
}

// crosses gives the candidates marked, by their numbers.
func crosses(e *count.Election, ranking []count.Mark) []count.Mark {
	var kept []count.Mark
	for _, mark := range ranking {
		if !e.Candidates[mark.Candidate()].Withdrawn {
			kept = append(kept, count.NewMark(mark.Candidate(), false))
		}
	}
	slices.Sort(kept)
	return kept
}

// struck gives a ranking without those who have withdrawn, equal ranks kept, those at one rank by their numbers.
func struck(e *count.Election, ranking []count.Mark) []count.Mark {
	var kept []count.Mark
	for start := 0; start < len(ranking); {
		end := start + 1
		for end < len(ranking) && ranking[end].Equal() {
			end++
		}
		rank := crosses(e, ranking[start:end])
		for i := range rank {
			rank[i] = count.NewMark(rank[i].Candidate(), i > 0)
		}
		kept = append(kept, rank...)
		start = end
	}
	return kept
}
