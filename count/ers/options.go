package ers

import (
	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/sheet"
)

// The options that several methods of the family have; each gets its default, and a sentence on the method's text.

func deferEqualOption(standard, help string) count.Option {
	return count.Option{Name: "defer-equal", Values: []string{"yes", "no", "group"}, Default: standard, Help: help}
}

func deferTestsOption(help string) count.Option {
	return count.Option{Name: "defer-tests", Values: []string{"either", "both"}, Default: "either", Help: help}
}

func togetherEqualOption(standard, help string) count.Option {
	return count.Option{Name: "together-equal", Values: []string{"yes", "no"}, Default: standard, Help: help}
}

func electWithinOption(help string) count.Option {
	return count.Option{Name: "elect-within", Values: []string{"batch", "stage"}, Default: "batch", Help: help}
}

func tiesOption(help string) count.Option {
	return count.Option{Name: "ties", Values: []string{"earliest", "latest", "lot"}, Default: "earliest", Help: help}
}

func tiePointsOption(standard, help string) count.Option {
	return count.Option{Name: "tie-points", Values: []string{"batches", "stages"}, Default: standard, Help: help}
}

// common lists the options of the Electoral Reform Society's rules.
func common() []count.Option {
	return []count.Option{
		deferEqualOption("yes", "5.2.2 defers surpluses that do not exceed a gap, so equality defers (yes). no: only less than the gap. group: equality with the "+
			"gap between a group and the next defers, equality with that between the two lowest does not, since a tie rule could then decide who goes (OpenTally)."),
		deferTestsOption("5.2.2 defers if the surpluses do not exceed either the gap of the two lowest (a) or that above a group (b); some programs want both."),
		togetherEqualOption("yes", "5.2.5(b) excludes those together whose votes do not exceed the next candidate's, so equality excludes (yes). no: only less."),
		{Name: "split-equals", Values: []string{"yes", "no"}, Default: "yes", Help: "5.2.5 excludes as many together as possible. Where nobody below has a vote, that can be some " +
			"of several who are equal, and the rule for ties says which (yes). no: equals go together or stay together, as in some programs."},
		electWithinOption("5.4.9 and 5.4.10 elect after each batch, and whoever is elected gets nothing of the next (batch). stage: after the whole exclusion."),
		{
			Name: "equal-elected", Values: []string{"none", "lot"}, Default: "none",
			Help: "5.6.2 elects none of several who have enough votes if they have been equal throughout and there are not places for all (none). lot: a lot decides, as in OpenSTV.",
		},
		tiesOption("5.2.3, 5.2.5 and 5.6.2 look to the earliest point where the tied had unequal votes, and then draw a lot. latest: the latest one. lot: no look back."),
		tiePointsOption("batches", "5.2.3, 5.2.5 and 5.6.2 look to points after the transfer of a batch (batches). stages: only to the ends of stages."),
		{
			Name: "last-transfer", Values: []string{"omitted", "made"}, Default: "omitted",
			Help: "5.5.1 elects the others if an exclusion would leave only as many as there are places, and moves nothing (omitted). made: the papers move, as in OpenSTV. The same candidates are elected.",
		},
	}
}

// settle takes over what the options say; what a method does not have stays as the rule has it.
func (r *rule) settle(m *count.Method, o count.Options) {
	is := func(name, value string, to *bool) {
		if set := m.Setting(o, name); set != "" {
			*to = set == value
		}
	}
	equal := m.Setting(o, "defer-equal")
	r.deferNext, r.deferGroup = equal == "yes", equal == "yes" || equal == "group"
	is("defer-tests", "both", &r.deferBoth)
	is("together-equal", "yes", &r.together)
	is("split-equals", "yes", &r.split)
	is("elect-within", "batch", &r.inSteps)
	is("equal-elected", "lot", &r.drawEqual)
	is("divisor", "all", &r.shared)
	is("first-preferences", "apart", &r.own)
	is("one-place", "after-exclusion", &r.notAtOnce)
	is("active-vote", "elects", &r.active)
	r.lastMoves = map[string]lastMoves{"omitted": none, "first": first, "made": all}[m.Setting(o, "last-transfer")]
	r.lastPlace = map[string]lastPlace{"half": byHalf, "more": byMore}[m.Setting(o, "last-place")]
}

// run counts by a method with its options.
func (r rule) run(m *count.Method, e *count.Election, o count.Options) (*count.Result, error) {
	r.settle(m, o)
	return r.count(sheet.Form{
		Method: m, Places: places, Threshold: "quota", Strict: true, TieClause: r.clauses.ties,
		Ties:  map[string]sheet.Ties{"earliest": sheet.Earliest, "latest": sheet.Latest, "lot": sheet.LotOnly}[m.Setting(o, "ties")],
		Steps: m.Setting(o, "tie-points") == "batches",
	}, e, o)
}
