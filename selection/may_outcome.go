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
	value, ok := q.facts.Unsealed(Sealed{q.state.Decided, "decision"})
	if !ok {
		return "", ErrSealed
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
	q.Require(a.Gave == gave, declare.Clause, "gave-as-decided", rulebook.Figures{"outcome": string(a.Gave)})
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

// Few is the least number of votes from which a unit's figures are published; figures of fewer, and
// unanimous ones, would tell how single members voted.
const Few = 10

func (q *asking) mayPublish(a Published) error {
	power := q.power(a.Power())
	if !q.stage(power.Clause, StageDeclared, StagePublished) {
		return nil
	}
	opened := map[Sealed]bool{}
	for _, o := range a.Openings {
		opened[Sealed{o.Number, o.Field}] = true
		q.openable(power.Clause, o)
	}
	if !a.Complete {
		return nil
	}
	for _, due := range q.state.DueOpen() {
		if !opened[due] && !q.state.Opened[due] {
			q.Require(false, power.Clause, "all-opened", rulebook.Figures{"number": strconv.FormatInt(due.Number, 10)})
		}
	}
	return nil
}

// openable requires that a value is one that may be published: an answer, the decision, or figures that say
// nothing about single members.
func (q *asking) openable(clause string, o Opening) {
	number := rulebook.Figures{"number": strconv.FormatInt(o.Number, 10)}
	switch o.Field {
	case "answer":
		q.Require(q.state.returnOf(o.Number) != nil, clause, "opening-known", number)
	case "decision":
		q.Require(o.Number == q.state.Decided, clause, "opening-known", number)
	case "figures":
		var votes Votes
		known := q.state.returnOf(o.Number) != nil && json.Unmarshal(o.Value, &votes) == nil
		q.Require(known && votes.Telling() == "", clause, "figures-safe", number)
	default:
		q.Require(false, clause, "opening-known", number)
	}
}

// DueOpen lists the sealed values that publication must open: the decision, and the answer of every return
// that was countersigned and not withdrawn.
func (s *State) DueOpen() []Sealed {
	due := []Sealed{{s.Decided, "decision"}}
	for _, r := range s.Returns {
		if r.Countersigned && !r.Withdrawn {
			due = append(due, Sealed{r.Number, "answer"})
		}
	}
	return due
}
