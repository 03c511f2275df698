package shuffle_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/shuffle"
	"github.com/selectorate/selectorate/internal/beleniostest"
)

// tool runs belenios-tool in a folder, and gives what it writes and what it says. Where there is no tool the test says so, and
// fails where CI=true.
func tool(t *testing.T, folder string, input []byte, arguments ...string) ([]byte, string, error) {
	t.Helper()
	path := beleniostest.Tool(t)
	cmd := exec.CommandContext(t.Context(), path, arguments...)
	cmd.Dir, cmd.Stdin, cmd.Env = folder, bytes.NewReader(input), append(os.Environ(), "BELENIOS_USE_URANDOM=1")
	var says strings.Builder
	cmd.Stderr = &says
	out, err := cmd.Output()
	return out, says.String(), err
}

// TestTool hands our shuffles to belenios-tool: one between two of its own, in an election that it has counted up to there.
// It accepts them, and refuses a changed one.
func TestTool(t *testing.T) {
	if testing.Short() {
		t.Skip("long: not with -short")
	}
	for _, from := range []string{"tool-3.0-rfc3526-ranking", "tool-2.0-rfc3526-ranking"} {
		t.Run(from, func(t *testing.T) { withTool(t, filepath.Join(beleniostest.Elections(t), from, "election.bel")) })
	}
}

func withTool(t *testing.T, path string) {
	t.Helper()
	folder, m := t.TempDir(), open(t, path)
	g := m.election.Group
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(folder, m.election.UUID+".bel")
	start := upToTally(t, before)
	add := func(kind string, payload []byte) {
		t.Helper()
		if _, says, err := tool(t, folder, payload, "archive", "add-event", "--type="+kind); err != nil {
			t.Fatalf("add %s: %v: %s", kind, err, says)
		}
	}
	verify := func() error {
		_, says, err := tool(t, folder, nil, "election", "verify")
		t.Log(says)
		return err
	}
	input, err := shuffle.Input(m.election, m.tally)
	if err != nil {
		t.Fatal(err)
	}
	b := bases(t, m.election, input)
	first, err := shuffle.Prove(m.election, &beleniostest.Chance{Label: "first"}, b, input, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, start, 0o600); err != nil {
		t.Fatal(err)
	}
	add("Shuffle", own(g, 1, first))
	theirs, says, err := tool(t, folder, nil, "election", "shuffle", "--trustee-id=2")
	if err != nil {
		t.Fatalf("shuffle: %v: %s", err, says)
	}
	add("Shuffle", theirs)
	payload, _, _ := bytes.Cut(theirs, []byte("\n"))
	second, err := shuffle.Parse(g, payload)
	if err != nil {
		t.Fatal(err)
	}
	if err := shuffle.Check(m.election, b, first.Ciphertexts, second); err != nil {
		t.Errorf("the tool's shuffle of ours: %v", err)
	}
	third, err := shuffle.Prove(m.election, &beleniostest.Chance{Label: "third"}, b, second.Ciphertexts, nil)
	if err != nil {
		t.Fatal(err)
	}
	add("Shuffle", own(g, 3, third))
	if err := verify(); err != nil {
		t.Errorf("belenios-tool does not accept our shuffles: %v", err)
	}

	first.Proofs[0].SHat[3] = g.AddScalars(first.Proofs[0].SHat[3], g.Small(1))
	if err := os.WriteFile(name, start, 0o600); err != nil {
		t.Fatal(err)
	}
	_, _, failed := tool(t, folder, own(g, 1, first), "archive", "add-event", "--type=Shuffle")
	if failed == nil && verify() == nil {
		t.Error("belenios-tool accepts a changed shuffle")
	}
}

// own puts the record of its owner behind a shuffle, in the two lines that the tool's own command writes.
func own(g *group.Group, owner int, s *shuffle.Shuffle) []byte {
	payload := shuffle.Append(g, nil, s)
	digest := sha256.Sum256(payload)
	record := belenios.AppendOwned(nil, belenios.Owned{Owner: owner, Payload: hex.EncodeToString(digest[:])})
	return slices.Concat(payload, []byte("\n"), record, []byte("\n"))
}

// upToTally cuts an archive off behind the event of the encrypted tally.
func upToTally(t *testing.T, raw []byte) []byte {
	t.Helper()
	const block = 512
	for at := 0; at < len(raw); {
		size, err := strconv.ParseInt(string(raw[at+124:at+135]), 8, 64)
		if err != nil {
			t.Fatal(err)
		}
		content := raw[at+block : at+block+int(size)]
		at += block + (int(size)+block-1)/block*block
		if bytes.Contains(content, []byte(`"type":"EncryptedTally"`)) {
			return raw[:at]
		}
	}
	t.Fatal("the archive has no encrypted tally")
	return nil
}
