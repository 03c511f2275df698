package selection

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"

	"github.com/selectorate/selectorate/org"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
)

// Procedure names the question that May answers, and the version of the code that answers it.
const Procedure = "selection.may@1"

// ErrSealed says that a question cannot be answered because a value that it rests on is sealed or erased.
var ErrSealed = errors.New("the answer rests on a value that is sealed")

// Facts are what May consults beside the seat's own state.
type Facts struct {
	Org  *org.State     // the organisation on that day
	Book *rulebook.Book // the book that the seat's round was opened under
	// Unsealed gives a sealed value of the matter. The error is ErrSealed if whoever asks may not see it, or if
	// there is none; any other error says that it could not be looked for, and is passed on as it is.
	Unsealed func(Sealed) (json.RawMessage, error)
}

// May tells whether an act may be done by its actor on its day, with the clause for every step. It is asked
// before the act; Apply runs after. The error is ErrSealed, that of Facts.Unsealed, or of kind Invalid if what was
// sealed is not what its act seals.
func (s *State) May(act Act, stamp party.Stamp, facts Facts) (rulebook.Ruling, error) {
	q := rulebook.Ask(facts.Book, Procedure)
	_, opens := act.(Opened)
	known := facts.Book != nil && facts.Org.Founded() && (opens || s.Stage == StageNone || facts.Book.Digest == s.Book)
	if !q.Require(known, "", "book-known", nil) {
		return q.Ruling(), nil
	}
	asked := &asking{Inquiry: q, state: s, stamp: stamp, facts: facts, book: facts.Book}
	asked.dated()
	err := asked.about(act)
	return q.Ruling(), err
}

// asking is one question in the course of being answered.
type asking struct {
	*rulebook.Inquiry
	state *State
	stamp party.Stamp
	facts Facts
	book  *rulebook.Book
}

// dated requires that the day of effect is the day on which the act is recorded: nothing is dated back, and
// nothing is dated ahead.
func (q *asking) dated() {
	recorded := q.recorded()
	q.Require(q.stamp.Day == recorded, "", "dated-as-recorded",
		rulebook.Figures{"day": q.stamp.Day.String(), "recorded": recorded.String()})
}

func (q *asking) recorded() party.Day { return q.stamp.RecordedOn(q.facts.Org.Zone) }

func (q *asking) about(act Act) error {
	if opened, ok := act.(Opened); ok {
		q.mayOpen(opened)
		return nil
	}
	if !q.Require(q.state.Stage.Reached(StageOpened), "", "round-opened", nil) {
		return nil
	}
	switch a := act.(type) {
	case Opened:
	case Appointed:
		q.mayAppoint(a)
	case StoodDown:
		q.mayStandDown(a)
	case Listed:
		q.mayList(a)
	case Challenged:
		q.mayChallenge(a)
	case Settled:
		q.maySettle(a)
	case Frozen:
		q.mayFreeze(a)
	case Returned:
		q.mayReturn(a)
	case ReceivedLate:
		q.mayReceiveLate(a)
	case Countersigned:
		q.mayCountersign(a)
	case Withdrawn:
		q.mayWithdraw(a)
	case Reballoted:
		q.mayReballot(a)
	case Voided:
		q.mayVoid(a)
	case Reinstated:
		q.mayReinstate(a)
	case Decided:
		q.mayDecide(a)
	case Ruled:
		return q.mayRule(a)
	case Declared:
		return q.mayDeclare(a)
	case Overridden:
		q.mayOverride(a)
	case Published:
		return q.mayPublish(a)
	}
	return nil
}

// power requires that the book gives the actor's office this power, that the actor holds the office in this
// seat, and that the power has not ended.
func (q *asking) power(act string) rulebook.Power {
	office := q.stamp.Actor.Office
	power, _ := q.Power(q.book, act, office)
	q.holds(power.Clause, "")
	q.running(power)
	return power
}

// holds requires that the actor holds the office for a unit; with no unit, for the whole seat, or in any unit
// if it is an office of units.
func (q *asking) holds(clause string, unit party.UnitID) {
	actor := q.stamp.Actor
	figures := rulebook.Figures{"office": string(actor.Office)}
	if unit != "" {
		figures["unit"] = string(unit)
	}
	held := q.state.Offices.Holds(actor.Alias, actor.Office, unit, q.stamp.Day)
	if office, _ := q.book.Office(actor.Office); unit == "" && office.OfTheUnit {
		held = q.state.Offices.HoldsSomewhere(actor.Alias, actor.Office, q.stamp.Day)
	}
	q.Require(held, clause, "office-held", figures)
}

// running requires that the stage which ends a power has not begun, or not for longer than the book gives.
func (q *asking) running(power rulebook.Power) {
	if power.Until == "" {
		return
	}
	began, reached := q.state.Began[Stage(power.Until)]
	days := q.book.DaysOf(q.state.Setting, power)
	last := began.Add(int(days))
	ok := !reached || (days > 0 && !q.stamp.Day.After(last))
	figures := rulebook.Figures{"act": power.Act, "stage": power.Until}
	if days > 0 {
		figures["days"] = strconv.FormatInt(days, 10)
	}
	q.Require(ok, power.Clause, "power-running", figures)
}

// stage requires that the procedure stands between two stages: the first has begun, the second has not.
func (q *asking) stage(clause string, from, before Stage) bool {
	early := q.Await(q.state.Stage.Reached(from), clause, "stage-reached", rulebook.Figures{"stage": string(from)})
	late := before == "" || q.Require(!q.state.Stage.Reached(before), clause, "stage-open", rulebook.Figures{"stage": string(before)})
	return early && late
}

func (q *asking) mayOpen(a Opened) {
	office, digest := q.stamp.Actor.Office, q.book.Digest
	_, adopted := q.facts.Org.Books[digest]
	book := rulebook.Figures{"book": q.book.Name}
	power, _ := q.Power(q.book, a.Power(), office)
	q.Require(q.state.Stage == StageNone && q.stamp.Number == 0, "", "opened-once", nil)
	q.Require(adopted && a.Book == digest, power.Clause, "book-adopted", book)
	q.Require(q.book.InForce(q.stamp.Day), power.Clause, "book-in-force",
		rulebook.Figures{"book": q.book.Name, "day": q.stamp.Day.String()})
	q.Require(q.facts.Org.Confirmed(q.book), power.Clause, "parameters-confirmed", book)
	q.Require(maps.Equal(a.Setting, q.facts.Org.Settings[digest]), power.Clause, "setting-as-confirmed", book)
	q.Require(org.IsPart(string(a.Round)) && org.IsPart(string(a.Seat)) && org.IsTitle(a.Title), "", "seat-named", nil)
	q.Require(a.ReturnsBy.After(q.stamp.Day), power.Clause, "deadline-ahead",
		rulebook.Figures{"deadline": a.ReturnsBy.String()})
	q.Require(slices.ContainsFunc(a.Officers, func(o Officer) bool {
		return o.Office == office && o.Holder == q.stamp.Actor.Alias && o.Unit == ""
	}), power.Clause, "opener-appointed", rulebook.Figures{"office": string(office)})
	q.Require(q.facts.Org.Offices.HeldBeside(org.Tenure{}, []party.OfficeID{office}, q.stamp.Day), power.Clause,
		"office-filled", rulebook.Figures{"office": string(office)})
	q.officesKnown(a.Officers)
	q.Require(!slices.ContainsFunc(a.Officers, func(o Officer) bool {
		return o.Holder == q.stamp.Actor.Alias && o.Office != office
	}), "", "appoints-others", nil)
	appoint, limited := q.book.Power(Appointed{}.Power())
	q.Require(!limited || slices.ContainsFunc(a.Officers, func(o Officer) bool {
		return slices.Contains(appoint.Offices, o.Office)
	}), appoint.Clause, "appointer-left", nil)
}

func (q *asking) mayAppoint(a Appointed) {
	q.power(a.Power())
	q.Require(len(a.Officers) > 0, "", "officers-named", nil)
	q.officesKnown(a.Officers)
	q.Require(!slices.ContainsFunc(a.Officers, func(o Officer) bool { return o.Holder == q.stamp.Actor.Alias }),
		"", "appoints-others", nil)
}

// mayStandDown requires that the office is held, and that somebody is left who can appoint others: a seat
// without would stand still for ever.
func (q *asking) mayStandDown(a StoodDown) {
	power := q.power(a.Power())
	leaving := org.Tenure{Office: a.Officer.Office, Holder: a.Officer.Holder, Unit: a.Officer.Unit}
	held := slices.ContainsFunc(q.state.Offices.List(), func(t org.Tenure) bool {
		return t.Office == leaving.Office && t.Holder == leaving.Holder && t.Unit == leaving.Unit && t.Until.IsZero()
	})
	q.Require(held, power.Clause, "tenure-held", nil)
	q.Require(q.state.Offices.HeldBeside(leaving, power.Offices, q.stamp.Day), power.Clause, "appointer-left", nil)
}

// officesKnown requires that every office is one of the book's, is held by somebody, and for a unit if it is
// an office of units.
func (q *asking) officesKnown(officers []Officer) {
	wrong := slices.IndexFunc(officers, func(o Officer) bool {
		office, known := q.book.Office(o.Office)
		return !known || o.Holder == "" || office.OfTheUnit != (o.Unit != "") || o.Unit != "" && !org.IsPart(string(o.Unit))
	})
	var figures rulebook.Figures
	if wrong >= 0 {
		figures = rulebook.Figures{"office": string(officers[wrong].Office)}
	}
	q.Require(wrong < 0, "", "office-known", figures)
}
