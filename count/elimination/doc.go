// Package elimination counts by rules that drop the lowest until somebody has enough: the eliminating ballot (the
// alternative vote, instant runoff), Coombs' rule, the supplementary vote, and ballots held in rounds (exhaustive
// ballot, two rounds).
//
// # The eliminating ballot, step by step
//
// No text defines the eliminating ballot of the Labour Party in full: rule books since 2008 name it, and the notices of
// selections say that somebody with more than half of the votes still in play wins, and that otherwise the lowest is
// eliminated and each paper moves to its next preference (notice for Leeds North West, November 2023; LabourList on the
// leadership election of 2020). What they leave open is an option. The clauses in a result are these steps:
//
//  1. Papers are sorted by first preference.
//  2. A candidate with more than half of the votes still in play is elected. (Option majority: of all valid votes;
//     option stop: not before two are left.)
//  3. Where two are left, the one with more votes is elected; where they are equal, by the rule on ties.
//  4. Otherwise the lowest is excluded. Of equals, whoever had fewest at the latest earlier stage at which they
//     differ, else a lot. (Option ties: the earliest stage, or a lot at once.)
//  5. Nobody else goes with the lowest, so that the stages are those of a count by hand. (Option bulk: the largest
//     group at the bottom whose votes together are less than those of the next one up goes together.)
//  6. The papers of those who go move to their next preference for somebody who continues; papers without one are
//     exhausted and count no longer. Then step 2.
//  7. Several places are filled one after the other. For each the count begins anew with all papers, and those
//     already elected are passed over. This is not proportional: one majority can take every place. (Option several:
//     the lowest go until as many are left as there are places.)
//
// Percentages in reasons are of the votes still in play, as in the published tables (selection for mayor of London,
// 2015), never of the votes of the first stage.
//
// # Constraints
//
// With constraints (at least two women, say), a candidate with whom they can no longer be met is doomed: never
// elected, whatever the majority, and excluded before anybody else, with the reason on the stage. Where the lowest go until as many are left
// as there are places, a candidate without whom they can no longer be met is also guarded, and never excluded. Where
// the count begins anew for each place, whoever is excluded is back for the next one, so nobody needs a guard.
//
// # Ballots in rounds
//
// In an exhaustive ballot voters vote again in every round with one cross each. Its rounds are events with an
// electorate and a turnout of their own and do not follow from preferences, so they come as figures (count.Election
// Rounds; package count/read/rounds reads them from a file), and the result says after each round what follows: who
// is elected, who goes out, who stands in the next one.
package elimination

import "github.com/selectorate/selectorate/count"

// Methods lists the methods of this package.
func Methods() []count.Method {
	return []count.Method{eliminating(), supplementary(), coombs(), exhaustive(), twoRound()}
}
