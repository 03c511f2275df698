package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/selectorate/selectorate/internal/gallery"
	"github.com/selectorate/selectorate/internal/web"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/selection"
)

// Seat gives one seat as anybody may see it.
func (d *Desk) Seat(ctx context.Context, id party.SeatID) (web.Seat, error) {
	row, err := d.matterOf(ctx, id)
	if err != nil {
		return web.Seat{}, err
	}
	record, err := d.gallery.Seat(ctx, party.MatterID(row.Matter))
	if err != nil {
		return web.Seat{}, err
	}
	book, err := d.gallery.Book(ctx, record.State.Book)
	if err != nil {
		return web.Seat{}, err
	}
	adopted, err := d.adopted(ctx, book)
	if err != nil {
		return web.Seat{}, err
	}
	teller := teller{record: record, book: book}
	seat := teller.outline(id)
	seat.Settings = settings(book, record.State.Setting, adopted)
	teller.outcome(&seat)
	if err := teller.decision(&seat); err != nil {
		return web.Seat{}, err
	}
	seat.Answers = teller.answers()
	seat.Closed = teller.closed()
	seat.History = teller.history()
	return seat, nil
}

// teller tells one seat in the words of the pages.
type teller struct {
	record *gallery.SeatRecord
	book   *rulebook.Book
}

func (t teller) outline(id party.SeatID) web.Seat {
	s, events := t.record.State, t.record.Events
	seat := web.Seat{
		ID: id, Name: s.Title, Incumbent: t.book.Incumbent, Question: t.book.Question.Text,
		Round:     web.RoundLine{ID: s.Round, Title: roundTitle(string(s.Round))},
		Book:      web.BookRef{Name: t.book.Name, Title: t.book.Title},
		Stage:     webStage(string(s.Stage)),
		Published: s.Stage == selection.StagePublished,
		First:     events[0].Entry.Index, Last: events[len(events)-1].Entry.Index,
	}
	if s.Imposed() {
		seat.Stage = web.StageOverridden
	}
	return seat
}

func settings(book *rulebook.Book, setting rulebook.Setting, adopted web.Adopted) []web.Setting {
	shown := make([]web.Setting, 0, len(book.Parameters))
	for _, p := range book.Parameters {
		confirmed := adopted.Confirmed[p.Name]
		shown = append(shown, web.Setting{
			Name: p.Name, Meaning: p.Meaning, Value: book.Value(setting, p.Name),
			Office: withArticle(confirmed.Office), Day: confirmed.Day,
		})
	}
	return shown
}

// withArticle makes an office's title part of a sentence; nothing stays nothing.
func withArticle(office string) string {
	if office == "" {
		return ""
	}
	return "the " + office
}

// outcome tells what was declared, and what was imposed against it.
func (t teller) outcome(seat *web.Seat) {
	s := t.record.State
	seat.Outcome, _ = s.Outcome()
	due, _ := s.Due()
	for _, e := range t.record.Events {
		by := withArticle(officeTitle(t.book, e.Stamp.Actor.Office))
		switch a := e.Seat.(type) {
		case selection.Declared:
			seat.Declared = web.Declaration{Day: e.Stamp.Day, Office: by, Entry: e.Entry.Index}
			if a.Outcome != due {
				seat.Imposed = t.imposed(e, "depart", a.Outcome, a.Ground, due)
				seat.Imposed.Declared = true
			}
		case selection.Overridden:
			seat.Imposed = nil
			if a.Outcome != due {
				seat.Imposed = t.imposed(e, "override", a.Outcome, a.Ground, due)
				seat.Imposed.Clause = web.ClauseRefOf(t.book, a.Clause)
			}
		case selection.Opened, selection.Appointed, selection.StoodDown, selection.Listed, selection.Challenged, selection.Settled, selection.Frozen, selection.Returned,
			selection.Countersigned, selection.Withdrawn, selection.Reballoted, selection.Voided, selection.Reinstated, selection.ReceivedLate, selection.Decided, selection.Ruled, selection.Published:
		}
	}
}

func (t teller) imposed(e gallery.Event, act string, outcome rulebook.Outcome, ground string, due rulebook.Outcome) *web.Imposed {
	power, _ := t.book.Power(act)
	clause, _ := t.book.Clause(power.Clause)
	return &web.Imposed{
		Rules: due, Outcome: outcome, By: withArticle(officeTitle(t.book, e.Stamp.Actor.Office)), Day: e.Stamp.Day,
		Authority: clause.Title, Ground: groundWords(power, ground), Clause: web.ClauseRefOf(t.book, power.Clause),
		Entry: e.Entry.Index,
	}
}

func groundWords(power rulebook.Power, code string) string {
	for _, g := range power.Grounds {
		if g.Code == code {
			return g.Text
		}
	}
	return ""
}

// decision tells the reasons and the figures, once they were published.
func (t teller) decision(seat *web.Seat) error {
	s := t.record.State
	value, err := t.record.Unsealed(selection.Sealed{Number: s.Decided, Field: "decision"})
	if err != nil || s.Declared == nil {
		return nil
	}
	var ruling rulebook.Ruling
	if err := json.Unmarshal(value, &ruling); err != nil {
		return fmt.Errorf("read the decision of %s: %w", t.record.Matter, err)
	}
	seat.Reasons = web.ReasonsOf(t.book, ruling.Reasons)
	file, err := s.ReturnsFile(t.book, t.record.Unsealed)
	if err != nil {
		return nil // not every answer is published yet
	}
	decided, err := selection.DecideAs(s.Procedure, t.book, s.Setting, file)
	if err != nil {
		return fmt.Errorf("compute the decision of %s again: %w", t.record.Matter, err)
	}
	seat.Summary = web.SummaryOf(t.book, decided)
	seat.Pools = web.PoolResultsOf(t.book, s.Setting, decided)
	return nil
}

// answers tells every unit's answer as far as it is published.
func (t teller) answers() []web.AnswerGroup {
	var groups []web.AnswerGroup
	for _, kind := range party.UnitKinds() {
		group := web.AnswerGroup{Kind: kind}
		for _, u := range t.record.State.Units {
			if u.Kind == kind {
				group.Rows = append(group.Rows, t.answer(u))
			}
		}
		if len(group.Rows) > 0 {
			groups = append(groups, group)
		}
	}
	return groups
}

func (t teller) answer(u selection.Unit) web.Answer {
	row := web.Answer{Unit: u.Name}
	s := t.record.State
	if s.Stage != selection.StagePublished {
		return row
	}
	r, ok := s.Standing(u.ID)
	if !ok || !r.Countersigned {
		row.Outcome, row.Note = string(selection.DidNotMeet), "No answer that two people had confirmed was in by the last day."
		return row
	}
	row.Outcome = t.value(r.Number)
	switch {
	case r.Void:
		row.Outcome = string(selection.Void)
	case r.Late:
		row.Outcome = string(selection.Late)
	}
	row.Note = t.note(r)
	if value, err := t.record.Unsealed(selection.Sealed{Number: r.Number, Field: "figures"}); err == nil {
		var votes selection.Votes
		if json.Unmarshal(value, &votes) == nil {
			row.Contest, row.None = strconv.FormatInt(votes.Select, 10), strconv.FormatInt(votes.Reselect, 10)
			row.Spoilt = strconv.FormatInt(votes.Spoilt, 10)
		}
	}
	return row
}

func (t teller) value(number int64) string {
	value, _ := t.record.Unsealed(selection.Sealed{Number: number, Field: "answer"})
	var answer selection.Answer
	_ = json.Unmarshal(value, &answer) // what cannot be read is shown as not answered, and verify names it
	return string(answer)
}

// note says what else must be said of a unit's answer.
func (t teller) note(r selection.Return) string {
	note := ""
	if r.Ballot == 2 {
		note = "The first ballot was equal; this is the second."
	}
	for _, turn := range r.History {
		power, _ := t.book.Power(map[bool]string{true: "void", false: "reinstate"}[turn.Void])
		verb := map[bool]string{true: "Declared void", false: "Brought back"}[turn.Void]
		note = join(note, fmt.Sprintf("%s on %s: %s.", verb, turn.Day.Long(), groundWords(power, turn.Ground)))
	}
	for _, w := range t.record.State.Withheld {
		if w.Number == r.Number && w.Field == "figures" {
			note = join(note, withheldWords(w.Why))
		}
	}
	return note
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + " " + b
}

func withheldWords(why string) string {
	if why == "erased" {
		return "What would open the figures has been erased."
	}
	return fmt.Sprintf("The figures stay closed: fewer than %d voted, or all on one side.", selection.Few)
}

// closed tells what the page does not show, and why.
func (t teller) closed() []web.Closed {
	s := t.record.State
	if s.Stage == selection.StagePublished {
		return t.withheld()
	}
	if !s.Stage.Reached(selection.StageListed) {
		return nil
	}
	return []web.Closed{{
		What: "How each unit answered", Why: "An answer that is known early sways those that come later.",
		When: "The answers are published after the outcome has been declared.",
	}}
}

func (t teller) withheld() []web.Closed {
	units := map[string]bool{}
	for _, w := range t.record.State.Withheld {
		for _, r := range t.record.State.Returns {
			if r.Number == w.Number {
				u, _ := t.record.State.Unit(r.Unit)
				units[u.Name] = true
			}
		}
	}
	var closed []web.Closed
	for _, name := range slices.Sorted(maps.Keys(units)) {
		closed = append(closed, web.Closed{
			What: "The figures of " + name, Why: "They would tell how single members voted.",
			When: "They stay closed for good. The unit’s answer is enough to work the outcome out again.",
		})
	}
	return closed
}
