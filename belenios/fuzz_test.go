package belenios_test

import (
	"bytes"
	"reflect"
	"testing"

	"github.com/selectorate/selectorate/belenios"
)

// What can be read can be written again, and makes the same election.
func FuzzParseElection(f *testing.F) {
	f.Add([]byte(valid(f)))
	f.Add(made(f, "Ed25519", questions("Ed25519")...).Raw)
	f.Fuzz(func(t *testing.T, raw []byte) {
		e, err := belenios.ParseElection(raw)
		if err != nil {
			return
		}
		again, err := belenios.NewElection(e.Template, e.UUID, e.Group, e.PublicKey)
		if err != nil || !reflect.DeepEqual(again.Template, e.Template) {
			t.Fatalf("%v: %s, %s", err, raw, again.Raw)
		}
	})
}

func FuzzParseTemplate(f *testing.F) {
	f.Add([]byte(`{"description":"","name":"n","administrator":"A","questions":[{"answers":["a"],"blank":true,"min":0,"max":1,"question":"Q"}]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		template, err := belenios.ParseTemplate(raw)
		if err == nil && len(template.Questions) == 0 {
			t.Error("no questions")
		}
	})
}

// There is one form for each ballot.
func FuzzParseBallot(f *testing.F) {
	sums := made(f, "Ed25519", belenios.Question{Text: "?", Answers: []string{"A"}, Blank: true, Max: 1})
	ranks := made(f, "Ed25519", questions("Ed25519")[3])
	one, public := cast(f, sums, "one", []int{0, 1})
	two, _ := cast(f, ranks, "one", []int{1, 2, 3, 4, 5})
	f.Add(one)
	f.Add(two)
	f.Fuzz(func(t *testing.T, changed []byte) {
		for _, e := range []*belenios.Election{sums, ranks} {
			b, err := e.ParseBallot(changed)
			if err != nil {
				continue
			}
			same(t, "ballot", e.AppendBallot(nil, b), changed)
			if _, err := e.CheckBallot(changed, public); err == nil && !bytes.Equal(changed, one) && !bytes.Equal(changed, two) {
				t.Error("a ballot that nobody cast is valid")
			}
		}
	})
}

func FuzzParseVoters(f *testing.F) {
	e := made(f, "Ed25519", questions("Ed25519")[0])
	f.Add(belenios.WriteVoters([]belenios.Voter{{Wire: string(e.PublicKey.AppendWire(nil)), Weight: 2}, {Wire: string(e.Group.Generator().AppendWire(nil)), Weight: 1}}))
	f.Fuzz(func(t *testing.T, raw []byte) {
		voters, err := belenios.ParseVoters(e.Group, raw)
		if err != nil {
			return
		}
		if without := bytes.ReplaceAll(raw, []byte(`,1"`), []byte(`"`)); !bytes.Equal(belenios.WriteVoters(voters), without) {
			t.Errorf("%s became %s", raw, belenios.WriteVoters(voters))
		}
		if err := belenios.CheckVoters(e.Group, voters); err != nil {
			t.Log(err)
		}
	})
}

func FuzzCredential(f *testing.F) {
	e := made(f, "Ed25519", questions("Ed25519")[0])
	f.Add("9VveQ-pWNAxU-Wc8QK-vtdyPv")
	f.Add("VZ2-vyp-BQH-sZC-Yc4")
	f.Fuzz(func(t *testing.T, text string) {
		secret, err := belenios.CredentialSecret(e.Group, e.UUID, text)
		if (err == nil) != (belenios.CheckCredential(text) == nil) {
			t.Error(err)
		}
		if err == nil && secret.IsNone() {
			t.Error("no secret")
		}
	})
}

// The records of the tally, and any string, are written as they were read.
func FuzzParseTally(f *testing.F) {
	e := made(f, "Ed25519", questions("Ed25519")...)
	c := belenios.Ciphertext{Alpha: e.Group.Generator(), Beta: e.PublicKey}
	f.Add(belenios.AppendTally(nil, belenios.Tally{{c, c}, {}}))
	f.Add([]byte(`{"num_tallied":2,"total_weight":"1073741824","encrypted_tally":"7ae3c01d82db53031b8a440420908fa2540bc2c137c666656b75a4191f5cb519"}`))
	f.Add([]byte(`{"owner":3,"payload":"7ae3c01d82db53031b8a440420908fa2540bc2c137c666656b75a4191f5cb519"}`))
	f.Add([]byte(`{"decryption_factors":[[]],"decryption_proofs":[[]]}`))
	f.Add([]byte(`{"result":[[10,"1073741824"],[0,0,0,1],[1,0,0,0],[[1,2,3,4,5]]]}`))
	f.Add(belenios.AppendString(nil, strange()))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if tally, err := belenios.ParseTally(e.Group, raw); err == nil {
			same(t, "tally", belenios.AppendTally(nil, tally), raw)
		}
		if z, err := belenios.ParseSized(raw); err == nil {
			same(t, "sized tally", belenios.AppendSized(nil, z), raw)
		}
		if o, err := belenios.ParseOwned(raw); err == nil {
			same(t, "owner", belenios.AppendOwned(nil, o), raw)
		}
		if d, err := belenios.ParseDecryption(e.Group, raw); err == nil {
			same(t, "decryption", belenios.AppendDecryption(e.Group, nil, d), raw)
		}
		if r, err := e.ParseResult(raw); err == nil {
			same(t, "result", belenios.AppendResult(nil, r), raw)
		}
		s := belenios.NewScanner(nil, raw)
		if text := s.Text(); s.Close() == nil {
			same(t, "string", belenios.AppendString(nil, text), raw)
		}
	})
}
