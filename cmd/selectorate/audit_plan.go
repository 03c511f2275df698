package main

import (
	"fmt"
	"strings"

	"github.com/selectorate/selectorate/count/audit"
)

// auditPlan says what must be checked.
type auditPlan struct {
	auditSubject
	auditRisk
}

// Run plans and prints.
func (c *auditPlan) Run(t terminal) error {
	a, plan, err := c.plan(t, &c.auditRisk)
	if err != nil {
		return err
	}
	report := plan.Report(audit.NewSubject(a.election, a.method.Name, plan))
	if c.JSON {
		return writeJSON(t.out, report)
	}
	printSubject(t, report.Subject)
	fmt.Fprintf(t.out, "\nThe outcome is right if all of this is true:\n")
	for i, one := range report.Assertions[:min(len(report.Assertions), maxTold)] {
		fmt.Fprintf(t.out, "%3d. %s\n     %d to %d, margin %d; %s\n", i+1, one.Sentence, one.WinnerVotes, one.LoserVotes, one.Margin, costs(one))
	}
	printRest(t, len(report.Assertions))
	switch {
	case len(report.Assertions) == 0:
		fmt.Fprintln(t.out, "  Nothing: nobody stands who could have won instead.")
	case plan.Full:
		fmt.Fprintln(t.out, "\nNo sample will do: count all papers by hand.")
	default:
		fmt.Fprintf(t.out, "\nLook at %d papers. If %s, the audit ends there.\n", plan.Sample, asExpected(plan.Setting))
	}
	return nil
}

// maxTold is how many assertions are told to a person, those with the smallest margins.
const maxTold = 25

func printRest(t terminal, all int) {
	if all > maxTold {
		fmt.Fprintf(t.out, "     … and %d more with larger margins; --json lists them.\n", all-maxTold)
	}
}

func costs(one audit.PlannedReport) string {
	if one.Full {
		return "no sample will do"
	}
	return fmt.Sprintf("%d papers", one.Sample)
}

func asExpected(setting audit.Setting) string {
	if setting.OneVote.IsZero() && setting.TwoVote.IsZero() {
		return "no record overstates a winner"
	}
	return "the records are no worse than expected"
}

// printSubject says what is audited and how.
func printSubject(t terminal, s audit.Subject) {
	winners := make([]string, len(s.Winners))
	for i, w := range s.Winners {
		winners[i] = s.Candidates[w-1]
	}
	if s.Title != "" {
		fmt.Fprintln(t.out, s.Title)
	}
	fmt.Fprintf(t.out, "Rule %s. Said to have won: %s.\n", s.Rule, strings.Join(winners, ", "))
	fmt.Fprintf(t.out, "Papers: %d (%d valid, %d rejected, %d without record).\n", s.Papers, s.Valid, s.Rejected, s.Unrecorded)
	fmt.Fprintf(t.out, "Ballots %s\n", s.Digest)
	fmt.Fprintf(t.out, "Risk limit %s, test %s.\n", s.RiskLimit, s.Test)
}
