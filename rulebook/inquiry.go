package rulebook

import (
	"slices"

	"github.com/selectorate/selectorate/party"
)

// Inquiry gathers the reasons of a question that asks whether something may be done. Every requirement adds
// one reason, met or not; the outcome is Allowed if all are met, NotYet if only time is missing, and Refused
// otherwise.
type Inquiry struct {
	book    Digest
	named   string
	reasons []Reason
	refused bool
	early   bool
}

// Ask begins an inquiry under a book. The procedure names the question and the version of the code that
// answers it.
func Ask(book *Book, procedure string) *Inquiry {
	q := &Inquiry{named: procedure}
	if book != nil {
		q.book = book.Digest
	}
	return q
}

// Require adds a requirement. The code names its sentence: code itself if it is met, "not-" + code if not.
func (q *Inquiry) Require(ok bool, clause, code string, figures Figures) bool {
	if ok {
		q.reasons = append(q.reasons, Reason{clause, Met, code, figures})
		return true
	}
	q.refused = true
	q.reasons = append(q.reasons, Reason{clause, NotMet, "not-" + code, figures})
	return false
}

// Await adds a requirement that time will meet.
func (q *Inquiry) Await(ok bool, clause, code string, figures Figures) bool {
	if ok {
		q.reasons = append(q.reasons, Reason{clause, Met, code, figures})
		return true
	}
	q.early = true
	q.reasons = append(q.reasons, Reason{clause, NotInForce, "not-" + code, figures})
	return false
}

// Power requires that the office is one to which the book gives the power to do this act.
func (q *Inquiry) Power(book *Book, act string, office party.OfficeID) (Power, bool) {
	power, known := book.Power(act)
	ok := known && slices.Contains(power.Offices, office)
	q.Require(ok, power.Clause, "office-may", Figures{"act": act, "office": string(office)})
	return power, ok
}

// Ground requires that the ground is one of those that the power names. A power that names none needs none.
func (q *Inquiry) Ground(power Power, ground string) bool {
	named := slices.ContainsFunc(power.Grounds, func(g Ground) bool { return g.Code == ground })
	if len(power.Grounds) == 0 && ground == "" {
		return true
	}
	return q.Require(named, power.Clause, "ground-known", Figures{"act": power.Act, "ground": ground})
}

// Ruling gives the answer with all its reasons.
func (q *Inquiry) Ruling() Ruling {
	outcome := Allowed
	switch {
	case q.refused:
		outcome = Refused
	case q.early:
		outcome = NotYet
	}
	return Ruling{Book: q.book, Procedure: q.named, Outcome: outcome, Reasons: q.reasons}
}
