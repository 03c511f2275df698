// Package trigger says what a rulebook gives for the returns of a trigger ballot: whether there is a contest,
// with the reasons and the clause each rests on.
//
// It holds no rule of its own. A book says which units are counted together (its pools), what is counted,
// where the bar is and how the pools are put together; trigger counts by it, exactly and in whole numbers,
// and answers one of four outcomes: triggered, not triggered, undecided while outstanding returns can still
// change it, and needs-ruling where the rules do not say or the figures do not suffice. A book that cannot
// be put to the units at hand does not apply.
//
// Invariants, held by tests: the order of the rows does not matter; one more unit that asks for a contest
// never undoes one; the outcome is the one that every completion of the outstanding units gives.
package trigger
