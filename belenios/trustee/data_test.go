package trustee_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/trustee"
	"github.com/selectorate/selectorate/internal/beleniostest"
)

// made is an election that belenios-tool made, with the files of its trustees.
type made struct {
	folder   string
	election *belenios.Election
	group    *group.Group
	ids      []string
}

// version tells which version of the tool made it.
func (m made) version() string { return strings.Split(filepath.Base(m.folder), "-")[1] }

func (m made) setup(t testing.TB, name string) []byte {
	t.Helper()
	return bytes.TrimSuffix(read(t, filepath.Join(m.folder, "setup", name)), []byte("\n"))
}

func (m made) file(t testing.TB, name string) []byte {
	t.Helper()
	return read(t, filepath.Join(m.folder, "trustees", name))
}

// each gives the files of all trustees that end in ending.
func (m made) each(t testing.TB, ending string) (all [][]byte) {
	t.Helper()
	for _, id := range m.ids {
		all = append(all, m.file(t, id+ending))
	}
	return all
}

func (m made) holders(t testing.TB) (all []*trustee.Holder) {
	t.Helper()
	for _, seed := range m.each(t, ".key") {
		h, err := trustee.OpenHolder(m.group, seed)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, h)
	}
	return all
}

func read(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// elections gives those that belenios-tool made. Where there are none the test says so, and fails where CI=true.
func elections(t testing.TB) (all []made) {
	t.Helper()
	root := beleniostest.Elections(t)
	folders, err := filepath.Glob(filepath.Join(root, "tool-*"))
	if err != nil || len(folders) == 0 {
		t.Fatalf("no elections in %s: %v", root, err)
	}
	for _, folder := range folders {
		m := made{folder: folder}
		if m.election, err = belenios.ParseElection(m.setup(t, "election.json")); err != nil {
			t.Fatal(err)
		}
		m.group = m.election.Group
		m.ids = strings.Fields(string(m.file(t, "order.txt")))
		all = append(all, m)
	}
	return all
}

func each(t *testing.T, test func(t *testing.T, m made)) {
	t.Helper()
	for _, m := range elections(t) {
		t.Run(filepath.Base(m.folder), func(t *testing.T) { test(t, m) })
	}
}

// TestData reads and checks the trustees of all versions.
func TestData(t *testing.T) {
	weak := map[string][]trustee.Weakness{
		"2.0":   {trustee.NoContext, trustee.NoSetSignatures, trustee.NoKeySignatures},
		"2.5.1": {trustee.NoKeySignatures},
	}
	each(t, func(t *testing.T, m made) {
		t.Helper()
		trustees, err := trustee.Parse(m.group, m.setup(t, "trustees.json"))
		if err != nil {
			t.Fatal(err)
		}
		if faults := trustees.Check(); len(faults) > 0 {
			t.Error(trustee.Faults(faults))
		}
		if got := trustees.Weaknesses(); !slices.Equal(got, weak[m.version()]) {
			t.Errorf("weaknesses %v", got)
		}
		if !m.group.Equal(trustees.Key(), m.election.PublicKey) {
			t.Error("the product of the keys is not the election's key")
		}
		owners := trustees.Owners()
		if item := trustees.Items[0]; len(owners) != 3 || item.First != 1 || item.Size() != 3 || item.Threshold() != 2 || owners[2].Number != 3 || owners[2].Place != 3 {
			t.Errorf("owners %+v", owners)
		}
		again, err := trustee.Assemble(m.group, nil, [][]byte{m.setup(t, "threshold.json")})
		if strong := weak[m.version()] == nil; strong != (err == nil) {
			t.Errorf("assemble: %v", err)
		} else if strong && !bytes.Equal(again.Raw, trustees.Raw) {
			t.Error("trustees.json is put together differently")
		}
	})
}

// TestReplay goes through the ceremonies that the tool held, with our code in each place.
func TestReplay(t *testing.T) {
	each(t, func(t *testing.T, m made) {
		t.Helper()
		trustees, err := trustee.Parse(m.group, m.setup(t, "trustees.json"))
		if err != nil {
			t.Fatal(err)
		}
		owners, holders := trustees.Owners(), m.holders(t)
		for i, h := range holders {
			if id, err := trustee.CertificateID(m.group, m.file(t, m.ids[i]+".cert")); err != nil || id != m.ids[i] {
				t.Errorf("certificate %d has the name %s (%v)", i+1, id, err)
			}
			share, err := h.DecryptionKey(m.file(t, m.ids[i]+".dkey"), owners[i].Key)
			if err != nil {
				t.Fatal(err)
			}
			m.group.Wipe(share)
			if _, err := h.DecryptionKey(m.file(t, m.ids[i]+".dkey"), owners[(i+1)%3].Key); has(err, trustee.Shares) != nil {
				t.Error(err)
			}
			if _, err := h.DecryptionKey(m.file(t, m.ids[(i+1)%3]+".dkey"), owners[i].Key); err == nil {
				t.Error("somebody else's decryption key can be read")
			}
		}
		certificates, err := trustee.ParseCertificates(m.group, m.file(t, "certs.jsons"))
		if m.version() == "2.0" {
			if err := has(err, trustee.Contexts); err != nil {
				t.Error(err)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		polynomials, err := certificates.ParsePolynomials(m.file(t, "polynomials.jsons"))
		if err != nil {
			t.Fatal(err)
		}
		inputs := certificates.Route(polynomials)
		for i, id := range m.ids {
			if input := m.file(t, id+".vinput"); !bytes.Equal(append(inputs[i], '\n'), input) {
				t.Errorf("what trustee %d is sent differs", i+1)
			}
		}
		outputs := m.each(t, ".voutput")
		threshold, keys, err := certificates.Finish(polynomials, outputs)
		if m.version() == "2.5.1" {
			if err := has(err, trustee.KeySigns); err != nil {
				t.Error(err)
			}
		} else {
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(threshold, m.setup(t, "threshold.json")) {
				t.Error("threshold.json differs")
			}
			for i, key := range keys {
				if !bytes.Equal(append(key, '\n'), m.file(t, m.ids[i]+".dkey")) {
					t.Errorf("the decryption key of trustee %d differs", i+1)
				}
			}
		}
		// Step 5 anew: other encryptions and proofs, the same shares.
		for i, h := range holders {
			if outputs[i], err = h.Share(&beleniostest.Chance{}, certificates, trustee.GCM, inputs[i], nil); err != nil {
				t.Fatal(err)
			}
		}
		threshold, keys, err = certificates.Finish(polynomials, outputs)
		if err != nil {
			t.Fatal(err)
		}
		again, err := trustee.Assemble(m.group, nil, [][]byte{threshold})
		if err != nil {
			t.Fatal(err)
		}
		for i, owner := range again.Owners() {
			if !m.group.Equal(owner.Key, owners[i].Key) {
				t.Errorf("the public share of trustee %d differs", i+1)
			}
			if _, err := holders[i].DecryptionKey(keys[i], owner.Key); err != nil {
				t.Error(err)
			}
		}
	})
}

// has tells what is wrong with an error that should hold a fault of a check.
func has(err error, check trustee.Check) error {
	var fault trustee.Fault
	if !errors.As(err, &fault) {
		return errors.Join(errors.New("no fault"), err)
	}
	var faults trustee.Faults
	if !errors.As(err, &faults) {
		faults = trustee.Faults{fault}
	}
	for _, one := range faults {
		if one.Check == check {
			return nil
		}
	}
	return err
}
