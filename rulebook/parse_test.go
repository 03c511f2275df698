package rulebook_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/rules"
)

// small is a book of an invented party, as short as a book can be.
const small = `format: selectorate-rulebook/1
name: lamplighters/2026
title: A vote of all branches
organisation: Union of Lamplighters
procedure: trigger-ballot
incumbent: the member
from: 2026-01-01
sources: [the invented rules]
question:
  clause: "1"
  text: A contest or none?
  select: a contest
  reselect: no contest
clauses:
  - id: "1"
    title: The vote
    summary: More than half of the branches open a contest.
    source: the invented rules
    mark: S
parameters:
  - name: bar
    clause: "1"
    type: share
    default: 1/2
    mark: S
    meaning: the share to be exceeded
decision:
  clause: "1"
  combine: one-pool
  count: units
  of: select
  bar: bar
  reach: more-than
  pools:
    - kind: all
      clause: "1"
      units: [branch]
offices:
  - id: secretary
    title: secretary
returns:
  - kind: branch
    clause: "1"
    enter: [secretary]
    countersign: [secretary]
powers:
  - act: void
    clause: "1"
    offices: [secretary]
    grounds:
      - code: wrong-count
        text: the count was wrong
    until: declared
    days: 3
`

func TestParseReadsAllOfABook(t *testing.T) {
	book, err := rulebook.Parse([]byte(small))
	if err != nil {
		t.Fatal(err)
	}
	power, ok := book.Power("void")
	if !ok || power.Days != 3 || power.Until != "declared" || power.Grounds[0].Code != "wrong-count" {
		t.Errorf("power %+v", power)
	}
	if book.DaysOf(nil, power) != 3 {
		t.Errorf("days %d, want 3", book.DaysOf(nil, power))
	}
	if book.Digest != rulebook.DigestOf([]byte(small)) || len(book.Digest) != 71 {
		t.Errorf("digest %q", book.Digest)
	}
	if book.From.String() != "2026-01-01" || book.Decision.Bar != "bar" || book.Clauses[0].ID != "1" {
		t.Errorf("book %+v", book)
	}
}

// The days of a power that names a parameter are its default, and in a setting what was set.
func TestDaysByAParameter(t *testing.T) {
	text := strings.NewReplacer("    days: 3\n", "    days-parameter: appeal_days\n",
		"decision:\n", "  - {name: appeal_days, clause: \"1\", type: whole, default: 14, mark: M, meaning: how long}\ndecision:\n").Replace(small)
	book, err := rulebook.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	power, _ := book.Power("void")
	if set := book.DaysOf(rulebook.Setting{"appeal_days": "21"}, power); power.Days != 14 || set != 21 {
		t.Errorf("days %d, set %d; want 14 and 21", power.Days, set)
	}
}

// Every way to be wrong is told at its place.
func TestParseSaysWhereABookIsWrong(t *testing.T) {
	line := func(text string) int { return 1 + strings.Count(small[:strings.Index(small, text)], "\n") }
	for _, c := range []struct {
		name, old, new string
		line           int
		want           string
	}{
		{"unknown key", "title: A vote", "tittle: A vote", 3, `the key "tittle" is not part of the format`},
		{"unknown key within", "    mark: S\nparam", "    marks: S\nparam", 19, `the key "marks" is not part of the format`},
		{"duplicate key", "incumbent: the member", "incumbent: the member\nincumbent: the other", 7, `the key "incumbent" stands twice`},
		{"missing key", "title: A vote of all branches\n", "", 1, "title is missing"},
		{"wrong format", "rulebook/1", "rulebook/9", 1, `the format "selectorate-rulebook/9" is not known`},
		{"name", "lamplighters/2026", "Lamplighters 2026", 2, "is not of the form"},
		{"no day", "2026-01-01", "2026-02-30", 7, "is not a day"},
		{"days out of order", "from: 2026-01-01", "from: 2026-01-01\nuntil: 2025-12-31", 8, "is before the first"},
		{"mark", "mark: S\nparam", "mark: X\nparam", 19, `the mark "X" is not known`},
		{"cited clause", "  clause: \"1\"\n  combine", "  clause: \"2\"\n  combine", line("decision:") + 1, `the clause "2" is not in this book`},
		{"office that is not there", "enter: [secretary]", "enter: [treasurer]", line("enter:"), `the office "treasurer" is not in this book`},
		{"parameter that is not there", "bar: bar", "bar: threshold", line("bar: bar"), `"threshold" is not a parameter of type share`},
		{"default that does not fit", "default: 1/2", "default: 0.5", line("default"), "does not fit the type"},
		{"default above the whole", "default: 1/2", "default: 3/2", line("default"), "more than the whole"},
		{"a number for a title", "title: The vote", "title: 12", line("title: The vote"), "stands where text is needed"},
		{"a list for a title", "title: The vote", "title: [x]", line("title: The vote"), "a list stands where text is needed"},
		{"a text for a list", "sources: [the invented rules]", "sources: the invented rules", 8, "stands where a list is needed"},
		{"a text for keys", "question:\n  clause: \"1\"\n  text: A contest or none?\n  select: a contest\n  reselect: no contest", "question: why", 9, "stands where keys are needed"},
		{"weight without weights", "units: [branch]", "units: [branch]\n      weight: 1/2", line("pools:"), "only weighted pools"},
		{"kind of unit", "units: [branch]", "units: [brunch]", line("units:"), `"brunch" is not known here`},
		{"kind twice", "units: [branch]", "units: [branch, branch]", line("units:"), "already counted"},
		{"office twice", "  - id: secretary\n    title: secretary", "  - id: secretary\n    title: a\n  - id: secretary\n    title: b", line("offices:") + 3, "stands twice"},
		{"days after nothing", "    until: declared\n", "", line("days:") - 1, "days after no stage"},
		{"days by a parameter that is not there", "    days: 3\n", "    days-parameter: three\n", line("days:"), `"three" is not a parameter of type whole`},
		{"days by a share", "    days: 3\n", "    days-parameter: bar\n", line("days:"), `"bar" is not a parameter of type whole`},
		{"days given twice", "    days: 3\n", "    days: 3\n    days-parameter: bar\n", line("days:"), "write one of the two"},
		{"an act that is none", "act: void", "act: viod", line("act:"), `"viod" is not known here — write one of adopt, appeal, `},
		{"a setting misspelt", "name: bar", "name: double_ties_in_denominator", line("name: bar"), "did you mean double_tie_in_denominator?"},
		{"a setting that counts nobody", "name: bar", "name: absent_in_denominator", line("name: bar"), "did you mean "},
		{"another setting misspelt", "name: bar", "name: bar_inclusve", line("name: bar"), "did you mean bar_inclusive?"},
		{"units beside pools", "  reach: more-than\n", "  reach: more-than\n  units: [branch]\n", line("reach:") + 1, "the pools say which kinds"},
		{"every seat of no kind", "combine: one-pool", "combine: always", line("decision:"), "a contest in every seat names the kinds"},
		{"negative days", "days: 3", "days: -3", line("days:"), "whole number"},
		{"weighted", "combine: one-pool", "combine: weighted", line("pools:"), "weighted needs at least two pools"},
		{"combine", "combine: one-pool", "combine: magic", line("combine"), `"magic" is not known here`},
		{"anchor", "title: A vote", "title: &a A vote", 3, "anchors"},
		{"alias", "title: A vote", "title: *a", 3, "anchors"},
		{"tag", "title: A vote", "title: !!str A vote", 3, "tags"},
		{"hidden character", "title: A vote", "title: A \u202evote", 3, "not seen"},
		{"two documents", "format:", "a: b\n---\nformat:", 1, "one YAML document"},
		{"not YAML", "title: A vote", "title: A: vote", 3, "from here on the file is not YAML — check indentation, colons and quotes here"},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := strings.Replace(small, c.old, c.new, 1)
			if text == small {
				t.Fatal("the case changes nothing")
			}
			_, err := rulebook.Parse([]byte(text))
			var problems party.Problems
			if !party.Is(err, party.Invalid) || !errors.As(err, &problems) {
				t.Fatalf("error %v, want problems", err)
			}
			if !slices.ContainsFunc(problems, func(p party.Problem) bool { return p.Line == c.line && strings.Contains(p.String(), c.want) }) {
				t.Errorf("got %v\nwant line %d: %s", problems, c.line, c.want)
			}
		})
	}
}

// A byte order mark, as some editors put it first, is no part of the text; the digest is that of the bytes.
func TestAByteOrderMarkIsLeftOut(t *testing.T) {
	data := []byte("\xEF\xBB\xBF" + small)
	book, err := rulebook.Parse(data)
	if err != nil || book.Name != "lamplighters/2026" || book.Digest != rulebook.DigestOf(data) {
		t.Errorf("%+v, %v", book, err)
	}
}

func TestParseRefusesWhatIsNoBook(t *testing.T) {
	for name, text := range map[string]string{
		"nothing":        "",
		"only a comment": "# a book\n",
		"a list":         "- a\n- b\n",
		"too large":      small + strings.Repeat("# fill\n", 40_000),
		"not UTF-8":      "format: \xff\n",
		"NUL":            "format: a\x00b\n",
		"deep flow":      strings.Repeat("[", 10_000),
		"deep dashes":    strings.Repeat("- ", 10_000),
		"billion laughs": "a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n",
	} {
		if _, err := rulebook.Parse([]byte(text)); !party.Is(err, party.Invalid) {
			t.Errorf("%s: %v, want an error of kind invalid", name, err)
		}
	}
}

func TestCheckSetting(t *testing.T) {
	data, err := rules.Read("uk-labour/members-75-2017")
	if err != nil {
		t.Fatal(err)
	}
	book, err := rulebook.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, value string
		ok          bool
	}{
		{"bar", "2/3", true},
		{"bar", "0/1", true},
		{"bar", "1/1", true},
		{"bar", "4/3", false},
		{"bar", "0.75", false},
		{"bar", "75%", false},
		{"bar", "1/1000001", false},
		{"bar_inclusive", "true", true},
		{"bar_inclusive", "True", false},
		{"bar_inclusive", "", false},
		{"base", "all-members", true},
		{"base", "everybody", false},
		{"electorate", "unknown", true},
		{"electorate", "0", true},
		{"electorate", "1000000000", true},
		{"electorate", "1000000001", false},
		{"electorate", "-1", false},
		{"electorate", "007", false},
		{"electorate", "1e3", false},
		{"colour", "red", false},
	} {
		if err := book.Check(rulebook.Setting{c.name: c.value}); (err == nil) != c.ok {
			t.Errorf("%s=%s: %v, want ok %t", c.name, c.value, err, c.ok)
		} else if err != nil && !party.Is(err, party.Invalid) {
			t.Errorf("%s=%s: kind %v", c.name, c.value, party.KindOf(err))
		}
	}
}

func TestDiff(t *testing.T) {
	a, err := rulebook.Parse([]byte(small))
	if err != nil {
		t.Fatal(err)
	}
	if changes := rulebook.Diff(a, a); len(changes) != 0 {
		t.Errorf("a book differs from itself: %v", changes)
	}
	b, err := rulebook.Parse([]byte(strings.NewReplacer("default: 1/2", "default: 1/3", "reach: more-than", "reach: at-least", "from: 2026-01-01\n", "").Replace(small)))
	if err != nil {
		t.Fatal(err)
	}
	want := []rulebook.Change{{"parameters[bar].default", "1/2", "1/3"}, {"decision.reach", "more-than", "at-least"}, {"from", "2026-01-01", ""}}
	if changes := rulebook.Diff(a, b); !slices.Equal(changes, want) {
		t.Errorf("got %v\nwant %v", changes, want)
	}
}

func TestAProposalIsNeverInForce(t *testing.T) {
	day, err := party.ParseDay("2018-10-01")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{"uk-labour/open-selection-2018": false, "uk-labour/2018": true, "uk-labour/pre-2018": false, "uk-labour/2021": false} {
		data, err := rules.Read(name)
		if err != nil {
			t.Fatal(err)
		}
		book, err := rulebook.Parse(data)
		if err != nil {
			t.Fatal(err)
		}
		if book.InForce(day) != want {
			t.Errorf("%s in force on %s: %t, want %t", name, day, !want, want)
		}
	}
}

// Every sentence can be said with and without figures, and none has a form that is not known.
func TestEverySentenceCanBeSaid(t *testing.T) {
	figures := rulebook.Figures{}
	for _, name := range []string{"select", "reselect", "of", "outstanding", "count", "needed", "electorate", "units", "number", "days"} {
		figures[name] = "2"
	}
	for _, name := range []string{"share", "bar", "part", "weight"} {
		figures[name] = "1/2"
	}
	for _, name := range []string{"pool", "kind", "missing", "kinds", "takes", "has", "parameter", "value", "instead", "outcome", "answer", "counts", "act", "stage", "office", "unit", "clause", "procedure", "ground", "book", "zone", "missing"} {
		figures[name] = "word"
	}
	for _, name := range []string{"day", "recorded", "deadline", "met", "frozen", "received"} {
		figures[name] = "2026-03-04"
	}
	for _, code := range rulebook.Codes() {
		text := rulebook.Sentence(nil, rulebook.Reason{Code: code, Figures: figures})
		if strings.ContainsAny(text, "{}") || strings.Contains(text, "()") || !strings.HasSuffix(text, ".") {
			t.Errorf("%s: %q", code, text)
		}
	}
	if got := rulebook.Sentence(nil, rulebook.Reason{Code: "from-the-future", Figures: rulebook.Figures{"of": "2"}}); got != "(from-the-future) of=2" {
		t.Errorf("a code without a sentence is told as %q", got)
	}
}

// Verbs and nouns agree with their numbers.
func TestSentencesAgreeWithTheirNumbers(t *testing.T) {
	figures := rulebook.Figures{"select": "1", "reselect": "1", "of": "1", "electorate": "1", "pool": "branch", "share": "1/1", "bar": "1/2", "reach": "more-than", "outstanding": "1"}
	for code, want := range map[string]string{
		"pool-open":            "1 of 1 party branch has asked for a contest so far, and 1 is outstanding; more than half is needed.",
		"votes-reached":        "1 of 1 vote was for a contest (100.00%): more than half.",
		"electorate-too-small": "1 vote was cast, more than the 1 member who could vote: one of the two is wrong.",
	} {
		if got := rulebook.Sentence(nil, rulebook.Reason{Code: code, Figures: figures}); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(small))
	for _, name := range rules.Names() {
		data, err := rules.Read(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte("a: &a [*a]"))
	f.Add([]byte("? - - - {[}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		book, err := rulebook.Parse(data)
		switch {
		case err != nil && !party.Is(err, party.Invalid):
			t.Fatalf("an error of another kind: %v", err)
		case err == nil && book.Check(defaults(book)) != nil:
			t.Fatal("a default does not pass Check")
		}
	})
}

func defaults(book *rulebook.Book) rulebook.Setting {
	setting := rulebook.Setting{}
	for _, p := range book.Parameters {
		setting[p.Name] = p.Default
	}
	return setting
}

func ExampleSentence() {
	reason := rulebook.Reason{Clause: "IV.5.B", Status: rulebook.Met, Code: "pool-reached", Figures: rulebook.Figures{
		"pool": "branch", "select": "5", "of": "11", "share": "5/11", "bar": "1/3", "reach": "at-least",
	}}
	fmt.Println(rulebook.Sentence(nil, reason))
	// Output: 5 of 11 party branches asked for a contest (45.45%): one third or more.
}
