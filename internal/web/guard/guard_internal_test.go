package guard

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
)

func wrap(next http.HandlerFunc) http.Handler {
	return Wrap(next, Options{
		Log:    slog.New(slog.DiscardHandler),
		Client: func(r *http.Request) string { return r.RemoteAddr },
		Refuse: func(w http.ResponseWriter, _ *http.Request, status int) { w.WriteHeader(status) },
	})
}

func TestLimiterForgetsTheSilent(t *testing.T) {
	l := newLimiter(nil)
	for i := range 3 * maxClients {
		l.of(strconv.Itoa(i))
	}
	if n := len(l.young) + len(l.old); n > maxClients {
		t.Errorf("%d clients are kept, more than %d", n, maxClients)
	}
}

func TestLimiterRemembersTheBusy(t *testing.T) {
	l := newLimiter(nil)
	busy := l.of("busy")
	for i := range 3 * maxClients {
		l.of(strconv.Itoa(i))
		if i%100 == 0 && l.of("busy") != busy {
			t.Fatalf("forgotten after %d others", i)
		}
	}
}

func TestBodyIsBounded(t *testing.T) {
	var read error
	server := wrap(func(_ http.ResponseWriter, r *http.Request) { _, read = io.ReadAll(r.Body) })
	for size, tooLarge := range map[int]bool{MaxBody: false, MaxBody + 1: true} {
		server.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, "/", strings.NewReader(strings.Repeat("x", size))))
		var limit *http.MaxBytesError
		if errors.As(read, &limit) != tooLarge {
			t.Errorf("%d bytes: %v", size, read)
		}
	}
}

func TestPanicIsToldOnAPage(t *testing.T) {
	w := httptest.NewRecorder()
	wrap(func(http.ResponseWriter, *http.Request) { panic("a mistake") }).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	if w.Code != http.StatusInternalServerError {
		t.Errorf("status %d", w.Code)
	}
}

func TestAbortCutsTheConnection(t *testing.T) {
	defer func() {
		if recover() != http.ErrAbortHandler { //nolint:errorlint // the very value
			t.Error("the abort was swallowed")
		}
	}()
	wrap(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }).
		ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/", nil))
}

func TestOnlyTextIsCompressed(t *testing.T) {
	for kind, want := range map[string]string{"text/html; charset=utf-8": "gzip", "image/png": "", "application/octet-stream": ""} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Accept-Encoding", "gzip")
		w := httptest.NewRecorder()
		wrap(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			if _, err := w.Write([]byte("hello")); err != nil {
				t.Error(err)
			}
		}).ServeHTTP(w, r)
		if got := w.Header().Get("Content-Encoding"); got != want {
			t.Errorf("%s: encoding %q, want %q", kind, got, want)
		}
	}
}

// What can only be read has the headers and the log of a page; there is no limit, and a panic is told.
func TestFilesAreGuarded(t *testing.T) {
	var log strings.Builder
	server := WrapFiles(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Pattern = "/tile/"; strings.HasSuffix(r.URL.Path, "broken") {
			panic("a mistake")
		}
		w.WriteHeader(http.StatusTeapot)
	}), Options{
		Log:    slog.New(slog.NewTextHandler(&log, nil)),
		Refuse: func(w http.ResponseWriter, _ *http.Request, status int) { w.WriteHeader(status) },
	})
	for path, want := range map[string]int{"/tile/secret": http.StatusTeapot, "/tile/broken": http.StatusInternalServerError} {
		for range 2 * burst {
			w := httptest.NewRecorder()
			server.ServeHTTP(w, httptest.NewRequest(http.MethodPost, path, nil))
			if w.Code != want || w.Header().Get("Content-Security-Policy") != Policy {
				t.Fatalf("%s: status %d, headers %v", path, w.Code, w.Header())
			}
		}
	}
	if got := log.String(); !strings.Contains(got, "route=/tile/") || !strings.Contains(got, "status=418") || strings.Contains(got, "secret") {
		t.Errorf("the log has %s", got)
	}
}

func TestClient(t *testing.T) {
	const header = "X-Forwarded-For"
	for name, c := range map[string]struct {
		trusted string
		sent    []string
		want    string
	}{
		"the connection":              {"", nil, "192.0.2.1"},
		"a header that nobody trusts": {"", []string{"198.51.100.7"}, "192.0.2.1"},
		"the proxy's word":            {header, []string{"198.51.100.7"}, "198.51.100.7"},
		"the last word counts":        {header, []string{"203.0.113.9, 198.51.100.7"}, "198.51.100.7"},
		"in the last line":            {header, []string{"203.0.113.9", "198.51.100.7"}, "198.51.100.7"},
		"of the sixth version":        {header, []string{"2001:db8::1"}, "2001:db8::1"},
		"the proxy was silent":        {header, nil, "192.0.2.1"},
		"no address":                  {header, []string{strings.Repeat("x", 5000)}, "192.0.2.1"},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodPost, "/", nil)
			r.Header[header] = c.sent
			if got := Client(c.trusted)(r); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestTakesGzip(t *testing.T) {
	for accepted, want := range map[string]bool{
		"gzip": true, "br, GZIP;q=0.5": true, "gzip; q=1": true, "gzip;q=0": false, "gzip; q = 0.000": false, "br": false, "": false, "gzipped": false,
	} {
		if TakesGzip(accepted) != want {
			t.Errorf("%q: not %t", accepted, want)
		}
	}
}
