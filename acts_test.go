package selectorate_test

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/token"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

// kind is the name of an act, such as "selection.returned@1".
var kind = regexp.MustCompile(`^([a-z]+)\.[a-z]+(-[a-z]+)*@[1-9][0-9]*$`)

// TestActs holds the rooms with acts to their furniture: a sealed set, and for each kind of act a golden
// file, because an act that was recorded once must be readable for ever.
func TestActs(t *testing.T) {
	all := sources(t)
	for _, room := range roomsWithActs(all) {
		complain(t, checkActs(room, all, os.DirFS(".")))
	}
}

// roomsWithActs are the packages that have an act.go.
func roomsWithActs(all []source) (names []string) {
	for _, s := range all {
		if path.Base(s.name) == "act.go" && slices.Contains(rooms, s.room()) {
			names = append(names, s.room())
		}
	}
	return names
}

// checkActs compares the kinds that a room's code names with its golden files in tree.
func checkActs(room string, all []source, tree fs.FS) (found []string) {
	kinds := map[string]bool{}
	sealed := false
	for _, s := range all {
		if s.room() != room || s.test() {
			continue
		}
		sealed = sealed || strings.Contains(s.text, "\n//sumtype:decl\n")
		for _, name := range kindsIn(s.file, room) {
			kinds[name] = true
		}
	}
	if !sealed {
		found = append(found, room+": no interface is marked //sumtype:decl, so no linter demands complete switches")
	}
	if len(kinds) == 0 {
		found = append(found, room+": act.go, but no kind of act")
	}
	folder := path.Join(room, "testdata", "acts")
	for name := range kinds {
		data, err := fs.ReadFile(tree, path.Join(folder, name+".json"))
		if err != nil {
			found = append(found, fmt.Sprintf("%s: no golden file %s/%s.json", room, folder, name))
		} else if !json.Valid(data) {
			found = append(found, fmt.Sprintf("%s: %s/%s.json is not JSON", room, folder, name))
		}
	}
	golden, _ := fs.Glob(tree, folder+"/*.json") // no folder: told above, kind by kind
	for _, file := range golden {
		if name := strings.TrimSuffix(path.Base(file), ".json"); !kinds[name] {
			found = append(found, fmt.Sprintf("%s: %s is of a kind that the code no longer names; kinds are for ever", room, file))
		}
	}
	slices.Sort(found)
	return found
}

// kindsIn collects what the Kind methods of a file say.
func kindsIn(file *ast.File, room string) (names []string) {
	for _, declared := range file.Decls {
		method, ok := declared.(*ast.FuncDecl)
		if !ok || method.Recv == nil || method.Name.Name != "Kind" || method.Body == nil {
			continue
		}
		ast.Inspect(method.Body, func(node ast.Node) bool {
			literal, ok := node.(*ast.BasicLit)
			if !ok || literal.Kind != token.STRING {
				return true
			}
			text, err := strconv.Unquote(literal.Value)
			if parts := kind.FindStringSubmatch(text); err == nil && parts != nil && parts[1] == room {
				names = append(names, text)
			}
			return true
		})
	}
	return names
}

func TestActsHold(t *testing.T) {
	const act = "package selection\n\n// Act is.\n//\n//sumtype:decl\ntype Act interface{ Kind() string }\n\n" +
		"func (A) Kind() string { return \"selection.listed@1\" }\n\nconst procedure = \"selection.may@1\"\n"
	check := func(text string, files map[string]string, want ...string) {
		t.Helper()
		s, err := parse("selection/act.go", text)
		if err != nil {
			t.Fatal(err)
		}
		tree := fstest.MapFS{}
		for name, data := range files {
			tree["selection/testdata/acts/"+name] = &fstest.MapFile{Data: []byte(data)}
		}
		wants(t, checkActs("selection", []source{s}, tree), want...)
	}
	good := map[string]string{"selection.listed@1.json": "{}"}
	check(act, good)
	check(act, nil, "no golden file selection/testdata/acts/selection.listed@1.json")
	check(act, map[string]string{"selection.listed@1.json": "{"}, "is not JSON")
	check(act, map[string]string{"selection.listed@1.json": "{}", "selection.gone@1.json": "{}"}, "no longer names")
	check(strings.ReplaceAll(act, "//sumtype:decl", "// closed"), good, "no interface is marked")
	check("package selection\n\n//sumtype:decl\ntype Act interface{}\n", nil, "no kind of act")
}
