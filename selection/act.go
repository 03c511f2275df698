package selection

import (
	"encoding/json"

	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
)

// Act is something that officially happens in the selection of one seat. The set is closed: a switch over it
// is checked for completeness. An act's members are the open part of its entry; what is sealed beside it is
// said with each act.
//
//sumtype:decl
type Act interface {
	// Kind names the act and the version of its form, for ever.
	Kind() string
	// Power is the word under which rulebooks say who may do this.
	Power() string
	isSelectionAct()
}

// Opened begins the trigger ballot in one seat, under one adopted book with its parameters as confirmed. The
// acting person must be among the first officers. Sealed: "incumbent", the name of the person concerned.
type Opened struct {
	Round     party.RoundID    `json:"round"`
	Seat      party.SeatID     `json:"seat"`
	Title     string           `json:"title"` // the seat's name
	Book      rulebook.Digest  `json:"book"`
	Setting   rulebook.Setting `json:"setting"`
	ReturnsBy party.Day        `json:"returns_by"` // last day on which a return is in time
	Officers  []Officer        `json:"officers"`
}

// Officer is one appointment in one seat's matter.
type Officer struct {
	Office party.OfficeID `json:"office"`
	Holder party.Alias    `json:"holder"`
	Unit   party.UnitID   `json:"unit"` // empty: for the whole seat
}

// Appointed makes people officers in this seat from the day of effect on.
type Appointed struct {
	Officers []Officer `json:"officers"`
}

// StoodDown ends an officer's appointment in this seat on the day of effect.
type StoodDown struct {
	Officer Officer `json:"officer"`
}

// Listed publishes the list of entitled units. Publishing again before the list is frozen replaces it.
type Listed struct {
	Units []Unit `json:"units"`
}

// Unit is one unit that may answer.
type Unit struct {
	ID   party.UnitID   `json:"id"`
	Kind party.UnitKind `json:"kind"`
	Name string         `json:"name"`
}

// Challenged asks that a unit be added to the published list or struck from it. The number of this act within
// the matter names the challenge. Sealed: "statement".
type Challenged struct {
	Ask    ListChange `json:"ask"`
	Unit   Unit       `json:"unit"`
	Ground string     `json:"ground"`
}

// ListChange is what a challenge to the list asks for.
type ListChange string

// The two changes to a list.
const (
	Add    ListChange = "add"
	Strike ListChange = "strike"
)

// Settled decides a challenge; if it is upheld the list changes with this act. Sealed: "statement".
type Settled struct {
	Challenge int64  `json:"challenge"`
	Upheld    bool   `json:"upheld"`
	Ground    string `json:"ground"`
}

// Frozen closes the list. No return can be entered before, no unit can be added or struck after.
type Frozen struct {
	Units int64 `json:"units"` // how many units stand on the list
}

// Returned is one unit's answer, entered in time. Whether the first ballot tied is open, because it is
// followed by a second; the answer and the figures are not. Sealed: "answer", "figures".
type Returned struct {
	Unit    party.UnitID `json:"unit"`
	Ballot  int64        `json:"ballot"` // 1, or 2 after a tie
	Tied    bool         `json:"tied"`   // ballot 1 only: as many for as against, to be balloted again
	MetOn   party.Day    `json:"met_on"` // day of the meeting; empty if the unit did not meet
	Figures bool         `json:"figures"`
}

// Countersigned confirms a return by a second person. Only then does it count.
type Countersigned struct {
	Return int64 `json:"return"` // the number within the matter of the act that entered the return
}

// Withdrawn takes back a return that nobody has countersigned, because it was entered wrongly.
type Withdrawn struct {
	Return int64  `json:"return"`
	Ground string `json:"ground"`
}

// Reballoted orders the second ballot of a unit whose first one tied.
type Reballoted struct {
	Return int64 `json:"return"`
}

// Voided sets a countersigned return aside. It says whether whoever decided had seen the figures. Sealed:
// "statement".
type Voided struct {
	Return int64  `json:"return"`
	Ground string `json:"ground"`
	Seen   bool   `json:"seen"`
}

// Reinstated brings a voided return back. Sealed: "statement".
type Reinstated struct {
	Return int64  `json:"return"`
	Ground string `json:"ground"`
	Seen   bool   `json:"seen"`
}

// ReceivedLate records a return that came in after the last day. It is kept, and counts only if the book
// says so. Sealed: "answer", "figures".
type ReceivedLate struct {
	Unit    party.UnitID `json:"unit"`
	MetOn   party.Day    `json:"met_on"`
	Figures bool         `json:"figures"`
}

// Decided is the software's decision from the countersigned returns. Until publication it is sealed, because
// its figures are. Sealed: "decision", the ruling of Decide.
type Decided struct {
	Procedure string `json:"procedure"` // the version of Decide that computed it
}

// Ruled settles a decision that the rules left to a ruling. Sealed: "statement".
type Ruled struct {
	Outcome rulebook.Outcome `json:"outcome"`
	Ground  string           `json:"ground"`
}

// Declared announces the outcome in the name of an office. Gave is what the rules gave; an office that
// declares otherwise departs from them, states its ground, and the record shows both. Sealed: "statement".
type Declared struct {
	Gave    rulebook.Outcome `json:"gave"`
	Outcome rulebook.Outcome `json:"outcome"`
	Ground  string           `json:"ground"` // only when departing
}

// Overridden imposes another outcome after the declaration. Sealed: "statement".
type Overridden struct {
	Was     rulebook.Outcome `json:"was"`
	Outcome rulebook.Outcome `json:"outcome"`
	Clause  string           `json:"clause"` // the authority that is claimed
	Ground  string           `json:"ground"`
}

// Published opens sealed values to the public, after the declaration. Long lists take several acts; the last
// one is complete.
type Published struct {
	Openings []Opening  `json:"openings"`
	Withheld []Withheld `json:"withheld"`
	Complete bool       `json:"complete"`
}

// Opening is the value and the salt of one sealed field of this matter.
type Opening struct {
	Number int64           `json:"number"` // of the act within the matter
	Field  string          `json:"field"`
	Salt   string          `json:"salt"`  // standard base64
	Value  json.RawMessage `json:"value"` // canonical JSON
}

// Withheld names a sealed value that stays sealed, and why.
type Withheld struct {
	Number int64  `json:"number"`
	Field  string `json:"field"`
	Why    string `json:"why"` // "telling" or "erased"
}
