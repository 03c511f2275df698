package main

import (
	"fmt"
	"strings"

	"github.com/selectorate/selectorate/count/audit"
	"github.com/selectorate/selectorate/count/read/mend"
	"github.com/selectorate/selectorate/party"
)

// auditSheets are worksheets that were filled in.
type auditSheets struct {
	Sheets []string `arg:"" name:"SHEET" help:"The worksheets that were filled in, as CSV; all there are of this audit."`
	Seed   string   `placeholder:"TEXT" help:"The seed from which the papers were drawn."`
}

// readings reads all worksheets and checks that they are of the papers drawn.
func (c *auditSheets) readings(t terminal, a *audited, records *audit.Records, test audit.Test, reading *countReading) ([]int64, map[int64]audit.Reading, error) {
	if strings.TrimSpace(c.Seed) == "" {
		return nil, nil, usage("say from which seed the papers were drawn: --seed TEXT")
	}
	policy := mend.Policy{Overvote: mend.Overvote(reading.Overvotes), Skipped: mend.Skipped(reading.Skipped), Repeats: mend.Repeats(reading.Repeats)}
	var rows []audit.Row
	for _, name := range c.Sheets {
		data, err := readFile(t, name, audit.MaxSheetBytes)
		if err != nil {
			return nil, nil, err
		}
		more, err := audit.ReadWorksheet(data, a.election, a.contest, policy)
		if err != nil {
			return nil, nil, inFile(name, err)
		}
		rows = append(rows, more...)
	}
	sample, readings, err := audit.Readings(rows, c.Seed, records.Total(), test)
	if err != nil {
		return nil, nil, inFile(strings.Join(c.Sheets, ", "), err)
	}
	return sample, readings, nil
}

// auditMeasure measures the risk.
type auditMeasure struct {
	auditSubject
	auditRisk
	auditSheets
}

// Run measures and prints. An outcome that is not confirmed is no success.
func (c *auditMeasure) Run(t terminal) error {
	a, plan, err := c.plan(t, &c.auditRisk)
	if err != nil {
		return err
	}
	records, err := audit.NewRecords(a.election, a.contest, c.Papers)
	if err != nil {
		return inAudit(c.File, err)
	}
	sample, readings, err := c.readings(t, a, records, plan.Setting.Test, &c.countReading)
	if err != nil {
		return err
	}
	verdict := audit.Measure(plan, records, sample, readings)
	report := verdict.Report(audit.NewSubject(a.election, a.method.Name, plan), c.Seed)
	if c.JSON {
		if err := writeJSON(t.out, report); err != nil {
			return err
		}
	} else {
		printVerdict(t, report)
	}
	if !verdict.Confirmed() {
		return party.Errorf(party.Invalid, "selectorate: the outcome is not confirmed. %s", whatNext(report))
	}
	return nil
}

func printVerdict(t terminal, r audit.VerdictReport) {
	printSubject(t, r.Subject)
	fmt.Fprintf(t.out, "Seed %s: %d drawn, %d different papers looked at.\n", r.Seed, r.Drawn, r.Looked)
	printDifferences(t, r.Differ)
	fmt.Fprintln(t.out, "\nRisk that is left:")
	for i, one := range r.Assertions[:min(len(r.Assertions), maxTold)] {
		fmt.Fprintf(t.out, "%3d. %s\n     risk %s%s; records that overstate it by two votes %d, by one %d; that understate it by one %d, by two %d\n",
			i+1, one.Sentence, one.Risk, standing(one), one.Errors["2"], one.Errors["1"], one.Errors["-1"], one.Errors["-2"])
	}
	printRest(t, len(r.Assertions))
	fmt.Fprintf(t.out, "\nRisk as a whole: %s; the limit is %s. %s\n", r.Risk, r.RiskLimit, whatNext(r))
}

func standing(one audit.FindingReport) string {
	switch {
	case one.Confirmed:
		return ", confirmed"
	case one.Full:
		return ", no sample will do"
	}
	return fmt.Sprintf(", %d more papers if their records are right", one.More)
}

// printDifferences lists papers that are not as their records. It is for after the looking.
func printDifferences(t terminal, differ []audit.DifferenceReport) {
	if len(differ) == 0 {
		fmt.Fprintln(t.out, "Every paper is as its record says.")
		return
	}
	fmt.Fprintf(t.out, "Papers that are not as their record says: %d\n", len(differ))
	for _, d := range differ {
		reading := orVoid(d.Reading)
		if d.Missing {
			reading = "missing"
		}
		fmt.Fprintf(t.out, "  paper %d (line %d of the file): record %s, paper %s\n", d.Paper, d.Line, orVoid(d.Record), reading)
	}
}

func orVoid(ranking string) string {
	if ranking == "" {
		return "void"
	}
	return ranking
}

// whatNext says what to do after papers have been looked at.
func whatNext(r audit.VerdictReport) string {
	switch r.Next {
	case audit.Stop:
		return "Stop: the outcome is confirmed."
	case audit.LookMore:
		return fmt.Sprintf("Look at %d more papers (selectorate audit worksheet --size %d --after %d), and measure with all worksheets.", r.More, r.More, r.Drawn)
	case audit.FullHand:
	}
	return "Count all papers by hand."
}
