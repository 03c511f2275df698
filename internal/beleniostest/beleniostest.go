// Package beleniostest is what the tests of the Belenios protocol share: a source of chance that always gives the same, all
// groups, the elections that belenios-tool made, and the tool itself. Only tests import it.
package beleniostest

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/selectorate/selectorate/belenios/archive"
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/group/edwards"
	"github.com/selectorate/selectorate/belenios/group/modular"
)

// Chance is a source of chance that always gives the same: SHA-256 of "label|0", "label|1", ….
type Chance struct {
	Label string
	n     uint64
	rest  []byte
}

// Read fills p.
func (c *Chance) Read(p []byte) (int, error) {
	for len(c.rest) < len(p) {
		block := sha256.Sum256(fmt.Appendf(nil, "%s|%d", c.Label, c.n))
		c.rest = append(c.rest, block[:]...)
		c.n++
	}
	n := copy(p, c.rest)
	c.rest = c.rest[n:]
	return n, nil
}

// EachGroup runs a test in every group.
func EachGroup(t *testing.T, test func(t *testing.T, g *group.Group)) {
	t.Helper()
	for _, newGroup := range []func() (*group.Group, error){edwards.New, modular.Belenios2048, modular.RFC3526} {
		g, err := newGroup()
		if err != nil {
			t.Fatal(err)
		}
		t.Run(g.Name(), func(t *testing.T) { test(t, g) })
	}
}

// Elections gives the folder of the elections that belenios-tool made. Where there is none the test says so, and fails
// where CI=true.
func Elections(t testing.TB) string {
	t.Helper()
	root := os.Getenv("SELECTORATE_DATA")
	if root == "" {
		missing(t, "SELECTORATE_DATA is not set: the elections of belenios-tool are missing")
	}
	return filepath.Join(root, "belenios")
}

// Events goes through the events of an archive, each with what it carries.
func Events(t testing.TB, path string, each func(kind string, data [][]byte) error) {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	reader, err := archive.NewReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	for {
		e, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		data := make([][]byte, len(e.Data))
		for i := range data {
			data[i] = bytes.Clone(e.Data[i])
		}
		if err := each(e.Type, data); err != nil {
			t.Fatalf("%s: event %d (%s): %v", path, e.Height, e.Type, err)
		}
	}
}

// Tool gives the path of belenios-tool, Debian 12's 2.0. Where there is none the test says so, and fails where CI=true.
func Tool(t testing.TB) string {
	t.Helper()
	path, err := exec.LookPath("belenios-tool")
	if err != nil {
		missing(t, "belenios-tool is not installed: apt-get install belenios-tool")
	}
	return path
}

// Debian13 gives the folder with Debian 13, whose belenios-tool is 3.0, and a folder to work in, as it is called from outside and
// from inside. It is for `make interop`.
func Debian13(t testing.TB) (root, folder, inside string) {
	t.Helper()
	root = os.Getenv("SELECTORATE_BELENIOS3")
	if root == "" {
		t.Fatal("SELECTORATE_BELENIOS3 is not set: make interop sets it to the folder with Debian 13's belenios-tool")
	}
	folder, err := os.MkdirTemp(filepath.Join(root, "tmp"), "interop-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	return root, folder, filepath.Join("/tmp", filepath.Base(folder))
}

func missing(t testing.TB, what string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatal(what)
	}
	t.Skip(what)
}
