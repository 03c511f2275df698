package web

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/selectorate/selectorate/rulebook"
)

// bannedInBooks are the words that no rulebook and no sentence of a ruling may say. The list is shorter than
// that of the pages: "a power to act" and "do not matter" are English there.
var bannedInBooks = regexp.MustCompile(`(?i)\b((re|de)?select(s|ed)?|trustees?|folds?|checkpoints?|tiles?|credentials?|` +
	`merkle|leaf|hash(es|ed)?|salts?|digests?|json|clerk)\b`)

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
