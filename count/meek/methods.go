package meek

import (
	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/keep"
)

// Methods lists the methods of this package.
func Methods() []count.Method {
	return []count.Method{newZealand(), hill2006(), reference(), parametric(), warren()}
}

// method joins a method with the rule that it counts by.
func method(m count.Method, r rule) count.Method {
	m.Constrained = true
	m.Count = func(e *count.Election, o count.Options) (*count.Result, error) { return run(r, &m, e, o) }
	return m
}

// newZealand is the method of New Zealand's local elections.
func newZealand() count.Method {
	return method(count.Method{
		Name: "meek-nz", Aliases: []string{"meek", "meeknz", "meeknzstv", "meek-nz-stv", "nz-meek", "nz-stv", "nzstv"},
		Title: "Meek STV (New Zealand)",
		Text: "Local Electoral Regulations 2001 (SR 2001/145, New Zealand), Schedule 1A; where its words and I. D. Hill's counting " +
			"program for New Zealand part, the program, which the official counts follow",
		Summary: "Single transferable vote by Meek's method, with nine decimals. Every elected candidate keeps just so much of each paper that " +
			"the quota remains; votes, quota and keep values are worked out anew at every stage.",
		Options: []count.Option{
			decimals("9", "clause 5"),
			rounding(keep.KeptUp, "Clause 10. kept-up: what a candidate keeps is rounded up and the rest passed on (Hill's program); both-up: what is passed on "+
				"is rounded up too (the words of the clause, by which a paper can give out more than one vote); both-cut; cut-together: both cut, what is kept after it was multiplied by the papers of one route."),
			keepRounding("twice", "clause 17"),
			omega("0.0001", "clause 13"),
			sureLosers(sureOne, "clause 13"),
			zeroVotes(zerosTogether, "Clause 13 excludes one at a time; the official programs take all without votes together."),
			elect(), electWhen(),
			ties(lookFirst, "clauses 19 and 40, \"ahead at first difference\""),
			{
				Name: "lots", Values: []string{lotsAuto, lotsPRN, lotsOnly}, Default: lotsAuto,
				Help: "Ties that no earlier stage settles. prn: by the pseudo-random numbers of clauses 40 to 48, which hang on the order of the candidates; lot: by the seed, a drawn lot or " +
					"the file's order; prn-unless-seed: by those if they are given, and else by the numbers.",
			},
			{
				Name: "prn", Values: []string{prnHill, prnText}, Default: prnHill,
				Help: "Clauses 42, 43 and 48. hill: third seed with 10,000, numbers below 10,000, turned about before the first step (Hill's program); text: 1,000, below 30,000, from the second step.",
			},
			stall("unchanged-or-grown", "Clause 23, whose words are unclear."),
			equal(),
			{
				Name: "single-vacancy", Values: []string{"majority", "quota"}, Default: "majority",
				Help: "One place: majority, by clauses 24 to 34 (an absolute majority of the votes in play, of which half is enough unless two have half each); quota, as for several places.",
			},
		},
	}, rule{anew: true, byRule: true, clauses: severalVacancies()})
}

// severalVacancies cites Part 1 of Schedule 1A.
func severalVacancies() clauses {
	return clauses{
		first: "clauses 3 to 6", elect: "clauses 6 and 12", keep: "clauses 7, 10 and 17", sure: "clause 13", zeros: "clause 13", exclude: "clause 13",
		stall: "clause 23", fill: "clause 3", tie: "clauses 19 and 40 to 48",
	}
}

// singleVacancy cites Part 2 of Schedule 1A.
func singleVacancy() clauses {
	const part = "clauses 24 to 34"
	return clauses{first: part, elect: part, keep: part, sure: part, zeros: part, exclude: part, stall: part, fill: part, tie: "clauses 34 and 40 to 48"}
}

const hillText = "I. D. Hill, Implementing STV by Meek's method, Voting matters 22 (2006), paper 2, as OpenSTV 1.7 counts"

// described cites a text that has no numbered clauses by what each part is about.
func described() clauses {
	return clauses{
		first: "first count", elect: "election", keep: "keep values", sure: "sure losers", zeros: "first exclusion", exclude: "exclusion", stall: "exclusion without progress",
		fill: "completion", tie: "ties",
	}
}

// hill2006 is the rule of Hill's paper of 2006, as the program does it from which its results are known. The paper itself
// was not at hand.
func hill2006() count.Method {
	return method(count.Method{
		Name: "meek-2006", Aliases: []string{"meekstv", "meek-stv", "meek2006", "hill-2006"},
		Title: "Meek STV (2006)",
		Text:  hillText,
		Summary: "Single transferable vote by Meek's method, with six decimals. Surpluses wait as long as somebody can be excluded who could not overtake anybody, " +
			"several at once if their votes together are few enough.",
		Options: []count.Option{
			decimals("6", "as OpenSTV has it; Hill's own programs have nine"),
			rounding(keep.CutTogether, "cut-together: what is kept is cut after it was multiplied by the papers of one route, and what is passed on is cut (OpenSTV); both-cut: cut for each "+
				"paper; kept-up: what is kept is rounded up and the rest passed on (Hill's programs); both-up."),
			keepRounding("once", "as OpenSTV has it"),
			omega("0.000001", "one unit of the last decimal, as OpenSTV has it; Hill's programs have 0.0001"),
			sureLosers(sureGroup, "as OpenSTV has it"),
			zeroVotes(zerosWithNext, "with-next: if the first exclusion takes only candidates without votes, and nobody has a surplus, the next one up goes too (OpenSTV)."),
			elect(), electWhen(),
			ties(lookLast, "as OpenSTV has it; Hill looks for the first difference"),
			stall("unchanged", "As OpenSTV has it."),
			equal(),
		},
	}, rule{clauses: described()})
}

// warren is Warren's method, which differs from Meek's in what a candidate keeps: its share of every whole paper.
func warren() count.Method {
	return method(count.Method{
		Name: "warren", Aliases: []string{"warrenstv", "warren-stv"},
		Title: "Warren STV",
		Text:  "C. H. E. Warren, Counting in STV elections, and I. D. Hill, Meek or Warren counting for STV, Voting matters 1 (1994), papers 4 and 5; details as OpenSTV 1.7 counts",
		Summary: "As Meek's method of 2006, but shares add up instead of being multiplied: every paper gives an elected candidate the same part of a vote, or what is left of the paper " +
			"if that is less.",
		Options: []count.Option{
			decimals("6", "as OpenSTV has it"),
			keepRounding("once", "as OpenSTV has it"),
			omega("0.000001", "one unit of the last decimal, as OpenSTV has it"),
			sureLosers(sureGroup, "as OpenSTV has it"),
			zeroVotes(zerosWithNext, "with-next: if the first exclusion takes only candidates without votes, and nobody has a surplus, the next one up goes too (OpenSTV)."),
			elect(), electWhen(),
			ties(lookLast, "as OpenSTV has it"),
			stall("unchanged", "As OpenSTV has it."),
			{
				Name: "equal", Values: []string{string(keep.AllOrders), equalEnd}, Default: string(keep.AllOrders),
				Help: "Candidates ranked equal. all-orders: each bears an equal part of what is left of the paper, but nobody more than its keep value; end: the ranking ends before them.",
			},
		},
	}, rule{style: keep.Style{Warren: true}, clauses: described()})
}

// roundClauses cites the reference rule of the Proportional Representation Foundation.
func roundClauses() clauses {
	return clauses{first: "A and B.2", elect: "B.2.c", keep: "B.2.a to B.2.f", exclude: "B.3", fill: "C.1", tie: "T"}
}

// reference is the reference rule of the Proportional Representation Foundation.
func reference() count.Method {
	return method(count.Method{
		Name: "meek-prf", Aliases: []string{"meek-reference", "prf", "meekprf", "prf-meek", "reference-meek"},
		Title: "Meek STV (reference rule)",
		Text:  "Proportional Representation Foundation, Reference Meek Rule",
		Summary: "Single transferable vote by Meek's method, with nine decimals. Keep values are worked out until nearly nothing is left of the surpluses, or they no longer fall; " +
			"only then is the lowest candidate excluded, alone.",
		Options: []count.Option{
			decimals("9", "B.2.a"),
			rounding(keep.KeptUp, "B.2.a. kept-up: what a candidate keeps is rounded up and the rest passed on; both-up; both-cut; cut-together: cut after it was multiplied by the papers of one route."),
			keepRounding("twice", "B.2.f"),
			omega("0.000001", "A"),
			{Name: "at-omega", Values: []string{"goes-on", "excludes"}, Default: "goes-on", Help: "A total surplus of just omega: B.2.e asks for less than omega before somebody is excluded."},
			surpluses(),
			elect(),
			ties(lookNot, "T leaves it to the procedure that is laid down"),
			equal(),
		},
	}, rule{rounds: true, clauses: roundClauses()})
}

// parametric is the family as droop and stv-rs offer it: rounds as in the reference rule, and everything to choose.
func parametric() count.Method {
	return method(count.Method{
		Name: "meek-parametric", Aliases: []string{"parametric-meek", "stv-rs", "droop-meek"},
		Title: "Meek STV (parametric)",
		Text:  "Proportional Representation Foundation, Reference Meek Rule, with the parameters that droop and stv-rs offer",
		Summary: "Meek's method by rounds, as the reference rule has them, with every parameter to choose: decimals or exact fractions, the limit of the surpluses, and what becomes of " +
			"candidates ranked equal.",
		Options: []count.Option{
			{
				Name: "arithmetic", Values: []string{"fixed", "rational"}, Default: "fixed",
				Help: "fixed: votes have decimals; rational: votes are exact fractions, keep values alone are rounded up to the decimals, and nothing is added to the quota (\"approx\" of stv-rs; use elect=above with it).",
			},
			decimals("9", "as stv-rs has it"),
			rounding(keep.BothCut, "both-cut: what is kept and what is passed on are cut (stv-rs); kept-up (reference rule); both-up; cut-together: cut after it was multiplied by the papers of one route."),
			keepRounding("twice", "B.2.f"),
			omega("0.000001", "A"),
			{Name: "at-omega", Values: []string{"goes-on", "excludes"}, Default: "excludes", Help: "A total surplus of just omega: excludes, as stv-rs has it; goes-on, by B.2.e."},
			surpluses(),
			elect(),
			ties(lookNot, "T leaves it to the procedure that is laid down"),
			{
				Name: "equal", Values: []string{string(keep.AllOrders), string(keep.AllOrdersStepwise), string(keep.Droop), equalEnd}, Default: string(keep.AllOrders),
				Help: "Candidates ranked equal. all-orders: as if the paper were divided evenly among all orders in which they could stand, worked out to eighteen decimals; all-orders-stepwise: the " +
					"same, cut at every step in the order of the paper (stv-rs, with its switch for that); droop: the paper is divided evenly and each part goes on to the ranks below by itself; end: the ranking ends before them.",
			},
		},
	}, rule{rounds: true, clauses: roundClauses()})
}
