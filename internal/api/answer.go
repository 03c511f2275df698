package api

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"log/slog"
	"net/http"
	"strings"
	"time"

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
	if r.Header.Get("Range") != "" || !takesGzip(r.Header.Get("Accept-Encoding")) {
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

// takesGzip tells whether a list of encodings names gzip and does not refuse it.
func takesGzip(accepted string) bool {
	for part := range strings.SplitSeq(accepted, ",") {
		name, weight, _ := strings.Cut(part, ";")
		weight = strings.TrimSpace(weight)
		if strings.EqualFold(strings.TrimSpace(name), "gzip") {
			return weight != "q=0" && strings.Trim(weight, "0.") != "q="
		}
	}
	return false
}

// problem is what went wrong, for programs (RFC 9457).
type problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
}

// fail answers an error. Only what the asker can do something about is told; the rest is logged.
func (f *face) fail(w http.ResponseWriter, r *http.Request, err error) {
	switch party.KindOf(err) {
	case party.NotFound:
		f.refuse(w, http.StatusNotFound, "the record has no such file")
	case party.Unavailable:
		f.log.WarnContext(r.Context(), "give out the record", slog.String("path", r.URL.Path), slog.Any("error", err))
		w.Header().Set("Retry-After", "1")
		f.refuse(w, http.StatusServiceUnavailable, "the record cannot be read at the moment; try again")
	case party.Conflict, party.Invalid, party.Forbidden:
		fallthrough
	default:
		f.log.ErrorContext(r.Context(), "give out the record", slog.String("path", r.URL.Path), slog.Any("error", err))
		f.refuse(w, http.StatusInternalServerError, "something is wrong with the server; it has been noted")
	}
}

func (f *face) refuse(w http.ResponseWriter, status int, detail string) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	// Whoever has gone away cannot be told.
	_ = json.NewEncoder(w).Encode(problem{"about:blank", http.StatusText(status), status, detail})
}
