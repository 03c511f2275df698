package shuffle_test

import (
	"errors"
	"testing"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/archive"
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/shuffle"
	"github.com/selectorate/selectorate/internal/beleniostest"
)

// mixed is an election with what was shuffled in it.
type mixed struct {
	election *belenios.Election
	tally    belenios.Tally
	shuffles [][]byte
}

// open reads the election and the shuffles of an archive.
func open(t testing.TB, path string) (m mixed) {
	t.Helper()
	beleniostest.Events(t, path, func(kind string, data [][]byte) (err error) {
		switch kind {
		case archive.Setup:
			m.election, err = belenios.ParseElection(data[0])
		case archive.EncryptedTally:
			m.tally, err = belenios.ParseTally(m.election.Group, data[0])
		case archive.Shuffle:
			m.shuffles = append(m.shuffles, data[0])
		}
		return err
	})
	return m
}

// broken is a source of chance that fails after n bytes.
type broken struct{ n int }

func (b *broken) Read(p []byte) (int, error) {
	if b.n < len(p) {
		return 0, errors.New("no more chance")
	}
	b.n -= len(p)
	return len(p), nil
}

// ranked makes an election with a homomorphic question between two ranking questions, with its secret key.
func ranked(t testing.TB, name string) (*belenios.Election, group.Scalar) {
	t.Helper()
	g, err := belenios.GroupNamed(name)
	if err != nil {
		t.Fatal(err)
	}
	key, err := g.RandomScalar(&beleniostest.Chance{Label: "key"})
	if err != nil {
		t.Fatal(err)
	}
	e, err := belenios.NewElection(belenios.Template{Name: "Selection", Description: "A test", Questions: []belenios.Question{
		{Text: "Rank", Answers: []string{"A", "B", "C"}, Ranking: true},
		{Text: "Agree", Answers: []string{"Yes", "No"}, Min: 1, Max: 1},
		{Text: "Rank", Answers: []string{"D", "E"}, Ranking: true},
	}}, "b8YEPtKKSXn5wB", g, g.Power(nil, key))
	if err != nil {
		t.Fatal(err)
	}
	return e, key
}

// encrypted makes two lists of n ciphertexts, with one to three numbers that follow from their places.
func encrypted(t testing.TB, e *belenios.Election, n int) belenios.Tally {
	t.Helper()
	random, input := &beleniostest.Chance{Label: "ballots"}, belenios.Tally{nil, nil}
	for q := range input {
		for i := range n {
			plain, err := e.Group.Embed([]int{i / 256, i % 256, 7}[:3-q])
			if err != nil {
				t.Fatal(err)
			}
			r, err := e.Group.RandomScalar(random)
			if err != nil {
				t.Fatal(err)
			}
			input[q] = append(input[q], belenios.Ciphertext{
				Alpha: e.Group.Power(nil, r), Beta: e.Group.Multiply(plain, e.Group.Power(e.PublicKey, r)),
			})
		}
	}
	return input
}

// bases makes the independent generators.
func bases(t testing.TB, e *belenios.Election, input belenios.Tally) *shuffle.Bases {
	t.Helper()
	b, err := shuffle.BasesFor(e.Group, input)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
