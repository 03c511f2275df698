package trustee

import (
	"crypto/sha256"
	"fmt"
	"strings"

	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/proof"
)

// Check names one thing that is checked.
type Check string

// The checks.
const (
	Form             Check = "form"          // the texts have their one form, and as many of each as there have to be
	Members          Check = "members"       // every element is a member of the group, and not its neutral element
	Distinct         Check = "distinct"      // no two trustees have a key in common
	Contexts         Check = "context"       // every certificate was made for this group, size, threshold and place
	CertificateSigns Check = "certificate"   // every certificate is signed with the key that it names
	CoefficientSigns Check = "coefficients"  // coefficients are signed with the certificate's key
	SetSigns         Check = "set-signature" // every trustee has signed the same set of certificates
	Knowledge        Check = "knowledge"     // every trustee has proven to know the secret of its public key
	KeySigns         Check = "key-signature" // public shares are signed with the certificate's key
	Shares           Check = "share"         // shares are what the coefficients say
	Messages         Check = "message"       // messages of the ceremony come from whom they should, for whom they should
	Commitments      Check = "commitment"    // coefficients are those that were committed to before anybody showed theirs
)

// Checks gives the names of what Trustees.Check checks.
func Checks() []Check {
	return []Check{Members, Distinct, Contexts, CertificateSigns, CoefficientSigns, SetSigns, Knowledge, KeySigns, Shares}
}

// Fault is one thing that is wrong.
type Fault struct {
	Check   Check
	Item    int // of trustees.json, from 1; 0 where there is none
	Trustee int // its place in the item or in the ceremony, from 1; 0 for all of them
	Detail  string
}

// Error says where something is wrong, and what.
func (f Fault) Error() string {
	where := ""
	if f.Item > 0 {
		where = fmt.Sprintf("item %d: ", f.Item)
	}
	if f.Trustee > 0 {
		where += fmt.Sprintf("trustee %d: ", f.Trustee)
	}
	return where + f.Detail
}

// Faults is an error that is several, which errors.As finds one by one.
type Faults []Fault

// Error gives all of them.
func (f Faults) Error() string {
	texts := make([]string, len(f))
	for i, one := range f {
		texts[i] = one.Error()
	}
	return strings.Join(texts, "; ")
}

// Unwrap gives them one by one.
func (f Faults) Unwrap() []error {
	errs := make([]error, len(f))
	for i, one := range f {
		errs[i] = one
	}
	return errs
}

// Check makes sure of everything that can be told from trustees.json alone, and gives all that is wrong with it. A
// signature that is missing in some places, or that must be there because others are, is a fault; see Weaknesses for what
// older versions left out altogether.
func (t *Trustees) Check() []Fault {
	c := newChecker(t.group)
	for i, item := range t.Items {
		c.item = i + 1
		if item.Single != nil {
			c.publicKey(1, *item.Single)
			c.alike("public key", 1, item.Single.Element)
			continue
		}
		p := item.Pedersen
		c.certificates(p.Certificates, p.Threshold)
		c.coefficients(p.Certificates, p.Coefficients)
		if p.Signatures != nil || p.Certificates[0].Context != nil {
			c.sets(p.Certificates, p.Coefficients, p.Signatures)
		}
		c.shares(p)
	}
	return c.finish()
}

// checker gathers what is to be checked, so that all proofs and all memberships are checked together.
type checker struct {
	group    *group.Group
	item     int
	faults   []Fault
	claims   []proof.Claim
	blame    []Fault // for each claim what is wrong if it does not hold
	elements []group.Element
	places   []Fault           // for each element
	seen     map[string]string // who has an element of a kind
}

func newChecker(g *group.Group) *checker { return &checker{group: g, seen: map[string]string{}} }

func (c *checker) fault(check Check, trustee int, format string, args ...any) Fault {
	return Fault{check, c.item, trustee, fmt.Sprintf(format, args...)}
}

func (c *checker) fail(check Check, trustee int, format string, args ...any) {
	c.faults = append(c.faults, c.fault(check, trustee, format, args...))
}

// member notes an element that has to be a member other than the neutral one.
func (c *checker) member(trustee int, what string, e group.Element) {
	c.elements = append(c.elements, e)
	c.places = append(c.places, c.fault(Members, trustee, "the %s is not a member of the group, or is its neutral element", what))
}

// alike notes an element that nobody else may have.
func (c *checker) alike(kind string, trustee int, e group.Element) {
	key := kind + "|" + group.Wire(e)
	if who, known := c.seen[key]; known {
		c.fail(Distinct, trustee, "the %s is the same as that of %s", kind, who)
		return
	}
	c.seen[key] = strings.TrimSuffix(Fault{Item: c.item, Trustee: trustee}.Error(), ": ")
}

// signature notes a signature over a text.
func (c *checker) signature(check Check, trustee int, what string, key group.Element, text string, signature proof.Proof) {
	c.claims = append(c.claims, proof.Knowledge(what, signPrefix(text), key, signature))
	c.blame = append(c.blame, c.fault(check, trustee, "%s does not hold", what))
}

// signPrefix is what is hashed before the commitment of a signature.
func signPrefix(text string) string { return "sigmsg|" + text + "|" }

// certificates checks certificates among each other. With a context in one of them, all have to have one.
func (c *checker) certificates(certificates []Certificate, threshold int) {
	some := false
	for _, certificate := range certificates {
		some = some || certificate.Context != nil
	}
	for i, certificate := range certificates {
		want := Context{c.group.Name(), len(certificates), threshold, i + 1}
		switch has := certificate.Context; {
		case has == nil && some:
			c.fail(Contexts, i+1, "the certificate does not say what it was made for, as others do: have it made anew with a later version")
		case has != nil && *has != want:
			c.fail(Contexts, i+1, "the certificate was made for %s, and stands where one for %s belongs", has.words(), want.words())
		}
		c.member(i+1, "certificate's verification key", certificate.Verification)
		c.member(i+1, "certificate's encryption key", certificate.Encryption)
		c.alike("certificate's key", i+1, certificate.Verification)
		c.alike("certificate's key", i+1, certificate.Encryption)
		c.signature(CertificateSigns, i+1, "the certificate's signature", certificate.Verification, certificate.Message, certificate.Signature)
	}
}

func (c Context) words() string {
	return fmt.Sprintf("%q, trustee %d of %d with threshold %d", c.Group, c.Index, c.Size, c.Threshold)
}

// coefficients checks the coefficients of all trustees.
func (c *checker) coefficients(certificates []Certificate, coefficients []Coefficients) {
	for i := range coefficients {
		c.coefficient(certificates, i+1, coefficients[i])
	}
}

// coefficient checks the coefficients of one trustee.
func (c *checker) coefficient(certificates []Certificate, trustee int, coefficients Coefficients) {
	for k, e := range coefficients.Elements {
		c.member(trustee, fmt.Sprintf("coefficient of x^%d", k), e)
	}
	c.alike("constant coefficient", trustee, coefficients.Elements[0])
	c.signature(CoefficientSigns, trustee, "the coefficients' signature", certificates[trustee-1].Verification, coefficients.Message, coefficients.Signature)
}

// sets checks the signatures over the set of certificates, which have to be there.
func (c *checker) sets(certificates []Certificate, coefficients []Coefficients, signatures []proof.Proof) {
	if signatures == nil {
		c.fail(SetSigns, 0, "the certificates say what they were made for, so the version is one that has the set of certificates signed by everybody; the signatures are missing")
		return
	}
	if certificates[0].Context == nil {
		c.fail(Contexts, 0, "the set of certificates is signed, so the version is one whose certificates say what they were made for; these do not")
	}
	for i, signature := range signatures {
		c.set(certificates, i+1, coefficients[i], signature)
	}
}

// set checks one signature over the set of certificates.
func (c *checker) set(certificates []Certificate, trustee int, own Coefficients, signature proof.Proof) {
	c.signature(SetSigns, trustee, "the signature over the set of certificates", certificates[trustee-1].Verification,
		setText(certificates, own.Elements), signature)
}

// publicKey checks a public key with its proof.
func (c *checker) publicKey(trustee int, key PublicKey) {
	const what = "the proof of knowing the secret of the public key"
	c.member(trustee, "public key", key.Element)
	prefix := pokPrefix(c.group, key.Element)
	c.claims = append(c.claims, proof.Knowledge(what, prefix, key.Element, key.Knowledge))
	c.blame = append(c.blame, c.fault(Knowledge, trustee, "%s does not hold", what))
}

// pokPrefix is what is hashed before the commitment of a proof that the secret of a public key is known.
func pokPrefix(g *group.Group, key group.Element) string {
	return "pok|" + g.Name() + "|" + group.Wire(key) + "|"
}

// shares checks the public shares of a key. With a threshold of 1 all of them are the same.
func (c *checker) shares(p *Pedersen) {
	some := false
	for _, key := range p.Keys {
		some = some || key.Signature != nil
	}
	expected := publicShares(c.group, p.Coefficients)
	for i, key := range p.Keys {
		c.share(p.Certificates, i+1, key, expected[i], some)
		if p.Threshold > 1 {
			c.alike("public key", i+1, key.Element)
		}
	}
}

// share checks one public share.
func (c *checker) share(certificates []Certificate, trustee int, key PublicKey, expected group.Element, signed bool) {
	c.publicKey(trustee, key)
	if !c.group.Equal(key.Element, expected) {
		c.fail(Shares, trustee, "the public share is not what the coefficients say")
	}
	if signed && key.Signature == nil {
		c.fail(KeySigns, trustee, "the public share is not signed, as it has to be: have it made anew with version 3.0 or later")
	}
	if key.Signature != nil {
		c.signature(KeySigns, trustee, "the public share's signature", certificates[trustee-1].Verification, group.Wire(key.Element), *key.Signature)
	}
}

// publicShares gives Π_i Π_k A_ik^(j^k) for j = 1, 2, … up to the number of trustees.
func publicShares(g *group.Group, coefficients []Coefficients) []group.Element {
	product := append([]group.Element{}, coefficients[0].Elements...)
	for _, c := range coefficients[1:] {
		for k, e := range c.Elements {
			product[k] = g.Multiply(product[k], e)
		}
	}
	shares := make([]group.Element, len(coefficients))
	for i := range shares {
		shares[i] = evaluate(g, product, i+1)
	}
	return shares
}

// evaluate gives Π_k A_k^(j^k): g to the polynomial's value at j.
func evaluate(g *group.Group, elements []group.Element, j int) group.Element {
	exponents := make([]group.Scalar, len(elements))
	place, power := g.Small(int64(j)), g.Small(1)
	for k := range exponents {
		exponents[k] = power
		power = g.MultiplyScalars(power, place)
	}
	return g.Product(elements, exponents)
}

// finish checks what was gathered, and gives all that is wrong.
func (c *checker) finish() []Fault {
	seed := sha256.New()
	for _, e := range c.elements {
		seed.Write(append(e.AppendWire(nil), '|'))
	}
	outside := c.group.Outsider(c.elements, seed.Sum(nil)) >= 0
	for i, e := range c.elements {
		if c.group.IsIdentity(e) || outside && c.group.Outsider([]group.Element{e}, e.AppendWire(nil)) >= 0 {
			c.faults = append(c.faults, c.places[i])
		}
	}
	commitments := c.group.Recompute(nil, proof.Terms(c.claims))
	for i, claim := range c.claims {
		if !claim.HeldBy(c.group, commitments[:len(claim.Terms)]) {
			c.faults = append(c.faults, c.blame[i])
		}
		commitments = commitments[len(claim.Terms):]
	}
	return c.faults
}

// err gives what is wrong as an error.
func (c *checker) err() error {
	if faults := c.finish(); len(faults) > 0 {
		return Faults(faults)
	}
	return nil
}
