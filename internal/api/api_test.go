package api_test

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/internal/api"
	"github.com/selectorate/selectorate/party"
)

// record is a record that gives the path as each file's content.
type record struct{ fail error }

func (r *record) File(_ context.Context, path string) ([]byte, error) {
	switch path {
	case "checkpoint":
		return []byte("signed"), r.fail
	case "README.txt", "tile/0/000", "tile/0/001.p/7", "tile/entries/000", "book/00.yaml":
		return []byte(path), nil
	case "tile/0/broken":
		return nil, fmt.Errorf("give %s: %w", path, errors.New("secret of the database"))
	}
	return nil, party.Errorf(party.NotFound, "no %s", path)
}

func ask(h http.Handler, method, path string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestFiles(t *testing.T) {
	const forEver, aDay = "public, max-age=31536000, immutable", "public, max-age=86400"
	h := api.New(api.Config{Record: &record{}})
	for path, want := range map[string][2]string{
		"README.txt":       {"text/plain; charset=utf-8", aDay},
		"tile/0/000":       {"application/octet-stream", forEver},
		"tile/0/001.p/7":   {"application/octet-stream", aDay},
		"tile/entries/000": {"application/octet-stream", forEver},
		"book/00.yaml":     {"application/yaml; charset=utf-8", forEver},
	} {
		t.Run(path, func(t *testing.T) {
			got := ask(h, http.MethodGet, "/"+path)
			if got.Code != http.StatusOK || got.Body.String() != path {
				t.Errorf("status %d, or another file", got.Code)
			}
			if got.Header().Get("Content-Type") != want[0] || got.Header().Get("Cache-Control") != want[1] {
				t.Errorf("headers %q", got.Header())
			}
			again := ask(h, http.MethodGet, "/"+path, "If-None-Match", got.Header().Get("ETag"))
			if again.Code != http.StatusNotModified {
				t.Errorf("asked for what it has: status %d", again.Code)
			}
			if head := ask(h, http.MethodHead, "/"+path); head.Code != http.StatusOK || head.Body.String() != "" {
				t.Errorf("HEAD: status %d, or a body", head.Code)
			}
		})
	}
}

func TestCheckpointIsAskedForAgain(t *testing.T) {
	r := &record{}
	h := api.New(api.Config{Record: r})
	got := ask(h, http.MethodGet, "/checkpoint")
	if got.Body.String() != "signed" || got.Header().Get("Cache-Control") != "public, no-cache" {
		t.Errorf("%q, %q", got.Body.String(), got.Header())
	}
	r.fail = party.Errorf(party.Unavailable, "away")
	if got := ask(h, http.MethodGet, "/checkpoint"); got.Code != http.StatusServiceUnavailable {
		t.Errorf("the database is away: status %d", got.Code)
	}
}

func TestProblems(t *testing.T) {
	h := api.New(api.Config{Record: &record{}})
	for name, c := range map[string]struct {
		method, path string
		status       int
	}{
		"no such file":  {http.MethodGet, "/tile/0/999", http.StatusNotFound},
		"broken":        {http.MethodGet, "/tile/0/broken", http.StatusInternalServerError},
		"only to read":  {http.MethodPost, "/checkpoint", http.StatusMethodNotAllowed},
		"out of bounds": {http.MethodGet, "/tile/../../etc/passwd", http.StatusNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			got := ask(h, c.method, c.path)
			var told struct {
				Title, Detail string
				Status        int
			}
			if err := json.NewDecoder(got.Body).Decode(&told); err != nil {
				t.Fatal(err)
			}
			if got.Code != c.status || told.Status != c.status || told.Title == "" || told.Detail == "" {
				t.Errorf("status %d, problem %+v", got.Code, told)
			}
			if got.Header().Get("Content-Type") != "application/problem+json" || told.Detail == "secret of the database" {
				t.Errorf("headers %q, problem %+v", got.Header(), told)
			}
		})
	}
}

func TestEntriesAreCompressedForWhoTakesThem(t *testing.T) {
	h := api.New(api.Config{Record: &record{}})
	for accepted, want := range map[string]string{"gzip": "gzip", "br, gzip;q=0.5": "gzip", "gzip;q=0": "", "br": "", "": ""} {
		got := ask(h, http.MethodGet, "/tile/entries/000", "Accept-Encoding", accepted)
		if got.Header().Get("Content-Encoding") != want || got.Header().Get("Vary") != "Accept-Encoding" {
			t.Errorf("%q: headers %q", accepted, got.Header())
			continue
		}
		var from io.Reader = got.Body
		if want == "gzip" {
			z, err := gzip.NewReader(got.Body)
			if err != nil {
				t.Fatal(err)
			}
			from = z
		}
		if data, err := io.ReadAll(from); err != nil || string(data) != "tile/entries/000" {
			t.Errorf("%q: %q, %v", accepted, data, err)
		}
	}
	if got := ask(h, http.MethodGet, "/tile/0/000", "Accept-Encoding", "gzip"); got.Header().Get("Content-Encoding") != "" {
		t.Error("fingerprints are compressed, which makes them longer")
	}
}

// Every answer carries the guards' headers, and the log tells the route and never the path.
func TestAnswersAreGuarded(t *testing.T) {
	var log strings.Builder
	r := &record{fail: party.Errorf(party.Unavailable, "give checkpoint: away")}
	h := api.New(api.Config{Record: r, Log: slog.New(slog.NewTextHandler(&log, nil))})
	for _, path := range []string{"/README.txt", "/tile//0/000", "/tile/../about", "/tile/0/broken", "/checkpoint", "/book/asked-for"} {
		got := ask(h, http.MethodGet, path)
		for _, header := range []string{"Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options"} {
			if got.Header().Get(header) == "" {
				t.Errorf("%s: no %s", path, header)
			}
		}
		if got.Header().Get("Cross-Origin-Resource-Policy") != "cross-origin" {
			t.Errorf("%s: programs of others cannot read it", path)
		}
	}
	for _, word := range []string{"route=/tile/", "route=/checkpoint", "route=/book/", "secret of the database"} {
		if !strings.Contains(log.String(), word) {
			t.Errorf("the log lacks %q:\n%s", word, &log)
		}
	}
	for _, word := range []string{"give checkpoint", "asked-for", "0/broken"} {
		if strings.Contains(log.String(), word) {
			t.Errorf("the log tells %q:\n%s", word, &log)
		}
	}
}

func TestRoute(t *testing.T) {
	for path, want := range map[string]string{
		"/checkpoint": "/checkpoint", "/README.txt": "/README.txt", "/tile/0/000": "/tile/", "/tile//0": "/tile/", "/book/x": "/book/",
		"/": "", "/tile": "", "/checkpoint/": "", "/about": "", "//tile/0": "",
	} {
		if got := api.Route(path); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}
