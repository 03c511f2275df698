package trustee_test

import (
	"crypto/rand"
	"fmt"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/trustee"
)

// Two of three trustees are to be enough. Every trustee works on its own machine; what goes from one to the others here
// goes through a relay, which learns nothing and can change nothing.
func Example() {
	g, err := belenios.GroupNamed("Ed25519")
	if err != nil {
		panic(err)
	}
	must := func(err error) {
		if err != nil {
			panic(err)
		}
	}

	// Step 1, each: a secret, and a certificate.
	var holders []*trustee.Holder
	var certs [][]byte
	for i := range 3 {
		seed, err := trustee.NewSeed(rand.Reader) // to be kept: without it there is no decryption
		must(err)
		h, err := trustee.OpenHolder(g, seed)
		must(err)
		certificate, err := h.Certificate(rand.Reader, 3, 2, i+1)
		must(err)
		holders, certs = append(holders, h), append(certs, certificate)
	}
	// Steps 2 and 3, each: look at all certificates, draw a polynomial, show its commitment, and only when all
	// commitments are there the polynomial.
	certificates, err := trustee.ParseCertificates(g, join(certs))
	must(err)
	var commitments []string
	var messages [][]byte
	for i, h := range holders {
		message, err := h.Polynomial(rand.Reader, certificates, trustee.GCM)
		must(err)
		p, err := certificates.ParsePolynomial(i+1, message)
		must(err)
		messages, commitments = append(messages, message), append(commitments, p.Coefficients.Commitment())
	}
	// Step 4, the relay: to everybody what is for it.
	polynomials, err := certificates.ParsePolynomials(join(messages))
	must(err)
	inputs := certificates.Route(polynomials)
	// Step 5, each: check everything, add up the share.
	var outputs [][]byte
	for i, h := range holders {
		output, err := h.Share(rand.Reader, certificates, trustee.GCM, inputs[i], commitments)
		must(err)
		outputs = append(outputs, output)
	}
	// Step 6, the relay: the election's key, and for everybody the file for decrypting.
	threshold, keys, err := certificates.Finish(polynomials, outputs)
	must(err)
	trustees, err := trustee.Assemble(g, nil, [][]byte{threshold})
	must(err)

	share, err := holders[1].DecryptionKey(keys[1], trustees.Owners()[1].Key)
	must(err)
	defer g.Wipe(share)
	fmt.Println(trustees.Items[0].Threshold(), "of", trustees.Items[0].Size(), trustees.Weaknesses())
	// Output: 2 of 3 []
}

// A file is read, and everything in it checked.
func ExampleParse() {
	g, err := belenios.GroupNamed("Ed25519")
	if err != nil {
		panic(err)
	}
	raw := []byte(`[["Single",{"pok":{"challenge":"1","response":"2"},"public_key":"6666666666666666666666666666666666666666666666666666666666666658"}]]`)
	trustees, err := trustee.Parse(g, raw)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, fault := range trustees.Check() {
		fmt.Println(fault.Check, "-", fault)
	}
	// Output: knowledge - item 1: trustee 1: the proof of knowing the secret of the public key does not hold
}
