package desk

import (
	"fmt"

	"github.com/selectorate/selectorate/internal/gallery"
	"github.com/selectorate/selectorate/internal/web"
	"github.com/selectorate/selectorate/org"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/selection"
)

// history tells what happened, oldest first.
func (t teller) history() []web.Step {
	steps := make([]web.Step, 0, len(t.record.Events))
	for _, e := range t.record.Events {
		text, weight := t.told(e)
		steps = append(steps, web.Step{Day: e.Stamp.Day, Text: text, Entry: e.Entry.Index, Weight: weight})
	}
	return steps
}

// told says one thing that happened in a seat, and whether it stands out.
func (t teller) told(e gallery.Event) (text string, weight bool) {
	by := "The " + officeTitle(t.book, e.Stamp.Actor.Office)
	switch a := e.Seat.(type) {
	case selection.Opened:
		return fmt.Sprintf("%s opened a trigger ballot in %s. Answers are due by %s.", by, a.Title, a.ReturnsBy.Long()), true
	case selection.Appointed:
		return fmt.Sprintf("%s named %s.", by, officers(len(a.Officers))), false
	case selection.StoodDown:
		return fmt.Sprintf("%s recorded that an officer, the %s, stood down.", by, officeTitle(t.book, a.Officer.Office)), false
	case selection.Listed, selection.Challenged, selection.Settled, selection.Frozen:
		return t.toldList(e, by)
	case selection.Decided, selection.Ruled, selection.Declared, selection.Overridden, selection.Published:
		return t.toldOutcome(e, by), true
	case selection.Returned, selection.ReceivedLate, selection.Countersigned, selection.Withdrawn,
		selection.Reballoted, selection.Voided, selection.Reinstated:
		return t.toldReturn(e, by), false
	}
	return "Something happened that this version of the software cannot tell.", false
}

func officers(n int) string {
	if n == 1 {
		return "an officer"
	}
	return fmt.Sprintf("%d officers", n)
}

func (t teller) toldList(e gallery.Event, by string) (text string, weight bool) {
	switch a := e.Seat.(type) {
	case selection.Listed:
		return fmt.Sprintf("%s published the list of units that may answer: %s.", by, unitCount(int64(len(a.Units)))), false
	case selection.Challenged:
		power, _ := t.book.Power(a.Power())
		ask := "to be struck off"
		if a.Ask == selection.Add {
			ask = "to be added"
		}
		return fmt.Sprintf("%s challenged the list and asked for %s %s: %s.", by, a.Unit.Name, ask, groundWords(power, a.Ground)), false
	case selection.Settled:
		power, _ := t.book.Power(a.Power())
		found := "dismissed the challenge"
		if a.Upheld {
			found = "upheld the challenge"
		}
		return fmt.Sprintf("%s %s: %s.", by, found, groundWords(power, a.Ground)), false
	case selection.Frozen:
		return fmt.Sprintf("%s closed the list with %s. From here nobody can join or leave it.", by, unitCount(a.Units)), true
	case selection.Opened, selection.Appointed, selection.StoodDown, selection.Returned,
		selection.Countersigned, selection.Withdrawn, selection.Reballoted, selection.Voided,
		selection.Reinstated, selection.ReceivedLate, selection.Decided, selection.Ruled,
		selection.Declared, selection.Overridden, selection.Published:
	}
	return "", false
}

func unitCount(n int64) string {
	if n == 1 {
		return "one unit"
	}
	return fmt.Sprintf("%d units", n)
}

func (t teller) toldReturn(e gallery.Event, by string) string {
	switch a := e.Seat.(type) {
	case selection.Returned:
		if a.Tied {
			return fmt.Sprintf("%s entered a tie for %s.", by, t.unit(a.Unit))
		}
		if a.Ballot == 2 {
			return fmt.Sprintf("%s entered the answer of %s from its second ballot.", by, t.unit(a.Unit))
		}
		return fmt.Sprintf("%s entered the answer of %s.", by, t.unit(a.Unit))
	case selection.ReceivedLate:
		return fmt.Sprintf("The answer of %s was received after the last day. It is kept and marked as late.", t.unit(a.Unit))
	case selection.Countersigned:
		return fmt.Sprintf("Another person, the %s, confirmed the answer of %s.", officeTitle(t.book, e.Stamp.Actor.Office), t.answerOf(a.Return))
	case selection.Withdrawn:
		power, _ := t.book.Power(a.Power())
		return fmt.Sprintf("%s took back the answer of %s, which nobody had confirmed: %s.", by, t.answerOf(a.Return), groundWords(power, a.Ground))
	case selection.Reballoted:
		return fmt.Sprintf("%s ordered a second ballot in %s.", by, t.answerOf(a.Return))
	case selection.Voided:
		power, _ := t.book.Power(a.Power())
		return fmt.Sprintf("%s declared the answer of %s void, %s: %s.", by, t.answerOf(a.Return), seen(a.Seen), groundWords(power, a.Ground))
	case selection.Reinstated:
		power, _ := t.book.Power(a.Power())
		return fmt.Sprintf("%s brought back the answer of %s, %s: %s.", by, t.answerOf(a.Return), seen(a.Seen), groundWords(power, a.Ground))
	case selection.Opened, selection.Appointed, selection.StoodDown, selection.Listed,
		selection.Challenged, selection.Settled, selection.Frozen, selection.Decided, selection.Ruled,
		selection.Declared, selection.Overridden, selection.Published:
	}
	return ""
}

func seen(figures bool) string {
	if figures {
		return "having seen the figures"
	}
	return "without having seen the figures"
}

func (t teller) toldOutcome(e gallery.Event, by string) string {
	switch a := e.Seat.(type) {
	case selection.Decided:
		return fmt.Sprintf("%s had the answers put together by the software. What it found was closed until the declaration.", by)
	case selection.Ruled:
		power, _ := t.book.Power(a.Power())
		return fmt.Sprintf("%s ruled on what the rules leave open: %s, because %s.", by, outcomeWords(a.Outcome), groundWords(power, a.Ground))
	case selection.Declared:
		if due, _ := t.record.State.Due(); a.Outcome != due {
			power, _ := t.book.Power("depart")
			return fmt.Sprintf("%s declared: %s. The rules gave: %s. The ground: %s.", by, outcomeWords(a.Outcome),
				outcomeWords(due), groundWords(power, a.Ground))
		}
		return fmt.Sprintf("%s declared: %s. This is what the rules gave.", by, outcomeWords(a.Outcome))
	case selection.Overridden:
		power, _ := t.book.Power(a.Power())
		return fmt.Sprintf("%s imposed another outcome: %s. What stood before: %s. The ground: %s.", by,
			outcomeWords(a.Outcome), outcomeWords(a.Was), groundWords(power, a.Ground))
	case selection.Published:
		return fmt.Sprintf("%s published the units’ answers.", by)
	case selection.Opened, selection.Appointed, selection.StoodDown, selection.Listed,
		selection.Challenged, selection.Settled, selection.Frozen, selection.Returned,
		selection.Countersigned, selection.Withdrawn, selection.Reballoted, selection.Voided,
		selection.Reinstated, selection.ReceivedLate:
	}
	return ""
}

func outcomeWords(o rulebook.Outcome) string {
	switch o {
	case rulebook.Triggered:
		return "a contest is held"
	case rulebook.NotTriggered:
		return "no contest is held"
	case rulebook.NeedsRuling:
		return "it needs a ruling"
	case rulebook.Undecided:
		return "it is not decided"
	case rulebook.Allowed, rulebook.Refused, rulebook.NotYet, rulebook.Discretion, rulebook.DoesNotApply:
	}
	return string(o)
}

// unit gives a unit's name, also if it was struck off meanwhile.
func (t teller) unit(id party.UnitID) string {
	if u, ok := t.record.State.Unit(id); ok {
		return u.Name
	}
	return string(id)
}

func (t teller) answerOf(number int64) string {
	for _, r := range t.record.State.Returns {
		if r.Number == number {
			return t.unit(r.Unit)
		}
	}
	return "a unit"
}

// toldOrg says one thing that the organisation did.
func toldOrg(e gallery.Event) string {
	by := "The " + officeTitle(nil, e.Stamp.Actor.Office)
	switch a := e.Org.(type) {
	case org.Founded:
		return fmt.Sprintf("%s founded the public record of %s.", by, a.Title)
	case org.KeyChanged:
		return fmt.Sprintf("%s changed the key that signs the public record.", by)
	case org.BookAdopted:
		return fmt.Sprintf("%s adopted the rulebook %s.", by, a.Name)
	case org.ParametersConfirmed:
		return fmt.Sprintf("%s confirmed what a rulebook leaves open.", by)
	case org.Appointed:
		return fmt.Sprintf("%s named somebody to act as %s.", by, officeTitle(nil, a.Office))
	case org.StoodDown:
		return fmt.Sprintf("%s recorded that somebody no longer acts as %s.", by, officeTitle(nil, a.Office))
	case org.Erased:
		return fmt.Sprintf("%s erased a person’s data; %d closed values can no longer be opened.", by, len(a.Fields))
	}
	return "Something happened that this version of the software cannot tell."
}
