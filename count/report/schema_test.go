package report_test

import (
	"bytes"
	"os"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
)

// schema compiles the schema that is published beside the description of the format.
func schema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	data, err := os.ReadFile("../../doc/formats/count.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("count.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("count.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

func TestJSONFitsThePublishedSchema(t *testing.T) {
	s := schema(t)
	for name, data := range map[string][]byte{"everything": encode(t, lamps()), "nothing": encode(t, &count.Result{})} {
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(doc); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, wrong := range []string{`"seats":"2"`, `"seats":2,"more":1`} {
		data := bytes.Replace(encode(t, lamps()), []byte(`"seats":2`), []byte(wrong), 1)
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if s.Validate(doc) == nil {
			t.Errorf("the schema takes %s", wrong)
		}
	}
}

// TestDigestIsThatOfTheDescription counts the example of doc/formats/count-json.md.
func TestDigestIsThatOfTheDescription(t *testing.T) {
	var b count.Builder
	one, err := b.Class(exact.Int(1), "")
	if err != nil {
		t.Fatal(err)
	}
	two, err := b.Class(exact.Int(2), "")
	if err != nil {
		t.Fatal(err)
	}
	add := func(times int64, class uint16, ranking ...count.Mark) {
		if err := b.Add(ranking, times, class, 0); err != nil {
			t.Fatal(err)
		}
	}
	first := func(c int) count.Mark { return count.NewMark(c-1, false) }
	add(1, two, first(1), count.NewMark(2, true))
	add(2, one, first(2), first(1))
	add(1, one, first(2))
	add(1, one, first(2), first(1))
	// printf '1 2\n3 2 1\n1*2 1=3\n' | sha256sum
	const want = "sha256:ea6a2c80a0781cc97ae7d2da10be54e4a1dbd6acefb431221c57e517728bddab"
	if got := b.Papers().Sorted().Digest(); got != want {
		t.Errorf("%s, not %s", got, want)
	}
}
