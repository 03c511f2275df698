//go:build interop

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/selectorate/selectorate/internal/beleniostest"
)

// TestInteropElections has Debian 13's belenios-tool (3.0) verify whole elections that were run here, in every group. It lies
// in a folder of its own, which SELECTORATE_BELENIOS3 names.
func TestInteropElections(t *testing.T) {
	for _, e := range elections() {
		t.Run(e.name, func(t *testing.T) {
			h := hand{t, t.TempDir(), e.group}
			archive := h.make(e.question, e.list, e.threshold)
			h.vote(func(int) string { return e.choice })
			if got := h.open(e.question == askRanking, e.threshold); got != e.result {
				t.Errorf("the result is %s, not %s", got, e.result)
			}
			root, folder, inside := beleniostest.Debian13(t)
			data, err := os.ReadFile(archive)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(folder, archiveName), data, 0o600); err != nil {
				t.Fatal(err)
			}
			cmd := exec.CommandContext(t.Context(), "chroot", root, "belenios-tool", "election", "verify", "--dir", inside)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("belenios-tool 3.0: %v\n%s", err, out)
			}
		})
	}
}
