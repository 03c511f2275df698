package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"

	"github.com/selectorate/selectorate/party"
)

// handler answers a request with what a page shows, or with an error of one of the five kinds.
type handler func(*http.Request) (view, error)

// show turns a handler into pages: its own, or the one that tells what went wrong.
func (f *face) show(h handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v, err := h(r)
		if err != nil {
			status := statusOf(err)
			if status >= http.StatusInternalServerError && !errors.Is(err, context.Canceled) {
				f.Log.ErrorContext(r.Context(), "a page failed", slog.String("route", r.Pattern), slog.Any("err", err))
			}
			v = f.problem(status)
		}
		f.send(w, r, v)
	})
}

// send writes a page. If it cannot be rendered the reader is told so in plain text: the page that tells it
// may be what fails.
func (f *face) send(w http.ResponseWriter, r *http.Request, v view) {
	err := f.pages.write(w, v)
	if err == nil || errors.Is(err, context.Canceled) || r.Context().Err() != nil {
		return
	}
	f.Log.ErrorContext(r.Context(), "a page could not be sent", slog.String("route", r.Pattern), slog.Any("err", err))
	http.Error(w, "Sorry, there is a problem with this page.", http.StatusInternalServerError)
}

// refuse sends the page of a refusal.
func (f *face) refuse(w http.ResponseWriter, r *http.Request, status int) {
	f.send(w, r, f.problem(status))
}

// statusOf is the one table from kinds of error to statuses of HTTP.
func statusOf(err error) int {
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		return http.StatusRequestEntityTooLarge
	}
	switch party.KindOf(err) {
	case party.NotFound:
		return http.StatusNotFound
	case party.Conflict:
		return http.StatusConflict
	case party.Invalid:
		return http.StatusBadRequest
	case party.Forbidden:
		return http.StatusForbidden
	case party.Unavailable:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// page begins what a page shows.
func (f *face) page(section, title string) Page {
	return Page{Site: f.Site, Title: title, Section: section}
}
