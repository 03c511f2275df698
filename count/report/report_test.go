package report_test

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/report"
	"github.com/selectorate/selectorate/party"
)

var update = flag.Bool("update", false, "write the golden files anew")

// lamps is a small count by hand that has one of everything a result can hold.
func lamps() *count.Result {
	cents := func(n int64) exact.Number { return exact.Frac(n, 100) }
	return &count.Result{
		Rule: "invented", RuleTitle: "Invented rule", RuleText: "the lamps' own book", Title: "Lamp of the year, \"Óðinn\" & sons\n", Seats: 2, Places: 2,
		Candidates: []count.Candidate{{Name: "Oil"}, {Name: "Gas", Nick: "g"}, {Name: "Arc", Withdrawn: true}, {Name: "Łuna Żarówka"}},
		Options:    []count.Chosen{{Name: "ties", Value: "seed"}}, Constraints: []string{"at least 1 of Oil and Gas (fuel: burning)"},
		Quota: cents(334), Threshold: "quota", Winners: []int{1, 0},
		Stages: []count.Stage{{
			Number: 1, Action: count.FirstPreferences, Votes: []exact.Number{exact.Int(3), exact.Int(5), {}, exact.Int(2)},
			Quota: cents(334), Clause: "1", Reason: "The papers are sorted.",
			Decisions: []count.Decision{{Verb: count.Elected, Candidates: []int{1}, Clause: "2", Reason: "Gas has the quota."}},
			Parcels:   []count.Parcel{{Candidate: 0, Stage: 1, Papers: 3, Value: exact.Int(1)}},
			Keep:      []count.KeepValue{{Candidate: 1, Value: exact.Frac(2, 3)}},
			Turnout:   &count.RoundFigure{Electorate: 12, Valid: 10, Rejected: 1},
		}, {
			Number: 2, Action: count.Surplus, Of: []int{1}, Votes: []exact.Number{cents(466 - 66), cents(334), {}, cents(265)},
			Nontransferable: cents(1), Rounding: cents(1), Quota: cents(334), Clause: "3", Reason: "Gas has 1.66 votes more.",
			Transfers: []count.Transfer{
				{From: 1, To: 0, Papers: 3, Value: cents(33), Votes: cents(99)},
				{From: 1, To: count.Nobody, Papers: 1, Value: cents(33), Votes: cents(1)},
			},
			Parts: []count.Part{{Reason: "One value.", Votes: []exact.Number{{}, {}, {}, {}}, Decisions: []count.Decision{{Verb: count.Guarded, Candidates: []int{0}}}}},
		}},
		Ties: []count.Tie{
			{Stage: 1, For: "surplus", Candidates: []int{0, 1}, Chosen: 1, By: count.BySeed, Draw: 1, Clause: "4", Reason: "By lot."},
			{Stage: 2, For: "exclusion", Candidates: []int{0, 1}, Chosen: 1, By: count.ByEarlierStage, Earlier: 1},
		},
		Rejected: []count.Rejected{{Line: 7, Times: 1, Reason: "more than one first preference"}},
		Seed:     "4-2-6", Ballots: count.Ballots{Valid: 10, Rejected: 1, Votes: exact.Int(10), Digest: "sha256:" + strings.Repeat("0a", 32)},
		Matrix:  [][]exact.Number{{{}, {}, {}, {}}, {{}, {}, {}, {}}, {{}, {}, {}, {}}, {{}, {}, {}, exact.Int(7)}},
		Ranking: [][]int{{1}, {0, 3}}, Complete: true, Unit: "votes", Flags: []count.Chosen{{Name: "skipped", Value: "stop"}},
		Waiting: &count.LotNeeded{Stage: 2, For: "exclusion", Candidates: []int{0, 3}, Names: []string{"Oil", "Łuna Żarówka"}},
		Notes:   []string{"One \x01 note."},
	}
}

func encode(t testing.TB, r *count.Result) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := report.JSON(&out, r); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// golden compares with a file of testdata, or writes it with -update.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	name = "testdata/" + name
	if *update {
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; now it is:\n%s", name, got)
	}
}

func TestJSONIsTheGoldenFile(t *testing.T) {
	golden(t, "lamps.json", encode(t, lamps()))
}

func TestParseGivesBackWhatWasWritten(t *testing.T) {
	for name, r := range map[string]*count.Result{
		"everything":       lamps(),
		"nothing":          {},
		"exact fractions":  {Places: -1, Quota: exact.Frac(22, 7), Threshold: "quota", Candidates: []count.Candidate{{}}},
		"empty matrix":     {Matrix: [][]exact.Number{}, Ranking: [][]int{}},
		"below no decimal": {Quota: exact.Frac(-1, 3), Threshold: "majority"},
		"votes of nobody":  {Stages: []count.Stage{{Number: 1, Transfers: []count.Transfer{{From: count.Nobody, To: count.Nobody}}}}},
	} {
		t.Run(name, func(t *testing.T) {
			data := encode(t, r)
			back, err := report.Parse(data)
			if err != nil {
				t.Fatalf("%v\n%s", err, data)
			}
			if again := encode(t, back); !bytes.Equal(again, data) {
				t.Errorf("written again:\n%s\nnot\n%s", again, data)
			}
			if name == "everything" {
				same(t, back, r)
			}
		})
	}
}

// same compares with numbers brought into one form: a zero number may be nothing or 0/1.
func same(t *testing.T, got, want *count.Result) {
	t.Helper()
	got.Options, want.Options = append([]count.Chosen{}, got.Options...), append([]count.Chosen{}, want.Options...)
	a, b := reflect.ValueOf(got).Elem(), reflect.ValueOf(want).Elem()
	for i := range a.NumField() {
		x, y := say(a.Field(i)), say(b.Field(i))
		if x != y {
			t.Errorf("%s: %s, not %s", a.Type().Field(i).Name, x, y)
		}
	}
}

// say writes a value with its numbers as text.
func say(v reflect.Value) string {
	if n, ok := reflect.TypeAssert[exact.Number](v); ok {
		return n.String()
	}
	var out strings.Builder
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			out.WriteString(v.Type().Field(i).Name + ":" + say(v.Field(i)) + " ")
		}
	case reflect.Slice:
		for i := range v.Len() {
			out.WriteString("[" + say(v.Index(i)) + "]")
		}
	case reflect.Pointer:
		if !v.IsNil() {
			return say(v.Elem())
		}
	default:
		return strings.TrimSpace(reflectText(v))
	}
	return out.String()
}

func reflectText(v reflect.Value) string {
	if v.CanInt() {
		return exact.Int(v.Int()).String()
	}
	if v.Kind() == reflect.Bool {
		return map[bool]string{true: "yes", false: "no"}[v.Bool()]
	}
	return v.String()
}

func TestParseRefusesEverythingElse(t *testing.T) {
	good := string(encode(t, lamps()))
	for name, c := range map[string]struct{ old, to string }{
		"not JSON":             {"{", "<"},
		"an unknown member":    {`"rule":`, `"role":`},
		"another format":       {"count/1", "count/2"},
		"a space":              {`"seats":2`, `"seats": 2`},
		"no newline at end":    {"}\n\x00", "}"},
		"fewer decimals":       {`"nontransferable":"0.01"`, `"nontransferable":"0.1"`},
		"not in lowest terms":  {`"2/3"`, `"4/6"`},
		"no denominator":       {`"2/3"`, `"2/0"`},
		"an exponent":          {`"2/3"`, `"1e9999999999"`},
		"a number, not text":   {`"1":"3.00"`, `"1":3.00`},
		"a missing candidate":  {`"2":"5.00",`, ``},
		"a name twice":         {`"seats":2,`, `"seats":2,` + "\n" + `"seats":2,`},
		"capitals":             {`"seats"`, `"Seats"`},
		"another order":        {`"valid":10,"rejected":1`, `"rejected":1,"valid":10`},
		"nobody elected":       {`"winners":[2,1]`, `"winners":[2,9]`},
		"too many decimals":    {`"places":2`, `"places":101`},
		"an escape not needed": {`"Oil"`, `"\u004fil"`},
		"a null list":          {`"winners":[2,1]`, `"winners":null`},
		"an empty nick":        {`"name":"Oil",`, `"name":"Oil","nick":"",`},
		"an empty list":        {`"decisions":[],"parts"`, `"decisions":[],"parcels":[],"parts"`},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(good+"\x00", c.old, c.to, 1)
			text = strings.TrimSuffix(text, "\x00")
			if text == good {
				t.Fatalf("%q is not in the file", c.old)
			}
			if _, err := report.Parse([]byte(text)); party.KindOf(err) != party.Invalid {
				t.Errorf("error %v, want one of kind Invalid", err)
			}
		})
	}
	if _, err := report.Parse([]byte(good + "{}")); party.KindOf(err) != party.Invalid {
		t.Error("something behind the end is taken")
	}
}

func TestJSONRefusesWhatContradictsItself(t *testing.T) {
	for name, spoil := range map[string]func(*count.Result){
		"winner":        func(r *count.Result) { r.Winners = []int{4} },
		"negative":      func(r *count.Result) { r.Winners = []int{-1} },
		"too few votes": func(r *count.Result) { r.Stages[0].Votes = r.Stages[0].Votes[:3] },
		"votes in part": func(r *count.Result) { r.Stages[1].Parts[0].Votes = r.Stages[0].Votes[:1] },
		"transfer":      func(r *count.Result) { r.Stages[1].Transfers[0].To = 7 },
		"decision":      func(r *count.Result) { r.Stages[0].Decisions[0].Candidates = []int{5} },
		"parcel":        func(r *count.Result) { r.Stages[0].Parcels[0].Candidate = 5 },
		"keep":          func(r *count.Result) { r.Stages[0].Keep[0].Candidate = 5 },
		"tie":           func(r *count.Result) { r.Ties[0].Chosen = 9 },
		"matrix":        func(r *count.Result) { r.Matrix = r.Matrix[:2] },
		"row":           func(r *count.Result) { r.Matrix[0] = nil },
		"ranking":       func(r *count.Result) { r.Ranking[0][0] = 8 },
		"name":          func(r *count.Result) { r.Candidates[0].Name = "\xff" },
		"reason":        func(r *count.Result) { r.Stages[0].Reason = "\xff" },
		"decimals":      func(r *count.Result) { r.Places = report.MaxPlaces + 1 },
	} {
		t.Run(name, func(t *testing.T) {
			r := lamps()
			spoil(r)
			var out bytes.Buffer
			if err := report.JSON(&out, r); party.KindOf(err) != party.Invalid || out.Len() > 0 {
				t.Errorf("error %v and %d bytes, want an error of kind Invalid and none", err, out.Len())
			}
		})
	}
}

var errFull = errors.New("full")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestJSONGivesTheErrorOfItsWriter(t *testing.T) {
	if err := report.JSON(full{}, lamps()); !errors.Is(err, errFull) {
		t.Errorf("error %v", err)
	}
}

// TestAnyResultComesBack draws results and compares what is read with what was written.
func TestAnyResultComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := lamps()
		r.Places = rapid.IntRange(-1, 12).Draw(t, "places")
		number := rapid.Custom(func(t *rapid.T) exact.Number {
			return exact.Frac(rapid.Int64().Draw(t, "n"), rapid.SampledFrom([]int64{1, 2, 3, 10, 1000, 1 << 40}).Draw(t, "d"))
		})
		r.Quota = number.Draw(t, "quota")
		r.Title = rapid.String().Draw(t, "title")
		r.Candidates[0].Name = rapid.String().Draw(t, "name")
		for i := range r.Stages {
			r.Stages[i].Votes = rapid.SliceOfN(number, 4, 4).Draw(t, "votes")
			r.Stages[i].Of = rapid.SliceOfN(rapid.IntRange(0, 3), 1, 3).Draw(t, "of")
		}
		var out bytes.Buffer
		if err := report.JSON(&out, r); err != nil {
			t.Fatal(err)
		}
		back, err := report.Parse(out.Bytes())
		if err != nil {
			t.Fatalf("%v\n%s", err, out.Bytes())
		}
		if a, b := say(reflect.ValueOf(back)), say(reflect.ValueOf(r)); a != b {
			t.Fatalf("came back as\n%s\nnot\n%s", a, b)
		}
	})
}

// FuzzParse holds the reader to taking nothing but what the writer writes.
func FuzzParse(f *testing.F) {
	f.Add(encode(f, lamps()))
	f.Add(encode(f, &count.Result{}))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := report.Parse(data)
		if err != nil {
			if party.KindOf(err) != party.Invalid {
				t.Fatalf("error of another kind: %v", err)
			}
			return
		}
		if again := encode(t, r); !bytes.Equal(again, data) {
			t.Fatalf("taken, and written as\n%s", again)
		}
	})
}

func BenchmarkJSON(b *testing.B) {
	r := lamps()
	for range 10 {
		r.Stages = append(r.Stages, r.Stages[1])
	}
	for b.Loop() {
		encode(b, r)
	}
}
