package main

import (
	"fmt"
	"io"

	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/rulebook/wording"
)

// printBook tells a book as people read it.
func printBook(w io.Writer, b *rulebook.Book) {
	fmt.Fprintf(w, "%s: %s\n%s. %s\n%s\n", b.Name, b.Title, b.Organisation, inForce(b), b.Digest)
	if b.InForceNote != "" {
		fmt.Fprintln(w, b.InForceNote)
	}
	fmt.Fprintf(w, "\nThe question: %s\n  Hold a contest: %s\n  No contest: %s\n", b.Question.Text, b.Question.Select, b.Question.Reselect)
	fmt.Fprint(w, "\nClauses\n")
	for _, c := range b.Clauses {
		fmt.Fprintln(w)
		printClause(w, b, c.ID, "  ")
	}
	if len(b.Parameters) > 0 {
		fmt.Fprint(w, "\nSettings\n\n")
	}
	for _, p := range b.Parameters {
		fmt.Fprintf(w, "  %s = %s (%s)\n    Clause %s: %s.\n", p.Name, p.Default, markWords(p.Mark), p.Clause, p.Meaning)
	}
	if len(b.Powers) > 0 {
		fmt.Fprint(w, "\nWho may do what\n\n")
	}
	for _, p := range b.Powers {
		fmt.Fprintf(w, "  %s (%s): %s%s (clause %s)\n", wording.Power(p.Act), p.Act, offices(b, p), until(p), p.Clause)
		for _, g := range p.Grounds {
			fmt.Fprintf(w, "    on the ground that %s\n", g.Text)
		}
	}
	fmt.Fprint(w, "\nSources\n\n")
	for _, s := range b.Sources {
		fmt.Fprintf(w, "  %s\n", s)
	}
}

func inForce(b *rulebook.Book) string {
	switch {
	case b.Proposal:
		return "A proposal, never in force."
	case b.From.IsZero() && b.Until.IsZero():
		return "In force on days that were not found."
	case b.From.IsZero():
		return "In force until " + b.Until.Long() + "."
	case b.Until.IsZero():
		return "In force from " + b.From.Long() + "."
	}
	return "In force from " + b.From.Long() + " to " + b.Until.Long() + "."
}

func until(p rulebook.Power) string {
	switch {
	case p.Until == "":
		return ""
	case p.Days > 0:
		return fmt.Sprintf(", until %d days after the round is %s", p.Days, p.Until)
	}
	return ", until the round is " + p.Until
}
