package tally_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/shuffle"
	"github.com/selectorate/selectorate/belenios/tally"
	"github.com/selectorate/selectorate/belenios/trustee"
	"github.com/selectorate/selectorate/internal/beleniostest"
)

// archive is what was counted in an election.
type archive struct {
	election *belenios.Election
	voters   map[string]belenios.Voter
	circles  []tally.Circle
	keys     []group.Element // public keys, by owner from 1; the first is nil
	ballots  []*belenios.Ballot
	tally    []byte
	sized    []byte
	shuffled belenios.Tally // what is decrypted
	parts    map[int]belenios.Decryption
	result   []byte
}

// open reads an archive.
func open(t testing.TB, path string) *archive {
	t.Helper()
	a := &archive{parts: map[int]belenios.Decryption{}}
	beleniostest.Events(t, path, a.take)
	return a
}

// take takes up an event.
func (a *archive) take(kind string, data [][]byte) (err error) {
	switch kind {
	case "Setup":
		return a.setUp(data)
	case "Ballot":
		b, err := a.election.ParseBallot(data[0])
		a.ballots = append(a.ballots, b)
		return err
	case "EncryptedTally":
		a.tally, a.sized = data[0], data[1]
		a.shuffled, err = belenios.ParseTally(a.election.Group, data[0])
		return err
	case "Shuffle":
		s, err := shuffle.Parse(a.election.Group, data[0])
		if err != nil {
			return err
		}
		a.shuffled, err = shuffle.Replace(a.election, a.shuffled, s.Ciphertexts)
		return err
	case "PartialDecryption":
		owned, err := belenios.ParseOwned(data[1])
		if err != nil {
			return err
		}
		a.parts[owned.Owner], err = belenios.ParseDecryption(a.election.Group, data[0])
		return err
	case "Result":
		a.result = data[0]
	}
	return nil
}

// setUp reads the election, the trustees' keys and the voters.
func (a *archive) setUp(data [][]byte) (err error) {
	if a.election, err = belenios.ParseElection(data[0]); err != nil {
		return err
	}
	trustees, err := trustee.Parse(a.election.Group, data[1])
	if err != nil {
		return err
	}
	a.circles, a.keys = tally.Circles(trustees), []group.Element{nil}
	for _, owner := range trustees.Owners() {
		a.keys = append(a.keys, owner.Key)
	}
	voters, err := belenios.ParseVoters(a.election.Group, data[2])
	if err != nil {
		return err
	}
	a.voters = map[string]belenios.Voter{}
	for _, v := range voters {
		a.voters[v.Wire] = v
	}
	return nil
}

// weight tells a voter's weight.
func (a *archive) weight(credential string) (int64, error) {
	v, ok := a.voters[credential]
	if !ok {
		return 0, errors.New("this credential is not on the list")
	}
	return v.Weight, nil
}

// key reads a trustee's private key.
func key(t testing.TB, g *group.Group, path string) group.Scalar {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := g.ParseScalar(strings.Trim(string(raw), "\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	return secret
}

// broken is a source of chance that fails.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("no more chance") }
