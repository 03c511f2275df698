package gregory

import "github.com/selectorate/selectorate/count"

// wigm is the weighted inclusive Gregory method with every choice open, by default in exact fractions.
func wigm() count.Method {
	m := count.Method{
		Name: "wigm", Aliases: []string{"weighted-inclusive-gregory", "wig", "gregory"},
		Title: "Weighted inclusive Gregory STV",
		Text: "No single text: the method as the Proportional Representation Foundation describes it in its reference rule, " +
			"without that rule's decimals",
		Summary: "Single transferable vote in exact fractions: all papers of an elected candidate move on, each at surplus divided by votes of " +
			"its value. Nothing is rounded unless an option says so. With its options it counts by the rules of many bodies.",
		Constrained: true,
		Options: []count.Option{
			{Name: "places", Form: "exact, or a number of decimals from 0 to 30", Default: "exact", Help: "The decimals to which the value of a paper is cut when a surplus moves; exact: it is a fraction, and nothing is lost."},
			{Name: "quota", Values: []string{"exact", "droop", "unit", "hare"}, Default: "exact", Help: "exact: votes divided by one more than the places, and more than that elects. droop: that without its fraction, plus 1. " +
				"unit: that cut to the decimals, plus the smallest decimal. hare: votes divided by the places."},
			{Name: "quota-update", Values: []string{"fixed", "active"}, Default: "fixed", Help: "active: after each stage the quota is worked out again without the non-transferable votes, as in Albany, California; " +
				"those who were elected keep the quota at which their surplus moved."},
			{Name: "value", Values: []string{"once", "twice", "fraction"}, Default: "once", Help: "Where decimals are cut. once: after surplus times value divided by votes. twice: after the product and after the " +
				"quotient (PRF D.4). fraction: after surplus divided by votes, and after that times the value (Minneapolis)."},
			exclusionOption("one", "one: the lowest alone. sure-losers: all who together with the surpluses that have not moved have fewer votes than the next above go together, "+
				"even before a surplus moves (PRF B.2)."),
			tiesOption("latest", "latest: who had more (or fewer) at the latest stage before at which they differed, then a lot. apart: the latest at which no two "+
				"are equal. earliest: the first at which they differ. lot: no look back (PRF D.1)."),
			lastTransferOption("Whether the papers of the last excluded move when as many candidates are left as places. The same candidates are elected."),
			zeroSurplusOption("Whether a surplus of exactly zero makes a stage, which moves papers at no value (PRF B.3)."),
		},
	}
	r := rule{clauses: clauses{
		first: "WIGM: first preferences and quota", elected: "WIGM: election", surplus: "WIGM: surplus", losers: "WIGM: sure losers",
		exclusion: "WIGM: exclusion", last: "WIGM: last places", ties: "WIGM: ties",
	}}
	m.Count = func(e *count.Election, o count.Options) (*count.Result, error) { return r.count(&m, e, o) }
	return m
}

// reference is the rule that the Proportional Representation Foundation offers to legislators.
func reference() count.Method {
	m := count.Method{
		Name: "wigm-prf", Aliases: []string{"prf-wigm", "reference-wigm", "wigmprf"},
		Title: "Reference WIGM STV (PRF)",
		Text:  "Proportional Representation Foundation, Reference WIGM Rule (weighted inclusive Gregory, four decimals)",
		Summary: "Single transferable vote with a quota of four decimals. All papers of an elected candidate move on, each at a fraction of its value, " +
			"every product and quotient cut to four decimals.",
		Constrained: true,
		Options: []count.Option{
			exclusionOption("one", "Step B.2 is optional. sure-losers: all who cannot catch up go together, before a surplus moves."),
			tiesOption("lot", "Step D.1: a random order drawn beforehand decides, with no look back (lot)."),
			lastTransferOption("Step B.4 tests whether the count is complete before papers move (omitted); the foundation's program moves them all the same (made). " +
				"The same candidates are elected."),
			zeroSurplusOption("Step B.3 transfers a surplus, \"possibly zero\" (stage). A stage in which no vote moves tells nothing, so it is left out (none)."),
		},
	}
	r := rule{
		clauses: clauses{first: "A.1 to A.5", elected: "B.1", surplus: "B.3", losers: "B.2", exclusion: "B.4", last: "D.3 and C", ties: "D.1"},
		places:  4, quota: "unit", quotaUpdate: "fixed", value: "twice",
	}
	m.Count = func(e *count.Election, o count.Options) (*count.Result, error) { return r.count(&m, e, o) }
	return m
}

// minneapolis is the rule of Minneapolis for bodies of several members.
func minneapolis() count.Method {
	m := count.Method{
		Name: "minneapolis-stv", Aliases: []string{"minneapolis", "mpls", "minneapolisstv"},
		Title: "Minneapolis STV",
		Text:  "Minneapolis Code of Ordinances, title 8.5, chapter 167, section 167.70 with the definitions of 167.20",
		Summary: "Single transferable vote with a whole-number quota. Candidates who cannot catch up go together before a surplus moves; the fraction of " +
			"a surplus is cut to four decimals.",
		Constrained: true,
		Options: []count.Option{
			exclusionOption("sure-losers", "Section 167.70(1)(c): all for whom it is mathematically impossible to be elected go together (sure-losers)."),
			tiesOption("lot", "Section 167.70(1)(d) to (f): by lot, with no look back."),
			lastTransferOption("Whether the papers of the last excluded move when as many candidates are left as places. The same candidates are elected."),
			zeroSurplusOption("Section 167.70(1)(d) moves a surplus only if a candidate has one (none)."),
		},
	}
	r := rule{
		clauses: clauses{
			first: "167.70(1)(a) and 167.20", elected: "167.70(1)(a)", surplus: "167.70(1)(d)", losers: "167.70(1)(c)", exclusion: "167.70(1)(e)",
			last: "167.70(1)(f)", ties: "167.70(1)(d) to (f)",
		},
		places: 4, quota: "droop", quotaUpdate: "fixed", value: "fraction",
	}
	m.Count = func(e *count.Election, o count.Options) (*count.Result, error) { return r.count(&m, e, o) }
	return m
}
