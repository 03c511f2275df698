package belenios_test

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/group"
)

// elections gives the folder of the elections that belenios-tool made. Where there is none the test says so, and fails
// where CI=true.
func elections(t testing.TB) string {
	t.Helper()
	root := os.Getenv("SELECTORATE_DATA")
	if root == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("SELECTORATE_DATA is not set: the elections of belenios-tool are missing")
		}
		t.Skip("SELECTORATE_DATA is not set: the elections of belenios-tool are missing")
	}
	return filepath.Join(root, "belenios")
}

// archives gives the names of all archives, those of a thousand ballots only in a long test.
func archives(t testing.TB) (paths []string) {
	t.Helper()
	for _, pattern := range []string{"tool-*/election.bel", "thousand/*.bel"} {
		if pattern[:2] == "th" && testing.Short() {
			continue
		}
		found, err := filepath.Glob(filepath.Join(elections(t), pattern))
		if err != nil || len(found) == 0 {
			t.Fatalf("no archives %s: %v", pattern, err)
		}
		paths = append(paths, found...)
	}
	return paths
}

// box is what an archive holds, by type of event.
type box map[string][][]byte

// open reads an archive without checking it; that is what the package archive is for.
func open(t testing.TB, path string) box {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	b, reader := box{}, tar.NewReader(file)
	var data [][]byte
	for {
		header, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return b
		}
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(reader)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(header.Name, ".event.json") {
			data = append(data, content)
			continue
		}
		var event struct{ Type string }
		if err := json.Unmarshal(content, &event); err != nil {
			t.Fatal(err)
		}
		if event.Type == "Setup" {
			data = data[1:] // the archive's header
		}
		b[event.Type] = append(b[event.Type], data...)
		data = nil
	}
}

// election reads the election of an archive, and its voters by their public credentials.
func (b box) election(t testing.TB) (*belenios.Election, map[string]belenios.Voter) {
	t.Helper()
	e, err := belenios.ParseElection(b["Setup"][0])
	if err != nil {
		t.Fatal(err)
	}
	voters, err := belenios.ParseVoters(e.Group, b["Setup"][2])
	if err != nil {
		t.Fatal(err)
	}
	list := map[string]belenios.Voter{}
	for _, v := range voters {
		list[v.Wire] = v
	}
	return e, list
}

// stream is a source of chance that always gives the same: SHA-256 of "label|0", "label|1", ….
type stream struct {
	label string
	n     uint64
	rest  []byte
}

func (s *stream) Read(p []byte) (int, error) {
	if len(s.rest) == 0 {
		block := sha256.Sum256(fmt.Appendf(nil, "%s|%d", s.label, s.n))
		s.rest = block[:]
		s.n++
	}
	n := copy(p, s.rest)
	s.rest = s.rest[n:]
	return n, nil
}

// key is the test elections' secret key; they have one trustee who is careless.
func key(t testing.TB, g *group.Group) (group.Scalar, group.Element) {
	t.Helper()
	x, err := g.RandomScalar(&stream{label: "key"})
	if err != nil {
		t.Fatal(err)
	}
	return x, g.Power(nil, x)
}

// groups are the names of all groups.
func groups() []string { return []string{"Ed25519", "BELENIOS-2048", "RFC-3526-2048"} }

// questions has one of every kind that a group can have.
func questions(name string) []belenios.Question {
	all := []belenios.Question{
		{Text: "Yes?", Answers: []string{"Yes", "No"}, Min: 1, Max: 1},
		{Text: "Whom?", Answers: []string{"A", "B", "C", "D"}, Min: 0, Max: 3},
		{Text: "Whom, if any?", Answers: []string{"A", "B", "C"}, Blank: true, Min: 1, Max: 2},
	}
	if name != "BELENIOS-2048" {
		all = append(all, belenios.Question{Text: "In which order?", Answers: []string{"A", "B", "C", "D", "E"}, Ranking: true})
	}
	return all
}

// made makes an election for tests.
func made(t testing.TB, name string, q ...belenios.Question) *belenios.Election {
	t.Helper()
	g, err := belenios.GroupNamed(name)
	if err != nil {
		t.Fatal(err)
	}
	_, public := key(t, g)
	e, err := belenios.NewElection(belenios.Template{Name: "Test", Description: "A test", Questions: q}, "1bJtbaeXfJuqy2", g, public)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// voter makes a credential.
func voter(t testing.TB, e *belenios.Election, label string) (credential string, public group.Element) {
	t.Helper()
	credential, err := belenios.NewCredential(&stream{label: label})
	if err != nil {
		t.Fatal(err)
	}
	secret, err := belenios.CredentialSecret(e.Group, e.UUID, credential)
	if err != nil {
		t.Fatal(err)
	}
	return credential, e.Group.Power(nil, secret)
}

// cast makes a ballot that must be accepted.
func cast(t testing.TB, e *belenios.Election, label string, choices ...[]int) (ballot []byte, public group.Element) {
	t.Helper()
	credential, public := voter(t, e, label)
	ballot, err := e.Vote(&stream{label: "vote " + label}, credential, choices)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.CheckBallot(ballot, public); err != nil {
		t.Fatalf("%v: %v", choices, err)
	}
	return ballot, public
}

// complains makes sure that an error says what it should.
func complains(t testing.TB, err error, words string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), words) {
		t.Errorf("the error should say %q: %v", words, err)
	}
}

// same compares bytes and shows where they begin to differ.
func same(t testing.TB, what string, got, want []byte) {
	t.Helper()
	if bytes.Equal(got, want) {
		return
	}
	i := 0
	for i < min(len(got), len(want)) && got[i] == want[i] {
		i++
	}
	t.Fatalf("%s: differs from byte %d on: %.60q, should be %.60q", what, i, got[i:], want[i:])
}
