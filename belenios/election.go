package belenios

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/selectorate/selectorate/belenios/group"
)

// Question is one question of an election (specification, sections on questions).
type Question struct {
	Text    string
	Answers []string
	// Ranking marks a question whose ballots are decrypted one by one ("NonHomomorphic"): a vote is a number of 0..255
	// for every answer. Without it, a vote is 0 or 1 for every answer, and only sums are ever decrypted.
	Ranking bool
	// Blank allows a blank vote, which is told apart from choosing nothing. Not with Ranking.
	Blank bool
	// Min and Max say how many answers may be chosen. Zero with Ranking.
	Min, Max int
}

// Ciphertexts tells how many ciphertexts a ballot has for the question.
func (q Question) Ciphertexts() int {
	switch {
	case q.Ranking:
		return 1
	case q.Blank:
		return len(q.Answers) + 1
	}
	return len(q.Answers)
}

// cases tells of how many cases the overall proof shows that one is true.
func (q Question) cases() int {
	if q.Blank {
		return q.Max - q.Min + 2
	}
	return q.Max - q.Min + 1
}

// Template is what the organisers say about an election before it has a key. Administrator and CredentialAuthority may be
// empty.
type Template struct {
	Name, Description, Administrator, CredentialAuthority string
	Questions                                             []Question
}

// Election is an election's public description, election.json, which never changes once there are ballots: all proofs
// are bound to its bytes by Fingerprint.
type Election struct {
	Template

	Raw         []byte // as it is in the archive
	Fingerprint string // φ, the unpadded Base64 of SHA-256 of Raw
	Version     int    // of the protocol: 1
	UUID        string
	Group       *group.Group
	PublicKey   group.Element // y, a member of the group, not the neutral element
	Key         group.Table   // PublicKey prepared for verification
	Unknown     []string      // fields that are not known here, such as "questions[0].extra"
}

// maxItems is how many answers a question, and how many questions an election may have.
const maxItems = 1000

// ParseElection reads election.json. Any white space and order of fields will do, since the bytes are kept as they are;
// fields must not stand there twice, must have the right types and, but for the administrator and the credential
// authority, be there. Fields that are not known here are listed in Unknown. Protocol version 1 alone is read, without
// its questions of the type "Lists".
func ParseElection(raw []byte) (*Election, error) {
	o := newObject("election", raw)
	if o.err == nil && o.has("version") && string(o.values["version"]) != "1" {
		return nil, fmt.Errorf("election: protocol version %s is not supported here; version 1 is", shown(string(o.values["version"])))
	}
	e := &Election{Raw: slices.Clone(raw), Fingerprint: Tracker(raw), Version: o.number("version", 1, 1), UUID: o.text("uuid")}
	e.Template = template(o, &e.Unknown)
	name, key := o.text("group"), o.text("public_key")
	if o.err != nil {
		return nil, o.err
	}
	if err := errors.Join(e.Template.sane(), checkUUID(e.UUID)); err != nil {
		return nil, fmt.Errorf("election: %w", err)
	}
	g, err := GroupNamed(name)
	if err != nil {
		return nil, fmt.Errorf("election: %w", err)
	}
	public, err := g.Member(key)
	if err != nil {
		return nil, fmt.Errorf("election: the public key: %w", err)
	}
	e.Group, e.PublicKey, e.Key, e.Unknown = g, public, g.Prepare(public), slices.Concat(o.names, e.Unknown)
	for i, q := range e.Questions {
		if !q.Ranking {
			continue
		}
		if _, err := g.Embed(make([]int, len(q.Answers))); err != nil {
			return nil, fmt.Errorf("election: question %d cannot be asked in the group %s: %w", i+1, name, err)
		}
	}
	return e, nil
}

// ParseTemplate reads an election's template, a JSON object with the fields description, name, questions, and
// perhaps administrator and credential_authority, all written as in election.json. Other fields are mistakes.
func ParseTemplate(raw []byte) (Template, error) {
	o := newObject("template", raw)
	var unknown []string
	t := template(o, &unknown)
	if o.err != nil {
		return Template{}, o.err
	}
	if unknown = slices.Concat(o.names, unknown); len(unknown) > 0 {
		return Template{}, fmt.Errorf("template: fields that are not known here: %s; take them out", strings.Join(unknown, ", "))
	}
	return t, t.sane()
}

// template reads what election.json and a template have in common.
func template(o *object, unknown *[]string) Template {
	t := Template{Name: o.text("name"), Description: o.text("description")}
	t.Administrator, t.CredentialAuthority = o.optional("administrator"), o.optional("credential_authority")
	for i, raw := range o.list("questions") {
		where := fmt.Sprintf("questions[%d]", i)
		q := newObject(o.where+": "+where, raw)
		t.Questions = append(t.Questions, question(q, where, unknown))
		o.adopt(q)
	}
	return t
}

// question reads a question: bare, or wrapped as {"type":…,"value":…}.
func question(o *object, where string, unknown *[]string) (q Question) {
	if o.has("type") {
		kind, value := o.text("type"), o.take("value")
		if o.err != nil {
			return q
		}
		if kind != "NonHomomorphic" && kind != "Homomorphic" {
			o.fail("questions of the type %s are not supported here; Homomorphic and NonHomomorphic are", shown(kind))
			return q
		}
		inner := newObject(o.where+".value", value)
		q = bare(inner, kind == "NonHomomorphic")
		o.adopt(inner)
		for _, name := range inner.names {
			*unknown = append(*unknown, where+".value."+name)
		}
	} else {
		q = bare(o, false)
	}
	for _, name := range o.names {
		*unknown = append(*unknown, where+"."+name)
	}
	return q
}

// bare reads a question without its wrapping.
func bare(o *object, ranking bool) Question {
	q := Question{Text: o.text("question"), Ranking: ranking}
	for _, raw := range o.list("answers") {
		answer, err := unquote(string(raw))
		if err != nil {
			o.fail("the field \"answers\": %w", err)
		}
		q.Answers = append(q.Answers, answer)
	}
	if !ranking {
		q.Blank, q.Min, q.Max = o.flag("blank"), o.number("min", 0, maxItems), o.number("max", 0, maxItems)
	}
	return q
}

// NewElection writes the description of an election, byte for byte as belenios-tool 3.0 does, and reads it. The key is
// the trustees' common public key.
func NewElection(t Template, uuid string, g *group.Group, key group.Element) (*Election, error) {
	if err := t.sane(); err != nil {
		return nil, err
	}
	raw := AppendString([]byte(`{"version":1,"description":`), t.Description)
	raw = AppendString(append(raw, `,"name":`...), t.Name)
	raw = AppendString(append(raw, `,"group":`...), g.Name())
	raw = AppendElement(append(raw, `,"public_key":`...), key)
	raw = AppendList(append(raw, `,"questions":`...), t.Questions, appendQuestion)
	raw = AppendString(append(raw, `,"uuid":`...), uuid)
	if t.Administrator != "" {
		raw = AppendString(append(raw, `,"administrator":`...), t.Administrator)
	}
	if t.CredentialAuthority != "" {
		raw = AppendString(append(raw, `,"credential_authority":`...), t.CredentialAuthority)
	}
	return ParseElection(append(raw, '}'))
}

func appendQuestion(to []byte, q Question) []byte {
	if q.Ranking {
		to = AppendList(append(to, `{"type":"NonHomomorphic","value":{"answers":`...), q.Answers, AppendString)
		return append(AppendString(append(to, `,"question":`...), q.Text), `}}`...)
	}
	to = AppendList(append(to, `{"answers":`...), q.Answers, AppendString)
	if q.Blank {
		to = append(to, `,"blank":true`...)
	}
	to = AppendInt(append(to, `,"min":`...), q.Min)
	to = AppendInt(append(to, `,"max":`...), q.Max)
	return append(AppendString(append(to, `,"question":`...), q.Text), '}')
}

// sane checks what the fields' types leave open.
func (t Template) sane() error {
	if len(t.Questions) == 0 || len(t.Questions) > maxItems {
		return fmt.Errorf("an election has 1 to %d questions, not %d", maxItems, len(t.Questions))
	}
	for i, q := range t.Questions {
		if err := q.sane(); err != nil {
			return fmt.Errorf("question %d: %w", i+1, err)
		}
	}
	if !utf8.ValidString(t.Name + t.Description + t.Administrator + t.CredentialAuthority) {
		return errors.New("the name, the description and those in charge must be valid UTF-8")
	}
	return nil
}

func (q Question) sane() error {
	switch {
	case len(q.Answers) == 0 || len(q.Answers) > maxItems:
		return fmt.Errorf("a question has 1 to %d answers, not %d", maxItems, len(q.Answers))
	case !utf8.ValidString(q.Text) || slices.ContainsFunc(q.Answers, func(a string) bool { return !utf8.ValidString(a) }):
		return errors.New("its text and its answers must be valid UTF-8")
	case q.Ranking && (q.Blank || q.Min != 0 || q.Max != 0):
		return errors.New("a ranking question has no blank vote, no least and no greatest number of choices")
	case !q.Ranking && (q.Min < 0 || q.Min > q.Max || q.Max > len(q.Answers)):
		return fmt.Errorf("it lets choose %d to %d of %d answers; the first must not be more than the second, nor that than the third",
			q.Min, q.Max, len(q.Answers))
	}
	return nil
}
