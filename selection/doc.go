// Package selection is one seat: whether its sitting holder faces a contest. Units of the party are asked,
// each answers by a ballot of its own, the rules say what the answers give, and an office declares it.
//
// A seat's matter goes through stages, each begun by an act, and nothing goes back:
//
//	opened     a round is opened under one rulebook, with its officers and the last day for returns
//	  |          people are appointed and stand down
//	listed     the units that may answer are published
//	  |          the list is challenged; challenges are decided; the list is published again
//	frozen     nobody joins or leaves the list, and only now may units meet
//	  |          a return is entered, and countersigned by a second person
//	  |          a tie is balloted again; an entry is withdrawn; a return is declared void, or reinstated
//	  |          what comes after the last day is received late
//	decided    the software puts the answers together; the decision is sealed
//	  |          what the rules leave open is ruled by the office that they name
//	declared   an office declares the outcome, or departs from it and says why
//	  |          an outcome can be imposed; the record keeps both
//	published  every answer is opened, and the figures that say nothing about single members
//
// What happened is an Act, one of a closed set. State is the fold of the acts: Apply is total and consults
// nothing. Whether an act may be done is the question of May, which consults the rulebook and the
// organisation's offices and answers with a ruling: every requirement with its clause, met or not. Acts are
// never taken out of the record; what was wrong is answered by another act.
//
// Invariants, held by tests: every act is dated on the day on which it is recorded, in the organisation's
// zone. No return is entered before the list is frozen, and no unit stands on it twice. A return counts only
// when two people have put their names to it, whatever offices they hold. A unit has one standing return.
// Whoever declares says what the rules gave, and says so truly. Nobody appoints themselves, and somebody who
// can appoint is always left. Figures that would tell how single members voted are never published. A
// question changes nothing, a refusal names at least one requirement that is not met, and any act can be
// applied to any state.
//
// What a unit can answer is in package returns, what the rules give for the answers in package trigger.
//
// The clauses behind the acts, by the names that the rulebooks give them; what they leave to be set is cited
// where it is read:
//
//   - declaration: Opened
//   - officers: Appointed, StoodDown
//   - unit-list: Listed, Challenged, Settled, Frozen
//   - returns, late: Returned, Countersigned, Withdrawn, ReceivedLate
//   - unit-tie: Reballoted
//   - void: Voided, Reinstated
//   - region: Decided, Ruled, Declared
//   - override: a declaration that departs, Overridden
//   - publication: Published
package selection

// clause: uk-labour/* declaration
// clause: uk-labour/* officers
// clause: uk-labour/* unit-list
// clause: uk-labour/* returns
// clause: uk-labour/* late
// clause: uk-labour/* unit-tie
// clause: uk-labour/* void
// clause: uk-labour/* region
// clause: uk-labour/* override
// clause: uk-labour/* publication
