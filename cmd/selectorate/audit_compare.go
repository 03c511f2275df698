package main

import (
	"fmt"
	"strings"

	"github.com/selectorate/selectorate/count/audit"
	"github.com/selectorate/selectorate/count/exact"
)

// auditCompare compares records with papers, whatever the rule.
type auditCompare struct {
	auditSubject
	auditSheets
	Confidence string `default:"95%" placeholder:"SHARE" help:"How sure the bound on wrong records is to be."`
}

// Run compares and prints. It is done whatever it finds.
func (c *auditCompare) Run(t terminal) error {
	confidence, ok := shareOf(c.Confidence)
	if !ok || confidence.Sign() <= 0 || !confidence.Less(exact.Int(1)) {
		return usage("--confidence %s: write a share between 0 and 1, such as 95%%", c.Confidence)
	}
	a, err := c.load(t)
	if err != nil {
		return err
	}
	records, err := audit.NewRecords(a.election, a.contest, c.Papers)
	if err != nil {
		return inAudit(c.File, err)
	}
	sample, readings, err := c.readings(t, a, records, audit.Alpha, &c.countReading)
	if err != nil {
		return err
	}
	differ := audit.Differences(records, sample, readings)
	looked, wrong := int64(len(sample)), int64(len(differ))
	bound, err := audit.Bound(records.Total(), looked, wrong, confidence)
	if err != nil {
		return inAudit(c.File, err)
	}
	report := comparison{
		"selectorate-audit-comparison/1", a.election.Title, a.method.Name, strings.TrimSpace(c.Seed), records.Total(), looked, wrong,
		confidence.String(), bound, audit.DifferenceReports(differ),
	}
	if c.JSON {
		return writeJSON(t.out, report)
	}
	fmt.Fprintf(t.out, "%d of %d papers were looked at; %d are not as their record says.\n", looked, report.Papers, wrong)
	printDifferences(t, report.Differ)
	fmt.Fprintf(t.out, "With a confidence of %s, at most %d of the %d records are wrong (exact, hypergeometric).\n", c.Confidence, bound, report.Papers)
	fmt.Fprintln(t.out, "This says nothing of whether so many wrong records would change who is elected.")
	return nil
}

// comparison is a sample compared with papers, as JSON has it.
type comparison struct {
	Format     string                   `json:"format"`
	Title      string                   `json:"title"`
	Rule       string                   `json:"rule"`
	Seed       string                   `json:"seed"`
	Papers     int64                    `json:"papers"`
	Looked     int64                    `json:"looked"`
	Wrong      int64                    `json:"wrong"`
	Confidence string                   `json:"confidence"`
	AtMost     int64                    `json:"at_most_wrong"`
	Differ     []audit.DifferenceReport `json:"differ"`
}
