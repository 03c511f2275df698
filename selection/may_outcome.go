package selection

import (
	"encoding/json"
	"slices"
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
	q.opens(power.Clause, a.Openings)
	q.withholds(power.Clause, a.Withheld)
	if a.Complete {
		q.opensAll(power.Clause, a)
	}
	return nil
}

// opens requires that every value is one that may be published: an answer that counts, the decision, or
// figures that say nothing about single members.
func (q *asking) opens(clause string, openings []Opening) {
	unknown := slices.IndexFunc(openings, func(o Opening) bool { return !q.openable(o) })
	q.Require(unknown < 0, clause, "opening-known", numbered(openings, unknown))
	telling := slices.IndexFunc(openings, func(o Opening) bool {
		var votes Votes
		return o.Field == "figures" && (json.Unmarshal(o.Value, &votes) != nil || votes.Telling() != "")
	})
	q.Require(telling < 0, clause, "figures-safe", numbered(openings, telling))
}

func numbered(openings []Opening, at int) rulebook.Figures {
	if at < 0 {
		return nil
	}
	return rulebook.Figures{"number": strconv.FormatInt(openings[at].Number, 10)}
}

// openable tells whether a sealed value is one that publication is about. A return that was taken back, or
// never countersigned, stays sealed: it was nobody's answer.
func (q *asking) openable(o Opening) bool {
	r := q.state.returnOf(o.Number)
	switch o.Field {
	case "answer":
		return r != nil && r.counts()
	case "figures":
		return r != nil && r.counts() && r.HasFigures
	case "decision":
		return o.Number == q.state.Decided
	}
	return false
}

// withholds requires that what is said to stay sealed is the figures of a return, for one of the three reasons.
func (q *asking) withholds(clause string, withheld []Withheld) {
	wrong := slices.IndexFunc(withheld, func(w Withheld) bool {
		r := q.state.returnOf(w.Number)
		known := r != nil && r.counts() && r.HasFigures && w.Field == "figures"
		return !known || (w.Why != unanimous && w.Why != few && w.Why != erased)
	})
	var figures rulebook.Figures
	if wrong >= 0 {
		figures = rulebook.Figures{"number": strconv.FormatInt(withheld[wrong].Number, 10)}
	}
	q.Require(wrong < 0, clause, "withheld-known", figures)
}

// opensAll requires that nothing is left that publication must open, and that no figures are left of which it
// is not said why they stay sealed.
func (q *asking) opensAll(clause string, a Published) {
	told := map[Sealed]bool{}
	for _, o := range a.Openings {
		told[Sealed{o.Number, o.Field}] = true
	}
	due := q.state.DueOpen()
	missing := slices.IndexFunc(due, func(s Sealed) bool { return !told[s] && !q.state.Opened[s] })
	if missing < 0 {
		for _, w := range slices.Concat(q.state.Withheld, a.Withheld) {
			told[Sealed{w.Number, w.Field}] = true
		}
		due = q.state.FiguresDue()
		missing = slices.IndexFunc(due, func(s Sealed) bool { return !told[s] && !q.state.Opened[s] })
	}
	var figures rulebook.Figures
	if missing >= 0 {
		figures = rulebook.Figures{"number": strconv.FormatInt(due[missing].Number, 10)}
	}
	q.Require(missing < 0, clause, "all-opened", figures)
}

// DueOpen lists the sealed values that publication must open: the decision, and the answer of every return
// that was countersigned and not withdrawn.
func (s *State) DueOpen() []Sealed {
	due := []Sealed{{s.Decided, "decision"}}
	for _, r := range s.Returns {
		if r.counts() {
			due = append(due, Sealed{r.Number, "answer"})
		}
	}
	return due
}
