package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/rules"
)

// rulesCommand groups what can be done with rulebooks.
type rulesCommand struct {
	List   rulesList   `cmd:"" help:"List the rulebooks that come with the software."`
	Show   rulesShow   `cmd:"" help:"Show a rulebook: question, clauses, settings, who may do what."`
	Check  rulesCheck  `cmd:"" help:"Say whether a file is a sound rulebook, and where it is not."`
	Diff   rulesDiff   `cmd:"" help:"Say what is different between two rulebooks."`
	Schema rulesSchema `cmd:"" help:"Print the JSON Schema of rulebooks, for editors."`
}

type rulesList struct {
	JSON bool `name:"json" help:"Print JSON alone."`
}

// listed is one rulebook in the list.
type listed struct {
	Name     string          `json:"name"`
	Title    string          `json:"title"`
	From     party.Day       `json:"from"`
	Until    party.Day       `json:"until"`
	Proposal bool            `json:"proposal"`
	Digest   rulebook.Digest `json:"digest"`
}

// inForce says in a few words when the book is in force.
func (l listed) inForce() string {
	switch {
	case l.Proposal:
		return "proposal"
	case l.From.IsZero() && l.Until.IsZero():
		return "days not found"
	case l.From.IsZero():
		return "until " + l.Until.String()
	case l.Until.IsZero():
		return "from " + l.From.String()
	}
	return l.From.String() + " to " + l.Until.String()
}

// Run prints the list.
func (c *rulesList) Run(t terminal) error {
	books := []listed{}
	for _, name := range rules.Names() {
		b, err := loadBook(t, name)
		if err != nil {
			return err
		}
		books = append(books, listed{b.Name, b.Title, b.From, b.Until, b.Proposal, b.Digest})
	}
	if c.JSON {
		return writeJSON(t.out, books)
	}
	for _, b := range books {
		fmt.Fprintf(t.out, "%-32s %-26s %s\n", b.Name, b.inForce(), b.Title)
	}
	return nil
}

type rulesShow struct {
	Name string `arg:"" name:"NAME" help:"A rulebook's name, or a file."`
	JSON bool   `name:"json" help:"Print JSON alone: the rulebook's file as JSON."`
}

// Run prints the book.
func (c *rulesShow) Run(t terminal) error {
	data, err := bookData(t, c.Name)
	if err != nil {
		return err
	}
	book, err := rulebook.Parse(data)
	if err != nil {
		return inFile(c.Name, err)
	}
	if c.JSON {
		var content any
		if err := yaml.Unmarshal(data, &content); err != nil {
			return party.Errorf(party.Invalid, "selectorate: read %s again: %w", c.Name, err)
		}
		return writeJSON(t.out, content)
	}
	printBook(t.out, book)
	return nil
}

type rulesCheck struct {
	File string `arg:"" name:"FILE" help:"A rulebook's file, or the name of one that comes with the software."`
	JSON bool   `name:"json" help:"Print JSON alone."`
}

// checked is the answer of rules check.
type checked struct {
	File      string          `json:"file"`
	Valid     bool            `json:"valid"`
	Name      string          `json:"name"`
	Digest    rulebook.Digest `json:"digest"`
	ToConfirm []string        `json:"to_confirm"`
	Problems  party.Problems  `json:"problems"`
}

// data gives what is to be checked. A file that is not there is no mistake of the command line: the file was
// named as it should be.
func (c *rulesCheck) data(t terminal) ([]byte, error) {
	if data, err := rules.Read(c.File); err == nil {
		return data, nil
	}
	return readFile(t, c.File, rulebook.MaxBytes)
}

// Run checks the file. A file that is not sound ends with status 1.
func (c *rulesCheck) Run(t terminal) error {
	data, err := c.data(t)
	if err != nil {
		return err
	}
	book, err := rulebook.Parse(data)
	answer := checked{File: c.File, Valid: err == nil, ToConfirm: []string{}, Problems: party.Problems{}}
	if err == nil {
		answer.Name, answer.Digest = book.Name, book.Digest
		for _, p := range book.ToConfirm() {
			answer.ToConfirm = append(answer.ToConfirm, p.Name)
		}
	}
	errors.As(err, &answer.Problems)
	if c.JSON {
		if failed := writeJSON(t.out, answer); failed != nil {
			return failed
		}
	}
	if err != nil {
		return inFile(c.File, err)
	}
	if !c.JSON {
		fmt.Fprintf(t.out, "%s is sound: %s, %s, %s.\n%s\n", shown(c.File), book.Name,
			counted(len(book.Clauses), "clause"), counted(len(book.Parameters), "setting"), book.Digest)
		if len(answer.ToConfirm) > 0 {
			fmt.Fprintf(t.out, "To be confirmed by a named office before a live round: %s.\n", strings.Join(answer.ToConfirm, ", "))
		}
	}
	return nil
}

// counted says a number of things: "1 clause", "2 clauses".
func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

type rulesDiff struct {
	A    string `arg:"" name:"A" help:"A rulebook's name, or a file."`
	B    string `arg:"" name:"B" help:"Another one."`
	JSON bool   `name:"json" help:"Print JSON alone."`
}

// Run compares the two.
func (c *rulesDiff) Run(t terminal) error {
	a, err := loadBook(t, c.A)
	if err != nil {
		return err
	}
	b, err := loadBook(t, c.B)
	if err != nil {
		return err
	}
	changes := append([]rulebook.Change{}, rulebook.Diff(a, b)...)
	if c.JSON {
		return writeJSON(t.out, changes)
	}
	if len(changes) == 0 {
		fmt.Fprintln(t.out, "The two say the same.")
	}
	for _, change := range changes {
		fmt.Fprintln(t.out, change.Path)
		if change.Before != "" {
			fmt.Fprintf(t.out, "  - %s\n", change.Before)
		}
		if change.After != "" {
			fmt.Fprintf(t.out, "  + %s\n", change.After)
		}
	}
	return nil
}

type rulesSchema struct{}

// Run prints the schema.
func (*rulesSchema) Run(t terminal) error {
	if _, err := t.out.Write(rules.Schema()); err != nil {
		return fmt.Errorf("write the schema: %w", err)
	}
	return nil
}
