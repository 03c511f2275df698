package trigger_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/rules"
	"github.com/selectorate/selectorate/selection/returns"
	"github.com/selectorate/selectorate/selection/trigger"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Every published case gives its published outcome, and under every other book the one in outcomes.txt.
func TestPublishedCases(t *testing.T) {
	folder := filepath.Join("..", "..", "testdata", "cases")
	paths, err := filepath.Glob(filepath.Join(folder, "*.csv"))
	if err != nil || len(paths) < 9 {
		t.Fatalf("%d cases (%v), want at least 9", len(paths), err)
	}
	var table strings.Builder
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		file, err := returns.Parse(data)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		published := strings.Fields(publishedLine(string(data)))
		if len(published) < 2 {
			t.Fatalf("%s does not say what was published", path)
		}
		name := strings.TrimSuffix(filepath.Base(path), ".csv")
		for _, rules := range rules.Names() {
			d := trigger.Decide(book(t, rules), nil, file)
			told := []string{rules, string(d.Ruling.Outcome)}
			if d.Share != nil {
				told = append(told, d.Share.String())
			}
			if rules == published[0] && strings.Join(told[:len(published)], " ") != strings.Join(published, " ") {
				t.Errorf("%s: %v, published %v", name, told, published)
			}
			if d.Certain {
				told = append(told, "certain")
			}
			told = append(told, d.Decisive(book(t, rules))[0].Clause)
			fmt.Fprintf(&table, "%s %s\n", name, strings.Join(told, " "))
		}
	}
	golden(t, filepath.Join(folder, "outcomes.txt"), table.String())
}

func publishedLine(text string) string {
	for line := range strings.SplitSeq(text, "\n") {
		if rest, ok := strings.CutPrefix(line, "# published: "); ok {
			return rest
		}
	}
	return ""
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s is not what is computed now:\n%s", path, got)
	}
}
