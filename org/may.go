package org

import (
	"time"

	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
)

// Procedure names the question that May answers, and the version of the code that answers it.
const Procedure = "org.may@1"

// May tells whether an act may be done by its actor on its day. The book is the one that the act speaks of,
// for adoption and confirmation; nil for all other acts.
func (s *State) May(act Act, stamp party.Stamp, book *rulebook.Book) rulebook.Ruling {
	q := rulebook.Ask(book, Procedure)
	if founded, ok := act.(Founded); ok {
		_, err := time.LoadLocation(founded.Zone)
		q.Require(!s.Founded() && stamp.Number == 0, "", "founded-once", nil)
		q.Require(err == nil && founded.Zone != "", "", "zone-known", rulebook.Figures{"zone": founded.Zone})
		return q.Ruling()
	}
	if !q.Require(s.Founded(), "", "founded", nil) {
		return q.Ruling()
	}
	recorded := stamp.RecordedOn(s.Zone)
	q.Require(stamp.Day == recorded, "", "dated-as-recorded",
		rulebook.Figures{"day": stamp.Day.String(), "recorded": recorded.String()})
	q.Require(s.Offices.Holds(stamp.Actor.Alias, stamp.Actor.Office, "", stamp.Day), "", "office-held",
		rulebook.Figures{"office": string(stamp.Actor.Office)})
	s.mayDo(q, act, stamp, book)
	return q.Ruling()
}

func (s *State) mayDo(q *rulebook.Inquiry, act Act, stamp party.Stamp, book *rulebook.Book) {
	office := stamp.Actor.Office
	switch a := act.(type) {
	case Founded:
	case BookAdopted:
		if s.known(q, a.Book, book) {
			q.Require(a.Name == book.Name, "", "book-named", nil)
			q.Power(book, "adopt", office)
		}
	case ParametersConfirmed:
		if s.known(q, a.Book, book) {
			_, adopted := s.Books[a.Book]
			q.Require(adopted, "", "book-adopted", rulebook.Figures{"book": book.Name})
			q.Require(book.Check(a.Setting) == nil, "", "setting-fits", nil)
			q.Power(book, "confirm", office)
		}
	case KeyChanged:
		q.Require(a.Old == s.Key && a.New != a.Old, "", "key-in-use", nil)
		s.mayByFounder(q, office)
	case Appointed, StoodDown, Erased:
		s.mayByFounder(q, office)
	}
}

func (s *State) known(q *rulebook.Inquiry, digest rulebook.Digest, book *rulebook.Book) bool {
	return q.Require(book != nil && book.Digest == digest, "", "book-known", nil)
}

// mayByFounder holds for what no rulebook speaks of: the founding office runs the register.
func (s *State) mayByFounder(q *rulebook.Inquiry, office party.OfficeID) {
	q.Require(office == s.Founding, "", "founding-office",
		rulebook.Figures{"office": string(office), "founding": string(s.Founding)})
}
