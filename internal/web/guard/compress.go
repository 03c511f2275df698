package guard

import (
	"compress/gzip"
	"fmt"
	"net/http"
	"strings"
)

// compressed sends text as gzip to whoever takes it. No page holds a secret beside something that a stranger
// can choose, so its length gives nothing away.
func compressed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Accept-Encoding")
		if r.Method == http.MethodHead || !TakesGzip(r.Header.Get("Accept-Encoding")) {
			next.ServeHTTP(w, r)
			return
		}
		zipped := &gzipWriter{ResponseWriter: w}
		next.ServeHTTP(zipped, r)
		// The headers are sent already: all that is left to do with an error is to cut the connection, so that
		// half a page is not taken for a whole one.
		if zipped.zip != nil && zipped.zip.Close() != nil {
			panic(http.ErrAbortHandler)
		}
	})
}

// TakesGzip tells whether a list of encodings, as Accept-Encoding has it, names gzip, and not with quality 0.
func TakesGzip(accepted string) bool {
	for part := range strings.SplitSeq(accepted, ",") {
		name, quality, _ := strings.Cut(strings.TrimSpace(part), ";")
		if !strings.EqualFold(strings.TrimSpace(name), "gzip") {
			continue
		}
		quality = strings.ReplaceAll(quality, " ", "")
		return strings.Trim(strings.TrimPrefix(quality, "q="), "0.") != "" || quality == ""
	}
	return false
}

// gzipWriter compresses what is text, whole and not empty, and lets everything else through.
type gzipWriter struct {
	http.ResponseWriter
	zip    *gzip.Writer
	headed bool
}

func (w *gzipWriter) WriteHeader(status int) {
	if w.headed {
		return
	}
	w.headed = true
	h := w.Header()
	whole := status != http.StatusPartialContent && status != http.StatusNotModified && status != http.StatusNoContent
	if whole && strings.HasPrefix(h.Get("Content-Type"), "text/") && h.Get("Content-Encoding") == "" {
		h.Del("Content-Length")
		h.Set("Content-Encoding", "gzip")
		w.zip = gzip.NewWriter(w.ResponseWriter)
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *gzipWriter) Write(data []byte) (int, error) {
	if !w.headed {
		w.WriteHeader(http.StatusOK)
	}
	if w.zip == nil {
		return w.ResponseWriter.Write(data)
	}
	n, err := w.zip.Write(data)
	if err != nil {
		return n, fmt.Errorf("compress a page: %w", err)
	}
	return n, nil
}
