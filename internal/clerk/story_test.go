package clerk_test

import (
	"context"
	"crypto/rand"
	"errors"
	"path/filepath"
	"testing"

	"github.com/selectorate/selectorate/internal/clerk"
	"github.com/selectorate/selectorate/internal/rehearsal"
	"github.com/selectorate/selectorate/internal/store"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/register"
	"github.com/selectorate/selectorate/rules"
)

// played is a register in which the whole story has been played.
type played struct {
	store *store.DB
	clerk *clerk.Clerk
	play  *rehearsal.Play
	clock *rehearsal.Clock
	key   string
	skey  string
	tale  []rehearsal.Scene
}

func play(t *testing.T) played {
	t.Helper()
	return playUntil(t, func(rehearsal.Scene) error { return nil }, nil)
}

// playUntil plays the story until after gives an error, which must be the one named.
func playUntil(t *testing.T, after func(rehearsal.Scene) error, stopped error) played {
	t.Helper()
	ctx := context.Background()
	db, err := store.Open(ctx, "sqlite:"+filepath.Join(t.TempDir(), "register.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	skey, vkey, err := register.GenerateKey(rand.Reader, rehearsal.Origin)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := register.ParseSigner(skey)
	if err != nil {
		t.Fatal(err)
	}
	day, _ := party.ParseDay("2026-02-23")
	p := played{store: db, clock: rehearsal.NewClock(day), key: vkey, skey: skey}
	p.clerk = clerk.New(clerk.Config{Store: db, Signer: signer, Now: p.clock.Now})
	t.Cleanup(p.clerk.Close)
	book, err := rules.Read("uk-labour/2021")
	if err != nil {
		t.Fatal(err)
	}
	p.play, err = rehearsal.Story(ctx, p.clerk, p.clock, book, vkey, func(s rehearsal.Scene) error {
		t.Logf("%s %s [%d %s]", s.Day, s.Said, s.Receipt.Index, s.Receipt.Ruling.Outcome)
		for _, r := range s.Receipt.Ruling.Reasons {
			if s.Cheat && r.Status != "met" {
				t.Logf("     %+v", r)
			}
		}
		p.tale = append(p.tale, s)
		return after(s)
	})
	if !errors.Is(err, stopped) {
		t.Fatal(err)
	}
	return p
}

func TestStory(t *testing.T) {
	p := play(t)
	if len(p.tale) != 59 {
		t.Errorf("the story has %d scenes, want 59", len(p.tale))
	}
	note, err := p.clerk.Checkpoint(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := register.OpenCheckpoint(note, p.key); err != nil {
		t.Error(err)
	}
}
