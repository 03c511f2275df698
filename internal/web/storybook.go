package web

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/selectorate/selectorate/internal/web/guard"
)

// StorybookPage is what pages/storybook shows: a list of every page in every state.
type StorybookPage struct {
	Page
	Groups []StoryGroup
}

func (StorybookPage) name() string { return "storybook" }

// StoryGroup is the states of one page.
type StoryGroup struct {
	Page   string
	States []Story
}

// Story is one state of one page, with invented data.
type Story struct {
	State string // names it in its address
	About string // what it shows, for the list
	view  view
}

// Href is the address of the story in the storybook.
func (s Story) Href() string { return "/story/" + s.view.name() + "/" + s.State }

// Storybook shows every page in every state, without a database. Links lead where they would on the real
// site, so most of them lead nowhere here.
func Storybook() http.Handler {
	groups := stories()
	f := &face{pages: mustParse(time.UTC), Config: Config{Site: inventedSite(), Log: slog.New(slog.DiscardHandler)}}
	list := StorybookPage{f.page("", "Storybook"), groups}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) { f.send(w, r, list) })
	mux.HandleFunc("GET /static/{file}", f.asset)
	for _, g := range groups {
		for _, s := range g.States {
			mux.HandleFunc("GET "+s.Href(), func(w http.ResponseWriter, r *http.Request) { f.send(w, r, s.view) })
		}
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { f.refuse(w, r, http.StatusNotFound) })
	return guard.Wrap(mux, guard.Options{Log: f.Log, Client: guard.Client(""), Refuse: f.refuse})
}

// stories are every page in every state.
func stories() []StoryGroup {
	site := inventedSite()
	page := func(section, title string) Page { return Page{Site: site, Title: title, Section: section} }
	return []StoryGroup{
		homeStories(page), roundStories(page), seatStories(page), rulebooksStories(page), rulebookStories(page),
		compareStories(page), whatIfStories(page), recordStories(page), entryStories(page), aboutStories(page),
		{"help", []Story{{"help", "Help and accessibility", HelpPage{page("", "Help and accessibility")}}}},
		problemStories(site),
	}
}

// pageMaker begins a page of the invented site.
type pageMaker func(section, title string) Page

func inventedSite() Site {
	return Site{
		Organisation: "Harbour Ward and Northside Constituency Party", Origin: "harbour.example/party",
		Address: "https://harbour.example", Operator: "The constituency party, on a server of its own",
		KeyHolder: "The procedures secretary of the constituency party",
		Key:       "harbour.example/party+8f3a1c02+AYxkZ0m3b4T1vWq9cN2uPzLr5sDfGhJkQwErTyUiOpAs",
		Contact:   "Write to the procedures secretary, help@harbour.example, or telephone 01632 960 000 on weekday evenings.",
		Zone:      time.UTC,
	}
}

func problemStories(site Site) StoryGroup {
	f := &face{Config: Config{Site: site}}
	g := StoryGroup{Page: "problem"}
	for _, s := range []struct {
		status       int
		state, about string
	}{
		{http.StatusBadRequest, "bad-request", "A form that cannot be read"},
		{http.StatusForbidden, "forbidden", "A form that came from another site"},
		{http.StatusNotFound, "not-found", "Nothing at this address"},
		{http.StatusMethodNotAllowed, "method-not-allowed", "A page that takes no form"},
		{http.StatusConflict, "conflict", "Somebody else was first"},
		{http.StatusRequestEntityTooLarge, "too-large", "A file that is too large"},
		{http.StatusTooManyRequests, "too-many", "Too many forms at once"},
		{http.StatusInternalServerError, "broken", "Something broke"},
		{http.StatusServiceUnavailable, "unavailable", "The record does not answer"},
	} {
		g.States = append(g.States, Story{s.state, s.about, f.problem(s.status)})
	}
	return g
}
