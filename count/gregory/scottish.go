package gregory

import (
	"fmt"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/parcel"
	"github.com/selectorate/selectorate/count/sheet"
)

// scottish is the rule of Scottish local elections: the Scottish Local Government Elections Order 2011 (SSI
// 2011/399), Schedule 1, rules 46 to 53.
func scottish() count.Method {
	m := count.Method{
		Name: "scottish", Aliases: []string{"scottish-2011", "scotland", "scottishstv", "scottish-stv", "wig"},
		Title: "Scottish STV",
		Text:  "Scottish Local Government Elections Order 2011 (SSI 2011/399), Schedule 1, rules 46 to 53",
		Summary: "Single transferable vote with a whole-number quota. All papers of an elected candidate move on, each at a fraction of " +
			"its value, cut to five decimals; one surplus or one exclusion in each stage.",
		Constrained: true,
	}
	m.Count = func(e *count.Election, o count.Options) (*count.Result, error) {
		s, err := sheet.New(sheet.Form{
			Method: &m, Places: 5, Threshold: "quota", Strict: true, Ties: sheet.Latest, TieClause: "rules 50 and 52",
		}, e, o)
		if err != nil {
			return nil, err
		}
		return s.Close((&scots{Table: parcel.Deal(s)}).run())
	}
	return m
}

// scots is a Scottish count that is going on.
type scots struct {
	*parcel.Table
	quota   exact.Number
	pending []int // elected, with a surplus that has not moved
}

func (s *scots) run() error {
	// Rule 47: the valid papers divided by one more than the places, the fraction dropped, and one added.
	s.quota = exact.Whole(s.Papers.Votes().Quo(exact.Int(int64(s.Sheet.Seats()) + 1)).Floor()).Add(exact.Int(1))
	if err := s.stage(count.Stage{
		Action: count.FirstPreferences, Clause: "rules 46 and 47",
		Reason: fmt.Sprintf("The %s valid votes are sorted by first preference. The quota is %s divided by %d, the fraction dropped, plus 1: %s.",
			s.Papers.Votes(), s.Papers.Votes(), s.Sheet.Seats()+1, s.quota),
	}); err != nil {
		return err
	}
	for s.Sheet.Left() > 0 && !s.filled() {
		var err error
		switch doomed := s.Sheet.Doomed(); {
		case len(doomed) > 0:
			s.Sheet.TellDoomed(doomed)
			err = s.exclude(doomed[0], fmt.Sprintf("a constraint keeps %s from being elected", s.Sheet.Name(doomed[0])))
		case s.surplus():
			err = s.transfer()
		default:
			err = s.excludeLowest()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// stage records a stage and elects whoever has reached the quota.
func (s *scots) stage(stage count.Stage) error {
	stage.Quota = s.quota
	if err := s.Record(stage); err != nil {
		return err
	}
	var reached []int
	for _, c := range s.Sheet.Continuing() {
		if s.Votes[c].Cmp(s.quota) >= 0 {
			reached = append(reached, c)
		}
	}
	before := len(s.Sheet.Winners())
	// Rule 48(1): whoever has at least the quota is elected.
	s.Sheet.ElectAll(reached, s.Votes, "rule 48(1)", func(c int) string {
		return fmt.Sprintf("%s has %s votes, the quota or more, and is elected.", s.Sheet.Name(c), s.Sheet.Say(s.Votes[c]))
	})
	s.pending = append(s.pending, s.Sheet.Winners()[before:]...)
	return nil
}

// filled elects all who continue if there are as many as places left.
func (s *scots) filled() bool {
	continuing := s.Sheet.Continuing()
	if len(continuing) > s.Sheet.Left() {
		return false
	}
	// Rule 53: as many continue as there are vacancies, so all are elected and nothing more is transferred.
	for _, c := range sheet.Descending(continuing, s.Votes) {
		s.Sheet.Elect(c, "rule 53", fmt.Sprintf("No more candidates continue than there are places left; %s is elected without the quota.", s.Sheet.Name(c)))
	}
	return true
}

// surplus drops those who have no surplus from the pending, and tells whether anybody is left.
func (s *scots) surplus() bool {
	kept := s.pending[:0]
	for _, c := range s.pending {
		if s.Votes[c].Cmp(s.quota) > 0 { // nothing above the quota makes no stage
			kept = append(kept, c)
		}
	}
	s.pending = kept
	return len(kept) > 0
}

// transfer moves the largest surplus.
func (s *scots) transfer() error {
	// Rule 50: the largest surplus first; of equal ones, whoever had more at the latest stage where they differed; else a lot.
	from, err := s.Sheet.Highest(s.pending, s.Votes, "transfer of a surplus")
	if err != nil {
		return err
	}
	kept := s.pending[:0]
	for _, c := range s.pending {
		if c != from {
			kept = append(kept, c)
		}
	}
	s.pending = kept
	total, surplus := s.Votes[from], s.Votes[from].Sub(s.quota)
	pile := s.Piles[from]
	s.Piles[from] = nil
	// Rule 49: every paper moves, at the surplus times the value at which it came, divided by the candidate's votes, cut
	// to five decimals.
	transfers := s.Move(from, pile, func(p parcel.Parcel) exact.Number {
		return surplus.Mul(p.Value).Quo(total).Cut(5)
	})
	received, nobody := parcel.Moved(transfers)
	s.Votes[from] = s.quota
	s.Exhausted = s.Exhausted.Add(nobody)
	s.Rounding = s.Rounding.Add(surplus.Sub(received).Sub(nobody))
	return s.stage(count.Stage{
		Action: count.Surplus, Of: []int{from}, Transfers: transfers, Clause: "rule 49",
		Reason: fmt.Sprintf("%s has the largest surplus, %s of %s votes. All the papers move to their next preference, each at %s of its value, cut to five decimals.",
			s.Sheet.Name(from), s.Sheet.Say(surplus), s.Sheet.Say(total), share(surplus, total)),
	})
}

// share says a fraction for people.
func share(part, whole exact.Number) string {
	return part.Text(5) + "/" + whole.Text(5)
}

func (s *scots) excludeLowest() error {
	// Rules 51(1) and 52: the lowest; of equal ones, whoever had fewest at the latest stage where they differed; else a lot.
	out, err := s.Sheet.ToExclude(s.Votes)
	if err != nil {
		return err
	}
	return s.exclude(out, fmt.Sprintf("no surplus is left, and %s has the fewest votes, %s", s.Sheet.Name(out), s.Sheet.Say(s.Votes[out])))
}

// exclude moves the papers of somebody who goes, at the value at which they came.
func (s *scots) exclude(out int, because string) error {
	s.Sheet.Exclude(out)
	pile := s.Piles[out]
	s.Piles[out] = nil
	// Rule 51(2) to (4).
	transfers := s.Move(out, pile, func(p parcel.Parcel) exact.Number { return p.Value })
	_, nobody := parcel.Moved(transfers)
	s.Exhausted = s.Exhausted.Add(nobody)
	s.Votes[out] = exact.Number{}
	name := s.Sheet.Name(out)
	err := s.stage(count.Stage{
		Action: count.Exclusion, Of: []int{out}, Transfers: transfers, Clause: "rule 51",
		Reason: fmt.Sprintf("%s is excluded: %s. The papers move to their next preference at the value they had.", name, because),
	})
	return err
}
