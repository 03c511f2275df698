package report_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/method"
	"github.com/selectorate/selectorate/count/read"
	"github.com/selectorate/selectorate/count/report"
	"github.com/selectorate/selectorate/internal/counttest"
)

// TestRealCountsComeBack counts real ballots by every rule that takes them: the JSON is read back to the same
// bytes and fits the schema, and the text can be written.
func TestRealCountsComeBack(t *testing.T) {
	root := counttest.Elections(t)
	published := schema(t)
	for _, name := range []string{"scotland-2017-sample/shetland_2017_ward7.blt", "scotland-2017-sample/edinburgh_2017_ward1.blt", "albany-2022/albany_2022.blt"} {
		data, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		e, err := read.File(data, name, read.Options{})
		if err != nil {
			t.Fatal(err)
		}
		counted := 0
		for _, m := range method.All() {
			seats := 0
			if m.One {
				seats = 1
			}
			r, err := m.Count(e, count.Options{Seats: seats, Seed: "4 2 6"})
			if _, waits := errors.AsType[*count.LotNeeded](err); err != nil && !waits {
				continue // a rule for other papers than these
			}
			counted++
			t.Run(m.Name+"/"+filepath.Base(name), func(t *testing.T) { comesBack(t, r, published) })
		}
		if counted < 5 {
			t.Errorf("%s: only %d rules counted it", name, counted)
		}
	}
}

func comesBack(t *testing.T, r *count.Result, published *jsonschema.Schema) {
	t.Helper()
	data := encode(t, r)
	back, err := report.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(encode(t, back), data) {
		t.Error("written again it differs")
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if err := published.Validate(doc); err != nil {
		t.Error(err)
	}
	if err := report.Text(io.Discard, r, 80); err != nil {
		t.Error(err)
	}
}
