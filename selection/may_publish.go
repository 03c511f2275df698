package selection

import (
	"encoding/json"
	"errors"
	"slices"
	"strconv"

	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
)

// Few is the least number of votes from which a unit's figures are published; figures of fewer, and
// unanimous ones, would tell how single members voted.
const Few = 10

func (q *asking) mayPublish(a Published) error {
	power := q.power(a.Power())
	if !q.stage(power.Clause, StageDeclared, StagePublished) {
		return nil
	}
	q.opens(power.Clause, a)
	if err := q.withholds(power.Clause, a); err != nil {
		return err
	}
	if a.Complete {
		q.toldAll(power.Clause, a)
	}
	return nil
}

// opens requires that every value is one that may be published: an answer that counts, figures that say nothing
// about single members, and the decision once nothing that it rests on stays sealed.
func (q *asking) opens(clause string, a Published) {
	unknown := slices.IndexFunc(a.Openings, func(o Opening) bool {
		field := Sealed{o.Number, o.Field}
		return !q.state.publishable(field) || q.state.withheld(field)
	})
	q.Require(unknown < 0, clause, "opening-known", numbered(a.Openings, unknown))
	unsafe := slices.IndexFunc(a.Openings, func(o Opening) bool {
		var votes Votes
		return o.Field == "figures" && (json.Unmarshal(o.Value, &votes) != nil || votes.Telling() != "")
	})
	q.Require(unsafe < 0, clause, "figures-safe", numbered(a.Openings, unsafe))
	opensDecision := slices.ContainsFunc(a.Openings, func(o Opening) bool { return o.Field == "decision" })
	q.Require(!opensDecision || !slices.ContainsFunc(q.state.restsOn(q.book), func(s Sealed) bool {
		return !q.state.Opened[s] && !a.opens(s)
	}), clause, "decision-safe", nil)
}

func numbered(openings []Opening, at int) rulebook.Figures {
	if at < 0 {
		return nil
	}
	return rulebook.Figures{"number": strconv.FormatInt(openings[at].Number, 10)}
}

// opens tells whether an act opens a value.
func (a Published) opens(s Sealed) bool {
	return slices.ContainsFunc(a.Openings, func(o Opening) bool { return o.Number == s.Number && o.Field == s.Field })
}

// withholds requires that what is said to stay sealed may, for the reason that is given.
func (q *asking) withholds(clause string, a Published) error {
	wrong := -1
	for i, w := range a.Withheld {
		right, err := q.rightlyWithheld(w, a)
		if err != nil {
			return err
		}
		if !right {
			wrong = i
			break
		}
	}
	var figures rulebook.Figures
	if wrong >= 0 {
		figures = rulebook.Figures{"number": strconv.FormatInt(a.Withheld[wrong].Number, 10)}
	}
	q.Require(wrong < 0, clause, "withheld-known", figures)
	return nil
}

// rightlyWithheld tells whether a value may stay sealed for the reason that is given. Whoever cannot see the value
// takes the reason as it is given; whoever can, holds it to the value.
func (q *asking) rightlyWithheld(w Withheld, a Published) (bool, error) {
	field := Sealed{w.Number, w.Field}
	if !q.state.publishable(field) || q.state.Opened[field] || a.opens(field) {
		return false, nil
	}
	value, err := q.facts.Unsealed(field)
	known := err == nil
	if err != nil && !errors.Is(err, ErrSealed) {
		return false, unread(err, field)
	}
	var votes Votes
	switch {
	case w.Why == gone:
		return !known, nil
	case w.Why != telling:
		return false, nil
	case w.Field == "figures" && known:
		return json.Unmarshal(value, &votes) == nil && votes.Telling() != "", nil
	case w.Field == "decision":
		withheld := slices.Concat(q.state.Withheld, a.Withheld)
		return slices.ContainsFunc(q.state.restsOn(q.book), func(s Sealed) bool { return names(withheld, s) }), nil
	}
	return w.Field == "figures", nil
}

// toldAll requires that of everything that publication is about it was opened, or said why it stays sealed.
func (q *asking) toldAll(clause string, a Published) {
	withheld := slices.Concat(q.state.Withheld, a.Withheld)
	due := q.state.due()
	missing := slices.IndexFunc(due, func(s Sealed) bool { return !q.state.Opened[s] && !a.opens(s) && !names(withheld, s) })
	var figures rulebook.Figures
	if missing >= 0 {
		figures = rulebook.Figures{"number": strconv.FormatInt(due[missing].Number, 10)}
	}
	q.Require(missing < 0, clause, "all-opened", figures)
}

func names(withheld []Withheld, s Sealed) bool {
	return slices.ContainsFunc(withheld, func(w Withheld) bool { return w.Number == s.Number && w.Field == s.Field })
}

func (s *State) withheld(field Sealed) bool { return names(s.Withheld, field) }

// publishable tells whether a sealed value is one that publication is about. A return that was taken back, or
// never countersigned, stays sealed: it was nobody's answer.
func (s *State) publishable(field Sealed) bool { return slices.Contains(s.due(), field) }

// due lists what publication is about, the decision last: it may open only after what it rests on.
func (s *State) due() []Sealed {
	var due []Sealed
	for _, r := range s.Returns {
		if r.counts() {
			due = append(due, Sealed{r.Number, "answer"})
		}
	}
	return append(append(due, s.FiguresDue()...), Sealed{s.Decided, "decision"})
}

// DueOpen lists the sealed values that everybody may see after the declaration, as far as nothing else speaks
// against it: the decision, and the answer of every return that was countersigned and not withdrawn.
func (s *State) DueOpen() []Sealed {
	return slices.DeleteFunc(s.due(), func(field Sealed) bool { return field.Field == "figures" })
}

// FiguresDue lists the sealed figures of the returns that were countersigned and not withdrawn; publication
// opens those that are not telling, and names the others.
func (s *State) FiguresDue() []Sealed {
	var due []Sealed
	for _, r := range s.Returns {
		if r.counts() && r.HasFigures {
			due = append(due, Sealed{r.Number, "figures"})
		}
	}
	return due
}

// restsOn lists the figures whose sum the decision tells: those that count, under a book that counts votes.
func (s *State) restsOn(book *rulebook.Book) []Sealed {
	if book.Decision.Count != rulebook.Votes {
		return nil
	}
	var figures []Sealed
	for _, u := range s.Units {
		if r, ok := s.Counted(u.ID); ok && r.HasFigures && !r.Void && !r.Late {
			figures = append(figures, Sealed{r.Number, "figures"})
		}
	}
	return figures
}

// Publication says what publication has left to open, and what it names as staying sealed and why: figures that
// are telling, whatever was erased and, where the book counts votes, the decision if it rests on any such figures,
// because it tells their sum. What it opens is in an order in which it can be published in several acts. The
// error is ErrSealed if a value is sealed that was not erased, and that of unsealed if one could not be looked for.
func (s *State) Publication(
	book *rulebook.Book, unsealed func(Sealed) (json.RawMessage, error), erased func(Sealed) bool,
) (opened []Sealed, withheld []Withheld, err error) {
	for _, field := range s.due() {
		if s.Opened[field] || s.withheld(field) {
			continue
		}
		why := s.whyDecision(book, field, withheld)
		if why == "" {
			if why, err = whySealed(field, unsealed, erased); err != nil {
				return nil, nil, err
			}
		}
		if why == "" {
			opened = append(opened, field)
		} else {
			withheld = append(withheld, Withheld{Number: field.Number, Field: field.Field, Why: why})
		}
	}
	return opened, withheld, nil
}

// whyDecision says why the decision stays sealed although it could be opened, or "".
func (s *State) whyDecision(book *rulebook.Book, field Sealed, withheld []Withheld) string {
	if field.Field == "decision" && slices.ContainsFunc(s.restsOn(book), func(figures Sealed) bool {
		return names(withheld, figures) || s.withheld(figures)
	}) {
		return telling
	}
	return ""
}

// whySealed says why a value stays sealed for what it is, or "".
func whySealed(field Sealed, unsealed func(Sealed) (json.RawMessage, error), erased func(Sealed) bool) (string, error) {
	value, err := unsealed(field)
	switch {
	case errors.Is(err, ErrSealed) && erased(field):
		return gone, nil
	case err != nil:
		return "", unread(err, field)
	case field.Field != "figures":
		return "", nil
	}
	var votes Votes
	if err := json.Unmarshal(value, &votes); err != nil {
		return "", party.Errorf(party.Invalid, "read the sealed figures of act %d: %w", field.Number, err)
	}
	return votes.Telling(), nil
}
