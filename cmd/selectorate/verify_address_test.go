package main

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/selectorate/selectorate/internal/api"
	"github.com/selectorate/selectorate/verify"
)

// TestVerifyAddress checks a record over HTTP, as the server gives it out.
func TestVerifyAddress(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	var out, told bytes.Buffer
	screen := terminal{in: strings.NewReader(""), out: &out, err: &told}
	if status := run([]string{"init", "--dir", dir, "--origin", "example.org/lamplighters", "--title", "Lamplighters", "--officer", "First"}, screen); status != 0 {
		t.Fatalf("init: status %d: %s", status, &told)
	}
	h, err := place{Dir: dir}.open(t.Context(), screen)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.Close)
	server := httptest.NewServer(api.New(api.Config{Record: h.clerk}))
	defer server.Close()
	for _, address := range []string{server.URL, server.URL + "/", server.URL + "/checkpoint"} {
		out.Reset()
		if status := run([]string{"verify", address, "--key", h.vkey}, screen); status != 0 || !strings.HasPrefix(out.String(), "This record is valid.\n") {
			t.Errorf("%s: status %d\n%s%s", address, status, &out, &told)
		}
	}
	if status := run([]string{"verify", server.URL + "/elsewhere"}, screen); status != 2 {
		t.Errorf("an address without a record: status %d", status)
	}
}

func TestAddressRefuses(t *testing.T) {
	var asked atomic.Int64
	other := httptest.NewServer(http.NotFoundHandler())
	defer other.Close()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/away":
			http.Redirect(w, r, other.URL+"/checkpoint", http.StatusFound)
		case "/here":
			http.Redirect(w, r, "/file", http.StatusFound)
		case "/file":
			asked.Add(1)
			_, _ = w.Write([]byte("content"))
		case "/busy":
			if asked.Add(1); asked.Load() < 3 {
				w.Header().Set("Retry-After", "1")
				w.WriteHeader(http.StatusTooManyRequests)
			}
		case "/broken":
			w.WriteHeader(http.StatusInternalServerError)
		default:
			http.NotFound(w, r)
		}
	}))
	defer server.Close()
	from, err := openCopy(context.Background(), server.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	for range 2 {
		if data, err := fs.ReadFile(from, "here"); err != nil || string(data) != "content" {
			t.Errorf("a redirect on the same host: %q, %v", data, err)
		}
	}
	if asked.Load() != 1 {
		t.Errorf("a file was fetched %d times", asked.Load())
	}
	asked.Store(1)
	if _, err := fs.ReadFile(from, "busy"); err != nil {
		t.Errorf("a server that asks for time: %v", err)
	}
	if _, err := fs.ReadFile(from, "away"); err == nil || !strings.Contains(err.Error(), "another place") {
		t.Errorf("a redirect to another host: %v", err)
	}
	if _, err := fs.ReadFile(from, "broken"); err == nil || errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a broken server: %v", err)
	}
	if _, err := fs.ReadFile(from, "none"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
	for _, name := range []string{"http://", "https://example.org/?a=b", "http://[::1"} {
		if c, err := openCopy(context.Background(), name); err == nil {
			c.Close()
			t.Errorf("%s is taken for the address of a record", name)
		}
	}
}

func TestHeadline(t *testing.T) {
	for want, findings := range map[string][]verify.Finding{
		"This record is NOT valid: it fell over.": {{Check: "tree", Verdict: verify.Pass, Detail: "x"}, {Check: "acts", Verdict: verify.Fail, Detail: "it fell over"}},
		"This record is NOT valid: a new kind.":   {{Check: "kinds", Verdict: verify.NotJudged, Detail: "a new kind"}, {Check: "sealed", Verdict: verify.NotJudged, Detail: "x"}},
	} {
		if got := (verifyAnswer{Report: verify.Report{Findings: findings}}).headline(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestFolderOfAnArchive(t *testing.T) {
	for name, c := range map[string]struct {
		files []string
		want  string
		bad   bool
	}{
		"at the top":         {files: []string{"checkpoint", "tile/0/000"}, want: "."},
		"in one folder":      {files: []string{"copy/", "copy/checkpoint", "copy/tile/0/000"}, want: "copy"},
		"in several folders": {files: []string{"a/checkpoint", "b/x"}, want: "."},
		"nothing":            {want: "."},
		"one file twice":     {files: []string{"checkpoint", "checkpoint"}, bad: true},
		"out of the archive": {files: []string{"checkpoint", "../x"}, bad: true},
		"a strange name":     {files: []string{"checkpoint", `tile\0`}, bad: true},
	} {
		t.Run(name, func(t *testing.T) {
			var files []*zip.File
			for _, file := range c.files {
				files = append(files, &zip.File{FileHeader: zip.FileHeader{Name: file}})
			}
			if got, err := folderOf(files); (err != nil) != c.bad || err == nil && got != c.want {
				t.Errorf("%q, %v; want %q", got, err, c.want)
			}
		})
	}
}
