package web

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
)

// bannedInBooks are the words that no rulebook and no sentence of a ruling may say. The list is shorter than
// that of the pages: "a power to act" and "do not matter" are English there.
var bannedInBooks = regexp.MustCompile(`(?i)\b((re|de)?select(s|ed)?|trustees?|folds?|checkpoints?|tiles?|credentials?|` +
	`merkle|leaf|hash(es|ed)?|salts?|digests?|json|clerk|pools?|parameters?|` +
	`(the|an|first|this|each|every|which|that) acts?|[a-z]+_[a-z_]+)\b`)

// TestShippedBooksUsePeoplesWords reads the pages of every rulebook that comes with the program, and every
// comparison of one with the next: what is said there comes from the books.
func TestShippedBooksUsePeoplesWords(t *testing.T) {
	shelf, err := NewShelf()
	if err != nil {
		t.Fatal(err)
	}
	c := inventedConfig()
	c.Books = shelf
	server := New(c)
	for i, b := range shelf.books {
		next := shelf.books[(i+1)%len(shelf.books)]
		for _, address := range []string{"/rules/" + b.Name, "/compare?from=" + b.Name + "&to=" + next.Name} {
			t.Run(address, func(t *testing.T) {
				root := get(t, server, address, http.StatusOK)
				for _, said := range spoken(root) {
					if word := bannedInBooks.FindString(said); word != "" {
						t.Errorf("%q in %q", word, said)
					}
				}
				complain(t, structure(root))
				complain(t, identifiers(root))
			})
		}
	}
}

// TestSentencesUsePeoplesWords reads the form of every sentence that a ruling can say.
func TestSentencesUsePeoplesWords(t *testing.T) {
	for _, code := range rulebook.Codes() {
		said := rulebook.Sentence(nil, rulebook.Reason{Code: code})
		if word := bannedInBooks.FindString(said); word != "" {
			t.Errorf("%s: %q in %q", code, word, said)
		}
	}
}

// TestSentencesNamePowersAndSettingsInWords says what rests on the words of the code with real ones.
func TestSentencesNamePowersAndSettingsInWords(t *testing.T) {
	shelf, err := NewShelf()
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range shelf.books {
		for _, p := range b.ToConfirm() {
			said := rulebook.Sentence(b, rulebook.Reason{Code: "sensitive", Figures: rulebook.Figures{
				"parameter": p.Name, "value": "true", "instead": "false", "outcome": "triggered", "counts": "",
			}})
			if word := bannedInBooks.FindString(said); word != "" || !strings.Contains(said, "With no in place of yes") {
				t.Errorf("%s: %q in %q", b.Name, word, said)
			}
		}
	}
	for code, want := range map[string]string{
		"not-office-may":    "The office of procedures secretary does not have the power to declare an answer void.",
		"not-power-running": "The power to declare an answer void ended when the round was decided.",
	} {
		figures := rulebook.Figures{"act": "void", "office": "procedures-secretary", "stage": "decided"}
		if got := rulebook.Sentence(nil, rulebook.Reason{Code: code, Figures: figures}); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

// TestFiguresAreNoConditions keeps what was counted from being called met.
func TestFiguresAreNoConditions(t *testing.T) {
	for code, want := range map[string]rulebook.Status{"half": note, "counted-without-asking": note, "pool-reached": rulebook.Met} {
		if got := ReasonsOf(inventedBook(), []rulebook.Reason{{Clause: "4.2", Status: rulebook.Met, Code: code}})[0].Status; got != want {
			t.Errorf("%s: %s, want %s", code, got, want)
		}
	}
}

// TestNothingIsReachedWhileUnitsAreOutstanding reads the drawing of a pool that is not complete.
func TestNothingIsReachedWhileUnitsAreOutstanding(t *testing.T) {
	shelf, err := NewShelf()
	if err != nil {
		t.Fatal(err)
	}
	c := inventedConfig()
	c.Books = shelf
	w := httptest.NewRecorder()
	New(c).ServeHTTP(w, form("/what-if", "answers=unit,kind,outcome%0ANorthside,branch,contest%0AHarbour+Ward,branch,outstanding"))
	if said := w.Body.String(); strings.Contains(said, "Reached.") || strings.Contains(said, "Not reached.") || !strings.Contains(said, "1 still to answer.") {
		t.Error("a bar is said to be reached, or not, while a unit is outstanding")
	}
}

// TestFlawsAreSentences reads problems as the page says them.
func TestFlawsAreSentences(t *testing.T) {
	for want, p := range map[string]party.Problem{
		"The file is in UTF-16. Save it as UTF-8.":             {Message: "the file is in UTF-16", Mend: "save it as UTF-8"},
		"Line 3, column 8: it is blank. Is it the right file?": {Line: 3, Column: 8, Message: "it is blank", Mend: "is it the right file?"},
		"There are no answers.":                                {Message: "There are no answers"},
	} {
		if got := flaw(p); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	page := WhatIfPage{}.flawed(party.Problem{Message: "one"}, party.Problem{Message: "two"}, party.Problem{Message: "three"})
	if got, want := page.FirstFlaw(), "One. There are 2 more problems, listed above."; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestAFlawedFileIsToldAtItsField sends a file that cannot be used, and finds the problem at the field for files.
func TestAFlawedFileIsToldAtItsField(t *testing.T) {
	var body bytes.Buffer
	parts := multipart.NewWriter(&body)
	file, err := parts.CreateFormFile("file", "answers.csv")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.Write([]byte("unit,kind,outcome\nNorthside,union,late\n")); err != nil {
		t.Fatal(err)
	}
	if err := parts.Close(); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/what-if", &body)
	r.Header.Set("Content-Type", parts.FormDataContentType())
	w := httptest.NewRecorder()
	New(inventedConfig()).ServeHTTP(w, r)
	root, err := html.Parse(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	complain(t, identifiers(root))
	for n := range root.Descendants() {
		switch attr(n, "id") {
		case "file":
			if attr(n, "aria-invalid") != "true" || !strings.Contains(attr(n, "aria-describedby"), "file-error") {
				t.Errorf("the field for files does not say that it is flawed: %v", n.Attr)
			}
		case "answers":
			if attr(n, "aria-invalid") != "" {
				t.Error("the box is said to be flawed")
			}
		}
	}
}

// TestShippedBooksAreExplained finds powers that the pages have no words for.
func TestShippedBooksAreExplained(t *testing.T) {
	shelf, err := NewShelf()
	if err != nil {
		t.Fatal(err)
	}
	var unknown []string
	for _, b := range shelf.books {
		for _, p := range b.Powers {
			if strings.EqualFold(powerWord(p.Act), p.Act) && !slices.Contains(unknown, p.Act) {
				unknown = append(unknown, p.Act)
			}
		}
		if decides(b) == "" {
			t.Errorf("%s: the page does not say how it decides", b.Name)
		}
	}
	if len(unknown) > 0 {
		t.Errorf("no words for the powers %v", unknown)
	}
}

// TestWhatIfUnderShippedBooks sends answers through the form and reads the outcome under a real book.
func TestWhatIfUnderShippedBooks(t *testing.T) {
	shelf, err := NewShelf()
	if err != nil {
		t.Fatal(err)
	}
	c := inventedConfig()
	c.Books = shelf
	w := httptest.NewRecorder()
	New(c).ServeHTTP(w, form("/what-if", "answers=unit,kind,outcome%0ANorthside,branch,contest%0AHarbour+Ward,branch,no-contest%0ALamplighters,affiliate,no-contest"))
	root, err := html.Parse(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]string{}
	for n := range root.Descendants() {
		if n.Data == "tr" {
			var cells []string
			for cell := range n.ChildNodes() {
				if cell.Type == html.ElementNode {
					cells = append(cells, strings.TrimSpace(text(cell)))
				}
			}
			rows[cells[0]] = cells[1]
		}
	}
	for name, want := range map[string]string{"uk-labour/2018": "Contest", "uk-labour/pre-2018": "No contest"} {
		i := slices.IndexFunc(shelf.books, func(b *rulebook.Book) bool { return b.Name == name })
		if got := rows[shelf.books[i].Title]; got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	for _, said := range spoken(root) {
		if word := bannedInBooks.FindString(said); word != "" {
			t.Errorf("%q in %q", word, said)
		}
	}
}
