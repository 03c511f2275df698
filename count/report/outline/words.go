package outline

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
)

// Lead says in sentences what was counted and by which rule.
func (o *Outline) Lead() string {
	r := o.Result
	rule := r.RuleTitle
	if rule == "" {
		rule = "the rule “" + r.Rule + "”"
	}
	text := fmt.Sprintf("%s counted for %s by %s.",
		number(r.Ballots.Valid, "valid paper was", "valid papers were"), number(int64(r.Seats), "place", "places"), rule)
	if r.Ballots.Rejected > 0 {
		text += " " + number(r.Ballots.Rejected, "paper was", "papers were") + " rejected."
	}
	if !r.Ballots.Votes.Equal(exact.Int(r.Ballots.Valid)) {
		worth := o.precise(r.Ballots.Votes) + " votes"
		if r.Ballots.Votes.Equal(exact.Int(1)) {
			worth = "1 vote"
		}
		text += fmt.Sprintf(" The valid papers are worth %s.", worth)
	}
	if r.Threshold != "" {
		text += fmt.Sprintf(" The %s is %s", r.Threshold, o.Exactly(r.Quota))
		if first := o.firstQuota(); !first.Equal(r.Quota) {
			text += "; at the first stage it was " + o.precise(first)
		}
		text += "."
	}
	var gone []int
	for c, who := range r.Candidates {
		if who.Withdrawn {
			gone = append(gone, c)
		}
	}
	switch len(gone) {
	case 0:
		return text
	case 1:
		return text + " " + o.Say(gone) + " has withdrawn."
	}
	return text + " " + o.Say(gone) + " have withdrawn."
}

func (o *Outline) firstQuota() exact.Number {
	if len(o.Result.Stages) == 0 {
		return o.Result.Quota
	}
	return o.Result.Stages[0].Quota
}

// number writes a number with its noun.
func number(n int64, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}

// Lots lists the ties that a lot drawn from the seed settled.
func (o *Outline) Lots() (lots []count.Tie) {
	for _, t := range o.Result.Ties {
		if t.By == count.BySeed {
			lots = append(lots, t)
		}
	}
	return lots
}

// Tie says in sentences what was tied and how that was settled.
func (o *Outline) Tie(t count.Tie) string {
	text := t.Reason
	if text == "" {
		text = fmt.Sprintf("%s were equal; it fell on %s.", o.Say(t.Candidates), o.Name(t.Chosen))
	}
	if t.Clause != "" {
		text += " (" + t.Clause + ")"
	}
	return fmt.Sprintf("Stage %d, %s: %s", t.Stage, t.For, text)
}

// Draw gives commands that draw a lot again in a shell: the lowest line names the one on whom it fell.
func (o *Outline) Draw(t count.Tie) string {
	var text strings.Builder
	for _, c := range t.Candidates {
		name := o.tickets[c]
		fmt.Fprintf(&text, "printf '%%s\\n%%s\\n%%s' %s %d %s | sha256sum  # %s\n",
			Quote(o.Result.Seed), t.Draw, Quote(name), strings.Join(strings.Fields(Clean(name)), " "))
	}
	return text.String()
}

// Clean gives text without control characters, so that a name can neither move the cursor of a terminal nor change
// its colours; line ends and tabs become spaces. Characters that turn the direction of the text around are left
// out too.
func Clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r' || r == '\u2028' || r == '\u2029':
			return ' '
		case unicode.Is(unicode.Cc, r), r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
			return -1
		}
		return r
	}, text)
}

// Quote writes text so that a shell takes it as one word. What a terminal must not be sent is written in octal, as
// bash and the POSIX standard of 2024 read it.
func Quote(text string) string {
	if Clean(text) == text {
		return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
	}
	var quoted strings.Builder
	quoted.WriteString("$'")
	for i := range len(text) {
		if b := text[i]; b < ' ' || b > '~' || b == '\'' || b == '\\' {
			fmt.Fprintf(&quoted, `\%03o`, b)
		} else {
			quoted.WriteByte(b)
		}
	}
	return quoted.String() + "'"
}

// Touched lists the decisions that a constraint brought about, with their stages, as sentences.
func (o *Outline) Touched() (sentences []string) {
	for i := range o.Result.Stages {
		s := &o.Result.Stages[i]
		tell := func(all []count.Decision) {
			for _, d := range all {
				if d.Verb == count.Guarded || d.Verb == count.Doomed {
					sentences = append(sentences, fmt.Sprintf("Stage %d: %s", s.Number, o.decision(d)))
				}
			}
		}
		for _, part := range s.Parts {
			tell(part.Decisions)
		}
		tell(s.Decisions)
	}
	return sentences
}

// decision says a decision; one without a reason says who and what.
func (o *Outline) decision(d count.Decision) string {
	text := d.Reason
	if text == "" {
		text = fmt.Sprintf("%s: %s.", o.Say(d.Candidates), d.Verb)
	}
	if d.Clause != "" {
		text += " (" + d.Clause + ")"
	}
	return text
}

// Decisions says what was decided in a stage, in order.
func (o *Outline) Decisions(s *count.Stage) []string {
	var said []string
	for _, part := range s.Parts {
		for _, d := range part.Decisions {
			said = append(said, o.decision(d))
		}
	}
	for _, d := range s.Decisions {
		said = append(said, o.decision(d))
	}
	return said
}

// Turnout says who took part in a round; nothing of nothing.
func Turnout(p *count.RoundFigure) string {
	if p == nil {
		return ""
	}
	text := number(p.Valid, "valid paper", "valid papers")
	if p.Rejected > 0 {
		text += fmt.Sprintf(", %d rejected", p.Rejected)
	}
	if p.Electorate > 0 {
		text += fmt.Sprintf(", of %d who might vote", p.Electorate)
	}
	return text + "."
}
