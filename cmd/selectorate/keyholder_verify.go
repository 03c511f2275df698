package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/selectorate/selectorate/belenios/check"
	"github.com/selectorate/selectorate/party"
)

// verified checks an archive as selectorate verify does, strictly and in full, without hints, and gives the head of what was
// checked.
func verified(t terminal, path string) (head string, err error) {
	file, err := os.Open(path)
	if err != nil {
		return "", party.Errorf(party.NotFound, "selectorate: %w", err)
	}
	defer file.Close()
	a := &archiveCheck{Checker: check.New(check.Options{Cores: workers()}), t: t, file: file}
	report, err := a.run(context.Background(), nil)
	if err != nil {
		return "", fmt.Errorf("selectorate: %w", err)
	}
	if report.Valid {
		return report.Head, nil
	}
	var wrong []string
	for _, finding := range report.Findings {
		if finding.Verdict == check.Fail {
			wrong = append(wrong, "  "+finding.Check+": "+finding.Detail)
		}
	}
	return "", party.Errorf(party.Forbidden, "selectorate: %s is not valid; nothing is done with it.\n%s", path, strings.Join(wrong, "\n"))
}
