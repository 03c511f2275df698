package outline

import (
	"fmt"
	"slices"
	"strings"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
)

// Last says in a sentence who came nearest to being elected and was not: who was left at the end, or the last to be
// excluded. Nothing is said where votes did not decide that.
func (o *Outline) Last() string {
	if len(o.Stages) == 0 || !o.Result.Complete || len(o.Elected) == 0 {
		return ""
	}
	end := &o.Stages[len(o.Stages)-1]
	left := count.Nobody
	for c := range end.Rows {
		if end.Rows[c].Standing == Continuing && (left == count.Nobody || end.Rows[left].Votes.Less(end.Rows[c].Votes)) {
			left = c
		}
	}
	last := o.Elected[len(o.Elected)-1]
	if left != count.Nobody && end.Stage.Number == last.Stage {
		return fmt.Sprintf("At the end, %s had %s and %s, the highest of those not elected, %s.",
			last.Name, o.Amount(end.Rows[last.Candidate].Votes), o.Names[left], o.Plain(end.Rows[left].Votes))
	}
	for i := len(o.Stages) - 1; i > 0; i-- {
		if gap, out, next := o.gap(i); next != count.Nobody {
			return fmt.Sprintf("The last to be excluded was %s at stage %d, %s.", o.Names[out], o.Stages[i].Stage.Number, o.behind(gap, next))
		}
	}
	return ""
}

// behind says how far behind the next somebody was.
func (o *Outline) behind(gap exact.Number, next int) string {
	if gap.IsZero() {
		return "with as many " + o.Unit() + " as " + o.Names[next]
	}
	return o.Amount(gap) + " behind " + o.Names[next]
}

// Closest says where the count was closest: where a tie decided who is elected, there; otherwise the exclusion in
// which the fewest votes lay between those excluded and the next one who stayed. Nothing is said where nobody was
// excluded by votes.
func (o *Outline) Closest() string {
	for _, seat := range o.Elected {
		if t := o.hung(seat); t != nil {
			return o.tied(t)
		}
	}
	least, text, at := exact.Number{}, "", 0
	for i := 1; i < len(o.Stages); i++ {
		gap, out, next := o.gap(i)
		if next == count.Nobody || text != "" && !gap.Less(least) {
			continue
		}
		least, at = gap, o.Stages[i].Stage.Number
		if gap.IsZero() {
			text = fmt.Sprintf("The closest decision was at stage %d: %s and %s had the same number of %s, and %s was excluded.",
				at, o.Names[out], o.Names[next], o.Unit(), o.Names[out])
			continue
		}
		text = fmt.Sprintf("The closest decision was at stage %d: %s was excluded, %s.", at, o.Names[out], o.behind(gap, next))
	}
	if strings.Contains(o.Last(), fmt.Sprintf(" at stage %d, ", at)) { // already said
		return ""
	}
	return text
}

// tied says that a tie decided who is elected.
func (o *Outline) tied(t *count.Tie) string {
	outcome := "was elected"
	if t.For == forExclusion {
		outcome = "was excluded"
	}
	return fmt.Sprintf("The closest decision was a tie, at stage %d: %s had the same number of %s, and %s %s %s.",
		t.Stage, o.Say(t.Candidates), o.Unit(), o.Name(t.Chosen), outcome, settlement(t))
}

// forExclusion is what a tie is about in which the one on whom it falls is excluded.
const forExclusion = "exclusion"

// hung gives the tie on which somebody's place hung, or nil: one about who is elected that fell on them, or one about
// the exclusion that fell on another and left them elected at once.
func (o *Outline) hung(seat Seat) *count.Tie {
	if seat.Stage == 0 {
		return nil
	}
	for i := range o.Result.Ties {
		t := &o.Result.Ties[i]
		if t.Stage > seat.Stage || !slices.Contains(t.Candidates, seat.Candidate) {
			continue
		}
		switch {
		case t.For == forExclusion:
			if t.Chosen != seat.Candidate && seat.Stage <= o.left(t.Chosen, t.Stage) {
				return t
			}
		case o.elects(t) && t.Chosen == seat.Candidate && t.Stage == seat.Stage:
			return t
		}
	}
	return nil
}

// elects tells whether a tie was about who is elected, and not about who of the elected comes first.
func (o *Outline) elects(t *count.Tie) bool {
	switch t.For {
	case "election", "place", "last place":
	default:
		return false
	}
	lost := func(c int) bool {
		at := slices.IndexFunc(o.Elected, func(s Seat) bool { return s.Candidate == c })
		return at < 0 || o.Elected[at].Stage > t.Stage
	}
	return slices.ContainsFunc(t.Candidates, lost)
}

// left gives the stage at which somebody was excluded, from a stage on; 0 if none.
func (o *Outline) left(c, from int) int {
	for i := range o.Stages {
		s := &o.Stages[i]
		if s.Stage.Number >= from && c < len(s.Rows) && s.Rows[c].Now && s.Rows[c].Standing == IsExcluded {
			return s.Stage.Number
		}
	}
	return 0
}

// settled says in a few words what settled the tie on which a place hung, or nothing.
func (o *Outline) settled(seat Seat) string {
	if t := o.hung(seat); t != nil {
		return settlement(t)
	}
	return ""
}

// settlement says in a few words how a tie was settled.
func settlement(t *count.Tie) string {
	switch t.By {
	case count.ByEarlierStage:
		if t.Earlier > 0 {
			return fmt.Sprintf("after looking back to stage %d", t.Earlier)
		}
		return "after looking back to earlier stages"
	case count.ByFileOrder:
		return "by the order for ties that the file gives"
	case count.ByGivenLot:
		return "by the lot that was drawn by hand"
	case count.BySeed:
		return "by lot"
	case count.ByRule:
		return "by what the rule prescribes for ties"
	}
	return "after a tie"
}

// gap gives what lay between the highest of those excluded at a stage and the lowest of those who stayed.
func (o *Outline) gap(i int) (gap exact.Number, out, next int) {
	out, next = count.Nobody, count.Nobody
	step, before := &o.Stages[i], &o.Stages[i-1]
	if step.Stage.Action != count.Exclusion {
		return gap, out, next
	}
	for c := range before.Rows {
		row := &before.Rows[c]
		was := row.Standing == Continuing || row.Standing == IsExcluded && row.Now // excluded by the decision of the stage before
		switch {
		case !was:
		case slices.Contains(step.Stage.Of, c):
			if out == count.Nobody || before.Rows[out].Votes.Less(row.Votes) {
				out = c
			}
		case row.Standing == Continuing:
			if next == count.Nobody || row.Votes.Less(before.Rows[next].Votes) {
				next = c
			}
		}
	}
	if out == count.Nobody || next == count.Nobody {
		return gap, count.Nobody, count.Nobody
	}
	gap = before.Rows[next].Votes.Sub(before.Rows[out].Votes)
	if gap.Sign() < 0 { // a constraint, not the votes, decided
		next = count.Nobody
	}
	return gap, out, next
}
