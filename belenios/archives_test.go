package belenios_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/proof"
	"github.com/selectorate/selectorate/internal/beleniostest"
)

// Everything in every archive is read, holds, and is written again to the same bytes.
func TestArchives(t *testing.T) {
	for _, path := range archives(t) {
		t.Run(filepath.Base(filepath.Dir(path))+"/"+filepath.Base(path), func(t *testing.T) {
			b := open(t, path)
			e, list := b.election(t)
			again, err := belenios.NewElection(e.Template, e.UUID, e.Group, e.PublicKey)
			if err != nil {
				t.Fatal(err)
			}
			same(t, "election", again.Raw, e.Raw)
			voters, err := belenios.ParseVoters(e.Group, b["Setup"][2])
			if err != nil {
				t.Fatal(err)
			}
			same(t, "voters", belenios.WriteVoters(voters), b["Setup"][2])
			if err := belenios.CheckVoters(e.Group, voters[:min(len(voters), 50)]); err != nil {
				t.Fatal(err)
			}
			for i, raw := range b["Ballot"] {
				ballot, err := e.ParseBallot(raw)
				if err != nil {
					t.Fatal(err)
				}
				same(t, "ballot", e.AppendBallot(nil, ballot), raw)
				if i >= 20 {
					continue
				}
				if _, err := e.CheckBallot(raw, list[ballot.Credential].Public); err != nil {
					t.Fatalf("ballot %d: %v", i+1, err)
				}
			}
			counted(t, e, b)
		})
	}
}

// counted reads what comes after the ballots.
func counted(t *testing.T, e *belenios.Election, b box) {
	t.Helper()
	tally, err := belenios.ParseTally(e.Group, b["EncryptedTally"][0])
	if err != nil {
		t.Fatal(err)
	}
	same(t, "tally", belenios.AppendTally(nil, tally), b["EncryptedTally"][0])
	if err := e.CheckTally(tally); err != nil {
		t.Error(err)
	}
	sized, err := belenios.ParseSized(b["EncryptedTally"][1])
	if err != nil || sized.NumTallied != len(b["Ballot"]) {
		t.Fatal(sized, err)
	}
	same(t, "sized tally", belenios.AppendSized(nil, sized), b["EncryptedTally"][1])
	for i := 0; i < len(b["PartialDecryption"]); i += 2 {
		d, err := belenios.ParseDecryption(e.Group, b["PartialDecryption"][i])
		if err != nil {
			t.Fatal(err)
		}
		same(t, "decryption", belenios.AppendDecryption(e.Group, nil, d), b["PartialDecryption"][i])
		if err := d.Fits(tally); err != nil {
			t.Error(err)
		}
		owned, err := belenios.ParseOwned(b["PartialDecryption"][i+1])
		if err != nil {
			t.Fatal(err)
		}
		same(t, "owner", belenios.AppendOwned(nil, owned), b["PartialDecryption"][i+1])
	}
	result, err := e.ParseResult(b["Result"][0])
	if err != nil {
		t.Fatal(err)
	}
	same(t, "result", belenios.AppendResult(nil, result), b["Result"][0])
}

// Every secret credential has its public one on the list, in the old form and in the new one.
func TestCredentialsOfTheTool(t *testing.T) {
	for _, path := range archives(t) {
		secrets, err := os.ReadFile(filepath.Join(filepath.Dir(path), "credentials.txt"))
		if err != nil {
			continue // the archives of a thousand ballots came without
		}
		e, list := open(t, path).election(t)
		n := 0
		for credential := range strings.FieldsSeq(string(secrets)) {
			secret, err := belenios.CredentialSecret(e.Group, e.UUID, credential)
			if err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			if _, on := list[group.Wire(e.Group.Power(nil, secret))]; !on {
				t.Errorf("%s: %s is not on the list", path, credential)
			}
			n++
		}
		if n != 10 {
			t.Errorf("%s: %d credentials", path, n)
		}
	}
}

// No single bit of a ballot can be changed.
func TestEveryBitCounts(t *testing.T) {
	if testing.Short() {
		t.Skip("long: not with -short")
	}
	for _, name := range []string{"tool-3.0-ed25519-yesno", "tool-3.0-ed25519-ranking", "tool-3.0-belenios2048-yesno"} {
		b := open(t, filepath.Join(beleniostest.Elections(t), name, "election.bel"))
		e, list := b.election(t)
		raw := b["Ballot"][0]
		ballot, err := e.ParseBallot(raw)
		if err != nil {
			t.Fatal(err)
		}
		public := list[ballot.Credential].Public
		parsed := 0
		for bit := range 8 * len(raw) {
			changed := bytes.Clone(raw)
			changed[bit/8] ^= 1 << (bit % 8)
			b, err := e.ParseBallot(changed)
			if err != nil {
				continue
			}
			parsed++
			// A digit that became another one: the signed hash is of something else, or, in the signature itself, its proof does
			// not hold. The other proofs are looked at in a few cases.
			claims, err := e.Claims(b, public)
			if err == nil && proof.Check(e.Group, e.Key, claims[len(claims)-1:]) < 0 {
				t.Fatalf("%s: bit %d changed, and the signature holds", name, bit)
			}
			if parsed%500 > 0 {
				continue
			}
			if _, err := e.CheckBallot(changed, public); err == nil {
				t.Fatalf("%s: bit %d changed, and nobody complained", name, bit)
			}
		}
		t.Logf("%s: %d of %d changes still look like a ballot", name, parsed, 8*len(raw))
	}
}
