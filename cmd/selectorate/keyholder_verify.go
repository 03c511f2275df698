package main

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"

	"github.com/selectorate/selectorate/belenios/check"
	"github.com/selectorate/selectorate/party"
)

// verified checks an archive strictly and in full, without hints, and gives the head of what was checked.
func verified(t terminal, path string) (head string, err error) {
	file, err := os.Open(path)
	if err != nil {
		return "", party.Errorf(party.NotFound, "selectorate: %w", err)
	}
	defer file.Close()
	checker := check.New(check.Options{Cores: runtime.NumCPU()})
	if err := checker.Structure(bufio.NewReaderSize(file, 1<<20), nil); err != nil {
		return "", fmt.Errorf("selectorate: %w", err)
	}
	checker.Setup()
	if err := checkBatches(t, checker, file); err != nil {
		return "", fmt.Errorf("selectorate: %w", err)
	}
	report, err := checker.Finish(file, nil)
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

// checkBatches checks the ballots on all processors.
func checkBatches(t terminal, checker *check.Checker, file *os.File) error {
	total := checker.Batches()
	if total == 0 {
		return nil
	}
	type outcome struct {
		part *check.Part
		err  error
	}
	numbers, outcomes := make(chan int), make(chan outcome)
	var workers sync.WaitGroup
	for range min(runtime.NumCPU(), total) {
		workers.Go(func() {
			for number := range numbers {
				part, err := checker.Batch(number, file, nil)
				outcomes <- outcome{part, err}
			}
		})
	}
	go func() {
		for number := range total {
			numbers <- number
		}
		close(numbers)
		workers.Wait()
		close(outcomes)
	}()
	told, done := newProgress(t.err, "batches of ballots checked"), int64(0)
	defer told.end()
	var failed error
	for one := range outcomes {
		if one.err != nil {
			failed = one.err
			continue
		}
		checker.Take(one.part)
		done++
		told.show(done, int64(total))
	}
	return failed
}
