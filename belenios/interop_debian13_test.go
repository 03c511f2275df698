//go:build interop

package belenios_test

import (
	"os"
	"path/filepath"
	"testing"
)

// TestInteropDebian13 does what TestInterop does with Debian 13's belenios-tool (3.0), in all groups. It lies in a folder of
// its own, which SELECTORATE_BELENIOS3 names.
func TestInteropDebian13(t *testing.T) {
	root := os.Getenv("SELECTORATE_BELENIOS3")
	if root == "" {
		t.Fatal("SELECTORATE_BELENIOS3 is not set: make interop sets it to the folder with Debian 13's belenios-tool")
	}
	for _, name := range groups() {
		for kind, vote := range kinds(name) {
			t.Run(name+"/"+kind, func(t *testing.T) {
				folder, err := os.MkdirTemp(filepath.Join(root, "tmp"), "interop-")
				if err != nil {
					t.Fatal(err)
				}
				defer os.RemoveAll(folder)
				inside := filepath.Join("/tmp", filepath.Base(folder))
				vote(tool{t, folder, "--choice", []string{"chroot", root, "sh", "-c", `cd "$0" && exec belenios-tool "$@"`, inside}})
			})
		}
	}
}
