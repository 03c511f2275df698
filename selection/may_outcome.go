package selection

import (
	"encoding/json"
	"strconv"

	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
)

func (q *asking) mayDecide(a Decided) {
	power := q.power(a.Power())
	q.stage(power.Clause, StageFrozen, StageDecided)
	outstanding := len(q.state.Outstanding())
	past := q.recorded().After(q.state.ReturnsBy)
	q.Await(past || outstanding == 0, power.Clause, "returns-in", rulebook.Figures{
		"outstanding": strconv.Itoa(outstanding), "deadline": q.state.ReturnsBy.String(),
	})
	q.Require(a.Procedure == DecideProcedure, power.Clause, "procedure-known", rulebook.Figures{"procedure": a.Procedure})
}

// gave is the outcome that the software's decision gave, once the decision is unsealed.
func (q *asking) gave() (rulebook.Outcome, error) {
	value, err := q.facts.Unsealed(Sealed{q.state.Decided, "decision"})
	if err != nil {
		return "", unread(err, Sealed{q.state.Decided, "decision"})
	}
	var decision rulebook.Ruling
	if err := json.Unmarshal(value, &decision); err != nil {
		return "", party.Errorf(party.Invalid, "read the decision: %w", err)
	}
	return decision.Outcome, nil
}

// settles tells whether an outcome is one that can be declared.
func settles(o rulebook.Outcome) bool {
	return o == rulebook.Triggered || o == rulebook.NotTriggered
}

// computed tells whether an outcome is one that Decide can give.
func computed(o rulebook.Outcome) bool {
	return settles(o) || o == rulebook.NeedsRuling || o == rulebook.Undecided || o == rulebook.DoesNotApply
}

func (q *asking) mayRule(a Ruled) error {
	power := q.power(a.Power())
	q.Ground(power, a.Ground)
	q.Require(settles(a.Outcome), power.Clause, "outcome-final", rulebook.Figures{"outcome": string(a.Outcome)})
	q.Require(q.state.Ruled == nil, power.Clause, "ruled-once", nil)
	if !q.stage(power.Clause, StageDecided, StageDeclared) {
		return nil
	}
	gave, err := q.gave()
	if err != nil {
		return err
	}
	q.Require(!settles(gave), power.Clause, "ruling-needed", rulebook.Figures{"outcome": string(gave)})
	return nil
}

// mayDeclare holds for a declaration in agreement, and for one that departs from what the rules gave: the
// book gives these two powers to different offices.
func (q *asking) mayDeclare(a Declared) error {
	declare, _ := q.book.Power(a.Power())
	q.Require(settles(a.Outcome), declare.Clause, "outcome-final", rulebook.Figures{"outcome": string(a.Outcome)})
	if !q.stage(declare.Clause, StageDecided, StageDeclared) {
		return nil
	}
	gave, err := q.gave()
	if err != nil {
		return err
	}
	q.Require(a.Gave == gave && computed(gave), declare.Clause, "gave-as-decided", rulebook.Figures{"outcome": string(a.Gave)})
	due := gave
	if q.state.Ruled != nil {
		due = q.state.Ruled.Outcome
	}
	if a.Outcome != due && settles(due) {
		depart := q.power("depart")
		q.Ground(depart, a.Ground)
		return nil
	}
	q.power(a.Power())
	q.Require(settles(due), declare.Clause, "ruling-made", nil)
	q.Require(a.Ground == "", declare.Clause, "agrees", nil)
	return nil
}

func (q *asking) mayOverride(a Overridden) {
	power := q.power(a.Power())
	q.Ground(power, a.Ground)
	q.stage(power.Clause, StageDeclared, "")
	was, _ := q.state.Outcome()
	q.Require(a.Was == was, power.Clause, "was-as-declared", rulebook.Figures{"outcome": string(a.Was)})
	q.Require(settles(a.Outcome) && a.Outcome != a.Was, power.Clause, "outcome-other", rulebook.Figures{"outcome": string(a.Outcome)})
	_, known := q.book.Clause(a.Clause)
	q.Require(known, power.Clause, "authority-named", rulebook.Figures{"clause": a.Clause})
}
