package shuffle_test

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
	"github.com/selectorate/selectorate/belenios/shuffle"
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

// mixed is an election with what was shuffled in it.
type mixed struct {
	election *belenios.Election
	tally    belenios.Tally
	shuffles [][]byte
}

// open reads the election and the shuffles of an archive, without checking it.
func open(t testing.TB, path string) (m mixed) {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	reader, data := tar.NewReader(bytes.NewReader(raw)), [][]byte{}
	for {
		header, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return m
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
		switch event.Type {
		case "Setup":
			m.election, err = belenios.ParseElection(data[1])
		case "EncryptedTally":
			m.tally, err = belenios.ParseTally(m.election.Group, data[0])
		case "Shuffle":
			m.shuffles = append(m.shuffles, data[0])
		}
		if err != nil {
			t.Fatal(err)
		}
		data = nil
	}
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
	key, err := g.RandomScalar(&stream{label: "key"})
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
	random, input := &stream{label: "ballots"}, belenios.Tally{nil, nil}
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
