package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"
)

// The same flags make the same file for ever: benchmarks of different days compare the same work.
func TestSameFileForEver(t *testing.T) {
	const want = "95bcc70d87449a8d4f14b98d3547b2a28f0bc77f9dcc387ead603fc4b91806ea"
	var out bytes.Buffer
	if err := (&maker{papers: 1000, candidates: 20, seats: 5, lean: 650, length: 7, state: 1}).write(&out); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(out.Bytes())
	if got := hex.EncodeToString(sum[:]); got != want {
		t.Errorf("SHA-256 %s, want %s", got, want)
	}
}

func TestShapeOfTheFile(t *testing.T) {
	var out bytes.Buffer
	if err := (&maker{papers: 500, candidates: 4, seats: 2, lean: 1000, length: 3, state: 7}).write(&out); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	if len(lines) != 1+500+1+4+1 || lines[0] != "4 2" || lines[501] != "0" {
		t.Fatalf("%d lines, the first %q", len(lines), lines[0])
	}
	for _, line := range lines[1:501] {
		fields := strings.Fields(line)
		seen := map[string]bool{}
		for _, c := range fields[1 : len(fields)-1] {
			if seen[c] || !strings.Contains("1234", c) {
				t.Fatalf("%q", line)
			}
			seen[c] = true
		}
		if fields[0] != "1" || fields[len(fields)-1] != "0" || len(seen) == 0 {
			t.Fatalf("%q", line)
		}
	}
}
