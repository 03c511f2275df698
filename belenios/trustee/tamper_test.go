package trustee_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/trustee"
	"github.com/selectorate/selectorate/internal/beleniostest"
)

// The shapes of the files, for changing them. Their fields stand in the order of the tool.
type (
	signedText struct {
		Message   string          `json:"message"`
		Signature json.RawMessage `json:"signature"`
	}
	publicKey struct {
		Pok       json.RawMessage `json:"pok"`
		PublicKey string          `json:"public_key"`
		Signature json.RawMessage `json:"signature,omitempty"`
	}
	thresholdFile struct {
		Threshold  int               `json:"threshold"`
		Certs      []signedText      `json:"certs"`
		Coefexps   []signedText      `json:"coefexps"`
		Signatures []json.RawMessage `json:"signatures,omitempty"`
		Keys       []publicKey       `json:"verification_keys"`
	}
)

func decode[T any](t *testing.T, raw []byte) (value T) {
	t.Helper()
	if err := json.Unmarshal(raw, &value); err != nil {
		t.Fatal(err)
	}
	return value
}

func encode(t *testing.T, value any) []byte {
	t.Helper()
	raw, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// outside gives wire forms that no key may have: the neutral element, and one of small order.
func outside(g *group.Group) (identity, small string) {
	identity = group.Wire(g.Identity())
	if g.Name() == "Ed25519" {
		return identity, "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec" // (0, -1), of order 2
	}
	return identity, "2" // not of order q in BELENIOS-2048
}

// TestTampered changes trustees.json, and looks for the fault that says so.
func TestTampered(t *testing.T) {
	for _, name := range []string{"Ed25519", "BELENIOS-2048"} {
		t.Run(name, func(t *testing.T) { tampered(t, named(t, name)) })
	}
}

func tampered(t *testing.T, g *group.Group) {
	t.Helper()
	chance := &beleniostest.Chance{}
	c, other := hold(t, g, chance, trustee.GCM, 3, 2), decode[thresholdFile](t, hold(t, g, chance, trustee.GCM, 3, 2).threshold)
	identity, small := outside(g)
	message := func(s *signedText, old, new string) { s.Message = strings.Replace(s.Message, old, new, 1) }
	elements := func(text string) []string {
		var inner struct{ Coefexps []string }
		if err := json.Unmarshal([]byte(text), &inner); err != nil {
			t.Fatal(err)
		}
		return inner.Coefexps
	}
	for what, test := range map[string]struct {
		change func(*thresholdFile)
		want   trustee.Check
		place  int
	}{
		"two certificates swapped":           {func(f *thresholdFile) { f.Certs[0], f.Certs[1] = f.Certs[1], f.Certs[0] }, trustee.Contexts, 1},
		"a certificate of another ceremony":  {func(f *thresholdFile) { f.Certs[1] = other.Certs[1] }, trustee.SetSigns, 1},
		"… whose owner signed another set":   {func(f *thresholdFile) { f.Certs[1] = other.Certs[1] }, trustee.CoefficientSigns, 2},
		"the same certificate twice":         {func(f *thresholdFile) { f.Certs[1] = f.Certs[0] }, trustee.Distinct, 2},
		"a context with another group":       {func(f *thresholdFile) { message(&f.Certs[2], g.Name(), "Ed448") }, trustee.Contexts, 3},
		"a context with another size":        {func(f *thresholdFile) { message(&f.Certs[2], `"size":3`, `"size":4`) }, trustee.Contexts, 3},
		"a context with another threshold":   {func(f *thresholdFile) { message(&f.Certs[2], `"threshold":2`, `"threshold":1`) }, trustee.Contexts, 3},
		"a context with another index":       {func(f *thresholdFile) { message(&f.Certs[2], `"index":3`, `"index":2`) }, trustee.Contexts, 3},
		"a changed certificate":              {func(f *thresholdFile) { message(&f.Certs[2], `"index":3`, `"index":2`) }, trustee.CertificateSigns, 3},
		"a certificate without its context":  {func(f *thresholdFile) { dropContext(f, 1) }, trustee.Contexts, 2},
		"certificates without their context": {func(f *thresholdFile) { dropContext(f, 0); dropContext(f, 1); dropContext(f, 2) }, trustee.Contexts, 0},
		"altered coefficients":               {func(f *thresholdFile) { swapElements(f, 1, elements) }, trustee.CoefficientSigns, 2},
		"… which are not those of the set":   {func(f *thresholdFile) { swapElements(f, 1, elements) }, trustee.SetSigns, 2},
		"… nor those of the shares":          {func(f *thresholdFile) { swapElements(f, 1, elements) }, trustee.Shares, 3},
		"coefficients of another ceremony":   {func(f *thresholdFile) { f.Coefexps[0] = other.Coefexps[0] }, trustee.CoefficientSigns, 1},
		"the same coefficients twice":        {func(f *thresholdFile) { f.Coefexps[0] = f.Coefexps[1] }, trustee.Distinct, 2},
		"a neutral coefficient":              {func(f *thresholdFile) { message(&f.Coefexps[0], elements(f.Coefexps[0].Message)[1], identity) }, trustee.Members, 1},
		"a coefficient of small order":       {func(f *thresholdFile) { message(&f.Coefexps[0], elements(f.Coefexps[0].Message)[1], small) }, trustee.Members, 1},
		"set signatures swapped":             {func(f *thresholdFile) { f.Signatures[0], f.Signatures[1] = f.Signatures[1], f.Signatures[0] }, trustee.SetSigns, 1},
		"set signatures dropped":             {func(f *thresholdFile) { f.Signatures = nil }, trustee.SetSigns, 0},
		"another share":                      {func(f *thresholdFile) { f.Keys[1] = other.Keys[1] }, trustee.Shares, 2},
		"… not signed by its trustee":        {func(f *thresholdFile) { f.Keys[1] = other.Keys[1] }, trustee.KeySigns, 2},
		"two shares swapped":                 {func(f *thresholdFile) { f.Keys[0], f.Keys[1] = f.Keys[1], f.Keys[0] }, trustee.Shares, 1},
		"the same share twice":               {func(f *thresholdFile) { f.Keys[0] = f.Keys[1] }, trustee.Distinct, 2},
		"the neutral share":                  {func(f *thresholdFile) { f.Keys[2].PublicKey = identity }, trustee.Members, 3},
		"a share of small order":             {func(f *thresholdFile) { f.Keys[2].PublicKey = small }, trustee.Members, 3},
		"a proof of another share":           {func(f *thresholdFile) { f.Keys[2].Pok = f.Keys[1].Pok }, trustee.Knowledge, 3},
		"a share's signature dropped":        {func(f *thresholdFile) { f.Keys[2].Signature = nil }, trustee.KeySigns, 3},
		"a share's signature of another":     {func(f *thresholdFile) { f.Keys[2].Signature = f.Keys[1].Signature }, trustee.KeySigns, 3},
	} {
		file := decode[thresholdFile](t, c.threshold)
		test.change(&file)
		trustees, err := trustee.Parse(g, slices.Concat([]byte(`[["Pedersen",`), encode(t, file), []byte(`]]`)))
		if err != nil {
			t.Errorf("%s: %v", what, err)
			continue
		}
		faults := trustees.Check()
		if !slices.ContainsFunc(faults, func(f trustee.Fault) bool { return f.Check == test.want && f.Trustee == test.place && f.Item == 1 }) {
			t.Errorf("%s: %v", what, trustee.Faults(faults))
		}
	}
	file := decode[thresholdFile](t, c.threshold)
	if !bytes.Equal(encode(t, file), c.threshold) {
		t.Error("the shapes in this test are not those of the file")
	}
	// All signatures of shares dropped: nothing that 2.5.1 could not have written, which new elections must not have.
	for i := range file.Keys {
		file.Keys[i].Signature = nil
	}
	if _, err := trustee.Assemble(g, nil, [][]byte{encode(t, file)}); has(err, trustee.SetSigns) != nil {
		t.Error(err)
	}
}

func dropContext(f *thresholdFile, i int) {
	text := f.Certs[i].Message
	f.Certs[i].Message = "{" + text[strings.Index(text, `"verification"`):]
}

func swapElements(f *thresholdFile, i int, elements func(string) []string) {
	e := elements(f.Coefexps[i].Message)
	f.Coefexps[i].Message = fmt.Sprintf(`{"coefexps":[%q,%q]}`, e[1], e[0])
}

// TestMalformed: texts that are not in their one form, or have too few of something, are not read.
func TestMalformed(t *testing.T) {
	g := named(t, "Ed25519")
	c := hold(t, g, &beleniostest.Chance{}, trustee.GCM, 3, 2)
	good := `[["Pedersen",` + string(c.threshold) + `]]`
	file := decode[thresholdFile](t, c.threshold)
	few := func(change func(*thresholdFile)) string {
		f := file
		change(&f)
		return `[["Pedersen",` + string(encode(t, f)) + `]]`
	}
	for what, text := range map[string]string{
		"nothing":                  "",
		"no trustees":              "[]",
		"a line feed":              good + "\n",
		"white space":              strings.Replace(good, ",", ", ", 1),
		"another kind":             strings.Replace(good, "Pedersen", "Shamir", 1),
		"threshold 0":              few(func(f *thresholdFile) { f.Threshold = 0 }),
		"threshold 4":              few(func(f *thresholdFile) { f.Threshold = 4 }),
		"threshold 3":              few(func(f *thresholdFile) { f.Threshold = 3 }), // two coefficients do not go with it
		"one certificate less":     few(func(f *thresholdFile) { f.Certs = f.Certs[:2] }),
		"one polynomial less":      few(func(f *thresholdFile) { f.Coefexps = f.Coefexps[:2] }),
		"one set signature less":   few(func(f *thresholdFile) { f.Signatures = f.Signatures[:2] }),
		"one share less":           few(func(f *thresholdFile) { f.Keys = f.Keys[:2] }),
		"fields in another order":  `[["Single",{"public_key":"` + file.Keys[0].PublicKey + `","pok":` + string(file.Keys[0].Pok) + `}]]`,
		"a signature with nobody":  `[["Single",` + string(encode(t, file.Keys[0])) + `]]`,
		"capital digits":           strings.Replace(good, file.Keys[0].PublicKey, strings.ToUpper(file.Keys[0].PublicKey), 1),
		"an escape of no need":     strings.Replace(good, `{\"context`, `\u007b\"context`, 1),
		"something in the message": strings.Replace(good, `{\"context`, `{\"more\":1,\"context`, 1),
	} {
		if _, err := trustee.Parse(g, []byte(text)); has(err, trustee.Form) != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// TestMeddled changes what is sent in a ceremony, and looks for the fault that says so.
func TestMeddled(t *testing.T) {
	g, chance := named(t, "Ed25519"), &beleniostest.Chance{}
	c, other := hold(t, g, chance, trustee.GCM, 3, 2), hold(t, g, chance, trustee.GCM, 3, 2)
	identity, small := outside(g)

	certificates := func(change func(lines []string) []string) error {
		var texts []string
		for _, raw := range c.rawCerts {
			texts = append(texts, string(raw))
		}
		_, err := trustee.ParseCertificates(g, []byte(strings.Join(change(texts), "\n")))
		return err
	}
	wire := decode[struct{ Verification, Encryption string }](t, []byte(decode[signedText](t, c.rawCerts[1]).Message))
	polynomials := func(raw ...[]byte) error { _, err := c.certificates.ParsePolynomials(join(raw)); return err }

	type vinput struct {
		Polynomial string            `json:"polynomial"`
		Secrets    []string          `json:"secrets"`
		Coefexps   []signedText      `json:"coefexps"`
		Signatures []json.RawMessage `json:"signatures"`
	}
	share := func(change func(in *vinput)) error {
		in := decode[vinput](t, c.inputs[0])
		change(&in)
		_, err := c.holders[0].Share(chance, c.certificates, trustee.GCM, encode(t, in), nil)
		return err
	}
	foreign := decode[vinput](t, other.inputs[0])
	for what, test := range map[string]struct {
		err  error
		want trustee.Check
	}{
		"no certificates":         {certificates(func([]string) []string { return nil }), trustee.Form},
		"a certificate left out":  {certificates(func(l []string) []string { return l[:2] }), trustee.Contexts},
		"certificates swapped":    {certificates(func(l []string) []string { return []string{l[1], l[0], l[2]} }), trustee.Contexts},
		"threshold above number":  {certificates(func(l []string) []string { return l[:1] }), trustee.Contexts},
		"no certificate":          {certificates(func(l []string) []string { return append(l, "{}") }), trustee.Form},
		"neutral encryption key":  {certificates(func(l []string) []string { l[1] = strings.Replace(l[1], wire.Encryption, identity, 1); return l }), trustee.Members},
		"encryption key of order": {certificates(func(l []string) []string { l[1] = strings.Replace(l[1], wire.Encryption, small, 1); return l }), trustee.Members},
		"a key used twice": {certificates(func(l []string) []string {
			l[1] = strings.Replace(l[1], wire.Encryption, wire.Verification, 1)
			return l
		}), trustee.Distinct},
		"changed certificate": {certificates(func(l []string) []string {
			l[1] = strings.Replace(l[1], wire.Encryption, wire.Verification, 1)
			return l
		}), trustee.CertificateSigns},

		"polynomials swapped":        {polynomials(c.rawPolys[1], c.rawPolys[0], c.rawPolys[2]), trustee.CoefficientSigns},
		"polynomial of another":      {polynomials(other.rawPolys[0], c.rawPolys[1], c.rawPolys[2]), trustee.SetSigns},
		"polynomial left out":        {polynomials(c.rawPolys[:2]...), trustee.Form},
		"polynomial without its set": {polynomials(c.rawPolys[0], c.rawPolys[1], dropSet(c.rawPolys[2])), trustee.Form},

		"a message of another ceremony":  {share(func(in *vinput) { in.Secrets[1] = foreign.Secrets[1] }), trustee.Messages},
		"a message of another trustee":   {share(func(in *vinput) { in.Secrets[1] = in.Secrets[0] }), trustee.Messages},
		"a message to another":           {share(func(in *vinput) { in.Secrets[1] = decode[vinput](t, c.inputs[1]).Secrets[1] }), trustee.Messages},
		"a message of no text":           {share(func(in *vinput) { in.Secrets[1] = "" }), trustee.Messages},
		"a changed message":              {share(func(in *vinput) { in.Secrets[1] = otherDigit(in.Secrets[1]) }), trustee.Messages},
		"a message with odd digits":      {share(func(in *vinput) { in.Secrets[1] = in.Secrets[1][:len(in.Secrets[1])-3] + `"}` }), trustee.Messages},
		"a message under another cipher": {share(func(in *vinput) { in.Secrets[1] = strings.Replace(in.Secrets[1], `"algorithm":"AES-GCM",`, "", 1) }), trustee.Messages},
		"a message of small order":       {share(func(in *vinput) { in.Secrets[1] = replaceAlpha(t, in.Secrets[1], small) }), trustee.Messages},
		"a neutral message":              {share(func(in *vinput) { in.Secrets[1] = replaceAlpha(t, in.Secrets[1], identity) }), trustee.Messages},
		"the own polynomial for a share": {share(func(in *vinput) { in.Polynomial = in.Secrets[0] }), trustee.Form},
		"somebody's polynomial":          {share(func(in *vinput) { in.Polynomial = foreign.Polynomial }), trustee.Messages},
		"other coefficients":             {share(func(in *vinput) { in.Coefexps[2] = foreign.Coefexps[2] }), trustee.CoefficientSigns},
		"another set signature":          {share(func(in *vinput) { in.Signatures[2] = foreign.Signatures[2] }), trustee.SetSigns},
		"a set signature less":           {share(func(in *vinput) { in.Signatures = in.Signatures[:2] }), trustee.Form},
	} {
		if err := has(test.err, test.want); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	finish := func(outputs ...[]byte) error { _, _, err := c.certificates.Finish(c.polynomials, outputs); return err }
	if err := has(finish(c.outputs[1], c.outputs[0], c.outputs[2]), trustee.Shares); err != nil {
		t.Errorf("answers swapped: %v", err)
	}
	if err := has(finish(c.outputs[0], other.outputs[1], c.outputs[2]), trustee.KeySigns); err != nil {
		t.Errorf("an answer of another ceremony: %v", err)
	}
	if err := has(finish(c.outputs[0], []byte("{}"), c.outputs[2]), trustee.Form); err != nil {
		t.Errorf("no answer: %v", err)
	}
}

func dropSet(polynomial []byte) []byte {
	return append(slices.Clone(polynomial[:bytes.LastIndex(polynomial, []byte(`,"signature":{`))]), '}')
}

// otherDigit changes the last digit of a message, whatever it is.
func otherDigit(text string) string {
	at := len(text) - len(`0"}`)
	if text[at] == '0' {
		return text[:at] + `1"}`
	}
	return text[:at] + `0"}`
}

func replaceAlpha(t *testing.T, text, alpha string) string {
	t.Helper()
	message := decode[struct{ Alpha string }](t, []byte(text))
	return strings.Replace(text, message.Alpha, alpha, 1)
}

// TestLiar: a trustee that deals a wrong value, properly signed and encrypted, is named. It takes a holder that
// signs with one polynomial and deals with another.
func TestLiar(t *testing.T) {
	g, chance := named(t, "Ed25519"), &beleniostest.Chance{}
	c := hold(t, g, chance, trustee.GCM, 3, 2)
	second, err := c.holders[1].Polynomial(chance, c.certificates, trustee.GCM)
	if err != nil {
		t.Fatal(err)
	}
	type polynomial struct {
		Polynomial string          `json:"polynomial"`
		Secrets    []string        `json:"secrets"`
		Coefexps   signedText      `json:"coefexps"`
		Signature  json.RawMessage `json:"signature"`
	}
	mixed, dealt := decode[polynomial](t, c.rawPolys[1]), decode[polynomial](t, second)
	mixed.Secrets = dealt.Secrets
	c.rawPolys[1] = encode(t, mixed)
	polynomials, err := c.certificates.ParsePolynomials(join(c.rawPolys))
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.holders[0].Share(chance, c.certificates, trustee.GCM, c.certificates.Route(polynomials)[0], nil)
	if has(err, trustee.Shares) != nil || !strings.HasPrefix(err.Error(), "trustee 2: ") {
		t.Error(err)
	}
	mixed.Polynomial, mixed.Secrets = dealt.Polynomial, decode[polynomial](t, c.rawPolys[1]).Secrets
	c.rawPolys[1] = encode(t, mixed)
	if polynomials, err = c.certificates.ParsePolynomials(join(c.rawPolys)); err != nil {
		t.Fatal(err)
	}
	_, err = c.holders[1].Share(chance, c.certificates, trustee.GCM, c.certificates.Route(polynomials)[1], nil)
	if has(err, trustee.Shares) != nil || !strings.Contains(err.Error(), "not those of the polynomial that was drawn") {
		t.Error(err)
	}
}
