package check_test

import (
	"fmt"
	"io"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/archive"
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/proof"
	"github.com/selectorate/selectorate/belenios/shuffle"
	"github.com/selectorate/selectorate/belenios/tally"
	"github.com/selectorate/selectorate/belenios/trustee"
)

// world is an election with all its secrets, so that what is changed can be signed, summed and decrypted anew.
type world struct {
	*box

	t           testing.TB // of whoever changes it
	random      io.Reader
	e           *belenios.Election
	credentials map[string]string       // public credential to secret one
	order       []string                // public credentials in the order of the list
	secrets     map[int]group.Scalar    // of key holders, by owner
	holders     map[int]*trustee.Holder // those of a threshold key
	trustees    *trustee.Trustees
	shufflers   []int
	decrypters  []int
}

// chance is the same in every run.
func chance(seed byte) io.Reader { return rand.NewChaCha8([32]byte{seed}) }

// load opens a reference election with all its secrets.
func load(t testing.TB, name string) *world {
	t.Helper()
	w := &world{
		box: open(t, read(t, name, "election.bel")), random: chance(1), credentials: map[string]string{}, secrets: map[int]group.Scalar{},
		holders: map[int]*trustee.Holder{}, shufflers: []int{1, 2}, decrypters: []int{1, 2},
	}
	var err error
	if w.e, err = belenios.ParseElection(*w.setup(election)); err != nil {
		t.Fatal(err)
	}
	if w.trustees, err = trustee.Parse(w.e.Group, *w.setup(trustees)); err != nil {
		t.Fatal(err)
	}
	for i, id := range strings.Fields(string(read(t, name, "trustees", "order.txt"))) {
		holder, err := trustee.OpenHolder(w.e.Group, read(t, name, "trustees", id+".key"))
		if err != nil {
			t.Fatal(err)
		}
		w.holders[i+1] = holder
		if w.secrets[i+1], err = holder.DecryptionKey(read(t, name, "trustees", id+".dkey"), w.trustees.Owners()[i].Key); err != nil {
			t.Fatal(err)
		}
	}
	for credential := range strings.FieldsSeq(string(read(t, name, "credentials.txt"))) {
		w.admit(t, credential)
	}
	return w
}

// admit notes a secret credential.
func (w *world) admit(t testing.TB, credential string) string {
	t.Helper()
	secret, err := belenios.CredentialSecret(w.e.Group, w.e.UUID, credential)
	if err != nil {
		t.Fatal(err)
	}
	public := group.Wire(w.e.Group.Power(nil, secret))
	w.credentials[public] = credential
	w.order = append(w.order, public)
	return public
}

// found makes a small election of our own: two key holders who stand alone, voters with the weights, a ballot for each vote.
func found(t testing.TB, g *group.Group, template belenios.Template, weights []int64, votes []vote) *world {
	t.Helper()
	w := &world{
		box: &box{header: `{"version":1,"timestamp":"1795357839"}`, timestamp: 1795357839}, random: chance(2), credentials: map[string]string{},
		secrets: map[int]group.Scalar{}, shufflers: []int{2, 1}, decrypters: []int{1, 2},
	}
	var keys []trustee.PublicKey
	for owner := 1; owner <= 2; owner++ {
		secret, err := g.RandomScalar(w.random)
		if err != nil {
			t.Fatal(err)
		}
		key, err := trustee.NewPublicKey(g, w.random, secret)
		if err != nil {
			t.Fatal(err)
		}
		w.secrets[owner] = secret
		keys = append(keys, key)
	}
	var err error
	if w.trustees, err = trustee.Assemble(g, keys, nil); err != nil {
		t.Fatal(err)
	}
	uuid, err := belenios.NewUUID(w.random)
	if err != nil {
		t.Fatal(err)
	}
	if w.e, err = belenios.NewElection(template, uuid, g, w.trustees.Key()); err != nil {
		t.Fatal(err)
	}
	var list []belenios.Voter
	for _, weight := range weights {
		credential, err := belenios.NewCredential(w.random)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, belenios.Voter{Wire: w.admit(t, credential), Weight: weight})
	}
	w.events = []event{{
		kind: archive.Setup, parts: [][]byte{w.e.Raw, w.trustees.Raw, belenios.WriteVoters(list)},
		wrap: `{"election":"%s","trustees":"%s","credentials":"%s"}`,
	}}
	for _, v := range votes {
		w.events = append(w.events, event{kind: archive.Ballot, parts: [][]byte{w.vote(t, w.random, v)}})
	}
	w.recount(t)
	return w
}

// vote is what a voter, by the place in the list, chooses.
type vote struct {
	voter   int
	choices [][]int
}

func (w *world) vote(t testing.TB, random io.Reader, v vote) []byte {
	t.Helper()
	raw, err := w.e.Vote(random, w.credentials[w.order[v.voter]], v.choices)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// recount makes everything anew that follows the ballots, by the box as it is.
func (w *world) recount(t testing.TB) {
	t.Helper()
	last := 0
	for i, e := range w.events {
		if e.kind == archive.Ballot || e.kind == archive.Setup {
			last = i
		}
	}
	w.events = append(w.events[:last+1:last+1], event{kind: archive.EndBallots})
	voters, err := belenios.ParseVoters(w.e.Group, *w.setup(voters))
	if err != nil {
		t.Fatal(err)
	}
	weights := map[string]int64{}
	for _, v := range voters {
		weights[v.Wire] = v.Weight
	}
	var ballots []*belenios.Ballot
	for _, i := range w.find(archive.Ballot) {
		ballot, err := w.e.ParseBallot(w.events[i].parts[0])
		if err != nil {
			t.Fatal(err)
		}
		ballots = append(ballots, ballot)
	}
	sum, err := tally.Of(w.e, ballots, func(credential string) (int64, error) { return max(weights[credential], 1), nil })
	if err != nil {
		t.Fatal(err)
	}
	made, sized, err := sum.Tally()
	if err != nil {
		t.Fatal(err)
	}
	w.events = append(w.events, event{
		kind: archive.EncryptedTally, parts: [][]byte{belenios.AppendTally(nil, made)},
		wrap: hexName.ReplaceAllString(string(belenios.AppendSized(nil, sized)), `"%s"`),
	})
	w.decrypt(t, w.shuffle(t, made), sized.TotalWeight)
}

// shuffle shuffles what is to be shuffled.
func (w *world) shuffle(t testing.TB, made belenios.Tally) belenios.Tally {
	t.Helper()
	input, err := shuffle.Input(w.e, made)
	if err != nil {
		t.Fatal(err)
	}
	if len(input) == 0 {
		return made
	}
	bases, err := shuffle.BasesFor(w.e.Group, input)
	if err != nil {
		t.Fatal(err)
	}
	for _, owner := range w.shufflers {
		s, err := shuffle.Prove(w.e, w.random, bases, input, nil)
		if err != nil {
			t.Fatal(err)
		}
		w.events = append(w.events, ownedEvent(archive.Shuffle, owner, shuffle.Append(w.e.Group, nil, s)))
		input = s.Ciphertexts
	}
	w.events = append(w.events, event{kind: archive.EndShuffles})
	if made, err = shuffle.Replace(w.e, made, input); err != nil {
		t.Fatal(err)
	}
	return made
}

func ownedEvent(kind string, owner int, payload []byte) event {
	return event{kind: kind, parts: [][]byte{payload}, wrap: fmt.Sprintf(`{"owner":%d,"payload":"%%s"}`, owner)}
}

// decrypt makes the partial decryptions and the result.
func (w *world) decrypt(t testing.TB, made belenios.Tally, weight int64) {
	t.Helper()
	parts := map[int]belenios.Decryption{}
	for _, owner := range w.decrypters {
		part, err := tally.Decrypt(w.e, w.random, w.secrets[owner], made, nil)
		if err != nil {
			t.Fatal(err)
		}
		parts[owner] = part
		w.events = append(w.events, ownedEvent(archive.PartialDecryption, owner, belenios.AppendDecryption(w.e.Group, nil, part)))
	}
	var circles []tally.Circle
	for _, item := range w.trustees.Items {
		circles = append(circles, tally.Circle{First: item.First, Size: item.Size(), Threshold: item.Threshold()})
	}
	coefficients, err := tally.Coefficients(w.e.Group, circles, w.decrypters)
	if err != nil {
		t.Fatal(err)
	}
	shared, err := tally.Combine(w.e, made, parts, coefficients)
	if err != nil {
		t.Fatal(err)
	}
	result, err := tally.Result(w.e, made, shared, weight)
	if err != nil {
		t.Fatal(err)
	}
	w.events = append(w.events, event{kind: archive.Result, parts: [][]byte{belenios.AppendResult(nil, result)}})
}

// sign signs a ballot anew after it was changed, with the secret of the credential that it names now.
func (w *world) sign(t testing.TB, ballot *[]byte) {
	t.Helper()
	text := string(*ballot)
	signed := text[:strings.Index(text, `,"signature":{"hash"`)] + "}"
	credential := match(t, *ballot, `"credential":"([^"]*)"`, 0)
	secret, err := belenios.CredentialSecret(w.e.Group, w.e.UUID, w.credentials[credential])
	if err != nil {
		t.Fatal(err)
	}
	hash := tracker([]byte(signed))
	p, err := proof.Know(w.e.Group, w.random, "sig|"+hash+"|", secret)
	if err != nil {
		t.Fatal(err)
	}
	*ballot = append([]byte(signed[:len(signed)-1]+`,"signature":{"hash":"`+hash+`","proof":`), belenios.AppendProof(w.e.Group, nil, p)...)
	*ballot = append(*ballot, "}}"...)
}

// plusOrder adds the group's order to a number: the same scalar, written otherwise.
func (w *world) plusOrder(text string) string {
	n, ok := new(big.Int).SetString(text, 10)
	if !ok {
		panic(text)
	}
	return n.Add(n, w.e.Group.Order()).String()
}

// low gives an element that is no member: of order 2 in Ed25519, in a finite field minus one.
func (w *world) low(t testing.TB) group.Element {
	t.Helper()
	const wire = "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec"
	if w.e.Group.Name() != "Ed25519" {
		t.Fatalf("no outsider is known here for %s", w.e.Group.Name())
	}
	e, err := w.e.Group.Decode(wire)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// shifted multiplies an element by one of small order.
func (w *world) shifted(t testing.TB, wire string) string {
	t.Helper()
	e, err := w.e.Group.Decode(wire)
	if err != nil {
		t.Fatal(err)
	}
	return group.Wire(w.e.Group.Multiply(e, w.low(t)))
}

// outsider gives a small number that lies outside of a finite field's subgroup.
func (w *world) outsider(t testing.TB) string {
	t.Helper()
	for n := 2; n < 1000; n++ {
		e, err := w.e.Group.Decode(fmt.Sprint(n))
		if err == nil && w.e.Group.Outsider([]group.Element{e}, []byte("seed")) == 0 {
			return fmt.Sprint(n)
		}
	}
	t.Fatal("no outsider is found")
	return ""
}

func (w *world) identity() string { return group.Wire(w.e.Group.Identity()) }

// elsewhere gives the wire form of some other member.
func (w *world) elsewhere() string {
	return group.Wire(w.e.Group.Power(nil, w.e.Group.Small(123456789)))
}

// worlds are the elections that are tampered with, each in a state of its own.
type worlds struct {
	t     testing.TB
	known map[string]*world
}

// yes and no, blank votes, weights, somebody who votes twice.
func weighted(t testing.TB) *world {
	t.Helper()
	g, err := belenios.GroupNamed("Ed25519")
	if err != nil {
		t.Fatal(err)
	}
	return found(t, g, belenios.Template{Name: "Weights", Description: "d", Questions: []belenios.Question{
		{Text: "Shall we?", Answers: []string{"Yes", "No"}, Blank: true, Min: 1, Max: 1},
		{Text: "Whom?", Answers: []string{"Ada", "Bea", "Cem"}, Min: 0, Max: 2},
	}}, []int64{1, 5, 2}, []vote{
		{0, [][]int{{0, 1, 0}, {1, 1, 0}}}, {1, [][]int{{1, 0, 0}, {0, 0, 0}}}, {0, [][]int{{0, 0, 1}, {0, 0, 1}}}, {2, [][]int{{0, 1, 0}, {0, 1, 1}}},
	})
}

// mixed has a question whose votes are added up and one with rankings.
func mixed(t testing.TB) *world {
	t.Helper()
	g, err := belenios.GroupNamed("Ed25519")
	if err != nil {
		t.Fatal(err)
	}
	return found(t, g, belenios.Template{Name: "Mixed", Description: "d", Questions: []belenios.Question{
		{Text: "Shall we?", Answers: []string{"Yes", "No"}, Min: 0, Max: 1},
		{Text: "Whom?", Answers: []string{"Ada", "Bea", "Cem"}, Ranking: true},
	}}, []int64{1, 1, 1, 1}, []vote{
		{0, [][]int{{1, 0}, {1, 2, 3}}}, {1, [][]int{{0, 1}, {3, 2, 1}}}, {2, [][]int{{0, 0}, {2, 1, 3}}}, {0, [][]int{{0, 1}, {2, 1, 3}}},
	})
}

// get gives a copy of a world, whose box may be changed.
func (w *worlds) get(name string) *world {
	known := w.known[name]
	if known == nil {
		switch name {
		case "weighted":
			known = weighted(w.t)
		case "mixed":
			known = mixed(w.t)
		default:
			known = load(w.t, "tool-"+name)
		}
		w.known[name] = known
	}
	copied := *known
	copied.box = &box{header: known.header, timestamp: known.timestamp}
	for _, e := range known.events {
		copied.events = append(copied.events, e.clone())
	}
	return &copied
}
