package main

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/belenios/check"
	"github.com/selectorate/selectorate/internal/beleniostest"
	"github.com/selectorate/selectorate/register"
)

// referenceBox gives an archive that belenios-tool made.
func referenceBox(t *testing.T, names ...string) string {
	t.Helper()
	return filepath.Join(append([]string{beleniostest.Elections(t)}, names...)...)
}

// verifyBox runs verify, and gives the status and what was written.
func verifyBox(args ...string) (status int, out, told string) {
	var written, said bytes.Buffer
	status = run(append([]string{"verify"}, args...), terminal{in: strings.NewReader(""), out: &written, err: &said})
	return status, written.String(), said.String()
}

// TestVerifyBoxJSON: the answer has the members that doc/formats/verify-bel.md promises.
func TestVerifyBoxJSON(t *testing.T) {
	status, out, told := verifyBox("--json", referenceBox(t, "tool-3.0-ed25519-yesno", "election.bel"))
	var answer struct {
		Valid    bool
		Findings []struct {
			Check, Verdict, Detail string
			Seconds                *float64
		}
		Result  [][]int
		Ballots int
		Seconds *float64
	}
	if err := json.Unmarshal([]byte(out), &answer); err != nil || status != 0 || told != "" {
		t.Fatal(err, status, told)
	}
	if !answer.Valid || fmt.Sprint(answer.Result) != "[[10 0]]" || answer.Ballots != 10 || answer.Seconds == nil || len(answer.Findings) < 15 {
		t.Errorf("%s", out)
	}
	for _, f := range answer.Findings {
		if f.Check == "" || f.Verdict == "" || f.Detail == "" || f.Seconds == nil {
			t.Errorf("%+v", f)
		}
	}
}

// TestVerifyBoxAddress checks an archive over HTTP: named, in a folder, and cut on the way.
func TestVerifyBoxAddress(t *testing.T) {
	whole, err := os.ReadFile(referenceBox(t, "tool-3.0-ed25519-yesno", "election.bel"))
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/a/election.bel", "/b.bel":
			_, _ = w.Write(whole)
		case "/cut.bel":
			w.Header().Set("Content-Length", fmt.Sprint(len(whole)))
			_, _ = w.Write(whole[:9000])
		case "/short.bel":
			_, _ = w.Write(whole[:9000])
		case "/text.bel":
			_, _ = w.Write([]byte("a text"))
		case "/busy.bel":
			w.WriteHeader(http.StatusInternalServerError)
		default:
			http.NotFound(w, r)
		}
	}))
	defer server.Close()
	for path, want := range map[string]int{
		"/a": 0, "/a/": 0, "/a/election.bel": 0, "/b.bel": 0, "/cut.bel": 2, "/short.bel": 1, "/text.bel": 2, "/busy.bel": 2, "/none.bel": 2, "/none": 2,
	} {
		if status, out, told := verifyBox(server.URL + path); status != want {
			t.Errorf("%s: status %d, want %d\n%s%s", path, status, want, out, told)
		}
	}
}

// TestVerifyBoxCheckpoint compares an archive with signed checkpoints of its events.
func TestVerifyBoxCheckpoint(t *testing.T) {
	box := referenceBox(t, "tool-3.0-ed25519-yesno", "election.bel")
	edge, err := register.NewEdge(0, nil)
	if err != nil {
		t.Fatal(err)
	}
	skey, vkey, err := register.GenerateKey(rand.Reader, "example.org/box")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := register.ParseSigner(skey)
	if err != nil {
		t.Fatal(err)
	}
	var notes []string
	sign := func(root register.Hash, size int64) {
		signed, err := register.Checkpoint{Origin: "example.org/box", Size: size, Root: root}.Sign(signer)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Join(t.TempDir(), fmt.Sprint(len(notes)))
		if err := os.WriteFile(name, signed, 0o600); err != nil {
			t.Fatal(err)
		}
		notes = append(notes, name)
	}
	c := check.New(check.Options{Event: func(height int, event []byte) {
		if err := edge.Append(register.LeafHash(event)); err != nil {
			t.Fatal(err)
		}
		if height == 7 {
			sign(edge.Root(), 8)
		}
	}})
	file, err := os.Open(box)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := c.Structure(file, nil); err != nil {
		t.Fatal(err)
	}
	sign(edge.Root(), edge.Size())
	sign(edge.Root(), edge.Size()+1)
	sign(edge.Root(), 8)
	for i, want := range []string{"the first 8 events are those", "the first 16 events are those", "events are missing", "are not those that the checkpoint was signed for"} {
		status, out, told := verifyBox(box, "--checkpoint", notes[i], "--key", vkey)
		if !strings.Contains(out, want) && !strings.Contains(out, strings.ToUpper(want[:1])+want[1:]) || (status == 0) != (i < 2) {
			t.Errorf("checkpoint %d: status %d\n%s%s", i, status, out, told)
		}
	}
	_, other, err := register.GenerateKey(rand.Reader, "example.org/box")
	if err != nil {
		t.Fatal(err)
	}
	if status, _, told := verifyBox(box, "--checkpoint", notes[0], "--key", other); status != 2 || !strings.Contains(told, "signature") {
		t.Errorf("a checkpoint that another key signed: status %d, %s", status, told)
	}
}

// TestVerifyBoxResume stops a check and goes on from there.
func TestVerifyBoxResume(t *testing.T) {
	box := referenceBox(t, "thousand", "tool-2.5.1-ed25519-ranking-1000.bel")
	state := filepath.Join(t.TempDir(), "state")
	file, err := os.Open(box)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	begin := func() (*archiveCheck, *resumeFile, string) {
		var told bytes.Buffer
		a := &archiveCheck{Checker: check.New(check.Options{Cores: workers()}), flags: archiveFlags{Resume: state}, t: terminal{err: &told}, file: file}
		info, err := file.Stat()
		if err != nil {
			t.Fatal(err)
		}
		a.size = info.Size()
		if err := a.structure(t.Context()); err != nil {
			t.Fatal(err)
		}
		a.Setup()
		keep, err := a.openResume()
		if err != nil {
			t.Fatal(err)
		}
		return a, keep, told.String()
	}
	a, keep, _ := begin()
	part, err := a.Batch(a.Batches()-1, file, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := keep.put(part); err != nil {
		t.Fatal(err)
	}
	if err := keep.close(false); err != nil {
		t.Fatal(err)
	}
	a, keep, told := begin()
	if !a.Taken(a.Batches()-1) || !strings.HasPrefix(told, "Going on: 1 of ") {
		t.Errorf("it is not gone on from: %s", told)
	}
	if err := keep.close(false); err != nil {
		t.Fatal(err)
	}
	if status, _, told := verifyBox(box, "--resume", state); status != 0 || !strings.HasPrefix(told, "Going on: 1 of ") {
		t.Errorf("status %d, %s", status, told)
	}
	if _, err := os.Stat(state); err == nil {
		t.Error("the file is still there after a whole check")
	}

	_, keep, _ = begin()
	if err := keep.close(false); err != nil {
		t.Fatal(err)
	}
	if status, _, told := verifyBox(referenceBox(t, "tool-3.0-ed25519-yesno", "election.bel"), "--resume", state); status != 0 || !strings.Contains(told, "it is of another archive") {
		t.Errorf("a foreign state: status %d, %s", status, told)
	}
}
