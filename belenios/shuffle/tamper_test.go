package shuffle_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/shuffle"
	"github.com/selectorate/selectorate/internal/beleniostest"
)

const (
	nothing = "no equation of the proof holds"
	second  = "question 3: "
)

// tampering is a change to a good shuffle, or to what it is checked against, and what the refusal has to say.
type tampering struct {
	name   string
	change func(e *belenios.Election, input belenios.Tally, s *shuffle.Shuffle)
	says   string
}

// outsider is an element that is not in the group of prime order: e with a component of small order, or negated.
func outsider(t testing.TB, g *group.Group, e group.Element) group.Element {
	t.Helper()
	small := map[string]string{
		"Ed25519":       "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec", // y = -1, of order 2
		"RFC-3526-2048": g.Order().Lsh(g.Order(), 1).String(),                               // p - 1
	}[g.Name()]
	two, err := g.Decode(small)
	if err != nil {
		t.Fatal(err)
	}
	return g.Multiply(e, two)
}

// scalars are changes of the responses: only the equations in which they stand fail.
func scalars() []tampering {
	add := func(e *belenios.Election, s *group.Scalar) { *s = e.Group.AddScalars(*s, e.Group.Small(1)) }
	cases := []tampering{
		{"ŝ first", func(e *belenios.Election, _ belenios.Tally, s *shuffle.Shuffle) { add(e, &s.Proofs[1].SHat[0]) }, second + "the shuffle: the proof does not hold in its equation for t̂ 1"},
		{"ŝ last", func(e *belenios.Election, _ belenios.Tally, s *shuffle.Shuffle) { add(e, &s.Proofs[1].SHat[3]) }, second + "the shuffle: the proof does not hold in its equation for t̂ 4"},
		{"s'", func(e *belenios.Election, _ belenios.Tally, s *shuffle.Shuffle) { add(e, &s.Proofs[1].SPrime[2]) }, second + "the shuffle: the proof does not hold in its equation for t3, t4β, t4α, t̂ 3"},
		{"two ŝ that make up for each other", func(e *belenios.Election, _ belenios.Tally, s *shuffle.Shuffle) {
			add(e, &s.Proofs[1].SHat[1])
			s.Proofs[1].SHat[2] = e.Group.SubtractScalars(s.Proofs[1].SHat[2], e.Group.Small(1))
		}, second + "the shuffle: the proof does not hold in its equation for t̂ 2, t̂ 3"},
	}
	for i, name := range []string{"t1", "t2", "t3", "t4β, t4α"} {
		cases = append(cases, tampering{"s for " + name, func(e *belenios.Election, _ belenios.Tally, s *shuffle.Shuffle) {
			add(e, &s.Proofs[1].S[i])
		}, second + "the shuffle: the proof does not hold in its equation for " + name})
	}
	return cases
}

// elements are changes of what is hashed: everything fails.
func elements() []tampering {
	shift := func(e *belenios.Election, one *group.Element) { *one = e.Group.Multiply(*one, e.Group.Generator()) }
	proof := func(name string, one func(*shuffle.Proof) *group.Element) tampering {
		return tampering{name, func(e *belenios.Election, _ belenios.Tally, s *shuffle.Shuffle) { shift(e, one(&s.Proofs[1])) }, second + "the shuffle: " + nothing}
	}
	cases := []tampering{
		proof("c", func(p *shuffle.Proof) *group.Element { return &p.C[2] }),
		proof("ĉ", func(p *shuffle.Proof) *group.Element { return &p.CHat[2] }),
		proof("ĉ last", func(p *shuffle.Proof) *group.Element { return &p.CHat[3] }),
		proof("t̂", func(p *shuffle.Proof) *group.Element { return &p.THat[1] }),
		{"α out", func(e *belenios.Election, _ belenios.Tally, s *shuffle.Shuffle) { shift(e, &s.Ciphertexts[1][1].Alpha) }, second + "the shuffle: " + nothing},
		{"β out", func(e *belenios.Election, _ belenios.Tally, s *shuffle.Shuffle) { shift(e, &s.Ciphertexts[1][1].Beta) }, second + "the shuffle: " + nothing},
		{"α in", func(e *belenios.Election, input belenios.Tally, _ *shuffle.Shuffle) { shift(e, &input[1][0].Alpha) }, second + "the shuffle: " + nothing},
		{"β in", func(e *belenios.Election, input belenios.Tally, _ *shuffle.Shuffle) { shift(e, &input[1][0].Beta) }, second + "the shuffle: " + nothing},
	}
	for i, name := range []string{"t1", "t2", "t3", "t4β", "t4α"} {
		cases = append(cases, proof(name, func(p *shuffle.Proof) *group.Element { return &p.T[i] }))
	}
	return cases
}

// lists are changes of what is listed, and of what a proof is for.
func lists() []tampering {
	return []tampering{
		{"two ciphertexts exchanged behind the proof", func(_ *belenios.Election, _ belenios.Tally, s *shuffle.Shuffle) {
			s.Ciphertexts[1][0], s.Ciphertexts[1][1] = s.Ciphertexts[1][1], s.Ciphertexts[1][0]
		}, nothing},
		{"another order of the input", func(_ *belenios.Election, input belenios.Tally, _ *shuffle.Shuffle) {
			input[0][0], input[0][1] = input[0][1], input[0][0]
		}, "question 1: the shuffle: " + nothing},
		{"one doubled in place of another", func(_ *belenios.Election, _ belenios.Tally, s *shuffle.Shuffle) {
			s.Ciphertexts[0][1] = s.Ciphertexts[0][0]
		}, nothing},
		{"one dropped", func(_ *belenios.Election, _ belenios.Tally, s *shuffle.Shuffle) {
			s.Ciphertexts[0] = s.Ciphertexts[0][:3]
		}, "question 1: the shuffle: 4 ciphertexts went in, 3 came out"},
		{"one added", func(_ *belenios.Election, _ belenios.Tally, s *shuffle.Shuffle) {
			s.Ciphertexts[0] = append(s.Ciphertexts[0], s.Ciphertexts[0][0])
		}, "question 1: the shuffle: 4 ciphertexts went in, 5 came out"},
		{"one added on both sides", func(_ *belenios.Election, input belenios.Tally, s *shuffle.Shuffle) {
			s.Ciphertexts[0], input[0] = append(s.Ciphertexts[0], s.Ciphertexts[0][0]), append(input[0], input[0][0])
		}, "too few independent generators"},
		{"one dropped on both sides", func(_ *belenios.Election, input belenios.Tally, s *shuffle.Shuffle) {
			s.Ciphertexts[0], input[0] = s.Ciphertexts[0][:3], input[0][:3]
		}, "question 1: the shuffle: the proof has 4 items in t̂ for 3 ciphertexts"},
		{"the questions exchanged", func(_ *belenios.Election, _ belenios.Tally, s *shuffle.Shuffle) {
			s.Ciphertexts[0], s.Ciphertexts[1] = s.Ciphertexts[1], s.Ciphertexts[0]
			s.Proofs[0], s.Proofs[1] = s.Proofs[1], s.Proofs[0]
		}, nothing},
		{"a list missing", func(_ *belenios.Election, _ belenios.Tally, s *shuffle.Shuffle) {
			s.Ciphertexts = s.Ciphertexts[:1]
		}, "a shuffle of 2 lists into 1 with 2 proofs does not fit an election with 2 ranking questions"},
		{"a proof missing", func(_ *belenios.Election, _ belenios.Tally, s *shuffle.Shuffle) { s.Proofs = s.Proofs[:1] }, "with 1 proofs does not fit"},
		{"of another election", func(e *belenios.Election, _ belenios.Tally, _ *shuffle.Shuffle) {
			e.Fingerprint = "sjY5tx4j91ixaO5dUsapUXA3DTFdUHEe/Uw8Ktq3AjE"
		}, nothing},
		{"for another key", func(e *belenios.Election, _ belenios.Tally, _ *shuffle.Shuffle) {
			e.PublicKey = e.Group.Multiply(e.PublicKey, e.Group.Generator())
		}, nothing},
		{"ŝ too short", func(_ *belenios.Election, _ belenios.Tally, s *shuffle.Shuffle) {
			s.Proofs[0].SHat = s.Proofs[0].SHat[1:]
		}, "3 items in ŝ for 4"},
		{"s' too long", func(_ *belenios.Election, _ belenios.Tally, s *shuffle.Shuffle) {
			s.Proofs[0].SPrime = append(s.Proofs[0].SPrime, s.Proofs[0].SPrime[0])
		}, "5 items in s' for 4"},
		{"c too short", func(_ *belenios.Election, _ belenios.Tally, s *shuffle.Shuffle) { s.Proofs[0].C = nil }, "0 items in c for 4"},
		{"ĉ too short", func(_ *belenios.Election, _ belenios.Tally, s *shuffle.Shuffle) { s.Proofs[0].CHat = nil }, "0 items in ĉ for 4"},
	}
}

// outsiders are elements outside the group, wherever one can stand.
func outsiders(t testing.TB) []tampering {
	t.Helper()
	at := func(name string, one func(input belenios.Tally, s *shuffle.Shuffle) *group.Element) tampering {
		return tampering{name + " is not a member", func(e *belenios.Election, input belenios.Tally, s *shuffle.Shuffle) {
			e1 := one(input, s)
			*e1 = outsider(t, e.Group, *e1)
		}, second + "the shuffle: " + name + " is not a member of the prime-order group"}
	}
	cases := []tampering{
		at("α of ciphertext 2 that goes in", func(input belenios.Tally, _ *shuffle.Shuffle) *group.Element { return &input[1][1].Alpha }),
		at("β of ciphertext 4 that goes in", func(input belenios.Tally, _ *shuffle.Shuffle) *group.Element { return &input[1][3].Beta }),
		at("α of ciphertext 1 that comes out", func(_ belenios.Tally, s *shuffle.Shuffle) *group.Element { return &s.Ciphertexts[1][0].Alpha }),
		at("β of ciphertext 3 that comes out", func(_ belenios.Tally, s *shuffle.Shuffle) *group.Element { return &s.Ciphertexts[1][2].Beta }),
		at("item 1 of c", func(_ belenios.Tally, s *shuffle.Shuffle) *group.Element { return &s.Proofs[1].C[0] }),
		at("item 4 of ĉ", func(_ belenios.Tally, s *shuffle.Shuffle) *group.Element { return &s.Proofs[1].CHat[3] }),
		at("item 2 of t̂", func(_ belenios.Tally, s *shuffle.Shuffle) *group.Element { return &s.Proofs[1].THat[1] }),
	}
	for i, name := range []string{"t1", "t2", "t3", "t4β", "t4α"} {
		cases = append(cases, at(name, func(_ belenios.Tally, s *shuffle.Shuffle) *group.Element { return &s.Proofs[1].T[i] }))
	}
	return cases
}

// TestTampering changes every part of a good shuffle, and everything that it is checked against. With numbers modulo a prime,
// which take longer, what does not depend on the group is left out.
func TestTampering(t *testing.T) {
	for name, all := range map[string][]tampering{
		"Ed25519":       slices.Concat(scalars(), elements(), lists(), outsiders(t)),
		"RFC-3526-2048": slices.Concat(scalars()[2:4], elements()[4:6], outsiders(t)[2:5]),
	} {
		e, _ := ranked(t, name)
		input := encrypted(t, e, 4)
		b := bases(t, e, input)
		good, err := shuffle.Prove(e, &beleniostest.Chance{Label: "good"}, b, input, nil)
		if err != nil {
			t.Fatal(err)
		}
		raw := shuffle.Append(e.Group, nil, good)
		for _, one := range all {
			t.Run(name+"/"+one.name, func(t *testing.T) {
				if testing.Short() && name != "Ed25519" {
					t.Skip("long: not with -short")
				}
				s, err := shuffle.Parse(e.Group, raw)
				if err != nil {
					t.Fatal(err)
				}
				other, election := belenios.Tally{append([]belenios.Ciphertext{}, input[0]...), append([]belenios.Ciphertext{}, input[1]...)}, *e
				if err := shuffle.Check(&election, b, other, s); err != nil {
					t.Fatalf("before the change: %v", err)
				}
				one.change(&election, other, s)
				if err := shuffle.Check(&election, b, other, s); err == nil || !strings.Contains(err.Error(), one.says) {
					t.Errorf("the check says %v, not %q", err, one.says)
				}
			})
		}
	}
}
