package clerk

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"

	"github.com/selectorate/selectorate/internal/store/kept"
	"github.com/selectorate/selectorate/org"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/register"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/selection"
)

// Request asks for one act. Exactly one of Org and Seat is set.
type Request struct {
	Key    string         // made when the form was shown; the same key is the same request
	Person string         // who acts, by the identifier of the people's data
	Office party.OfficeID // in the name of which office
	Matter party.MatterID // the seat's matter; not needed for an act of the organisation
	Day    party.Day      // day of effect; zero: today
	Org    org.Act
	Seat   selection.Act
	Sealed []Secret
	Book   []byte // the bytes of the rulebook that org.BookAdopted adopts

	decision *selection.Decision // receives the decision that is recorded; may be nil
}

// Secret is a value that is sealed with the act.
type Secret struct {
	Field  string
	Value  any    // anything that has a canonical JSON form
	Person string // whom the value is about, so that it goes when the person's data is erased; or empty
}

// Receipt is the clerk's answer. If the ruling refuses, nothing was written and Index is -1.
type Receipt struct {
	Index    int64           `json:"index"`
	Matter   party.MatterID  `json:"matter"`
	Number   int64           `json:"number"`
	Kind     string          `json:"kind"`
	Recorded int64           `json:"recorded"` // milliseconds UTC
	Ruling   rulebook.Ruling `json:"ruling"`
	Repeat   bool            `json:"-"` // the same request was answered before, and this is that answer
}

// OK tells whether the act was written.
func (r Receipt) OK() bool { return r.Index >= 0 }

// kind gives the kind of the act that is asked for.
func (r Request) kind() string {
	if r.Org != nil {
		return r.Org.Kind()
	}
	return r.Seat.Kind()
}

// act gives the act as a value that can be encoded.
func (r Request) act() any {
	if r.Org != nil {
		return r.Org
	}
	return r.Seat
}

// check tells whether the request is one at all.
func (r Request) check() error {
	switch {
	case (r.Org == nil) == (r.Seat == nil):
		return party.Errorf(party.Invalid, "a request asks for one act, of the organisation or of a seat")
	case r.Key == "" || r.Person == "":
		return party.Errorf(party.Invalid, "a request needs a key and somebody who acts")
	case r.Org != nil && len(r.Sealed) > 0:
		return party.Errorf(party.Invalid, "an act of the organisation has nothing sealed")
	case !onceEach(r.Sealed):
		return party.Errorf(party.Invalid, "a sealed value is named twice")
	case r.Seat != nil && (r.Matter == "" || r.Matter == org.Matter):
		return party.Errorf(party.Invalid, "an act of a seat needs the seat's matter")
	}
	if opened, ok := r.Seat.(selection.Opened); ok && string(r.Matter) != string(opened.Round)+"/"+string(opened.Seat) {
		return party.Errorf(party.Invalid, "the matter of a seat is named ROUND/SEAT: here %s/%s", opened.Round, opened.Seat)
	}
	return nil
}

// onceEach tells whether every sealed field is named once.
func onceEach(secrets []Secret) bool {
	seen := map[string]bool{}
	for _, s := range secrets {
		if seen[s.Field] {
			return false
		}
		seen[s.Field] = true
	}
	return true
}

// body gives the digest by which a repeated request is told from another one under the same key.
func (r Request) body() ([32]byte, error) {
	data, err := json.Marshal(struct {
		Office party.OfficeID
		Matter party.MatterID
		Day    party.Day
		Kind   string
		Act    any
		Sealed []Secret
		Book   []byte
	}{r.Office, r.Matter, r.Day, r.kind(), r.act(), r.Sealed, r.Book})
	if err != nil {
		return [32]byte{}, party.Errorf(party.Invalid, "read the request: %w", err)
	}
	return sha256.Sum256(data), nil
}

// seal gives the commitments for an entry and what opens them.
func (c *Clerk) seal(secrets []Secret) (map[string]string, []kept.Opening, error) {
	if len(secrets) == 0 {
		return nil, nil, nil
	}
	commitments := make(map[string]string, len(secrets))
	openings := make([]kept.Opening, 0, len(secrets))
	for _, s := range secrets {
		value, err := register.Marshal(s.Value)
		if err != nil {
			return nil, nil, party.Errorf(party.Invalid, "seal %s: %w", s.Field, err)
		}
		var salt [register.SaltSize]byte
		if err := c.fill(salt[:]); err != nil {
			return nil, nil, err
		}
		commitments[s.Field], err = register.Commit(salt, value)
		if err != nil {
			return nil, nil, fmt.Errorf("seal %s: %w", s.Field, err)
		}
		openings = append(openings, kept.Opening{Field: s.Field, Salt: salt[:], Value: value, Person: s.Person})
	}
	return commitments, openings, nil
}
