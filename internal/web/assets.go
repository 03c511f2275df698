package web

import (
	"bytes"
	"crypto/sha256"
	_ "embed" // the style sheet
	"encoding/hex"
	"net/http"
	"time"
)

// The style sheet as `make assets` left it.
//
//go:embed static/site.css
var styleSheet []byte

// styleHref is the address of the style sheet. It holds a fingerprint of the bytes, so that browsers may
// keep it for ever.
func styleHref() string { return "/static/" + styleName() }

func styleName() string {
	sum := sha256.Sum256(styleSheet)
	return "site-" + hex.EncodeToString(sum[:8]) + ".css"
}

// asset sends the style sheet. Another fingerprint than today's is another sheet: not found.
func (f *face) asset(w http.ResponseWriter, r *http.Request) {
	if r.PathValue("file") != styleName() {
		f.refuse(w, r, http.StatusNotFound)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/css; charset=utf-8")
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("ETag", `W/"`+styleName()+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(styleSheet))
}
