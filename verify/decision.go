package verify

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"

	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/register"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/selection"
)

// checkDecision computes a decision again from the returns, by the version of the procedure that it names,
// and compares it with the one that was sealed.
func (s *sweep) checkDecision(m *matter, index int64, entry register.Entry, act selection.Decided, facts selection.Facts, sealed json.RawMessage) {
	if sealed == nil || facts.Book == nil {
		m.hidden++
		return
	}
	file, err := m.state.ReturnsFile(facts.Book, facts.Unsealed)
	if errors.Is(err, selection.ErrSealed) {
		m.hidden++
		return
	}
	var decision selection.Decision
	if err == nil {
		decision, err = selection.DecideAs(act.Procedure, facts.Book, m.state.Setting, file)
	}
	if party.Is(err, party.NotFound) {
		s.c.found.NotJudged(checkKinds, index, "%s was decided by the procedure %s, which this version does not know", entryWords(entry), act.Procedure)
		return
	}
	var again []byte
	if err == nil {
		again, err = register.Marshal(decision.Ruling)
	}
	if err != nil {
		s.c.found.Fail(checkDecisions, index, "the decision in %s cannot be computed again: %v", m.title(), err)
		return
	}
	s.c.told.decisions++
	if bytes.Equal(again, sealed) {
		return
	}
	var stated rulebook.Ruling
	if err := json.Unmarshal(sealed, &stated); err == nil && stated.Outcome != decision.Ruling.Outcome {
		s.c.found.Fail(checkDecisions, index, "the decision in %s (entry %d) is wrong: it says %s, and the returns give %s", m.title(), index, said(stated.Outcome), said(decision.Ruling.Outcome))
		return
	}
	s.c.found.Fail(checkDecisions, index, "the decision in %s (entry %d) does not have the reasons that the returns give", m.title(), index)
}

// noteDeclared says, of a declaration that departs from the rules, so; and finds one that says the rules gave
// something else than they did.
func (s *sweep) noteDeclared(m *matter, index int64, act selection.Declared, stamp party.Stamp, book *rulebook.Book) {
	var decision rulebook.Ruling
	if value, err := s.value(m, selection.Sealed{Number: m.state.Decided, Field: "decision"}); err == nil &&
		json.Unmarshal(value, &decision) == nil && decision.Outcome != act.Gave {
		s.c.found.Fail(checkDecisions, index, "the declaration in %s (entry %d) says that the rules gave %s; they gave %s", m.title(), index, said(act.Gave), said(decision.Outcome))
	}
	due, by := act.Gave, "the rules gave"
	if m.state.Ruled != nil {
		due, by = m.state.Ruled.Outcome, "the ruling gave"
	}
	if act.Outcome != due {
		s.c.found.Warn(checkDepartures, index, "in %s %s %s; %s was declared on %s by the %s, on the ground %q", m.title(), by, said(due), said(act.Outcome), stamp.Day.Long(), office(book, stamp.Actor.Office), ground(book, "depart", act.Ground))
	}
}

// noteOverridden says that an outcome was imposed.
func (s *sweep) noteOverridden(m *matter, index int64, act selection.Overridden, stamp party.Stamp, book *rulebook.Book) {
	gave := act.Was
	if m.state.Declared != nil {
		gave = m.state.Declared.Gave
	}
	s.c.found.Warn(checkDepartures, index, "in %s the rules gave %s; %s was imposed on %s by the %s, on the ground %q, under clause %s", m.title(), said(gave), said(act.Outcome), stamp.Day.Long(), office(book, stamp.Actor.Office), ground(book, act.Power(), act.Ground), act.Clause)
}

// said gives an outcome as people read it.
func said(o rulebook.Outcome) string {
	switch o {
	case rulebook.Triggered:
		return "a contest"
	case rulebook.NotTriggered:
		return "no contest"
	case rulebook.NeedsRuling:
		return "no outcome without a ruling"
	case rulebook.Undecided:
		return "no outcome yet"
	case rulebook.DoesNotApply:
		return "no outcome under these rules"
	case rulebook.Allowed, rulebook.Refused, rulebook.NotYet, rulebook.Discretion:
	}
	return "the outcome " + strings.ToValidUTF8(string(o), "?")
}
