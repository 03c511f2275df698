//go:build interop

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestInteropElections has Debian 13's belenios-tool (3.0) verify whole elections that were run here, in every group. It lies
// in a folder of its own, which SELECTORATE_BELENIOS3 names.
func TestInteropElections(t *testing.T) {
	root := os.Getenv("SELECTORATE_BELENIOS3")
	if root == "" {
		t.Fatal("SELECTORATE_BELENIOS3 is not set: make interop sets it to the folder with Debian 13's belenios-tool")
	}
	for _, e := range elections() {
		t.Run(e.name, func(t *testing.T) {
			h := hand{t, t.TempDir(), e.group}
			archive := h.make(e.question, e.list, e.threshold)
			h.vote(func(int) string { return e.choice })
			if got := h.open(e.question == askRanking, e.threshold); got != e.result {
				t.Errorf("the result is %s, not %s", got, e.result)
			}
			inside, err := os.MkdirTemp(filepath.Join(root, "tmp"), "interop-")
			if err != nil {
				t.Fatal(err)
			}
			defer os.RemoveAll(inside)
			data, err := os.ReadFile(archive)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(inside, archiveName), data, 0o600); err != nil {
				t.Fatal(err)
			}
			cmd := exec.CommandContext(t.Context(), "chroot", root, "belenios-tool", "election", "verify", "--dir", filepath.Join("/tmp", filepath.Base(inside)))
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("belenios-tool 3.0: %v\n%s", err, out)
			}
		})
	}
}
