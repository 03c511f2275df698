package main

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/audit"
)

// auditDraw says which papers are drawn.
type auditDraw struct {
	Seed  string `placeholder:"TEXT" help:"The public seed: twenty or more throws of a die, made after the records were fixed."`
	Size  int64  `placeholder:"N" help:"How many papers to draw."`
	After int64  `placeholder:"N" help:"Leave out the first so many, which were looked at before."`
}

// draw draws papers in order.
func (c *auditDraw) draw(records *audit.Records, test audit.Test) ([]drawnPaper, error) {
	switch {
	case strings.TrimSpace(c.Seed) == "":
		return nil, usage("say from which seed: --seed TEXT, the digits of dice thrown in public")
	case c.Size <= 0:
		return nil, usage("say how many papers to draw: --size N; selectorate audit plan says how many will do")
	case c.After < 0:
		return nil, usage("--after %d: papers are counted from 1", c.After)
	case c.After > audit.MaxPapers-c.Size || !test.Repeats() && c.After+c.Size > records.Total():
		return nil, usage("--size %d: there are %d papers, and %d are left out", c.Size, records.Total(), c.After)
	}
	sampler, err := audit.NewSampler(c.Seed, records.Total(), test.Repeats())
	if err != nil {
		return nil, err
	}
	var drawn []drawnPaper
	for draw := int64(1); draw <= c.After+c.Size; draw++ {
		paper, _ := sampler.Next() // there are enough
		if draw > c.After {
			drawn = append(drawn, drawnPaper{draw, sampler.Number(), paper, records.Of(paper).Line})
		}
	}
	return drawn, nil
}

// drawnPaper is a paper of the sample.
type drawnPaper struct {
	Draw   int64 `json:"draw"`
	Number int64 `json:"number"` // behind the seed, from which the paper is worked out
	Paper  int64 `json:"paper"`
	Line   int   `json:"line"` // of the ballot file
}

// auditSample draws papers.
type auditSample struct {
	auditPapers
}

// auditPapers is a ballot file whose papers alone matter.
type auditPapers struct {
	File   string `arg:"" name:"FILE" help:"The ballot file, or - for standard input."`
	Papers int64  `placeholder:"N" help:"How many papers there are, counted by hand. Without it: as many as records."`
	Test   string `default:"alpha" placeholder:"NAME" help:"How risk will be measured: alpha draws each paper once, kaplan-markov with replacement."`
	JSON   bool   `name:"json" help:"Print JSON alone."`
	auditDraw
	countReading
}

func (c *auditPapers) test() (audit.Test, error) {
	for _, test := range audit.Tests() {
		if string(test) == c.Test {
			return test, nil
		}
	}
	return "", usage("--test %s: write %s or %s", c.Test, audit.Alpha, audit.KaplanMarkov)
}

// number reads the file and numbers its papers.
func (c *auditPapers) number(t terminal) (*count.Election, *audit.Records, error) {
	counting := countCommand{countReading: c.countReading}
	election, err := counting.open(t, c.File)
	if err != nil {
		return nil, nil, err
	}
	records, err := audit.NewRecords(election, audit.Contest{Style: audit.Rankings}, c.Papers)
	if err != nil {
		return nil, nil, inAudit(c.File, err)
	}
	return election, records, nil
}

// Run draws and prints.
func (c *auditSample) Run(t terminal) error {
	test, err := c.test()
	if err != nil {
		return err
	}
	_, records, err := c.number(t)
	if err != nil {
		return err
	}
	drawn, err := c.draw(records, test)
	if err != nil {
		return err
	}
	if c.JSON {
		return writeJSON(t.out, struct {
			Format string       `json:"format"`
			Seed   string       `json:"seed"`
			Papers int64        `json:"papers"`
			Test   audit.Test   `json:"test"`
			Sample []drawnPaper `json:"sample"`
		}{"selectorate-audit-sample/1", strings.TrimSpace(c.Seed), records.Total(), test, drawn})
	}
	out := bufio.NewWriter(t.out)
	fmt.Fprintln(out, "draw number  paper  line of the file")
	for _, d := range drawn {
		fmt.Fprintf(out, "%4d %6d %6d %6d\n", d.Draw, d.Number, d.Paper, d.Line)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write the sample: %w", err)
	}
	return nil
}

// auditWorksheet writes the worksheet for a sample.
type auditWorksheet struct {
	auditPapers
	Rule string `placeholder:"NAME" help:"The rule; it says whether papers have numbers or crosses. Without it: numbers."`
	To   string `default:"csv" placeholder:"FORM" help:"What to write: csv to be filled in, text or html to be printed."`
	Out  string `placeholder:"FILE" help:"Where to write it. Without it: standard output."`
}

// Run draws and writes.
func (c *auditWorksheet) Run(t terminal) error {
	test, err := c.test()
	if err != nil {
		return err
	}
	contest := audit.Contest{Style: audit.Rankings}
	if c.Rule != "" {
		counting := countCommand{Rule: c.Rule}
		methods, err := counting.methods()
		if err != nil {
			return err
		}
		if contest, err = audit.Of(&methods[0], count.Options{}, 1); err != nil {
			return err
		}
	}
	election, records, err := c.number(t)
	if err != nil {
		return err
	}
	drawn, err := c.draw(records, test)
	if err != nil {
		return err
	}
	papers := make([]int64, len(drawn))
	for i, d := range drawn {
		papers[i] = d.Paper
	}
	return c.write(t, audit.NewWorksheet(election, contest, papers))
}

func (c *auditWorksheet) write(t terminal, sheet *audit.Worksheet) error {
	var write func(io.Writer) error
	switch {
	case c.JSON:
		write = func(w io.Writer) error {
			return writeJSON(w, struct {
				Format     string   `json:"format"`
				Title      string   `json:"title"`
				Candidates []string `json:"candidates"`
				Ranked     bool     `json:"ranked"`
				Papers     []int64  `json:"papers"`
			}{"selectorate-audit-worksheet/1", sheet.Title, sheet.Candidates, sheet.Ranked, sheet.Papers})
		}
	case c.To == "csv":
		write = sheet.CSV
	case c.To == "text":
		write = sheet.Text
	case c.To == "html":
		write = sheet.HTML
	default:
		return usage("--to %s: write csv, text or html", c.To)
	}
	return put(t, c.Out, write)
}
