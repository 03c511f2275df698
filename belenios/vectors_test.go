package belenios_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"flag"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/proof"
	"github.com/selectorate/selectorate/internal/beleniostest"
)

var update = flag.Bool("update", false, "write testdata/vectors.json anew")

// vectors is testdata/vectors.json; testdata/README.md says what is what.
type vectors struct {
	Group       string             `json:"group"`
	Order       string             `json:"order"`
	Generator   string             `json:"generator"`
	Credentials []credentialVector `json:"credentials"`
	Embeddings  []embeddingVector  `json:"embeddings"`
	Independent []generatorVector  `json:"independent_generators"`
	SecretKey   string             `json:"secret_key"`
	Ballots     []ballotVector     `json:"ballots"`
}

type credentialVector struct {
	UUID       string `json:"uuid"`
	Credential string `json:"credential"`
	Secret     string `json:"secret"`
	Public     string `json:"public"`
}

type embeddingVector struct {
	Numbers []int  `json:"numbers"`
	Element string `json:"element"`
}

type generatorVector struct {
	Index   int    `json:"index"`
	Element string `json:"element"`
}

type ballotVector struct {
	Election    string        `json:"election"`
	Fingerprint string        `json:"fingerprint"`
	Credential  string        `json:"credential"`
	Choices     [][]int       `json:"choices"`
	Ballot      string        `json:"ballot"`
	Tracker     string        `json:"tracker"`
	Claims      []claimVector `json:"claims"`
}

type claimVector struct {
	What        string   `json:"what"`
	Hashed      string   `json:"hashed"`
	Commitments []string `json:"commitments"`
	Challenge   string   `json:"challenge"`
}

// TestVectors makes all vectors and compares them with those that are kept; -update keeps them.
func TestVectors(t *testing.T) {
	all := []vectors{}
	for _, name := range groups() {
		all = append(all, vectorsOf(t, name))
	}
	var made bytes.Buffer
	encoder := json.NewEncoder(&made)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(all); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("testdata", "vectors.json")
	if *update {
		if err := os.WriteFile(path, made.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "vectors", made.Bytes(), kept)
}

func vectorsOf(t *testing.T, name string) vectors {
	t.Helper()
	e := made(t, name, questions(name)...)
	g := e.Group
	x, _ := key(t, g)
	v := vectors{Group: name, Order: g.Order().String(), Generator: group.Wire(g.Generator()), SecretKey: g.ScalarText(x)}
	fresh, _ := voter(t, e, "one")
	for _, credential := range []string{fresh, "9VveQ-pWNAxU-Wc8QK-vtdyPv", "VZ2-vyp-BQH-sZC-Yc4"} {
		secret, err := belenios.CredentialSecret(g, e.UUID, credential)
		if err != nil {
			t.Fatal(err)
		}
		v.Credentials = append(v.Credentials, credentialVector{e.UUID, credential, g.ScalarText(secret), group.Wire(g.Power(nil, secret))})
	}
	for _, numbers := range [][]int{{0}, {1, 2, 3, 4, 5}, {5, 4, 3, 2, 1}, {255, 0, 255}, {0, 0, 0, 1}} {
		if element, err := g.Embed(numbers); err == nil {
			v.Embeddings = append(v.Embeddings, embeddingVector{numbers, group.Wire(element)})
		}
	}
	for _, i := range []int{-1, 0, 1, 2, 3, 1000} {
		v.Independent = append(v.Independent, generatorVector{i, group.Wire(g.Independent(i))})
	}
	q := questions(name)
	v.Ballots = append(v.Ballots, ballotOf(t, made(t, name, q[0]), [][]int{{1, 0}}))
	if name != "RFC-3526-2048" { // sums are done as in the other group of this kind
		v.Ballots = append(v.Ballots,
			ballotOf(t, made(t, name, q[1]), [][]int{{0, 1, 0, 1}}),
			ballotOf(t, made(t, name, q[2]), [][]int{{1, 0, 0, 0}}),
			ballotOf(t, made(t, name, q[2]), [][]int{{0, 0, 1, 1}}))
	}
	if len(q) > 3 {
		v.Ballots = append(v.Ballots, ballotOf(t, made(t, name, q[3]), [][]int{{2, 1, 3, 0, 255}}))
	}
	if name == "Ed25519" {
		v.Ballots = append(v.Ballots, ballotOf(t, made(t, name, q[0], q[3]), [][]int{{0, 1}, {1, 2, 3, 4, 5}}))
	}
	return v
}

func ballotOf(t *testing.T, e *belenios.Election, choices [][]int) ballotVector {
	t.Helper()
	credential, public := voter(t, e, "one")
	raw, _ := cast(t, e, "one", choices...)
	v := ballotVector{string(e.Raw), e.Fingerprint, credential, choices, string(raw), belenios.Tracker(raw), nil}
	b, err := e.ParseBallot(raw)
	if err != nil {
		t.Fatal(err)
	}
	claims, err := e.Claims(b, public)
	if err != nil {
		t.Fatal(err)
	}
	commitments := e.Group.Recompute(e.Key, proof.Terms(claims))
	for _, claim := range claims {
		c := claimVector{What: claim.What, Hashed: claim.Prefix, Challenge: e.Group.ScalarText(claim.Challenge)}
		for _, commitment := range commitments[:len(claim.Terms)] {
			c.Commitments = append(c.Commitments, group.Wire(commitment))
		}
		commitments = commitments[len(claim.Terms):]
		v.Claims = append(v.Claims, c)
	}
	return v
}

// The kept vectors are right by themselves: hashed anew with nothing but SHA-256 and big numbers.
func TestVectorsByThemselves(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("testdata", "vectors.json"))
	if err != nil {
		t.Fatal(err)
	}
	var all []vectors
	if err := json.Unmarshal(data, &all); err != nil || len(all) != 3 {
		t.Fatal(err)
	}
	for _, v := range all {
		q, ok := new(big.Int).SetString(v.Order, 10)
		if !ok || len(v.Ballots) < 2 {
			t.Fatal(v.Order)
		}
		for _, b := range v.Ballots {
			for _, c := range b.Claims {
				sum := sha256.Sum256([]byte(c.Hashed + strings.Join(c.Commitments, ",")))
				n := new(big.Int).SetBytes(sum[:])
				if n.Mod(n, q).String() != c.Challenge {
					t.Errorf("%s: %s: the hash is not the challenge", v.Group, c.What)
				}
			}
		}
	}
}

// toolVector is a file of testdata/tool-2.0.
type toolVector struct {
	Tool, Election, Credential, Public, Ballot string
	Choices                                    [][]int
}

// What belenios-tool made is valid: the credential leads to the public one, the ballot is accepted, and we vote the same.
func TestVectorsOfTheTool(t *testing.T) {
	paths, err := filepath.Glob("testdata/tool-2.0/*.json")
	if err != nil || len(paths) != 5 {
		t.Fatal(paths, err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var v toolVector
		if err := json.Unmarshal(data, &v); err != nil {
			t.Fatal(err)
		}
		e, err := belenios.ParseElection([]byte(v.Election))
		if err != nil {
			t.Fatal(err)
		}
		secret, err := belenios.CredentialSecret(e.Group, e.UUID, v.Credential)
		if err != nil {
			t.Fatal(err)
		}
		public := e.Group.Power(nil, secret)
		if group.Wire(public) != v.Public {
			t.Errorf("%s: the public credential is another one", path)
		}
		b, err := e.CheckBallot([]byte(v.Ballot), public)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		same(t, "ballot", e.AppendBallot(nil, b), []byte(v.Ballot))
		ours, err := e.Vote(&beleniostest.Chance{}, v.Credential, v.Choices)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := e.CheckBallot(ours, public); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
}
