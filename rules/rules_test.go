package rules_test

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/rules"
)

func parse(t *testing.T, name string) *rulebook.Book {
	t.Helper()
	data, err := rules.Read(name)
	if err != nil {
		t.Fatal(err)
	}
	book, err := rulebook.Parse(data)
	if err != nil {
		t.Fatalf("%s:\n%v", name, err)
	}
	return book
}

// Every book that comes with the software is read without a problem, and is called as its file is.
func TestBooksAreSound(t *testing.T) {
	want := []string{
		"uk-conservative/readoption", "uk-labour/2018", "uk-labour/2021", "uk-labour/councillor", "uk-labour/gla-2019",
		"uk-labour/members-75-2017", "uk-labour/open-selection-2018", "uk-labour/pre-2018",
	}
	if names := rules.Names(); !slices.Equal(names, want) {
		t.Errorf("books %v, want %v", names, want)
	}
	for _, name := range rules.Names() {
		if book := parse(t, name); book.Name != name {
			t.Errorf("the file %s holds the book %s", name, book.Name)
		}
	}
}

// A book that can govern a live round says for each thing that can be done who may do it, and for each kind
// of unit that it counts who enters and who countersigns.
func TestLiveBooksAreComplete(t *testing.T) {
	acts := []string{
		"adopt", "confirm", "open", "appoint", "list", "challenge", "settle", "freeze", "enter", "countersign", "withdraw",
		"reballot", "void", "reinstate", "decide", "rule", "declare", "depart", "override", "publish", "reopen", "appeal",
	}
	for _, name := range []string{"uk-labour/2018", "uk-labour/2021", "uk-labour/pre-2018", "uk-labour/gla-2019", "uk-labour/councillor"} {
		book := parse(t, name)
		for _, act := range acts {
			if _, ok := book.Power(act); !ok {
				t.Errorf("%s does not say who may %s", name, act)
			}
		}
		for _, pool := range book.Decision.Pools {
			for _, kind := range pool.Units {
				if _, ok := book.ReturnRule(kind); !ok {
					t.Errorf("%s does not say who enters a return of %s", name, kind)
				}
			}
		}
	}
}

// Every book says who decides, declares, voids, reopens and hears appeals, even if only by an assumption that
// says that it is one.
func TestEveryBookNamesWhoDecides(t *testing.T) {
	for _, name := range rules.Names() {
		book := parse(t, name)
		for _, act := range []string{"decide", "declare", "void", "reopen", "appeal", "hear"} {
			power, ok := book.Power(act)
			if !ok || len(power.Offices) == 0 {
				t.Errorf("%s does not say who may %s", name, act)
			}
			if act == "void" && len(power.Grounds) == 0 {
				t.Errorf("%s does not say on which grounds one may %s", name, act)
			}
		}
	}
}

// What was taken over from another version says so, and is not marked as stated.
func TestNothingTakenOverIsMarkedAsStated(t *testing.T) {
	for _, name := range rules.Names() {
		for _, c := range parse(t, name).Clauses {
			taken := strings.Contains(c.Source, "taken over") || strings.Contains(c.Source, "not found for")
			if derived := strings.Contains(c.Summary, "derived"); c.Mark == rulebook.Stated && (taken || derived) {
				t.Errorf("%s %s is marked as stated", name, c.ID)
			}
			later := strings.Contains(c.Source, "2019") || strings.Contains(c.Source, "2022")
			if name == "uk-labour/pre-2018" && later && c.Mark == rulebook.Stated && !strings.HasPrefix(c.ID, "IV.5") {
				t.Errorf("%s %s is marked as stated by a source that is later: %s", name, c.ID, c.Source)
			}
		}
	}
}

// What the sources leave open is a setting that a named office confirms.
func TestOpenQuestionsAreSettings(t *testing.T) {
	for name, settings := range map[string]map[string]string{
		"uk-labour/2018":       {"appeal_days": "14"},
		"uk-labour/2021":       {"appeal_days": "14", "empty_half": "needs-ruling"},
		"uk-labour/gla-2019":   {"appeal_days": "14"},
		"uk-labour/pre-2018":   {"appeal_days": "14", "bar_inclusive": "false", "affiliate_votes": "branch"},
		"uk-labour/councillor": {"appeal_days": "14", "bar_inclusive": "false", "may_be_shortlisted": "true"},
	} {
		book := parse(t, name)
		for setting, value := range settings {
			if p, ok := book.Parameter(setting); !ok || p.Default != value || p.Mark == rulebook.Stated {
				t.Errorf("%s: %s is %+v, want the default %s, to be confirmed", name, setting, p, value)
			}
		}
		if appeal, _ := book.Power("appeal"); appeal.Days != 14 || appeal.DaysParameter != "appeal_days" {
			t.Errorf("%s: an appeal runs %d days, by %q", name, appeal.Days, appeal.DaysParameter)
		}
	}
}

func schema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(rules.Schema()))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("rulebook.json", doc); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("rulebook.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

// content gives a book's file as JSON has it.
func content(t *testing.T, data []byte) any {
	t.Helper()
	told, err := yaml.YAMLToJSON(data)
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(told))
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func TestEveryBookFitsTheSchema(t *testing.T) {
	compiled := schema(t)
	for _, name := range rules.Names() {
		data, err := rules.Read(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := compiled.Validate(content(t, data)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The schema and the parser agree: each line of a book taken out, each key renamed and each value replaced is
// refused by both or by neither, except for what only the parser can see.
func TestSchemaAgreesWithTheParser(t *testing.T) {
	compiled := schema(t)
	data, err := rules.Read("uk-labour/2021")
	if err != nil {
		t.Fatal(err)
	}
	tried := map[string]int{}
	for _, m := range mutations(content(t, data)) {
		told, err := yaml.Marshal(m.value)
		if err != nil {
			t.Fatal(err)
		}
		_, parsed := rulebook.Parse(told)
		fits := compiled.Validate(content(t, told))
		tried[m.how]++
		switch {
		case parsed == nil && fits != nil:
			t.Errorf("%s: the parser takes it, the schema does not: %v", m.name, fits)
		case parsed != nil && fits == nil && !onlyParser(parsed):
			t.Errorf("%s: the schema takes it, the parser does not: %v", m.name, parsed)
		}
	}
	for how, least := range map[string]int{"without": 50, "unknown key": 9, "number": 40, "list": 40, "empty": 40} {
		if tried[how] < least {
			t.Errorf("%d mutations of sort %q, want at least %d", tried[how], how, least)
		}
	}
}

// onlyParser tells whether every problem is one that a schema cannot see: what refers to something else.
func onlyParser(err error) bool {
	for line := range strings.SplitSeq(err.Error(), "\n") {
		if !slices.ContainsFunc([]string{
			"is not in this book", "is not a parameter of type share", "is not a parameter of type whole", "sum to", "stands twice", "does not fit the type", "cannot be", "days after no stage",
			"is already counted", "weighted needs", "only weighted pools", "counts units", "needs at least", `"" is not known here`, "is not a fraction",
		}, func(part string) bool { return strings.Contains(line, part) }) {
			return false
		}
	}
	return true
}

// mutation is a book with one thing changed.
type mutation struct {
	how, name string
	value     any
}

// mutations changes one place of a tree at a time.
func mutations(root any) []mutation {
	var all []mutation
	var walk func(at any, path string, put func(any) any)
	walk = func(at any, path string, put func(any) any) {
		add := func(how string, value any) { all = append(all, mutation{how, how + " at " + path, put(value)}) }
		switch v := at.(type) {
		case map[string]any:
			add("number", 7)
			add("list", []any{"x"})
			add("unknown key", with(v, "colour", "red"))
			for key, inner := range v {
				all = append(all, mutation{"without", "without " + path + "." + key, put(with(v, key, nil))})
				walk(inner, path+"."+key, func(x any) any { return put(with(v, key, x)) })
			}
		case []any:
			add("number", 7)
			if len(v) > 0 {
				walk(v[0], path+"[0]", func(x any) any { return put(append([]any{x}, v[1:]...)) })
			}
		case string:
			add("list", []any{"x"})
			add("empty", "")
			if !strings.HasSuffix(path, ".default") && !strings.Contains(path, ".alternatives") {
				add("number", 7)
			}
		case bool:
			add("list", []any{"x"})
		}
	}
	walk(root, "book", func(x any) any { return x })
	return all
}

// with copies a mapping with one key changed, or taken out if the value is nil.
func with(m map[string]any, key string, value any) map[string]any {
	changed := maps.Clone(m)
	if value == nil {
		delete(changed, key)
	} else {
		changed[key] = value
	}
	return changed
}

func ExampleNames() {
	for _, name := range rules.Names()[:3] {
		fmt.Println(name)
	}
	// Output:
	// uk-conservative/readoption
	// uk-labour/2018
	// uk-labour/2021
}
