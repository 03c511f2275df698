package web

import (
	"fmt"
	"net/http"
)

// AboutPage is what pages/about shows: who runs the server, who holds the key, who watches, and how anybody
// checks the record.
type AboutPage struct {
	Page
	Head Head
}

func (AboutPage) name() string { return "about" }

// Behind counts the entries that no signed statement covers yet.
func (p AboutPage) Behind() int64 { return p.Head.Size - p.Head.Signed }

func (f *face) about(r *http.Request) (view, error) {
	head, err := f.Record.Head(r.Context())
	if err != nil {
		return nil, fmt.Errorf("show who runs this: %w", err)
	}
	return AboutPage{f.page("/about", "Who runs this, and how to check it"), head}, nil
}
