package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/method"
	"github.com/selectorate/selectorate/count/read"
	"github.com/selectorate/selectorate/count/read/mend"
	"github.com/selectorate/selectorate/count/read/table"
	"github.com/selectorate/selectorate/count/reserved"
	"github.com/selectorate/selectorate/party"
)

// countCommand counts files of ballots. It is done as soon as every file could be counted, whoever is elected.
type countCommand struct {
	Files []string `arg:"" optional:"" name:"FILE" help:"Files of ballots, or - for standard input."`

	Rule    string      `placeholder:"NAME" help:"The rule to count by; --list names them all. Several, with commas, are compared."`
	Compare compareFlag `placeholder:"=NAME,…" help:"Count by several rules and say where they part and why. Without names: by the usual rules for one place or for several."`
	List    bool        `help:"List the rules, or with --rule NAME everything about one."`
	Set     []string    `sep:"none" placeholder:"NAME=VALUE" help:"Set an option of the rule. May be given several times."`

	Seats  int      `help:"Places to fill. Without it: what the file says."`
	Seed   string   `placeholder:"TEXT" help:"The public seed from which lots are drawn, should one be needed."`
	Lots   string   `placeholder:"NAMES" help:"The lot that was drawn by hand: candidates by number or name, the first drawn first, with commas."`
	Limit  []string `sep:"none" placeholder:"TEXT" help:"A constraint, such as \"gender: women >= 2: 1, 4, 5\". May be given several times."`
	Limits string   `placeholder:"FILE" help:"A file of constraints, one a line."`
	Design string   `default:"guard-and-doom" help:"How constraints work: guard-and-doom, repeat-count or reserved-seats."`

	JSON  bool   `name:"json" help:"Print JSON alone: the same as --to json."`
	To    string `default:"text" placeholder:"FORM" help:"What to write: text, json, page, pdf, csv, transfers, rcvis, blt or cdf."`
	Out   string `placeholder:"FILE" help:"Where to write it; for several files, a folder. Without it: standard output."`
	Width int    `default:"80" help:"Columns of text."`

	countReading

	made time.Time // when the command began, for forms that say when they were made
}

// countReading is how files are read.
type countReading struct {
	Format      string `placeholder:"NAME" help:"The format of the files. Without it, it is told from what is in them."`
	Contest     string `placeholder:"NAME" help:"Which contest, where a file holds several."`
	Title       string `placeholder:"TEXT" help:"What the contest is called. Without it: what the file says."`
	Candidates  string `placeholder:"NAMES" help:"The candidates' names in order, with commas, for formats that have none."`
	Description string `placeholder:"FILE" help:"The election.json that belongs to the result of a sealed box."`
	Columns     string `placeholder:"NAMES" help:"The columns of a table that hold the ranks, first rank first, with commas."`
	WeightIn    string `placeholder:"NAME" help:"The column that says what a paper is worth."`
	TimesIn     string `placeholder:"NAME" help:"The column that says how many papers a row stands for."`
	SectionIn   string `placeholder:"NAME" help:"The column that says in which section of an electoral college a paper was cast."`
	Overvotes   string `placeholder:"WHAT" help:"Two candidates at one rank: stop, skip or reject."`
	Skipped     string `placeholder:"WHAT" help:"A rank left empty: pass, stop, stop-at-two or reject."`
	Repeats     string `placeholder:"WHAT" help:"A candidate ranked twice: skip, stop or reject."`
	Equal       string `placeholder:"WHAT" help:"Candidates that a file ranks equal: keep, or overvote."`
}

// options gives what the reader is asked.
func (c *countReading) options(t terminal, seats int) (read.Options, error) {
	o := read.Options{
		Format: c.Format, Seats: seats, Title: c.Title, Contest: c.Contest, Candidates: splitNames(c.Candidates),
		Policy:  mend.Policy{Overvote: mend.Overvote(c.Overvotes), Skipped: mend.Skipped(c.Skipped), Repeats: mend.Repeats(c.Repeats), Equal: mend.Equal(c.Equal)},
		Columns: table.Columns{Ranks: splitNames(c.Columns), Weight: c.WeightIn, Times: c.TimesIn, Section: c.SectionIn},
	}
	if err := o.Policy.Check(); err != nil {
		return o, usage("%v", err)
	}
	names := make([]string, 0, len(read.Formats()))
	for _, format := range read.Formats() {
		names = append(names, format.Name)
	}
	if c.Format != "" && !slices.Contains(names, c.Format) {
		return o, usage("--format %s: write one of %s", c.Format, strings.Join(names, ", "))
	}
	if c.Description == "" {
		return o, nil
	}
	var err error
	o.Description, err = readFile(t, c.Description, 1<<24)
	return o, err
}

// flags lists how the reader was told to read, for the result: whoever counts again must read in the same way.
func (c *countReading) flags() []count.Chosen {
	var told []count.Chosen
	for _, flag := range []count.Chosen{
		{Name: "format", Value: c.Format},
		{Name: "contest", Value: c.Contest},
		{Name: "candidates", Value: c.Candidates},
		{Name: "columns", Value: c.Columns},
		{Name: "weight-in", Value: c.WeightIn},
		{Name: "times-in", Value: c.TimesIn},
		{Name: "section-in", Value: c.SectionIn},
		{Name: "overvotes", Value: c.Overvotes},
		{Name: "skipped", Value: c.Skipped},
		{Name: "repeats", Value: c.Repeats},
		{Name: "equal", Value: c.Equal},
	} {
		if flag.Value != "" {
			told = append(told, flag)
		}
	}
	return told
}

// compareFlag is a flag that may have a value: --compare, or --compare=NAME,NAME.
type compareFlag struct {
	asked bool
	names []string
}

// IsBool lets the flag stand alone.
func (compareFlag) IsBool() bool { return true }

// Decode takes the names behind "=". Given several times, the names add up.
func (f *compareFlag) Decode(ctx *kong.DecodeContext) error {
	f.asked = true
	if ctx.Scan.Peek().Type != kong.FlagValueToken {
		return nil
	}
	names := splitNames(fmt.Sprint(ctx.Scan.Pop().Value))
	if len(names) == 0 {
		return errors.New("--compare= names no rule: write --compare=NAME,NAME or --compare alone")
	}
	f.names = append(f.names, names...)
	return nil
}

// areRules tells whether all names are those of rules.
func areRules(names []string) bool {
	return len(names) > 0 && !slices.ContainsFunc(names, func(name string) bool {
		_, known := method.Find(name)
		return !known
	})
}

func splitNames(list string) []string {
	var names []string
	for name := range strings.SplitSeq(list, ",") {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// Run counts and writes.
func (c *countCommand) Run(t terminal) error {
	c.made = time.Now()
	if c.JSON {
		if c.To != "text" && c.To != "json" {
			return usage("--json and --to %s cannot both be given", c.To)
		}
		c.To = "json"
	}
	if c.Width < 20 {
		return usage("--width %d: text needs at least 20 columns", c.Width)
	}
	if c.List {
		return c.list(t)
	}
	form, err := c.form()
	if err != nil {
		return err
	}
	if len(c.Files) == 0 {
		return usage("say what to count: selectorate count FILE --rule NAME")
	}
	methods, err := c.methods()
	if err != nil {
		return err
	}
	if c.Compare.asked || len(methods) > 1 {
		return c.compare(t, methods)
	}
	options, err := c.options(methods[0])
	if err != nil {
		return err
	}
	return c.countAll(t, methods[0], options, form)
}

// methods gives the rules that were asked for.
func (c *countCommand) methods() ([]count.Method, error) {
	names := append(splitNames(c.Rule), c.Compare.names...)
	if len(names) == 0 && !c.Compare.asked {
		return nil, usage("say by which rule: --rule NAME; the rules are %s", strings.Join(method.Names(), ", "))
	}
	var methods []count.Method
	for _, name := range names {
		m, ok := method.Find(name)
		if !ok {
			return nil, usage("there is no rule %q; the rules are %s", name, strings.Join(method.Names(), ", "))
		}
		if !slices.ContainsFunc(methods, func(have count.Method) bool { return have.Name == m.Name }) {
			methods = append(methods, m)
		}
	}
	return methods, nil
}

// options gives what the method is asked, but for what needs the candidates' names.
func (c *countCommand) options(m count.Method) (count.Options, error) {
	o := count.Options{Seats: c.Seats, Seed: c.Seed, Set: map[string]string{}}
	for _, given := range c.Set {
		name, value, ok := strings.Cut(given, "=")
		if !ok || name == "" {
			return o, usage("--set %s: write it as NAME=VALUE", given)
		}
		if _, twice := o.Set[name]; twice {
			return o, usage("--set %s: %s is set twice", given, name)
		}
		o.Set[name] = value
	}
	if design := reserved.Option(); !slices.Contains(design.Values, c.Design) {
		return o, usage("--design %s: write one of %s", c.Design, strings.Join(design.Values, ", "))
	}
	if c.Seats < 0 {
		return o, usage("--seats %d: places are counted from 1", c.Seats)
	}
	if m.Count == nil {
		return o, nil
	}
	if err := m.Check(count.Options{Set: o.Set}); err != nil {
		return o, usage("--set: %v", err)
	}
	return o, nil
}

// tallied is a file, what is in it and what came of it.
type tallied struct {
	file     string
	method   count.Method
	election *count.Election
	result   *count.Result
	err      error
}

// status gives the exit status of one count: 0 counted; 1 the input could not be used; 3 a lot is needed.
func (c tallied) status() int {
	if c.err == nil {
		return 0
	}
	return status(c.err)
}

// one reads and counts a file.
func (c *countCommand) one(t terminal, file string, m count.Method, o count.Options) tallied {
	done := tallied{file: file, method: m}
	done.election, done.err = c.open(t, file)
	if done.err != nil {
		return done
	}
	if o, done.err = c.named(t, done.election, o); done.err != nil {
		return done
	}
	if c.Design != reserved.GuardAndDoom {
		done.election.Flags = append(done.election.Flags, count.Chosen{Name: "design", Value: c.Design})
	}
	bar := newProgress(t.err, "candidates settled")
	o.Progress = bar.show
	defer bar.end()
	done.result, done.err = reserved.Count(c.Design, m, done.election, o)
	if _, waits := errors.AsType[*count.LotNeeded](done.err); done.err != nil && !waits {
		done.err = party.Errorf(party.Invalid, "%s: %w", shown(file), done.err)
	}
	return done
}
