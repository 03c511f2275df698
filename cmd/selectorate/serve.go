package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os/user"
	"strings"
	"time"

	"github.com/selectorate/selectorate/internal/api"
	"github.com/selectorate/selectorate/internal/web"
	"github.com/selectorate/selectorate/internal/web/desk"
	"github.com/selectorate/selectorate/internal/web/guard"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/rules"
)

// serveCommand serves the public pages and the files of the record.
type serveCommand struct {
	place
	about
	Addr         string `default:"127.0.0.1:8080" help:"Address and port to listen on."`
	ClientHeader string `help:"Behind a proxy: the header in which it tells its client's address, such as X-Real-IP. The proxy must set it itself. Without it everybody behind the proxy shares one limit on forms." placeholder:"NAME"`
}

// about is what the pages say of who runs the server. Commands embed it for its flags.
type about struct {
	Operator  string   `help:"Who runs this server, as the pages say it."`
	KeyHolder string   `help:"Who holds the key that signs the record, as the pages say it."`
	Watchers  []string `help:"Bodies outside the party that countersign the record, as the pages say it." sep:"none" placeholder:"NAME"`
	Contact   string   `help:"Whom to ask for help, as text."`
	Address   string   `help:"Where the site is found from outside, such as https://party.example." placeholder:"URL"`
}

// Run serves until it is told to stop.
func (c *serveCommand) Run(ctx context.Context, t terminal) error {
	h, err := c.open(ctx, t)
	if err != nil {
		return err
	}
	defer h.Close()
	if err := h.signIfMay(ctx); err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.Addr)
	if err != nil {
		return usage("cannot listen on %s: %s", c.Addr, err)
	}
	log := slog.New(slog.NewTextHandler(t.err, nil))
	s := &server{house: h, front: front{c.about, listener.Addr().String(), c.ClientHeader, log}}
	if err := s.dress(ctx); err != nil {
		return errors.Join(err, listener.Close())
	}
	fmt.Fprintf(t.out, "Serving the public pages at http://%s/\n", listener.Addr())
	signing, stop := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		s.signOn(signing)
	}()
	err = serveUntil(ctx, listener, s)
	stop()
	<-ended
	return err
}

// front is what the answers of a server need besides the record.
type front struct {
	about
	addr   string // where it listens
	header string // in which a proxy tells its client; see guard.Client
	log    *slog.Logger
}

// handler is everything that the server answers: the public pages, and the files of the record.
func (h *house) handler(ctx context.Context, f front) (http.Handler, error) {
	shipped, err := shippedBooks()
	if err != nil {
		return nil, err
	}
	organisation, err := h.clerk.Organisation(ctx)
	if err != nil {
		return nil, err
	}
	state := organisation.State
	if !state.Founded() {
		return nil, party.Errorf(party.NotFound, "selectorate: the database holds no record yet")
	}
	behind := desk.New(h.clerk.Gallery, shipped)
	files := api.New(api.Config{Record: h.clerk.Gallery, Log: f.log})
	pages := web.New(web.Config{
		Record: behind, Books: behind, Log: f.log, Client: guard.Client(f.header),
		Site: f.site(state.Title, state.Origin, f.addr, state.Key, state.Zone),
	})
	// No http.ServeMux stands before the two: it would answer by itself, past their guards.
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if api.Route(r.URL.Path) != "" {
			files.ServeHTTP(w, r)
			return
		}
		pages.ServeHTTP(w, r)
	}), nil
}

func (a about) site(title, origin, addr, vkey string, zone *time.Location) web.Site {
	site := web.Site{
		Organisation: title, Origin: origin, Key: vkey, Zone: zone, Watchers: a.Watchers,
		Operator: a.Operator, KeyHolder: a.KeyHolder, Contact: a.Contact, Address: strings.TrimSuffix(a.Address, "/"),
	}
	if site.Address == "" {
		site.Address = "http://" + addr
	}
	if site.Operator == "" {
		site.Operator = "Whoever runs this computer" + account()
	}
	if site.KeyHolder == "" {
		site.KeyHolder = "Whoever runs this server"
	}
	if site.Contact == "" {
		site.Contact = "Ask whoever runs this server."
	}
	return site
}

func account() string {
	if current, err := user.Current(); err == nil && current.Username != "" {
		return " as " + current.Username
	}
	return ""
}

// shippedBooks reads the rulebooks that come with the program.
func shippedBooks() ([]*rulebook.Book, error) {
	names := rules.Names()
	books := make([]*rulebook.Book, 0, len(names))
	for _, name := range names {
		data, err := rules.Read(name)
		if err != nil {
			return nil, fmt.Errorf("read the rulebook %s: %w", name, err)
		}
		book, err := rulebook.Parse(data)
		if err != nil {
			return nil, fmt.Errorf("read the rulebook %s: %w", name, err)
		}
		books = append(books, book)
	}
	return books, nil
}

// serveUntil serves until the context ends, and lets requests under way finish.
func serveUntil(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second,
		WriteTimeout: time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 1 << 16,
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	err := server.Shutdown(closing)
	if served := <-ended; !errors.Is(served, http.ErrServerClosed) && err == nil {
		err = served
	}
	if err != nil {
		return fmt.Errorf("stop serving: %w", err)
	}
	return nil
}
