package web

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/selectorate/selectorate/internal/web/guard"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
)

// Config is what the pages are made of. Every field but Log and Client is needed.
type Config struct {
	Site   Site
	Record Record
	Books  Books
	Log    *slog.Logger               // nil: nothing is logged
	Client func(*http.Request) string // tells clients apart for the rate limit; nil: the address of the connection
}

// Site is what every page says about the organisation, its server and its public record.
type Site struct {
	Organisation string         // such as "Harbour Ward and Northside Constituency Party"
	Origin       string         // the name of the public record, such as "harbour.example/party"
	Address      string         // where this site is found, without a slash at the end: "https://harbour.example"
	Operator     string         // who runs this server
	KeyHolder    string         // who holds the key that signs the public record
	Key          string         // the public half of that key, as `selectorate verify --key` takes it
	Watchers     []string       // bodies outside the party that countersign the record; empty: nobody
	Contact      string         // whom to ask for help, as text
	Zone         *time.Location // the zone in which the organisation's days begin and end; nil: UTC
}

// Watched tells whether any body outside the party countersigns the public record.
func (s Site) Watched() bool { return len(s.Watchers) > 0 }

// face is the pages together with what they are made of.
type face struct {
	Config
	pages  *pages
	routes *http.ServeMux
}

// New makes the public pages. The caller sets the timeouts of the server that it puts them on.
func New(c Config) http.Handler {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Client == nil {
		c.Client = guard.Client("")
	}
	if c.Site.Zone == nil {
		c.Site.Zone = time.UTC
	}
	f := &face{Config: c, pages: mustParse(c.Site.Zone), routes: http.NewServeMux()}
	f.addRoutes()
	return guard.Wrap(http.HandlerFunc(f.serve), guard.Options{Log: c.Log, Client: c.Client, Refuse: f.refuse})
}

// bookRef names a book that a page links to.
func bookRef(b *rulebook.Book) BookRef { return BookRef{Name: b.Name, Title: b.Title} }

// forPeople gives the outcome as a short phrase: what happens, never a word of the code.
func forPeople(o rulebook.Outcome) string {
	switch o {
	case rulebook.Triggered:
		return "Contest"
	case rulebook.NotTriggered:
		return "No contest"
	case rulebook.Undecided:
		return "Not decided yet"
	case rulebook.NeedsRuling:
		return "Needs a ruling"
	case rulebook.DoesNotApply:
		return "Does not fit these answers"
	case rulebook.Allowed:
		return "Allowed"
	case rulebook.Refused:
		return "Refused"
	case rulebook.NotYet:
		return "Not yet"
	case rulebook.Discretion:
		return "For an officer to decide"
	}
	return "Not decided yet"
}

// answerWord gives a unit's answer as people read it. The words of a returns file stay in files.
func answerWord(outcome string) string {
	switch outcome {
	case "select", "contest":
		return "Hold a contest"
	case "reselect", "no-contest":
		return "No contest"
	case "no-preference":
		return "No preference: equal twice"
	case "no-votes":
		return "Nobody voted"
	case "did-not-meet":
		return "Did not meet"
	case "not-discussed":
		return "Not discussed"
	case "void":
		return "Declared void"
	case "late":
		return "Came too late"
	case "outstanding", "":
		return "Not answered yet"
	}
	return outcome
}

// kindTitle heads the answers of one kind of unit: "Party branches".
func kindTitle(kind party.UnitKind) string { return capital(kind.Words(2)) }
