package clerk_test

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"testing"
	"time"

	"github.com/selectorate/selectorate/internal/clerk"
	"github.com/selectorate/selectorate/internal/rehearsal"
	"github.com/selectorate/selectorate/internal/store/kept"
	"github.com/selectorate/selectorate/org"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/register"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/selection"
)

// What verify would condemn for ever is not written in the first place.
func TestTheClerkRefusesWhatVerifyWouldCondemn(t *testing.T) {
	p, ctx := play(t), context.Background()
	base := p.appointing(t, "guard", "somebody")
	with := func(change func(*clerk.Request)) clerk.Request {
		r := base
		change(&r)
		return r
	}
	_, other, err := register.GenerateKey(zeros{}, rehearsal.Origin)
	if err != nil {
		t.Fatal(err)
	}
	for name, request := range map[string]clerk.Request{
		"a key that nobody signed over": with(func(r *clerk.Request) {
			r.Org = org.KeyChanged{Old: p.key, New: other, Note: "nothing"}
		}),
		"a name in place of an alias": with(func(r *clerk.Request) {
			r.Org = org.Appointed{Office: "regional-executive", Holder: "somebody by name"}
		}),
		"a person in place of an alias": with(func(r *clerk.Request) {
			r.Org = org.Appointed{Office: "regional-executive", Holder: party.Alias(r.Person)}
		}),
		"something sealed with an act of the organisation": with(func(r *clerk.Request) {
			r.Sealed = []clerk.Secret{{Field: "statement", Value: "x"}}
		}),
		"a sealed value twice": with(func(r *clerk.Request) {
			r.Org, r.Matter = nil, rehearsal.Matter
			r.Seat = selection.Voided{Return: 5, Ground: "count-wrong"}
			r.Sealed = []clerk.Secret{{Field: "statement", Value: "x"}, {Field: "statement", Value: "y"}}
		}),
	} {
		t.Run(name, func(t *testing.T) {
			if receipt, err := p.clerk.Do(ctx, request); !party.Is(err, party.Invalid) {
				t.Errorf("%+v, %v: want an error of kind invalid", receipt, err)
			}
		})
	}
}

// What is published must be what was sealed.
func TestPublicationCannotLie(t *testing.T) {
	p, ctx := play(t), context.Background()
	person, err := p.play.Person(ctx, "regional-executive")
	if err != nil {
		t.Fatal(err)
	}
	_, err = p.clerk.Do(ctx, clerk.Request{
		Key: "lie", Person: person, Office: "regional-executive", Matter: rehearsal.Matter,
		Seat: selection.Published{Withheld: []selection.Withheld{}, Openings: []selection.Opening{{
			Number: 5, Field: "answer", Salt: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", Value: json.RawMessage(`"reselect"`),
		}}},
	})
	if !party.Is(err, party.Invalid) {
		t.Errorf("an answer that was never given was published: %v", err)
	}
}

// A clock that is a little behind takes the time of the last entry; one that is far behind is named.
func TestClockBehindTheRecord(t *testing.T) {
	p, ctx := play(t), context.Background()
	var latest int64
	if err := p.store.Records(ctx, 56, 57, func(r kept.Record) error {
		entry, err := register.Decode(r.Data)
		latest = entry.Recorded
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		behind time.Duration
		kind   party.Kind
	}{{5 * time.Minute, 0}, {time.Hour, party.Unavailable}} {
		behind := clerk.New(clerk.Config{Store: p.store, Now: func() time.Time { return time.UnixMilli(latest).Add(-c.behind) }})
		t.Cleanup(behind.Close)
		receipt, err := behind.Do(ctx, p.appointing(t, c.behind.String(), c.behind.String()))
		if party.KindOf(err) != c.kind || (c.kind == 0 && receipt.Recorded != latest) {
			t.Errorf("a clock that is %v behind: %+v, %v", c.behind, receipt, err)
		}
	}
}

// An erasure is always told, never of the last person who could keep the record.
func TestErasureIsToldAndNeverOfTheLastKeeper(t *testing.T) {
	p, ctx := play(t), context.Background()
	secretary, err := p.play.Person(ctx, "general secretary")
	if err != nil {
		t.Fatal(err)
	}
	by := clerk.Request{Key: "erase", Person: secretary, Office: "general-secretary"}
	if _, err := p.clerk.Erase(ctx, by, secretary); !party.Is(err, party.Conflict) {
		t.Errorf("the last keeper was erased: %v", err)
	}
	nobody, err := p.clerk.Enrol(ctx, "Nobody in particular", "")
	if err != nil {
		t.Fatal(err)
	}
	receipts, err := p.clerk.Erase(ctx, by, nobody)
	if err != nil || len(receipts) != 1 || !receipts[0].OK() {
		t.Errorf("an erasure with nothing sealed: %+v, %v", receipts, err)
	}
	stranger := clerk.Request{Key: "erase-2", Person: nobody, Office: "general-secretary"}
	if receipts, err := p.clerk.Erase(ctx, stranger, secretary); err == nil && receipts[0].OK() {
		t.Error("somebody without the office erased a person")
	}
}

// A publication that is sent again gives the same receipts, also if the answer to the first was lost.
func TestPublishingAgainIsHarmless(t *testing.T) {
	ctx, enough := context.Background(), errors.New("declared")
	p := playUntil(t, func(s rehearsal.Scene) error {
		if s.Receipt.Kind == (selection.Declared{}).Kind() {
			return enough
		}
		return nil
	}, enough)
	person, err := p.play.Person(ctx, "regional-executive")
	if err != nil {
		t.Fatal(err)
	}
	by := clerk.Request{Key: "publish", Person: person, Office: "regional-executive", Matter: rehearsal.Matter}
	first, err := p.clerk.Publish(ctx, by)
	if err != nil || len(first) == 0 || !first[len(first)-1].OK() {
		t.Fatalf("first: %+v, %v", first, err)
	}
	again, err := p.clerk.Publish(ctx, by)
	if err != nil || len(again) != len(first) {
		t.Fatalf("again: %+v, %v", again, err)
	}
	for i := range again {
		if !again[i].Repeat || again[i].Index != first[i].Index {
			t.Errorf("part %d: %+v, want the receipt of entry %d again", i, again[i], first[i].Index)
		}
	}
	head, err := p.clerk.Head(ctx)
	if err != nil || head.Size != first[len(first)-1].Index+1 {
		t.Errorf("the record has %d entries (%v), want %d", head.Size, err, first[len(first)-1].Index+1)
	}
}

// An erasure tells what is lost, and once: sent again it claims nothing more.
func TestErasureTellsWhatIsLostOnce(t *testing.T) {
	p, ctx := play(t), context.Background()
	mp, err := p.clerk.Enrol(ctx, "Player of the MP", "")
	if err != nil {
		t.Fatal(err)
	}
	receipt, err := p.play.Do(ctx, "national-executive", "national-executive", rehearsal.Matter, selection.Overridden{
		Was: rulebook.Triggered, Outcome: rulebook.NotTriggered, Clause: "override", Ground: "process-cancelled",
	}, clerk.Secret{Field: "statement", Value: "It speaks of one person.", Person: mp})
	if err != nil || !receipt.OK() {
		t.Fatalf("%+v, %v", receipt, err)
	}
	secretary, err := p.play.Person(ctx, "general secretary")
	if err != nil {
		t.Fatal(err)
	}
	by := clerk.Request{Key: "erase-mp", Person: secretary, Office: "general-secretary"}
	for try := range 2 {
		receipts, err := p.clerk.Erase(ctx, by, mp)
		if try == 0 && (err != nil || len(receipts) != 1 || !receipts[0].OK()) {
			t.Fatalf("%+v, %v", receipts, err)
		}
	}
	organisation, err := p.clerk.Organisation(ctx)
	if err != nil {
		t.Fatal(err)
	}
	want := map[org.SealedField]bool{{Entry: receipt.Index, Field: "statement"}: true}
	if !maps.Equal(organisation.State.Erased, want) {
		t.Errorf("the record says that %v was lost, want %v", organisation.State.Erased, want)
	}
}
