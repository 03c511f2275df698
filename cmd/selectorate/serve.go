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
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/rules"
)

// serveCommand serves the public pages and the files of the record.
type serveCommand struct {
	place
	about
	Addr string `default:"127.0.0.1:8080" help:"Address and port to listen on."`
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
	h, err := c.open(ctx, time.Now)
	if err != nil {
		return err
	}
	defer h.Close()
	if err := h.store.FinishErasure(ctx); err != nil { // one that was cut short leaves traces in the files
		return err
	}
	if _, err := h.clerk.Checkpoint(ctx); err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.Addr)
	if err != nil {
		return usage("cannot listen on %s: %s", c.Addr, err)
	}
	fmt.Fprintf(t.out, "Serving the public pages at http://%s/\n", listener.Addr())
	log := slog.New(slog.NewTextHandler(t.err, nil))
	handler, err := h.handler(ctx, c.about, listener.Addr().String(), log)
	if err != nil {
		return err
	}
	signing, stop := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		h.signOn(signing, log)
	}()
	err = serveUntil(ctx, listener, handler)
	stop()
	<-ended
	return err
}

// signEvery is how often the record is signed at most.
const signEvery = time.Second

// signOn signs the record whenever it has grown, until the context ends.
func (h *house) signOn(ctx context.Context, log *slog.Logger) {
	ticker := time.NewTicker(signEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		if _, err := h.clerk.Checkpoint(ctx); err != nil && ctx.Err() == nil {
			log.ErrorContext(ctx, "the record could not be signed", slog.Any("error", err))
		}
	}
}

// handler is everything that the server answers: the public pages, and the files of the record.
func (h *house) handler(ctx context.Context, a about, addr string, log *slog.Logger) (http.Handler, error) {
	shipped, err := shippedBooks()
	if err != nil {
		return nil, err
	}
	organisation, err := h.clerk.Organisation(ctx)
	if err != nil {
		return nil, err
	}
	if !organisation.State.Founded() {
		return nil, party.Errorf(party.NotFound, "selectorate: the database holds no record yet")
	}
	front := desk.New(h.clerk.Gallery, shipped)
	mux := http.NewServeMux()
	files := api.New(api.Config{Record: h.clerk, Log: log})
	for _, pattern := range api.Patterns() {
		mux.Handle(pattern, files)
	}
	mux.Handle("/", web.New(web.Config{
		Record: front, Books: front, Log: log,
		Site: a.site(organisation.State.Title, organisation.State.Origin, addr, h.vkey, organisation.State.Zone),
	}))
	return mux, nil
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
