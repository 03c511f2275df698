package outline

import (
	"fmt"
	"slices"

	"github.com/selectorate/selectorate/count"
)

// Verdict is the headline over who was elected.
func (o *Outline) Verdict() string {
	switch {
	case o.Result.Complete && len(o.Elected) > 0:
		return "Elected"
	case o.Result.Complete:
		return "Nobody is elected"
	case o.Result.Waiting != nil:
		return "The count waits for a lot"
	}
	return "A further round of voting has to be held"
}

// Outcome says in a sentence who was elected, or why nobody can be named yet.
func (o *Outline) Outcome() string {
	names := o.Say(o.Result.Winners)
	verb := "are"
	if len(o.Result.Winners) == 1 {
		verb = "is"
	}
	switch {
	case !o.Result.Complete && names == "":
		return o.Waits()
	case !o.Result.Complete:
		return fmt.Sprintf("%s %s elected so far. %s", names, verb, o.Waits())
	case names == "":
		return "Nobody is elected."
	}
	return fmt.Sprintf("%s %s elected.", names, verb)
}

// Waits says in sentences what the count waits for; nothing if it is at its end.
func (o *Outline) Waits() string {
	if o.Result.Complete {
		return ""
	}
	needed := o.Result.Waiting
	if needed == nil {
		text := "The count is not at its end: a further round of voting has to be held"
		if left := o.continuing(); len(left) > 1 && len(left) <= mostNamed {
			text += " between " + o.Say(left)
		}
		return text + "."
	}
	text := "The count stopped"
	if needed.Stage > 0 {
		text += fmt.Sprintf(" after stage %d", needed.Stage)
	}
	text += ": a lot has to be drawn"
	if len(needed.Candidates) > 1 {
		text += " among " + o.Say(needed.Candidates)
	}
	if needed.For != "" {
		text += ", to settle the " + needed.For
	}
	return text + ". The count can then go on, with the seed from which lots are drawn or with the order that was drawn by hand."
}

// mostNamed is how many candidates a sentence lists who take part in the next round.
const mostNamed = 12

// continuing lists those about whom nothing was decided.
func (o *Outline) continuing() (left []int) {
	if len(o.Stages) == 0 {
		return nil
	}
	for c, row := range o.Stages[len(o.Stages)-1].Rows {
		if row.Standing == Continuing {
			left = append(left, c)
		}
	}
	return left
}

// Beside says in a few words when somebody was elected, with how many votes and what settled a tie on which the place
// hung; nothing if no stage tells.
func (o *Outline) Beside(seat Seat) string {
	if seat.Stage == 0 {
		return ""
	}
	text := fmt.Sprintf("at stage %d with %s", seat.Stage, o.Amount(seat.Votes))
	if seat.How != "" {
		text += ", " + seat.How
	}
	return text
}

// Unfilled says how many places stay empty, or nothing.
func (o *Outline) Unfilled() string {
	left := o.Result.Seats - len(o.Result.Winners)
	if !o.Result.Complete || left <= 0 || len(o.Result.Winners) == 0 {
		return ""
	}
	return number(int64(left), "place stays", "places stay") + " empty."
}

// Limited says whether a constraint touched the count, as a sentence; nothing without constraints.
func (o *Outline) Limited() string {
	if len(o.Result.Constraints) == 0 || len(o.Stages) == 0 {
		return ""
	}
	guarded, doomed := o.judged(count.Guarded), o.judged(count.Doomed)
	text := ""
	if len(guarded) > 0 {
		text = o.Say(guarded) + " could not be excluded, because a constraint needs " + them(guarded)
	}
	if len(doomed) > 0 {
		if text != "" {
			text += "; "
		}
		text += o.Say(doomed) + " could not be elected, because a constraint forbids it"
	}
	if text == "" {
		return ""
	}
	return "Constraints took part in the outcome: " + text + ". See “Constraints”."
}

func them(candidates []int) string {
	if len(candidates) == 1 {
		return "this candidate"
	}
	return "them"
}

// judged lists those about whom a constraint decided so.
func (o *Outline) judged(verb count.Verb) []int {
	var found []int
	take := func(all []count.Decision) {
		for _, d := range all {
			if d.Verb != verb {
				continue
			}
			for _, c := range d.Candidates {
				if !slices.Contains(found, c) {
					found = append(found, c)
				}
			}
		}
	}
	for i := range o.Result.Stages {
		for _, part := range o.Result.Stages[i].Parts {
			take(part.Decisions)
		}
		take(o.Result.Stages[i].Decisions)
	}
	return found
}
