package canonical_test

import (
	"errors"
	"testing"

	"github.com/selectorate/selectorate/register/canonical"
)

// member reads the value after {"a": in some way, and what must follow.
func member(data string, read func(*canonical.Reader)) error {
	r := canonical.NewReader([]byte(data))
	read(r)
	r.Expect("}")
	return r.End()
}

func TestReader(t *testing.T) {
	const before = `{"a":`
	refuse := func(string) error { return errors.New("refused") }
	natural := func(r *canonical.Reader) { r.Natural(before) }
	object := func(r *canonical.Reader) { r.Object(before) }
	value := func(r *canonical.Reader) { r.Value(before) }
	optional := func(r *canonical.Reader) { r.Optional(before, refuse) }
	text := func(r *canonical.Reader) { r.Text(before, refuse) }
	tests := []struct {
		name string
		data string
		read func(*canonical.Reader)
		good bool
	}{
		{"a natural number", `{"a":0}`, natural, true},
		{"a negative number", `{"a":-1}`, natural, false},
		{"a string for a number", `{"a":"1"}`, natural, false},
		{"an object", `{"a":{"b":[]}}`, object, true},
		{"a list for an object", `{"a":[]}`, object, false},
		{"any value", `{"a":[null]}`, value, true},
		{"no value", `{"a":}`, value, false},
		{"an empty string", `{"a":""}`, optional, true},
		{"a string that must not be", `{"a":"b"}`, optional, false},
		{"an empty string that must not be", `{"a":""}`, text, false},
		{"a string without end", `{"a":"`, text, false},
		{"something after the end", `{"a":0} `, natural, false},
		{"nothing", ``, natural, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := member(tt.data, tt.read); (err == nil) != tt.good {
				t.Errorf("reading %s: %v", tt.data, err)
			}
		})
	}
}

func TestWriterKeepsTheFirstError(t *testing.T) {
	var w canonical.Writer
	w.Integer("", canonical.MaxInteger+1)
	w.Text("", "\xff")
	w.Raw("{}", nil)
	data, err := w.Bytes()
	if data != nil || err == nil || err.Error() != "the integer 9007199254740992 is beyond 2^53 - 1" {
		t.Errorf("got %s, %v", data, err)
	}
}
