package selection

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
)

// Votes are the figures of one unit's ballot, as they are sealed with its return.
type Votes struct {
	Reselect int64 `json:"reselect"`
	Select   int64 `json:"select"`
	Spoilt   int64 `json:"spoilt"`
}

// Telling gives "telling" for figures that must stay sealed because they would tell how single members voted:
// all voted alike, or fewer than Few voted. It gives "" for figures that may be published. Which of the two it
// is stays sealed as well: that all voted alike, beside an open answer, is how everybody voted.
func (v Votes) Telling() string {
	if v.Select == 0 || v.Reselect == 0 || v.Select+v.Reselect < Few {
		return telling
	}
	return ""
}

// Why a value stays sealed.
const (
	telling = "telling" // it would tell how single members voted
	gone    = "erased"  // whoever it spoke of had their data erased, so it cannot be opened
)

// CheckSealed tells whether the values that are sealed with an act are those that its kind calls for, and
// agree with each other and with what the act says openly. The error is of kind Invalid.
func CheckSealed(act Act, values map[string]json.RawMessage) error {
	if err := checkFields(act, values); err != nil {
		return err
	}
	switch a := act.(type) {
	case Returned:
		return checkReturn(values, a.Tied, a.Ballot, a.Figures, a.MetOn)
	case ReceivedLate:
		return checkReturn(values, false, 2, a.Figures, a.MetOn)
	case Decided:
		var decision rulebook.Ruling
		if err := json.Unmarshal(values["decision"], &decision); err != nil {
			return party.Errorf(party.Invalid, "the sealed decision is not a ruling: %w", err)
		}
	case Opened, Appointed, StoodDown, Listed, Challenged, Settled, Frozen, Countersigned, Withdrawn,
		Reballoted, Voided, Reinstated, Ruled, Declared, Overridden, Published:
	}
	return nil
}

// SealedFields gives the sealed fields that an act must have, and those that it may have beside them.
func SealedFields(act Act) (must, may []string) {
	switch a := act.(type) {
	case Opened:
		return nil, []string{"incumbent"}
	case Returned:
		return returnFields(a.Figures)
	case ReceivedLate:
		return returnFields(a.Figures)
	case Decided:
		return []string{"decision"}, nil
	case Challenged, Settled, Voided, Reinstated, Ruled, Declared, Overridden:
		return nil, []string{"statement"}
	case Appointed, StoodDown, Listed, Frozen, Countersigned, Withdrawn, Reballoted, Published:
	}
	return nil, nil
}

func returnFields(figures bool) (must, may []string) {
	if figures {
		return []string{"answer", "figures"}, nil
	}
	return []string{"answer"}, nil
}

func checkFields(act Act, values map[string]json.RawMessage) error {
	must, may := SealedFields(act)
	for _, field := range must {
		if _, ok := values[field]; !ok {
			return party.Errorf(party.Invalid, "%s needs the sealed value %q", act.Kind(), field)
		}
	}
	for field := range values {
		if !slices.Contains(must, field) && !slices.Contains(may, field) {
			return party.Errorf(party.Invalid, "%s has no sealed value %q", act.Kind(), field)
		}
	}
	return nil
}

// checkReturn tells whether a return's answer and figures can belong together.
func checkReturn(values map[string]json.RawMessage, tied bool, ballot int64, figures bool, metOn party.Day) error {
	var answer Answer
	if err := json.Unmarshal(values["answer"], &answer); err != nil {
		return party.Errorf(party.Invalid, "the sealed answer is not a word: %w", err)
	}
	if !slices.Contains(Answers(), answer) || answer == Void || answer == Late {
		return party.Errorf(party.Invalid, "a unit cannot answer %q: a return is declared void, or received late, by an act of its own", answer)
	}
	switch {
	case tied != (answer == Outstanding):
		return party.Errorf(party.Invalid, "a first ballot that tied is open until the second: its answer is %q", Outstanding)
	case answer == NoPreference && ballot != 2:
		return party.Errorf(party.Invalid, "a unit has no preference only after a second tie")
	case (answer == DidNotMeet) != metOn.IsZero():
		return party.Errorf(party.Invalid, "the day of the meeting is left out if the unit did not meet, and only then")
	case !figures:
		return nil
	}
	var votes Votes
	if err := json.Unmarshal(values["figures"], &votes); err != nil {
		return party.Errorf(party.Invalid, "the sealed figures are not three numbers: %w", err)
	}
	if votes.Select < 0 || votes.Reselect < 0 || votes.Spoilt < 0 || max(votes.Select, votes.Reselect, votes.Spoilt) > maxFigure {
		return party.Errorf(party.Invalid, "figures are whole numbers from 0 to 1,000,000,000")
	}
	return answer.Agrees(votes.Select, votes.Reselect)
}

// ReturnsFile gives the returns as Decide takes them. A unit that returned nothing has taken no part and
// counts as one that did not meet; a return that nobody countersigned is as if it had not been entered; a unit
// whose first ballot tied and was not held again is outstanding, and needs a ruling if it matters; a return that
// stands declared void is void. Figures are given only where the book counts votes: a decision from units does
// not rest on them. The error is ErrSealed if an answer or figures that count are sealed, and that of unsealed
// if they could not be looked for.
func (s *State) ReturnsFile(book *rulebook.Book, unsealed func(Sealed) (json.RawMessage, error)) (Returns, error) {
	var file Returns
	for _, kind := range party.UnitKinds() {
		if !slices.ContainsFunc(s.Units, func(u Unit) bool { return u.Kind == kind }) {
			file.None = append(file.None, kind)
		}
	}
	for _, u := range s.Units {
		row, err := s.row(book, u, unsealed)
		if err != nil {
			return Returns{}, err
		}
		file.Rows = append(file.Rows, row)
	}
	return file, nil
}

func (s *State) row(book *rulebook.Book, u Unit, unsealed func(Sealed) (json.RawMessage, error)) (Row, error) {
	row := Row{Unit: u.Name, Kind: u.Kind, Answer: DidNotMeet}
	r, ok := s.Counted(u.ID)
	switch {
	case !ok:
		return row, nil
	case r.Void:
		row.Answer = Void
		return row, nil
	case r.Late:
		row.Answer = Late
		return row, nil
	}
	var err error
	if row.Answer, err = open[Answer](unsealed, Sealed{r.Number, "answer"}); err != nil {
		return Row{}, err
	}
	if !r.HasFigures || book.Decision.Count != rulebook.Votes {
		return row, nil
	}
	votes, err := open[Votes](unsealed, Sealed{r.Number, "figures"})
	if err != nil {
		return Row{}, err
	}
	row.Figures, row.Select, row.Reselect, row.Spoilt = true, votes.Select, votes.Reselect, votes.Spoilt
	return row, nil
}

// unread passes on why a sealed value is not there: that it is sealed as it is, anything else with the field.
func unread(err error, field Sealed) error {
	if errors.Is(err, ErrSealed) {
		return ErrSealed
	}
	return fmt.Errorf("open the sealed %s of act %d: %w", field.Field, field.Number, err)
}

func open[V any](unsealed func(Sealed) (json.RawMessage, error), field Sealed) (V, error) {
	var value V
	data, err := unsealed(field)
	if err != nil {
		return value, unread(err, field)
	}
	if err := json.Unmarshal(data, &value); err != nil {
		return value, party.Errorf(party.Invalid, "read the sealed %s of act %d: %w", field.Field, field.Number, err)
	}
	return value, nil
}
