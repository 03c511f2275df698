package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/selection/returns"
)

// print tells the verdicts as people read them.
func (c *decideCommand) print(t terminal, file returns.File, verdicts []verdict) {
	for i, v := range verdicts {
		if c.AllRules {
			if i > 0 {
				fmt.Fprintln(t.out)
			}
			fmt.Fprintf(t.out, "%s: %s\n", v.book.Name, v.book.Title)
		}
		v.print(t.out)
		if c.AllRules && len(c.Set) > 0 {
			fmt.Fprintln(t.out, v.taken())
		}
		if c.Explain {
			v.explain(t.out)
		}
	}
	if c.Explain {
		printAnswers(t.out, file)
	}
}

// print tells the plain answer first, then the clause, then what else matters.
func (v verdict) print(w io.Writer) {
	ruling := v.decision.Ruling
	decisive := v.decision.Decisive(v.book)
	said := []string{rulebook.Headline(v.book, ruling.Outcome)}
	var clauses []string
	for _, r := range decisive {
		said = append(said, rulebook.Sentence(v.book, r))
		if !slices.Contains(clauses, r.Clause) {
			clauses = append(clauses, r.Clause)
		}
	}
	fmt.Fprintln(w, strings.Join(said, " "))
	for _, id := range clauses {
		clause, _ := v.book.Clause(id)
		fmt.Fprintf(w, "Clause %s of %s: %s.\n", id, v.book.Name, clause.Title)
	}
	switch ruling.Outcome {
	case rulebook.Triggered:
		fmt.Fprintf(w, "What follows: %s.\n", v.book.Question.Select)
	case rulebook.NotTriggered:
		fmt.Fprintf(w, "What follows: %s.\n", v.book.Question.Reselect)
	case rulebook.Undecided, rulebook.NeedsRuling, rulebook.DoesNotApply, rulebook.Allowed, rulebook.Refused,
		rulebook.NotYet, rulebook.Discretion:
	}
	for _, r := range ruling.Reasons {
		if !slices.ContainsFunc(decisive, r.Same) {
			fmt.Fprintln(w, "-", rulebook.Sentence(v.book, r))
		}
	}
	if power, ok := v.book.Power("rule"); ok && ruling.Outcome == rulebook.NeedsRuling {
		fmt.Fprintf(w, "Who can rule: %s.\n", offices(v.book, power))
	}
}

// taken says which of the values that were set this book took.
func (v verdict) taken() string {
	var taken []string
	for _, p := range v.book.Parameters {
		if value, set := v.setting[p.Name]; set {
			taken = append(taken, p.Name+" = "+value)
		}
	}
	if len(taken) == 0 {
		return "Set here: nothing; this rulebook does not have what was set."
	}
	return "Set here: " + strings.Join(taken, ", ") + "."
}

func offices(book *rulebook.Book, power rulebook.Power) string {
	var titles []string
	for _, id := range power.Offices {
		office, _ := book.Office(id)
		titles = append(titles, office.Title)
	}
	return strings.Join(titles, ", ")
}

// explain tells each reason with its clause, where it is stated and how sure that is, and every setting.
func (v verdict) explain(w io.Writer) {
	fmt.Fprintf(w, "\nReasons, under %s (%s)\n", v.book.Name, v.book.Digest)
	for _, r := range v.decision.Ruling.Reasons {
		fmt.Fprintf(w, "\n  %s: %s\n", r.Status.Words(), rulebook.Sentence(v.book, r))
		printClause(w, v.book, r.Clause, "    ")
	}
	if len(v.book.Parameters) > 0 {
		fmt.Fprint(w, "\nSettings\n")
	}
	for _, p := range v.book.Parameters {
		value := v.book.Value(v.setting, p.Name)
		how := "the default"
		if _, set := v.setting[p.Name]; set {
			how = "set here; the default is " + p.Default
		}
		fmt.Fprintf(w, "\n  %s = %s (%s; %s)\n", p.Name, value, how, markWords(p.Mark))
		fmt.Fprintf(w, "    Clause %s: %s.\n", p.Clause, p.Meaning)
	}
}

func printClause(w io.Writer, book *rulebook.Book, id, indent string) {
	clause, ok := book.Clause(id)
	if !ok {
		return
	}
	fmt.Fprintf(w, "%sClause %s: %s\n", indent, clause.ID, clause.Title)
	if clause.Official != "" {
		fmt.Fprintf(w, "%s  %s\n", indent, clause.Official)
	} else {
		fmt.Fprintf(w, "%s  %s (our summary, not the rule text)\n", indent, clause.Summary)
	}
	fmt.Fprintf(w, "%s  Source: %s (%s)\n", indent, clause.Source, markWords(clause.Mark))
}

func printAnswers(w io.Writer, file returns.File) {
	fmt.Fprint(w, "\nAnswers\n\n")
	for _, row := range file.Rows {
		fmt.Fprintf(w, "  %s (%s)\n", row.Readback(), row.Kind.Words(1))
	}
}

func markWords(m rulebook.Mark) string {
	switch m {
	case rulebook.Stated:
		return "S: stated by the source"
	case rulebook.Derived:
		return "D: derived from what is stated"
	case rulebook.Memory:
		return "M: general knowledge, to be confirmed"
	}
	return string(m)
}
