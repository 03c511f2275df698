package belenios_test

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/internal/beleniostest"
)

// archives gives the names of all archives, those of a thousand ballots only in a long test.
func archives(t testing.TB) (paths []string) {
	t.Helper()
	for _, pattern := range []string{"tool-*/election.bel", "thousand/*.bel"} {
		if pattern[:2] == "th" && testing.Short() {
			continue
		}
		found, err := filepath.Glob(filepath.Join(beleniostest.Elections(t), pattern))
		if err != nil || len(found) == 0 {
			t.Fatalf("no archives %s: %v", pattern, err)
		}
		paths = append(paths, found...)
	}
	return paths
}

// box is what an archive holds, by type of event.
type box map[string][][]byte

// open reads an archive.
func open(t testing.TB, path string) box {
	t.Helper()
	b := box{}
	beleniostest.Events(t, path, func(kind string, data [][]byte) error {
		b[kind] = append(b[kind], data...)
		return nil
	})
	return b
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

// key is the test elections' secret key; they have one trustee who is careless.
func key(t testing.TB, g *group.Group) (group.Scalar, group.Element) {
	t.Helper()
	x, err := g.RandomScalar(&beleniostest.Chance{Label: "key"})
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
	credential, err := belenios.NewCredential(&beleniostest.Chance{Label: label})
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
	ballot, err := e.Vote(&beleniostest.Chance{Label: "vote " + label}, credential, choices)
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
