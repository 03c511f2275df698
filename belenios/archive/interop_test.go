package archive_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/belenios/archive"
	"github.com/selectorate/selectorate/internal/beleniostest"
)

// tool runs belenios-tool in a folder, and gives what it says. Where there is no tool the test says so, and fails where CI=true.
func tool(t *testing.T, folder string, input []byte, arguments ...string) (string, error) {
	t.Helper()
	path := beleniostest.Tool(t)
	cmd := exec.CommandContext(t.Context(), path, arguments...)
	cmd.Dir, cmd.Stdin, cmd.Env = folder, bytes.NewReader(input), append(os.Environ(), "BELENIOS_USE_URANDOM=1")
	says, err := cmd.CombinedOutput()
	return string(says), err
}

// kept is an event that is kept, to be written elsewhere.
type kept struct {
	kind string
	data [][]byte
}

// events reads a reference archive that belenios-tool 2.0 accepts, with a question of the kind "belenios2048-yesno" or
// "rfc3526-ranking".
func events(t *testing.T, kind string) (uuid string, all []kept) {
	t.Helper()
	file, err := os.Open(filepath.Join(beleniostest.Elections(t), "tool-3.0-"+kind, "election.bel"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	reader, err := archive.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	for e, err := reader.Next(); err == nil; e, err = reader.Next() {
		k := kept{kind: e.Type}
		for _, data := range e.Data {
			k.data = append(k.data, bytes.Clone(data))
		}
		all = append(all, k)
	}
	found := regexp.MustCompile(`"uuid":"([^"]+)"`).FindSubmatch(all[0].data[0])
	if found == nil {
		t.Fatal("no uuid")
	}
	return string(found[1]), all
}

// verified writes an archive of events, and tells whether the tool accepts it.
func verified(t *testing.T, uuid string, all []kept) (says string, err error) {
	t.Helper()
	var out bytes.Buffer
	w, err := archive.NewWriter(&out, 1795357175)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		if _, err := w.Append(e.kind, e.data...); err != nil {
			t.Fatal(err)
		}
	}
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, uuid+".bel"), out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return tool(t, folder, nil, "election", "verify")
}

// pick gives events by their types, each time the next one of a type, or the last one again if there is no other.
func pick(all []kept, kinds ...string) (picked []kept) {
	used := map[string]int{}
	for _, kind := range kinds {
		var of []kept
		for _, e := range all {
			if e.kind == kind {
				of = append(of, e)
			}
		}
		if len(of) == 0 {
			of = []kept{{kind: kind}}
		}
		picked = append(picked, of[min(used[kind], len(of)-1)])
		used[kind]++
	}
	return picked
}

// TestToolVerifies: belenios-tool accepts what the writer writes, up to any event.
func TestToolVerifies(t *testing.T) {
	if testing.Short() {
		t.Skip("long: not with -short")
	}
	uuid, all := events(t, "belenios2048-yesno")
	for _, n := range []int{1, 2, 11, 12, 13, 14, len(all)} {
		if says, err := verified(t, uuid, all[:n]); err != nil {
			t.Errorf("the first %d events: %v: %s", n, err, says)
		}
	}
}

// TestToolAppends: belenios-tool goes on with an archive of the writer with the same bytes as the writer does, also with what
// is in the archive already.
func TestToolAppends(t *testing.T) {
	uuid, all := events(t, "belenios2048-yesno")
	folder := t.TempDir()
	path := filepath.Join(folder, uuid+".bel")
	var out bytes.Buffer
	w, err := archive.NewWriter(&out, 1795357175)
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range append(all[:3:3], all[2], all[1], all[len(all)-5]) {
		if i == 1 {
			if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if i > 0 {
			if says, err := tool(t, folder, bytes.Join(e.data, []byte("\n")), "archive", "add-event", "--type="+e.kind); err != nil {
				t.Fatalf("add event %d: %v: %s", i, err, says)
			}
		}
		if _, err := w.Append(e.kind, e.data...); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, out.Bytes()) {
		t.Error("the tool and the writer go on with an archive differently")
	}
}

// orders are orders of events that are not those of an election.
func orders(kind string) map[string][]string {
	s, b, eb, et, pd, r := archive.Setup, archive.Ballot, archive.EndBallots, archive.EncryptedTally, archive.PartialDecryption, archive.Result
	sh, es := archive.Shuffle, archive.EndShuffles
	if kind == "rfc3526-ranking" {
		box := append([]string{s}, slices.Repeat([]string{b}, 10)...)
		with := func(rest ...string) []string { return append(slices.Clip(box), rest...) }
		return map[string][]string{
			"shuffles are not ended":       with(eb, et, sh, sh, pd),
			"no shuffle":                   with(eb, et, es),
			"a shuffle behind their end":   with(eb, et, sh, es, sh),
			"the end of shuffles twice":    with(eb, et, sh, es, es),
			"a shuffle before the tally":   with(eb, sh),
			"a shuffle with an open box":   with(sh),
			"a shuffle behind decryptions": with(eb, et, sh, sh, es, pd, sh),
		}
	}
	return map[string][]string{
		"a ballot behind the end":        {s, b, eb, b},
		"the end of ballots twice":       {s, b, eb, eb},
		"a tally with an open box":       {s, b, et},
		"a tally at once":                {s, et},
		"two tallies":                    {s, b, eb, et, et},
		"a ballot behind the tally":      {s, b, eb, et, b},
		"a decryption without a tally":   {s, b, eb, pd},
		"a decryption with an open box":  {s, b, pd},
		"a result without a decryption":  {s, b, eb, et, r},
		"a result with an open box":      {s, b, r},
		"a ballot behind the decryption": {s, b, eb, et, pd, b},
		"the end of shuffles":            {s, b, eb, et, es},
		"a tally behind the decryption":  {s, b, eb, et, pd, et},
	}
}

// TestToolOrder shows what the tool makes of orders that are not those of an election. It accepts nearly all of them, so that
// nothing but Follow keeps a ballot from being put behind the tally.
func TestToolOrder(t *testing.T) {
	if testing.Short() {
		t.Skip("long: not with -short")
	}
	for _, kind := range []string{"belenios2048-yesno", "rfc3526-ranking"} {
		uuid, all := events(t, kind)
		for name, order := range orders(kind) {
			says, err := verified(t, uuid, pick(all, order...))
			lines := strings.Split(strings.TrimSpace(says), "\n")
			t.Logf("%s, %s: %v: %s", kind, name, err, lines[len(lines)-1])
		}
	}
}

// wrong gives what is wrong with an order of events, or "".
func wrong(order []string) string {
	before := ""
	for _, event := range order {
		if wrong := archive.Follow(before, event); wrong != "" {
			return wrong
		}
		before = event
	}
	return ""
}

// TestOrder: Follow takes the order of an election, and none of the others.
func TestOrder(t *testing.T) {
	for _, kind := range []string{"belenios2048-yesno", "rfc3526-ranking"} {
		for name, order := range orders(kind) {
			if wrong(order) == "" {
				t.Errorf("%s: %s is taken for the order of an election", name, strings.Join(order, ", "))
			}
			if says := wrong(order[:len(order)-1]); says != "" {
				t.Errorf("%s: it is not the last event that is wrong: %s", name, says)
			}
		}
		_, all := events(t, kind)
		var whole []string
		for _, e := range all {
			whole = append(whole, e.kind)
		}
		if says := wrong(whole); says != "" {
			t.Errorf("%s: %s", kind, says)
		}
		for _, more := range append(whole, "Ballots", "") {
			if wrong(append(slices.Clip(whole), more)) == "" {
				t.Errorf("%q comes behind the result", more)
			}
			if more != archive.Setup && wrong([]string{more}) == "" {
				t.Errorf("an archive begins with %q", more)
			}
			if wrong([]string{archive.Setup, archive.Ballot, archive.Setup}) == "" {
				t.Error("a second setup is taken")
			}
		}
	}
}
