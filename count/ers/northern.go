package ers

import (
	"fmt"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
)

// northernIreland is the rule of local elections in Northern Ireland.
//
// The text is the Local Elections (Northern Ireland) Order 1985 (SI 1985/454), Part IV, rules 41 and 46 to 52. That the
// Assembly is counted alike is what programs say; the rules of its Order (SI 2001/2599) were not seen.
//
// OpenSTV 1.7, with which the real wards of the tests are compared, differs in two points: it does not know rule 52(2)
// (option last-place), and in its first exclusion, where all who would go have no votes, it excludes one more, for
// which there is no ground in rule 51(12).
func northernIreland() count.Method {
	m := count.Method{
		Name: "northern-ireland",
		Aliases: []string{
			"ni", "ni-1985", "ni-stv", "nistv", "nireland", "nireland-stv", "nirelandstv", "n.-ireland-stv", "northern-ireland-stv", "ni-assembly-2001",
		},
		Title: "Northern Ireland STV",
		Text:  "Local Elections (Northern Ireland) Order 1985 (SI 1985/454), rules 41 and 46 to 52",
		Summary: "Single transferable vote with a whole-number quota that never changes. A surplus moves with the papers received last, at two decimals; small " +
			"surpluses wait, sure losers go together, and the last place is filled as soon as one candidate has as many votes as all others.",
		Constrained: true,
		Options: []count.Option{
			{
				Name: "last-place", Values: []string{"half", "more", "quota"}, Default: "half",
				Help: "Rule 52(2) elects to the last place at once whoever has as many votes as all others and every surplus together (half). more: more votes than they. " +
					"quota: nobody, so that the last losers' papers still move, as in OpenSTV. The same candidates are elected but for ties.",
			},
			{
				Name: "one-place", Values: []string{"at-once", "after-exclusion"}, Default: "at-once",
				Help: "With one place, rule 48(3) keeps the quota from electing before papers of an excluded candidate have moved, but rule 52(2) elects a majority at once, and " +
					"rule 51(1)(b) puts it first (at-once). after-exclusion: nobody is elected before an exclusion.",
			},
			{
				Name: "divisor", Values: []string{"transferable", "all"}, Default: "transferable",
				Help: "Rule 49(4)(b) divides a surplus by the papers on which the transferred votes are given: those that can be transferred. all: by all papers looked at.",
			},
			{
				Name: "first-preferences", Values: []string{"apart", "by-value"}, Default: "apart",
				Help: "Rule 51(2) and (3) moves the first preferences of the excluded before their other papers of value 1 (apart). by-value: together with them, as in ERS97.",
			},
			deferEqualOption("no", "Rule 49(10) defers surpluses that are less than a gap, so equality does not defer (no)."),
			deferTestsOption("Rule 49(10) defers if surpluses are less than the gap of the two lowest (a) or than that above a group (b)."),
			togetherEqualOption("no", "Rule 51(12) excludes those together whose votes are less than the next candidate's (no)."),
			electWithinOption("Rule 51(5) and (6) passes over whoever is elected after an earlier parcel of the same exclusion (batch). stage: after the whole exclusion."),
			tiesOption("Rules 50(1) and 51(13) look to the earliest stage at which the tied had unequal votes, and then draw a lot. latest: the latest one. lot: no look back."),
			tiePointsOption("stages", "Rules 50(1) and 51(13) look to stages, and an exclusion is one (rule 51(4))."),
			{
				Name: "last-transfer", Values: []string{"first", "omitted", "made"}, Default: "first",
				Help: "Where an exclusion leaves as many as places, rule 51(2) and (3) moves the first preferences of the excluded, and 51(5) the rest only if rule 52 has " +
					"left a place to fill (first). omitted: rule 52(1) and (3) apply before anything moves. made: all papers move. The same candidates are elected.",
			},
		},
	}
	r := rule{
		clauses: clauses{
			first: "rules 47 and 48", elected: "rule 48(3)", surplus: "rules 49 and 50", afterSurplus: "rule 48(3)", deferral: "rule 49(10)",
			exclusion: "rule 51", afterBatch: "rule 48(3)", filled: "rule 52(1)", majority: "rule 52(2)", ties: "rules 50(1) and 51(13)",
		},
		quota: whole, drawEqual: true,
	}
	m.Count = func(e *count.Election, o count.Options) (*count.Result, error) { return r.run(&m, e, o) }
	return m
}

// whole is the quota of rule 48(1) and (2): the valid papers divided by one more than the places, the fraction
// disregarded, and one added.
func whole(valid exact.Number, seats int) (exact.Number, string) {
	quota := exact.Whole(valid.Quo(exact.Int(int64(seats) + 1)).Floor()).Add(exact.Int(1))
	return quota, fmt.Sprintf("%s divided by %d, the fraction dropped, plus 1: %s", valid, seats+1, quota.Text(places))
}
