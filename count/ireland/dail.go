package ireland

import (
	"fmt"
	"slices"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/sheet"
	"github.com/selectorate/selectorate/party"
)

// dail is the rule of elections to the Dáil.
func dail() count.Method {
	m := count.Method{
		Name: "dail", Aliases: []string{"dail-1992", "dáil", "pr-stv-ireland"},
		Title: "Dáil STV",
		Text: "Electoral Act 1992, part XIX: sections 118 to 120 and 124 as enacted and amended in 2001, surpluses and exclusions (sections 121 and " +
			"122) after older acts in the same words and general descriptions",
		Summary: "Single transferable vote in which only whole papers move: a surplus takes those that were filed last. The result depends on the " +
			"order of the papers, which is drawn from the seed; without a seed the count stops at the first surplus for which it matters.",
		Constrained: true,
		Options: []count.Option{
			{Name: "deferral", Values: []string{"no-effect", "none"}, Default: "no-effect", Help: "no-effect: a surplus does not move while it can neither elect anybody, nor save the lowest, nor lift the lowest over a quarter of " +
				"the quota. none: every surplus moves at once."},
			{Name: "exclusion", Values: []string{"one", "sure-losers"}, Default: "one", Help: "sure-losers: several go together whose votes and all surpluses are fewer than those of the next above, unless that could cost " +
				"one of them a quarter of the quota; the officer may do so."},
		},
	}
	m.Count = func(e *count.Election, o count.Options) (*count.Result, error) {
		s, err := sheet.New(sheet.Form{
			Method: &m, Places: 0, Threshold: "quota", Strict: true, Ties: sheet.Earliest, TieClause: "sections 118, 121 and 122",
		}, e, o)
		if err != nil {
			return nil, err
		}
		if !s.Election.Papers.Plain() {
			return nil, party.Errorf(party.Invalid, "by the Dáil's rule only whole papers move, so each must be worth one vote")
		}
		if n := s.Election.Papers.Total(); n > MaxPapers {
			return nil, party.Errorf(party.Invalid, "by the Dáil's rule at most %d papers can be counted, each a thing of its own, and there are %d", MaxPapers, n)
		}
		s.Note("Only whole papers move, so the result depends on the order of the papers. It is drawn from the seed; another seed can elect others.")
		s.Note(about)
		d := &floor{sheet: s, seed: o.Seed, votes: make([]exact.Number, len(e.Candidates)), piles: make([][]sub, len(e.Candidates))}
		d.last = vacancies{sheet: s, clauses: [3]string{"section 124(1)", "section 124(1A)", "section 124(2)"}, allButLowest: true}
		return s.Close(d.run())
	}
	return m
}

// floor is the counting hall, with a count that is going on.
type floor struct {
	sheet     *sheet.Sheet
	seed      string
	last      vacancies
	papers    []paper
	piles     [][]sub
	votes     []exact.Number
	exhausted exact.Number
	quota     exact.Number
	pending   []int // elected, with a surplus that has not moved
}

func (f *floor) run() error {
	// Section 120(1): the valid papers divided by one more than the vacancies, any fraction disregarded, plus one.
	total := f.sheet.Election.Papers.Total()
	f.quota = exact.Int(total/(int64(f.sheet.Seats())+1) + 1)
	f.deal()
	if err := f.stage(count.Stage{
		Action: count.FirstPreferences, Clause: "sections 119 and 120",
		Reason: fmt.Sprintf("The valid papers, %d, are arranged by first preference. The quota is %d divided by %d (one more than the places), the fraction dropped, plus 1: %s.",
			total, total, f.sheet.Seats()+1, f.quota),
	}); err != nil {
		return err
	}
	for !f.last.fill(f.votes, f.waiting()) {
		if err := f.step(); err != nil {
			return err
		}
	}
	return nil
}

func (f *floor) waiting() exact.Number {
	var sum exact.Number
	for _, c := range f.pending {
		sum = sum.Add(f.votes[c].Sub(f.quota))
	}
	return sum
}

// stage records a count and deems elected whoever has the quota at its end: section 120(2).
func (f *floor) stage(stage count.Stage) error {
	stage.Votes, stage.Nontransferable, stage.Quota, stage.Parcels = f.votes, f.exhausted, f.quota, f.holdings()
	if err := f.sheet.Record(stage); err != nil {
		return err
	}
	reached := slices.DeleteFunc(f.sheet.Continuing(), func(c int) bool { return f.votes[c].Less(f.quota) })
	before := len(f.sheet.Winners())
	err := f.sheet.ElectAll(reached, f.votes, "section 120(2)", func(c int) string {
		return fmt.Sprintf("%s has %s votes, the quota or more, and is elected.", f.sheet.Name(c), f.votes[c])
	})
	for _, c := range f.sheet.Winners()[before:] {
		if f.quota.Less(f.votes[c]) {
			f.pending = append(f.pending, c)
		}
	}
	slices.Sort(f.pending)
	return err
}

func (f *floor) step() error {
	if doomed := f.sheet.Doomed(); len(doomed) > 0 {
		out, err := f.sheet.Lowest(doomed, f.votes, "exclusion")
		if err != nil {
			return err
		}
		f.sheet.TellDoomed([]int{out})
		return f.exclude([]int{out}, fmt.Sprintf("%s is excluded, because a constraint keeps %s from being elected.", f.sheet.Name(out), f.sheet.Name(out)))
	}
	if len(f.pending) > 0 && f.deferred() {
		f.sheet.Decide(count.Deferred, "section 121", fmt.Sprintf("The surplus of %s does not move now: it could change nothing.", f.votesOf(f.waiting())), f.pending...)
	} else if len(f.pending) > 0 {
		// The largest surplus; of equal ones, that of the candidate with more votes at the earliest count where they differ.
		from, err := f.sheet.Highest(f.pending, f.votes, "transfer of a surplus")
		if err != nil {
			return err
		}
		return f.transfer(from)
	}
	if f.sheet.Setting("exclusion") == "sure-losers" {
		losers := bottom(f.sheet, f.votes, f.waiting(), f.keepsExpenses)
		if len(losers) > 1 {
			return f.exclude(losers, fmt.Sprintf("%s have together fewer votes than the next above, so they are excluded together.", f.sheet.Names(losers)))
		}
	}
	// The lowest; of equals, the one with fewest original votes, then with fewest at the earliest count; else a lot.
	out, err := f.sheet.ToExclude(f.votes)
	if err != nil {
		return err
	}
	return f.exclude([]int{out}, fmt.Sprintf("%s has the fewest votes of those who may be excluded, %s.", f.sheet.Name(out), f.votes[out]))
}

// quarter is what recovers a candidate's expenses: more than a quarter of the quota.
func (f *floor) quarter() exact.Number {
	return exact.Whole(f.quota.Quo(exact.Int(4)).Floor()).Add(exact.Int(1))
}

// keepsExpenses tells whether excluding a group together cannot cost any of it the quarter of the quota.
func (f *floor) keepsExpenses(group []int, sum exact.Number) bool {
	for _, c := range group {
		if f.votes[c].Less(f.quarter()) && !sum.Less(f.quarter()) {
			return false
		}
	}
	return true
}

// votesOf says a number of votes.
func (*floor) votesOf(n exact.Number) string {
	if n.Equal(exact.Int(1)) {
		return "1 vote"
	}
	return n.String() + " votes"
}
