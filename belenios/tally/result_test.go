package tally_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/proof"
	"github.com/selectorate/selectorate/belenios/tally"
	"github.com/selectorate/selectorate/internal/beleniostest"
)

// TestTampering changes every part of a partial decryption, and what it is checked against.
func TestTampering(t *testing.T) {
	type change func(e *belenios.Election, public *group.Element, ciphertexts belenios.Tally, d *belenios.Decryption)
	add := func(e *belenios.Election, s *group.Scalar) { *s = e.Group.AddScalars(*s, e.Group.Small(1)) }
	shift := func(e *belenios.Election, one *group.Element) { *one = e.Group.Multiply(*one, e.Group.Generator()) }
	for _, one := range []struct {
		name   string
		change change
		says   string
	}{
		{"nothing", func(*belenios.Election, *group.Element, belenios.Tally, *belenios.Decryption) {}, ""},
		{"a challenge", func(e *belenios.Election, _ *group.Element, _ belenios.Tally, d *belenios.Decryption) {
			add(e, &d.Proofs[1][2].Challenge)
		}, "the proof does not hold that trustee 1 has decrypted ciphertext 3 of question 2 with its key"},
		{"a response", func(e *belenios.Election, _ *group.Element, _ belenios.Tally, d *belenios.Decryption) {
			add(e, &d.Proofs[0][1].Response)
		}, "ciphertext 2 of question 1"},
		{"a factor", func(e *belenios.Election, _ *group.Element, _ belenios.Tally, d *belenios.Decryption) {
			shift(e, &d.Factors[2][3])
		}, "ciphertext 4 of question 3"},
		{"a factor outside the group", func(e *belenios.Election, _ *group.Element, _ belenios.Tally, d *belenios.Decryption) {
			two, err := e.Group.Decode("7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec")
			if err != nil {
				t.Fatal(err)
			}
			d.Factors[0][1] = e.Group.Multiply(d.Factors[0][1], two)
		}, "trustee 1: factor 2 of the decryption is not a member of the prime-order group Ed25519"},
		{"factors exchanged", func(_ *belenios.Election, _ *group.Element, _ belenios.Tally, d *belenios.Decryption) {
			d.Factors[1][0], d.Factors[1][1] = d.Factors[1][1], d.Factors[1][0]
		}, "ciphertext 1 of question 2"},
		{"the ciphertext", func(e *belenios.Election, _ *group.Element, ciphertexts belenios.Tally, _ *belenios.Decryption) {
			shift(e, &ciphertexts[0][0].Alpha)
		}, "ciphertext 1 of question 1"},
		{"the key", func(e *belenios.Election, public *group.Element, _ belenios.Tally, _ *belenios.Decryption) {
			shift(e, public)
		}, "ciphertext 1 of question 1"},
		{"the election", func(e *belenios.Election, _ *group.Element, _ belenios.Tally, _ *belenios.Decryption) {
			e.Fingerprint = "sjY5tx4j91ixaO5dUsapUXA3DTFdUHEe/Uw8Ktq3AjE"
		}, "ciphertext 1 of question 1"},
		{"a factor dropped", func(_ *belenios.Election, _ *group.Element, _ belenios.Tally, d *belenios.Decryption) {
			d.Factors[1] = d.Factors[1][1:]
		}, "trustee 1: partial decryption: row 2 has 2 factors; the tally has 3 ciphertexts"},
		{"a question dropped", func(_ *belenios.Election, _ *group.Element, ciphertexts belenios.Tally, _ *belenios.Decryption) {
			ciphertexts[0] = ciphertexts[0][1:]
		}, "row 1 has 1 ciphertexts"},
		{"all proofs dropped", func(_ *belenios.Election, _ *group.Element, _ belenios.Tally, d *belenios.Decryption) { d.Proofs = nil }, "trustee 1"},
	} {
		a := open(t, "testdata/mixed.bel")
		d := a.parts[1]
		one.change(a.election, &a.keys[1], a.shuffled, &d)
		err := tally.CheckDecryption(a.election, 1, a.keys[1], a.shuffled, d)
		if one.says == "" && err != nil || one.says != "" && (err == nil || !strings.Contains(err.Error(), one.says)) {
			t.Errorf("%s: the check says %v, not %q", one.name, err, one.says)
		}
	}
}

// TestResultRefuses decrypts what does not fit.
func TestResultRefuses(t *testing.T) {
	a := open(t, "testdata/mixed.bel")
	e := a.election
	one := map[int]group.Scalar{1: e.Group.Small(1)}
	shared, err := tally.Combine(e, a.shuffled, a.parts, one)
	if err != nil {
		t.Fatal(err)
	}
	says := func(err error, what string) {
		t.Helper()
		if err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("says %v, not %q", err, what)
		}
	}
	_, err = tally.Combine(e, a.shuffled, nil, one)
	says(err, "the partial decryption of trustee 1 is missing")
	_, err = tally.Combine(e, a.shuffled[:1], a.parts, one)
	says(err, "trustee 1: partial decryption")
	_, err = tally.Result(e, a.shuffled[:1], shared, 3)
	says(err, "1 rows for 4 questions")
	_, err = tally.Result(e, a.shuffled, shared[:1], 3)
	says(err, "1 rows for 4 questions")
	_, err = tally.Result(e, a.shuffled, shared, 1)
	says(err, "question 1: answer 2: no number from 0 to 1 is encrypted here")
	_, err = tally.Result(e, a.shuffled, shared, belenios.MaxWeight+1)
	says(err, "the bound has to be from 0 to 100000000000")
	shared[1] = shared[1][1:]
	_, err = tally.Result(e, a.shuffled, shared, 3)
	says(err, "question 2: 2 ciphertexts are decrypted out of 3")
}

// TestSame compares results.
func TestSame(t *testing.T) {
	a := open(t, "testdata/mixed.bel")
	for _, one := range []struct{ raw, says string }{
		{`{"result":[[1,2],[[255,0,0],[3,2,1],[1,3,2]],[1,2,0,1],[[1,1],[0,0],[1,2]]]}`, ""},
		{`{"result":[[2,1],[[255,0,0],[3,2,1],[1,3,2]],[1,2,0,1],[[1,1],[0,0],[1,2]]]}`, "question 1"},
		{`{"result":[[1,2],[[255,0,0],[1,3,2],[3,2,1]],[1,2,0,1],[[1,1],[0,0],[1,2]]]}`, "question 2"},
		{`{"result":[[1,2],[[255,0,0],[3,2,1],[1,3,2]],[1,2,0,1],[[1,1],[0,0]]]}`, "question 4"},
	} {
		computed, err := a.election.ParseResult(a.result)
		if err != nil {
			t.Fatal(err)
		}
		recorded, err := a.election.ParseResult([]byte(one.raw))
		if err != nil {
			t.Fatal(err)
		}
		err = tally.Same(a.election, computed, recorded)
		if one.says == "" && err != nil || one.says != "" && (err == nil || !strings.HasPrefix(err.Error(), one.says)) {
			t.Errorf("%s: says %v", one.raw, err)
		}
		if err := tally.Same(a.election, computed, recorded[:3]); err == nil {
			t.Error("a result without its last question is the same")
		}
	}
}

// TestLogarithms finds every number up to small bounds, and some up to greater ones, in all groups.
func TestLogarithms(t *testing.T) {
	for _, name := range []string{"Ed25519", "BELENIOS-2048", "RFC-3526-2048"} {
		g, err := belenios.GroupNamed(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, bound := range []int64{0, 1, 2, 3, 4, 15, 16, 17, 99_999} {
			l, err := tally.NewLogarithms(g, bound)
			if err != nil {
				t.Fatal(err)
			}
			step := 1 + bound/9
			for n := int64(0); n <= bound+step; n += step {
				found, err := l.Find(g.Power(nil, g.Small(n)))
				if n <= bound && (err != nil || found != n) || n > bound && err == nil {
					t.Errorf("%s up to %d: %d is found as %d, %v", name, bound, n, found, err)
				}
			}
			for _, n := range []int64{bound, bound + 1, -1} {
				if found, err := l.Find(g.Power(nil, g.Small(n))); (err == nil) != (n == bound) || err == nil && found != n {
					t.Errorf("%s up to %d: %d is found as %d, %v", name, bound, n, found, err)
				}
			}
		}
		if _, err := tally.NewLogarithms(g, -1); err == nil {
			t.Error("a bound of -1 is none")
		}
	}
}

// TestGreatLogarithm finds a number of eleven digits.
func TestGreatLogarithm(t *testing.T) {
	if testing.Short() {
		t.Skip("long: not with -short")
	}
	g, err := belenios.GroupNamed("Ed25519")
	if err != nil {
		t.Fatal(err)
	}
	l, err := tally.NewLogarithms(g, belenios.MaxWeight)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int64{0, 550_000, 98_765_432_109, belenios.MaxWeight} {
		if found, err := l.Find(g.Power(nil, g.Small(n))); err != nil || found != n {
			t.Errorf("%d is found as %d, %v", n, found, err)
		}
	}
}

// TestClaims hashes the claims of a decryption as another verifier would.
func TestClaims(t *testing.T) {
	a := open(t, filepath.Join("testdata", "one.bel"))
	claims, err := tally.Claims(a.election, 1, a.keys[1], a.shuffled, a.parts[1])
	if err != nil {
		t.Fatal(err)
	}
	if len(claims) != 2+1+4+1 || claims[7].What != "trustee 1 has decrypted ciphertext 1 of question 4 with its key" {
		t.Errorf("%d claims", len(claims))
	}
	if claims[0].Prefix != "decrypt|"+a.election.Fingerprint+"|"+group.Wire(a.keys[1])+"|" {
		t.Errorf("what is hashed begins with %s", claims[0].Prefix)
	}
	if at := proof.Check(a.election.Group, nil, claims); at >= 0 {
		t.Errorf("claim %d does not hold", at)
	}
}

// BenchmarkSum adds ballots of two homomorphic questions, with weights.
func BenchmarkSum(b *testing.B) {
	a := open(b, "testdata/weighted.bel")
	for _, weight := range []int64{1, 5} {
		s := tally.NewSum(a.election)
		b.Run(map[int64]string{1: "one", 5: "weighted"}[weight], func(b *testing.B) {
			for b.Loop() {
				if err := s.Add(a.ballots[0], weight); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkLogarithms makes the table for a million, and finds a number.
func BenchmarkLogarithms(b *testing.B) {
	g, err := belenios.GroupNamed("Ed25519")
	if err != nil {
		b.Fatal(err)
	}
	at := g.Power(nil, g.Small(987_654))
	for b.Loop() {
		l, err := tally.NewLogarithms(g, 1_000_000)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := l.Find(at); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkDecrypt decrypts eight ciphertexts.
func BenchmarkDecrypt(b *testing.B) {
	a := open(b, "testdata/weighted.bel")
	secret := key(b, a.election.Group, "testdata/weighted.key")
	for b.Loop() {
		if _, err := tally.Decrypt(a.election, &beleniostest.Chance{}, secret, a.shuffled, nil); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*6), "µs/ciphertext")
}
