package desk_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/selectorate/selectorate/internal/clerk"
	"github.com/selectorate/selectorate/internal/rehearsal"
	"github.com/selectorate/selectorate/internal/store"
	"github.com/selectorate/selectorate/internal/web"
	"github.com/selectorate/selectorate/internal/web/desk"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/register"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/rules"
)

// watched is a record that is looked at while the round is played in it.
type watched struct {
	clerk *clerk.Clerk
	desk  *desk.Desk
	pages http.Handler
}

// watch plays the round and calls look after every act that was written.
func watch(t *testing.T, look func(w watched, s rehearsal.Scene)) watched {
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
	day, err := party.ParseDay("2026-02-23")
	if err != nil {
		t.Fatal(err)
	}
	clock := rehearsal.NewClock(day)
	w := watched{clerk: clerk.New(clerk.Config{Store: db, Signer: signer, Now: clock.Now})}
	t.Cleanup(w.clerk.Close)
	data, err := rules.Read("uk-labour/2021")
	if err != nil {
		t.Fatal(err)
	}
	book, err := rulebook.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	w.desk = desk.New(w.clerk.Gallery, []*rulebook.Book{book})
	w.pages = web.New(web.Config{Record: w.desk, Books: w.desk, Site: web.Site{
		Organisation: rehearsal.Title, Origin: rehearsal.Origin, Key: vkey, Zone: time.UTC,
		Address: "http://localhost", Operator: "A test", KeyHolder: "The test", Contact: "Nobody",
	}})
	_, err = rehearsal.Story(ctx, w.clerk, clock, data, vkey, func(s rehearsal.Scene) error {
		if s.Receipt.OK() {
			look(w, s)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// page gets a page as text without its marks.
func (w watched) page(t *testing.T, path string) string {
	t.Helper()
	answer := httptest.NewRecorder()
	w.pages.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, path, nil))
	if answer.Code != http.StatusOK {
		t.Fatalf("GET %s: %d", path, answer.Code)
	}
	text := regexp.MustCompile(`(?s)<details.*?</details>|<[^>]*>`).ReplaceAllString(answer.Body.String(), " ")
	return strings.Join(strings.Fields(text), " ")
}

// Until the outcome is declared no page says how a unit answered, or how the round is going.
func TestNothingShowsBeforeTheDeclaration(t *testing.T) {
	telling := regexp.MustCompile(`Hold a contest|No contest is held|A contest is held|5 of 10|4 of 8|16 14|21 9`)
	declared := false
	watch(t, func(w watched, s rehearsal.Scene) {
		declared = declared || strings.Contains(s.Receipt.Kind, "declared")
		if declared || s.Receipt.Index < 5 {
			return
		}
		for _, path := range []string{"/", "/rounds/2026", "/seats/thimble-and-quay", fmt.Sprintf("/record/%d", s.Receipt.Index)} {
			if found := telling.FindString(w.page(t, path)); found != "" {
				t.Errorf("after entry %d, %s says %q", s.Receipt.Index, path, found)
			}
		}
	})
}

// Every page answers at every moment, and every entry is told in a sentence of its own.
func TestEveryMomentCanBeShown(t *testing.T) {
	w := watch(t, func(w watched, s rehearsal.Scene) {
		w.page(t, "/")
		w.page(t, "/record")
		w.page(t, "/about")
		if told := w.page(t, fmt.Sprintf("/record/%d", s.Receipt.Index)); strings.Contains(told, "cannot tell") {
			t.Errorf("entry %d is not told", s.Receipt.Index)
		}
	})
	listing, err := w.desk.Entries(context.Background(), -1, 100)
	if err != nil || listing.Size != 57 || len(listing.Lines) != 57 {
		t.Fatalf("the listing has %d lines of %d (%v), want 57", len(listing.Lines), listing.Size, err)
	}
	for _, line := range listing.Lines {
		if !strings.HasSuffix(line.Text, ".") || strings.Contains(line.Text, "@1") || strings.Contains(line.Text, "  ") {
			t.Errorf("entry %d is told as %q", line.Index, line.Text)
		}
	}
}

// After the override the seat says what the rules gave, what was imposed, by whom, when and on which ground.
func TestOverrideIsSaid(t *testing.T) {
	w := watch(t, func(watched, rehearsal.Scene) {})
	seat, err := w.desk.Seat(context.Background(), rehearsal.Seat)
	if err != nil {
		t.Fatal(err)
	}
	if seat.Imposed == nil {
		t.Fatal("the override is not shown")
	}
	want := "The rules gave “No contest”; “Contest” was imposed by the national executive committee on Tuesday 14 April 2026."
	if got := seat.Imposed.Sentence(); got != want {
		t.Errorf("the page says\n%s\nwant\n%s", got, want)
	}
	page := w.page(t, "/seats/thimble-and-quay")
	for _, said := range []string{
		"This is not what the rules gave", "the process was cancelled or changed", "not more than half",
		"Declared void on", "Brought back on", "The first ballot was equal",
		"The figures stay closed: fewer than 10 voted, or all on one side", "Lantern Hill",
	} {
		if !strings.Contains(page, said) {
			t.Errorf("the seat's page does not say %q", said)
		}
	}
	if round := w.page(t, "/rounds/2026"); !strings.Contains(round, "Thimble and Quay") {
		t.Error("the round does not name its seat")
	}
}

func TestWhatIsNotThere(t *testing.T) {
	w, ctx := watch(t, func(watched, rehearsal.Scene) {}), context.Background()
	if _, err := w.desk.Seat(ctx, "nowhere"); !party.Is(err, party.NotFound) {
		t.Errorf("an unknown seat: %v", err)
	}
	if _, err := w.desk.Round(ctx, "1900"); !party.Is(err, party.NotFound) {
		t.Errorf("an unknown round: %v", err)
	}
	if _, err := w.desk.Entry(ctx, 57); !party.Is(err, party.NotFound) {
		t.Errorf("an entry past the end: %v", err)
	}
	if _, err := w.desk.Book(ctx, "uk-labour/1066"); !party.Is(err, party.NotFound) {
		t.Errorf("an unknown rulebook: %v", err)
	}
	adopted, err := w.desk.Book(ctx, "uk-labour/2021")
	if err != nil || adopted.Day.String() != "2026-02-23" || len(adopted.Confirmed) == 0 {
		t.Errorf("the adopted rulebook: %v %v (%v)", adopted.Day, adopted.Confirmed, err)
	}
}
