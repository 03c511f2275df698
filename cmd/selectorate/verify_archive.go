package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"regexp"
	"runtime"
	"runtime/debug"
	"strings"
	"time"
	"unicode"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/check"
	"github.com/selectorate/selectorate/register"
	"github.com/selectorate/selectorate/verify"
)

// archiveMemory is how much memory checking an archive aims to need: above it, memory is given back sooner.
const archiveMemory = 900 << 20

// archiveFlags are the flags that only the archive of a secret ballot has.
type archiveFlags struct {
	Policy       string   `help:"For a ballot box: what falls short of this policy is not valid." placeholder:"FILE"`
	Hints        string   `help:"For a ballot box: a file that makes checking faster. It is not trusted." placeholder:"FILE"`
	WriteHints   string   `help:"For a ballot box: write such a file." placeholder:"FILE"`
	Resume       string   `help:"For a ballot box: keep in this file how far the check is, and go on from there." placeholder:"FILE"`
	Head         []string `help:"For a ballot box: the hash of an event that was published; it must be in the box. May be given more than once." placeholder:"HASH" sep:"none"`
	Checkpoint   string   `help:"For a ballot box: a signed checkpoint of it, with --key; the box must hold all that it had then." placeholder:"FILE"`
	Setup        string   `help:"For a ballot box: the hash of its setup that was published before the opening." placeholder:"HASH"`
	VotersDigest string   `help:"For a ballot box: the SHA-256 of the list of voters that was published before the opening." placeholder:"SHA256"`
}

func (f archiveFlags) used() bool {
	return f.Policy+f.Hints+f.WriteHints+f.Resume+f.Checkpoint+f.Setup+f.VotersDigest != "" || len(f.Head) > 0
}

// options reads what the archive is compared with.
func (f archiveFlags) options(t terminal) (check.Options, error) {
	started := time.Now()
	o := check.Options{
		Heads: f.Head, Setup: f.Setup, Voters: f.VotersDigest,
		Cores: workers(), Clock: func() int64 { return time.Since(started).Milliseconds() },
	}
	if f.Hints != "" {
		o.Cores = 1 // there is little to do, and the less of it the larger the batches
	}
	hash := regexp.MustCompile(`^[0-9a-f]{64}$`)
	for _, text := range append([]string{f.Setup, f.VotersDigest}, f.Head...) {
		if text != "" && !hash.MatchString(text) {
			return o, usage("%q is no hash: it has to be 64 digits of 0 to 9 and a to f", text)
		}
	}
	if f.WriteHints != "" && f.Resume != "" {
		return o, usage("--write-hints needs all ballots to be checked in one go; leave out --resume")
	}
	if f.Policy == "" {
		return o, nil
	}
	data, err := readFile(t, f.Policy, 1<<20)
	if err != nil {
		return o, usage("cannot read the policy: %s", err)
	}
	policy, err := check.ParsePolicy(data)
	if err != nil {
		return o, usage("%s: %s", shown(f.Policy), err)
	}
	o.Policy = &policy
	return o, nil
}

// checkArchive checks the archive of a secret ballot.
func (c *verifyCommand) checkArchive(ctx context.Context, t terminal, file *os.File) error {
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(archiveMemory))
	started := time.Now()
	options, err := c.options(t)
	if err != nil {
		return err
	}
	tree, err := c.openTree(t)
	if err != nil {
		return err
	}
	if tree != nil {
		options.Event = tree.add
	}
	a := &archiveCheck{Checker: check.New(options), flags: c.archiveFlags, t: t, file: file}
	report, err := a.run(ctx, tree)
	if err != nil {
		if _, wrong := err.(usageError); wrong { //nolint:errorlint // made here
			return err
		}
		return usage("cannot look at %s: %s", c.Copy, err)
	}
	answer := newArchiveAnswer(report, time.Since(started))
	if c.JSON {
		err = writeJSON(t.out, answer)
	} else {
		answer.print(t.out, a.Election(), report)
	}
	if err == nil && !report.Valid {
		return errNotValid
	}
	return err
}

// eventTree is the tree that a ballot box keeps of its events, made anew up to the size of a checkpoint.
type eventTree struct {
	signed register.Signed
	edge   *register.Edge
	err    error
}

// openTree reads the checkpoint, if one is given. Without one there is nothing that a key could have signed.
func (c *verifyCommand) openTree(t terminal) (*eventTree, error) {
	if c.Checkpoint == "" {
		if c.Key != "" || len(c.Witness) > 0 {
			return nil, usage("%s is a ballot box: a key and witnesses sign its checkpoint; give it with --checkpoint FILE", c.Copy)
		}
		return nil, nil //nolint:nilnil // no checkpoint is no mistake
	}
	if c.Key == "" {
		return nil, usage("a checkpoint is worth nothing without the key that signed it: give it with --key VKEY")
	}
	data, err := readFile(t, c.Checkpoint, 1<<20)
	if err != nil {
		return nil, usage("cannot read the checkpoint: %s", err)
	}
	signed, err := register.OpenCheckpoint(data, c.Key, c.Witness...)
	if err != nil {
		return nil, usage("%s: %s", shown(c.Checkpoint), err)
	}
	edge, err := register.NewEdge(0, nil)
	return &eventTree{signed: signed, edge: edge}, err
}

// add takes up an event, if the checkpoint had it already.
func (e *eventTree) add(height int, event []byte) {
	if e.err == nil && int64(height) < e.signed.Size {
		e.err = e.edge.Append(register.LeafHash(event))
		e.edge.Take()
	}
}

// compare tells whether the archive holds what the checkpoint had.
func (e *eventTree) compare(c *check.Checker) error {
	switch {
	case e.err != nil:
		return e.err
	case e.edge.Size() < e.signed.Size:
		c.Compared(false, fmt.Sprintf("the signed checkpoint is of %d events, and this archive has %d: events are missing", e.signed.Size, e.edge.Size()))
	case e.edge.Root() != e.signed.Root:
		c.Compared(false, fmt.Sprintf("the first %d events are not those that the checkpoint was signed for: something was changed, reordered or cut since", e.signed.Size))
	default:
		c.Compared(true, fmt.Sprintf("the first %d events are those that the checkpoint was signed for, by %s%s", e.signed.Size, e.signed.Origin, cosigned(e.signed)))
	}
	return nil
}

func cosigned(signed register.Signed) string {
	var names strings.Builder
	for _, signature := range signed.Cosignatures {
		names.WriteString(" and " + signature.Witness)
	}
	return names.String()
}

// workers tells on how many cores ballots are checked.
func workers() int { return runtime.GOMAXPROCS(0) }

// archiveAnswer is the answer as JSON; doc/formats/verify-bel.md describes it.
type archiveAnswer struct {
	Valid    bool             `json:"valid"`
	Findings []archiveFinding `json:"findings"`
	Result   json.RawMessage  `json:"result"`
	Ballots  int              `json:"ballots"`
	Counted  int              `json:"counted"`
	Finished bool             `json:"finished"`
	Election string           `json:"election"`
	Head     string           `json:"head"`
	Setup    string           `json:"setup"`
	Voters   string           `json:"voters_digest"`
	Seconds  float64          `json:"seconds"`
}

type archiveFinding struct {
	Check   string        `json:"check"`
	Verdict check.Verdict `json:"verdict"`
	Detail  string        `json:"detail"`
	Seconds float64       `json:"seconds"`
}

func newArchiveAnswer(r check.Report, took time.Duration) archiveAnswer {
	a := archiveAnswer{
		Valid: r.Valid, Findings: []archiveFinding{}, Result: json.RawMessage("null"), Ballots: r.Ballots, Counted: r.Counted,
		Finished: r.Finished, Election: r.Election, Head: r.Head, Setup: r.Setup, Voters: r.Voters, Seconds: float64(took.Milliseconds()) / 1000,
	}
	for _, f := range r.Findings {
		a.Findings = append(a.Findings, archiveFinding{f.Check, f.Verdict, f.Detail, float64(f.Milliseconds) / 1000})
	}
	if r.Result != nil {
		var wrapped struct{ Result json.RawMessage }
		if json.Unmarshal(r.Result, &wrapped) == nil {
			a.Result = wrapped.Result
		}
	}
	return a
}

// print writes the answer for people: the verdict first, then what went wrong, what to know, what could not be judged,
// and what holds.
func (a archiveAnswer) print(w io.Writer, e *belenios.Election, r check.Report) {
	fmt.Fprintln(w, a.headline())
	said := make([]saidFinding, len(a.Findings))
	for i, f := range a.Findings {
		said[i] = saidFinding{verify.Verdict(f.Verdict), sentence(f.Detail) + after(f.Seconds)} // both checks have the same verdicts
	}
	printFindings(w, said)
	printResult(w, e, r.Result)
	fmt.Fprintf(w, "\n%d ballots of %d voters, checked in %.1f seconds.\n", a.Ballots, a.Counted, a.Seconds)
	if a.Head != "" {
		fmt.Fprintf(w, "Head of the box: %s\nSetup: %s\nList of voters: %s\n", a.Head, a.Setup, a.Voters)
	}
}

// printResult writes the result as people read it.
func printResult(w io.Writer, e *belenios.Election, raw []byte) {
	if raw == nil {
		return
	}
	result, err := e.ParseResult(raw)
	if err != nil {
		return // the check has read it
	}
	fmt.Fprintln(w, "\nResult")
	for i, outcome := range result {
		q := e.Questions[i]
		fmt.Fprintf(w, "  %s\n", line(q.Text))
		answers := q.Answers
		if q.Blank {
			answers = append([]string{"(blank)"}, answers...)
		}
		for k, n := range outcome.Counts {
			fmt.Fprintf(w, "  %9d  %s\n", n, line(answers[k]))
		}
		if q.Ranking {
			fmt.Fprintf(w, "  %9d  ballots with a ranking each; --json has them, in shuffled order\n", len(outcome.Rankings))
		}
	}
}

// line makes a text from an archive fit for a line of a terminal.
func line(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text)
}

// after says how long a check took, if that was long enough to be noticed.
func after(seconds float64) string {
	if seconds < 0.1 {
		return ""
	}
	return fmt.Sprintf(" (%.1f s)", seconds)
}

// headline says whether the archive is valid and, if not, the first reason.
func (a archiveAnswer) headline() string {
	if a.Valid && a.Finished {
		return "This election is valid."
	} else if a.Valid {
		return "This ballot box is valid as far as it is; there is no result yet."
	}
	for _, f := range a.Findings {
		if f.Verdict == check.Fail {
			return "This ballot box is NOT valid: " + strings.TrimSuffix(f.Detail, ".") + "."
		}
	}
	return "This ballot box is NOT valid."
}
