package rulebook_test

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
)

func TestInquiry(t *testing.T) {
	book := &rulebook.Book{Digest: "sha256:00", Powers: []rulebook.Power{{
		Act: "void", Clause: "void", Offices: []party.OfficeID{"regional-executive"},
		Grounds: []rulebook.Ground{{Code: "count-wrong", Text: "the count was wrong"}},
	}, {
		Act: "freeze", Clause: "unit-list", Offices: []party.OfficeID{"regional-executive"},
	}}}
	void, _ := book.Power("void")
	freeze, _ := book.Power("freeze")
	for _, c := range []struct {
		name  string
		ask   func(q *rulebook.Inquiry)
		want  rulebook.Outcome
		codes string
	}{
		{"nothing is required", func(*rulebook.Inquiry) {}, rulebook.Allowed, ""},
		{"all is met", func(q *rulebook.Inquiry) {
			q.Require(true, "", "units-named", nil)
			q.Await(true, "", "returns-in", nil)
		}, rulebook.Allowed, "units-named returns-in"},
		{"time is missing", func(q *rulebook.Inquiry) {
			q.Require(true, "", "units-named", nil)
			q.Await(false, "", "returns-in", nil)
		}, rulebook.NotYet, "units-named not-returns-in"},
		{"more than time is missing", func(q *rulebook.Inquiry) {
			q.Await(false, "", "returns-in", nil)
			q.Require(false, "", "units-named", nil)
		}, rulebook.Refused, "not-returns-in not-units-named"},
		{"an office with the power", func(q *rulebook.Inquiry) { q.Power(book, "void", "regional-executive") }, rulebook.Allowed, "office-may"},
		{"an office without", func(q *rulebook.Inquiry) { q.Power(book, "void", "branch-teller") }, rulebook.Refused, "not-office-may"},
		{"a power that nobody has", func(q *rulebook.Inquiry) { q.Power(book, "reopen", "regional-executive") }, rulebook.Refused, "not-office-may"},
		{"nobody", func(q *rulebook.Inquiry) { q.Power(book, "void", "") }, rulebook.Refused, "not-office-may"},
		{"a ground that is named", func(q *rulebook.Inquiry) { q.Ground(void, "count-wrong") }, rulebook.Allowed, "ground-known"},
		{"a ground that is not", func(q *rulebook.Inquiry) { q.Ground(void, "we-lost") }, rulebook.Refused, "not-ground-known"},
		{"no ground", func(q *rulebook.Inquiry) { q.Ground(void, "") }, rulebook.Refused, "not-ground-known"},
		{"no ground where none is needed", func(q *rulebook.Inquiry) { q.Ground(freeze, "") }, rulebook.Allowed, ""},
		{"a ground where none is needed", func(q *rulebook.Inquiry) { q.Ground(freeze, "count-wrong") }, rulebook.Refused, "not-ground-known"},
	} {
		t.Run(c.name, func(t *testing.T) {
			q := rulebook.Ask(book, "test.may@1")
			c.ask(q)
			r := q.Ruling()
			var codes []string
			for _, reason := range r.Reasons {
				codes = append(codes, reason.Code)
				if (reason.Status == rulebook.Met) == strings.HasPrefix(reason.Code, "not-") {
					t.Errorf("%s has the status %s", reason.Code, reason.Status)
				}
			}
			if got := strings.Join(codes, " "); r.Outcome != c.want || got != c.codes {
				t.Errorf("%s: %s, want %s: %s", r.Outcome, got, c.want, c.codes)
			}
			if r.Book != book.Digest || r.Procedure != "test.may@1" {
				t.Errorf("answered under %s by %s", r.Book, r.Procedure)
			}
		})
	}
	if r := rulebook.Ask(nil, "test.may@1").Ruling(); r.Book != "" || !r.OK() {
		t.Errorf("without a book: %+v", r)
	}
}

var requirement = regexp.MustCompile(`(?:Require|Await)\((?s:.*?)"([a-z]+(?:-[a-z]+)*)",\s`)

// TestRequirementsHaveSentences binds the rooms and the table of sentences both ways: whatever a room can
// require is told in words, met and not met, and no sentence is about something that no room requires.
func TestRequirementsHaveSentences(t *testing.T) {
	required := map[string]bool{}
	for _, room := range []string{".", "../org", "../selection"} {
		files, err := filepath.Glob(filepath.Join(room, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, match := range requirement.FindAllSubmatch(data, -1) {
				required[string(match[1])] = true
			}
		}
	}
	if len(required) < 70 {
		t.Fatalf("only %d requirements were found: %v", len(required), slices.Sorted(maps.Keys(required)))
	}
	codes := rulebook.Codes()
	for code := range required {
		for _, said := range []string{code, "not-" + code} {
			if !slices.Contains(codes, said) {
				t.Errorf("%s has no sentence", said)
			}
		}
	}
	for _, code := range codes {
		if met, no := strings.CutPrefix(code, "not-"); no && slices.Contains(codes, met) && !required[met] {
			t.Errorf("no room requires %s, and it has a sentence", met)
		}
	}
}
