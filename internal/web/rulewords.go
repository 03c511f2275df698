package web

import (
	"fmt"
	"strings"

	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/rulebook/wording"
)

// between says when something is in force, in words.
func between(from, until party.Day) string {
	switch {
	case from.IsZero() && until.IsZero():
		return "No dates are stated"
	case until.IsZero():
		return "Since " + from.Long()
	case from.IsZero():
		return "Until " + until.Long()
	}
	return from.Long() + " to " + until.Long()
}

// statusWord says how a clause stands to the facts.
func statusWord(s rulebook.Status) string {
	if s == note {
		return "Note"
	}
	return s.Words()
}

// markWord explains a mark of certainty.
func markWord(m rulebook.Mark) string {
	switch m {
	case rulebook.Stated:
		return "Stated by the source named here"
	case rulebook.Derived:
		return "Worked out from what the source states"
	case rulebook.Memory:
		return "General knowledge, to be confirmed against the rule book"
	}
	return string(m)
}

// powerWord says what a power lets an office do.
func powerWord(what string) string {
	return capital(wording.Power(what))
}

// untilWord says when a power ends.
func untilWord(stage string, days int64) string {
	known := map[string]string{
		"frozen": "the list of units is closed", "decided": "the answers are put together",
		"declared": "the outcome is declared", "published": "the units' answers are published",
	}
	text, ok := known[stage]
	if !ok {
		text = strings.ReplaceAll(stage, "-", " ")
	}
	switch {
	case stage == "":
		return "At any time"
	case days > 0:
		return fmt.Sprintf("Until %s after %s", count(days, "day", "days"), text)
	}
	return "Until " + text
}

// valueWord says a parameter's value: yes and no for true and false.
func valueWord(value string) string {
	return wording.Value(value)
}

// decides says in words how a book makes one outcome of the answers.
func decides(b *rulebook.Book) string {
	needed := barWord(b.ShareValue(nil, b.Decision.Bar), b.Decision.Reach)
	what := "of the units that count"
	if b.Decision.Count == rulebook.Votes {
		what = "of the votes"
	}
	effect := "ask for one"
	if b.Decision.Of == rulebook.ForIncumbent {
		effect = "are for " + b.Incumbent
	}
	switch b.Decision.Combine {
	case rulebook.OnePool:
		if b.Decision.Of == rulebook.ForIncumbent {
			return fmt.Sprintf("No contest is held if %s %s %s. All are counted together.", needed, what, effect)
		}
		return fmt.Sprintf("A contest is held if %s %s %s. All are counted together.", needed, what, effect)
	case rulebook.AnyPool:
		return fmt.Sprintf("A contest is held if %s %s %s, among any one of: %s.", needed, what, effect, poolNames(b))
	case rulebook.Weighted:
		return fmt.Sprintf("The shares that ask for a contest are weighted and added up: %s. "+
			"A contest is held if the sum is %s.", poolNames(b), needed)
	case rulebook.Stages:
		return fmt.Sprintf("One body is asked after the other: %s. "+
			"The next is asked only if the one before refused %s.", poolNames(b), b.Incumbent)
	case rulebook.Always:
		return "A contest is held in every seat, whatever the units answer."
	}
	return ""
}

// barWord says how much is needed: "one third or more", "more than half".
func barWord(bar party.Share, reach rulebook.Reach) string {
	share := bar.String()
	switch share {
	case "1/2":
		share = "half"
	case "1/3":
		share = "one third"
	case "2/3":
		share = "two thirds"
	case "3/4":
		share = "three quarters"
	}
	if reach == rulebook.MoreThan {
		return "more than " + share
	}
	return share + " or more"
}

// poolNames lists who is counted together: "party branches; affiliated branches".
func poolNames(b *rulebook.Book) string {
	var names []string
	for _, p := range b.Decision.Pools {
		var kinds []string
		for _, k := range p.Units {
			kinds = append(kinds, k.Words(2))
		}
		name := strings.Join(kinds, " and ")
		if b.Decision.Combine == rulebook.Weighted {
			name += " (weight " + p.Weight.String() + ")"
		}
		names = append(names, name)
	}
	return strings.Join(names, "; ")
}
