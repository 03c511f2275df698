package ireland

import (
	"fmt"
	"slices"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/parcel"
	"github.com/selectorate/selectorate/count/sheet"
)

// units is the decimals of a vote: a paper carries 1,000.
const units = 3

// schedule is where the rule stands.
const schedule = "Second Schedule"

// seanad is the rule of elections to the panels of the Seanad.
func seanad() count.Method {
	m := count.Method{
		Name: "seanad", Aliases: []string{"seanad-1947", "seanad-panels", "gregory-last-parcel"},
		Title: "Seanad panels STV",
		Text: "Seanad Electoral (Panel Members) Act 1947, Second Schedule: paragraphs 1 to 3 as enacted, transfers and exclusions after general " +
			"descriptions",
		Summary: "Single transferable vote in which a paper carries 1,000 units. A surplus is shared by the transferable papers of the parcel that " +
			"came last. Ties go by a list that is made at the start from all preferences.",
		Constrained: true,
		Options: []count.Option{
			{Name: "exclusion", Values: []string{"one", "sure-losers"}, Default: "one", Help: "Whether several may be excluded together whose votes and all surpluses that have not moved are fewer than those of the next above; that they may go is general knowledge."},
		},
	}
	m.Count = func(e *count.Election, o count.Options) (*count.Result, error) {
		p := &panel{}
		s, err := sheet.New(sheet.Form{
			Method: &m, Places: units, Threshold: "quota", Strict: true, Ties: sheet.LotOnly, TieClause: schedule + ", paragraph 2", Own: p.byList,
		}, e, o)
		if err != nil {
			return nil, err
		}
		s.Note("A paper carries 1,000 units; they are shown as thousandths of a vote.")
		s.Note(about)
		p.Table, p.list = parcel.Deal(s), preferences(s.Election)
		p.last = vacancies{sheet: s, clauses: [3]string{schedule, schedule, schedule}}
		return s.Close(p.run())
	}
	return m
}

// panel is a count for a panel that is going on.
type panel struct {
	*parcel.Table
	last    vacancies
	list    order // the order of preferences
	quota   exact.Number
	pending []int // elected, with a surplus that has not moved
}

func (p *panel) run() error {
	// The quota in units: those of all papers divided by one more than the places, the fraction dropped, plus one.
	votes := p.Papers.Votes()
	p.quota = votes.Quo(exact.Int(int64(p.Sheet.Seats()) + 1)).Cut(units).Add(exact.Unit(units))
	if err := p.stage(count.Stage{
		Action: count.FirstPreferences, Clause: schedule + ", paragraph 3",
		Reason: fmt.Sprintf("The valid papers, %d, worth %s votes of 1,000 units, are arranged in parcels by first preference. The quota is that divided by %d (one more than the "+
			"places) in whole units, plus one unit: %s.", p.Papers.Total(), votes, p.Sheet.Seats()+1, p.Sheet.Say(p.quota)),
	}); err != nil {
		return err
	}
	for !p.last.fill(p.Votes, p.waiting()) {
		if err := p.step(); err != nil {
			return err
		}
	}
	return nil
}

// waiting adds up the surpluses that have not moved.
func (p *panel) waiting() exact.Number {
	var sum exact.Number
	for _, c := range p.pending {
		sum = sum.Add(p.Votes[c].Sub(p.quota))
	}
	return sum
}

// stage records a count and deems elected whoever has the quota at its end.
func (p *panel) stage(stage count.Stage) error {
	stage.Quota = p.quota
	if err := p.Record(stage); err != nil {
		return err
	}
	reached := slices.DeleteFunc(p.Sheet.Continuing(), func(c int) bool { return p.Votes[c].Less(p.quota) })
	before := len(p.Sheet.Winners())
	err := p.Sheet.ElectAll(reached, p.Votes, schedule, func(c int) string {
		return fmt.Sprintf("%s has %s votes, the quota or more, and is elected.", p.Sheet.Name(c), p.Sheet.Say(p.Votes[c]))
	})
	for _, c := range p.Sheet.Winners()[before:] {
		if p.quota.Less(p.Votes[c]) {
			p.pending = append(p.pending, c)
		}
	}
	slices.Sort(p.pending)
	return err
}

func (p *panel) step() error {
	if doomed := p.Sheet.Doomed(); len(doomed) > 0 {
		out, err := p.lowest(doomed)
		if err != nil {
			return err
		}
		p.Sheet.TellDoomed([]int{out})
		return p.exclude([]int{out}, fmt.Sprintf("%s is excluded, because a constraint keeps %s from being elected.", p.Sheet.Name(out), p.Sheet.Name(out)))
	}
	if len(p.pending) > 0 {
		from, err := p.settled(p.pending, "transfer of a surplus", 1)
		if err != nil {
			return err
		}
		return p.transfer(from)
	}
	if losers := p.sureLosers(); len(losers) > 1 {
		return p.exclude(losers, fmt.Sprintf("%s have together fewer votes than the next above, so they are excluded together.", p.Sheet.Names(losers)))
	}
	free := slices.DeleteFunc(p.Sheet.Continuing(), p.Sheet.IsGuarded)
	out, err := p.lowest(free)
	if err != nil {
		return err
	}
	p.Sheet.TellGuarded(out, p.Votes)
	return p.exclude([]int{out}, fmt.Sprintf("No surplus is left to move, and of those who may be excluded %s has the fewest votes, %s.",
		p.Sheet.Name(out), p.Sheet.Say(p.Votes[out])))
}

// transfer moves a surplus.
func (p *panel) transfer(from int) error {
	p.pending = slices.DeleteFunc(p.pending, func(c int) bool { return c == from })
	pile := p.Piles[from]
	// The original parcel if there is no other, else the sub-parcel that came last.
	pack := pile[len(pile)-1:]
	papers, worth := p.Transferable(pack)
	surplus, present := p.Votes[from].Sub(p.quota), pack[0].Value
	reason := fmt.Sprintf("%s has %s votes more than the quota. ", p.Sheet.Name(from), p.Sheet.Say(surplus))
	value, keeps := present, worth.Mul(present).Cmp(surplus) <= 0
	switch {
	case papers == 0:
		reason += "None of the papers that came last has a further preference for somebody who continues, so nothing moves."
	case keeps:
		reason += fmt.Sprintf("The transferable papers that came last, %d, are worth no more than that, so they move at their value of %s.", papers, p.Sheet.Say(present))
	default:
		value = surplus.Quo(worth).Cut(units)
		reason += fmt.Sprintf("The transferable papers that came last, %d, share it: %s each, fractions of a unit being disregarded.", papers, p.Sheet.Say(value))
	}
	p.Piles[from] = nil
	var ended int64
	transfers := slices.DeleteFunc(p.Move(from, pack, func(parcel.Parcel) exact.Number { return value }), func(t count.Transfer) bool {
		if t.To == count.Nobody { // these papers stay where they are, as part of the quota
			ended += t.Papers
		}
		return t.To == count.Nobody
	})
	received, _ := parcel.Moved(transfers)
	if rest := surplus.Sub(received); keeps {
		p.Exhausted = p.Exhausted.Add(rest)
		if !rest.IsZero() { // what of the surplus cannot move is on papers that have no further preference
			transfers = append(transfers, count.Transfer{From: from, To: count.Nobody, Papers: ended, Votes: rest})
		}
	} else {
		p.Rounding = p.Rounding.Add(rest)
	}
	p.Votes[from] = p.quota
	return p.stage(count.Stage{Action: count.Surplus, Of: []int{from}, Transfers: transfers, Clause: schedule, Reason: reason})
}

// exclude moves the papers of those who go: the original parcel first, then the sub-parcels in the order in which they
// came, each at its value.
func (p *panel) exclude(out []int, reason string) error {
	p.Sheet.Exclude(out...)
	var transfers []count.Transfer
	for _, c := range out {
		pile := p.Piles[c]
		p.Piles[c] = nil
		p.Votes[c] = exact.Number{}
		for i := range pile {
			transfers = append(transfers, p.Move(c, pile[i:i+1], func(sub parcel.Parcel) exact.Number { return sub.Value })...)
		}
	}
	_, nobody := parcel.Moved(transfers)
	p.Exhausted = p.Exhausted.Add(nobody)
	return p.stage(count.Stage{
		Action: count.Exclusion, Of: out, Transfers: transfers, Clause: schedule, Reason: reason + " The papers move at the value at which they came.",
	})
}

// sureLosers lists the largest group at the bottom that is together below the next above, if the option says so.
func (p *panel) sureLosers() []int {
	if p.Sheet.Setting("exclusion") != "sure-losers" {
		return nil
	}
	return bottom(p.Sheet, p.Votes, p.waiting(), func([]int, exact.Number) bool { return true })
}

// bottom lists the largest group at the bottom that has with the waiting surpluses fewer votes than the next above,
// that leaves enough for the places and the constraints, and that pleases the rule.
func bottom(s *sheet.Sheet, votes []exact.Number, waiting exact.Number, pleases func(group []int, sum exact.Number) bool) []int {
	ascending := sheet.Descending(s.Continuing(), votes)
	slices.Reverse(ascending)
	sum := waiting
	var found []int
	for i, c := range ascending[:len(ascending)-s.Left()] {
		sum = sum.Add(votes[c])
		if group := ascending[:i+1]; sum.Less(votes[ascending[i+1]]) && s.MayGo(group) && pleases(group, sum) {
			found = group
		}
	}
	return slices.Sorted(slices.Values(found))
}
