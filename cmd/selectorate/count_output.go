package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/method"
	"github.com/selectorate/selectorate/count/report"
	"github.com/selectorate/selectorate/count/report/exchange"
	"github.com/selectorate/selectorate/count/report/page"
	"github.com/selectorate/selectorate/count/report/pdf"
	"github.com/selectorate/selectorate/party"
)

// form is a way of writing a count.
type form struct {
	name  string
	ext   string // of a file
	write func(io.Writer, tallied, *countCommand) error
	// partial tells whether it can say a count that waits for a lot.
	partial bool
}

// forms lists the ways of writing a count; doc/formats/count-json.md and its neighbours describe them.
func forms() []form {
	return []form{
		{"text", ".txt", func(w io.Writer, d tallied, c *countCommand) error { return report.Text(w, d.result, c.Width) }, true},
		{"json", ".json", func(w io.Writer, d tallied, _ *countCommand) error { return report.JSON(w, d.result) }, true},
		{"page", ".html", func(w io.Writer, d tallied, _ *countCommand) error {
			return page.Write(w, d.result, page.Options{Method: d.method, File: filepath.Base(d.file)})
		}, true},
		{"pdf", ".pdf", func(w io.Writer, d tallied, _ *countCommand) error { return pdf.Write(w, d.result) }, true},
		{"csv", ".csv", func(w io.Writer, d tallied, _ *countCommand) error { return exchange.Stages(w, d.result) }, false},
		{"transfers", ".transfers.csv", func(w io.Writer, d tallied, _ *countCommand) error { return exchange.Transfers(w, d.result) }, false},
		{"rcvis", ".rcvis.json", func(w io.Writer, d tallied, _ *countCommand) error {
			return exchange.RCVis(w, d.result, exchange.Facts{})
		}, false},
		{"blt", ".blt", func(w io.Writer, d tallied, _ *countCommand) error { return exchange.BLT(w, d.election) }, false},
		{"cdf", ".cdf.json", func(w io.Writer, d tallied, c *countCommand) error { return exchange.CDF(w, d.election, c.made) }, false},
	}
}

// form gives the form that was asked for.
func (c *countCommand) form() (form, error) {
	var names []string
	for _, f := range forms() {
		if f.name == c.To {
			return f, nil
		}
		names = append(names, f.name)
	}
	return form{}, usage("--to %s: write one of %s", c.To, strings.Join(names, ", "))
}

// countAll counts every file and writes what came of each, in the order of the files.
func (c *countCommand) countAll(t terminal, m count.Method, o count.Options, f form) error {
	defer debug.SetGCPercent(debug.SetGCPercent(roomForPapers))
	if len(c.Files) == 1 {
		done := c.one(t, c.Files[0], m, o)
		if err := c.write(t, done, f, c.Out); err != nil {
			return err
		}
		return c.told(done)
	}
	if c.Out == "" && f.name != "json" && f.name != "text" {
		return usage("--to %s of several files: say with --out into which folder", f.name)
	}
	if c.Out != "" {
		if one, other, same := sameName(c.Files, f); same {
			return usage("--out: %s and %s would both become %s; count them apart", one, other, fileName(one, f))
		}
		if err := os.MkdirAll(c.Out, 0o755); err != nil {
			return party.Errorf(party.Invalid, "selectorate: %w", err)
		}
	}
	return c.writeAll(t, c.several(t, m, o), f)
}

// roomForPapers lets memory grow by so much of a hundred before it is tidied: papers stay from first to last, and
// looking through them again and again is time lost.
const roomForPapers = 400

// several counts files side by side, and gives each count in the order of the files.
func (c *countCommand) several(t terminal, m count.Method, o count.Options) <-chan chan tallied {
	queue := make(chan chan tallied, runtime.GOMAXPROCS(0))
	quiet := terminal{in: t.in, out: t.out, err: io.Discard}
	go func() {
		defer close(queue)
		for _, file := range c.Files {
			answer := make(chan tallied, 1)
			queue <- answer
			go func() { answer <- c.one(quiet, file, m, o) }()
		}
	}()
	return queue
}

// errSeveral ends the program with the status of the files that failed, after each has been told.
type errSeveral struct{ status int }

func (errSeveral) Error() string { return "" }

// writeAll writes counts one after the other. A file that could not be counted is told, and the others go on.
func (c *countCommand) writeAll(t terminal, counts <-chan chan tallied, f form) error {
	out := bufio.NewWriter(t.out)
	list := c.Out == "" && f.name == "json"
	worst, first := 0, true
	var failed error
	for answer := range counts {
		done := <-answer
		if failed != nil {
			continue // the others are let go
		}
		if status := done.status(); status != 0 {
			worst = max(worst, status)
			fmt.Fprintln(t.err, c.told(done))
		}
		switch {
		case list:
			failed = writeItem(out, done, first)
		case done.result != nil && c.Out == "":
			fmt.Fprintf(out, "%s%s\n\n", map[bool]string{false: "\n"}[first], shown(done.file))
			failed = f.write(out, done, c)
		default:
			failed = c.write(t, done, f, filepath.Join(c.Out, fileName(done.file, f)))
		}
		first = false
	}
	if list {
		fmt.Fprintln(out, "\n]")
	}
	if err := errors.Join(failed, out.Flush()); err != nil {
		return fmt.Errorf("write the counts: %w", err)
	}
	if worst != 0 {
		return errSeveral{worst}
	}
	return nil
}

// writeItem writes one count of a JSON list: the file, the exit status it would have alone, and the result or the error.
func writeItem(w *bufio.Writer, done tallied, first bool) error {
	before := ",\n"
	if first {
		before = "[\n"
	}
	name, err := json.Marshal(done.file)
	if err != nil {
		return fmt.Errorf("write the file's name: %w", err)
	}
	fmt.Fprintf(w, `%s{"file": %s, "status": %d, `, before, name, done.status())
	if done.result == nil {
		message, err := json.Marshal(done.err.Error())
		fmt.Fprintf(w, `"error": %s}`, message)
		return err
	}
	var result bytes.Buffer
	if err := report.JSON(&result, done.result); err != nil {
		return err
	}
	fmt.Fprintf(w, `"result": %s}`, bytes.TrimSpace(result.Bytes()))
	return nil
}

// fileName names the file for one count among several.
func fileName(file string, f form) string {
	base := filepath.Base(file)
	return strings.TrimSuffix(base, filepath.Ext(base)) + f.ext
}

// sameName finds two files whose counts would have the same name.
func sameName(files []string, f form) (one, other string, same bool) {
	taken := map[string]string{}
	for _, file := range files {
		name := fileName(file, f)
		if before, twice := taken[name]; twice {
			return before, file, true
		}
		taken[name] = file
	}
	return "", "", false
}

// write writes one count, where there is something to write.
func (c *countCommand) write(t terminal, done tallied, f form, path string) error {
	if done.result == nil || done.err != nil && !f.partial {
		return nil
	}
	if err := put(t, path, func(w io.Writer) error { return f.write(w, done, c) }); err != nil {
		return fmt.Errorf("write the count of %s: %w", shown(done.file), err)
	}
	return nil
}

// told gives the error of a count as it is told: what is needed, and what to do about it.
func (c *countCommand) told(done tallied) error {
	needed, waits := errors.AsType[*count.LotNeeded](done.err)
	if !waits {
		return done.err
	}
	return &lotError{fmt.Sprintf("selectorate: %s: %s. Draw it by hand and give the order with --lots, or publish a seed and give it with --seed.",
		shown(done.file), needed), needed}
}

// lotError is a count that waits for a lot.
type lotError struct {
	message string
	needed  *count.LotNeeded
}

func (e *lotError) Error() string { return e.message }
func (e *lotError) Unwrap() error { return e.needed }

// list tells the rules, or everything about one.
func (c *countCommand) list(t terminal) error {
	methods, err := c.listed()
	if err != nil {
		return err
	}
	if c.To == "json" {
		return writeJSON(t.out, methods)
	}
	for i, m := range methods {
		if i > 0 {
			fmt.Fprintln(t.out)
		}
		fmt.Fprintf(t.out, "%s: %s\n", m.Name, m.Title)
		fmt.Fprintln(t.out, indent(wrap(m.Summary, c.Width-2)))
		if c.Rule == "" {
			continue
		}
		fmt.Fprintln(t.out, indent(wrap("After: "+m.Text+".", c.Width-2)))
		if len(m.Aliases) > 0 {
			fmt.Fprintln(t.out, indent(wrap("Also called "+strings.Join(m.Aliases, ", ")+".", c.Width-2)))
		}
		for _, option := range m.Options {
			values := option.Form
			if len(option.Values) > 0 {
				values = strings.Join(option.Values, ", ")
			}
			fmt.Fprintf(t.out, "\n  --set %s=%s\n", option.Name, option.Default)
			fmt.Fprintln(t.out, indent(indent(wrap(option.Help, c.Width-4))))
			fmt.Fprintln(t.out, indent(indent(wrap("May be: "+values+".", c.Width-4))))
		}
	}
	return nil
}

func (c *countCommand) listed() ([]count.Method, error) {
	methods, err := c.methods()
	if c.Rule == "" {
		return method.All(), nil
	}
	return methods, err
}

// wrap breaks text into lines of at most so many columns.
func wrap(text string, width int) string { return strings.Join(report.Wrap(text, width), "\n") }

func indent(text string) string {
	return "  " + strings.ReplaceAll(text, "\n", "\n  ")
}
