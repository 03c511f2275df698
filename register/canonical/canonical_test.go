package canonical_test

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/selectorate/selectorate/register/canonical"
)

func TestEncode(t *testing.T) {
	tests := []struct {
		name string
		in   any
		want string
	}{
		{"null", nil, `null`},
		{"an empty object", map[string]any{}, `{}`},
		{"an empty list", []any{}, `[]`},
		{"a list", []any{true, false, nil, "a", 1, int64(-2), json.Number("3")}, `[true,false,null,"a",1,-2,3]`},
		{"the greatest integer", canonical.MaxInteger, `9007199254740991`},
		{"the least integer", -canonical.MaxInteger, `-9007199254740991`},
		{"keys in the order of UTF-16", map[string]any{"\ufb00": 1, "\U0001f600": 2, "a": 3, "": 4}, "{\"\":4,\"a\":3,\"\U0001f600\":2,\"\ufb00\":1}"},
		{"keys that need escapes", map[string]any{"\n": 1, "\r": 2, "\u0001": 3}, `{"\u0001":3,"\n":1,"\r":2}`},
		{"escapes", "\b\t\n\f\r\"\\/\u0000\u001f\u007f\u2028<", `"\b\t\n\f\r\"\\/\u0000\u001f` + "\u007f\u2028" + `<"`},
		{"a combining character after an escape", "\n\u0303", `"\n` + "\u0303" + `"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := canonical.Encode(tt.in)
			if err != nil || string(got) != tt.want {
				t.Fatalf("got %s, %v", got, err)
			}
			if err := canonical.Check(got); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestEncodeRefuses(t *testing.T) {
	deep := any(nil)
	for range canonical.MaxDepth + 1 {
		deep = []any{deep}
	}
	tests := []struct {
		name string
		in   any
	}{
		{"a float", 1.5},
		{"a number with exponent", json.Number("1e3")},
		{"minus zero", json.Number("-0")},
		{"an integer too great", canonical.MaxInteger + 1},
		{"invalid UTF-8", "\xff"},
		{"a surrogate", "\xed\xa0\x80"},
		{"text not in NFC", "e\u0301"},
		{"a key not in NFC", map[string]any{"e\u0301": 1}},
		{"too deep", deep},
		{"a struct", struct{}{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, err := canonical.Encode(tt.in); err == nil {
				t.Errorf("written as %s", got)
			}
		})
	}
}

func TestCheckRefuses(t *testing.T) {
	tests := []string{
		``, ` `, `{`, `[`, `"`, `"\`, `"\u`, `"\u00`, `"\u000`, `-`, `nul`, `1 `, ` 1`, `[1, 2]`, `[1,]`, `[,1]`, `{"a":1,}`,
		`{"a"}`, `{"a":}`, `{a:1}`, `{"b":1,"a":2}`, `{"a":1,"a":2}`, `01`, `-0`, `1.0`, `1e3`, `+1`, `9007199254740992`,
		`-9007199254740992`, `99999999999999999999`, `"\/"`, `"\u0041"`, `"\u000a"`, `"\u001F"`, `"\u0020"`, `"\ud83d\ude00"`,
		"\"\n\"", "\"e\u0301\"", "\"\xff\"", "1\n", "\ufeff1", "{\"\ufb00\":1,\"\U0001f600\":2}", `{"\n":1,"\t":2}`,
		strings.Repeat("[", canonical.MaxDepth+1) + strings.Repeat("]", canonical.MaxDepth+1),
	}
	for _, tt := range tests {
		t.Run(tt, func(t *testing.T) {
			if canonical.Check([]byte(tt)) == nil {
				t.Errorf("%q was accepted", tt)
			}
		})
	}
	deepest := strings.Repeat("[", canonical.MaxDepth) + strings.Repeat("]", canonical.MaxDepth)
	if err := canonical.Check([]byte(deepest)); err != nil {
		t.Errorf("depth %d: %v", canonical.MaxDepth, err)
	}
}

func TestMarshal(t *testing.T) {
	type figures struct {
		Select   int64  `json:"select"`
		Reselect int64  `json:"reselect"`
		Note     string `json:"note,omitempty"`
	}
	tests := []struct {
		name string
		in   any
		want string // empty: refused
	}{
		{"a struct", figures{Select: 16, Reselect: 14}, `{"reselect":14,"select":16}`},
		{"characters of HTML", figures{Note: "<&>"}, `{"note":"<&>","reselect":0,"select":0}`},
		{"a true U+FFFD", "\ufffd", "\"\ufffd\""},
		{"a backslash and ufffd", `\ufffd`, `"\\ufffd"`},
		{"invalid UTF-8", figures{Note: "\xff"}, ""},
		{"a float", map[string]float64{"share": 0.5}, ""},
		{"a channel", make(chan int), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := canonical.Marshal(tt.in)
			if string(got) != tt.want || (err == nil) != (tt.want != "") {
				t.Errorf("got %s, %v", got, err)
			}
		})
	}
}

// canonicalAgain decodes the slow way and writes again.
func canonicalAgain(data []byte) ([]byte, error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var v any
	if err := decoder.Decode(&v); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, io.ErrUnexpectedEOF
	}
	return canonical.Encode(v)
}

func checkAgree(t rapid.TB, data []byte) {
	t.Helper()
	again, slow := canonicalAgain(data)
	fast := canonical.Check(data)
	if (slow == nil && bytes.Equal(again, data)) != (fast == nil) {
		t.Fatalf("%q: one pass says %v; decoded and written again it is %q, %v", data, fast, again, slow)
	}
}

func TestOnePassAgreesWithTwo(t *testing.T) {
	text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", "a", "e\u0301", "\u00e9", "\n\u0303", "\ufb00", "\U0001f600"}))
	var value *rapid.Generator[any]
	value = rapid.Custom(func(t *rapid.T) any {
		switch rapid.IntRange(0, 5).Draw(t, "sort") {
		case 0:
			return rapid.SliceOfN(rapid.Deferred(func() *rapid.Generator[any] { return value }), 0, 3).Draw(t, "list")
		case 1:
			return rapid.MapOfN(text, rapid.Deferred(func() *rapid.Generator[any] { return value }), 0, 4).Draw(t, "object")
		case 2:
			return text.Draw(t, "text")
		case 3:
			return rapid.Int64().Draw(t, "integer")
		case 4:
			return rapid.Bool().Draw(t, "bool")
		}
		return nil
	})
	rapid.Check(t, func(t *rapid.T) {
		v := value.Draw(t, "value")
		if data, err := canonical.Encode(v); err == nil && canonical.Check(data) != nil {
			t.Fatalf("what was written is not canonical: %s", data)
		}
		var loose bytes.Buffer
		encoder := json.NewEncoder(&loose)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(v); err != nil {
			t.Fatal(err)
		}
		checkAgree(t, bytes.TrimSuffix(loose.Bytes(), []byte("\n")))
	})
}

func FuzzCanonical(f *testing.F) {
	for _, seed := range []string{
		`{"a":[1,-2,null,true,false],"b":"\u0001\n\\"}`, "\"e\u0301\"", "\"\\n\u0303\"", "{\"\U0001f600\":2,\"\ufb00\":1}",
		`{"\n":1,"a":{}}`, `"\ufffd"`, `-0`, `9007199254740992`, `[[[[]]]]`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) { checkAgree(t, data) })
}
