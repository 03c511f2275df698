package org_test

import (
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
