package selectorate_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/method"
	"github.com/selectorate/selectorate/count/read"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/rules"
	"github.com/selectorate/selectorate/selection"
)

// directModules lists the modules that go.mod requires for our own imports.
func directModules(t *testing.T) []string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "mod", "edit", "-json").Output()
	if err != nil {
		t.Fatalf("read go.mod: %v", err)
	}
	var mod struct {
		Require []struct {
			Path     string
			Indirect bool
		}
	}
	if err := json.Unmarshal(out, &mod); err != nil {
		t.Fatalf("read go.mod: %v", err)
	}
	var paths []string
	for _, require := range mod.Require {
		if !require.Indirect {
			paths = append(paths, require.Path)
		}
	}
	return paths
}

// TestDependenciesAreDecided holds doc/decisions to its promise: a line for every module that we import.
func TestDependenciesAreDecided(t *testing.T) {
	data, err := os.ReadFile("doc/decisions/0001-dependencies.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, module := range directModules(t) {
		if !strings.Contains(string(data), "`"+module+"`") {
			t.Errorf("doc/decisions/0001-dependencies.md has no line for %s", module)
		}
	}
}

// documents gives our documents by their path.
func documents(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && foreign(entry.Name()) {
			return filepath.SkipDir
		}
		if path.Ext(name) == ".md" {
			data, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			found[name] = string(data)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

var link = regexp.MustCompile(`\]\(([^)\s]+)\)`)

// checkLinks looks for links of a document that lead to a file which exists(path) denies.
func checkLinks(name, text string, exists func(string) bool) (found []string) {
	for _, match := range link.FindAllStringSubmatch(text, -1) {
		target, _, _ := strings.Cut(match[1], "#")
		if target == "" || strings.Contains(target, "://") {
			continue
		}
		if !exists(path.Join(path.Dir(name), target)) {
			found = append(found, name+": the link to "+target+" leads nowhere")
		}
	}
	return found
}

func TestLinksLeadSomewhere(t *testing.T) {
	for name, text := range documents(t) {
		complain(t, checkLinks(name, text, func(target string) bool {
			_, err := os.Stat(target)
			return err == nil
		}))
	}
}

var returnsInReadme = regexp.MustCompile("(?s)```csv\n(.*?)```")

// TestReadmeDecides computes the decision that the README tells its readers to expect.
func TestReadmeDecides(t *testing.T) {
	data, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	block := returnsInReadme.FindSubmatch(data)
	if block == nil {
		t.Fatal("README.md shows no returns file")
	}
	file, err := selection.ParseReturns(block[1])
	if err != nil {
		t.Fatalf("the returns file in README.md: %v", err)
	}
	for name, want := range map[string]rulebook.Outcome{
		"uk-labour/2018": rulebook.Triggered,
		"uk-labour/2021": rulebook.NotTriggered,
	} {
		source, err := rules.Read(name)
		if err != nil {
			t.Fatal(err)
		}
		book, err := rulebook.Parse(source)
		if err != nil {
			t.Fatal(err)
		}
		if got := selection.Decide(book, nil, file).Ruling.Outcome; got != want {
			t.Errorf("%s gives %s, and README.md says %s", name, got, want)
		}
	}
}

var papersInReadme = regexp.MustCompile("(?s)```blt\n(.*?)```")

// TestReadmeCounts counts the papers that the README shows, and holds it to what it says of them.
func TestReadmeCounts(t *testing.T) {
	data, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	block := papersInReadme.FindSubmatch(data)
	if block == nil {
		t.Fatal("README.md shows no ballot papers")
	}
	election, err := read.File(block[1], "README.md", read.Options{})
	if err != nil {
		t.Fatal(err)
	}
	rule, ok := method.Find("scottish")
	if !ok {
		t.Fatal("there is no rule scottish")
	}
	result, err := rule.Count(election, count.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(result.Winners, []int{0, 1}) || len(result.Stages) != 2 || !result.Quota.Equal(exact.Int(6)) || !result.Stages[1].Votes[1].Equal(exact.Int(6)) {
		t.Errorf("elected %v in %d stages with a quota of %s", result.Winners, len(result.Stages), result.Quota)
	}
}
