// Package compare counts one election by several rules and says where they part, and why: whom each elects, at what
// stage the counts first do different things, and by what reasons somebody is elected under one rule and not under
// another.
package compare

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/reserved"
)

// Comparison is one election counted by several rules.
type Comparison struct {
	Counts   []Count
	Groups   []Group   // the rules by whom they elect, in the order in which the rules were given
	Partings []Parting // each rule but the first against the first
}

// Count is what one rule gave.
type Count struct {
	Rule   string
	Result *count.Result // with the stages so far if a lot is needed; nil if it could not be counted so
	Err    error         // a *count.LotNeeded, or an error of kind Invalid
}

// Complete tells whether the count came to its end.
func (c Count) Complete() bool { return c.Err == nil }

// Lots gives how many lots decided something, drawn from the seed or by hand.
func (c Count) Lots() (n int) {
	if c.Result == nil {
		return 0
	}
	for _, tie := range c.Result.Ties {
		if tie.By == count.BySeed || tie.By == count.ByGivenLot {
			n++
		}
	}
	return n
}

// Group is the rules that elect the same candidates.
type Group struct {
	Winners []int // by number, from 0
	Rules   []string
}

// Parting is where one rule parts from another.
type Parting struct {
	Rule, Against string
	Same          bool     // they elect the same candidates
	Stage         int      // the first stage in which they do different things; 0: they never do
	Why           []string // sentences
}

// Run counts the election by each method, and meets constraints by a design (see count/reserved; empty: guard and
// doom). Options of a method are used by those that have them.
func Run(methods []count.Method, design string, e *count.Election, o count.Options) Comparison {
	var c Comparison
	for _, m := range methods {
		result, err := reserved.Count(design, m, e, fitting(m, o))
		c.Counts = append(c.Counts, Count{m.Name, result, err})
		if err == nil {
			c.add(m.Name, result)
		}
	}
	first := slices.IndexFunc(c.Counts, Count.Complete)
	for i := range c.Counts {
		if first >= 0 && i != first && c.Counts[i].Complete() {
			c.Partings = append(c.Partings, part(c.Counts[i].Result, c.Counts[first].Result))
		}
	}
	return c
}

// fitting leaves out the options that a method does not have.
func fitting(m count.Method, o count.Options) count.Options {
	set := map[string]string{}
	for _, option := range m.Options {
		if value, given := o.Set[option.Name]; given {
			set[option.Name] = value
		}
	}
	o.Set = set
	return o
}

func (c *Comparison) add(rule string, result *count.Result) {
	winners := slices.Sorted(slices.Values(result.Winners))
	for i := range c.Groups {
		if slices.Equal(c.Groups[i].Winners, winners) {
			c.Groups[i].Rules = append(c.Groups[i].Rules, rule)
			return
		}
	}
	c.Groups = append(c.Groups, Group{winners, []string{rule}})
}

// Agree tells whether every rule elects the same candidates. Rules that did not come to an end agree with nobody.
func (c Comparison) Agree() bool {
	return len(c.Groups) == 1 && !slices.ContainsFunc(c.Counts, func(one Count) bool { return !one.Complete() })
}

// NeedsLot gives the first lot that a count waits for, or nil.
func (c Comparison) NeedsLot() *count.LotNeeded {
	for _, one := range c.Counts {
		if needed, ok := errors.AsType[*count.LotNeeded](one.Err); ok {
			return needed
		}
	}
	return nil
}

// part says where a parts from b.
func part(a, b *count.Result) Parting {
	p := Parting{Rule: a.Rule, Against: b.Rule}
	here, there := missing(a.Winners, b.Winners), missing(b.Winners, a.Winners)
	p.Same = len(here) == 0 && len(there) == 0
	if quota := quotas(a, b); quota != "" {
		p.Why = append(p.Why, quota)
	}
	if stage, why := firstDifference(a, b); stage > 0 {
		p.Stage = stage
		p.Why = append(p.Why, why)
	}
	for _, c := range here {
		p.Why = append(p.Why, fates(c, a, b))
	}
	for _, c := range there {
		p.Why = append(p.Why, fates(c, b, a))
	}
	return p
}

// missing lists those of a who are not in b.
func missing(a, b []int) []int {
	return slices.DeleteFunc(slices.Clone(a), func(c int) bool { return slices.Contains(b, c) })
}

func quotas(a, b *count.Result) string {
	if a.Threshold == "" || b.Threshold == "" || len(a.Stages) == 0 || len(b.Stages) == 0 {
		return ""
	}
	first, other := a.Stages[0].Quota, b.Stages[0].Quota
	if first.Equal(other) && a.Threshold == b.Threshold {
		return ""
	}
	return fmt.Sprintf("The %s of %s is %s at the start, the %s of %s is %s.",
		a.Threshold, a.Rule, shown(a, first), b.Threshold, b.Rule, shown(b, other))
}

func shown(r *count.Result, n exact.Number) string { return n.Short(r.Places) }

// firstDifference finds the first stage in which the two do different things: another action, other papers, or
// somebody elected by one only.
func firstDifference(a, b *count.Result) (int, string) {
	if len(a.Stages) > 0 && len(b.Stages) > 0 && a.Stages[0].Action != b.Stages[0].Action {
		return 1, fmt.Sprintf("%s and %s count in different ways from the first stage on, so that their stages cannot be held against each other.", a.Rule, b.Rule)
	}
	for i := range max(len(a.Stages), len(b.Stages)) {
		switch {
		case i >= len(a.Stages):
			return i + 1, fmt.Sprintf("After stage %d %s is at its end, and %s goes on. %s", i, a.Rule, b.Rule, b.Stages[i].Reason)
		case i >= len(b.Stages):
			return i + 1, fmt.Sprintf("After stage %d %s is at its end, and %s goes on. %s", i, b.Rule, a.Rule, a.Stages[i].Reason)
		}
		one, other := a.Stages[i], b.Stages[i]
		if one.Action != other.Action || !slices.Equal(one.Of, other.Of) {
			return i + 1, fmt.Sprintf("They first do different things at stage %d. By %s: %s By %s: %s", i+1, a.Rule, one.Reason, b.Rule, other.Reason)
		}
		here, there := elected(one), elected(other)
		if only := missing(here, there); len(only) > 0 {
			return i + 1, fmt.Sprintf("At stage %d only %s elects %s.", i+1, a.Rule, names(a, only))
		}
		if only := missing(there, here); len(only) > 0 {
			return i + 1, fmt.Sprintf("At stage %d only %s elects %s.", i+1, b.Rule, names(b, only))
		}
	}
	return 0, ""
}

func elected(stage count.Stage) []int {
	var found []int
	for _, decision := range stage.Decisions {
		if decision.Verb == count.Elected {
			found = append(found, decision.Candidates...)
		}
	}
	return found
}

func names(r *count.Result, candidates []int) string {
	found := make([]string, len(candidates))
	for i, c := range candidates {
		found[i] = r.Candidates[c].Name
	}
	return count.Join(found)
}

// fates tells how somebody is elected under one rule and not under another.
func fates(c int, with, without *count.Result) string {
	return strings.Join([]string{
		fmt.Sprintf("%s is elected by %s and not by %s.", with.Candidates[c].Name, with.Rule, without.Rule),
		fate(c, with), fate(c, without),
	}, " ")
}

// fate tells what happened to somebody in a count, in the count's own words.
func fate(c int, r *count.Result) string {
	for _, stage := range r.Stages {
		if slices.Contains(stage.Of, c) && stage.Action == count.Exclusion {
			return fmt.Sprintf("By %s, at stage %d: %s", r.Rule, stage.Number, stage.Reason)
		}
		for _, decision := range stage.Decisions {
			if slices.Contains(decision.Candidates, c) && (decision.Verb == count.Elected || decision.Verb == count.Excluded || decision.Verb == count.Doomed) {
				return fmt.Sprintf("By %s, at stage %d: %s", r.Rule, stage.Number, decision.Reason)
			}
		}
	}
	if len(r.Stages) == 0 {
		return ""
	}
	last := r.Stages[len(r.Stages)-1]
	return fmt.Sprintf("By %s, %s has %s at the last stage, when the places are full.", r.Rule, r.Candidates[c].Name, shown(r, last.Votes[c]))
}
