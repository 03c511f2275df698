// Package audit checks the result of a count against the papers. It answers one question: if somebody else should
// have won, how likely was it that these papers, looked at by people, would have agreed with the records so well?
//
// The order of an audit, which makes it worth something:
//
//  1. The records are fixed: the ballot file's digest is published, with the rule, the risk limit and the Test.
//  2. A seed is made in public, by dice, when nobody can change a record any more.
//  3. NewPlan says which assertions make the outcome right and how many papers will do; Draw says which papers.
//  4. People look at those papers and fill in a Worksheet, which never says what the record is.
//  5. Measure compares, and says for each assertion the risk that is left: stop, look at more, or count everything.
//
// An audit confirms who won, not by how much, and only against paper: of votes that were never on paper it says
// nothing. Assertions exist for plurality, block and approval votes and for the alternative vote (package raire
// finds those). For the single transferable vote with several places nobody knows an efficient audit of this kind;
// there package recount holds a second count against the published one, and Differences with Bound say how many
// records can be wrong.
//
// # The measure
//
// An assertion compares two totals. A paper counts for the one candidate (1), for the other (-1) or for neither (0).
// A record overstates the assertion by what it says less what the paper says: -2 to 2 votes. The assertion is wrong
// exactly if the overstatements of all papers add up to its margin or more. Tests of that are in Test; all of them
// keep their promise for whatever errors there are, and whenever one stops: if an assertion is wrong, the risk
// measured falls to the limit or below, at any time, with a probability of no more than the limit. An outcome that is
// wrong has at least one wrong assertion, and so no correction is needed for there being several.
//
// Sources: Stark, "Conservative statistical post-election audits" (2008) and "Super-simple simultaneous
// single-ballot risk-limiting audits" (2010); Lindeman and Stark, "A gentle introduction to risk-limiting audits"
// (2012); Stark, "Sets of half-average nulls generate risk-limiting audits: SHANGRLA" (2020) and "ALPHA: audit that
// learns from previously hand-audited ballots" (2022, arXiv 2201.02707).
//
// All figures are exact fractions. Where a product of thousands of fractions is only to be compared with a limit, it
// is enclosed between two whole numbers, and worked out in full if they do not settle it.
package audit
