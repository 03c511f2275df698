package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/selectorate/selectorate/register"
)

// Limits of what is fetched.
const (
	fetchTimeout = time.Minute
	fetchMost    = 32 << 20 // bytes of one file: a file of entries has at most 17 MB
	fetchTries   = 4
)

// address is a copy that a web server gives out, as an fs.FS. Every file is fetched once and kept in a folder
// of its own while the copy is checked.
type address struct {
	ctx    context.Context //nolint:containedctx // fs.FS has no place for one
	base   *url.URL
	client *http.Client
	kept   string
	absent map[string]bool
}

func openAddress(ctx context.Context, name string) (*openedCopy, error) {
	base, err := url.Parse(name)
	if err != nil || base.Host == "" || base.RawQuery != "" || base.Fragment != "" {
		return nil, errors.New("it is not the address of a record")
	}
	base.Path = strings.TrimSuffix(base.Path, "/"+register.CheckpointPath)
	kept, err := os.MkdirTemp("", "selectorate-verify-*")
	if err != nil {
		return nil, fmt.Errorf("make a folder for what is fetched: %w", err)
	}
	from := &address{
		ctx: ctx, base: base, kept: kept, absent: map[string]bool{},
		client: &http.Client{Timeout: fetchTimeout, CheckRedirect: sameHost},
	}
	return &openedCopy{FS: from, close: func() error { return os.RemoveAll(kept) }}, nil
}

// sameHost refuses to be sent to another host, or from https to http.
func sameHost(next *http.Request, before []*http.Request) error {
	first := before[0].URL
	switch {
	case next.URL.Host != first.Host || (first.Scheme == "https" && next.URL.Scheme != "https"):
		return fmt.Errorf("it sends to another place, %s", next.URL.Redacted())
	case len(before) > 5:
		return errors.New("it sends in circles")
	}
	return nil
}

// Open gives a file, fetched if it was not yet.
func (a *address) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) || a.absent[name] {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	place := filepath.Join(a.kept, url.PathEscape(name))
	file, err := os.Open(place)
	if !errors.Is(err, fs.ErrNotExist) {
		return file, err
	}
	if err := a.fetch(name, place); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			a.absent[name] = true
		}
		return nil, &fs.PathError{Op: "fetch", Path: name, Err: err}
	}
	return os.Open(place)
}

// fetch fetches a file, and tries again if the server asks for time.
func (a *address) fetch(name, place string) error {
	for try := 1; ; try++ {
		wait, err := a.try(name, place)
		if err == nil || wait == 0 || try == fetchTries {
			return err
		}
		select {
		case <-time.After(wait):
		case <-a.ctx.Done():
			return a.ctx.Err()
		}
	}
}

// try fetches a file once. If it is worth trying again it says after how long.
func (a *address) try(name, place string) (wait time.Duration, err error) {
	request, err := http.NewRequestWithContext(a.ctx, http.MethodGet, a.base.JoinPath(name).String(), nil)
	if err != nil {
		return 0, err
	}
	response, err := a.client.Do(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	switch response.StatusCode {
	case http.StatusOK:
		return 0, keep(place, response.Body)
	case http.StatusNotFound, http.StatusGone:
		return 0, fs.ErrNotExist
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		wait = time.Second
		if asked, err := strconv.Atoi(response.Header.Get("Retry-After")); err == nil {
			wait = time.Duration(min(max(asked, 1), 30)) * time.Second
		}
	}
	return wait, fmt.Errorf("the server answers %s", response.Status)
}

func keep(place string, body io.Reader) error {
	data, err := io.ReadAll(io.LimitReader(body, fetchMost+1))
	if err != nil {
		return err
	}
	if len(data) > fetchMost {
		return errors.New("it is larger than any file of a record")
	}
	return os.WriteFile(place, data, 0o600)
}
