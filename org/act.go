package org

import (
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
)

// Matter is the identifier of the organisation's own matter, the first in every register.
const Matter party.MatterID = "organisation"

// Act is something that officially happens to the organisation. The set is closed: a switch over it is
// checked for completeness.
//
//sumtype:decl
type Act interface {
	// Kind names the act and the version of its form, for ever.
	Kind() string
	isOrgAct()
}

// Founded is the first act of a register. It fixes what can never change: the origin and the time zone.
type Founded struct {
	Origin string         `json:"origin"` // such as "example.org/party": the register's name in every signature
	Zone   string         `json:"zone"`   // IANA name, such as "Europe/London"
	Key    string         `json:"key"`    // the verifier key of the signer, as a signed note writes it
	Title  string         `json:"title"`  // the organisation's name
	Office party.OfficeID `json:"office"` // the founding office; the acting person is its first holder
}

// KeyChanged hands the register from one signing key to another. Both sign the same checkpoint.
type KeyChanged struct {
	Old  string `json:"old"`
	New  string `json:"new"`
	Note string `json:"note"` // the checkpoint of the register before this act, signed by both keys
}

// BookAdopted makes a rulebook one that rounds can be opened under. The bytes stand in the record under
// their digest; wording that the party entered is part of them.
type BookAdopted struct {
	Book rulebook.Digest `json:"book"`
	Name string          `json:"name"`
}

// ParametersConfirmed settles what a book leaves open or what is not certain about it.
type ParametersConfirmed struct {
	Book    rulebook.Digest  `json:"book"`
	Setting rulebook.Setting `json:"setting"`
}

// Appointed makes a person the holder of an office from the day of effect on.
type Appointed struct {
	Office party.OfficeID `json:"office"`
	Holder party.Alias    `json:"holder"`
}

// StoodDown ends a person's tenure of an office on the day of effect.
type StoodDown struct {
	Office party.OfficeID `json:"office"`
	Holder party.Alias    `json:"holder"`
}

// Erased says which sealed values can never be opened again, because the data of the person they spoke of
// was erased. It says nothing about the person.
type Erased struct {
	Fields []SealedField `json:"fields"`
}

// SealedField names one sealed value in the register.
type SealedField struct {
	Entry int64  `json:"entry"`
	Field string `json:"field"`
}

// Kind names the act.
func (Founded) Kind() string { return "org.founded@1" }

// Kind names the act.
func (KeyChanged) Kind() string { return "org.key-changed@1" }

// Kind names the act.
func (BookAdopted) Kind() string { return "org.book-adopted@1" }

// Kind names the act.
func (ParametersConfirmed) Kind() string { return "org.parameters-confirmed@1" }

// Kind names the act.
func (Appointed) Kind() string { return "org.appointed@1" }

// Kind names the act.
func (StoodDown) Kind() string { return "org.stood-down@1" }

// Kind names the act.
func (Erased) Kind() string { return "org.erased@1" }

func (Founded) isOrgAct()             {}
func (KeyChanged) isOrgAct()          {}
func (BookAdopted) isOrgAct()         {}
func (ParametersConfirmed) isOrgAct() {}
func (Appointed) isOrgAct()           {}
func (StoodDown) isOrgAct()           {}
func (Erased) isOrgAct()              {}
