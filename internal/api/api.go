package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"net/http"
	"strings"

	"github.com/selectorate/selectorate/internal/web/guard"
	"github.com/selectorate/selectorate/register"
)

// Record is where the files are read.
type Record interface {
	// File gives one file of a copy as of the newest checkpoint; an error of kind NotFound if there is none.
	File(ctx context.Context, path string) ([]byte, error)
}

// Config is what the answers are made of.
type Config struct {
	Record Record
	Log    *slog.Logger // nil: nothing is logged
}

// Route gives the pattern under which a path of a request is answered here, in the form of http.ServeMux, or
// an empty one if it belongs to somebody else. A path is taken as it stands: a file of the record has one
// spelling, and nobody is sent from one to another.
func Route(path string) string {
	for _, pattern := range []string{"/" + register.CheckpointPath, "/" + register.ReadmePath, "/tile/", "/book/"} {
		if path == pattern || (strings.HasSuffix(pattern, "/") && strings.HasPrefix(path, pattern)) {
			return pattern
		}
	}
	return ""
}

// New makes the handler, inside the guards that what can only be read needs.
func New(c Config) http.Handler {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	f := &face{record: c.Record, log: c.Log}
	return guard.WrapFiles(f, guard.Options{Log: c.Log, Refuse: f.refuse})
}

type face struct {
	record Record
	log    *slog.Logger
}

// ServeHTTP gives out one file.
func (f *face) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r.Pattern = Route(r.URL.Path) // for the log, as http.ServeMux does it
	// It is public, and checked by programs of others.
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		f.refuse(w, r, http.StatusMethodNotAllowed)
		return
	}
	path := strings.TrimPrefix(r.URL.Path, "/")
	data, err := f.record.File(r.Context(), path)
	if err != nil {
		f.fail(w, r, err)
		return
	}
	f.give(w, r, path, data)
}

func (f *face) give(w http.ResponseWriter, r *http.Request, path string, data []byte) {
	kind, keep := form(path)
	sum := sha256.Sum256(data)
	tag := hex.EncodeToString(sum[:16])
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Cache-Control", keep)
	if packed, ok := pack(w, r, path, data); ok {
		data, tag = packed, tag+"-gzip"
	}
	w.Header().Set("ETag", `"`+tag+`"`)
	serve(w, r, data)
}

// For how long a file may be kept.
const (
	keepForEver = "public, max-age=31536000, immutable"
	keepADay    = "public, max-age=86400"
	askAgain    = "public, no-cache"
)

// form tells the content type of a file, and for how long it may be kept.
func form(path string) (kind, keep string) {
	switch {
	case path == register.CheckpointPath:
		return "text/plain; charset=utf-8", askAgain
	case path == register.ReadmePath:
		return "text/plain; charset=utf-8", keepADay
	case strings.HasPrefix(path, "book/"):
		return "application/yaml; charset=utf-8", keepForEver
	}
	if tile, err := register.ParsePath(path); err == nil && tile.Width < register.TileWidth {
		return "application/octet-stream", keepADay // it never changes, but gives way to a wider one
	}
	return "application/octet-stream", keepForEver
}
