package selection

import (
	"slices"
	"strconv"

	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
)

// entered requires what every return needs: the list is frozen and nothing is decided, the unit is on the
// list, and the actor is one of the officers who may enter this kind of unit's return.
func (q *asking) entered(unit party.UnitID, metOn party.Day) (rulebook.ReturnRule, bool) {
	listed, known := q.state.Unit(unit)
	rule, _ := q.book.ReturnRule(listed.Kind)
	q.stage(rule.Clause, StageFrozen, StageDecided)
	if !q.Require(known, rule.Clause, "unit-listed", rulebook.Figures{"unit": string(unit)}) {
		return rule, false
	}
	q.officer(rule.Clause, "enter", rule.Enter, unit)
	if !metOn.IsZero() {
		frozen := q.state.Began[StageFrozen]
		q.Require(!metOn.Before(frozen), rule.Clause, "met-after-freeze",
			rulebook.Figures{"met": metOn.String(), "frozen": frozen.String()})
		q.Require(!metOn.After(q.recorded()), rule.Clause, "met-already", rulebook.Figures{"met": metOn.String()})
	}
	return rule, true
}

// officer requires that the actor's office is one of those named, and that the actor holds it for the unit.
func (q *asking) officer(clause, act string, offices []party.OfficeID, unit party.UnitID) {
	office := q.stamp.Actor.Office
	q.Require(slices.Contains(offices, office), clause, "office-may",
		rulebook.Figures{"act": act, "office": string(office)})
	q.holds(clause, unit)
}

func (q *asking) mayReturn(a Returned) {
	rule, known := q.entered(a.Unit, a.MetOn)
	if !known {
		return
	}
	q.Require(!q.recorded().After(q.state.ReturnsBy), rule.Clause, "in-time", rulebook.Figures{
		"received": q.recorded().String(), "deadline": q.state.ReturnsBy.String(),
	})
	standing, exists := q.state.Standing(a.Unit)
	second := exists && standing.Tied && standing.Reballoted && !standing.Void
	switch {
	case second:
		q.Require(a.Ballot == 2 && !a.Tied, rule.Clause, "second-ballot", nil)
	default:
		q.Require(!exists || standing.Void, rule.Clause, "no-return-yet", rulebook.Figures{"unit": string(a.Unit)})
		q.Require(a.Ballot == 1, rule.Clause, "first-ballot", nil)
	}
	q.Require(!a.Tied || a.Figures, rule.Clause, "tie-with-figures", nil)
}

func (q *asking) mayReceiveLate(a ReceivedLate) {
	rule, known := q.entered(a.Unit, a.MetOn)
	if !known {
		return
	}
	q.Require(q.recorded().After(q.state.ReturnsBy), rule.Clause, "after-deadline", rulebook.Figures{
		"received": q.recorded().String(), "deadline": q.state.ReturnsBy.String(),
	})
	standing, exists := q.state.Standing(a.Unit)
	q.Require(!exists || standing.Void || (standing.Tied && standing.Reballoted), rule.Clause, "no-return-yet",
		rulebook.Figures{"unit": string(a.Unit)})
}

// returned requires that a return exists, stands, and is or is not countersigned.
func (q *asking) returned(number int64, countersigned bool) (Return, bool) {
	r := q.state.returnOf(number)
	figures := rulebook.Figures{"number": strconv.FormatInt(number, 10)}
	if !q.Require(r != nil && !r.Withdrawn, "", "return-stands", figures) {
		return Return{}, false
	}
	if countersigned {
		q.Require(r.Countersigned, "", "return-countersigned", figures)
	} else {
		q.Require(!r.Countersigned, "", "return-awaits", figures)
	}
	return *r, true
}

func (q *asking) mayCountersign(a Countersigned) {
	r, ok := q.returned(a.Return, false)
	if !ok {
		return
	}
	unit, _ := q.state.Unit(r.Unit)
	rule, _ := q.book.ReturnRule(unit.Kind)
	q.stage(rule.Clause, StageFrozen, StageDecided)
	q.Require(r.EnteredBy.Alias != q.stamp.Actor.Alias, rule.Clause, "two-people", nil)
	q.officer(rule.Clause, "countersign", rule.Countersign, r.Unit)
}

func (q *asking) mayWithdraw(a Withdrawn) {
	r, ok := q.returned(a.Return, false)
	if !ok {
		return
	}
	power, _ := q.Power(q.book, a.Power(), q.stamp.Actor.Office)
	q.stage(power.Clause, StageFrozen, StageDecided)
	q.holds(power.Clause, r.Unit)
	q.Ground(power, a.Ground)
}

func (q *asking) mayReballot(a Reballoted) {
	r, ok := q.returned(a.Return, true)
	if !ok {
		return
	}
	power := q.power(a.Power())
	q.stage(power.Clause, StageFrozen, StageDecided)
	q.Require(r.Tied && !r.Reballoted && !r.Void, power.Clause, "ballot-tied",
		rulebook.Figures{"unit": string(r.Unit)})
}

func (q *asking) mayVoid(a Voided) {
	r, ok := q.returned(a.Return, true)
	if !ok {
		return
	}
	power := q.power(a.Power())
	q.stage(power.Clause, StageFrozen, StageDecided)
	q.Require(!r.Void, power.Clause, "return-not-void", rulebook.Figures{"unit": string(r.Unit)})
	q.lastOfUnit(power.Clause, r)
	q.Ground(power, a.Ground)
}

func (q *asking) mayReinstate(a Reinstated) {
	r, ok := q.returned(a.Return, true)
	if !ok {
		return
	}
	power := q.power(a.Power())
	q.stage(power.Clause, StageFrozen, StageDecided)
	q.Require(r.Void, power.Clause, "return-void", rulebook.Figures{"unit": string(r.Unit)})
	q.lastOfUnit(power.Clause, r)
	q.Ground(power, a.Ground)
}

// lastOfUnit requires that no later return of the unit has taken this one's place.
func (q *asking) lastOfUnit(clause string, r Return) {
	last, _ := q.state.Standing(r.Unit)
	q.Require(last.Number == r.Number, clause, "return-last", rulebook.Figures{"unit": string(r.Unit)})
}
