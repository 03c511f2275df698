package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/selectorate/selectorate/party"
)

//go:embed pages
var pageFiles embed.FS

// view is what a page shows: one struct for each page, with Page in it.
type view interface {
	name() string // the folder under pages/
	page() Page
}

// Page is what the layout needs of every page.
type Page struct {
	Site    Site
	Title   string // the heading of the page and, with the organisation's name, of the tab
	Section string // which link of the navigation is the current one, by its address; "" for none
	Status  int    // of HTTP; 0 means 200
	Flawed  bool   // something that was sent must be mended: the tab says so first
}

func (p Page) page() Page { return p }

// Sections are the links of the navigation.
func (p Page) Sections() []Section {
	all := []Section{
		{"/", "Rounds", false},
		{"/rules", "Rules", false},
		{"/what-if", "What if", false},
		{"/record", "Public record", false},
		{"/about", "Who runs it", false},
	}
	for i := range all {
		all[i].Current = all[i].Href == p.Section
	}
	return all
}

// Section is one link of the navigation.
type Section struct {
	Href    string
	Text    string
	Current bool
}

// pages are the parsed templates, by the name of the page.
type pages struct{ byName map[string]*template.Template }

// mustParse reads every page's template with the layout and the parts. The templates are embedded, so an
// error is a mistake of ours that every test meets.
func mustParse(zone *time.Location) *pages {
	base := template.Must(template.New("layout.html").Funcs(words(zone)).
		ParseFS(pageFiles, "pages/layout.html", "pages/parts/*.html"))
	folders, err := fs.ReadDir(pageFiles, "pages")
	if err != nil {
		panic(err)
	}
	all := &pages{byName: map[string]*template.Template{}}
	for _, folder := range folders {
		name := folder.Name()
		if !folder.IsDir() || name == "parts" {
			continue
		}
		own := template.Must(base.Clone())
		all.byName[name] = template.Must(own.ParseFS(pageFiles, path.Join("pages", name, name+".html")))
	}
	return all
}

// write renders a page whole before anything is sent, so that a failure never leaves half a page.
func (p *pages) write(w http.ResponseWriter, v view) error {
	var page bytes.Buffer
	if err := p.byName[v.name()].Execute(&page, v); err != nil {
		return fmt.Errorf("render the page %s: %w", v.name(), err)
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(page.Len()))
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-cache")
	}
	status := v.page().Status
	if status == 0 {
		status = http.StatusOK
	}
	w.WriteHeader(status)
	if _, err := w.Write(page.Bytes()); err != nil {
		return fmt.Errorf("send the page %s: %w", v.name(), err)
	}
	return nil
}

// words are the functions that templates may call. They only choose words.
func words(zone *time.Location) template.FuncMap {
	return template.FuncMap{
		"style":   styleHref,
		"moment":  func(t time.Time) string { return t.In(zone).Format("2 January 2006, 15:04:05 MST") },
		"stamp":   func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
		"outcome": forPeople,
		"answer":  answerWord,
		"kind":    kindTitle,
		"units":   func(k party.UnitKind, n int64) string { return k.Words(n) },
		"count":   count,
		"whole":   func(n int) int64 { return int64(n) },
		"capital": capital,
		"status":  statusWord,
		"mark":    markWord,
		"join":    strings.Join,
		"flaw":    flaw,
		"value":   valueWord,
		"between": between,
	}
}

// count writes a number with its noun: "1 seat", "2 seats".
func count(n int64, one, many string) string {
	noun := many
	if n == 1 {
		noun = one
	}
	return thousands(n) + " " + noun
}

// thousands writes a number with commas: 1,234,567.
func thousands(n int64) string {
	digits := strconv.FormatInt(n, 10)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// capital makes the first letter large.
func capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	if size == 0 {
		return text
	}
	return string(unicode.ToUpper(first)) + text[size:]
}
