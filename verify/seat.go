package verify

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"

	"github.com/selectorate/selectorate/org"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/register"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/selection"
	"github.com/selectorate/selectorate/verify/again"
)

const unknownKind = "%s is of a kind that this version does not know; it, and what follows in its matter, could not be judged"

// playSeat judges an act of a seat and applies it.
func (s *sweep) playSeat(m *matter, index int64, entry register.Entry) {
	act, err := selection.Read(entry.Kind, entry.Open)
	stamp, dated := stampOf(entry)
	_, opens := act.(selection.Opened)
	switch {
	case m.stopped:
	case party.Is(err, party.NotFound) && !ofTheHouse(entry):
		m.stopped = true
		s.c.found.NotJudged(checkKinds, index, unknownKind, entryWords(entry))
	case err != nil || !dated:
		m.stopped = true
		s.c.found.Fail(checkActs, index, "%s cannot be read as an act of a seat: %v", entryWords(entry), err)
	case !opens && m.state.Stage == selection.StageNone:
		m.stopped = true
		s.c.found.Fail(checkActs, index, "%s comes before its round was opened", entryWords(entry))
	}
	if m.stopped {
		m.unknown++
		s.openSealed(m, index, entry) // what was shown can be compared with what was sealed all the same
		return
	}
	s.judgeSeat(m, index, entry, act, stamp)
	m.state.Apply(act, stamp)
}

// ofTheHouse tells whether an entry's kind is one of the organisation's, which has no place in a seat.
func ofTheHouse(entry register.Entry) bool {
	_, err := org.Read(entry.Kind, entry.Open)
	return !party.Is(err, party.NotFound)
}

// judgeSeat asks whether an act of a seat was lawful in its place, and whether what it seals and opens agrees
// with it.
func (s *sweep) judgeSeat(m *matter, index int64, entry register.Entry, act selection.Act, stamp party.Stamp) {
	digest := m.state.Book
	if opened, ok := act.(selection.Opened); ok {
		digest = opened.Book
		if name := string(opened.Round) + "/" + string(opened.Seat); name != m.name {
			s.c.found.Fail(checkActs, index, "%s opens the seat %s under another name", entryWords(entry), name)
		}
	}
	if entry.Book != string(digest) {
		s.c.found.Fail(checkActs, index, "%s names another rulebook than the one of its round", entryWords(entry))
	}
	var book *rulebook.Book
	if _, adopted := s.house.state.Books[digest]; adopted {
		book = s.c.books[digest].book // read when it was adopted
	}
	s.checkOpen(index, entry, act)
	values := s.checkSealed(m, index, entry, act)
	facts := selection.Facts{
		Org: &s.house.state, Book: book,
		Unsealed: func(field selection.Sealed) (json.RawMessage, error) { return s.value(m, field) },
	}
	ruling, err := m.state.May(act, stamp, facts)
	if errors.Is(err, selection.ErrSealed) {
		s.judgeSealed(m, index, entry, act, stamp, facts)
	} else if err != nil {
		s.c.found.Fail(checkActs, index, "%s cannot be judged: %v", entryWords(entry), err)
	} else {
		s.compareRuling(index, entry, ruling, book)
	}
	switch a := act.(type) {
	case selection.Decided:
		s.checkDecision(m, index, entry, a, facts, values["decision"])
	case selection.Declared:
		s.noteDeclared(m, index, a, stamp, book)
	case selection.Overridden:
		s.noteOverridden(m, index, a, stamp, book)
	case selection.Published:
		s.checkPublished(m, index, entry, a)
	case selection.Opened, selection.Appointed, selection.StoodDown, selection.Listed, selection.Challenged,
		selection.Settled, selection.Frozen, selection.Returned, selection.Countersigned, selection.Withdrawn,
		selection.Reballoted, selection.Voided, selection.Reinstated, selection.ReceivedLate, selection.Ruled:
	}
}

// judgeSealed judges an act whose ruling rests on a decision that is still sealed. Whatever the decision was,
// the stored ruling must be the one that some decision gives.
func (s *sweep) judgeSealed(m *matter, index int64, entry register.Entry, act selection.Act, stamp party.Stamp, facts selection.Facts) {
	m.hidden++
	supposed := []rulebook.Outcome{rulebook.NeedsRuling, rulebook.Undecided, rulebook.DoesNotApply}
	if declared, ok := act.(selection.Declared); ok {
		supposed = []rulebook.Outcome{declared.Gave}
	}
	var ruling rulebook.Ruling
	for _, outcome := range supposed {
		value, err := json.Marshal(rulebook.Ruling{Outcome: outcome})
		if err != nil {
			continue
		}
		facts.Unsealed = func(selection.Sealed) (json.RawMessage, error) { return value, nil }
		if ruling, err = m.state.May(act, stamp, facts); err == nil && ruling.OK() && again.SameRuling(ruling, entry.Ruling) {
			return
		}
	}
	s.compareRuling(index, entry, ruling, facts.Book)
}

// checkSealed checks that an act seals what its kind seals, opens what can be opened, and gives those values.
func (s *sweep) checkSealed(m *matter, index int64, entry register.Entry, act selection.Act) map[string]json.RawMessage {
	must, may := selection.SealedFields(act)
	for _, field := range must {
		if _, ok := entry.Sealed[field]; !ok {
			s.c.found.Fail(checkActs, index, "%s does not seal its %s", entryWords(entry), field)
		}
	}
	for _, field := range slices.Sorted(maps.Keys(entry.Sealed)) {
		if !slices.Contains(must, field) && !slices.Contains(may, field) {
			s.c.found.Fail(checkActs, index, "%s seals %s, which such an act has not", entryWords(entry), field)
		}
	}
	values := s.openSealed(m, index, entry)
	for field := range entry.Sealed {
		m.sealed++
		if _, ok := values[field]; ok {
			m.opened++
		} else if s.c.erased[org.SealedField{Entry: index, Field: field}] != nil {
			m.erased++
		}
	}
	if err := agree(act, must, values); err != nil {
		s.c.found.Fail(checkOpenings, index, "what %s says openly and what it sealed do not agree: %v", entryWords(entry), err)
	}
	return values
}

// agree tells whether the values that are known agree with the act. Figures that stay sealed are left out.
func agree(act selection.Act, must []string, values map[string]json.RawMessage) error {
	if len(values) == 0 {
		return nil
	}
	if _, known := values["figures"]; !known {
		act, must = withoutFigures(act, must)
	}
	for _, field := range must {
		if _, known := values[field]; !known {
			return nil // figures without the answer that they belong to
		}
	}
	return selection.CheckSealed(act, values)
}

// withoutFigures gives a return as if its figures had not been entered; every other act as it is.
func withoutFigures(act selection.Act, must []string) (selection.Act, []string) {
	if returned, ok := act.(selection.Returned); ok {
		returned.Figures = false
		return returned, []string{"answer"}
	}
	if late, ok := act.(selection.ReceivedLate); ok {
		late.Figures = false
		return late, []string{"answer"}
	}
	return act, must
}

// checkPublished looks for figures that tell how single members voted, and for what is said to be erased and is
// not.
func (s *sweep) checkPublished(m *matter, index int64, entry register.Entry, act selection.Published) {
	for _, o := range act.Openings {
		var votes selection.Votes
		if o.Field == "figures" && json.Unmarshal(o.Value, &votes) == nil && votes.Telling() != "" {
			s.c.found.Fail(checkSecrecy, index, "%s publishes the figures of act %d, which tell how single members voted", entryWords(entry), o.Number)
		}
	}
	for _, w := range act.Withheld {
		if w.Why != "erased" || w.Number < 0 || w.Number >= int64(len(m.indexes)) {
			continue
		}
		gone := s.c.erased[org.SealedField{Entry: m.indexes[w.Number], Field: w.Field}]
		if gone == nil || gone.by > index {
			s.c.found.Fail(checkSecrecy, index, "%s says that the %s of act %d was erased, and no act before it erased that", entryWords(entry), w.Field, w.Number)
		}
	}
}
