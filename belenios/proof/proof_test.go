package proof_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/proof"
	"github.com/selectorate/selectorate/internal/beleniostest"
)

func random(t *testing.T, g *group.Group, chance *beleniostest.Chance) group.Scalar {
	t.Helper()
	s, err := g.RandomScalar(chance)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestKnowledge(t *testing.T) {
	beleniostest.EachGroup(t, func(t *testing.T, g *group.Group) {
		t.Helper()
		chance := &beleniostest.Chance{}
		secret := random(t, g, chance)
		public := g.Power(nil, secret)
		p, err := proof.Know(g, chance, "sig|text|", secret)
		if err != nil {
			t.Fatal(err)
		}
		holds := func(prefix string, public group.Element, p proof.Proof) bool {
			return proof.Check(g, nil, []proof.Claim{proof.Knowledge("", prefix, public, p)}) < 0
		}
		one := g.Small(1)
		for name, got := range map[string]bool{
			"another text":      holds("sig|texts|", public, p),
			"another key":       holds("sig|text|", g.Multiply(public, g.Generator()), p),
			"another challenge": holds("sig|text|", public, proof.Proof{Challenge: g.AddScalars(p.Challenge, one), Response: p.Response}),
			"another response":  holds("sig|text|", public, proof.Proof{Challenge: p.Challenge, Response: g.AddScalars(p.Response, one)}),
			"turned sign":       holds("sig|text|", public, proof.Proof{Challenge: p.Challenge, Response: g.NegateScalar(p.Response)}),
		} {
			if got {
				t.Errorf("a proof holds for %s", name)
			}
		}
		if !holds("sig|text|", public, p) {
			t.Error("a good proof does not hold")
		}
	})
}

func TestEquality(t *testing.T) {
	beleniostest.EachGroup(t, func(t *testing.T, g *group.Group) {
		t.Helper()
		chance := &beleniostest.Chance{Label: "100"}
		secret := random(t, g, chance)
		base := g.Power(nil, random(t, g, chance))
		public, power := g.Power(nil, secret), g.Power(base, secret)
		p, err := proof.Equal(g, chance, "decrypt|", secret, base)
		if err != nil {
			t.Fatal(err)
		}
		good := proof.Equality("", "decrypt|", public, base, power, p)
		bad := proof.Equality("", "decrypt|", public, base, g.Multiply(power, g.Generator()), p)
		if at := proof.Check(g, nil, []proof.Claim{good, good, bad, good}); at != 2 {
			t.Errorf("the first claim that does not hold is %d, not 2", at)
		}
		if at := proof.Check(g, nil, []proof.Claim{good}); at != -1 {
			t.Error("a good proof does not hold")
		}
	})
}

func TestOneOf(t *testing.T) {
	beleniostest.EachGroup(t, func(t *testing.T, g *group.Group) {
		t.Helper()
		chance := &beleniostest.Chance{Label: "200"}
		key := g.Power(nil, random(t, g, chance))
		table := g.Prepare(key)
		for plain := range 4 {
			r := random(t, g, chance)
			alpha, beta := g.Power(nil, r), g.Multiply(g.Power(key, r), g.Power(nil, g.Small(int64(plain))))
			branches := proof.Interval(alpha, beta, 0, 3)
			proofs, err := proof.OneOf(g, chance, key, "prove|S|", branches, plain, r)
			if err != nil {
				t.Fatal(err)
			}
			claim, err := proof.Disjunction(g, "", "prove|S|", branches, proofs)
			if err != nil {
				t.Fatal(err)
			}
			if proof.Check(g, table, []proof.Claim{claim}) != -1 {
				t.Errorf("the proof for %d does not hold", plain)
			}
			checkHinted(t, g, key, table, claim)
			lie, err := proof.OneOf(g, chance, key, "prove|S|", branches, (plain+1)%4, r)
			if err != nil {
				t.Fatal(err)
			}
			if claim, err = proof.Disjunction(g, "", "prove|S|", branches, lie); err != nil || proof.Check(g, table, []proof.Claim{claim}) != 0 {
				t.Errorf("the false statement that %d is %d holds (%v)", plain, (plain+1)%4, err)
			}
			narrow, err := proof.Disjunction(g, "", "prove|S|", branches[:3], proofs[:3])
			if err != nil || proof.Check(g, table, []proof.Claim{narrow}) != 0 {
				t.Errorf("a proof holds without its last case (%v)", err)
			}
			if _, err := proof.Disjunction(g, "an answer", "prove|S|", branches, proofs[:3]); err == nil {
				t.Error("three proofs for four cases are taken")
			}
		}
		if _, err := proof.OneOf(g, chance, key, "", nil, 0, g.Small(1)); err == nil {
			t.Error("a proof of nothing can be made")
		}
	})
}

// checkHinted holds a claim against commitments that somebody wrote down: right ones, and wrong ones.
func checkHinted(t *testing.T, g *group.Group, key group.Element, table group.Table, claim proof.Claim) {
	t.Helper()
	hints := g.Recompute(table, claim.Terms)
	if !claim.HeldBy(g, hints) || !g.Holds(key, claim.Terms, hints, []byte("seed")) {
		t.Error("right commitments do not hold")
	}
	for i := range hints {
		wrong := append([]group.Element{}, hints...)
		wrong[i] = g.Multiply(wrong[i], g.Generator())
		if claim.HeldBy(g, wrong) {
			t.Errorf("wrong commitment %d hashes to the challenge", i)
		}
		if g.Holds(key, claim.Terms, wrong, fmt.Append(nil, "seed", i)) {
			t.Errorf("the equation holds with wrong commitment %d", i)
		}
	}
}

// TestOutOfChance: a source that ends is an error, never a weak proof.
func TestOutOfChance(t *testing.T) {
	beleniostest.EachGroup(t, func(t *testing.T, g *group.Group) {
		t.Helper()
		one := g.Small(1)
		if _, err := proof.Know(g, bytes.NewReader(nil), "", one); err == nil {
			t.Error("a proof is made without chance")
		}
		branches := proof.Interval(g.Generator(), g.Generator(), 0, 1)
		for n := range 5 {
			if _, err := proof.OneOf(g, bytes.NewReader(make([]byte, n*40)), g.Generator(), "", branches, 0, one); err == nil {
				t.Errorf("a proof of one of two is made with %d bytes of chance", n*40)
			}
		}
	})
}
