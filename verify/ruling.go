package verify

import (
	"encoding/json"

	"github.com/selectorate/selectorate/org"
	"github.com/selectorate/selectorate/register"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/selection"
	"github.com/selectorate/selectorate/verify/again"
)

// compareRuling compares the ruling that was stored beside an act with the one that is given now.
func (s *sweep) compareRuling(index int64, entry register.Entry, given rulebook.Ruling, book *rulebook.Book) {
	if given.OK() && again.SameRuling(given, entry.Ruling) {
		s.c.told.acts++
		return
	}
	var stored rulebook.Ruling
	if err := json.Unmarshal(entry.Ruling, &stored); err == nil && stored.OK() && !known(stored.Procedure) {
		s.c.found.NotJudged(checkKinds, index, "%s was judged by the procedure %s, which this version does not know", entryWords(entry), stored.Procedure)
		return
	}
	if given.OK() {
		s.c.found.Fail(checkActs, index, "%s: the ruling stored beside it is not the one that the rules give", entryWords(entry))
		return
	}
	s.c.found.Fail(checkActs, index, "%s was not allowed: %s", entryWords(entry), because(given, book))
}

// known tells whether this version can answer a question again as it was answered.
func known(procedure string) bool {
	return procedure == org.Procedure || procedure == selection.Procedure
}

// because says the first reason against.
func because(r rulebook.Ruling, book *rulebook.Book) string {
	for _, reason := range r.Reasons {
		if reason.Status == rulebook.Met {
			continue
		}
		told := rulebook.Sentence(book, reason)
		if reason.Clause != "" {
			told += " (clause " + reason.Clause + ")"
		}
		return told
	}
	return "the rules do not allow it"
}

// checkOpen checks that the open part of an entry says the act and nothing else: written again, it has the
// same bytes.
func (s *sweep) checkOpen(index int64, entry register.Entry, act any) {
	if !again.SameAct(act, entry.Open) {
		s.c.found.Fail(checkActs, index, "%s has an open part that says more, or less, than such an act says", entryWords(entry))
	}
}
