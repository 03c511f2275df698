package web

import (
	"os/exec"
	"testing"
)

// TestStyleIsAsBuilt builds the style sheet again: what is committed must be what its sources give.
func TestStyleIsAsBuilt(t *testing.T) {
	if testing.Short() {
		t.Skip("not run: -short; `make check` does the same by tools/assets --check")
	}
	out, err := exec.CommandContext(t.Context(), "../../tools/assets", "--check").CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
