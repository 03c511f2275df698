package web

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/selectorate/selectorate/internal/web/guard"
)

// get asks for a page and gives what it shows.
func get(t *testing.T, server http.Handler, address string, status int) *html.Node {
	t.Helper()
	w := httptest.NewRecorder()
	server.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
	if w.Code != status {
		t.Fatalf("GET %s: %d, want %d", address, w.Code, status)
	}
	root, err := html.Parse(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// form is a form that is sent from one of our own pages.
func form(address, body string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, address, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return r
}

func title(root *html.Node) string {
	for n := range root.Descendants() {
		if n.Data == "h1" {
			return text(n)
		}
	}
	return ""
}

func TestPages(t *testing.T) {
	server := New(inventedConfig())
	for _, c := range []struct {
		address string
		status  int
		heading string
	}{
		{"/", 200, "Who stands, and why"},
		{"/rounds/2026", 200, "Trigger ballots 2026"},
		{"/rounds/1066", 404, "Page not found"},
		{"/rounds/asleep", 503, "Sorry, there is a problem"},
		{"/rounds/broken", 500, "Sorry, there is a problem"},
		{"/seats/harbour-ward", 200, "Harbour Ward and Northside"},
		{"/seats/nowhere", 404, "Page not found"},
		{"/rules", 200, "Rules"},
		{"/rules/harbour/2026", 200, "Harbour Party rules from 2026"},
		{"/rules/harbour/1900", 404, "Page not found"},
		{"/compare", 200, "Compare two rulebooks"},
		{"/compare?from=harbour/2010&to=harbour/2026", 200, "Compare two rulebooks"},
		{"/compare?from=harbour/2010", 404, "Page not found"},
		{"/what-if", 200, whatIfTitle},
		{"/record", 200, "Public record"},
		{"/record?before=50", 200, "Public record"},
		{"/record?before=x", 404, "Page not found"},
		{"/record/45", 200, "Entry 45 of the public record"},
		{"/record/045", 404, "Page not found"},
		{"/record/-1", 404, "Page not found"},
		{"/record/100", 404, "Page not found"},
		{"/about", 200, "Who runs this, and how to check it"},
		{"/help", 200, "Help and accessibility"},
		{"/static/site-0000.css", 404, "Page not found"},
		{"/nothing/here", 404, "Page not found"},
		{"/../etc/passwd", 404, "Page not found"},
	} {
		t.Run(c.address, func(t *testing.T) {
			if got := title(get(t, server, c.address, c.status)); got != c.heading {
				t.Errorf("heading %q, want %q", got, c.heading)
			}
		})
	}
}

func TestWrongMethodIsToldWhatIsAllowed(t *testing.T) {
	w := httptest.NewRecorder()
	New(inventedConfig()).ServeHTTP(w, form("/about", ""))
	if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "GET, HEAD" {
		t.Errorf("%d, Allow %q", w.Code, w.Header().Get("Allow"))
	}
}

func TestHeaders(t *testing.T) {
	server := New(inventedConfig())
	for _, address := range []string{"/", "/nothing", "/rounds/broken", styleHref()} {
		w := httptest.NewRecorder()
		server.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
		for name, want := range map[string]string{
			"Content-Security-Policy": guard.Policy, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
		} {
			if got := w.Header().Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", address, name, got, want)
			}
		}
		if w.Header().Get("Set-Cookie") != "" {
			t.Errorf("%s sets a cookie", address)
		}
	}
}

func TestStyleIsKeptForEver(t *testing.T) {
	server := New(inventedConfig())
	w := httptest.NewRecorder()
	server.ServeHTTP(w, httptest.NewRequest(http.MethodGet, styleHref(), nil))
	if w.Code != http.StatusOK || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("%d, Cache-Control %q", w.Code, w.Header().Get("Cache-Control"))
	}
	again := httptest.NewRequest(http.MethodGet, styleHref(), nil)
	again.Header.Set("If-None-Match", w.Header().Get("ETag"))
	again.Header.Set("Accept-Encoding", "gzip")
	w = httptest.NewRecorder()
	server.ServeHTTP(w, again)
	if w.Code != http.StatusNotModified || w.Body.Len() > 0 {
		t.Errorf("asked again: %d with %d bytes", w.Code, w.Body.Len())
	}
}

func TestGzip(t *testing.T) {
	server := New(inventedConfig())
	page := func(accept string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, "/seats/harbour-ward", nil)
		r.Header.Set("Accept-Encoding", accept)
		w := httptest.NewRecorder()
		server.ServeHTTP(w, r)
		return w
	}
	plain, zipped := page("br"), page("br, gzip;q=0.8")
	if zipped.Header().Get("Content-Encoding") != "gzip" || zipped.Body.Len() >= plain.Body.Len() {
		t.Fatalf("not compressed: %v", zipped.Header())
	}
	reader, err := gzip.NewReader(zipped.Body)
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(reader)
	if err != nil || !bytes.Equal(got, plain.Body.Bytes()) {
		t.Errorf("another page after compression: %v", err)
	}
	for _, accept := range []string{"gzip;q=0", "gzip; q=0.0", "", "xgzip"} {
		if page(accept).Header().Get("Content-Encoding") != "" {
			t.Errorf("compressed for Accept-Encoding %q", accept)
		}
	}
}

func TestWhatIfKeepsWhatWasTyped(t *testing.T) {
	w := httptest.NewRecorder()
	New(inventedConfig()).ServeHTTP(w, form("/what-if", "answers=unit,kind,outcome%0A%3Cb%3E,branch,perhaps"))
	body := w.Body.String()
	if w.Code != http.StatusUnprocessableEntity {
		t.Errorf("status %d", w.Code)
	}
	for _, want := range []string{"<title>Error: ", "autofocus", "Line 2, column 12", "&lt;b&gt;,branch,perhaps</textarea>"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(body, "<b>,") {
		t.Error("what was typed is not escaped")
	}
}

func TestWhatIfTakesAFile(t *testing.T) {
	send := func(file []byte) *httptest.ResponseRecorder {
		var body bytes.Buffer
		parts := multipart.NewWriter(&body)
		if part, err := parts.CreateFormFile("file", "answers.csv"); err != nil {
			t.Fatal(err)
		} else if _, err := part.Write(file); err != nil {
			t.Fatal(err)
		}
		if err := parts.Close(); err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest(http.MethodPost, "/what-if", &body)
		r.Header.Set("Content-Type", parts.FormDataContentType())
		w := httptest.NewRecorder()
		New(inventedConfig()).ServeHTTP(w, r)
		return w
	}
	for name, c := range map[string]struct {
		file   []byte
		status int
	}{
		"good":       {[]byte("unit,kind,outcome\nNorthside,branch,contest\n"), http.StatusOK},
		"empty":      {nil, http.StatusUnprocessableEntity},
		"no text":    {[]byte{0xff, 0xfe, 0, 1}, http.StatusUnprocessableEntity},
		"too large":  {bytes.Repeat([]byte("x"), guard.MaxBody+1), http.StatusRequestEntityTooLarge},
		"just fits":  {bytes.Repeat([]byte("#\n"), guard.MaxBody/2-500), http.StatusUnprocessableEntity},
		"only a BOM": {[]byte("\ufeff"), http.StatusUnprocessableEntity},
	} {
		if w := send(c.file); w.Code != c.status {
			t.Errorf("%s: %d, want %d", name, w.Code, c.status)
		}
	}
}

func TestWhatIfRefuses(t *testing.T) {
	server := New(inventedConfig())
	other := form("/what-if", "answers=x")
	other.Header.Set("Sec-Fetch-Site", "cross-site")
	broken := form("/what-if", "x")
	broken.Header.Set("Content-Type", "multipart/form-data")
	for want, r := range map[int]*http.Request{
		http.StatusForbidden: other, http.StatusBadRequest: broken,
		http.StatusRequestEntityTooLarge: form("/what-if", "answers="+strings.Repeat("x", guard.MaxBody)),
	} {
		w := httptest.NewRecorder()
		server.ServeHTTP(w, r)
		if w.Code != want || !strings.Contains(w.Body.String(), "Nothing was changed or stored") {
			t.Errorf("%d, want %d, told on a page", w.Code, want)
		}
	}
}

func TestTooManyForms(t *testing.T) {
	server := New(inventedConfig())
	codes := map[int]int{}
	for range 15 {
		w := httptest.NewRecorder()
		server.ServeHTTP(w, form("/what-if", "answers=x"))
		codes[w.Code]++
	}
	if codes[http.StatusTooManyRequests] != 5 {
		t.Errorf("statuses %v, want 5 of 15 refused", codes)
	}
	w := httptest.NewRecorder()
	server.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	if w.Code != http.StatusOK {
		t.Errorf("reading is limited too: %d", w.Code)
	}
	someoneElse := form("/what-if", "answers=x")
	someoneElse.RemoteAddr = "203.0.113.9:4000"
	w = httptest.NewRecorder()
	server.ServeHTTP(w, someoneElse)
	if w.Code == http.StatusTooManyRequests {
		t.Error("somebody else pays for it")
	}
}

// TestLogSaysNothingAboutAnybody looks for what was asked in the log.
func TestLogSaysNothingAboutAnybody(t *testing.T) {
	var written bytes.Buffer
	c := inventedConfig()
	c.Log = slog.New(slog.NewTextHandler(&written, nil))
	server := New(c)
	for _, address := range []string{"/seats/harbour-ward?who=lamplighter", "/compare?from=lamplighter", "/lamplighter", "/rounds/broken?lamplighter"} {
		r := httptest.NewRequest(http.MethodGet, address, nil)
		r.RemoteAddr = "203.0.113.77:4000"
		r.Header.Set("User-Agent", "lamplighter")
		server.ServeHTTP(httptest.NewRecorder(), r)
	}
	odd := httptest.NewRequest("LAMPLIGHTER", "/", nil)
	server.ServeHTTP(httptest.NewRecorder(), odd)
	log := written.String()
	for _, secret := range []string{"lamplighter", "LAMPLIGHTER", "203.0.113.77", "harbour-ward"} {
		if strings.Contains(log, secret) {
			t.Errorf("%q is in the log:\n%s", secret, log)
		}
	}
	for _, want := range []string{`method=GET route="GET /seats/{id}" status=200`, "status=404", "status=500", "a mistake of ours", "method=other"} {
		if !strings.Contains(log, want) {
			t.Errorf("the log lacks %q:\n%s", want, log)
		}
	}
}

// TestRecordPages walks from the newest page to the oldest and back.
func TestRecordPages(t *testing.T) {
	server := New(inventedConfig())
	var seen []string
	walk := func(from, rel string) string {
		for range 10 {
			root := get(t, server, from, http.StatusOK)
			next := ""
			for n := range root.Descendants() {
				if n.Data == "ol" {
					seen = append(seen, attr(n, "start"))
				}
				if attr(n, "rel") == rel {
					next = attr(n, "href")
				}
			}
			if next == "" {
				return from
			}
			from = next
		}
		t.Fatal("no end of pages")
		return ""
	}
	walk(walk("/record", "next"), "prev")
	if got := fmt.Sprint(seen); got != "[99 74 49 24 24 49 74 99]" {
		t.Errorf("pages begin at %s", got)
	}
}

func TestStyleIsSmall(t *testing.T) {
	if len(styleSheet) > 60_000 {
		t.Errorf("%d bytes of style, more than 60,000", len(styleSheet))
	}
	for _, brand := range []string{"GDS Transport", "crown.", "url("} {
		if bytes.Contains(styleSheet, []byte(brand)) {
			t.Errorf("the style sheet holds %q", brand)
		}
	}
}
