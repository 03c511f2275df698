package main

import (
	"cmp"
	"context"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/selectorate/selectorate/party"
)

// signEvery is how often the record is signed at most.
const signEvery = time.Second

// server answers, and signs the record while it does. When the record gets another key, it takes that up.
type server struct {
	*house // changed by signOn alone
	front
	face atomic.Pointer[http.Handler]
}

// ServeHTTP answers with the pages as they are now.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) { (*s.face.Load()).ServeHTTP(w, r) }

// dress makes the pages anew, which name the key.
func (s *server) dress(ctx context.Context) error {
	handler, err := s.handler(ctx, s.front)
	if err != nil {
		return err
	}
	s.face.Store(&handler)
	return nil
}

// signOn signs the record whenever it has grown, until the context ends. What keeps it from signing is logged
// once, not every second.
func (s *server) signOn(ctx context.Context) {
	ticker := time.NewTicker(signEvery)
	defer ticker.Stop()
	told := ""
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		told = s.signOnce(ctx, told)
	}
}

// signOnce signs the record, logs what keeps it from that unless it was told before, and gives what was told.
func (s *server) signOnce(ctx context.Context, told string) string {
	err := s.signAnew(ctx)
	switch {
	case ctx.Err() != nil || (err == nil && told == "") || (err != nil && err.Error() == told):
		return told
	case err == nil:
		s.log.InfoContext(ctx, "the record is signed again")
		return ""
	}
	s.log.ErrorContext(ctx, "the record could not be signed", slog.String("error", err.Error()))
	return err.Error()
}

// signAnew signs the record, with another key if the record has got one and the data folder has it.
func (s *server) signAnew(ctx context.Context) error {
	err := s.sign(ctx)
	if !party.Is(err, party.Forbidden) {
		return err
	}
	renewed, renewErr := s.renew(ctx)
	if renewErr != nil {
		return renewErr
	}
	if !renewed {
		return cmp.Or(s.strange(), err) // which says what to do
	}
	s.log.InfoContext(ctx, "the record has another signing key, which was taken up", slog.String("key", s.vkey))
	if err := s.dress(ctx); err != nil {
		return err
	}
	return s.sign(ctx)
}
