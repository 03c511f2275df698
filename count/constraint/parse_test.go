package constraint_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/count/constraint"
	"github.com/selectorate/selectorate/party"
)

var lamps = []string{"Amber Lamp", "Brass Lantern", "Candle, Wax", "Dim Bulb", "Ember: Last", "dim  bulb", "Ore Torch"}

func TestParse(t *testing.T) {
	t.Parallel()
	three := []int{0, 2, 4}
	for name, c := range map[string]struct {
		line string
		want constraint.Limit
	}{
		"sign":                 {"gender: women >= 2: 1, 3, 5", constraint.Limit{"gender", "women", three, 2, -1}},
		"signs without blanks": {"gender:women>=1<=2:1,3,5", constraint.Limit{"gender", "women", three, 1, 2}},
		"words":                {"gender: women at least 2: 1, 3, 5", constraint.Limit{"gender", "women", three, 2, -1}},
		"capitals":             {"gender: women AT MOST 2: 1, 3, 5", constraint.Limit{"gender", "women", three, 0, 2}},
		"both":                 {"women at least 1 and at most 2: 1, 3, 5", constraint.Limit{"", "women", three, 1, 2}},
		"exactly":              {"women exactly 2: 1, 3, 5", constraint.Limit{"", "women", three, 2, 2}},
		"equals":               {"women = 2: 1, 3, 5", constraint.Limit{"", "women", three, 2, 2}},
		"signs of print":       {"women ≥ 1 ≤ 3: 1, 3, 5", constraint.Limit{"", "women", three, 1, 3}},
		"range":                {"women 1-2: 1, 3, 5", constraint.Limit{"", "women", three, 1, 2}},
		"range with dash":      {"women 1–2: 1, 3, 5", constraint.Limit{"", "women", three, 1, 2}},
		"to":                   {"women 1 to 2: 1, 3, 5", constraint.Limit{"", "women", three, 1, 2}},
		"from":                 {"women from 1 to 2: 1, 3, 5", constraint.Limit{"", "women", three, 1, 2}},
		"between":              {"women between 1 and 2: 1, 3, 5", constraint.Limit{"", "women", three, 1, 2}},
		"none":                 {"officers none: 1, 3, 5", constraint.Limit{"", "officers", three, 0, 0}},
		"several words":        {"age group: under 27 at least 1: 1, 3, 5", constraint.Limit{"age group", "under 27", three, 1, -1}},
		"number at the end":    {"ward 1 at least 1: 1, 3, 5", constraint.Limit{"", "ward 1", three, 1, -1}},
		"share up":             {"section: north >= 1/3: 1, 3, 5", constraint.Limit{"section", "north", three, 3, -1}},
		"share down":           {"section: north <= 40% of the places: 1, 3, 5", constraint.Limit{"section", "north", three, 0, 2}},
		"share with a blank":   {"section: north at most 40 %: 1, 3, 5", constraint.Limit{"section", "north", three, 0, 2}},
		"share exactly":        {"section: north = 2/7: 1, 3, 5", constraint.Limit{"section", "north", three, 2, 2}},
		"names":                {`x: y >= 1: Amber Lamp, "Candle, Wax", "Ember: Last"`, constraint.Limit{"x", "y", three, 1, -1}},
		"name in capitals":     {"x: y >= 1: ORE   TORCH", constraint.Limit{"x", "y", []int{6}, 1, -1}},
		"name as it stands":    {"x: y >= 1: Dim Bulb", constraint.Limit{"x", "y", []int{3}, 1, -1}},
		"quoted labels":        {`"a: b": "c > ""d""" <= 1: 1`, constraint.Limit{"a: b", `c > "d"`, []int{0}, 0, 1}},
		"figures":              {`"Gender" "Women" 2 99 1 3 5`, constraint.Limit{"Gender", "Women", three, 2, -1}},
		"figures with maximum": {`"Gender" "Women" 0 2 1 3 5`, constraint.Limit{"Gender", "Women", three, 0, 2}},
		"figures, exactly":     {`"Gender" "Women" 3 3 1 3 5`, constraint.Limit{"Gender", "Women", three, 3, 3}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := constraint.Parse(c.line, lamps, 7)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, []constraint.Limit{c.want}) {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}

func TestParseFile(t *testing.T) {
	t.Parallel()
	text := "\ufeff# who lights the hall\r\n\r\nmetal: brass >= 1: 2, 7\r\n  # and\nmetal: wax <= 1: 3\n"
	got, err := constraint.Parse(text, lamps, 3)
	want := []constraint.Limit{{"metal", "brass", []int{1, 6}, 1, -1}, {"metal", "wax", []int{2}, 0, 1}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"no colon":         {"women at least 2", "1: the line has no colon before the members"},
		"no bounds":        {"gender: women: 1, 2", `1:9: "women" does not end with bounds`},
		"words as bounds":  {"gender: women at least two: 1, 2", `1:9: "women at least two" does not end with bounds`},
		"no group":         {"gender: >= 2: 1, 2", "does not end with bounds"},
		"empty group":      {"gender: : 1, 2", "there is no group"},
		"no category":      {": women >= 1: 2", "1:1: there is no category"},
		"no members":       {"gender: women >= 2:", "there are no members"},
		"comma at the end": {"gender: women >= 1: 1, 2,", "1:25: a member is missing"},
		"two commas":       {"gender: women >= 1: 1,, 2", "1:23: a member is missing"},
		"unknown name":     {"gender: women >= 1: 1, Nobody Here", `1:24: there is no candidate "Nobody Here"`},
		"unknown number":   {"gender: women >= 1: 8", "1:21: there is no candidate 8 — candidates are numbered from 1 to 7"},
		"number 0":         {"gender: women >= 1: 0", "1:21: there is no candidate 0"},
		"two of a name":    {"x: y >= 1: DIM bulb", "candidates 4 and 6 are both called"},
		"open quote":       {`x: y >= 1: "Dim`, "1:12: a quote begins here"},
		"three colons":     {"a: b: c >= 1: 1", "1:13: there are more than two colons"},
		"member twice":     {"x: y >= 1: 1, Amber Lamp", "candidate 1 is named twice"},
		"minimum too high": {"x: y >= 3: 1, 2", "at least 3 cannot be elected"},
		"min above max":    {"x: y >= 2 <= 1: 1, 2", "cannot both be met"},
		"two minima":       {"x: y >= 1 >= 2: 1, 2", "does not end with bounds"},
		"group twice":      {"x: y >= 1: 1, 2\nx: y <= 1: 1, 2", "2: y (x) is limited twice"},
		"exact share":      {"x: y = 1/2: 1, 2", "1/2 of 7 places is not a whole number"},
		"share above one":  {"x: y <= 3/2: 1, 2", "does not end with bounds"},
		"division by zero": {"x: y <= 1/0: 1, 2", "does not end with bounds"},
		"figures":          {`"x" "y" 1 -2 1`, `1:11: "-2" is not a number`},
		"figures, letters": {`"x" "y" 1 2 b`, `"b" is not a number`},
		"figures alone":    {`"x" "y" 0 2`, "there are no members"},
		"figures, nobody":  {`"x" "y" 0 2 9`, "there is no candidate 9"},
		"second line":      {"x: y >= 1: 1\nx: z >= 1: 9\nx: w: 1", "2:12: there is no candidate 9"},
		"third line":       {"x: y >= 1: 1\nx: z >= 1: 9\nx: w: 1", `3:4: "w" does not end with bounds`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			limits, err := constraint.Parse(c.text, lamps, 7)
			var problems party.Problems
			if !errors.As(err, &problems) || limits != nil {
				t.Fatalf("got %v, %v", limits, err)
			}
			for _, p := range problems {
				if p.Mend == "" {
					t.Errorf("%v has no mend", p)
				}
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %q, want %q in it", err, c.want)
			}
		})
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		limits []constraint.Limit
		want   string // empty: none
	}{
		"fit":                  {[]constraint.Limit{{"x", "y", []int{0, 1}, 1, 2}, {"x", "z", []int{2}, 0, -1}}, ""},
		"none":                 {nil, ""},
		"same group elsewhere": {[]constraint.Limit{{"x", "y", []int{0}, 0, 1}, {"z", "y", []int{0}, 0, 1}}, ""},
		"no group":             {[]constraint.Limit{{"x", "", []int{0}, 0, 1}}, "no group"},
		"below 0":              {[]constraint.Limit{{"x", "y", []int{0}, -1, 1}}, "y (x): a minimum of -1"},
		"minimum above":        {[]constraint.Limit{{"x", "y", []int{0, 1}, 2, 1}}, "at least 2 and at most 1"},
		"too few members":      {[]constraint.Limit{{"", "y", []int{0, 1}, 3, -1}}, "y: at least 3 cannot be elected, it has 2 candidates"},
		"unknown":              {[]constraint.Limit{{"x", "y", []int{3}, 0, 1}}, "there is no candidate 4"},
		"negative":             {[]constraint.Limit{{"x", "y", []int{-1}, 0, 1}}, "there is no candidate 0"},
		"twice":                {[]constraint.Limit{{"x", "y", []int{1, 0, 1}, 0, 1}}, "candidate 2 is named twice"},
		"limited twice":        {[]constraint.Limit{{"x", "y", []int{0}, 0, 1}, {"x", "y", []int{1}, 0, 1}}, "limited twice"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := constraint.Check(c.limits, 3)
			switch {
			case c.want == "" && err != nil:
				t.Errorf("got %v", err)
			case c.want != "" && (party.KindOf(err) != party.Invalid || !strings.Contains(err.Error(), c.want)):
				t.Errorf("got %v, want %q in it", err, c.want)
			}
		})
	}
}

func TestWords(t *testing.T) {
	t.Parallel()
	for want, l := range map[string]constraint.Limit{
		"at least 2 of women (gender): Amber Lamp, Brass Lantern and Ore Torch": {"gender", "women", []int{0, 1, 6}, 2, -1},
		"at most 1 of north: Amber Lamp and Ore Torch":                          {"", "north", []int{0, 6}, 0, 1},
		"exactly 1 of north: Ore Torch":                                         {"", "north", []int{6}, 1, 1},
		"none of officers: Ore Torch":                                           {"", "officers", []int{6}, 0, 0},
		"any number of others":                                                  {"", "others", nil, 0, -1},
		"from 1 to 2 of x (y)":                                                  {"y", "x", nil, 1, 2},
	} {
		if got := l.Words(lamps); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// FuzzParse holds what is read to Check, and to being read again from Line as the same.
func FuzzParse(f *testing.F) {
	for _, line := range []string{
		"gender: women >= 2: 1, 3, 5", "x: y at least 1 and at most 40 %: Dim Bulb", `"Gender" "Women" 2 99 1 5 7`, "# no\n\n",
		`"a: ""b""": c = 1: "Candle, Wax"`, "a 1–2: 1", "a: b none: 7\r\na: c between 1 and 1/2: 1",
	} {
		f.Add(line, 7)
	}
	f.Fuzz(func(t *testing.T, text string, places int) {
		limits, err := constraint.Parse(text, lamps, places&1023)
		if err != nil {
			if _, is := err.(party.Problems); !is { //nolint:errorlint // that it is not wrapped is what is tested
				t.Fatal(err)
			}
			return
		}
		if err := constraint.Check(limits, len(lamps)); err != nil {
			t.Fatal(err)
		}
		var lines []string
		for _, l := range limits {
			lines = append(lines, l.Line())
		}
		again, err := constraint.Parse(strings.Join(lines, "\n"), lamps, 0)
		if err != nil || !reflect.DeepEqual(again, limits) {
			t.Fatalf("%q: %v, want %+v, got %+v", lines, err, limits, again)
		}
	})
}
