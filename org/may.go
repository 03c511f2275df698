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
		s.mayFound(q, founded, stamp)
		return q.Ruling()
	}
	if !q.Require(s.Founded(), "", "founded", nil) {
		return q.Ruling()
	}
	dated(q, stamp, s.Zone)
	q.Require(s.Offices.Holds(stamp.Actor.Alias, stamp.Actor.Office, "", stamp.Day), "", "office-held",
		rulebook.Figures{"office": string(stamp.Actor.Office)})
	s.mayDo(q, act, stamp, book)
	return q.Ruling()
}

func (s *State) mayFound(q *rulebook.Inquiry, a Founded, stamp party.Stamp) {
	zone, known := Zone(a.Zone)
	q.Require(!s.Founded() && stamp.Number == 0, "", "founded-once", nil)
	q.Require(known, "", "zone-known", rulebook.Figures{"zone": a.Zone})
	dated(q, stamp, zone)
	q.Require(a.Origin != "" && a.Key != "" && IsTitle(a.Title), "", "record-named", nil)
	q.Require(IsPart(string(a.Office)) && stamp.Actor.Office == a.Office && stamp.Actor.Alias != "", "", "founder-acts", nil)
}

// dated requires that the day of effect is the day on which the act is recorded.
func dated(q *rulebook.Inquiry, stamp party.Stamp, zone *time.Location) {
	recorded := stamp.RecordedOn(zone)
	q.Require(stamp.Day == recorded, "", "dated-as-recorded",
		rulebook.Figures{"day": stamp.Day.String(), "recorded": recorded.String()})
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
			q.Require(keepsStated(book, a.Setting), "", "stated-kept", nil)
			q.Power(book, "confirm", office)
		}
	case KeyChanged:
		q.Require(a.Old == s.Key && a.New != a.Old && a.New != "", "", "key-in-use", nil)
		s.mayByFounder(q, office)
	case Appointed:
		q.Require(IsPart(string(a.Office)) && a.Holder != "", "", "officers-named", nil)
		s.mayByFounder(q, office)
	case StoodDown:
		s.mayByFounder(q, office)
		s.mayStandDown(q, a, stamp.Day)
	case Erased:
		s.mayByFounder(q, office)
	}
}

// mayStandDown requires that the office is held, and that the founding office does not fall empty: nobody
// else could ever appoint anybody.
func (s *State) mayStandDown(q *rulebook.Inquiry, a StoodDown, day party.Day) {
	leaving := Tenure{Office: a.Office, Holder: a.Holder}
	q.Require(s.Offices.Holds(a.Holder, a.Office, "", day), "", "tenure-held", nil)
	q.Require(s.Offices.HeldBeside(leaving, []party.OfficeID{s.Founding}, day), "", "founding-kept", nil)
}

// keepsStated tells whether a setting leaves what a source states as it is. An office confirms what is open;
// it does not write the rules.
func keepsStated(book *rulebook.Book, setting rulebook.Setting) bool {
	for _, p := range book.Parameters {
		if value, set := setting[p.Name]; set && p.Mark == rulebook.Stated && value != p.Default {
			return false
		}
	}
	return true
}

func (s *State) known(q *rulebook.Inquiry, digest rulebook.Digest, book *rulebook.Book) bool {
	return q.Require(book != nil && book.Digest == digest, "", "book-known", nil)
}

// mayByFounder holds for what no rulebook speaks of: the founding office runs the register.
func (s *State) mayByFounder(q *rulebook.Inquiry, office party.OfficeID) {
	q.Require(office == s.Founding, "", "founding-office",
		rulebook.Figures{"office": string(office), "founding": string(s.Founding)})
}
