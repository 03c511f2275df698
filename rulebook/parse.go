package rulebook

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"github.com/selectorate/selectorate/party"
)

// Format is the first line of every book: the version of the file format, described in
// doc/formats/rulebook.md.
const Format = "selectorate-rulebook/1"

// MaxBytes is the size of the largest file that Parse reads.
const MaxBytes = 256 << 10

// maxNesting is how deep a book may be nested; the deepest place that the format has is 5.
const maxNesting = 12

// maxTokens is how many words and signs a book may have; the longest that comes with the software has 3,000.
const maxTokens = 20_000

// maxProblems is how many problems are told at once.
const maxProblems = 50

// document is a book as a file: the format's name, then the book.
type document struct {
	Format string
	Book
}

// Parse reads a book from the bytes of its file. It is strict: a key that the format does not have, a key
// that stands twice, an anchor, an alias or a tag, and anything that does not fit together (a clause that is
// cited and does not exist, days out of order, weights that do not sum to 1) is refused. The error is of kind
// Invalid and wraps party.Problems, which tells every place at once with line and column.
func Parse(data []byte) (*Book, error) {
	root, problems := syntax(data)
	if problems != nil {
		return nil, unusable(problems)
	}
	var doc document
	d := decoder{at: map[string]*token.Position{}}
	d.decode(root, &doc)
	if len(d.problems) == 0 {
		d.check(&doc)
	}
	if len(d.problems) > 0 {
		return nil, unusable(d.problems)
	}
	doc.Book.Digest = DigestOf(data)
	return &doc.Book, nil
}

// DigestOf gives the digest of a book's file: "sha256:" and 64 lower-case hexadecimal digits.
func DigestOf(data []byte) Digest {
	sum := sha256.Sum256(data)
	return Digest("sha256:" + hex.EncodeToString(sum[:]))
}

func unusable(problems party.Problems) error {
	if len(problems) > maxProblems {
		problems = problems[:maxProblems]
	}
	return party.Errorf(party.Invalid, "%w", problems)
}

// syntax reads the file as one YAML document without anchors, aliases and tags, and gives its root.
func syntax(data []byte) (ast.Node, party.Problems) {
	if problem, bad := unreadable(data); bad {
		return nil, party.Problems{problem}
	}
	tokens := lexer.Tokenize(string(data))
	if len(tokens) > maxTokens {
		return nil, party.Problems{{Message: "the file has more in it than any rulebook", Mend: "is this the right file?"}}
	}
	if problems := refused(tokens); problems != nil {
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
		return nil, party.Problems{{Line: 1, Message: "a rulebook is one YAML document", Mend: "take out what stands before the first key and every ---"}}
	}
	return roots[0], nil
}

func unreadable(data []byte) (party.Problem, bool) {
	switch {
	case len(data) > MaxBytes:
		return party.Problem{Message: "the rulebook is larger than 256 KiB", Mend: "is this the right file?"}, true
	case !utf8.Valid(data):
		return party.Problem{Message: "the rulebook is not UTF-8 text", Mend: "save it as UTF-8"}, true
	case bytes.IndexByte(data, 0) >= 0:
		return party.Problem{Message: "the rulebook holds a NUL byte", Mend: "save it as plain UTF-8 text"}, true
	}
	return party.Problem{}, false
}

// refused tells the tokens that a book may not have: what makes a small file large (anchors and aliases),
// what makes a value something else than it looks (tags), and nesting that no book needs.
func refused(tokens token.Tokens) party.Problems {
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
			add(t, "the file is nested deeper than any rulebook", "is this the right file?")
			return problems
		}
	}
	return problems
}

func syntaxProblem(err error) party.Problem {
	problem := party.Problem{Line: 1, Message: "the file is not YAML", Mend: "check indentation, colons and quotes here"}
	var told yaml.Error
	if errors.As(err, &told) {
		problem.Message = told.GetMessage()
		if t := told.GetToken(); t != nil && t.Position != nil {
			problem.Line, problem.Column = t.Position.Line, t.Position.Column
		}
	}
	return problem
}
