package org

import (
	"maps"
	"time"

	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
)

// State is the organisation as its acts have made it. The zero State is an organisation not yet founded.
type State struct {
	Origin   string
	Title    string
	Key      string // the key that signs now
	Keys     []string
	Zone     *time.Location
	Founding party.OfficeID
	Books    map[rulebook.Digest]string           // adopted books and their names
	Settings map[rulebook.Digest]rulebook.Setting // confirmed parameters
	Erased   map[SealedField]bool
	Offices  Offices
	Acts     int64 // how many acts the state is made of
}

// Founded tells whether the register has its first act.
func (s *State) Founded() bool { return s.Zone != nil }

// Apply changes the state by an act that has happened. It asks nothing: whether the act was allowed is the
// question of May, and an act that stands in the register has happened either way.
func (s *State) Apply(act Act, stamp party.Stamp) {
	s.Acts++
	s.ready()
	switch a := act.(type) {
	case Founded:
		s.found(a, stamp)
	case KeyChanged:
		s.Key = a.New
		s.Keys = append(s.Keys, a.New)
	case BookAdopted:
		s.Books[a.Book] = a.Name
	case ParametersConfirmed:
		setting := maps.Clone(s.Settings[a.Book])
		if setting == nil {
			setting = rulebook.Setting{}
		}
		maps.Copy(setting, a.Setting)
		s.Settings[a.Book] = setting
	case Appointed:
		s.Offices.Appoint(Tenure{Office: a.Office, Holder: a.Holder, From: stamp.Day})
	case StoodDown:
		s.Offices.StandDown(a.Holder, a.Office, "", stamp.Day)
	case Erased:
		for _, field := range a.Fields {
			s.Erased[field] = true
		}
	}
}

// ready makes the tables of a state that no act has touched yet.
func (s *State) ready() {
	if s.Books == nil {
		s.Books = map[rulebook.Digest]string{}
		s.Settings = map[rulebook.Digest]rulebook.Setting{}
		s.Erased = map[SealedField]bool{}
	}
}

func (s *State) found(a Founded, stamp party.Stamp) {
	zone, _ := Zone(a.Zone)
	s.Origin, s.Title, s.Key, s.Zone, s.Founding = a.Origin, a.Title, a.Key, zone, a.Office
	s.Keys = []string{a.Key}
	s.Offices.Appoint(Tenure{Office: a.Office, Holder: stamp.Actor.Alias, From: stamp.Day})
}

// Confirmed tells whether every parameter of a book that must be confirmed has been.
func (s *State) Confirmed(book *rulebook.Book) bool {
	setting := s.Settings[book.Digest]
	for _, p := range book.ToConfirm() {
		if _, ok := setting[p.Name]; !ok {
			return false
		}
	}
	return true
}
