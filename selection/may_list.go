package selection

import (
	"slices"
	"strconv"

	"github.com/selectorate/selectorate/rulebook"
)

func (q *asking) mayList(a Listed) {
	power := q.power(a.Power())
	q.stage(power.Clause, StageOpened, StageFrozen)
	q.Require(len(a.Units) > 0, power.Clause, "units-named", nil)
	seen := map[string]bool{}
	for _, u := range a.Units {
		if seen[string(u.ID)] {
			q.Require(false, power.Clause, "unit-once", rulebook.Figures{"unit": string(u.ID)})
		}
		seen[string(u.ID)] = true
		q.unitFits(power.Clause, u)
	}
	q.Require(!slices.ContainsFunc(q.state.Disputes, func(d Dispute) bool { return !d.Settled }),
		power.Clause, "challenges-settled", nil)
}

func (q *asking) unitFits(clause string, u Unit) {
	if u.ID == "" || u.Name == "" || !q.book.Takes(u.Kind) {
		q.Require(false, clause, "unit-fits", rulebook.Figures{"unit": string(u.ID), "kind": string(u.Kind)})
	}
}

func (q *asking) mayChallenge(a Challenged) {
	power := q.power(a.Power())
	q.stage(power.Clause, StageListed, StageFrozen)
	q.Ground(power, a.Ground)
	listed, known := q.state.Unit(a.Unit.ID)
	figures := rulebook.Figures{"unit": string(a.Unit.ID)}
	switch a.Ask {
	case Add:
		q.Require(!known, power.Clause, "unit-not-listed", figures)
		q.unitFits(power.Clause, a.Unit)
	case Strike:
		q.Require(known && listed == a.Unit, power.Clause, "unit-listed", figures)
	default:
		q.Require(false, power.Clause, "challenge-clear", nil)
	}
}

func (q *asking) maySettle(a Settled) {
	power := q.power(a.Power())
	q.stage(power.Clause, StageListed, StageFrozen)
	q.Ground(power, a.Ground)
	i := slices.IndexFunc(q.state.Disputes, func(d Dispute) bool { return d.Number == a.Challenge })
	q.Require(i >= 0 && !q.state.Disputes[i].Settled, power.Clause, "challenge-open",
		rulebook.Figures{"number": strconv.FormatInt(a.Challenge, 10)})
}

func (q *asking) mayFreeze(a Frozen) {
	power := q.power(a.Power())
	q.stage(power.Clause, StageListed, StageFrozen)
	q.Require(!slices.ContainsFunc(q.state.Disputes, func(d Dispute) bool { return !d.Settled }),
		power.Clause, "challenges-settled", nil)
	q.Require(a.Units == int64(len(q.state.Units)), power.Clause, "units-counted",
		rulebook.Figures{"units": strconv.Itoa(len(q.state.Units))})
}
