//go:build interop

package trustee_test

import (
	"bytes"
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/trustee"
	"github.com/selectorate/selectorate/internal/beleniostest"
)

// tool3 is Debian 13's 3.0, in a folder that SELECTORATE_BELENIOS3 names: the root of a system of its own. It is for `make interop`.
func tool3(t *testing.T) tool {
	t.Helper()
	root, folder, inside := beleniostest.Debian13(t)
	return tool{folder, func(arguments []string) *exec.Cmd {
		return exec.CommandContext(t.Context(), "chroot", append([]string{
			root, "sh", "-c", `cd "$0" && exec belenios-tool "$@"`, inside,
		}, arguments...)...)
	}}
}

// TestInterop3 holds ceremonies in which some trustees use 3.0 and others our code, and an election with the keys.
func TestInterop3(t *testing.T) {
	for _, name := range []string{"Ed25519", "BELENIOS-2048"} {
		for _, ours := range [][]bool{{false, true, false}, {true, false, true}, {true, true, true}, {false, false, false}} {
			t.Run(fmt.Sprint(name, ours), func(t *testing.T) {
				if testing.Short() {
					t.Skip("long: not with -short")
				}
				g, chance, x := named(t, name), &beleniostest.Chance{}, tool3(t)
				c := x.mixed(t, g, chance, ours)
				trustees, single := x.assemble(t, g, chance, c.threshold)
				if written := x.read(t, "trustees.json"); !bytes.Equal(append(trustees.Raw, '\n'), written) {
					t.Error("trustees.json is put together differently")
				}
				x.open(t, g, trustees)
				x.vote(t, "3.0")
				x.decrypt(t, c, single)
			})
		}
	}
}

// mixed holds a ceremony with 2 of 3 trustees, some of whom use the tool.
func (x tool) mixed(t *testing.T, g *group.Group, chance *beleniostest.Chance, ours []bool) ceremony {
	t.Helper()
	const command = "setup generate-trustee-key-threshold"
	c := ceremony{group: g, holders: make([]*trustee.Holder, 3)}
	var ids []string
	for i, our := range ours {
		var seed, certificate []byte
		if our {
			var err error
			if seed, err = trustee.NewSeed(chance); err != nil {
				t.Fatal(err)
			}
			if c.holders[i], err = trustee.OpenHolder(g, seed); err != nil {
				t.Fatal(err)
			}
			if certificate, err = c.holders[i].Certificate(chance, 3, 2, i+1); err != nil {
				t.Fatal(err)
			}
			id, err := trustee.CertificateID(g, certificate)
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, id)
			x.write(t, id+".key", append(bytes.Clone(seed), '\n'))
		} else {
			id := strings.TrimSpace(string(x.do(t, nil, fmt.Sprintf("%s --step 1 --group %s --threshold-context %d/2/3", command, g.Name(), i+1))))
			ids = append(ids, id)
			seed, certificate = bytes.TrimSpace(x.read(t, id+".key")), bytes.TrimSpace(x.read(t, id+".cert"))
		}
		c.seeds, c.rawCerts = append(c.seeds, seed), append(c.rawCerts, certificate)
	}
	x.write(t, "certs.jsons", join(c.rawCerts))
	x.do(t, nil, command+" --certs certs.jsons --step 2 --group "+g.Name())
	var err error
	if c.certificates, err = trustee.ParseCertificates(g, join(c.rawCerts)); err != nil {
		t.Fatal(err)
	}
	for i, our := range ours {
		var raw []byte
		if our {
			if raw, err = c.holders[i].Polynomial(chance, c.certificates, trustee.CCM); err != nil {
				t.Fatal(err)
			}
		} else {
			raw = bytes.TrimSpace(x.do(t, nil, command+" --certs certs.jsons --step 3 --group "+g.Name()+" --key "+ids[i]+".key"))
		}
		p, err := c.certificates.ParsePolynomial(i+1, raw)
		if err != nil {
			t.Fatal(err)
		}
		c.rawPolys, c.commitments = append(c.rawPolys, raw), append(c.commitments, p.Coefficients.Commitment())
	}
	x.write(t, "polynomials.jsons", join(c.rawPolys))
	x.do(t, nil, command+" --certs certs.jsons --step 4 --polynomials polynomials.jsons --group "+g.Name())
	if c.polynomials, err = c.certificates.ParsePolynomials(join(c.rawPolys)); err != nil {
		t.Fatal(err)
	}
	c.inputs = c.certificates.Route(c.polynomials)
	for i, our := range ours {
		if theirs := x.read(t, ids[i]+".vinput"); !bytes.Equal(bytes.TrimSpace(theirs), c.inputs[i]) {
			t.Errorf("what trustee %d is sent differs", i+1)
		}
		var output []byte
		if our {
			if output, err = c.holders[i].Share(chance, c.certificates, trustee.CCM, c.inputs[i], c.commitments); err != nil {
				t.Fatal(err)
			}
		} else {
			output = bytes.TrimSpace(x.do(t, c.inputs[i], command+" --certs certs.jsons --step 5 --group "+g.Name()+" --key "+ids[i]+".key"))
		}
		c.outputs = append(c.outputs, output)
	}
	theirs := x.do(t, join(c.outputs), command+" --certs certs.jsons --step 6 --polynomials polynomials.jsons --group "+g.Name())
	if c.threshold, c.keys, err = c.certificates.Finish(c.polynomials, c.outputs); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(bytes.TrimSpace(theirs), c.threshold) {
		t.Error("threshold.json differs")
	}
	for i, id := range ids {
		if key := x.read(t, id+".dkey"); !bytes.Equal(bytes.TrimSpace(key), c.keys[i]) {
			t.Errorf("the decryption key of trustee %d differs", i+1)
		}
	}
	return c
}
