package web

import (
	"net/http"
	"strings"
)

// addRoutes is the one table of addresses. GET also answers HEAD.
func (f *face) addRoutes() {
	for pattern, page := range map[string]handler{
		"GET /{$}":             f.home,
		"GET /rounds/{id}":     f.round,
		"GET /seats/{id}":      f.seat,
		"GET /rules":           f.rulebooks,
		"GET /rules/{name...}": f.rulebook,
		"GET /compare":         f.compare,
		"GET /what-if":         f.whatIfForm,
		"POST /what-if":        f.whatIf,
		"GET /record":          f.publicRecord,
		"GET /record/{index}":  f.entry,
		"GET /about":           f.about,
		"GET /help":            f.help,
	} {
		f.routes.Handle(pattern, f.show(page))
	}
	f.routes.Handle("GET /static/{file}", http.HandlerFunc(f.asset))
}

// serve finds the page of a request. What the table has no page for is answered by a page too, not by the
// plain text that net/http would send.
func (f *face) serve(w http.ResponseWriter, r *http.Request) {
	plain, pattern := f.routes.Handler(r)
	if pattern != "" {
		f.routes.ServeHTTP(w, r)
		return
	}
	probe := &probe{header: http.Header{}}
	plain.ServeHTTP(probe, r)
	if allow := probe.header.Get("Allow"); allow != "" {
		w.Header().Set("Allow", allow)
		f.refuse(w, r, http.StatusMethodNotAllowed)
		return
	}
	f.refuse(w, r, http.StatusNotFound)
}

// probe takes what net/http would have answered and keeps its headers.
type probe struct{ header http.Header }

func (p *probe) Header() http.Header            { return p.header }
func (p *probe) WriteHeader(int)                {}
func (p *probe) Write(data []byte) (int, error) { return len(data), nil }

// Href is the address of the rulebook. Names are made by the software and need no escaping, and a
// template escapes what it puts into an address anyway.
func (b BookRef) Href() string { return "/rules/" + b.Name }

// Href is the address of the clause in its rulebook.
func (c ClauseRef) Href() string { return "/rules/" + c.Book + "#" + clauseAnchor(c.ID) }

// clauseAnchor is the identifier of a clause within its page.
func clauseAnchor(id string) string {
	return "clause-" + strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '-':
			return r
		}
		return '-'
	}, id)
}
