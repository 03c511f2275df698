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
