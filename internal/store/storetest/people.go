package storetest

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/selectorate/selectorate/internal/store"
	"github.com/selectorate/selectorate/party"
)

func (s suite) people(t *testing.T) {
	db := s.open(t)
	ada := store.Person{ID: "person-1", Name: "Ada Lampwick", Contact: "ada@northside.example"}
	ben := store.Person{ID: "person-2", Name: "Ben Quay", Contact: "ben@northside.example"}
	moved := ada
	moved.Contact = "ada@harbour.example"
	for _, p := range []store.Person{ada, ben, moved} {
		if err := db.PutPerson(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := db.Person(t.Context(), ada.ID); err != nil || got != moved {
		t.Errorf("Person() = %v, %v", got, err)
	}
	wantKind(t, db.PutPerson(t.Context(), store.Person{Name: "Nobody"}), party.Invalid)

	put := func(person, matter, alias string) error { return db.PutAlias(t.Context(), person, matter, alias) }
	if err := errors.Join(put(ada.ID, "m-1", "a1"), put(ada.ID, "m-2", "a2"), put(ben.ID, "m-1", "b1"),
		put(ben.ID, "m-2", "a1"), put(ada.ID, "m-1", "a1")); err != nil {
		t.Error(err)
	}
	wantKind(t, put(ada.ID, "m-1", "another"), party.Conflict)
	wantKind(t, put(ben.ID, "m-3", ""), party.Invalid)
	wantKind(t, put("person-9", "m-1", "x"), party.NotFound)
	if err := put(ada.ID, "m-3", "shared"); err != nil {
		t.Error(err)
	}
	wantKind(t, put(ben.ID, "m-3", "shared"), party.Conflict)
	if got, err := db.Alias(t.Context(), ada.ID, "m-2"); err != nil || got != "a2" {
		t.Errorf("Alias() = %q, %v", got, err)
	}
	_, err := db.Alias(t.Context(), ben.ID, "m-3")
	wantKind(t, err, party.NotFound)
	if got, err := db.AliasOwner(t.Context(), "m-2", "a1"); err != nil || got != ben {
		t.Errorf("AliasOwner() = %v, %v", got, err)
	}
	_, err = db.AliasOwner(t.Context(), "m-9", "a1")
	wantKind(t, err, party.NotFound)
}

// withPeople appends some entries and keeps the people whom their openings are about.
func withPeople(t *testing.T, db *store.DB) {
	t.Helper()
	appendAll(t, db, 9, 9)
	for _, id := range []string{"person-0", "person-1", "person-2"} {
		err := db.PutPerson(t.Context(), store.Person{ID: id, Name: "Name of " + id, Contact: id + "@northside.example"})
		if err := errors.Join(err, db.PutAlias(t.Context(), id, "matter-0", "alias of "+id)); err != nil {
			t.Fatal(err)
		}
	}
}

func (s suite) erase(t *testing.T) {
	db := s.open(t)
	withPeople(t, db)
	before := records(t, db, 0, 9)
	fields, err := db.ErasePerson(t.Context(), "person-0")
	want := []store.ErasedField{{Index: 0, Field: "figures"}, {Index: 3, Field: "figures"}, {Index: 6, Field: "figures"}}
	if err != nil || !reflect.DeepEqual(fields, want) {
		t.Errorf("ErasePerson() = %v, %v; want %v", fields, err, want)
	}
	_, err = db.Person(t.Context(), "person-0")
	wantKind(t, err, party.NotFound)
	_, err = db.Alias(t.Context(), "person-0", "matter-0")
	wantKind(t, err, party.NotFound)
	_, err = db.AliasOwner(t.Context(), "matter-0", "alias of person-0")
	wantKind(t, err, party.NotFound)
	_, err = db.Answer(t.Context(), "person-0", "key-0")
	wantKind(t, err, party.NotFound)
	if got := openings(t, db, 0, 9); len(got) != 6 || got[0].Person != "person-1" {
		t.Errorf("openings that stay: %v", got)
	}
	if got, err := db.AliasOwner(t.Context(), "matter-0", "alias of person-1"); err != nil || got.Name != "Name of person-1" {
		t.Errorf("somebody else was touched: %v, %v", got, err)
	}
	if got := records(t, db, 0, 9); !reflect.DeepEqual(got, before) {
		t.Error("the register was touched")
	}
	_, err = db.ErasePerson(t.Context(), "person-0")
	wantKind(t, err, party.NotFound)
	_, err = db.ErasePerson(t.Context(), "")
	wantKind(t, err, party.Invalid)
}

// patience is how long an erasure is given to do what it must not do.
const patience = 300 * time.Millisecond

// finishErasure erases while somebody reads an older state: the rows go, but the erasure does not claim that
// the files are clean. They are cleaned when the reader has ended.
func (s suite) finishErasure(t *testing.T) {
	db := s.open(t)
	withPeople(t, db)
	err := db.Snapshot(t.Context(), func(r store.Reader) error {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		erased := make(chan error, 1)
		go func() {
			_, err := db.ErasePerson(ctx, "person-1")
			erased <- err
		}()
		for gone := false; !gone; {
			_, err := db.Person(t.Context(), "person-1")
			gone = party.Is(err, party.NotFound)
		}
		select {
		case err := <-erased:
			t.Errorf("the erasure did not wait for the reader: %v", err)
		case <-time.After(patience):
			cancel()
			wantKind(t, <-erased, party.Unavailable)
		}
		if got := openings(t, r, 0, 9); len(got) != 9 {
			t.Errorf("the older state has %d openings, want 9", len(got))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.FinishErasure(t.Context()); err != nil {
		t.Error(err)
	}
	if err := db.FinishErasure(t.Context()); err != nil {
		t.Errorf("with nothing to do: %v", err)
	}
	if got := openings(t, db, 0, 9); len(got) != 6 {
		t.Errorf("%d openings, want 6", len(got))
	}
}
