package web

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// told is one story as a browser gets it.
type told struct {
	name string
	body string
	root *html.Node
}

// tellAll renders every story, and the storybook's own page.
func tellAll(t *testing.T) []told {
	t.Helper()
	book := Storybook()
	var all []told
	tell := func(name, address string) {
		w := httptest.NewRecorder()
		book.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
		root, err := html.Parse(bytes.NewReader(w.Body.Bytes()))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		all = append(all, told{name, w.Body.String(), root})
	}
	tell("storybook", "/")
	for _, g := range stories() {
		for _, s := range g.States {
			tell(strings.TrimPrefix(s.Href(), "/story/"), s.Href())
		}
	}
	return all
}

func TestPagesAreValid(t *testing.T) {
	for _, p := range tellAll(t) {
		t.Run(p.name, func(t *testing.T) {
			complain(t, balance(p.body))
			complain(t, structure(p.root))
			complain(t, identifiers(p.root))
			complain(t, forms(p.root))
			complain(t, tables(p.root))
			complain(t, nothingActive(p.root))
		})
	}
}

func complain(t *testing.T, found []string) {
	t.Helper()
	for _, f := range found {
		t.Error(f)
	}
}

// void are the elements without an end; the SVG ones close themselves.
var void = []string{"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}

// balance looks for elements that are not closed in the order in which they were opened. The parser of a
// browser would mend them silently.
func balance(body string) (found []string) {
	var open []string
	z := html.NewTokenizer(strings.NewReader(body))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if len(open) > 0 {
				found = append(found, fmt.Sprintf("never closed: %v", open))
			}
			return found
		case html.StartTagToken:
			name, _ := z.TagName()
			if !slices.Contains(void, string(name)) {
				open = append(open, string(name))
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			if len(open) == 0 || open[len(open)-1] != string(name) {
				return append(found, fmt.Sprintf("</%s> closes %v", name, open))
			}
			open = open[:len(open)-1]
		}
	}
}

// structure looks at what every page has once, and at the order of headings.
func structure(root *html.Node) (found []string) {
	one := map[atom.Atom]int{}
	level := 0
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		one[n.DataAtom]++
		if h := heading(n); h > 0 {
			if level > 0 && h > level+1 { // a summary of errors stands before the first heading
				found = append(found, fmt.Sprintf("heading %q jumps from level %d to %d", text(n), level, h))
			}
			level = h
		}
		if n.DataAtom == atom.Html && attr(n, "lang") == "" {
			found = append(found, "no language")
		}
		if n.DataAtom == atom.Title && strings.TrimSpace(text(n)) == "" {
			found = append(found, "an empty title")
		}
	}
	for _, a := range []atom.Atom{atom.H1, atom.Title, atom.Main} {
		if one[a] != 1 {
			found = append(found, fmt.Sprintf("%d of <%s>, not one", one[a], a))
		}
	}
	return found
}

func heading(n *html.Node) int {
	if len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6' {
		return int(n.Data[1] - '0')
	}
	return 0
}

// identifiers looks for the same identifier twice and for references to none.
func identifiers(root *html.Node) (found []string) {
	ids := map[string]bool{}
	for n := range root.Descendants() {
		id := attr(n, "id")
		if id != "" && ids[id] {
			found = append(found, fmt.Sprintf("the identifier %q stands twice", id))
		}
		ids[id] = true
	}
	for n := range root.Descendants() {
		for _, name := range []string{"for", "aria-labelledby", "aria-describedby", "aria-controls"} {
			for id := range strings.FieldsSeq(attr(n, name)) {
				if !ids[id] {
					found = append(found, fmt.Sprintf("%s=%q refers to nothing", name, id))
				}
			}
		}
		if href := attr(n, "href"); strings.HasPrefix(href, "#") && !ids[href[1:]] {
			found = append(found, fmt.Sprintf("href=%q leads nowhere on the page", href))
		}
	}
	return found
}

// forms looks for fields without a label and buttons without words.
func forms(root *html.Node) (found []string) {
	labelled := map[string]bool{}
	for n := range root.Descendants() {
		if n.DataAtom == atom.Label && strings.TrimSpace(text(n)) != "" {
			labelled[attr(n, "for")] = true
		}
	}
	for n := range root.Descendants() {
		switch n.DataAtom {
		case atom.Input, atom.Select, atom.Textarea:
			if attr(n, "type") != "hidden" && !labelled[attr(n, "id")] {
				found = append(found, fmt.Sprintf("the field %q has no label", attr(n, "name")))
			}
		case atom.Button, atom.A:
			if strings.TrimSpace(text(n)) == "" {
				found = append(found, fmt.Sprintf("a <%s> says nothing", n.Data))
			}
		}
	}
	return found
}

// tables looks for header cells without a scope and tables without a caption.
func tables(root *html.Node) (found []string) {
	for n := range root.Descendants() {
		if n.DataAtom == atom.Th && attr(n, "scope") == "" {
			found = append(found, fmt.Sprintf("the header cell %q has no scope", text(n)))
		}
		if n.DataAtom != atom.Table {
			continue
		}
		captions := 0
		for d := range n.Descendants() {
			if d.DataAtom == atom.Caption {
				captions++
			}
		}
		if captions != 1 {
			found = append(found, fmt.Sprintf("a table with %d captions", captions))
		}
	}
	return found
}

// nothingActive looks for what the policy of the pages would stop.
func nothingActive(root *html.Node) (found []string) {
	for n := range root.Descendants() {
		if n.DataAtom == atom.Script || n.DataAtom == atom.Style || n.DataAtom == atom.Iframe {
			found = append(found, "<"+n.Data+"> on a page")
		}
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				found = append(found, "the attribute "+a.Key+" on a page")
			}
		}
	}
	return found
}

// banned are the words of the code, and words that officers read both ways. See doc/glossary.md.
var banned = regexp.MustCompile(`(?i)\b(acts?|matters?|pools?|folds?|folded|checkpoints?|tiles?|credentials?|` +
	`(re|de)?select(s|ed|ions)?|triggered|not-triggered|trustees?|register(s|ed)?|merkle|leaf|` +
	`hash(es|ed)?|salts?|digests?|json|seal(s|ed)?|clerk|enum|null|nil|stub|TODO)\b`)

// TestPagesUsePeoplesWords reads every text of every page, and the attributes that are read aloud. What
// stands in <code> and <pre> is the software's, and the page says so.
func TestPagesUsePeoplesWords(t *testing.T) {
	for _, p := range tellAll(t) {
		t.Run(p.name, func(t *testing.T) {
			for _, said := range spoken(p.root) {
				if word := banned.FindString(said); word != "" {
					t.Errorf("%q in %q", word, said)
				}
			}
		})
	}
}

// TestBannedWordsAreFound shows that the test above can fail.
func TestBannedWordsAreFound(t *testing.T) {
	for _, said := range []string{"The act of", "two Matters", "reselect", "Select a file", "the pool", "deselected", "a tile", "Register"} {
		if banned.FindString(said) == "" {
			t.Errorf("nothing found in %q", said)
		}
	}
	for _, said := range []string{"exactly", "a fact", "practice", "untold", "registrar of companies", "action"} {
		if word := banned.FindString(said); word != "" {
			t.Errorf("found %q in %q", word, said)
		}
	}
}

// spoken gives every text that people see or hear.
func spoken(n *html.Node) (said []string) {
	if n.Type == html.TextNode && strings.TrimSpace(n.Data) != "" {
		return []string{n.Data}
	}
	if n.DataAtom == atom.Code || n.DataAtom == atom.Pre || n.DataAtom == atom.Textarea {
		return nil
	}
	for _, name := range []string{"aria-label", "alt", "title", "placeholder"} {
		if value := attr(n, name); value != "" {
			said = append(said, value)
		}
	}
	for c := range n.ChildNodes() {
		said = append(said, spoken(c)...)
	}
	return said
}

// deep are the pages into the middle of which others link, by their route.
var deep = map[string]string{"GET /about": "about", "GET /rules/{name...}": "rulebook"}

// TestLinksLeadSomewhere asks the table of routes for every link of every page.
func TestLinksLeadSomewhere(t *testing.T) {
	f := &face{routes: http.NewServeMux(), pages: mustParse(inventedSite().Zone)}
	f.addRoutes()
	all := tellAll(t)
	anchors := map[string]bool{} // page#identifier
	for _, p := range all {
		page, _, _ := strings.Cut(p.name, "/")
		for n := range p.root.Descendants() {
			anchors[page+"#"+attr(n, "id")] = true
		}
	}
	for _, p := range all {
		t.Run(p.name, func(t *testing.T) {
			for n := range p.root.Descendants() {
				for _, name := range []string{"href", "action", "src"} {
					to := attr(n, name)
					if to == "" || strings.HasPrefix(to, "#") || strings.HasPrefix(to, "/story/") {
						continue
					}
					method := http.MethodGet
					if attr(n, "method") == "post" {
						method = http.MethodPost
					}
					to, fragment, _ := strings.Cut(to, "#")
					_, pattern := f.routes.Handler(httptest.NewRequest(method, to, nil))
					if pattern == "" || to[0] != '/' {
						t.Errorf("%s %s leads nowhere", method, to)
					}
					if fragment != "" && !anchors[deep[pattern]+"#"+fragment] {
						t.Errorf("%s has no %q", to, fragment)
					}
				}
			}
		})
	}
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func text(n *html.Node) string {
	var all strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			all.WriteString(d.Data)
		}
	}
	return all.String()
}
