package selectorate_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// How large things may grow, in lines. A longer one wants to be two.
const (
	maxFunction  = 80
	maxFile      = 400
	maxPackage   = 1500
	maxInterface = 6 // methods
)

// spread are the packages that may be larger than maxPackage: the pages, and the commands, stand flat in one package of small
// files.
var spread = []string{"internal/web", "cmd/selectorate"}

// drawers are names that say what kind of thing a package is instead of what it is about.
var drawers = []string{
	"base", "common", "controller", "core", "handler", "helper", "helpers", "manager", "misc", "model",
	"models", "service", "services", "shared", "type", "types", "util", "utils",
}

// decides are the rooms in which something is decided; a float has no place there.
var decides = []string{"party", "rulebook", "org", "selection", "count", "register", "belenios", "verify"}

// source is one parsed file of ours.
type source struct {
	name string // path from the root
	text string
	file *ast.File
	set  *token.FileSet
}

func (s source) room() string { return path.Dir(s.name) }
func (s source) test() bool   { return strings.HasSuffix(s.name, "_test.go") }

func (s source) at(node ast.Node) string {
	return fmt.Sprintf("%s:%d", s.name, s.set.Position(node.Pos()).Line)
}

func (s source) lines(node ast.Node) int {
	return s.set.Position(node.End()).Line - s.set.Position(node.Pos()).Line + 1
}

// parse reads a file as Go.
func parse(name, text string) (source, error) {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, text, parser.ParseComments|parser.SkipObjectResolution)
	return source{name: filepath.ToSlash(name), text: text, file: file, set: set}, err
}

// foreign tells whether a folder holds no sources of the house.
func foreign(folder string) bool {
	return folder != "." && (strings.HasPrefix(folder, ".") || folder == "testdata" || folder == "node_modules")
}

// sources parses every Go file of ours, those of the tools and the tests included.
func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	err := filepath.WalkDir(".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && foreign(entry.Name()) {
			return filepath.SkipDir
		}
		if path.Ext(name) != ".go" {
			return nil
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		s, err := parse(name, string(data))
		if err != nil {
			return fmt.Errorf("parse %s: %w", name, err)
		}
		all = append(all, s)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestShape(t *testing.T) {
	for _, s := range sources(t) {
		complain(t, checkSize(s))
		complain(t, checkWords(s))
		complain(t, checkForm(s))
	}
}

// checkSize measures a file, its functions and its interfaces. Tests may be as long as their tables.
func checkSize(s source) (found []string) {
	if s.test() {
		return nil
	}
	if n := strings.Count(s.text, "\n"); n > maxFile {
		found = append(found, fmt.Sprintf("%s: %d lines, more than %d", s.name, n, maxFile))
	}
	ast.Inspect(s.file, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.FuncDecl:
			if n := s.lines(node); n > maxFunction {
				found = append(found, fmt.Sprintf("%s: func %s has %d lines, more than %d", s.at(node), node.Name.Name, n, maxFunction))
			}
		case *ast.InterfaceType:
			if n := node.Methods.NumFields(); n > maxInterface {
				found = append(found, fmt.Sprintf("%s: an interface with %d methods, more than %d", s.at(node), n, maxInterface))
			}
		}
		return true
	})
	return found
}

// unfinished matches what marks work that was left for later. It is put together so as not to match itself.
var unfinished = regexp.MustCompile(`\b(` + strings.Join([]string{"TO" + "DO", "FIX" + "ME", "XX" + "X", "not " + "implemented"}, "|") + `)\b`)

// checkWords looks for marks of unfinished work. A test may name them in order to look for them.
func checkWords(s source) (found []string) {
	for i, line := range strings.Split(s.text, "\n") {
		if _, comment, _ := strings.Cut(line, "//"); s.test() {
			line = comment
		}
		if mark := unfinished.FindString(line); mark != "" {
			found = append(found, fmt.Sprintf("%s:%d: %q: finish it, or write an issue", s.name, i+1, mark))
		}
	}
	return found
}

// checkForm looks for init functions anywhere, and in the rooms for goroutines and floats.
func checkForm(s source) (found []string) {
	decided := below(s.room(), decides) && !s.test()
	ast.Inspect(s.file, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.FuncDecl:
			if node.Recv == nil && node.Name.Name == "init" {
				found = append(found, s.at(node)+": an init function; do it where it is asked for")
			}
		case *ast.GoStmt:
			if decided {
				found = append(found, s.at(node)+": a goroutine in a room")
			}
		case *ast.Ident:
			if decided && (node.Name == "float64" || node.Name == "float32") {
				found = append(found, s.at(node)+": a float where something is decided")
			}
		case *ast.BasicLit:
			if decided && node.Kind == token.FLOAT {
				found = append(found, s.at(node)+": a float where something is decided")
			}
		}
		return true
	})
	return found
}

func TestPackages(t *testing.T) {
	for _, p := range house(t) {
		lines := 0
		for _, name := range p.GoFiles {
			data, err := os.ReadFile(filepath.Join(p.Dir, name))
			if err != nil {
				t.Fatal(err)
			}
			lines += codeLines(string(data))
		}
		complain(t, checkPackage(p, lines))
	}
}

// codeLines counts the lines that are neither blank nor a comment alone: what is explained must not count
// against what is done.
func codeLines(text string) (n int) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "//") {
			n++
		}
	}
	return n
}

// checkPackage looks at a package's name, its comment and its size.
func checkPackage(p pkg, lines int) (found []string) {
	for part := range strings.SplitSeq(p.name(), "/") {
		if slices.Contains(drawers, part) {
			found = append(found, fmt.Sprintf("%s: %q says what kind of thing it is, not what it is about", p.name(), part))
		}
	}
	base := path.Base(p.name())
	if !strings.HasPrefix(p.Doc, "Package "+base+" ") && !strings.HasPrefix(p.Doc, "Command "+base+" ") {
		found = append(found, fmt.Sprintf("%s: no package comment that begins with its name", p.name()))
	}
	if lines > maxPackage && !slices.Contains(spread, p.name()) {
		found = append(found, fmt.Sprintf("%s: %d lines, more than %d", p.name(), lines, maxPackage))
	}
	return found
}
