package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/rules"
	"github.com/selectorate/selectorate/selection/returns"
	"github.com/selectorate/selectorate/selection/trigger"
)

// decideCommand says what a rulebook gives for a file of returns. It is done as soon as the file could be
// used: an outcome that is undecided or needs a ruling is an answer too.
type decideCommand struct {
	Returns  string   `arg:"" name:"FILE" help:"CSV file of returns, or - for standard input."`
	Rules    string   `placeholder:"NAME|FILE" help:"The rulebook, by its name (see selectorate rules list) or as a file."`
	AllRules bool     `help:"Put every rulebook that comes with the software to the returns."`
	Explain  bool     `help:"Print each unit's answer, each reason with its clause and source, and the settings."`
	JSON     bool     `name:"json" help:"Print JSON alone."`
	Set      []string `sep:"none" placeholder:"NAME=VALUE" help:"Set a parameter of the rulebook. May be given several times."`
	None     []string `sep:"none" placeholder:"KIND" help:"Say that the seat has no unit of this kind. May be given several times."`
}

// verdict is one book's decision on the returns.
type verdict struct {
	book     *rulebook.Book
	setting  rulebook.Setting
	decision trigger.Decision
}

// Run decides and prints.
func (c *decideCommand) Run(t terminal) error {
	books, err := c.books(t)
	if err != nil {
		return err
	}
	settings, err := c.settings(books)
	if err != nil {
		return err
	}
	file, err := c.read(t)
	if err != nil {
		return err
	}
	verdicts := make([]verdict, len(books))
	for i, book := range books {
		verdicts[i] = verdict{book, settings[i], trigger.Decide(book, settings[i], file)}
	}
	if !c.AllRules && verdicts[0].decision.Ruling.Outcome == rulebook.DoesNotApply {
		return party.Errorf(party.Invalid, "selectorate: %s: %s does not apply. %s", shown(c.Returns),
			books[0].Name, rulebook.Sentence(books[0], verdicts[0].decision.Ruling.Reasons[0]))
	}
	if c.JSON {
		return c.printJSON(t, file, verdicts)
	}
	for _, note := range file.Notes {
		fmt.Fprintf(t.err, "%s: %s\n", shown(c.Returns), note)
	}
	c.print(t, file, verdicts)
	return nil
}

func (c *decideCommand) books(t terminal) ([]*rulebook.Book, error) {
	switch {
	case c.AllRules && c.Rules != "":
		return nil, usage("--rules and --all-rules cannot both be given")
	case !c.AllRules && c.Rules == "":
		return nil, usage("say by which rules: --rules NAME or --all-rules; the rulebooks are %s", strings.Join(rules.Names(), ", "))
	}
	names := []string{c.Rules}
	if c.AllRules {
		names = rules.Names()
	}
	var books []*rulebook.Book
	for _, name := range names {
		book, err := loadBook(t, name)
		if err != nil {
			return nil, err
		}
		books = append(books, book)
	}
	return books, nil
}

// settings gives each book the values set for it. With several books a value goes to those that have the
// parameter; a value that no book takes is a mistake.
func (c *decideCommand) settings(books []*rulebook.Book) ([]rulebook.Setting, error) {
	settings := make([]rulebook.Setting, len(books))
	for i := range settings {
		settings[i] = rulebook.Setting{}
	}
	seen := map[string]bool{}
	for _, given := range c.Set {
		name, value, ok := strings.Cut(given, "=")
		if !ok || name == "" {
			return nil, usage("--set %s: write it as NAME=VALUE", given)
		}
		if seen[name] {
			return nil, usage("--set %s: %s is set twice", given, name)
		}
		seen[name] = true
		taken := false
		for i, book := range books {
			if _, has := book.Parameter(name); !has && (c.AllRules || len(books) > 1) {
				continue
			}
			if err := book.Check(rulebook.Setting{name: value}); err != nil {
				return nil, usage("--set %s: %v", given, err)
			}
			settings[i][name], taken = value, true
		}
		if !taken {
			return nil, usage("--set %s: no rulebook has a parameter %q", given, name)
		}
	}
	return settings, nil
}

func (c *decideCommand) read(t terminal) (returns.File, error) {
	none, err := c.kinds()
	if err != nil {
		return returns.File{}, err
	}
	data, err := readFile(t, c.Returns, returns.MaxFileBytes)
	if err != nil {
		return returns.File{}, err
	}
	file, err := returns.Parse(data)
	if err != nil {
		return returns.File{}, inFile(c.Returns, err)
	}
	for _, kind := range none {
		if file.Has(kind) {
			return returns.File{}, usage("--none %s: the file has returns of that kind", kind)
		}
	}
	file.None = none
	return file, nil
}

func (c *decideCommand) kinds() ([]party.UnitKind, error) {
	var kinds []party.UnitKind
	for _, given := range c.None {
		kind := party.UnitKind(strings.ToLower(strings.TrimSpace(given)))
		if !slices.Contains(party.UnitKinds(), kind) {
			return nil, usage("--none %s: write one of %s", given, kindList())
		}
		if !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
	}
	return kinds, nil
}

func kindList() string {
	words := make([]string, 0, len(party.UnitKinds()))
	for _, kind := range party.UnitKinds() {
		words = append(words, string(kind))
	}
	return strings.Join(words, ", ")
}

func (c *decideCommand) printJSON(t terminal, file returns.File, verdicts []verdict) error {
	reports := make([]trigger.Report, len(verdicts))
	for i, v := range verdicts {
		reports[i] = trigger.NewReport(v.book, v.setting, file, v.decision)
	}
	if c.AllRules {
		return writeJSON(t.out, reports)
	}
	return writeJSON(t.out, reports[0])
}
