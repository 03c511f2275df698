package again

import (
	"bytes"
	"encoding/json"
	"testing"

	"pgregory.net/rapid"

	"github.com/selectorate/selectorate/register"
	"github.com/selectorate/selectorate/rulebook"
)

// TestWriteRuling compares the quick way to write a ruling with the one way.
func TestWriteRuling(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[a-zé<"\\ .-]{0,8}`)
		var r rulebook.Ruling
		r.Book, r.Procedure = rulebook.Digest(text.Draw(t, "book")), text.Draw(t, "procedure")
		r.Outcome = rulebook.Outcome(text.Draw(t, "outcome"))
		for range rapid.IntRange(1, 4).Draw(t, "reasons") {
			figures := rapid.MapOf(rapid.StringMatching(`[a-z]{1,3}`), text).Draw(t, "figures")
			r.Reasons = append(r.Reasons, rulebook.Reason{
				Clause: text.Draw(t, "clause"), Status: rulebook.Status(text.Draw(t, "status")),
				Code: text.Draw(t, "code"), Figures: figures,
			})
		}
		want, err := register.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := writeRuling(r); err != nil || !bytes.Equal(got, want) {
			t.Fatalf("%v\n%s\n%s", err, got, want)
		}
	})
}

// TestSortedKeepsTheValue: the quick way to write an act again changes nothing but the order of members.
func TestSortedKeepsTheValue(t *testing.T) {
	for _, text := range []string{
		`{}`, `[]`, `null`, `"a\"}"`, `-12`, `{"b":[1,{"d":null,"c":"}"}],"a":true}`, `{"b":"\\","a":{"z":[],"y":{}}}`,
		`{"q":"\u003c","p":1,"o":2,"n":3,"m":4,"l":5,"k":6,"j":7,"i":8,"h":9,"g":10,"f":11,"e":12,"d":13,"c":14,"b":15,"a":16,"A":17}`,
	} {
		var value any
		if err := json.Unmarshal([]byte(text), &value); err != nil {
			t.Fatal(err)
		}
		want, err := json.Marshal(value) // in the order of keys
		if err != nil {
			t.Fatal(err)
		}
		if got := sorted([]byte(text)); !bytes.Equal(got, want) {
			t.Errorf("%s\nbecomes %s\nand not %s", text, got, want)
		}
	}
}
