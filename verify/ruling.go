package verify

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"

	"github.com/selectorate/selectorate/org"
	"github.com/selectorate/selectorate/register"
	"github.com/selectorate/selectorate/register/canonical"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/selection"
)

// compareRuling compares the ruling that was stored beside an act with the one that is given now.
func (s *sweep) compareRuling(index int64, entry register.Entry, again rulebook.Ruling, book *rulebook.Book) {
	if again.OK() && sameRuling(again, entry.Ruling) {
		s.c.told.acts++
		return
	}
	var stored rulebook.Ruling
	if err := json.Unmarshal(entry.Ruling, &stored); err == nil && stored.OK() && !known(stored.Procedure) {
		s.c.found.notJudged(checkKinds, index, "%s was judged by the procedure %s, which this version does not know", entryWords(entry), stored.Procedure)
		return
	}
	if again.OK() {
		s.c.found.fail(checkActs, index, "%s: the ruling stored beside it is not the one that the rules give", entryWords(entry))
		return
	}
	s.c.found.fail(checkActs, index, "%s was not allowed: %s", entryWords(entry), because(again, book))
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

// sameRuling tells whether stored is the canonical form of a ruling. Most rulings are the same, and writing
// them directly is many times faster than register.Marshal, which has the last word on the others.
func sameRuling(r rulebook.Ruling, stored []byte) bool {
	if direct, err := writeRuling(r); err == nil && bytes.Equal(direct, stored) {
		return true
	}
	again, err := register.Marshal(r)
	return err == nil && bytes.Equal(again, stored)
}

// writeRuling writes the canonical form of a ruling that has reasons.
func writeRuling(r rulebook.Ruling) ([]byte, error) {
	var w canonical.Writer
	w.Text(`{"book":`, string(r.Book))
	w.Text(`,"outcome":`, string(r.Outcome))
	w.Text(`,"procedure":`, r.Procedure)
	before := `,"reasons":[`
	for _, reason := range r.Reasons {
		w.Text(before+`{"clause":`, reason.Clause)
		w.Text(`,"code":`, reason.Code)
		next := `,"figures":{`
		for _, name := range slices.Sorted(maps.Keys(reason.Figures)) {
			w.Text(next, name)
			w.Text(":", reason.Figures[name])
			next = ","
		}
		if len(reason.Figures) > 0 {
			w.Raw("}", nil)
		}
		w.Text(`,"status":`, string(reason.Status))
		before = "},"
	}
	w.Raw("}]}", nil)
	return w.Bytes()
}

// checkOpen checks that the open part of an entry says the act and nothing else: written again, it has the
// same bytes.
func (s *sweep) checkOpen(index int64, entry register.Entry, act any) {
	if plain, err := json.Marshal(act); err == nil && bytes.Equal(sorted(plain), entry.Open) {
		return
	}
	if again, err := register.Marshal(act); err != nil || !bytes.Equal(again, entry.Open) {
		s.c.found.fail(checkActs, index, "%s has an open part that says more, or less, than such an act says", entryWords(entry))
	}
}
