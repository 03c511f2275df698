package selection

import (
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/selection/returns"
	"github.com/selectorate/selectorate/selection/trigger"
)

// What units answer, how it is read and what the rules give for it, under the names that this room uses.
type (
	// Answer is what one unit has answered, or why it has not.
	Answer = returns.Answer
	// Row is one unit's answer as it is counted.
	Row = returns.Row
	// Returns are the answers of the units in one seat.
	Returns = returns.File
	// Decision is what the rules give for the returns, with its reasons.
	Decision = trigger.Decision
)

// The answers.
const (
	Select       = returns.Select
	Reselect     = returns.Reselect
	NoPreference = returns.NoPreference
	NoVotes      = returns.NoVotes
	DidNotMeet   = returns.DidNotMeet
	NotDiscussed = returns.NotDiscussed
	Void         = returns.Void
	Late         = returns.Late
	Outstanding  = returns.Outstanding
)

// DecideProcedure names the version of Decide that answers today.
const DecideProcedure = trigger.Procedure

const maxFigure = returns.MaxFigure

// Answers lists every answer, in the order in which pages show them.
func Answers() []Answer { return returns.Answers() }

// ParseReturns reads a returns file. The error is of kind Invalid and wraps party.Problems.
func ParseReturns(data []byte) (Returns, error) { return returns.Parse(data) }

// Decide says what the rules give for the returns of one seat; the setting must have passed Book.Check.
func Decide(book *rulebook.Book, setting rulebook.Setting, file Returns) Decision {
	return trigger.Decide(book, setting, file)
}

// DecideAs is Decide by the version of the procedure that a stored ruling names. The error is of kind
// NotFound for a version that this software does not have.
func DecideAs(procedure string, book *rulebook.Book, setting rulebook.Setting, file Returns) (Decision, error) {
	return trigger.DecideAs(procedure, book, setting, file)
}
