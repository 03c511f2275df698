package verify_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"maps"
	"testing"
	"testing/fstest"

	"github.com/selectorate/selectorate/register"
	"github.com/selectorate/selectorate/selection"
	"github.com/selectorate/selectorate/verify"
)

// FuzzEntry puts an entry of anybody's making into a register that is signed with the right key. Whatever it
// says, the check ends, and it never calls the record valid: the ruling stored beside it is empty.
func FuzzEntry(f *testing.F) {
	for _, kind := range selection.Kinds() {
		f.Add(kind, string(seatName), int64(5), "s0", "branch-secretary", `{"return":3}`, "answer")
	}
	f.Add("selection.published@1", string(seatName), int64(9), "r", "regional-executive", `{"complete":true,"openings":[{"field":"figures","number":3,"salt":"","value":null}],"withheld":null}`, "")
	f.Add("selection.opened@1", string(seatName), int64(0), "g", "x", `{"book":"","officers":null,"returns_by":"","round":"","seat":"","setting":{"bar":"x"},"title":""}`, "incumbent")
	f.Add("org.erased@1", "organisation", int64(3), "g", "general-secretary", `{"fields":[{"entry":-1,"field":""}]}`, "")
	f.Add("org.founded@1", "organisation", int64(3), "g", "x", `{"key":"","office":"","origin":"","title":"","zone":"No/Where"}`, "")
	f.Add("org.key-changed@1", "organisation", int64(3), "g", "general-secretary", `{"new":"","note":"","old":""}`, "")
	f.Fuzz(func(t *testing.T, kind, matter string, number int64, actor, office, open, sealed string) {
		e := register.Entry{
			Origin: origin, Matter: matter, Number: number, Kind: kind, Day: "2026-03-02", Actor: actor,
			Office: office, Open: json.RawMessage(open), Ruling: json.RawMessage(`{}`),
		}
		if sealed != "" {
			e.Sealed = map[string]string{sealed: register.Digest(nil)}
		}
		s := newScribe(t)
		s.useTinyBook()
		s.found()
		s.open(seatName, 2, "")
		s.act(seatName, "p as procedures-secretary", selection.Frozen{Units: 2}, nil)
		s.answer(seatName, 0, "")
		e.Index, e.Recorded = int64(len(s.entries)), s.now.UnixMilli()
		data, err := e.Encode()
		if err != nil {
			return // not the form of an entry
		}
		s.entries = append(s.entries, data)
		if err := s.edge.Append(register.LeafHash(data)); err != nil {
			t.Fatal(err)
		}
		s.answer(seatName, 1, "")
		s.decide(seatName, "")
		report, err := verify.Check(s.folder(true), verify.Options{Listed: true})
		if err != nil || report.Valid {
			t.Errorf("valid %v, %v: %s", report.Valid, err, data)
		}
	})
}

// FuzzFile puts anything in the place of one file.
func FuzzFile(f *testing.F) {
	s := newScribe(f)
	s.useTinyBook()
	s.found()
	s.round(2, "")
	folder := s.folder(true)
	for name, file := range folder {
		f.Add(name, file.Data)
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		if !fs.ValidPath(name) || name == "." {
			return // no file has such a name
		}
		if file, known := folder[name]; known && (bytes.Equal(file.Data, data) || name == register.OpeningsPath) {
			return // nothing is wrong with that
		}
		changed := maps.Clone(folder)
		changed[name] = &fstest.MapFile{Data: data}
		report, err := verify.Check(changed, verify.Options{Key: s.key, Listed: true})
		if err == nil && report.Valid {
			t.Errorf("with %q in %s the record is valid", data, name)
		}
	})
}
