package check_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/belenios/check"
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/internal/beleniostest"
)

// verify checks an archive, with what it takes to make the hints for another time.
func verify(t testing.TB, raw []byte, options check.Options, hints check.Hints) (check.Report, [][]group.Element) {
	t.Helper()
	c := check.New(options)
	if err := c.Structure(bytes.NewReader(raw), nil); err != nil {
		t.Fatal(err)
	}
	c.Setup()
	var made [][]group.Element
	for i := range c.Batches() {
		part, err := c.Batch(i, bytes.NewReader(raw), hints)
		if err != nil {
			t.Fatal(err)
		}
		made = append(made, part.Commitments)
		c.Take(part)
	}
	report, err := c.Finish(bytes.NewReader(raw), nil)
	if err != nil {
		t.Fatal(err)
	}
	return report, made
}

// told writes the findings with a verdict, for people.
func told(report check.Report, verdicts ...check.Verdict) string {
	var text strings.Builder
	for _, f := range report.Findings {
		for _, verdict := range verdicts {
			if f.Verdict == verdict {
				fmt.Fprintf(&text, "  %s %s: %s\n", f.Check, f.Verdict, f.Detail)
			}
		}
	}
	return text.String()
}

// finding gives the first finding of a check with a verdict.
func finding(report check.Report, name string, verdict check.Verdict) (check.Finding, bool) {
	for _, f := range report.Findings {
		if f.Check == name && f.Verdict == verdict {
			return f, true
		}
	}
	return check.Finding{}, false
}

// kinds are the reference elections, by their folders.
func kinds(t testing.TB, pattern string) (names []string) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(beleniostest.Elections(t), "tool-"+pattern))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		names = append(names, filepath.Base(path))
	}
	return names
}

func TestReferenceArchives(t *testing.T) {
	names := kinds(t, "*")
	if len(names) != 10 {
		t.Fatalf("%d reference elections", len(names))
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			if testing.Short() && strings.Contains(name, "rfc3526") {
				t.Skip("long: not with -short")
			}
			report, _ := verify(t, read(t, name, "election.bel"), check.Options{}, nil)
			if !report.Valid || report.Ballots != 10 || report.Counted != 10 || !report.Finished {
				t.Fatalf("%+v", report)
			}
			if want := result(t, name); string(report.Result) != want {
				t.Errorf("the result is %s, want %s", report.Result, want)
			}
			_, old := finding(report, check.KeyGeneration, check.Warning)
			if wants := strings.HasPrefix(name, "tool-2."); old != wants {
				t.Errorf("the key generation is said to be old: %t, want %t", old, wants)
			}
			if text := told(report, check.NotJudged); text != "" {
				t.Error(text)
			}
			for _, checked := range []string{
				check.Archive, check.Order, check.Description, check.Trustees, check.Key, check.Voters, check.Form, check.Listed, check.Members,
				check.Proofs, check.Signatures, check.Repeated, check.Sum, check.Decryptions, check.Outcome, check.PolicyHolders, check.PolicySize,
			} {
				if _, passes := finding(report, checked, check.Pass); !passes {
					t.Errorf("%s does not pass:\n%s", checked, told(report, check.Pass))
				}
			}
			if _, shuffled := finding(report, check.Shuffles, check.Pass); shuffled != strings.Contains(name, "ranking") {
				t.Errorf("shuffles pass: %t", shuffled)
			}

			open, _ := verify(t, read(t, name, "setup-only.bel"), check.Options{}, nil)
			unfinished, _ := finding(open, check.Outcome, check.NotJudged)
			if !open.Valid || open.Finished || open.Result != nil || !strings.Contains(unfinished.Detail, "the box is still open") {
				t.Errorf("the setup alone: %t\n%s", open.Valid, told(open, check.Fail, check.NotJudged))
			}
		})
	}
}

// result is what ten equal votes come to.
func result(t testing.TB, name string) string {
	t.Helper()
	var vote [][]int
	if err := json.Unmarshal(read(t, name, "vote.json"), &vote); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(name, "ranking") {
		one, err := json.Marshal(vote[0])
		if err != nil {
			t.Fatal(err)
		}
		return `{"result":[[` + strings.TrimSuffix(strings.Repeat(string(one)+",", 10), ",") + `]]}`
	}
	return fmt.Sprintf(`{"result":[[%d,%d]]}`, 10*vote[0][0], 10*vote[0][1])
}

// TestCutAtEvents cuts an archive after each of its events: what is there is valid, and the report says that there is more
// to come. Published heads tell how much is missing.
func TestCutAtEvents(t *testing.T) {
	whole := open(t, read(t, "tool-3.0-ed25519-ranking", "election.bel"))
	head, _ := verify(t, whole.bytes(), check.Options{}, nil)
	for n := 1; n < len(whole.events); n++ {
		cut := &box{whole.header, whole.timestamp, whole.events[:n]}
		report, _ := verify(t, cut.bytes(), check.Options{}, nil)
		if _, unfinished := finding(report, check.Outcome, check.NotJudged); !report.Valid || !unfinished {
			t.Errorf("cut after event %d (%s):\n%s", n-1, whole.events[n-1].kind, told(report, check.Fail, check.NotJudged))
		}
		report, _ = verify(t, cut.bytes(), check.Options{Heads: []string{head.Head}}, nil)
		if _, missing := finding(report, check.Head, check.Fail); !missing || report.Valid {
			t.Errorf("cut after event %d, it passes for an archive with the head %s", n-1, head.Head)
		}
		later, _ := verify(t, whole.bytes(), check.Options{Heads: []string{report.Head}, Setup: report.Setup, Voters: report.Voters}, nil)
		if !later.Valid {
			t.Errorf("the head after event %d is said not to be in the archive:\n%s", n-1, told(later, check.Fail))
		}
	}
}

// failing is a medium that fails.
type failing struct{}

func (failing) Read([]byte) (int, error)          { return 0, os.ErrPermission }
func (failing) ReadAt([]byte, int64) (int, error) { return 0, os.ErrPermission }

// TestMediumFails: a disk that fails is no tampering.
func TestMediumFails(t *testing.T) {
	raw := read(t, "tool-3.0-ed25519-yesno", "election.bel")
	c := check.New(check.Options{})
	if err := c.Structure(io.MultiReader(bytes.NewReader(raw[:9000]), failing{}), nil); err == nil {
		t.Error("the first reading does not fail")
	}
	c = check.New(check.Options{})
	if err := c.Structure(bytes.NewReader(raw), nil); err != nil {
		t.Fatal(err)
	}
	c.Setup()
	if _, err := c.Batch(0, failing{}, nil); err == nil {
		t.Error("the second reading does not fail")
	}
	if _, err := c.Finish(failing{}, nil); err == nil {
		t.Error("it is finished without its ballots")
	}
	changed := bytes.Clone(raw)
	changed[len(raw)/2] ^= 1
	for i := 12000; i < 40000; i += 1000 {
		changed[i] ^= 1
	}
	if _, err := c.Batch(0, bytes.NewReader(changed), nil); err == nil || !strings.Contains(err.Error(), "changed while it was read") {
		t.Errorf("a file that changes: %v", err)
	}
}

func TestResembles(t *testing.T) {
	raw := read(t, "tool-3.0-ed25519-yesno", "election.bel")
	for text, want := range map[string]bool{
		string(raw): true, string(raw[:1]): true, "": false, "C" + string(raw[1:]): true, "PK\x03\x04": false, "no archive": false, "{}": false,
	} {
		if got := check.Resembles([]byte(text)); got != want {
			t.Errorf("%.20q: %t", text, got)
		}
	}
}

// FuzzVerify: whatever is read, the checks come to an end, and nothing but the reference archive is valid with its head.
func FuzzVerify(f *testing.F) {
	raw := read(f, "tool-3.0-ed25519-yesno", "setup-only.bel")
	f.Add(raw, uint16(0), byte(0))
	f.Fuzz(func(t *testing.T, data []byte, at uint16, change byte) {
		data = bytes.Clone(data)
		if len(data) > 0 {
			data[int(at)%len(data)] ^= change
		}
		report, _ := verify(t, data, check.Options{}, nil)
		if report.Valid && report.Setup == "" {
			t.Error("an archive without a setup is valid")
		}
	})
}
