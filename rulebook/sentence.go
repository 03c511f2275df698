package rulebook

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook/wording"
)

// Sentence says a reason in words, with its figures, under the book that it was judged by. The same sentence
// is printed in the terminal, on pages and in JSON. The book may be nil where no book was in force. A code
// without a sentence, which only a newer version of the software can have written, is told as it stands.
func Sentence(b *Book, r Reason) string {
	form, ok := wording.Form(r.Code)
	if !ok {
		return "(" + r.Code + ")" + figuresText(r.Figures)
	}
	s := speaker{book: b, figures: r.Figures}
	return slot.ReplaceAllStringFunc(form, func(text string) string {
		parts := slot.FindStringSubmatch(text)
		return s.say(parts[1], parts[2])
	})
}

// Codes lists the codes that have a sentence, in alphabetical order.
func Codes() []string { return wording.Codes() }

// slot is a place in a sentence: {name} is a figure as it stands, {name:form} is said in a form.
var slot = regexp.MustCompile(`\{([a-z_]+)(?::([a-z-]+))?\}`)

func figuresText(f Figures) string {
	var told strings.Builder
	for _, name := range slices.Sorted(maps.Keys(f)) {
		told.WriteString(" " + name + "=" + f[name])
	}
	return told.String()
}

// speaker says the figures of one reason.
type speaker struct {
	book    *Book
	figures Figures
}

func (s speaker) say(name, form string) string {
	value := s.figures[name]
	switch form {
	case "":
		return value
	case "units":
		return s.units(value, s.count())
	case "percent":
		return s.percent(value)
	case "reached", "short":
		return s.bar(value, form)
	case "office":
		return s.office(value)
	case "day":
		return s.day(value)
	case "kinds":
		return wording.Kinds(value)
	case "fraction":
		return wording.Fraction(value)
	case "incumbent":
		return s.incumbent()
	case "are", "were", "have", "s", "unit", "votes", "members":
		return agreeing(value, form)
	case "stage":
		return wording.Stage(value)
	case "power":
		return wording.LowerFirst(wording.Power(value))
	case "setting":
		return s.setting(value)
	case "value":
		return wording.Value(value)
	case "words":
		return wording.Plain(value)
	case "outcome":
		return strings.TrimSuffix(wording.LowerFirst(Headline(nil, Outcome(value))), ".")
	case "answer":
		return wording.Answer(value)
	case "counts":
		return s.counts(value)
	}
	return value
}

// agreeing gives a word that agrees with a number.
func agreeing(number, word string) string {
	switch word {
	case "are":
		return wording.Plural(number, "is", "are")
	case "were":
		return wording.Plural(number, "was", "were")
	case "have":
		return wording.Plural(number, "has", "have")
	case "s":
		return wording.Plural(number, "", "s")
	case "unit":
		return wording.Plural(number, "unit", "units")
	}
	return wording.Plural(number, strings.TrimSuffix(word, "s"), word)
}

// count gives the number that a pool's word agrees with: how many are outstanding or needed, if the sentence
// is about that, else how many the pool has.
func (s speaker) count() int64 {
	for _, name := range []string{"needed", "of"} {
		if n, err := strconv.ParseInt(s.figures[name], 10, 64); err == nil {
			return n
		}
	}
	return 2
}

// units gives what a pool counts, as people read it: "party branches", or "units" where it mixes kinds.
func (s speaker) units(pool string, n int64) string {
	if s.book != nil {
		for _, p := range s.book.Decision.Pools {
			if p.Kind == pool && len(p.Units) == 1 {
				return p.Units[0].Words(n)
			}
		}
	}
	if slices.Contains(party.UnitKinds(), party.UnitKind(pool)) {
		return party.UnitKind(pool).Words(n)
	}
	return wording.Plural(strconv.FormatInt(n, 10), "unit", "units")
}

func (s speaker) percent(value string) string {
	share, err := party.ParseShare(value)
	if err != nil {
		return value
	}
	return share.Percent()
}

// bar says a bar as it was reached or missed: "one third or more", "less than one third", "more than half",
// "not more than half".
func (s speaker) bar(value, form string) string {
	text := wording.Fraction(value)
	atLeast := s.figures["reach"] == string(AtLeast)
	switch {
	case form == "reached" && atLeast:
		return text + " or more"
	case form == "reached":
		return "more than " + text
	case atLeast:
		return "less than " + text
	}
	return "not more than " + text
}

func (s speaker) office(id string) string {
	if s.book != nil {
		if o, ok := s.book.Office(party.OfficeID(id)); ok {
			return o.Title
		}
	}
	return wording.Plain(id)
}

// setting names a setting by what it decides: "whether a unit that tied twice stands among the units that
// answered".
func (s speaker) setting(name string) string {
	if s.book != nil {
		if p, ok := s.book.Parameter(name); ok {
			meaning, _, _ := strings.Cut(p.Meaning, "; ")
			return wording.LowerFirst(meaning)
		}
	}
	return wording.Plain(name)
}

func (s speaker) incumbent() string {
	if s.book != nil && s.book.Incumbent != "" {
		return s.book.Incumbent
	}
	return "the person concerned"
}

func (s speaker) day(value string) string {
	day, err := party.ParseDay(value)
	if err != nil {
		return value
	}
	return day.Long()
}

// counts says counts such as "branch 1 of 3, affiliate 0 of 2" with the words of the pools.
func (s speaker) counts(value string) string {
	var told []string
	for text := range strings.SplitSeq(value, ", ") {
		pool, count, _ := strings.Cut(text, " ")
		_, of, _ := strings.Cut(count, " of ")
		n, err := strconv.ParseInt(of, 10, 64)
		if err != nil {
			return value
		}
		what := s.units(pool, n)
		if s.book != nil && s.book.Decision.Count == Votes {
			what = wording.Plural(of, "vote", "votes")
		}
		told = append(told, count+" "+what)
	}
	return strings.Join(told, ", ")
}

// Headline says an outcome in one short sentence, the first thing that anybody reads.
func Headline(b *Book, o Outcome) string {
	switch o {
	case Triggered:
		return "A contest is held."
	case NotTriggered:
		return "No contest is held."
	case Undecided:
		return "Not decided yet: the returns that are outstanding can change the outcome."
	case NeedsRuling:
		return "The rules do not settle this: a named office must rule."
	case DoesNotApply:
		return "These rules cannot be put to these returns."
	case Allowed:
		return "This may be done."
	case Refused:
		return "This may not be done."
	case NotYet:
		return "This may not be done yet."
	case Discretion:
		return "A named office must use its discretion."
	}
	return string(o)
}
