package clerk_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/selectorate/selectorate/internal/clerk"
	"github.com/selectorate/selectorate/internal/rehearsal"
	"github.com/selectorate/selectorate/internal/store"
	"github.com/selectorate/selectorate/internal/store/kept"
	"github.com/selectorate/selectorate/org"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/register"
	"github.com/selectorate/selectorate/selection"
)

// appointing is a request that can be sent again and again: somebody is named to an office.
func (p played) appointing(t *testing.T, key, holder string) clerk.Request {
	t.Helper()
	ctx := context.Background()
	person, err := p.play.Person(ctx, "general secretary")
	if err != nil {
		t.Fatal(err)
	}
	id, err := p.play.Person(ctx, "holder "+holder)
	if err != nil {
		t.Fatal(err)
	}
	alias, err := p.clerk.Alias(ctx, id, org.Matter)
	if err != nil {
		t.Fatal(err)
	}
	return clerk.Request{
		Key: key, Person: person, Office: "general-secretary",
		Org: org.Appointed{Office: "regional-executive", Holder: alias},
	}
}

func TestTheSameKeyActsOnce(t *testing.T) {
	p, ctx := play(t), context.Background()
	first, err := p.clerk.Do(ctx, p.appointing(t, "form-1", "p1"))
	if err != nil || !first.OK() || first.Repeat {
		t.Fatalf("first: %+v, %v", first, err)
	}
	again, err := p.clerk.Do(ctx, p.appointing(t, "form-1", "p1"))
	if err != nil || !again.Repeat {
		t.Fatalf("again: %+v, %v", again, err)
	}
	again.Repeat = false
	if !reflect.DeepEqual(first, again) {
		t.Errorf("the answer changed:\n%+v\n%+v", first, again)
	}
	if _, err := p.clerk.Do(ctx, p.appointing(t, "form-1", "p2")); !party.Is(err, party.Conflict) {
		t.Errorf("another request under the same key: %v, want a conflict", err)
	}
	head, err := p.clerk.Head(ctx)
	if err != nil || head.Size != first.Index+1 {
		t.Errorf("the record has %d entries (%v), want %d", head.Size, err, first.Index+1)
	}
}

func TestRefusalWritesNothing(t *testing.T) {
	p, ctx := play(t), context.Background()
	before, err := p.clerk.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	receipt, err := p.play.Do(ctx, "procedures secretary", "procedures-secretary", rehearsal.Matter, selection.Frozen{Units: 19})
	if err != nil || receipt.OK() {
		t.Fatalf("closing the list after the publication: %+v, %v", receipt, err)
	}
	after, err := p.clerk.Head(ctx)
	if err != nil || before != after {
		t.Errorf("a refused act moved the record: %v", err)
	}
}

func TestUnusableRequests(t *testing.T) {
	p, ctx := play(t), context.Background()
	good := p.appointing(t, "k", "p1")
	stranger := good
	stranger.Person = "nobody"
	for name, c := range map[string]struct {
		request clerk.Request
		kind    party.Kind
	}{
		"no act":         {clerk.Request{Key: "k", Person: good.Person}, party.Invalid},
		"two acts":       {clerk.Request{Key: "k", Person: good.Person, Org: good.Org, Seat: selection.Frozen{}, Matter: "a/b"}, party.Invalid},
		"no key":         {clerk.Request{Person: good.Person, Org: good.Org}, party.Invalid},
		"no matter":      {clerk.Request{Key: "k", Person: good.Person, Seat: selection.Frozen{}}, party.Invalid},
		"unknown person": {stranger, party.NotFound},
		"unknown seat":   {clerk.Request{Key: "k", Person: good.Person, Seat: selection.Frozen{}, Matter: "2026/nowhere"}, party.NotFound},
		"misnamed matter": {clerk.Request{
			Key: "k", Person: good.Person, Matter: "2026/here", Seat: selection.Opened{Round: "2026", Seat: "there"},
		}, party.Invalid},
	} {
		t.Run(name, func(t *testing.T) {
			if receipt, err := p.clerk.Do(ctx, c.request); !party.Is(err, c.kind) {
				t.Errorf("got %+v and %v, want an error of kind %v", receipt, err, c.kind)
			}
		})
	}
}

// Two clerks on one database are two processes: each act has its place, nobody overwrites anybody.
func TestTwoClerksOneRecord(t *testing.T) {
	p, ctx := play(t), context.Background()
	other := clerk.New(clerk.Config{Store: p.store, Now: p.clock.Now})
	t.Cleanup(other.Close)
	const each = 25
	var group sync.WaitGroup
	places := make(chan int64, 4*each)
	for c, by := range []*clerk.Clerk{p.clerk, other, p.clerk, other} {
		requests := make([]clerk.Request, each)
		for i := range requests {
			name := fmt.Sprintf("p%dx%d", c, i)
			requests[i] = p.appointing(t, name, name)
		}
		group.Go(func() {
			for i, request := range requests {
				receipt, err := by.Do(ctx, request)
				if err != nil || !receipt.OK() {
					t.Errorf("client %d act %d: %+v, %v", c, i, receipt, err)
					return
				}
				places <- receipt.Index
			}
		})
	}
	group.Wait()
	close(places)
	seen := map[int64]bool{}
	for index := range places {
		if seen[index] {
			t.Errorf("two acts stand at %d", index)
		}
		seen[index] = true
	}
	if len(seen) != 4*each {
		t.Errorf("%d places for %d acts", len(seen), 4*each)
	}
}

func TestRebuiltIndexIsTheSame(t *testing.T) {
	p, ctx := play(t), context.Background()
	before, err := p.store.Matters(ctx, "")
	if err != nil {
		t.Fatal(err)
	}
	if n, err := p.clerk.RebuildIndex(ctx, nil); err != nil || n != 2 {
		t.Fatalf("rebuilt %d matters: %v", n, err)
	}
	after, err := p.store.Matters(ctx, "")
	if err != nil || !reflect.DeepEqual(before, after) {
		t.Errorf("the index changed (%v):\n%+v\n%+v", err, before, after)
	}
	if want := "published triggered imposed"; len(after) != 2 || after[0].Stage != want {
		t.Errorf("the seat's row is %+v, want the stage %q", after[0], want)
	}
}

// What was written by a clerk that is gone is read by the next one.
func TestNextClerkGoesOn(t *testing.T) {
	ctx := context.Background()
	p := play(t)
	p.clerk.Close()
	if _, err := p.clerk.Do(ctx, p.appointing(t, "late", "p1")); !party.Is(err, party.Unavailable) {
		t.Errorf("a clerk that was closed answers %v", err)
	}
	next := clerk.New(clerk.Config{Store: p.store, Now: p.clock.Now})
	t.Cleanup(next.Close)
	receipt, err := next.Do(ctx, p.appointing(t, "next", "p1"))
	if err != nil || receipt.Index != 57 {
		t.Errorf("the next clerk's first act: %+v, %v", receipt, err)
	}
}

// A checkpoint is kept outside before anybody is given it, once for each size; if that fails nothing is given.
func TestCheckpoints(t *testing.T) {
	ctx := context.Background()
	p := play(t)
	signer, err := register.ParseSigner(p.skey)
	if err != nil {
		t.Fatal(err)
	}
	full, seen := true, 0
	signing := clerk.New(clerk.Config{
		Store: p.store, Signer: signer, Now: p.clock.Now,
		Seen: func(size int64, note []byte) error {
			if full {
				return errors.New("the disk is full")
			}
			seen++
			return nil
		},
	})
	t.Cleanup(signing.Close)
	if _, err := signing.Checkpoint(ctx); err == nil {
		t.Error("a checkpoint was given that could not be kept")
	}
	if _, _, err := signing.Signed(ctx); !party.Is(err, party.NotFound) {
		t.Errorf("a checkpoint was saved that could not be kept outside: %v", err)
	}
	full = false
	for range 2 {
		note, err := signing.Checkpoint(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := register.OpenCheckpoint(note, p.key); err != nil {
			t.Error(err)
		}
	}
	if seen != 1 {
		t.Errorf("%d checkpoints were kept for one size", seen)
	}
}

// A key that is not the record's signs nothing.
func TestAnotherKeySignsNothing(t *testing.T) {
	p := play(t)
	skey, _, err := register.GenerateKey(zeros{}, rehearsal.Origin)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := register.ParseSigner(skey)
	if err != nil {
		t.Fatal(err)
	}
	signing := clerk.New(clerk.Config{Store: p.store, Signer: signer, Now: p.clock.Now})
	t.Cleanup(signing.Close)
	if note, err := signing.Checkpoint(context.Background()); !party.Is(err, party.Forbidden) {
		t.Errorf("it signed %q, %v", note, err)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// An act that cannot be written does not take those with it that wait beside it.
func TestOneBadActAmongMany(t *testing.T) {
	ctx := context.Background()
	p := play(t)
	var group sync.WaitGroup
	for i := range 20 {
		request := p.appointing(t, fmt.Sprint("form-", i), fmt.Sprint("p", i))
		if i == 7 {
			request.Org = org.Appointed{Office: party.OfficeID(strings.Repeat("x", 70000)), Holder: "p1"} // too long for an entry
		}
		group.Go(func() {
			receipt, err := p.clerk.Do(ctx, request)
			if good := err == nil && receipt.OK(); good != (i != 7) {
				t.Errorf("act %d: %+v, %v", i, receipt, err)
			}
		})
	}
	group.Wait()
}

var _ clerk.Store = (*store.DB)(nil) // the one database satisfies what the clerk asks for

func TestFilesOfOtherProcesses(t *testing.T) {
	p, ctx := play(t), context.Background()
	other, err := store.Open(ctx, "sqlite:"+filepath.Join(t.TempDir(), "empty.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = other.Close() })
	empty := clerk.New(clerk.Config{Store: other, Now: p.clock.Now})
	defer empty.Close()
	if _, err := empty.Checkpoint(ctx); !party.Is(err, party.NotFound) {
		t.Errorf("the checkpoint of an empty record: %v, want not found", err)
	}
	err = other.Records(ctx, 0, 1, func(kept.Record) error { return nil })
	if err != nil {
		t.Error(err)
	}
}
