// Package selection is the room of one seat: how a party decides whether the person who holds it faces a
// contest, from the list of units that may answer to the outcome that an office declares.
//
// A round opens in a seat under one adopted rulebook with its settings as confirmed. The units that may answer
// are listed, can be challenged, and are frozen before any of them answers. Each answer is a return: entered by
// one officer of the unit and countersigned by another, balloted again after a first tie, and sometimes declared
// void, reinstated, or received late. After the last day the software decides by the book; a named office
// declares, in agreement or in departure, and a body with the power can override: what the rules gave is said
// beside it for ever. Then what was sealed is published, except figures that would tell how single members voted.
//
// Invariants: no unit is added or struck after the freeze, and none answers before it. Nobody countersigns what
// they entered. Only countersigned returns count. The software computes and never declares. A decision is
// computed again from the returns and the adopted book by the version of Decide that it names.
//
// An act is a fact with a day and an actor (act.go, kinds.go); whether it may happen is asked first (may.go) and
// answered by a ruling with reasons; Apply (selection.go) then only folds it into the State. Inner packages hold
// what units answer (returns) and what a book gives for it (trigger).
package selection
