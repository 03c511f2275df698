package ers

import (
	"fmt"

	"github.com/selectorate/selectorate/count/exact"
)

// are gives the verb for so many.
func are(some []int) string {
	if len(some) == 1 {
		return "is"
	}
	return "are"
}

// number says how many of something there are.
func number(n int64, one, several string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, several)
}

// them gives the pronoun for so many.
func them(some []int) string {
	if len(some) == 1 {
		return "this candidate"
	}
	return "them"
}

func papers(n int64) string { return number(n, "paper", "papers") }

// whyElected says why somebody is elected who has enough votes.
func (t *tally) whyElected(c int) string {
	name, votes := t.Sheet.Name(c), t.Sheet.Say(t.Votes[c])
	if t.Votes[c].Cmp(t.quota) >= 0 {
		return fmt.Sprintf("%s has %s votes; the quota is %s. %s is elected.", name, votes, t.Sheet.Say(t.quota), name)
	}
	left, active := t.Sheet.Left(), t.active()
	return fmt.Sprintf("%s has %s votes. %s votes are still in play for %s, and divided by %d that is %s, less than the quota of %s. %s is elected.",
		name, votes, t.Sheet.Say(active), number(int64(left), "place", "places"), left+1,
		t.Sheet.Say(active.Quo(exact.Int(int64(left)+1)).Up(places)), t.Sheet.Say(t.quota), name)
}

// howMany says how many papers have something, in the middle of a sentence.
func howMany(some, all int64) string {
	switch some {
	case 0:
		return "none of which has"
	case all:
		return "each of which has"
	case 1:
		return "1 of which has"
	}
	return fmt.Sprintf("%d of which have", some)
}

// whySurplus says how a surplus moves.
func (t *tally) whySurplus(from int, several, later bool, s share, lost exact.Number) string {
	say := t.Sheet.Say
	name := t.Sheet.Name(from)
	which := "has a surplus of"
	if several {
		which = "has the largest surplus,"
	}
	of := "all " + papers(s.papers)
	if later {
		of = "the batch received last, which made it: " + papers(s.papers)
	}
	text := fmt.Sprintf("%s %s %s votes above the quota of %s. It goes with %s, %s a further preference for somebody who continues.",
		name, which, say(s.surplus), say(t.quota), of, howMany(s.transferable, s.papers))
	switch {
	case s.keeps && s.transferable == 0:
		return text + fmt.Sprintf(" Nothing can be transferred; the %s votes become non-transferable.", say(lost))
	case s.keeps:
		text += fmt.Sprintf(" These are worth no more than the surplus, so each keeps its value of %s.", say(s.present))
		if lost.Sign() > 0 {
			text += fmt.Sprintf(" The %s votes that remain become non-transferable.", say(lost))
		}
		return text
	}
	text += fmt.Sprintf(" These are worth more than the surplus, so each moves at %s divided by %s, cut to two decimals: %s.",
		say(s.surplus), s.divisor, say(s.value))
	if lost.Sign() > 0 {
		text += fmt.Sprintf(" What is cut off, %s votes, becomes non-transferable.", say(lost))
	}
	return text
}

// whyDeferred says why surpluses wait.
func (t *tally) whyDeferred(owed exact.Number, lowest []int, l low) string {
	say := t.Sheet.Say
	what := fmt.Sprintf("The surplus of %s, %s votes, waits: it could", t.Sheet.Names(t.owing), say(owed))
	if len(t.owing) > 1 {
		what = fmt.Sprintf("The surpluses of %s, %s votes together, wait: they could", t.Sheet.Names(t.owing), say(owed))
	}
	have := "has"
	if len(lowest) > 1 {
		have = "together have"
	}
	gap := fmt.Sprintf("%s %s %s votes, and %s has %s, which is %s more",
		t.Sheet.Names(lowest), have, say(l.sum), t.Sheet.Name(l.above), say(l.next), say(l.next.Sub(l.sum)))
	return fmt.Sprintf("%s not change who goes next, as %s.", what, gap)
}

// whyTogether says why several go together.
func (t *tally) whyTogether(out []int, l low, owed exact.Number) string {
	say := t.Sheet.Say
	text := fmt.Sprintf("%s are excluded together: they have %s votes between them", t.Sheet.Names(out), say(l.sum))
	if owed.Sign() > 0 {
		text += fmt.Sprintf(", %s with the surpluses not transferred", say(l.sum.Add(owed)))
	}
	return text + fmt.Sprintf(", and %s, next above, has %s.", t.Sheet.Name(l.above), say(l.next))
}

// whyMoves says how the papers of the excluded move.
func (x *exclusion) whyMoves() string {
	switch {
	case x.moves < len(x.batches):
		return " The first preferences move on; as no more candidates are left than places, papers that came by transfer do not."
	case x.moves == 1 && !x.Papers.Plain(): // a value is a share of what each of these papers is worth
		return " The papers move to their next preference at the value at which they came."
	case x.moves == 1:
		return fmt.Sprintf(" The papers move to their next preference at their value, %s.", x.Sheet.Say(x.batches[0].value))
	}
	order := "the highest value first"
	if x.batches[0].own {
		order = "the first preferences before those that were transferred, and of these the highest value first"
	}
	return fmt.Sprintf(" The papers move to their next preference at their value in up to %d batches, %s.", len(x.batches), order)
}

// whyBatch says what a batch is and brought.
func (x *exclusion) whyBatch(i int) string {
	b := x.batches[i]
	var n int64
	var worth exact.Number
	for _, pack := range b.of {
		for _, p := range pack {
			n += p.Number()
			worth = worth.Add(p.Worth(x.Papers))
		}
	}
	what := papers(n)
	if b.own {
		what = number(n, "first preference", "first preferences")
	}
	value := "a value of " + x.Sheet.Say(b.value)
	if !x.Papers.Plain() {
		value = x.Sheet.Say(b.value) + " of what each is worth"
	}
	return fmt.Sprintf("Batch %d of %d: %s at %s, %s votes.", i+1, len(x.batches), what, value, x.Sheet.Say(worth))
}
