package belenios_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/proof"
)

// Errors name the byte at which a ballot begins to differ, and what was expected there.
func TestParseBallotSaysWhere(t *testing.T) {
	e := made(t, "Ed25519", questions("Ed25519")...)
	raw, _ := cast(t, e, "one", []int{1, 0}, []int{0, 0, 0, 1}, []int{0, 1, 0, 1}, []int{1, 2, 3, 4, 5})
	text := string(raw)
	for _, c := range []struct{ old, with, words string }{
		{`{"election_uuid"`, ` {"election_uuid"`, `byte 0: expected {"election_uuid":, found " {\"election_"`},
		{`{"election_uuid"`, `{"election_hash"`, `byte 11: expected uuid":, found`},
		{`"1bJtbaeXfJuqy2"`, `"1bJtbaeXfJuqy3"`, `byte 17: expected the identifier of this election, "1bJtbaeXfJuqy2", found "1bJtbaeXfJuqy3"`},
		{e.Fingerprint, strings.Repeat("a", 43), `byte 50: expected the fingerprint of this election`},
		{`"credential":"`, `"credential":"é`, `byte 110: expected printable ASCII characters`},
		{`"credential":"`, `"credential":"\\`, `byte 110: expected printable ASCII characters`},
		{`"alpha"`, `"gamma"`, `expected alpha":, found "gamma`},
		{`"beta":`, `"beta": `, `expected ", found " \"`},
		{`"challenge":"`, `"challenge":"0`, `is not a number in canonical decimal digits`},
		{`"challenge":"`, `"challenge":"99`, `is not less than the order`},
		{`"alpha":"`, `"alpha":"A`, `byte 208: an element of Ed25519 is written in 64`},
		{`],"overall_proof"`, `,[]],"overall_proof"`, `expected ], found ",[]],\"overal`},
		{`"overall_proof":[{`, `"overall_proof":[{},{`, `expected "challenge":, found "},{`},
		{`,"blank_proof"`, `,"blank"`, `expected _proof":, found`},
		{`},"proof":{`, `},"proof":[{`, `expected {"challenge":, found "[{`},
	} {
		_, err := e.ParseBallot([]byte(strings.Replace(text, c.old, c.with, 1)))
		complains(t, err, c.words)
	}
	_, err := e.ParseBallot(append(raw, '\n'))
	complains(t, err, fmt.Sprintf(`byte %d: expected the end, found "\n"`, len(raw)))
	for n := 0; n < len(raw); n += 7 {
		if _, err := e.ParseBallot(raw[:n]); err == nil {
			t.Fatalf("the first %d bytes are no ballot", n)
		}
	}
}

// The parts of a ballot are where its documentation says.
func TestBallotParts(t *testing.T) {
	e := made(t, "Ed25519", questions("Ed25519")...)
	raw, public := cast(t, e, "one", []int{1, 0}, []int{0, 0, 0, 1}, []int{0, 1, 0, 1}, []int{1, 2, 3, 4, 5})
	b, err := e.ParseBallot(raw)
	if err != nil {
		t.Fatal(err)
	}
	if b.Credential != group.Wire(public) || len(b.Hash) != 43 || string(b.Raw) != string(raw) {
		t.Error(b.Credential, b.Hash)
	}
	if n := len(b.Elements()); n != 2*(2+4+4+1) {
		t.Errorf("%d elements", n)
	}
	claims, err := e.Claims(b, public)
	if err != nil {
		t.Fatal(err)
	}
	var what []string
	for _, claim := range claims {
		what = append(what, fmt.Sprintf("%s (%d)", claim.What, len(claim.Terms)))
	}
	want := []string{
		"answer 1: choice 1 is 0 or 1 (4)", "answer 1: choice 2 is 0 or 1 (4)", "answer 1: as many are chosen as may be (2)",
		"answer 2: choice 1 is 0 or 1 (4)", "answer 2: choice 2 is 0 or 1 (4)", "answer 2: choice 3 is 0 or 1 (4)",
		"answer 2: choice 4 is 0 or 1 (4)", "answer 2: as many are chosen as may be (8)",
		"answer 3: choice 1 is 0 or 1 (4)", "answer 3: choice 2 is 0 or 1 (4)", "answer 3: choice 3 is 0 or 1 (4)",
		"answer 3: choice 4 is 0 or 1 (4)", "answer 3: as many are chosen as may be (6)", "answer 3: it is not blank, or nothing is chosen (4)",
		"answer 4: the randomness is known (1)", "signature (1)",
	}
	if !slices.Equal(what, want) {
		t.Errorf("claims: %q", what)
	}
}

func TestTally(t *testing.T) {
	e := made(t, "Ed25519", questions("Ed25519")...)
	g := e.Group
	c := belenios.Ciphertext{Alpha: g.Generator(), Beta: e.PublicKey}
	row := func(n int) []belenios.Ciphertext { return slices.Repeat([]belenios.Ciphertext{c}, n) }
	good := belenios.Tally{row(2), row(4), row(4), {}}
	raw := belenios.AppendTally(nil, good)
	read, err := belenios.ParseTally(g, raw)
	if err != nil || e.CheckTally(read) != nil || len(read.Elements()) != 20 {
		t.Fatal(err, e.CheckTally(read))
	}
	same(t, "tally", belenios.AppendTally(nil, read), raw)
	_, err = belenios.ParseTally(g, raw[1:])
	complains(t, err, "tally: byte 1: expected [")
	complains(t, e.CheckTally(good[:3]), "it has 3 rows for 4 questions")
	complains(t, e.CheckTally(belenios.Tally{row(2), row(3), row(4), row(7)}), "row 2 has 3 ciphertexts; the question has 4")

	d := belenios.Decryption{}
	for _, row := range good {
		d.Factors = append(d.Factors, slices.Repeat([]group.Element{e.PublicKey}, len(row)))
		d.Proofs = append(d.Proofs, slices.Repeat([]proof.Proof{{Challenge: g.Small(1), Response: g.Small(-1)}}, len(row)))
	}
	raw = belenios.AppendDecryption(g, nil, d)
	again, err := belenios.ParseDecryption(g, raw)
	if err != nil || again.Fits(good) != nil {
		t.Fatal(err, again.Fits(good))
	}
	same(t, "decryption", belenios.AppendDecryption(g, nil, again), raw)
	complains(t, d.Fits(good[:3]), "not as many rows")
	complains(t, d.Fits(belenios.Tally{row(2), row(4), row(4), row(1)}), "row 4 has 0 factors; the tally has 1")
	d.Proofs[1] = d.Proofs[1][:3]
	_, err = belenios.ParseDecryption(g, belenios.AppendDecryption(g, nil, d))
	complains(t, err, "partial decryption: byte")
}

func TestRecords(t *testing.T) {
	hash := strings.Repeat("0f", 32)
	for _, raw := range []string{
		`{"num_tallied":0,"total_weight":0,"encrypted_tally":"` + hash + `"}`,
		`{"num_tallied":2,"total_weight":1073741823,"encrypted_tally":"` + hash + `"}`,
		`{"num_tallied":2,"total_weight":"1073741824","encrypted_tally":"` + hash + `"}`,
		`{"num_tallied":2,"total_weight":"100000000000","encrypted_tally":"` + hash + `"}`,
	} {
		z, err := belenios.ParseSized([]byte(raw))
		if err != nil {
			t.Fatal(err)
		}
		same(t, "sized", belenios.AppendSized(nil, z), []byte(raw))
	}
	for _, raw := range []string{
		`{"num_tallied":-1,"total_weight":0,"encrypted_tally":"` + hash + `"}`,
		`{"num_tallied":2,"total_weight":1073741824,"encrypted_tally":"` + hash + `"}`,
		`{"num_tallied":2,"total_weight":"1073741823","encrypted_tally":"` + hash + `"}`,
		`{"num_tallied":2,"total_weight":"100000000001","encrypted_tally":"` + hash + `"}`,
		`{"num_tallied":02,"total_weight":0,"encrypted_tally":"` + hash + `"}`,
		`{"num_tallied":2,"total_weight":0,"encrypted_tally":"` + strings.ToUpper(hash) + `"}`,
		`{"num_tallied":2,"total_weight":0,"encrypted_tally":"` + hash[1:] + `"}`,
		`{"num_tallied":,"total_weight":0,"encrypted_tally":"` + hash + `"}`,
	} {
		if _, err := belenios.ParseSized([]byte(raw)); err == nil {
			t.Errorf("%s was read", raw)
		}
	}
	owned, err := belenios.ParseOwned([]byte(`{"owner":3,"payload":"` + hash + `"}`))
	if err != nil || owned.Owner != 3 || owned.Payload != hash {
		t.Fatal(owned, err)
	}
	_, err = belenios.ParseOwned([]byte(`{"owner":0,"payload":"` + hash + `"}`))
	complains(t, err, "byte 9: expected a whole number of 1 to 1073741823")
}

func TestResult(t *testing.T) {
	e := made(t, "Ed25519", questions("Ed25519")...)
	raw := []byte(`{"result":[[10,"1073741824"],[0,0,0,1073741823],[1,0,0,0],[[1,2,3,4,5],[255,0,0,0,0]]]}`)
	r, err := e.ParseResult(raw)
	if err != nil || r[0].Counts[1] != 1<<30 || r[3].Rankings[1][0] != 255 || r[3].Counts != nil {
		t.Fatal(r, err)
	}
	same(t, "result", belenios.AppendResult(nil, r), raw)
	empty := []byte(`{"result":[[0,0],[0,0,0,0],[0,0,0,0],[]]}`)
	if r, err = e.ParseResult(empty); err != nil {
		t.Fatal(err)
	}
	same(t, "empty result", belenios.AppendResult(nil, r), empty)
	for _, bad := range []string{
		`{"result":[[10],[0,0,0,1],[1,0,0,0],[]]}`, `{"result":[[1,0],[0,0,0,1],[1,0,0,0]]}`, `{"result":[[1,-1],[0,0,0,1],[1,0,0,0],[]]}`,
		`{"result":[[1,0],[0,0,0,1],[1,0,0,0],[[1,2,3,4]]]}`, `{"result":[[1,0],[0,0,0,1],[1,0,0,0],[[1,2,3,4,256]]]}`,
		`{"result":[[1,0],[0,0,0,1],[1,0,0,0],[]]} `,
	} {
		if _, err := e.ParseResult([]byte(bad)); err == nil {
			t.Errorf("%s was read", bad)
		}
	}
}
