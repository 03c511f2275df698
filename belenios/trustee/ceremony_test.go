package trustee_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/trustee"
	"github.com/selectorate/selectorate/internal/beleniostest"
)

// ceremony is one that was held by our code.
type ceremony struct {
	group        *group.Group
	seeds        [][]byte
	holders      []*trustee.Holder
	certificates *trustee.Certificates
	rawCerts     [][]byte
	rawPolys     [][]byte
	polynomials  []trustee.Polynomial
	commitments  []string
	inputs       [][]byte
	outputs      [][]byte
	threshold    []byte
	keys         [][]byte
}

func join(lines [][]byte) []byte { return append(bytes.Join(lines, []byte("\n")), '\n') }

func newHolder(t testing.TB, g *group.Group, chance io.Reader) ([]byte, *trustee.Holder) {
	t.Helper()
	seed, err := trustee.NewSeed(chance)
	if err != nil {
		t.Fatal(err)
	}
	h, err := trustee.OpenHolder(g, seed)
	if err != nil {
		t.Fatal(err)
	}
	return seed, h
}

func hold(t testing.TB, g *group.Group, chance io.Reader, cipher trustee.Cipher, size, threshold int) ceremony {
	t.Helper()
	c := ceremony{group: g}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for i := range size {
		seed, h := newHolder(t, g, chance)
		certificate, err := h.Certificate(chance, size, threshold, i+1)
		must(err)
		c.seeds, c.holders, c.rawCerts = append(c.seeds, seed), append(c.holders, h), append(c.rawCerts, certificate)
	}
	var err error
	c.certificates, err = trustee.ParseCertificates(g, join(c.rawCerts))
	must(err)
	for i, h := range c.holders {
		raw, err := h.Polynomial(chance, c.certificates, cipher)
		must(err)
		p, err := c.certificates.ParsePolynomial(i+1, raw)
		must(err)
		c.rawPolys, c.commitments = append(c.rawPolys, raw), append(c.commitments, p.Coefficients.Commitment())
	}
	c.polynomials, err = c.certificates.ParsePolynomials(join(c.rawPolys))
	must(err)
	c.inputs = c.certificates.Route(c.polynomials)
	for i, h := range c.holders {
		output, err := h.Share(chance, c.certificates, cipher, c.inputs[i], c.commitments)
		must(err)
		c.outputs = append(c.outputs, output)
	}
	c.threshold, c.keys, err = c.certificates.Finish(c.polynomials, c.outputs)
	must(err)
	return c
}

func named(t testing.TB, name string) *group.Group {
	t.Helper()
	g, err := belenios.GroupNamed(name)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// TestCeremony holds ceremonies of several sizes, and finds the election's secret key again from any who are enough.
func TestCeremony(t *testing.T) {
	for _, test := range []struct {
		group           string
		cipher          trustee.Cipher
		size, threshold int
	}{
		{"Ed25519", trustee.GCM, 1, 1},
		{"Ed25519", trustee.GCM, 3, 1},
		{"Ed25519", trustee.CCM, 5, 3},
		{"Ed25519", trustee.GCM, 4, 4},
		{"BELENIOS-2048", trustee.GCM, 3, 2},
		{"RFC-3526-2048", trustee.CCM, 2, 2},
	} {
		t.Run(fmt.Sprintf("%s %d of %d", test.group, test.threshold, test.size), func(t *testing.T) {
			g := named(t, test.group)
			c := hold(t, g, &beleniostest.Chance{}, test.cipher, test.size, test.threshold)
			trustees, err := trustee.Assemble(g, nil, [][]byte{c.threshold})
			if err != nil {
				t.Fatal(err)
			}
			if weak := trustees.Weaknesses(); weak != nil {
				t.Errorf("weaknesses %v", weak)
			}
			var shares []group.Scalar
			for i, owner := range trustees.Owners() {
				share, err := c.holders[i].DecryptionKey(c.keys[i], owner.Key)
				if err != nil {
					t.Fatal(err)
				}
				shares = append(shares, share)
			}
			for first := 0; first+test.threshold <= test.size; first++ {
				if secret := interpolate(t, g, shares, first, test.threshold); !g.Equal(g.Power(nil, secret), trustees.Key()) {
					t.Errorf("the shares from %d on do not give the secret key", first+1)
				}
			}
			if test.threshold > 1 {
				if secret := interpolate(t, g, shares, 0, test.threshold-1); g.Equal(g.Power(nil, secret), trustees.Key()) {
					t.Error("too few shares give the secret key")
				}
			}
		})
	}
}

// interpolate gives the value at 0 from n shares, the first of which has the index first.
func interpolate(t *testing.T, g *group.Group, shares []group.Scalar, first, n int) group.Scalar {
	t.Helper()
	sum := g.Small(0)
	for j := first + 1; j <= first+n; j++ {
		term := shares[j-1]
		for k := first + 1; k <= first+n; k++ {
			if k == j {
				continue
			}
			inverse, err := g.InvertScalar(g.Small(int64(k - j)))
			if err != nil {
				t.Fatal(err)
			}
			term = g.MultiplyScalars(term, g.MultiplyScalars(g.Small(int64(k)), inverse))
		}
		sum = g.AddScalars(sum, term)
	}
	return sum
}

// TestSingle makes trustees that stand alone, beside some that do not.
func TestSingle(t *testing.T) {
	g, chance := named(t, "Ed25519"), &beleniostest.Chance{}
	secret, err := g.RandomScalar(chance)
	if err != nil {
		t.Fatal(err)
	}
	key, err := trustee.NewPublicKey(g, chance, secret)
	if err != nil {
		t.Fatal(err)
	}
	read, err := trustee.ParsePublicKey(g, append(trustee.AppendPublicKey(g, nil, key), '\n'))
	if err != nil || !g.Equal(read.Element, key.Element) {
		t.Errorf("the public key is read as %v (%v)", read, err)
	}
	private := append(trustee.AppendPrivateKey(g, nil, secret), '\n')
	if again, err := trustee.ParsePrivateKey(g, private, key.Element); err != nil || !g.EqualScalars(again, secret) {
		t.Errorf("the private key is not read again: %v", err)
	}
	if _, err := trustee.ParsePrivateKey(g, private, g.Generator()); has(err, trustee.Shares) != nil {
		t.Error(err)
	}
	if _, err := trustee.ParsePrivateKey(g, private[1:], key.Element); has(err, trustee.Form) != nil {
		t.Error(err)
	}
	alone, err := trustee.Assemble(g, []trustee.PublicKey{key}, nil)
	if err != nil || alone.Weaknesses() != nil || !g.Equal(alone.Key(), key.Element) || alone.Items[0].Size() != 1 || alone.Items[0].Threshold() != 1 {
		t.Errorf("%v, %v", alone, err)
	}
	c := hold(t, g, chance, trustee.GCM, 3, 2)
	key.Name = `Ž "the first"`
	both, err := trustee.Assemble(g, []trustee.PublicKey{key}, [][]byte{c.threshold})
	if err != nil {
		t.Fatal(err)
	}
	owners := both.Owners()
	if both.Items[1].First != 2 || len(owners) != 4 || owners[3] != (trustee.Owner{Number: 4, Item: 1, Place: 3, Key: owners[3].Key}) || both.Items[0].Single.Name != key.Name {
		t.Errorf("%+v", owners)
	}
	if weak := both.Weaknesses(); !slices.Equal(weak, []trustee.Weakness{trustee.Mixed}) {
		t.Errorf("weaknesses %v", weak)
	}
	if !g.Equal(both.Key(), g.Multiply(key.Element, both.Items[1].Key(g))) {
		t.Error("the key is not the product of both")
	}
	if _, err := trustee.Assemble(g, []trustee.PublicKey{key, key}, nil); has(err, trustee.Distinct) != nil {
		t.Error(err)
	}
	key.Knowledge.Response = g.AddScalars(key.Knowledge.Response, g.Small(1))
	if _, err := trustee.ParsePublicKey(g, trustee.AppendPublicKey(g, nil, key)); has(err, trustee.Knowledge) != nil {
		t.Error(err)
	}
	if _, err := trustee.Assemble(g, nil, nil); has(err, trustee.Form) != nil {
		t.Error(err)
	}
}

// TestCommitments: who shows another polynomial than the one that it committed to is named.
func TestCommitments(t *testing.T) {
	g, chance := named(t, "Ed25519"), &beleniostest.Chance{}
	c := hold(t, g, chance, trustee.GCM, 3, 2)
	rushed, err := c.holders[2].Polynomial(chance, c.certificates, trustee.GCM)
	if err != nil {
		t.Fatal(err)
	}
	c.rawPolys[2] = rushed
	polynomials, err := c.certificates.ParsePolynomials(join(c.rawPolys))
	if err != nil {
		t.Fatal(err)
	}
	inputs := c.certificates.Route(polynomials)
	if _, err := c.holders[0].Share(chance, c.certificates, trustee.GCM, inputs[0], nil); err != nil {
		t.Errorf("without commitments nobody can know: %v", err)
	}
	_, err = c.holders[0].Share(chance, c.certificates, trustee.GCM, inputs[0], c.commitments)
	var fault trustee.Fault
	if !errors.As(err, &fault) || fault.Check != trustee.Commitments || fault.Trustee != 3 || !strings.Contains(err.Error(), "trustee 3: these are not") {
		t.Errorf("%v", err)
	}
	if err := trustee.CheckCommitments(c.commitments[:2], nil); has(err, trustee.Commitments) != nil {
		t.Error(err)
	}
}

// TestWipe: wiped secrets are of no use.
func TestWipe(t *testing.T) {
	g, chance := named(t, "Ed25519"), &beleniostest.Chance{}
	c := hold(t, g, chance, trustee.GCM, 2, 2)
	trustees, err := trustee.Assemble(g, nil, [][]byte{c.threshold})
	if err != nil {
		t.Fatal(err)
	}
	c.holders[0].Wipe()
	if _, err := c.holders[0].DecryptionKey(c.keys[0], trustees.Owners()[0].Key); err == nil {
		t.Error("a wiped secret still decrypts")
	}
}

// TestOutOfChance: a source that ends is an error at every step, never a weak secret.
func TestOutOfChance(t *testing.T) {
	g := named(t, "Ed25519")
	c := hold(t, g, &beleniostest.Chance{}, trustee.GCM, 2, 2)
	for name, step := range map[string]func(io.Reader) error{
		"seed":        func(r io.Reader) error { _, err := trustee.NewSeed(r); return err },
		"certificate": func(r io.Reader) error { _, err := c.holders[0].Certificate(r, 2, 2, 1); return err },
		"polynomial":  func(r io.Reader) error { _, err := c.holders[0].Polynomial(r, c.certificates, trustee.GCM); return err },
		"share": func(r io.Reader) error {
			_, err := c.holders[0].Share(r, c.certificates, trustee.GCM, c.inputs[0], nil)
			return err
		},
		"key": func(r io.Reader) error { _, err := trustee.NewPublicKey(g, r, g.Small(5)); return err },
	} {
		failures := 0
		for n := int64(0); ; n += 16 {
			if step(io.LimitReader(&beleniostest.Chance{}, n)) == nil {
				break
			}
			failures++
		}
		if failures == 0 {
			t.Errorf("%s: made without chance", name)
		}
	}
}

// TestRefused: what cannot be asked for.
func TestRefused(t *testing.T) {
	g, chance := named(t, "Ed25519"), &beleniostest.Chance{}
	c := hold(t, g, chance, trustee.GCM, 2, 2)
	for _, numbers := range [][3]int{{0, 0, 0}, {3, 4, 1}, {3, 0, 1}, {3, 2, 0}, {3, 2, 4}, {1001, 2, 1}} {
		if _, err := c.holders[0].Certificate(chance, numbers[0], numbers[1], numbers[2]); err == nil {
			t.Errorf("a certificate is made for %v", numbers)
		}
	}
	for _, seed := range []string{"", "abc", "0000000000000000000000", "aaaaaaaaaaaa0aaaaaaaaa", "aaaaaaaaaaaaaaaaaaaaaaa"} {
		if _, err := trustee.OpenHolder(g, []byte(seed)); err == nil {
			t.Errorf("the seed %q is taken", seed)
		}
	}
	if _, err := c.holders[0].Polynomial(chance, c.certificates, "AES-ECB"); err == nil {
		t.Error("an unknown cipher is taken")
	}
	_, stranger := newHolder(t, g, chance)
	if _, err := stranger.Polynomial(chance, c.certificates, trustee.GCM); err == nil {
		t.Error("a stranger takes part")
	}
	if _, err := stranger.Share(chance, c.certificates, trustee.GCM, c.inputs[0], nil); err == nil {
		t.Error("a stranger gets a share")
	}
	if _, err := trustee.CertificateID(g, []byte("{}")); has(err, trustee.Form) != nil {
		t.Error(err)
	}
	if _, err := c.certificates.ParsePolynomial(3, c.rawPolys[0]); has(err, trustee.Form) != nil {
		t.Error(err)
	}
	if _, _, err := c.certificates.Finish(c.polynomials, c.outputs[:1]); has(err, trustee.Form) != nil {
		t.Error(err)
	}
	if place, err := c.certificates.Place(c.holders[1]); err != nil || place != 2 || c.certificates.Size() != 2 {
		t.Errorf("place %d (%v)", place, err)
	}
}
