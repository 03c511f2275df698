package api

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/selectorate/selectorate/internal/web/guard"
	"github.com/selectorate/selectorate/party"
)

// serve answers with data, or with nothing if the asker has it.
func serve(w http.ResponseWriter, r *http.Request, data []byte) {
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}

// pack compresses entries for whoever takes them so; fingerprints do not get smaller, and the rest is short.
func pack(w http.ResponseWriter, r *http.Request, path string, data []byte) ([]byte, bool) {
	if !strings.HasPrefix(path, "tile/entries/") {
		return nil, false
	}
	w.Header().Add("Vary", "Accept-Encoding")
	if r.Header.Get("Range") != "" || !guard.TakesGzip(r.Header.Get("Accept-Encoding")) {
		return nil, false
	}
	var packed bytes.Buffer
	z, err := gzip.NewWriterLevel(&packed, gzip.BestSpeed)
	if err == nil {
		_, err = z.Write(data)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		return nil, false
	}
	w.Header().Set("Content-Encoding", "gzip")
	return packed.Bytes(), true
}

// problem is what went wrong, for programs (RFC 9457).
type problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
}

// fail answers an error. Only what the asker can do something about is told; the rest is logged, without the
// path: who reads which part of the record is nobody's business.
func (f *face) fail(w http.ResponseWriter, r *http.Request, err error) {
	about := []any{slog.String("route", r.Pattern), slog.String("error", without(err, strings.TrimPrefix(r.URL.Path, "/")))}
	switch party.KindOf(err) {
	case party.NotFound:
		f.refuse(w, r, http.StatusNotFound)
	case party.Unavailable:
		f.log.WarnContext(r.Context(), "a file of the record could not be given out", about...)
		f.refuse(w, r, http.StatusServiceUnavailable)
	case party.Conflict, party.Invalid, party.Forbidden:
		fallthrough
	default:
		f.log.ErrorContext(r.Context(), "a file of the record could not be given out", about...)
		f.refuse(w, r, http.StatusInternalServerError)
	}
}

// without gives an error's text without the path that was asked for, however it is quoted there.
func without(err error, path string) string {
	text := err.Error()
	if path == "" {
		return text
	}
	for _, spelled := range []string{path, strings.Trim(strconv.Quote(path), `"`)} {
		text = strings.ReplaceAll(text, spelled, "a file")
	}
	return text
}

// refuse answers with a problem.
func (f *face) refuse(w http.ResponseWriter, _ *http.Request, status int) {
	detail := "something is wrong with the server; it has been noted"
	switch status {
	case http.StatusNotFound:
		detail = "the record has no such file"
	case http.StatusMethodNotAllowed:
		detail = "the record can only be read here"
	case http.StatusServiceUnavailable:
		detail = "the record cannot be read at the moment; try again"
		w.Header().Set("Retry-After", "1")
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	// Whoever has gone away cannot be told.
	_ = json.NewEncoder(w).Encode(problem{"about:blank", http.StatusText(status), status, detail})
}
