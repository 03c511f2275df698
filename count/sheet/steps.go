package sheet

import (
	"fmt"
	"slices"

	"github.com/selectorate/selectorate/count"
)

// Step adds a step to the stage recorded last, whose figures become those of now: its votes, what is
// non-transferable and cut off, the quota, the transfers, the parcels and the reason. What is decided from here on
// is decided after this step, until Whole is called or another stage is recorded. A stage that is taken in steps is
// recorded with its first one.
//
// Step refuses figures in which votes are not conserved, as Record does.
func (s *Sheet) Step(part count.Part, now count.Stage) error {
	last := &s.result.Stages[len(s.result.Stages)-1]
	for _, err := range []error{s.conserved(part.Votes, part.Nontransferable), s.conserved(now.Votes, now.Nontransferable)} {
		if err != nil {
			return fmt.Errorf("stage %d, step %d: %w", last.Number, len(last.Parts)+1, err)
		}
	}
	part.Votes, part.Reason = slices.Clone(part.Votes), grammar(part.Reason)
	last.Parts = append(last.Parts, part)
	last.Votes = slices.Clone(now.Votes)
	last.Nontransferable, last.Rounding, last.Quota = now.Nontransferable, now.Rounding, now.Quota
	last.Transfers, last.Parcels, last.Reason = now.Transfers, now.Parcels, grammar(now.Reason)
	s.within = true
	return nil
}

// Whole says that the last stage is over: what is decided from here on is decided after the whole of it.
func (s *Sheet) Whole() { s.within = false }
