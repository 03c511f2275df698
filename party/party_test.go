package party_test

import (
	"errors"
	"fmt"
	"io/fs"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/selectorate/selectorate/party"
)

func TestErrorKeepsKindAndCause(t *testing.T) {
	err := fmt.Errorf("open the roll: %w", party.Errorf(party.NotFound, "no list: %w", fs.ErrNotExist))
	if !party.Is(err, party.NotFound) {
		t.Errorf("kind = %v, want not found", party.KindOf(err))
	}
	if !errors.Is(err, fs.ErrNotExist) {
		t.Error("the cause is lost")
	}
	if got, want := err.Error(), "open the roll: no list: file does not exist"; got != want {
		t.Errorf("message = %q, want %q", got, want)
	}
	if party.KindOf(errors.New("plain")) != 0 {
		t.Error("a plain error has a kind")
	}
}

func TestDay(t *testing.T) {
	for _, text := range []string{"2026-02-30", "2026-2-3", "", "tomorrow", "2026-02-03T00:00:00Z", "0000-01-01"} {
		if d, err := party.ParseDay(text); err == nil {
			t.Errorf("ParseDay(%q) = %v, want an error", text, d)
		}
	}
	d, err := party.ParseDay("2026-03-28")
	if err != nil {
		t.Fatal(err)
	}
	if d.Add(1).String() != "2026-03-29" || !d.Before(d.Add(1)) || !d.Add(1).After(d) {
		t.Error("the next day is not the next day")
	}
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	// Clocks go forward on 29 March 2026: that day has 23 hours and still ends at its midnight.
	if got := d.Add(1).End(zone).Sub(d.End(zone)); got != 23*time.Hour {
		t.Errorf("29 March 2026 lasts %v in London, want 23h", got)
	}
	if got := party.DayOf(time.Date(2026, 6, 30, 23, 30, 0, 0, time.UTC), zone).String(); got != "2026-07-01" {
		t.Errorf("half past eleven UTC in summer falls on %s in London, want 2026-07-01", got)
	}
}

func TestShare(t *testing.T) {
	third, third33 := party.MustShare(1, 3), party.MustShare(33, 100)
	if third33.Compare(third) >= 0 {
		t.Error("33 of 100 is not one third")
	}
	if party.MustShare(34, 100).Compare(third) <= 0 || party.MustShare(3, 9).Compare(third) != 0 {
		t.Error("34 of 100 is more, and 3 of 9 exactly, one third")
	}
	if got := party.MustShare(10, 22).String(); got != "5/11" {
		t.Errorf("10 of 22 = %s, want 5/11", got)
	}
	if got := (party.Share{}).String(); got != "0/1" {
		t.Errorf("zero share = %s, want 0/1", got)
	}
	for share, want := range map[party.Share]string{
		party.MustShare(5, 11): "45.45%", party.MustShare(23, 40): "57.50%", party.MustShare(1, 1): "100.00%",
		party.MustShare(0, 7): "0.00%", party.MustShare(99999, 200000): "49.99%",
	} {
		if got := share.Percent(); got != want {
			t.Errorf("%s = %s, want %s", share, got, want)
		}
	}
	for _, text := range []string{"0.33", "33%", "1/0", "-1/3", "1 / 3", "01/3", "1", "9999999999999999999/1"} {
		if s, err := party.ParseShare(text); err == nil {
			t.Errorf("ParseShare(%q) = %v, want an error", text, s)
		}
	}
}

func TestShareRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := party.MustShare(rapid.Int64Range(0, 1<<40).Draw(t, "part"), rapid.Int64Range(1, 1<<40).Draw(t, "whole"))
		back, err := party.ParseShare(s.String())
		if err != nil || back != s {
			t.Fatalf("%s comes back as %s (%v)", s, back, err)
		}
	})
}
