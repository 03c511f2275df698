package sheet

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
)

// Highest gives the one of candidates who has most votes, settling a tie as the rule says. what names what hangs on
// it, such as "transfer of a surplus".
func (s *Sheet) Highest(candidates []int, votes []exact.Number, what string) (int, error) {
	return s.outermost(candidates, votes, what, 1)
}

// Lowest gives the one of candidates who has fewest votes, settling a tie as the rule says.
func (s *Sheet) Lowest(candidates []int, votes []exact.Number, what string) (int, error) {
	return s.outermost(candidates, votes, what, -1)
}

// outermost gives the one with most (sign 1) or fewest (sign -1) votes.
func (s *Sheet) outermost(candidates []int, votes []exact.Number, what string, sign int) (int, error) {
	tied := extreme(candidates, votes, sign)
	if len(tied) == 1 {
		return tied[0], nil
	}
	left := s.byHistory(tied, what, sign)
	if len(left) == 1 {
		return left[0], nil
	}
	return s.Draw(s.tie(tied, what), left, sign)
}

// Foremost narrows the tied down by looking back, to those who had most votes then, and draws no lot: where more
// than one is left, no earlier figure tells them apart. A tie that is settled so is put on record.
func (s *Sheet) Foremost(tied []int, what string) []int { return s.byHistory(tied, what, 1) }

func (s *Sheet) tie(tied []int, what string) count.Tie {
	return count.Tie{Stage: len(s.result.Stages), For: what, Candidates: tied, Clause: s.form.TieClause}
}

// byHistory gives those of the tied whom a look back leaves.
func (s *Sheet) byHistory(tied []int, what string, sign int) []int {
	left, then := s.lookBack(tied, sign)
	if len(left) != 1 {
		return left
	}
	most := "most"
	if sign < 0 {
		most = "fewest"
	}
	tie := s.tie(tied, what)
	tie.By, tie.Chosen, tie.Earlier = count.ByEarlierStage, left[0], then.stage
	tie.Reason = fmt.Sprintf("%s are equal; %s had %s votes %s.", s.Names(tied), s.Name(left[0]), most, then)
	s.settled(tie)
	return left
}

// lookBack narrows the tied down by earlier figures, and gives the point that last told some apart.
func (s *Sheet) lookBack(tied []int, sign int) ([]int, point) {
	left, told := tied, point{}
	if s.form.Ties == LotOnly {
		return left, told
	}
	earlier := s.points()
	if n := len(earlier); n > 0 {
		earlier = earlier[:n-1] // the last one is where they are equal
	}
	if s.form.Ties != Earliest {
		slices.Reverse(earlier)
	}
	for _, then := range earlier {
		if len(left) == 1 {
			break
		}
		if s.form.Ties == LatestApart && !apart(left, then.votes) {
			continue
		}
		if fewer := extreme(left, then.votes, sign); len(fewer) < len(left) {
			left, told = fewer, then
		}
	}
	return left, told
}

// point is a point of the count to which a look back may go.
type point struct {
	stage, step int // step 0: the whole stage
	votes       []exact.Number
}

func (p point) String() string {
	if p.step > 0 {
		return fmt.Sprintf("after step %d of stage %d", p.step, p.stage)
	}
	return fmt.Sprintf("at stage %d", p.stage)
}

// points lists the points of the count so far, the first one first.
func (s *Sheet) points() []point {
	var points []point
	for i := s.since; i < len(s.result.Stages); i++ {
		stage := &s.result.Stages[i]
		if !s.form.Steps || len(stage.Parts) == 0 {
			points = append(points, point{stage.Number, 0, stage.Votes})
			continue
		}
		for j, part := range stage.Parts {
			points = append(points, point{stage.Number, j + 1, part.Votes})
		}
	}
	return points
}

// apart tells whether no two candidates have the same votes.
func apart(candidates []int, votes []exact.Number) bool {
	ordered := Descending(candidates, votes)
	for i := range len(ordered) - 1 {
		if votes[ordered[i]].Equal(votes[ordered[i+1]]) {
			return false
		}
	}
	return true
}

// Draw settles a tie among those left without looking back: by the rule's own means if it has some, by the lot that was
// handed over, by the order in the file, or by the seed. sign is 1 if the one with most is sought, -1 if the one with
// fewest is; only a rule's own means look at it.
func (s *Sheet) Draw(tie count.Tie, left []int, sign int) (int, error) {
	if s.form.Own != nil {
		if own, settled := s.form.Own(tie, left, sign); settled {
			s.settled(own)
			return own.Chosen, nil
		}
	}
	names := make([]string, len(left))
	for i, c := range left {
		names[i] = s.names[c]
	}
	tie.Chosen, tie.By = s.options.Lot(s.Election.TieOrder, left, names, s.draws+1)
	equal := count.Join(names) + " are equal at every stage that the rule looks at; "
	switch tie.By {
	case count.ByGivenLot:
		tie.Reason = equal + fmt.Sprintf("the lot that was drawn falls on %s.", s.Name(tie.Chosen))
	case count.ByFileOrder:
		tie.Reason = fmt.Sprintf("%s are equal; of them %s is first in the order for ties that the file gives.", count.Join(names), s.Name(tie.Chosen))
	case count.BySeed:
		s.draws++
		tie.Draw = s.draws
		tie.Reason = equal + fmt.Sprintf("lot %d, drawn from the seed, falls on %s.", s.draws, s.Name(tie.Chosen))
	case count.ByEarlierStage, count.ByRule: // not by lot
	default:
		return 0, &count.LotNeeded{Stage: len(s.result.Stages), For: tie.For, Candidates: left, Names: names}
	}
	s.settled(tie)
	return tie.Chosen, nil
}

// settled takes a tie into the result. The next decision about the one who was chosen tells of it.
func (s *Sheet) settled(tie count.Tie) {
	s.result.Ties = append(s.result.Ties, tie)
	s.untold = append(s.untold, tie)
}

// withTies adds to a reason how the ties were settled by which somebody was chosen for what it tells.
func (s *Sheet) withTies(reason string, chosen ...int) string {
	for _, tie := range s.untold {
		if slices.Contains(chosen, tie.Chosen) && tie.Reason != "" && !strings.Contains(reason, tie.Reason) {
			reason += " " + tie.Reason
		}
	}
	return grammar(reason)
}

// one matches a count of one before a noun in the plural.
var one = regexp.MustCompile(`(^|[ (])1 (votes|papers|points|places|candidates beaten|crosses)\b`)

// validOne matches how many sentences about first preferences begin where one vote is valid.
var validOne = regexp.MustCompile(`\bThe 1 valid votes are `)

// grammar says one vote, one paper and one place, once for the sentences of all methods, and ends no sentence twice
// where a name ends in a full stop.
func grammar(reason string) string {
	if !strings.Contains(reason, "1 ") && !strings.Contains(reason, "..") {
		return reason
	}
	reason = validOne.ReplaceAllString(reason, "The 1 valid vote is ")
	reason = one.ReplaceAllStringFunc(reason, func(found string) string {
		found = strings.Replace(found, "candidates", "candidate", 1)
		switch {
		case strings.HasSuffix(found, "crosses"):
			return strings.TrimSuffix(found, "es")
		case strings.HasSuffix(found, "beaten"):
			return found
		}
		return strings.TrimSuffix(found, "s")
	})
	return strings.ReplaceAll(reason, "..", ".")
}

// extreme lists those with most (sign 1) or fewest (sign -1) votes, in the order of candidates.
func extreme(candidates []int, votes []exact.Number, sign int) []int {
	var found []int
	for _, c := range candidates {
		if len(found) > 0 {
			if by := sign * votes[c].Cmp(votes[found[0]]); by < 0 {
				continue
			} else if by > 0 {
				found = found[:0]
			}
		}
		found = append(found, c)
	}
	return found
}
