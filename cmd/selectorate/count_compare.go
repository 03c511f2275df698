package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/compare"
	"github.com/selectorate/selectorate/count/method"
	"github.com/selectorate/selectorate/count/report"
)

// compare counts a file by several rules and tells where they part.
func (c *countCommand) compare(t terminal, methods []count.Method) error {
	if len(c.Files) != 1 {
		return usage("--compare takes one file; several rules are named with commas: --compare=scottish,ers97")
	}
	if c.To != "text" && c.To != "json" {
		return usage("--compare writes text or json, not %s", c.To)
	}
	e, err := c.open(t, c.Files[0])
	if err != nil {
		return err
	}
	switch {
	case len(methods) < 2 && len(c.Compare.names) > 0:
		return usage("--compare=%s names one rule: name another, or write --compare alone", strings.Join(c.Compare.names, ","))
	case len(methods) < 2:
		methods = append(methods, fitting(e, c.Seats)...)
	}
	o, err := c.compareOptions(methods)
	if err != nil {
		return err
	}
	if o, err = c.named(t, e, o); err != nil {
		return err
	}
	bar := newProgress(t.err, "candidates settled")
	o.Progress = bar.show
	compared := compare.Run(distinct(methods), c.Design, e, o)
	bar.end()
	if err := put(t, c.Out, func(w io.Writer) error {
		if c.To == "json" {
			return writeComparison(w, compared)
		}
		c.printComparison(w, e, compared)
		return nil
	}); err != nil {
		return fmt.Errorf("write the comparison: %w", err)
	}
	if needed := compared.NeedsLot(); needed != nil {
		return c.told(tallied{file: c.Files[0], err: needed})
	}
	return nil
}

// compareOptions checks that each option is one of some rule.
func (c *countCommand) compareOptions(methods []count.Method) (count.Options, error) {
	o, err := c.options(count.Method{})
	if err != nil {
		return o, err
	}
	for name := range o.Set {
		has := func(m count.Method) bool {
			return slices.ContainsFunc(m.Options, func(option count.Option) bool { return option.Name == name })
		}
		if !slices.ContainsFunc(methods, has) {
			return o, usage("--set %s: none of the rules has an option %q", name, name)
		}
	}
	return o, nil
}

// fitting gives the rules that are worth comparing for so many places.
func fitting(e *count.Election, seats int) []count.Method {
	if seats == 0 {
		seats = e.Seats
	}
	names := []string{"scottish", "wigm", "ers97", "northern-ireland", "meek-nz", "warren"}
	if seats == 1 {
		names = []string{"eliminating", "plurality", "schulze", "ranked-pairs", "minimax", "borda"}
	}
	var methods []count.Method
	for _, name := range names {
		if m, ok := method.Find(name); ok {
			methods = append(methods, m)
		}
	}
	return methods
}

func distinct(methods []count.Method) (once []count.Method) {
	for _, m := range methods {
		if !slices.ContainsFunc(once, func(have count.Method) bool { return have.Name == m.Name }) {
			once = append(once, m)
		}
	}
	return once
}

// comparisonJSON is what --compare --json writes: doc/formats/count-json.md.
type comparisonJSON struct {
	Agree    bool          `json:"agree"`
	Groups   []groupJSON   `json:"groups"`
	Partings []partingJSON `json:"partings"`
	Counts   []any         `json:"counts"`
}

type groupJSON struct {
	Winners []int    `json:"winners"`
	Rules   []string `json:"rules"`
}

type partingJSON struct {
	Rule    string   `json:"rule"`
	Against string   `json:"against"`
	Same    bool     `json:"same"`
	Stage   int      `json:"stage"`
	Why     []string `json:"why"`
}

func writeComparison(w io.Writer, compared compare.Comparison) error {
	answer := comparisonJSON{Agree: compared.Agree(), Groups: []groupJSON{}, Partings: []partingJSON{}}
	for _, group := range compared.Groups {
		answer.Groups = append(answer.Groups, groupJSON{numbers(group.Winners), group.Rules})
	}
	for _, p := range compared.Partings {
		answer.Partings = append(answer.Partings, partingJSON{p.Rule, p.Against, p.Same, p.Stage, p.Why})
	}
	for _, one := range compared.Counts {
		if one.Result == nil {
			answer.Counts = append(answer.Counts, map[string]string{"rule": one.Rule, "error": one.Err.Error()})
			continue
		}
		var result bytes.Buffer
		if err := report.JSON(&result, one.Result); err != nil {
			return fmt.Errorf("write the count by %s: %w", one.Rule, err)
		}
		answer.Counts = append(answer.Counts, json.RawMessage(result.Bytes()))
	}
	return writeJSON(w, answer)
}

// numbers gives candidates as people number them, from 1.
func numbers(candidates []int) []int {
	from1 := make([]int, len(candidates))
	for i, c := range candidates {
		from1[i] = c + 1
	}
	return from1
}

func (c *countCommand) printComparison(w io.Writer, e *count.Election, compared compare.Comparison) {
	name := func(candidates []int) string {
		names := make([]string, len(candidates))
		for i, c := range candidates {
			names[i] = e.Candidates[c].Name
		}
		return count.Join(names)
	}
	if e.Title != "" {
		fmt.Fprintf(w, "%s\n\n", e.Title)
	}
	switch {
	case compared.Agree():
		fmt.Fprintln(w, wrap("Every rule elects the same: "+name(compared.Groups[0].Winners)+".", c.Width))
	case len(compared.Groups) == 0:
		fmt.Fprintln(w, "No rule came to its end.")
	case len(compared.Groups) == 1:
		fmt.Fprintln(w, wrap("Every rule that came to its end elects the same: "+name(compared.Groups[0].Winners)+".", c.Width))
	default:
		fmt.Fprintln(w, "The rules do not elect the same.")
	}
	for _, group := range compared.Groups {
		fmt.Fprintln(w, indent(wrap(count.Join(group.Rules)+": "+name(group.Winners), c.Width-2)))
	}
	for _, one := range compared.Counts {
		switch {
		case one.Err != nil:
			fmt.Fprintln(w, indent(wrap(one.Rule+": "+one.Err.Error(), c.Width-2)))
		case one.Lots() > 0:
			fmt.Fprintln(w, indent(wrap(fmt.Sprintf("%s settled %d ties by lot: another lot might elect others.", one.Rule, one.Lots()), c.Width-2)))
		}
		if one.Result != nil && one.Result.Ballots.Rejected > 0 {
			fmt.Fprintln(w, indent(wrap(fmt.Sprintf("%s counted %d papers and rejected %d.", one.Rule, one.Result.Ballots.Valid, one.Result.Ballots.Rejected), c.Width-2)))
		}
	}
	for _, p := range compared.Partings {
		word := "elects others than"
		if p.Same {
			word = "elects the same as"
		}
		fmt.Fprintf(w, "\n%s %s %s\n", p.Rule, word, p.Against)
		if len(p.Why) == 0 {
			fmt.Fprintln(w, "  They do the same at every stage.")
		}
		for _, why := range p.Why {
			fmt.Fprintln(w, indent(wrap(strings.TrimSpace(why), c.Width-2)))
		}
	}
}
