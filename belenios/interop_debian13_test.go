//go:build interop

package belenios_test

import (
	"testing"

	"github.com/selectorate/selectorate/internal/beleniostest"
)

// TestInteropDebian13 does what TestInterop does with Debian 13's belenios-tool (3.0), in all groups. It lies in a folder of
// its own, which SELECTORATE_BELENIOS3 names.
func TestInteropDebian13(t *testing.T) {
	for _, name := range groups() {
		for kind, vote := range kinds(name) {
			t.Run(name+"/"+kind, func(t *testing.T) {
				root, folder, inside := beleniostest.Debian13(t)
				vote(tool{t, folder, "--choice", []string{"chroot", root, "sh", "-c", `cd "$0" && exec belenios-tool "$@"`, inside}})
			})
		}
	}
}
