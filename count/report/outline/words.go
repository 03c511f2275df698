package outline

import (
	"fmt"
	"slices"
	"strconv"
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
		text += fmt.Sprintf(" The valid papers are worth %s votes.", o.Plain(r.Ballots.Votes))
	}
	if r.Threshold != "" {
		text += fmt.Sprintf(" The %s is %s votes", r.Threshold, o.Plain(r.Quota))
		if first := o.firstQuota(); !first.Equal(r.Quota) {
			text += fmt.Sprintf("; at the first stage it was %s", o.Plain(first))
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

// Outcome says in a sentence who was elected, or why nobody can be named yet.
func (o *Outline) Outcome() string {
	names := o.Say(o.Result.Winners)
	verb := "are"
	if len(o.Result.Winners) == 1 {
		verb = "is"
	}
	switch {
	case !o.Result.Complete && names == "":
		return "The count stopped: a lot has to be drawn before it can go on."
	case !o.Result.Complete:
		return fmt.Sprintf("%s %s elected so far. The count stopped: a lot has to be drawn before it can go on.", names, verb)
	case names == "":
		return "Nobody is elected."
	}
	return fmt.Sprintf("%s %s elected.", names, verb)
}

// Unfilled says how many places stay empty, or nothing.
func (o *Outline) Unfilled() string {
	left := o.Result.Seats - len(o.Result.Winners)
	if !o.Result.Complete || left <= 0 || len(o.Result.Winners) == 0 {
		return ""
	}
	return number(int64(left), "place stays", "places stay") + " empty."
}

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
		return fmt.Sprintf("At the end, %s had %s votes and %s, the highest of those not elected, %s.",
			last.Name, o.Plain(end.Rows[last.Candidate].Votes), o.Names[left], o.Plain(end.Rows[left].Votes))
	}
	for i := len(o.Stages) - 1; i > 0; i-- {
		if gap, out, next := o.gap(i); next != count.Nobody {
			return fmt.Sprintf("The last to be excluded was %s at stage %d, %s votes behind %s.",
				o.Names[out], o.Stages[i].Stage.Number, o.Plain(gap), o.Names[next])
		}
	}
	return ""
}

// Closest says where the count was closest: the exclusion in which the fewest votes lay between those excluded and
// the next one who stayed. Nothing is said where nobody was excluded by votes.
func (o *Outline) Closest() string {
	least, text, at := exact.Number{}, "", 0
	last := o.Last()
	for i := 1; i < len(o.Stages); i++ {
		gap, out, next := o.gap(i)
		if next == count.Nobody || text != "" && !gap.Less(least) {
			continue
		}
		least, at = gap, o.Stages[i].Stage.Number
		if gap.IsZero() {
			text = fmt.Sprintf("The closest decision was at stage %d: %s and %s had the same number of votes, and %s was excluded.",
				o.Stages[i].Stage.Number, o.Names[out], o.Names[next], o.Names[out])
			continue
		}
		text = fmt.Sprintf("The closest decision was at stage %d: %s was excluded, %s votes behind %s.",
			o.Stages[i].Stage.Number, o.Names[out], o.Plain(gap), o.Names[next])
	}
	if strings.Contains(last, fmt.Sprintf(" at stage %d, ", at)) { // already said
		return ""
	}
	return text
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

// Touched lists the stages and decisions that a constraint brought about, as sentences.
func (o *Outline) Touched() (sentences []string) {
	for i := range o.Result.Stages {
		s := &o.Result.Stages[i]
		for _, d := range s.Decisions {
			if d.Verb == count.Guarded || d.Verb == count.Doomed {
				sentences = append(sentences, fmt.Sprintf("Stage %d: %s", s.Number, o.decision(d)))
			}
		}
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

// Rejection says why papers are not valid: "line 7, 2 papers: no first preference".
func Rejection(p count.Rejected) string {
	text := p.Reason
	if p.Times != 1 {
		text = number(p.Times, "paper", "papers") + ": " + text
	}
	if p.Line > 0 {
		text = fmt.Sprintf("line %d: %s", p.Line, text)
	}
	return text
}

// Reason is a ground on which papers are not valid, with the papers to which it applies.
type Reason struct {
	Text   string
	Papers int64
	Lines  string // "4, 17 and 5 more"; empty if no line is known
}

// mostLines is how many lines a Reason names.
const mostLines = 20

// Reasons puts papers that are not valid together by their ground, in the order in which the grounds first appear.
func Reasons(rejected []count.Rejected) []Reason {
	var all []Reason
	at := map[string]int{}
	more := map[string]int{}
	for _, p := range rejected {
		i, known := at[p.Reason]
		if !known {
			i = len(all)
			at[p.Reason] = i
			all = append(all, Reason{Text: p.Reason})
		}
		all[i].Papers += p.Times
		switch n := more[p.Reason]; {
		case p.Line == 0:
		case n < mostLines:
			if n > 0 {
				all[i].Lines += ", "
			}
			all[i].Lines += strconv.Itoa(p.Line)
			more[p.Reason]++
		default:
			more[p.Reason]++
		}
	}
	for i := range all {
		if n := more[all[i].Text] - mostLines; n > 0 {
			all[i].Lines += fmt.Sprintf(" and %d more", n)
		}
	}
	return all
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
