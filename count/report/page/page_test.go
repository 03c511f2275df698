package page_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/constraint"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/method"
	"github.com/selectorate/selectorate/count/read"
	"github.com/selectorate/selectorate/count/report/page"
	"github.com/selectorate/selectorate/party"
)

// counted is a count with what its page is told beside it.
type counted struct {
	name    string
	result  *count.Result
	options page.Options
}

// fruit is an election with a tie that only a lot settles, a surplus, papers that are not valid, and names that
// would break a page that does not take care of them.
const fruit = `6 2
-6
7 1 2 0
3 2 1 0
3 3 4 0
2 4 5 0
2 5 4 0
1 6 0
1 4 2=3 0
0
"Afal <b>Coch</b>"
"Ubh's & "Úll" Mór"
"Śliwka Węgierka"
"Gwsberen Ŵyn ac Eirin Mair o'r Ardd Gefn"
"Mefus"
"Cirsium"
"Fruit of the year"
`

// tally counts a file by a rule, with a seed.
func tally(t testing.TB, name, rule, file string, data []byte, options count.Options) counted {
	t.Helper()
	e, err := read.File(data, file, read.Options{})
	if err != nil {
		t.Fatal(err)
	}
	m, ok := method.Find(rule)
	if !ok {
		t.Fatalf("there is no rule %q", rule)
	}
	options.Seed = "dice: 4 2 6 6 1"
	r, err := m.Count(e, options)
	if _, waits := errors.AsType[*count.LotNeeded](err); err != nil && !waits {
		t.Fatal(err)
	}
	return counted{name, r, page.Options{Method: m, File: filepath.Base(file)}}
}

// crowd makes an election of so many candidates whose papers follow a fixed pattern.
func crowd(candidates, papers int) []byte {
	var out strings.Builder
	fmt.Fprintf(&out, "%d 1\n", candidates)
	x := uint32(7)
	for range papers {
		out.WriteString("1")
		seen := map[uint32]bool{}
		for range 5 {
			x = x*1664525 + 1013904223
			c := (x >> 16) % uint32(candidates)
			c = c * ((x >> 8) % uint32(candidates)) / uint32(candidates)
			if !seen[c] {
				seen[c] = true
				fmt.Fprintf(&out, " %d", c+1)
			}
		}
		out.WriteString(" 0\n")
	}
	out.WriteString("0\n")
	for c := range candidates {
		fmt.Fprintf(&out, "\"Lamp %d\"\n", c+1)
	}
	out.WriteString("\"A crowd of lamps\"\n")
	return []byte(out.String())
}

// counts gives the counts whose pages are looked at: invented ones, and real ones if their data are there.
func counts(t testing.TB) []counted {
	t.Helper()
	women := constraint.Limit{Category: "tree", Group: "berries", Members: []int{4, 5}, Min: 1, Max: -1}
	all := []counted{
		tally(t, "fruit", "scottish", "fruit.blt", []byte(fruit), count.Options{}),
		tally(t, "limits", "scottish", "fruit.blt", []byte(fruit), count.Options{Constraints: []constraint.Limit{women}}),
		tally(t, "plurality", "plurality", "fruit.blt", []byte(fruit), count.Options{Seats: 1}),
		tally(t, "ers97", "ers97", "fruit.blt", []byte(fruit), count.Options{}),
		tally(t, "crowd", "eliminating", "crowd.blt", crowd(36, 1500), count.Options{}),
	}
	unfinished := tally(t, "unfinished", "scottish", "fruit.blt", []byte(fruit), count.Options{})
	cut := *unfinished.result
	cut.Complete, cut.Winners, cut.Stages, cut.Ties = false, cut.Winners[:1], cut.Stages[:2], nil
	cut.Waiting = &count.LotNeeded{Stage: 2, For: "exclusion", Candidates: []int{0, 1}, Names: []string{"Afal", "Ubh"}}
	unfinished.result = &cut
	all = append(all, unfinished, counted{name: "pairwise", result: pairwise()})
	root := os.Getenv("SELECTORATE_DATA")
	if root == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("SELECTORATE_DATA is not set: the reference elections are missing")
		}
		return all // the invented counts have something to say by themselves
	}
	for _, c := range []struct{ name, rule, file string }{
		{"almond", "scottish", "scotland-2017-sample/edinburgh_2017_ward1.blt"},
		{"almond-ers97", "ers97", "scotland-2017-sample/edinburgh_2017_ward1.blt"},
		{"portland", "scottish", "portland-2024-d1/portland_2024_d1.blt"},
	} {
		file := filepath.Join(root, "elections", c.file)
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, tally(t, c.name, c.rule, file, data, count.Options{}))
	}
	return all
}

// pairwise is a comparison by hand.
func pairwise() *count.Result {
	n := exact.Int
	return &count.Result{
		Rule: "schulze", Title: "Lamp, two by two", Seats: 1, Complete: true, Winners: []int{1}, Ballots: count.Ballots{Valid: 9, Votes: n(9)},
		Candidates: []count.Candidate{{Name: "Oil"}, {Name: "Gas"}, {Name: "Arc"}},
		Matrix:     [][]exact.Number{{n(0), n(4), n(6)}, {n(5), n(0), n(7)}, {n(3), n(2), n(0)}},
		Ranking:    [][]int{{1}, {0}, {2}},
		Stages: []count.Stage{{
			Number: 1, Action: count.Comparison, Reason: "Every two candidates are compared.",
			Decisions: []count.Decision{{Verb: count.Elected, Candidates: []int{1}, Reason: "Gas is preferred to each of the others."}},
		}},
	}
}

func write(t testing.TB, c counted) string {
	t.Helper()
	var out bytes.Buffer
	if err := page.Write(&out, c.result, c.options); err != nil {
		t.Fatalf("%s: %v", c.name, err)
	}
	return out.String()
}

// banned are the words that pages must not say, as for the other pages of the house.
var banned = regexp.MustCompile(`(?i)\b(acts?|matters?|pools?|folds?|folded|checkpoints?|tiles?|credentials?|` +
	`(re|de)?select(s|ed|ions)?|triggered|not-triggered|trustees?|register(s|ed)?|merkle|leaf|` +
	`hash(es|ed)?|salts?|digests?|json|seal(s|ed)?|clerk|enum|null|nil|stub|TODO)\b`)

// TestPages holds every page to its form: it can be parsed, uses the words of people, fetches nothing and runs
// nothing, every identifier is there once and every reference has its end.
func TestPages(t *testing.T) {
	for _, c := range counts(t) {
		t.Run(c.name, func(t *testing.T) {
			text := write(t, c)
			root, err := html.Parse(strings.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			ids, wanted := map[string]int{}, []string{}
			for n := range root.Descendants() {
				inspect(t, n, ids, &wanted)
			}
			for id, times := range ids {
				if times > 1 {
					t.Errorf("id %q is there %d times", id, times)
				}
			}
			for _, id := range wanted {
				if ids[id] == 0 {
					t.Errorf("nothing has the id %q", id)
				}
			}
			if again := write(t, c); again != text {
				t.Error("the second page differs from the first")
			}
		})
	}
}

func inspect(t *testing.T, n *html.Node, ids map[string]int, wanted *[]string) {
	t.Helper()
	if n.Type == html.TextNode && n.Parent.Data != "style" && n.Parent.Data != "code" && n.Parent.Data != "cite" { // laws have their own words
		if word := banned.FindString(strings.ReplaceAll(n.Data, "Voting matters", "")); word != "" {
			t.Errorf("%q in %q", word, n.Data)
		}
		if strings.Contains(n.Data, "ZgotmplZ") {
			t.Errorf("the template was given something unsafe: %q", n.Data)
		}
	}
	if n.Data == "script" || n.Data == "img" || n.Data == "b" && n.Parent.Data == "th" {
		t.Errorf("there is a %s", n.Data)
	}
	for _, a := range n.Attr {
		switch {
		case a.Key == "id":
			ids[a.Val]++
		case a.Key == "aria-labelledby":
			*wanted = append(*wanted, strings.Fields(a.Val)...)
		case a.Key == "href" && strings.HasPrefix(a.Val, "#"):
			*wanted = append(*wanted, a.Val[1:])
		case a.Key == "href", a.Key == "src", a.Key == "style", strings.HasPrefix(a.Key, "on"):
			t.Errorf("%s=%q", a.Key, a.Val)
		}
	}
}

// TestPagesSayWhatHappened looks for what each of the counts is there to show.
func TestPagesSayWhatHappened(t *testing.T) {
	for name, wants := range map[string][]string{
		"fruit":      {"Afal &lt;b&gt;Coch&lt;/b&gt;", "Drawing the lots again", "sha256sum", "no preference for a candidate who still stands", "<svg class=\"flow\""},
		"limits":     {"Constraints", "They changed what happened"},
		"plurality":  {"<svg class=\"bars\""},
		"crowd":      {"others", "left", "<summary>Votes after stage 1</summary>"},
		"unfinished": {"The count waits for a lot", "a lot has to be drawn among "},
		"pairwise":   {"Two by two", "Order of all candidates"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, c := range counts(t) {
				if c.name != name {
					continue
				}
				text := write(t, c)
				for _, want := range wants {
					if !strings.Contains(text, want) {
						t.Errorf("does not say %q", want)
					}
				}
			}
		})
	}
}

// TestEveryRule writes a small count by every rule that takes its papers.
func TestEveryRule(t *testing.T) {
	e, err := read.File([]byte(fruit), "fruit.blt", read.Options{})
	if err != nil {
		t.Fatal(err)
	}
	done := 0
	for _, m := range method.All() {
		seats := 0
		if m.One {
			seats = 1
		}
		r, err := m.Count(e, count.Options{Seats: seats, Seed: "4 2 6"})
		if err != nil {
			continue // a rule for other papers than these
		}
		done++
		t.Run(m.Name, func(t *testing.T) {
			if text := write(t, counted{m.Name, r, page.Options{Method: m}}); !strings.Contains(text, html.EscapeString(r.RuleTitle)) || strings.Contains(text, "ZgotmplZ") {
				t.Error("the page does not name the rule, or the template was given something unsafe")
			}
		})
	}
	if done < 10 {
		t.Errorf("only %d rules counted it", done)
	}
}

func TestWriteRefusesWhatContradictsItself(t *testing.T) {
	var out bytes.Buffer
	err := page.Write(&out, &count.Result{Winners: []int{3}}, page.Options{})
	if party.KindOf(err) != party.Invalid || out.Len() > 0 {
		t.Errorf("error %v and %d bytes", err, out.Len())
	}
}

func ExampleWrite() {
	r := &count.Result{
		Title: "Lamp of the year", Rule: "plurality", Seats: 1, Complete: true, Winners: []int{1},
		Candidates: []count.Candidate{{Name: "Oil"}, {Name: "Gas"}}, Ballots: count.Ballots{Valid: 7, Votes: exact.Int(7)},
	}
	var out bytes.Buffer
	if err := page.Write(&out, r, page.Options{File: "lamps.blt"}); err != nil {
		fmt.Println(err)
	}
	for line := range strings.Lines(out.String()) {
		if strings.HasPrefix(line, "<title>") {
			fmt.Print(line)
		}
	}
	// Output: <title>Lamp of the year: result of the count</title>
}
