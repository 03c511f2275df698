package belenios_test

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/group"
)

// strange has every character that a JSON string may have to escape, and some that it must not.
func strange() string {
	var b strings.Builder
	for c := range ' ' {
		b.WriteRune(c)
	}
	return b.String() + "é😀\"\\/\u007f\u0080\u2028<>&'"
}

func TestStringsAsTheToolWritesThem(t *testing.T) {
	want := `"\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018` +
		`\u0019\u001a\u001b\u001c\u001d\u001e\u001fé😀\"\\/\u007f` + "\u0080\u2028<>&'\""
	got := belenios.AppendString(nil, strange())
	same(t, "string", got, []byte(want))
	s := belenios.NewScanner(nil, got)
	if text := s.Text(); text != strange() || s.Close() != nil {
		t.Errorf("%q: %v", text, s.Close())
	}
	for _, other := range []string{`"\/"`, `"\u0041"`, `"\u000A"`, `"\u00e9"`, "\"\x7f\"", "\"\n\"", "\"\xff\"", `"\ud800"`, `"a`, `"a\`, `"a\"`, `a`, ``} {
		s := belenios.NewScanner(nil, []byte(other))
		if text := s.Text(); s.Close() == nil {
			t.Errorf("%s was read as %q", other, text)
		}
	}
}

func TestElectionIsReadAgain(t *testing.T) {
	g, err := belenios.GroupNamed("Ed25519")
	if err != nil {
		t.Fatal(err)
	}
	_, public := key(t, g)
	template := belenios.Template{
		Name: strange(), Description: strange(), Administrator: strange(), CredentialAuthority: strange(),
		Questions: append(questions("Ed25519"), belenios.Question{Text: strange(), Answers: []string{strange()}, Max: 1}),
	}
	e, err := belenios.NewElection(template, "abcdefghijkmno", g, public)
	if err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(e.Template) != fmt.Sprint(template) || e.UUID != "abcdefghijkmno" || !g.Equal(e.PublicKey, public) || len(e.Unknown) > 0 {
		t.Errorf("read again: %v", e)
	}
	if e.Fingerprint != belenios.Tracker(e.Raw) || len(e.Fingerprint) != 43 || e.Version != 1 {
		t.Error(e.Fingerprint, e.Version)
	}
	raw := bytes.Clone(e.Raw)
	raw[0]++
	if bytes.Equal(raw, e.Raw) {
		t.Error("the election shares its bytes with somebody")
	}
}

// plain is an election that is changed in tests.
const plain = `{"version":1,"description":"","name":"n","group":"BELENIOS-2048","public_key":"4","questions":[` +
	`{"answers":["a","b"],"min":0,"max":1,"question":"Q"}],"uuid":"1bJtbaeXfJuqy2"}`

func valid(t testing.TB) string {
	t.Helper()
	g, err := belenios.GroupNamed("BELENIOS-2048")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Replace(plain, `"4"`, `"`+group.Wire(g.Generator())+`"`, 1)
}

func TestParseElection(t *testing.T) {
	valid := valid(t)
	e, err := belenios.ParseElection([]byte(strings.NewReplacer(
		`"version"`, ` "later": {"a": [1.5, null]}, "version" `, `"min"`, `"blank":false,"extra":[],"min"`, `}]`, `}, {"type":"Homomorphic",`+
			`"also":1, "value":{"answers":["x"],"min":1,"max":1,"question":"R","more":{}}}]`,
	).Replace(valid) + "\n"))
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"later", "questions[0].extra", "questions[1].value.more", "questions[1].also"}; !slices.Equal(e.Unknown, want) {
		t.Errorf("unknown: %q", e.Unknown)
	}
	if e.Questions[0].Ciphertexts() != 2 || e.Questions[1].Text != "R" {
		t.Error(e.Questions)
	}
	for _, c := range []struct{ old, with, words string }{
		{`"version":1`, `"version":2`, `protocol version "2" is not supported here; version 1 is`},
		{`"version":1`, `"version":"1"`, `protocol version`},
		{`"version":1,`, ``, `the field "version" is missing`},
		{`"name":"n"`, `"name":"n","name":"m"`, `the field "name" stands there twice`},
		{`"name":"n"`, `"name":null`, `the field "name": expected a string, found "null"`},
		{`"name":"n"`, `"name":"\ud800"`, `escapes half a character`},
		{`"name":"n"`, `"name":"` + "\xff" + `"`, `this is not UTF-8`},
		{`"name":"n",`, ``, `the field "name" is missing`},
		{`"uuid":"1bJtbaeXfJuqy2"`, `"uuid":"1bJtbaeXfJuq|2"`, `is not made of 14 to 64 Base58 digits`},
		{`"uuid":"1bJtbaeXfJuqy2"`, `"uuid":"short"`, `is not made of 14 to 64 Base58 digits`},
		{`BELENIOS-2048`, `P-256`, `"P-256" is not a group that is known here`},
		{`"min":0`, `"min":"0"`, `questions[0]: the field "min": expected a whole number of 0 to 1000, found "\"0\""`},
		{`"min":0`, `"min":0.0`, `expected a whole number`},
		{`"min":0`, `"min":-0`, `expected a whole number`},
		{`"min":0`, `"min":2`, `it lets choose 2 to 1 of 2 answers`},
		{`"max":1`, `"max":3`, `it lets choose 0 to 3 of 2 answers`},
		{`"min":0`, `"blank":1,"min":0`, `expected true or false, found "1"`},
		{`"answers":["a","b"]`, `"answers":[]`, `a question has 1 to 1000 answers, not 0`},
		{`"answers":["a","b"]`, `"answers":["a",2]`, `the field "answers": expected a string, found "2"`},
		{`"answers":["a","b"]`, `"answers":{"a":1}`, `expected an array`},
		{`{"answers"`, `{"type":"Lists","value":{},"answers"`, `questions of the type "Lists" are not supported here`},
		{`{"answers"`, `{"type":"NonHomomorphic","answers"`, `the field "value" is missing`},
		{`"questions":[`, `"questions":[7,`, `questions[0]: expected a JSON object, found "7"`},
		{`{"answers":["a","b"],"min":0,"max":1,"question":"Q"}`, ``, `an election has 1 to 1000 questions, not 0`},
		{`{"answers":["a","b"],"min":0,"max":1,"question":"Q"}`, `{"type":"NonHomomorphic","value":{"answers":["a"],"question":"Q"}}`, `cannot be asked in the group BELENIOS-2048`},
		{`"}`, `"} x`, `something stands behind the JSON object`},
		{`"}`, `"`, `this is not JSON`},
		{`"}`, `",`, `this is not JSON`},
		{`"}`, `","a":tru}`, `this is not JSON`},
		{`{"version"`, `["version"`, `expected a JSON object`},
	} {
		i := strings.Index(valid, c.old)
		if strings.HasPrefix(c.old, `"}`) {
			i = strings.LastIndex(valid, c.old)
		}
		changed := valid[:i] + c.with + valid[i+len(c.old):]
		_, err := belenios.ParseElection([]byte(changed))
		if complains(t, err, c.words); t.Failed() {
			t.Fatalf("%s for %s", c.with, c.old)
		}
	}
	for _, bad := range []string{"1", "0", "2", "-1", "x", ""} { // neutral, outside, or no element
		_, err := belenios.ParseElection([]byte(strings.Replace(plain, `"4"`, `"`+bad+`"`, 1)))
		complains(t, err, "the public key")
	}
}

func TestParseTemplate(t *testing.T) {
	template, err := belenios.ParseTemplate([]byte(`{ "description": "d", "name": "n", "credential_authority": "c", "questions": [
		{"answers": ["Yes", "No"], "min": 1, "max": 1, "question": "Q"},
		{"type": "NonHomomorphic", "value": {"answers": ["A", "B"], "question": "R"}} ] }`))
	if err != nil || template.CredentialAuthority != "c" || !template.Questions[1].Ranking || template.Questions[0].Max != 1 {
		t.Fatal(template, err)
	}
	_, err = belenios.ParseTemplate([]byte(`{"description":"","name":"","questions":[{"answers":["a"],"min":0,"max":1,"question":"Q","mni":1}],"titel":""}`))
	complains(t, err, "fields that are not known here: titel, questions[0].mni; take them out")
	_, err = belenios.ParseTemplate([]byte(`{"description":"","name":"","questions":[]}`))
	complains(t, err, "an election has 1 to 1000 questions, not 0")
	_, err = belenios.ParseTemplate(nil)
	complains(t, err, "template: expected a JSON object")
}

func TestNewElectionRefuses(t *testing.T) {
	g, err := belenios.GroupNamed("Ed25519")
	if err != nil {
		t.Fatal(err)
	}
	_, public := key(t, g)
	long := slices.Repeat([]string{"a"}, 31)
	for words, q := range map[string]belenios.Question{
		"must be valid UTF-8":            {Text: "\xff", Answers: []string{"a"}},
		"text and its answers":           {Answers: []string{"\xff"}},
		"has no blank vote":              {Answers: []string{"a"}, Ranking: true, Blank: true},
		"cannot be asked in the group":   {Answers: long, Ranking: true},
		"it lets choose -1 to 1 of 1":    {Answers: []string{"a"}, Min: -1, Max: 1},
		"1 to 1000 answers, not 1001":    {Answers: slices.Repeat(long[:1], 1001)},
		"it lets choose 1 to 0 of 1 ans": {Answers: []string{"a"}, Min: 1},
	} {
		_, err := belenios.NewElection(belenios.Template{Questions: []belenios.Question{q}}, "1bJtbaeXfJuqy2", g, public)
		complains(t, err, words)
	}
	one := questions("Ed25519")[:1]
	_, err = belenios.NewElection(belenios.Template{Name: "\xff", Questions: one}, "1bJtbaeXfJuqy2", g, public)
	complains(t, err, "must be valid UTF-8")
	_, err = belenios.NewElection(belenios.Template{Questions: one}, "1bJ", g, public)
	complains(t, err, "Base58")
	_, err = belenios.NewElection(belenios.Template{Questions: one}, "1bJtbaeXfJuqy2", g, g.Identity())
	complains(t, err, "the public key")
}

// The bytes of election.json that belenios-tool 2.0 made of a template with strange strings.
func TestElectionOfTheTool(t *testing.T) {
	raw, err := os.ReadFile("testdata/strange-election.json")
	if err != nil {
		t.Fatal(err)
	}
	e, err := belenios.ParseElection(raw)
	if err != nil {
		t.Fatal(err)
	}
	if e.Name != strange() {
		t.Errorf("name %q", e.Name)
	}
	again, err := belenios.NewElection(e.Template, e.UUID, e.Group, e.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "election", again.Raw, raw)
}
