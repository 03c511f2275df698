package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// event is one line of `go test -json` (go doc test2json).
type event struct {
	Action  string
	Package string
	Test    string
	Output  string
}

// name tells tests of different packages apart.
func (e event) name() string { return e.Package + " " + e.Test }

// run is what a whole `go test` came to.
type run struct {
	passed, failed int
	skipped        []skip
	said           map[string][]string // what each test that has not ended yet has printed
	broken         map[string]bool     // packages in which a test failed
}

// skip is a test that did not run, and the last thing it said.
type skip struct{ name, reason string }

// read follows the events to their end and writes to out what should be seen while the tests run.
// Lines that are not events are passed on as they are.
func read(in io.Reader, out io.Writer) (*run, error) {
	r := &run{said: map[string][]string{}, broken: map[string]bool{}}
	lines := bufio.NewReader(in)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			var e event
			if json.Unmarshal(line, &e) != nil {
				fmt.Fprintf(out, "%s", line)
			} else {
				r.take(e, out)
			}
		}
		if err == io.EOF {
			return r, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read the events: %w", err)
		}
	}
}

func (r *run) take(e event, out io.Writer) {
	switch {
	case e.Action == "build-output":
		fmt.Fprint(out, e.Output)
	case e.Test == "":
		r.takePackage(e, out)
	default:
		r.takeTest(e, out)
	}
}

func (r *run) takePackage(e event, out io.Writer) {
	switch e.Action {
	case "output":
		if e.Output != "PASS\n" && !strings.HasPrefix(e.Output, "-test.shuffle") {
			fmt.Fprint(out, e.Output)
		}
	case "fail":
		r.unfinished(e.Package, out)
		if !r.broken[e.Package] { // it did not build, or broke outside any test
			r.failed++
		}
	}
}

func (r *run) takeTest(e event, out io.Writer) {
	switch e.Action {
	case "run":
		r.said[e.name()] = nil
		return
	case "output":
		r.said[e.name()] = append(r.said[e.name()], e.Output)
		return
	case "pass":
		r.passed++
	case "skip":
		r.skipped = append(r.skipped, skip{e.name(), reason(r.said[e.name()])})
	case "fail":
		r.failed++
		r.broken[e.Package] = true
		fmt.Fprint(out, strings.Join(r.said[e.name()], ""))
	default: // pause, cont, bench, attr: the test goes on
		return
	}
	delete(r.said, e.name())
}

// unfinished shows what was running when a package broke off, by a panic or by running out of time.
func (r *run) unfinished(pkg string, out io.Writer) {
	var names []string
	for name := range r.said {
		if strings.HasPrefix(name, pkg+" ") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		r.failed++
		r.broken[pkg] = true
		fmt.Fprintf(out, "did not finish: %s\n%s", name, strings.Join(r.said[name], ""))
		delete(r.said, name)
	}
}

// reason finds what a skipped test said, between go test's own lines.
func reason(said []string) string {
	last := "no reason given"
	for _, line := range said {
		text := strings.TrimSpace(line)
		if text != "" && !strings.HasPrefix(text, "=== ") && !strings.HasPrefix(text, "--- ") {
			last = text
		}
	}
	return last
}

// line is what a run ends with.
func (r *run) line() string { return fmt.Sprintf("%d passed, %d failed", r.passed, r.failed) }

// report names the skipped tests and ends with the line.
func (r *run) report(out io.Writer) {
	for _, s := range r.skipped {
		fmt.Fprintf(out, "skipped: %s: %s\n", s.name, s.reason)
	}
	if len(r.skipped) > 0 {
		fmt.Fprintf(out, "%d skipped\n", len(r.skipped))
	}
	fmt.Fprintln(out, r.line())
}

// refuse says why the run must not count as a success, or nothing.
func (r *run) refuse(strict bool) string {
	if r.failed > 0 {
		return "tests failed"
	}
	if r.passed == 0 {
		return "nothing ran"
	}
	for _, s := range r.skipped {
		if strict && !strings.Contains(s.reason, "-short") {
			return "a test was skipped where CI=true: " + s.name
		}
	}
	return ""
}
