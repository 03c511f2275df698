package strict

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"github.com/selectorate/selectorate/party"
)

// MaxWhole is the largest whole number that a file may hold.
const MaxWhole = 1_000_000_000

// maxProblems is how many forbidden signs are told at once.
const maxProblems = 50

// Limits say how large a file may be.
type Limits struct {
	Bytes   int
	Tokens  int // words and signs
	Nesting int // groups within groups
}

// Read fills a struct from a YAML file. Loose says at which paths a text may be written as true or 12. What
// does not fit is told in Problems, with line and column; the struct is to be used only if there is none.
func Read(data []byte, into any, limits Limits, loose func(path string) bool) *Document {
	d := &Document{at: map[string]*token.Position{}, loose: loose}
	root, problems := syntax(bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF")), limits)
	if problems != nil {
		d.Problems = problems
		return d
	}
	d.value(root, reflect.ValueOf(into).Elem(), "")
	return d
}

// syntax reads the file as one YAML document without anchors, aliases and tags, and gives its root.
func syntax(data []byte, limits Limits) (ast.Node, party.Problems) {
	if problem, bad := unreadable(data, limits); bad {
		return nil, party.Problems{problem}
	}
	tokens := lexer.Tokenize(string(data))
	if len(tokens) > limits.Tokens {
		return nil, party.Problems{{Message: "the file has more in it than it should", Mend: "is this the right file?"}}
	}
	if problems := refused(tokens, limits.Nesting); problems != nil {
		return nil, problems
	}
	file, err := parser.Parse(tokens, 0)
	if err != nil {
		return nil, party.Problems{syntaxProblem(err)}
	}
	var roots []ast.Node
	for _, doc := range file.Docs {
		if doc.Body != nil {
			roots = append(roots, doc.Body)
		}
	}
	if len(roots) != 1 || len(file.Docs) != 1 {
		return nil, party.Problems{{Line: 1, Message: "the file is not one YAML document", Mend: "take out what stands before the first key and every ---"}}
	}
	return roots[0], nil
}

func unreadable(data []byte, limits Limits) (party.Problem, bool) {
	switch {
	case len(data) > limits.Bytes:
		return party.Problem{Message: fmt.Sprintf("the file is larger than %d KiB", limits.Bytes>>10), Mend: "is this the right file?"}, true
	case !utf8.Valid(data):
		return party.Problem{Message: "the file is not UTF-8 text", Mend: "save it as UTF-8"}, true
	case bytes.IndexByte(data, 0) >= 0:
		return party.Problem{Message: "the file holds a NUL byte", Mend: "save it as plain UTF-8 text"}, true
	}
	return party.Problem{}, false
}

// refused tells the tokens that a file may not have: what makes a small file large (anchors and aliases),
// what makes a value something else than it looks (tags), and nesting that no file needs.
func refused(tokens token.Tokens, maxNesting int) party.Problems {
	var problems party.Problems
	add := func(t *token.Token, message, mend string) {
		if len(problems) < maxProblems {
			problems = append(problems, party.Problem{Line: t.Position.Line, Column: t.Position.Column, Message: message, Mend: mend})
		}
	}
	flow, entries, line := 0, 0, 0
	for _, t := range tokens {
		if t.Position.Line != line {
			line, entries = t.Position.Line, 0
		}
		switch t.Type {
		case token.AnchorType, token.AliasType, token.MergeKeyType:
			add(t, "anchors, aliases and merge keys are not part of the format", "write the value out")
		case token.TagType, token.DirectiveType:
			add(t, "tags and directives are not part of the format", "take it out, and put the value in quotes if it needs them")
		case token.SequenceStartType, token.MappingStartType:
			flow++
		case token.SequenceEndType, token.MappingEndType:
			flow--
		case token.SequenceEntryType, token.MappingKeyType:
			entries++
		}
		if flow > maxNesting || entries > maxNesting || t.Position.IndentNum > 8*maxNesting {
			add(t, "the file is nested deeper than it should be", "is this the right file?")
			return problems
		}
	}
	return problems
}

// twice is how the YAML package says that a key stands twice. Its other messages are about its own grammar.
var twice = regexp.MustCompile(`mapping key "([^"]*)" already defined`)

func syntaxProblem(err error) party.Problem {
	problem := party.Problem{Line: 1, Message: "from here on the file is not YAML", Mend: "check indentation, colons and quotes here"}
	if told, ok := errors.AsType[yaml.Error](err); ok {
		if key := twice.FindStringSubmatch(told.GetMessage()); key != nil {
			problem.Message, problem.Mend = fmt.Sprintf("the key %q stands twice", key[1]), "keep one of them"
		}
		if t := told.GetToken(); t != nil && t.Position != nil {
			problem.Line, problem.Column = t.Position.Line, t.Position.Column
		}
	}
	return problem
}
