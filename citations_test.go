package selectorate_test

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/rules"
)

// Code that implements a clause says so: "// clause: uk-labour/2018 IV.5.B". A * in the book's name stands
// for every year in which that clause reads the same: "// clause: uk-labour/* unit-tie".
var (
	citation = regexp.MustCompile(`^// clause: (\S+) (\S+)$`)
	citing   = regexp.MustCompile(`(?i)^//\s*clause:`)
)

// TestCitations binds rules and code both ways: what code cites stands in the books, and what the books
// leave to be set is read by code that says so.
func TestCitations(t *testing.T) {
	var books []*rulebook.Book
	for _, name := range rules.Names() {
		data, err := rules.Read(name)
		if err != nil {
			t.Fatal(err)
		}
		book, err := rulebook.Parse(data)
		if err != nil {
			t.Fatalf("parse %s: %v", name, err)
		}
		books = append(books, book)
	}
	if len(books) == 0 {
		t.Fatal("no rulebook is shipped")
	}
	complain(t, checkCitations(sources(t), books))
}

// checkCitations looks for citations that no book answers, and for clauses with parameters that nobody cites.
func checkCitations(all []source, books []*rulebook.Book) (found []string) {
	cited := map[string]bool{} // "book clause"
	for _, s := range all {
		if s.test() {
			continue
		}
		for _, group := range s.file.Comments {
			for _, comment := range group.List {
				if !citing.MatchString(comment.Text) {
					continue
				}
				parts := citation.FindStringSubmatch(comment.Text)
				if parts == nil {
					found = append(found, fmt.Sprintf("%s: cite a clause as \"// clause: BOOK CLAUSE\" and nothing else on the line", s.at(comment)))
					continue
				}
				names := resolve(books, parts[1], parts[2])
				if len(names) == 0 {
					found = append(found, fmt.Sprintf("%s: no shipped book %s has a clause %s", s.at(comment), parts[1], parts[2]))
				}
				for _, name := range names {
					cited[name] = true
				}
			}
		}
	}
	return append(found, uncited(books, cited)...)
}

// resolve names the clauses, as "book clause", that a citation means.
func resolve(books []*rulebook.Book, pattern, clause string) (names []string) {
	for _, book := range books {
		if match, err := path.Match(pattern, book.Name); err != nil || !match {
			continue
		}
		if _, ok := book.Clause(clause); ok {
			names = append(names, book.Name+" "+clause)
		}
	}
	return names
}

// uncited complains about each clause that leaves something to be set and is cited nowhere.
func uncited(books []*rulebook.Book, cited map[string]bool) (found []string) {
	for _, book := range books {
		for _, parameter := range book.Parameters {
			name := book.Name + " " + parameter.Clause
			if !cited[name] {
				cited[name] = true // say it once
				found = append(found, fmt.Sprintf("%s: the clause has the parameter %s, and no code cites it", name, parameter.Name))
			}
		}
	}
	slices.Sort(found)
	return found
}

func TestCitationsHold(t *testing.T) {
	book := func(name string, parameters ...rulebook.Parameter) *rulebook.Book {
		return &rulebook.Book{Name: name, Clauses: []rulebook.Clause{{ID: "bar"}, {ID: "tie"}}, Parameters: parameters}
	}
	tie := rulebook.Parameter{Name: "tie_counts", Clause: "tie"}
	books := []*rulebook.Book{book("north/2018"), book("north/2021", tie), book("south/2021", tie)}
	check := func(text string, want ...string) {
		t.Helper()
		s, err := parse("selection/decide.go", "package selection\n\n"+strings.TrimSpace(text)+"\nfunc f() {}\n")
		if err != nil {
			t.Fatal(err)
		}
		wants(t, checkCitations([]source{s}, books), want...)
	}
	check("// clause: */2021 tie")
	check("// clause: north/2021 tie\n// clause: south/2021 tie\n// clause: north/2018 bar")
	check("// clause: north/* tie", "south/2021 tie: the clause has the parameter tie_counts")
	check("// clause: */* tie\n// clause: north/2018 IV", "selection/decide.go:4: no shipped book north/2018 has a clause IV")
	check("// clause: */* tie\n// clause: west/2018 bar", "no shipped book west/2018")
	check("// clause: */* tie\n// Clause: north/2018 bar, see there", "cite a clause as")
}
