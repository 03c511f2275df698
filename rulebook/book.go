package rulebook

import (
	"slices"

	"github.com/selectorate/selectorate/party"
)

// Digest names a book by its bytes: "sha256:" and 64 lower-case hexadecimal digits.
type Digest string

// Mark says how sure a statement is.
type Mark string

// The marks of certainty.
const (
	Stated  Mark = "S" // stated by the source that is named
	Derived Mark = "D" // derived by logic or arithmetic from what is stated
	Memory  Mark = "M" // general knowledge; to be confirmed against the rule book
)

// Book is one version of one procedure's rules. It is made by Parse and not changed afterwards.
type Book struct {
	Name         string // such as "uk-labour/2018"
	Title        string
	Organisation string    // such as "UK Labour Party"
	Procedure    string    // what the book governs: "trigger-ballot"
	Incumbent    string    // how sentences name the person concerned: "the MP", "the councillor"
	From         party.Day // first day in force; zero where it is not known
	Until        party.Day // last day in force; zero while open-ended
	Proposal     bool      // a rule that was proposed and never came into force: for comparison only
	InForceNote  string    // what is not certain about the dates
	Sources      []string
	Question     Question
	Clauses      []Clause
	Parameters   []Parameter
	Decision     Decision
	Returns      []ReturnRule
	Offices      []Office
	Powers       []Power
	Digest       Digest `yaml:"-"` // made from the bytes, not read from them
}

// Question is what a unit is asked, word for word, with both options named by their effect.
type Question struct {
	Clause   string
	Text     string
	Select   string // the effect of asking for a contest
	Reselect string // the effect of asking for none
}

// Clause is one rule: our summary of it, the party's own wording once that has been entered, where it is
// stated, and when it is in force.
type Clause struct {
	ID       string // as the rule book numbers it where it does, such as "IV.5.B"; else a word of ours
	Title    string
	Summary  string // ours: shown as "our summary, not the rule text" while Official is empty
	Official string // the party's own wording, entered when the book is adopted
	Source   string
	Mark     Mark
	From     party.Day // zero: as the book
	Until    party.Day // last day in force; zero: as the book
}

// Parameter is something that a clause leaves to be set, with its default.
type Parameter struct {
	Name         string // snake_case
	Clause       string
	Type         ParameterType
	Default      string // as text in the form of its type
	Alternatives []string
	Mark         Mark
	Meaning      string // what it decides, in a sentence
}

// ParameterType says which texts are values of a parameter.
type ParameterType string

// The types of parameter.
const (
	Bool    ParameterType = "bool"    // true or false
	Whole   ParameterType = "whole"   // a whole number, 0 or more
	Share   ParameterType = "share"   // an exact fraction such as 1/3
	Choice  ParameterType = "choice"  // one of Alternatives
	Unknown ParameterType = "unknown" // a whole number, or "unknown"
)

// Combine says how the pools of a decision are put together.
type Combine string

// The ways to put pools together.
const (
	OnePool  Combine = "one-pool" // every unit in one pool
	AnyPool  Combine = "any-pool" // the bar reached in any one pool is enough
	Weighted Combine = "weighted" // the pools' shares times their weights are added up
	Stages   Combine = "stages"   // each stage is asked only if the one before it refused
	Always   Combine = "always"   // a contest in every seat; answers do not matter
)

// Decision is how the answers of the units become one outcome.
type Decision struct {
	Clause  string
	Combine Combine
	Count   Count
	Of      Side   // whose share the bar is put to
	Bar     string // name of the share parameter
	Reach   Reach
	Pools   []Pool
	Units   []party.UnitKind // only where Combine is Always: kinds of unit to whose returns the book may be put
}

// Count says what is counted in a pool: units with one vote each, or the votes themselves.
type Count string

// What is counted.
const (
	Units Count = "units"
	Votes Count = "votes"
)

// Side says which answer a bar speaks of.
type Side string

// The two sides of the question.
const (
	ForContest   Side = "select"   // reaching the bar opens a contest
	ForIncumbent Side = "reselect" // reaching the bar keeps the incumbent without a contest
)

// Reach says whether the bar itself is enough.
type Reach string

// The two ways to reach a bar.
const (
	AtLeast  Reach = "at-least"  // the bar itself is enough
	MoreThan Reach = "more-than" // the bar itself is not enough
)

// Pool is a set of units that are counted together.
type Pool struct {
	Kind   string           // "branch", "affiliate", … or "all" where the book has one pool
	Clause string           // where the pool is defined
	Units  []party.UnitKind // which kinds of unit are in it
	Weight party.Share      // only where Combine is Weighted
}

// ReturnRule says who enters and who countersigns the return of one kind of unit.
type ReturnRule struct {
	Kind        party.UnitKind
	Clause      string
	Enter       []party.OfficeID
	Countersign []party.OfficeID
}

// Office is a named office that the book gives something to do.
type Office struct {
	ID        party.OfficeID
	Title     string // as people read it, such as "procedures secretary"
	OfTheUnit bool   // held in one unit, and acts for that unit alone
}

// Power says who may do one thing, on which grounds, and until when.
type Power struct {
	Act     string // such as "void"; the room that asks knows the words
	Clause  string
	Offices []party.OfficeID
	Grounds []Ground // empty: no ground need be given
	Until   string   // the stage whose beginning ends the power: "frozen", "decided", "declared"; empty: no end
	Days    int64    // with Until: how many days after that stage began the power still runs
	// DaysParameter names a parameter of type Whole that says the days; Days is then its default.
	DaysParameter string
}

// DaysOf gives how many days a power still runs after its stage began, in a setting.
func (b *Book) DaysOf(s Setting, p Power) int64 {
	if p.DaysParameter == "" {
		return p.Days
	}
	days, _ := b.WholeValue(s, p.DaysParameter) // Parse has checked that it is a whole number
	return days
}

// Ground is a reason for which a power may be used, as a code and in words.
type Ground struct {
	Code string
	Text string
}

// Clause gives a clause by its identifier.
func (b *Book) Clause(id string) (Clause, bool) {
	for _, c := range b.Clauses {
		if c.ID == id {
			return c, true
		}
	}
	return Clause{}, false
}

// Parameter gives a parameter by its name.
func (b *Book) Parameter(name string) (Parameter, bool) {
	for _, p := range b.Parameters {
		if p.Name == name {
			return p, true
		}
	}
	return Parameter{}, false
}

// Power gives the power to do a thing; there is at most one for each act.
func (b *Book) Power(act string) (Power, bool) {
	for _, p := range b.Powers {
		if p.Act == act {
			return p, true
		}
	}
	return Power{}, false
}

// ReturnRule gives the rule for returns of one kind of unit.
func (b *Book) ReturnRule(kind party.UnitKind) (ReturnRule, bool) {
	for _, r := range b.Returns {
		if r.Kind == kind {
			return r, true
		}
	}
	return ReturnRule{}, false
}

// Office gives an office by its identifier.
func (b *Book) Office(id party.OfficeID) (Office, bool) {
	for _, o := range b.Offices {
		if o.ID == id {
			return o, true
		}
	}
	return Office{}, false
}

// InForce tells whether the book is in force on a day. A proposal never is.
func (b *Book) InForce(day party.Day) bool {
	return !b.Proposal && !day.Before(b.From) && (b.Until.IsZero() || !day.After(b.Until))
}

// Takes tells whether the book can be put to returns of units of a kind.
func (b *Book) Takes(kind party.UnitKind) bool {
	for _, pool := range b.Decision.Pools {
		if slices.Contains(pool.Units, kind) {
			return true
		}
	}
	return slices.Contains(b.Decision.Units, kind)
}

// ToConfirm lists the parameters that a named office must confirm before the book can govern a live round:
// those marked D or M.
func (b *Book) ToConfirm() []Parameter {
	var open []Parameter
	for _, p := range b.Parameters {
		if p.Mark != Stated {
			open = append(open, p)
		}
	}
	return open
}
