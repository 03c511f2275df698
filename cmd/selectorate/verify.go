package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"github.com/selectorate/selectorate/verify"
)

// verifyMemory is how much memory checking a record aims to need: above it, memory is given back sooner.
const verifyMemory = 400 << 20

// verifyCommand checks a copy of a record, or the archive of a secret ballot, without trusting anybody.
type verifyCommand struct {
	archiveFlags

	Copy    string   `arg:"" help:"What to check: a folder, a .zip file, or the address of a record (https://…); or a ballot box (.bel)."`
	Key     string   `help:"The public key that you trust, from a source that you trust." placeholder:"VKEY"`
	Witness []string `help:"The public key of an outside body that watches the record. May be given more than once." placeholder:"VKEY" sep:"none"`
	JSON    bool     `help:"Answer as JSON."`
}

// errNotValid ends the program with status 1 after the answer has said everything.
var errNotValid = errors.New("")

// Run checks the copy. Status 0: valid; 1: not valid; 2: it could not be looked at.
func (c *verifyCommand) Run(ctx context.Context, t terminal) error {
	switch box, err := findArchive(ctx, t, c.Copy); {
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return usage("cannot look at %s: %s", c.Copy, err)
	case box != nil:
		defer box.Close()
		return c.checkArchive(ctx, t, box)
	}
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(verifyMemory))
	started := time.Now()
	from, err := openCopy(ctx, c.Copy)
	if err != nil {
		return usage("cannot look at %s: %s", c.Copy, err)
	}
	defer from.Close()
	bar := newProgress(t.err, "entries read")
	report, err := verify.Check(from, verify.Options{
		Key: c.Key, Witnesses: c.Witness, Listed: from.listed, Progress: bar.show,
	})
	bar.end()
	if box := archiveBeside(ctx, t, c.Copy, err); box != nil {
		defer box.Close()
		return c.checkArchive(ctx, t, box)
	}
	if err == nil && c.used() {
		return usage("%s is a record; --policy, --hints, --write-hints, --resume, --head, --checkpoint, --setup and --voters-digest are for ballot boxes", c.Copy)
	}
	if err != nil {
		return usage("cannot look at %s: %s%s", c.Copy, err, c.hint())
	}
	answer := verifyAnswer{report, float64(time.Since(started).Milliseconds()) / 1000}
	if c.JSON {
		err = writeJSON(t.out, answer)
	} else {
		answer.print(t.out)
	}
	if err == nil && !report.Valid {
		return errNotValid
	}
	return err
}

// hint says what to do if it is the record's own data folder that was given.
func (c *verifyCommand) hint() string {
	if _, err := os.Stat(filepath.Join(c.Copy, databaseFile)); err != nil {
		return ""
	}
	return fmt.Sprintf("; it is the data folder of a record: make a copy first with selectorate export --dir %s COPY", c.Copy)
}

// verifyAnswer is the answer as JSON; doc/formats/verify-json.md describes it.
type verifyAnswer struct {
	verify.Report
	Seconds float64 `json:"seconds"`
}

// print writes the answer for people: the verdict first, then what went wrong, what to know, what could not
// be judged, and what holds.
func (a verifyAnswer) print(w io.Writer) {
	fmt.Fprintln(w, a.headline())
	said := make([]saidFinding, len(a.Findings))
	for i, f := range a.Findings {
		said[i] = saidFinding{f.Verdict, sentence(f.Detail)}
	}
	printFindings(w, said)
	entries := "entries"
	if a.Size == 1 {
		entries = "entry"
	}
	fmt.Fprintf(w, "\n%d %s, checked in %.1f seconds.\n", a.Size, entries, a.Seconds)
	if a.Key != "" {
		fmt.Fprintf(w, "Signed with the key %s\n", a.Key)
	}
}

// saidFinding is a finding in a sentence.
type saidFinding struct {
	verdict  verify.Verdict
	sentence string
}

// printFindings writes findings under their verdicts, the worst first.
func printFindings(w io.Writer, said []saidFinding) {
	for _, group := range []struct {
		title   string
		verdict verify.Verdict
	}{
		{"What is wrong", verify.Fail},
		{"What to know", verify.Warning},
		{"What could not be judged", verify.NotJudged},
		{"What holds", verify.Pass},
	} {
		title := "\n" + group.title + "\n"
		for _, f := range said {
			if f.verdict == group.verdict {
				fmt.Fprintf(w, "%s  - %s\n", title, f.sentence)
				title = ""
			}
		}
	}
}

// headline says whether the record is valid and, if not, the first reason.
func (a verifyAnswer) headline() string {
	if a.Valid {
		return "This record is valid."
	}
	for _, verdict := range []verify.Verdict{verify.Fail, verify.NotJudged} {
		for _, f := range a.Findings {
			if f.Verdict == verdict {
				return "This record is NOT valid: " + strings.TrimSuffix(f.Detail, ".") + "."
			}
		}
	}
	return "This record is NOT valid."
}

// sentence begins a detail with a capital and ends it with a full stop.
func sentence(detail string) string {
	if detail == "" {
		return ""
	}
	return strings.ToUpper(detail[:1]) + strings.TrimSuffix(detail[1:], ".") + "."
}
