package selection

import (
	"slices"

	"github.com/selectorate/selectorate/org"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/selection/returns"
)

// Stage is how far the trigger ballot in a seat has come.
type Stage string

// The stages, in order.
const (
	StageNone      Stage = ""
	StageOpened    Stage = "opened"
	StageListed    Stage = "listed"
	StageFrozen    Stage = "frozen"
	StageDecided   Stage = "decided"
	StageDeclared  Stage = "declared"
	StagePublished Stage = "published"
)

// Reached tells whether stage s is stage t or a later one.
func (s Stage) Reached(t Stage) bool { return s.place() >= t.place() }

func (s Stage) place() int {
	return slices.Index([]Stage{
		StageNone, StageOpened, StageListed, StageFrozen, StageDecided, StageDeclared, StagePublished,
	}, s)
}

// State is the selection in one seat as its acts have made it. The zero State has not been opened.
type State struct {
	Round        party.RoundID
	Seat         party.SeatID
	Title        string
	Book         rulebook.Digest
	Setting      rulebook.Setting
	ReturnsBy    party.Day
	Stage        Stage
	Began        map[Stage]party.Day // the day on which each stage began
	Offices      org.Offices
	Units        []Unit
	Disputes     []Dispute
	Returns      []Return
	Decided      int64 // number of the act that holds the decision, if Stage has reached decided
	Procedure    string
	Ruled        *Ruled
	Declared     *Declared
	Departed     *Overridden
	DeclaredBy   party.Actor
	OverriddenBy party.Actor
	OverriddenOn party.Day
	Opened       map[Sealed]bool // which sealed values have been published
	Withheld     []Withheld
	Acts         int64
}

// Sealed names one sealed value of the matter.
type Sealed struct {
	Number int64 // of the act within the matter
	Field  string
}

// Dispute is a challenge to the list of units.
type Dispute struct {
	Number  int64
	Ask     Challenged
	By      party.Actor // who challenged
	Settled bool
	Upheld  bool
}

// Return is one return with what has become of it.
type Return struct {
	Number          int64 // of the act that entered it
	Unit            party.UnitID
	Ballot          int64
	Tied            bool
	Late            bool
	MetOn           party.Day
	ReceivedOn      party.Day // day of effect, which is the day on which it was recorded
	HasFigures      bool
	EnteredBy       party.Actor
	Countersigned   bool
	CountersignedBy party.Actor
	Withdrawn       bool
	Reballoted      bool
	Void            bool
	History         []Turn
}

// Turn is one voiding or reinstatement of a return.
type Turn struct {
	Number int64
	Void   bool
	Ground string
	Seen   bool
	By     party.Actor
	Day    party.Day
}

// Apply changes the state by an act that has happened. It is total and asks nothing.
func (s *State) Apply(act Act, stamp party.Stamp) {
	s.Acts++
	if s.Began == nil {
		s.Began, s.Opened = map[Stage]party.Day{}, map[Sealed]bool{}
	}
	switch a := act.(type) {
	case Opened:
		s.open(a, stamp)
	case Appointed:
		s.appoint(a.Officers, stamp.Day)
	case StoodDown:
		s.Offices.StandDown(a.Officer.Holder, a.Officer.Office, a.Officer.Unit, stamp.Day)
	case Listed:
		s.Units = slices.Clone(a.Units)
		s.enter(StageListed, stamp.Day)
	case Challenged:
		s.Disputes = append(s.Disputes, Dispute{Number: stamp.Number, Ask: a, By: stamp.Actor})
	case Settled:
		s.settle(a)
	case Frozen:
		s.enter(StageFrozen, stamp.Day)
	case Returned, ReceivedLate, Countersigned, Withdrawn, Reballoted, Voided, Reinstated:
		s.applyReturn(act, stamp)
	case Decided, Ruled, Declared, Overridden, Published:
		s.applyOutcome(act, stamp)
	}
}

func (s *State) enter(stage Stage, day party.Day) {
	if s.Stage != stage {
		s.Stage, s.Began[stage] = stage, day
	}
}

func (s *State) open(a Opened, stamp party.Stamp) {
	s.Round, s.Seat, s.Title, s.Book = a.Round, a.Seat, a.Title, a.Book
	s.Setting, s.ReturnsBy = a.Setting, a.ReturnsBy
	s.appoint(a.Officers, stamp.Day)
	s.enter(StageOpened, stamp.Day)
}

func (s *State) appoint(officers []Officer, day party.Day) {
	for _, o := range officers {
		s.Offices.Appoint(org.Tenure{Office: o.Office, Holder: o.Holder, Unit: o.Unit, From: day})
	}
}

func (s *State) settle(a Settled) {
	i := slices.IndexFunc(s.Disputes, func(d Dispute) bool { return d.Number == a.Challenge })
	if i < 0 {
		return
	}
	s.Disputes[i].Settled, s.Disputes[i].Upheld = true, a.Upheld
	if !a.Upheld {
		return
	}
	ask := s.Disputes[i].Ask
	s.Units = slices.DeleteFunc(slices.Clone(s.Units), ask.Unit.same)
	if ask.Ask == Add {
		s.Units = append(s.Units, ask.Unit)
	}
}

func (s *State) applyReturn(act Act, stamp party.Stamp) {
	switch a := act.(type) {
	case Returned:
		s.Returns = append(s.Returns, Return{
			Number: stamp.Number, Unit: a.Unit, Ballot: a.Ballot, Tied: a.Tied, MetOn: a.MetOn,
			ReceivedOn: stamp.Day, HasFigures: a.Figures, EnteredBy: stamp.Actor,
		})
	case ReceivedLate:
		s.Returns = append(s.Returns, Return{
			Number: stamp.Number, Unit: a.Unit, Ballot: 1, Late: true, MetOn: a.MetOn,
			ReceivedOn: stamp.Day, HasFigures: a.Figures, EnteredBy: stamp.Actor,
		})
	case Countersigned:
		s.change(a.Return, func(r *Return) { r.Countersigned, r.CountersignedBy = true, stamp.Actor })
	case Withdrawn:
		s.change(a.Return, func(r *Return) { r.Withdrawn = true })
	case Reballoted:
		s.change(a.Return, func(r *Return) { r.Reballoted = true })
	case Voided:
		s.turn(a.Return, Turn{stamp.Number, true, a.Ground, a.Seen, stamp.Actor, stamp.Day})
	case Reinstated:
		s.turn(a.Return, Turn{stamp.Number, false, a.Ground, a.Seen, stamp.Actor, stamp.Day})
	case Opened, Appointed, StoodDown, Listed, Challenged, Settled, Frozen, Decided, Ruled, Declared, Overridden, Published:
	}
}

func (s *State) change(number int64, how func(*Return)) {
	if r := s.returnOf(number); r != nil {
		how(r)
	}
}

func (s *State) turn(number int64, t Turn) {
	s.change(number, func(r *Return) {
		r.Void = t.Void
		r.History = append(r.History, t)
	})
}

func (s *State) applyOutcome(act Act, stamp party.Stamp) {
	switch a := act.(type) {
	case Decided:
		s.Decided, s.Procedure = stamp.Number, a.Procedure
		s.enter(StageDecided, stamp.Day)
	case Ruled:
		s.Ruled = &a
	case Declared:
		s.Declared = &a
		s.DeclaredBy = stamp.Actor
		s.enter(StageDeclared, stamp.Day)
	case Overridden:
		s.Departed = &a
		s.OverriddenBy, s.OverriddenOn = stamp.Actor, stamp.Day
	case Published:
		for _, o := range a.Openings {
			s.Opened[Sealed{o.Number, o.Field}] = true
		}
		s.Withheld = append(s.Withheld, a.Withheld...)
		if a.Complete {
			s.enter(StagePublished, stamp.Day)
		}
	case Opened, Appointed, StoodDown, Listed, Challenged, Settled, Frozen, Returned, Countersigned,
		Withdrawn, Reballoted, Voided, Reinstated, ReceivedLate:
	}
}

// same tells whether two entries on a list are one unit: by identifier, or by kind and name as they are
// read.
func (u Unit) same(other Unit) bool {
	return u.ID == other.ID || (u.Kind == other.Kind && returns.SameName(u.Name) == returns.SameName(other.Name))
}

// Unit gives a unit on the list.
func (s *State) Unit(id party.UnitID) (Unit, bool) {
	for _, u := range s.Units {
		if u.ID == id {
			return u, true
		}
	}
	return Unit{}, false
}

func (s *State) returnOf(number int64) *Return {
	for i := range s.Returns {
		if s.Returns[i].Number == number {
			return &s.Returns[i]
		}
	}
	return nil
}

// counts tells whether a return was countersigned and not taken back. It may still be void or late.
func (r *Return) counts() bool { return r.Countersigned && !r.Withdrawn }

// Standing gives the return of a unit that stands now: the last one that was not withdrawn.
func (s *State) Standing(unit party.UnitID) (Return, bool) {
	for _, r := range slices.Backward(s.Returns) {
		if r.Unit == unit && !r.Withdrawn {
			return r, true
		}
	}
	return Return{}, false
}

// Counted gives the return of a unit that counts now: the last one that was countersigned and not withdrawn. It
// may be void or late. One that is entered beside it and awaits its countersignature changes nothing yet.
func (s *State) Counted(unit party.UnitID) (Return, bool) {
	for _, r := range slices.Backward(s.Returns) {
		if r.Unit == unit && r.counts() {
			return r, true
		}
	}
	return Return{}, false
}

// Outstanding lists the units from which no countersigned answer is in: nothing was entered, nobody has
// countersigned, or the first ballot tied.
func (s *State) Outstanding() []Unit {
	var missing []Unit
	for _, u := range s.Units {
		r, ok := s.Standing(u.ID)
		if !ok || !r.Countersigned || r.Tied {
			missing = append(missing, u)
		}
	}
	return missing
}

// Outcome is the outcome that holds now: the override's, the declaration's, or none yet.
func (s *State) Outcome() (rulebook.Outcome, bool) {
	switch {
	case s.Departed != nil:
		return s.Departed.Outcome, true
	case s.Declared != nil:
		return s.Declared.Outcome, true
	}
	return "", false
}

// Due is the outcome that the rules gave, or that was ruled where they left it open. It is known from the
// declaration on.
func (s *State) Due() (rulebook.Outcome, bool) {
	switch {
	case s.Declared == nil:
		return "", false
	case s.Ruled != nil:
		return s.Ruled.Outcome, true
	}
	return s.Declared.Gave, true
}

// Imposed tells whether the outcome that holds is not the one that was due.
func (s *State) Imposed() bool {
	due, known := s.Due()
	holds, _ := s.Outcome()
	return known && holds != due
}
