package org_test

import (
	"strings"
	"testing"
	"time"

	"github.com/selectorate/selectorate/org"
)

// TestZone reads zones from the program's own table, whatever the machine has.
func TestZone(t *testing.T) {
	t.Setenv("ZONEINFO", t.TempDir()) // a machine whose own table is empty
	for name, want := range map[string]bool{
		"Europe/London": true, "America/Argentina/Buenos_Aires": true, "Etc/UTC": true, "UTC": true,
		"": false, "Local": false, "GMT": false, "utc": false, "Europe/": false, "Europe": false, "europe/london": false,
		"right/Europe/London": false, "posix/Europe/London": false, "../Europe/London": false, "No/Where": false,
	} {
		zone, known := org.Zone(name)
		if known != want || zone == nil || known && zone.String() != name || !known && zone != time.UTC {
			t.Errorf("%q is known: %t (%v)", name, known, zone)
		}
	}
	london, _ := org.Zone("Europe/London")
	if at := time.Date(2026, 7, 1, 12, 0, 0, 0, london); at.UTC().Hour() != 11 {
		t.Errorf("noon in London is %s", at.UTC())
	}
}

// TestTitle: what is open for ever is the public name of a body, and no prose.
func TestTitle(t *testing.T) {
	for title, want := range map[string]bool{
		"Union of Lamplighters": true, strings.Repeat("é", 120): true, strings.Repeat("é", 121): false,
		"": false, " ": false, "one\ntwo": false, "one\u2028two": false, "\u202eeno": false, "\xff": false,
	} {
		a := founding()
		a.Title = title
		var s org.State
		if got := s.May(a, noon("gwen", "general-secretary", 0, 2), nil).OK(); got != want {
			t.Errorf("%q is allowed: %t", title, got)
		}
	}
}
