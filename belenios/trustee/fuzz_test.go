package trustee_test

import (
	"bytes"
	"testing"

	"github.com/selectorate/selectorate/belenios/trustee"
	"github.com/selectorate/selectorate/internal/beleniostest"
)

// FuzzParse: nothing makes Parse or Check panic, and what was read and found right is put together to the same bytes.
func FuzzParse(f *testing.F) {
	g := named(f, "Ed25519")
	c := hold(f, g, &beleniostest.Chance{}, trustee.GCM, 2, 2)
	f.Add([]byte(`[["Pedersen",` + string(c.threshold) + `]]`))
	key, err := trustee.NewPublicKey(g, &beleniostest.Chance{}, g.Small(7))
	if err != nil {
		f.Fatal(err)
	}
	alone, err := trustee.Assemble(g, []trustee.PublicKey{key}, [][]byte{c.threshold})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(alone.Raw)
	f.Fuzz(func(t *testing.T, raw []byte) {
		trustees, err := trustee.Parse(g, raw)
		if err != nil {
			return
		}
		faults := trustees.Check()
		trustees.Weaknesses()
		owners := trustees.Owners()
		last := trustees.Items[len(trustees.Items)-1]
		if len(owners) != last.First+last.Size()-1 || trustees.Key() == nil || !bytes.Equal(trustees.Raw, raw) {
			t.Errorf("owners, key and bytes do not go together")
		}
		if len(faults) == 0 && !bytes.Contains(raw, []byte("verification")) && len(trustees.Items) == 1 {
			again, err := trustee.Assemble(g, []trustee.PublicKey{*trustees.Items[0].Single}, nil)
			if err != nil || !bytes.Equal(again.Raw, raw) && trustees.Items[0].Single.Name != "" {
				t.Errorf("put together differently: %v", err)
			}
		}
	})
}

// FuzzCertificates: nothing that is taken for certificates makes the steps panic.
func FuzzCertificates(f *testing.F) {
	g := named(f, "Ed25519")
	c := hold(f, g, &beleniostest.Chance{}, trustee.GCM, 2, 2)
	f.Add(join(c.rawCerts))
	f.Fuzz(func(t *testing.T, raw []byte) {
		certificates, err := trustee.ParseCertificates(g, raw)
		if err == nil && (certificates.Threshold < 1 || certificates.Threshold > certificates.Size()) {
			t.Errorf("%d of %d", certificates.Threshold, certificates.Size())
		}
		_, _ = trustee.CertificateID(g, raw) // only a panic is looked for
	})
}

// FuzzMessages: nothing that is sent in a ceremony makes a step panic, and nothing but the right bytes gives a share.
func FuzzMessages(f *testing.F) {
	g := named(f, "Ed25519")
	c := hold(f, g, &beleniostest.Chance{}, trustee.GCM, 2, 2)
	trustees, err := trustee.Assemble(g, nil, [][]byte{c.threshold})
	if err != nil {
		f.Fatal(err)
	}
	key := trustees.Owners()[0].Key
	for _, seed := range [][]byte{c.rawPolys[0], c.inputs[0], c.outputs[0], c.keys[0]} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if _, err := c.certificates.ParsePolynomial(1, raw); err == nil && !bytes.Contains(raw, []byte("coefexps")) {
			t.Error("a polynomial without coefficients")
		}
		if _, err := c.holders[0].Share(&beleniostest.Chance{}, c.certificates, trustee.GCM, raw, c.commitments); err == nil &&
			!bytes.Equal(bytes.TrimSuffix(raw, []byte("\n")), c.inputs[0]) {
			t.Error("another input gives a share")
		}
		if _, _, err := c.certificates.Finish(c.polynomials, [][]byte{raw, c.outputs[1]}); err == nil && !bytes.Contains(raw, []byte("public_key")) {
			t.Error("an answer without a key")
		}
		if _, err := c.holders[0].DecryptionKey(raw, key); err == nil && !bytes.Equal(bytes.TrimSuffix(raw, []byte("\n")), c.keys[0]) {
			t.Error("another message gives the share")
		}
	})
}

// FuzzKeys: key files are read in their one form.
func FuzzKeys(f *testing.F) {
	g := named(f, "Ed25519")
	secret := g.Small(7)
	key, err := trustee.NewPublicKey(g, &beleniostest.Chance{}, secret)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(trustee.AppendPublicKey(g, nil, key))
	f.Add(trustee.AppendPrivateKey(g, nil, secret))
	f.Add([]byte("n5tQY557AMFv6mtgopxyR4\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		line := bytes.TrimSuffix(raw, []byte("\n"))
		if read, err := trustee.ParsePublicKey(g, raw); err == nil && read.Name != "" && !bytes.Equal(trustee.AppendPublicKey(g, nil, read), line) {
			t.Error("a public key is written differently")
		}
		if _, err := trustee.ParsePrivateKey(g, raw, key.Element); err == nil && string(line) != `"7"` {
			t.Error("a private key is read from another text")
		}
		if h, err := trustee.OpenHolder(g, raw); err == nil {
			h.Wipe()
		}
	})
}
