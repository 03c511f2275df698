package selection

import (
	"slices"
	"strconv"

	"github.com/selectorate/selectorate/org"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/selection/returns"
)

func (q *asking) mayList(a Listed) {
	power := q.power(a.Power())
	q.stage(power.Clause, StageOpened, StageFrozen)
	q.Require(len(a.Units) > 0, power.Clause, "units-named", nil)
	q.unitsOnce(power.Clause, a.Units)
	q.unitsFit(power.Clause, a.Units...)
	q.settled(power.Clause)
	q.Require(q.keepsSettled(a.Units), power.Clause, "challenges-kept", nil)
}

// unitsOnce requires that no unit stands twice, under one identifier or under one name.
func (q *asking) unitsOnce(clause string, units []Unit) {
	twice, seen := -1, map[Unit]bool{}
	for i, u := range units {
		byID, byName := Unit{ID: u.ID}, Unit{Kind: u.Kind, Name: returns.SameName(u.Name)}
		if seen[byID] || seen[byName] {
			twice = i
		}
		seen[byID], seen[byName] = true, true
	}
	var figures rulebook.Figures
	if twice >= 0 {
		figures = rulebook.Figures{"unit": string(units[twice].ID)}
	}
	q.Require(twice < 0, clause, "unit-once", figures)
}

// unitsFit requires that every unit has a name and is of a kind that the book counts.
func (q *asking) unitsFit(clause string, units ...Unit) {
	wrong := slices.IndexFunc(units, func(u Unit) bool { return !org.IsPart(string(u.ID)) || !org.IsTitle(u.Name) || !q.book.Takes(u.Kind) })
	var figures rulebook.Figures
	if wrong >= 0 {
		figures = rulebook.Figures{"unit": string(units[wrong].ID), "kind": string(units[wrong].Kind)}
	}
	q.Require(wrong < 0, clause, "unit-fits", figures)
}

func (q *asking) settled(clause string) {
	q.Require(!slices.ContainsFunc(q.state.Disputes, func(d Dispute) bool { return !d.Settled }),
		clause, "challenges-settled", nil)
}

// keepsSettled tells whether a new list leaves every unit that was disputed where the decision put it:
// publishing the list again is no way round whoever decided, under whatever identifier or name.
func (q *asking) keepsSettled(units []Unit) bool {
	return !slices.ContainsFunc(q.state.Disputes, func(d Dispute) bool {
		unit := d.Ask.Unit
		if slices.ContainsFunc(q.state.Units, unit.same) {
			return slices.Contains(units, unit) != slices.Contains(q.state.Units, unit)
		}
		return slices.ContainsFunc(units, unit.same)
	})
}

func (q *asking) mayChallenge(a Challenged) {
	power := q.power(a.Power())
	q.stage(power.Clause, StageListed, StageFrozen)
	q.Ground(power, a.Ground)
	figures := rulebook.Figures{"unit": string(a.Unit.ID)}
	if !q.Require(a.Ask == Add || a.Ask == Strike, power.Clause, "challenge-clear", nil) {
		return
	}
	if a.Ask == Strike {
		q.Require(slices.Contains(q.state.Units, a.Unit), power.Clause, "unit-listed", figures)
		return
	}
	q.Require(!slices.ContainsFunc(q.state.Units, a.Unit.same), power.Clause, "unit-not-listed", figures)
	q.unitsFit(power.Clause, a.Unit)
}

func (q *asking) maySettle(a Settled) {
	power := q.power(a.Power())
	q.stage(power.Clause, StageListed, StageFrozen)
	q.Ground(power, a.Ground)
	i := slices.IndexFunc(q.state.Disputes, func(d Dispute) bool { return d.Number == a.Challenge })
	q.Require(i >= 0 && !q.state.Disputes[i].Settled, power.Clause, "challenge-open",
		rulebook.Figures{"number": strconv.FormatInt(a.Challenge, 10)})
	q.Require(i < 0 || q.state.Disputes[i].By.Alias != q.stamp.Actor.Alias, power.Clause, "settled-by-another", nil)
}

func (q *asking) mayFreeze(a Frozen) {
	power := q.power(a.Power())
	q.stage(power.Clause, StageListed, StageFrozen)
	q.settled(power.Clause)
	q.Require(len(q.state.Units) > 0, power.Clause, "units-named", nil)
	q.Require(q.state.ReturnsBy.After(q.recorded()), power.Clause, "deadline-ahead",
		rulebook.Figures{"deadline": q.state.ReturnsBy.String()})
	q.Require(a.Units == int64(len(q.state.Units)), power.Clause, "units-counted",
		rulebook.Figures{"units": strconv.Itoa(len(q.state.Units))})
}
