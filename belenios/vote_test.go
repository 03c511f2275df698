package belenios_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/proof"
	"github.com/selectorate/selectorate/internal/beleniostest"
)

// Every permitted vote makes a ballot that is accepted, in every group.
func TestVote(t *testing.T) {
	votes := [][][]int{
		{{1, 0}, {0, 1}},
		{{0, 0, 0, 0}, {0, 1, 1, 1}},
		{{1, 0, 0, 0}, {0, 1, 0, 1}, {0, 0, 1, 0}},
		{{1, 2, 3, 4, 5}, {0, 0, 0, 0, 0}, {255, 255, 255, 255, 255}},
	}
	for _, name := range groups() {
		for i, q := range questions(name) {
			if name == "RFC-3526-2048" && i%3 > 0 && testing.Short() {
				continue
			}
			e := made(t, name, q)
			for _, vote := range votes[i] {
				raw, _ := cast(t, e, "anybody", vote)
				b, err := e.ParseBallot(raw)
				if err != nil {
					t.Fatal(err)
				}
				decrypts(t, e, b.Answers[0], vote)
			}
		}
		if name != "Ed25519" && testing.Short() {
			continue
		}
		e, all := made(t, name, questions(name)...), [][]int{}
		for i := range e.Questions {
			all = append(all, votes[i][0])
		}
		cast(t, e, "all", all...)
	}
}

// decrypts makes sure that an answer holds a vote.
func decrypts(t *testing.T, e *belenios.Election, a belenios.Answer, vote []int) {
	t.Helper()
	x, _ := key(t, e.Group)
	for i, c := range a.Choices {
		plain := e.Group.Divide(c.Beta, e.Group.Power(c.Alpha, x))
		if !e.Questions[0].Ranking {
			if !e.Group.Equal(plain, e.Group.Power(nil, e.Group.Small(int64(vote[i])))) {
				t.Errorf("choice %d does not hold %d", i+1, vote[i])
			}
			continue
		}
		want, err := e.Group.Embed(vote)
		if err != nil || !e.Group.Equal(plain, want) {
			t.Errorf("the ciphertext does not hold %v: %v", vote, err)
		}
	}
}

func TestVoteRefuses(t *testing.T) {
	e := made(t, "Ed25519", questions("Ed25519")...)
	credential, _ := voter(t, e, "anybody")
	good := func() [][]int { return [][]int{{1, 0}, {0, 0, 0, 1}, {0, 1, 0, 1}, {1, 2, 3, 4, 5}} }
	for _, c := range []struct {
		question int
		row      []int
		words    string
	}{
		{0, []int{1}, "question 1: 2 numbers are needed, not 1"},
		{0, []int{1, 1}, "1 to 1 answers must be chosen, not 2"},
		{0, []int{0, 0}, "1 to 1 answers must be chosen, not 0"},
		{0, []int{2, -1}, "number 1 must be one of 0 to 1, not 2"},
		{0, []int{1, -1}, "number 2 must be one of 0 to 1, not -1"},
		{1, []int{1, 1, 1, 1}, "question 2: 0 to 3 answers must be chosen, not 4"},
		{2, []int{1, 0, 1}, "4 numbers are needed, not 3"},
		{2, []int{1, 0, 1, 0}, "a blank vote chooses nothing else, and this one chooses 1"},
		{2, []int{0, 0, 0, 0}, "1 to 2 answers must be chosen, not 0"},
		{2, []int{0, 1, 1, 1}, "1 to 2 answers must be chosen, not 3"},
		{3, []int{1, 2, 3, 4}, "5 numbers are needed, not 4"},
		{3, []int{1, 2, 3, 4, 256}, "number 5 must be one of 0 to 255, not 256"},
	} {
		vote := good()
		vote[c.question] = c.row
		_, err := e.Vote(&beleniostest.Chance{}, credential, vote)
		complains(t, err, c.words)
	}
	_, err := e.Vote(&beleniostest.Chance{}, credential, good()[:3])
	complains(t, err, "there are 4 questions, and 3 rows")
	_, err = e.Vote(&beleniostest.Chance{}, credential+"x", good())
	complains(t, err, "a credential has groups of 5, 6, 5 and 6 digits")
	for n := int64(0); n < 3000; n += 144 { // wherever the source of chance ends
		if _, err = e.Vote(io.LimitReader(&beleniostest.Chance{}, n), credential, good()); err == nil {
			break
		}
		if complains(t, err, "source of chance"); !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Error(err)
		}
	}
}

// Two votes that are alike make two ballots that are not.
func TestBallotsDiffer(t *testing.T) {
	e := made(t, "Ed25519", questions("Ed25519")[0])
	credential, _ := voter(t, e, "anybody")
	one, err := e.Vote(&beleniostest.Chance{Label: "one"}, credential, [][]int{{1, 0}})
	if err != nil {
		t.Fatal(err)
	}
	two, err := e.Vote(&beleniostest.Chance{Label: "two"}, credential, [][]int{{1, 0}})
	if err != nil || bytes.Equal(one, two) || belenios.Tracker(one) == belenios.Tracker(two) {
		t.Fatal("the same ballot twice", err)
	}
}

// A ballot of somebody else, of another election, or with something in it exchanged is refused, even when it is signed
// anew by a voter.
func TestCheckBallotRefuses(t *testing.T) {
	e := made(t, "Ed25519", questions("Ed25519")...)
	raw, public := cast(t, e, "one", []int{1, 0}, []int{0, 0, 0, 1}, []int{0, 1, 0, 1}, []int{1, 2, 3, 4, 5})
	other, stranger := cast(t, e, "two", []int{0, 1}, []int{0, 0, 0, 1}, []int{1, 0, 0, 0}, []int{5, 4, 3, 2, 1})
	_, err := e.CheckBallot(raw, stranger)
	complains(t, err, "it is of the public credential")
	elsewhere := made(t, "Ed25519", append(questions("Ed25519"), questions("Ed25519")[0])...)
	_, err = elsewhere.CheckBallot(raw, public)
	complains(t, err, "expected the fingerprint of this election")
	_, err = e.CheckBallot(bytes.Replace(raw, []byte(`"hash":"`), []byte(`"hash":"x`), 1), public)
	complains(t, err, "the signature is of the hash")

	for _, c := range []struct {
		what   string
		change func(a, b []belenios.Answer)
		words  string
	}{
		{"another's answer", func(a, b []belenios.Answer) { a[0] = b[0] }, "answer 1: choice 1 is 0 or 1"},
		{"choices exchanged", func(a, _ []belenios.Answer) {
			c := a[0].Choices
			c[0], c[1] = c[1], c[0]
		}, "answer 1: choice 1 is 0 or 1"},
		{"proofs exchanged", func(a, _ []belenios.Answer) {
			p := a[1].Individual
			p[2], p[3] = p[3], p[2]
		}, "answer 2: choice 3 is 0 or 1"},
		{"another's overall proof", func(a, b []belenios.Answer) { a[1].Overall = b[1].Overall }, "answer 2: as many are chosen as may be"},
		{"another's overall proof beside blank", func(a, b []belenios.Answer) { a[2].Overall = b[2].Overall }, "answer 3: as many are chosen as may be"},
		{"another's blank proof", func(a, b []belenios.Answer) { a[2].Blank = b[2].Blank }, "answer 3: it is not blank, or nothing is chosen"},
		{"another's ranking", func(a, b []belenios.Answer) { a[3] = b[3] }, "answer 4: the randomness is known"},
	} {
		one, errOne := e.ParseBallot(raw)
		two, errTwo := e.ParseBallot(other)
		if errOne != nil || errTwo != nil {
			t.Fatal(errOne, errTwo)
		}
		c.change(one.Answers, two.Answers)
		_, err := e.CheckBallot(signed(t, e, one, "one"), public)
		if complains(t, err, c.words); t.Failed() {
			t.Fatal(c.what)
		}
	}
	one, err := e.ParseBallot(raw)
	if err != nil {
		t.Fatal(err)
	}
	_, err = e.CheckBallot(signed(t, e, one, "two"), public)
	complains(t, err, "signature")
}

// signed signs a ballot that was changed.
func signed(t *testing.T, e *belenios.Election, b *belenios.Ballot, label string) []byte {
	t.Helper()
	credential, _ := voter(t, e, label)
	secret, err := belenios.CredentialSecret(e.Group, e.UUID, credential)
	if err != nil {
		t.Fatal(err)
	}
	unsigned, _, _ := strings.Cut(string(e.AppendBallot(nil, b)), `,"signature":`)
	b.Hash = belenios.Tracker([]byte(unsigned + "}"))
	if b.Signature, err = proof.Know(e.Group, &beleniostest.Chance{Label: "sign"}, "sig|"+b.Hash+"|", secret); err != nil {
		t.Fatal(err)
	}
	return e.AppendBallot(nil, b)
}

// An element outside the prime-order group is refused, even where all proofs hold in the larger group.
func TestOutsiderIsRefused(t *testing.T) {
	e := made(t, "BELENIOS-2048", questions("BELENIOS-2048")[0])
	raw, public := cast(t, e, "one", []int{1, 0})
	b, err := e.ParseBallot(raw)
	if err != nil {
		t.Fatal(err)
	}
	two, err := e.Group.Decode("2")
	if err != nil {
		t.Fatal(err)
	}
	if e.Group.Outsider([]group.Element{two}, nil) != 0 {
		t.Fatal("2 should be no member of BELENIOS-2048")
	}
	b.Answers[0].Choices[1].Beta = two
	_, err = e.CheckBallot(signed(t, e, b, "one"), public)
	complains(t, err, "beta of ciphertext 2 is not a member")
}

func BenchmarkParseBallot(b *testing.B) {
	for _, name := range groups() {
		b.Run(name, func(b *testing.B) {
			e := made(b, name, questions(name)[0])
			raw, _ := cast(b, e, "anybody", []int{1, 0})
			b.SetBytes(int64(len(raw)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := e.ParseBallot(raw); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkClaims(b *testing.B) {
	for _, name := range groups() {
		b.Run(name, func(b *testing.B) {
			e := made(b, name, questions(name)[0])
			raw, public := cast(b, e, "anybody", []int{1, 0})
			ballot, err := e.ParseBallot(raw)
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if _, err := e.Claims(ballot, public); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkVote(b *testing.B) {
	for _, name := range groups() {
		b.Run(name, func(b *testing.B) {
			e := made(b, name, questions(name)[0])
			credential, _ := voter(b, e, "anybody")
			for b.Loop() {
				if _, err := e.Vote(&beleniostest.Chance{}, credential, [][]int{{1, 0}}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
