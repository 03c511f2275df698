package again

import (
	"bytes"
	"encoding/json"
	"slices"

	"github.com/selectorate/selectorate/register"
	"github.com/selectorate/selectorate/register/canonical"
	"github.com/selectorate/selectorate/rulebook"
)

// SameAct tells whether stored is the canonical form of an act.
func SameAct(act any, stored []byte) bool {
	if plain, err := json.Marshal(act); err == nil && bytes.Equal(sorted(plain), stored) {
		return true
	}
	written, err := register.Marshal(act)
	return err == nil && bytes.Equal(written, stored)
}

// SameRuling tells whether stored is the canonical form of a ruling. Most rulings are the same, and writing
// them directly is many times faster than register.Marshal, which has the last word on the others.
func SameRuling(r rulebook.Ruling, stored []byte) bool {
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
	names := make([]string, 0, 8)
	for _, reason := range r.Reasons {
		w.Text(before+`{"clause":`, reason.Clause)
		w.Text(`,"code":`, reason.Code)
		next := `,"figures":{`
		names = names[:0]
		for name := range reason.Figures {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
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
