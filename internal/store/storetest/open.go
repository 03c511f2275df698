package storetest

import (
	"context"
	"sync"
	"testing"

	"github.com/selectorate/selectorate/internal/store"
	"github.com/selectorate/selectorate/party"
)

func (s suite) reopen(t *testing.T) {
	dsn := s.fresh(t)
	first, err := store.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	appendAll(t, first, 20, 10)
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if h, err := open(t, dsn).Head(t.Context()); err != nil || h != head(20) {
		t.Errorf("Head() = %v, %v", h, err)
	}
}

func (s suite) openTogether(t *testing.T) {
	dsn := s.fresh(t)
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			db, err := store.Open(t.Context(), dsn)
			if err != nil {
				t.Error(err)
				return
			}
			if h, err := db.Head(t.Context()); err != nil || h != head(0) {
				t.Errorf("Head() = %v, %v", h, err)
			}
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
}

func (s suite) cancelled(t *testing.T) {
	db := s.open(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	wantKind(t, db.Append(ctx, batch(0, 1)), party.Unavailable)
	_, err := db.Head(ctx)
	wantKind(t, err, party.Unavailable)
	if err := db.Append(t.Context(), batch(0, 1)); err != nil {
		t.Errorf("after a cancelled call: %v", err)
	}
}
