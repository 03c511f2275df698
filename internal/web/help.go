package web

import "net/http"

// HelpPage is what pages/help shows: how to use the pages, what the words mean, whom to ask.
type HelpPage struct{ Page }

func (HelpPage) name() string { return "help" }

func (f *face) help(*http.Request) (view, error) {
	return HelpPage{f.page("", "Help and accessibility")}, nil
}
