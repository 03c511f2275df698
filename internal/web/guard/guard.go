package guard

import (
	"log/slog"
	"net/http"
)

// MaxBody is the largest body of a request in bytes: 1 MiB.
const MaxBody = 1 << 20

// Policy is the Content-Security-Policy of every answer: our own style sheet, forms that go back to us, and
// nothing else. No page has a script.
const Policy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; " +
	"frame-ancestors 'none'; base-uri 'none'"

// Refuse writes the page that tells a refusal. Headers that belong to the refusal are set already.
type Refuse func(w http.ResponseWriter, r *http.Request, status int)

// Options are what Wrap and WrapFiles need besides the pages.
type Options struct {
	Log    *slog.Logger
	Client func(*http.Request) string // who sends: the key of the rate limit, never logged; WrapFiles has no use for it
	Refuse Refuse
}

// Wrap puts every guard around the pages. The log is outermost, so that refusals are counted too; a panic is
// caught inside compression, so that its page is whole.
func Wrap(next http.Handler, o Options) http.Handler {
	limit := newLimiter(o.Client)
	origin := http.NewCrossOriginProtection()
	origin.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		o.Refuse(w, r, http.StatusForbidden)
	}))
	next = caught(next, o)
	next = bounded(next)
	next = origin.Handler(next)
	next = limit.guard(next, o.Refuse)
	next = compressed(next)
	next = secured(next)
	return logged(next, o.Log)
}

// WrapFiles puts around files that can only be read the guards that matter there: the log, the headers, and
// the catching of panics. Nothing can be sent to them, so there is nothing to limit; whoever serves them
// refuses every method but GET and HEAD, and compresses what gets smaller.
func WrapFiles(next http.Handler, o Options) http.Handler {
	return logged(secured(caught(next, o)), o.Log)
}

// secured sets the headers that tell a browser what a page may not do.
func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", Policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		next.ServeHTTP(w, r)
	})
}

// bounded lets nobody send more than MaxBody. Whoever reads the body meets an *http.MaxBytesError.
func bounded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Body != nil {
			r.Body = http.MaxBytesReader(w, r.Body, MaxBody)
		}
		next.ServeHTTP(w, r)
	})
}

// caught turns a panic of a page into a refusal with status 500 and one line in the log. The line has what
// was thrown, never the request.
func caught(next http.Handler, o Options) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			thrown := recover()
			if thrown == nil {
				return
			}
			if thrown == http.ErrAbortHandler { //nolint:errorlint // net/http compares this value by identity
				panic(thrown)
			}
			o.Log.ErrorContext(r.Context(), "a page panicked", slog.String("route", r.Pattern), slog.Any("thrown", thrown))
			o.Refuse(w, r, http.StatusInternalServerError)
		}()
		next.ServeHTTP(w, r)
	})
}
