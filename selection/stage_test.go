package selection_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"pgregory.net/rapid"

	"github.com/selectorate/selectorate/org"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/rules"
	"github.com/selectorate/selectorate/selection"
)

func shipped(t rapid.TB, name string) *rulebook.Book {
	t.Helper()
	data, err := rules.Read(name)
	if err != nil {
		t.Fatal(err)
	}
	book, err := rulebook.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	return book
}

// play is a seat in the course of being played: its state, what is sealed, and the day and hour.
type play struct {
	t        rapid.TB
	book     *rulebook.Book
	house    org.State
	setting  rulebook.Setting
	units    []selection.Unit
	deadline party.Day
	now      time.Time
	state    selection.State
	sealed   map[selection.Sealed]json.RawMessage
	heard    map[string]bool // codes of all reasons that were given
	broken   error           // why nothing can be looked for, if so
}

func newPlay(t rapid.TB) *play {
	return &play{t: t, sealed: map[selection.Sealed]json.RawMessage{}, setting: rulebook.Setting{}, heard: map[string]bool{}}
}

// found founds the organisation and adopts the book, as everything before the seat.
func (p *play) found(name string) {
	p.t.Helper()
	p.book = shipped(p.t, name)
	for _, parameter := range p.book.ToConfirm() {
		p.setting[parameter.Name] = parameter.Default
	}
	stamp := party.Stamp{Actor: party.Actor{Alias: "Gwen", Office: "general-secretary"}, Day: day("2026-02-23")}
	p.house.Apply(org.Founded{
		Origin: "lamplighters.example", Zone: "Europe/London", Key: "k", Title: "Union of Lamplighters", Office: "general-secretary",
	}, stamp)
	p.house.Apply(org.Appointed{Office: "regional-executive", Holder: "Rae"}, stamp)
	p.house.Apply(org.BookAdopted{Book: p.book.Digest, Name: p.book.Name}, stamp)
}

// confirm settles what the book leaves open.
func (p *play) confirm() {
	stamp := party.Stamp{Number: 2, Actor: party.Actor{Alias: "Gwen", Office: "general-secretary"}, Day: day("2026-02-23")}
	p.house.Apply(org.ParametersConfirmed{Book: p.book.Digest, Setting: p.setting}, stamp)
}

// at sets the clock of the play, in the organisation's zone.
func (p *play) at(d party.Day, hour, minute int) {
	start := d.Add(-1).End(p.house.Zone)
	p.now = time.Date(start.Year(), start.Month(), start.Day(), hour, minute, 0, 0, p.house.Zone)
}

func (p *play) today() party.Day { return party.DayOf(p.now, p.house.Zone) }

func (p *play) stamp(by party.Actor) party.Stamp {
	return party.Stamp{Number: p.state.Acts, Actor: by, Day: p.today(), Recorded: p.now.UnixMilli()}
}

func (p *play) unsealed(s selection.Sealed) (json.RawMessage, error) {
	if p.broken != nil {
		return nil, p.broken
	}
	if value, ok := p.sealed[s]; ok {
		return value, nil
	}
	return nil, selection.ErrSealed
}

func (p *play) facts() selection.Facts {
	return selection.Facts{Org: &p.house, Book: p.book, Unsealed: p.unsealed}
}

// answer tells what came of asking: "allowed", "refused: " or "not yet: " with the codes that were not met,
// or "sealed".
func (p *play) ask(act selection.Act, stamp party.Stamp) string {
	p.t.Helper()
	before := told(&p.state)
	ruling, err := p.state.May(act, stamp, p.facts())
	if told(&p.state) != before {
		p.t.Fatalf("asking about %s changed the state", act.Kind())
	}
	if errors.Is(err, selection.ErrSealed) {
		return "sealed"
	}
	if err != nil {
		p.t.Fatal(err)
	}
	return p.hear(ruling)
}

// told writes a state down, so that two can be compared.
func told(s *selection.State) string {
	flat := *s
	flat.Ruled, flat.Declared, flat.Departed = nil, nil, nil
	said := fmt.Sprintf("%+v", flat)
	if s.Ruled != nil {
		said += fmt.Sprintf(" %+v", *s.Ruled)
	}
	if s.Declared != nil {
		said += fmt.Sprintf(" %+v", *s.Declared)
	}
	if s.Departed != nil {
		said += fmt.Sprintf(" %+v", *s.Departed)
	}
	return said
}

// hear looks at what a ruling says: every reason has a sentence, no sentence has a hole, and an answer that
// refuses says why.
func (p *play) hear(r rulebook.Ruling) string {
	p.t.Helper()
	var codes []string
	for _, reason := range r.Reasons {
		p.heard[reason.Code] = true
		if said := rulebook.Sentence(p.book, reason); strings.HasPrefix(said, "(") || strings.ContainsAny(said, "{}") {
			p.t.Errorf("%s is told as %q", reason.Code, said)
		}
		if code, unmet := strings.CutPrefix(reason.Code, "not-"); unmet != (reason.Status != rulebook.Met) {
			p.t.Errorf("%s has the status %s", reason.Code, reason.Status)
		} else if unmet && !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
		if _, known := p.book.Clause(reason.Clause); reason.Clause != "" && !known {
			p.t.Errorf("%s cites the clause %q, which %s has not", reason.Code, reason.Clause, p.book.Name)
		}
	}
	if r.OK() != (len(codes) == 0) {
		p.t.Errorf("%s with %d requirements not met", r.Outcome, len(codes))
	}
	slices.Sort(codes)
	if r.OK() {
		return "allowed"
	}
	return strings.ReplaceAll(string(r.Outcome), "-", " ") + ": " + strings.Join(codes, ", ")
}

// does asks and, if it may be done, does. It tells what came of it.
func (p *play) does(act selection.Act, stamp party.Stamp, values map[string]any) string {
	p.t.Helper()
	said := p.ask(act, stamp)
	if said != "allowed" {
		return said
	}
	if err := selection.CheckSealed(act, p.seal(stamp.Number, values)); err != nil {
		p.t.Fatalf("what is sealed with %s: %v", act.Kind(), err)
	}
	p.state.Apply(act, stamp)
	return said
}

// seal keeps what is sealed with an act, and gives it as JSON.
func (p *play) seal(number int64, values map[string]any) map[string]json.RawMessage {
	p.t.Helper()
	raw := map[string]json.RawMessage{}
	for field, value := range values {
		data, err := json.Marshal(value)
		if err != nil {
			p.t.Fatal(err)
		}
		raw[field] = data
		p.sealed[selection.Sealed{Number: number, Field: field}] = data
	}
	return raw
}

// decision computes what the rules give for the returns as they stand.
func (p *play) decision() rulebook.Ruling {
	p.t.Helper()
	file, err := p.state.ReturnsFile(p.book, p.unsealed)
	if err != nil {
		p.t.Fatal(err)
	}
	return selection.Decide(p.book, p.state.Setting, file).Ruling
}

// gave is the outcome of the sealed decision.
func (p *play) gave() rulebook.Outcome {
	var r rulebook.Ruling
	if err := json.Unmarshal(p.sealed[selection.Sealed{Number: p.state.Decided, Field: "decision"}], &r); err != nil {
		return ""
	}
	return r.Outcome
}

// The cast: a role is also the name of whoever plays it.

// role gives the office that a role means and, for an officer of a unit, the unit.
func (p *play) role(words string) (party.OfficeID, party.UnitID) {
	first, rest, _ := strings.Cut(words, " ")
	if u, ok := p.unit(first); ok && rest != "" {
		if u.Kind == party.Affiliate || u.Kind == party.Ward {
			return party.OfficeID(string(u.Kind) + "-" + rest), u.ID
		}
		return party.OfficeID("branch-" + rest), u.ID
	}
	if words == "representative" {
		return "nec-representative", ""
	}
	return party.OfficeID(strings.ReplaceAll(words, " ", "-")), ""
}

func (p *play) unit(id string) (selection.Unit, bool) {
	i := slices.IndexFunc(p.units, func(u selection.Unit) bool { return string(u.ID) == id })
	if i < 0 {
		return selection.Unit{}, false
	}
	return p.units[i], true
}

// actor gives who acts: "harbour secretary", or "Ann as harbour secretary" for somebody with a name.
func (p *play) actor(words string) party.Actor {
	name, role, named := strings.Cut(words, " as ")
	if !named {
		role = words
	}
	if name == "nobody" {
		name = ""
	}
	office, _ := p.role(role)
	return party.Actor{Alias: party.Alias(name), Office: office}
}

// officer gives an appointment: "Ann as harbour secretary".
func (p *play) officer(words string) selection.Officer {
	a := p.actor(words)
	_, role, named := strings.Cut(words, " as ")
	if !named {
		role = words
	}
	office, unit := p.role(role)
	return selection.Officer{Office: office, Holder: a.Alias, Unit: unit}
}

// company gives the usual officers: four of the whole seat, as far as the book has them, and two of each unit.
func (p *play) company() []selection.Officer {
	officers := make([]selection.Officer, 0, 4+2*len(p.units))
	for _, role := range []string{"regional executive", "national executive", "procedures secretary", "representative"} {
		if officer := p.officer(role); p.has(officer.Office) {
			officers = append(officers, officer)
		}
	}
	for _, u := range p.units {
		second := " teller"
		if u.Kind == party.Affiliate {
			second = " officer"
		}
		officers = append(officers, p.officer(string(u.ID)+" secretary"), p.officer(string(u.ID)+second))
	}
	return officers
}

func (p *play) has(office party.OfficeID) bool {
	_, known := p.book.Office(office)
	return known
}

// latest gives the number of the act that entered a unit's last return, or one that is none; "act 7" is 7.
func (p *play) latest(unit string) int64 {
	if number, ok := strings.CutPrefix(unit, "act "); ok {
		n, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			p.t.Fatal(err)
		}
		return n
	}
	number := int64(-1)
	for _, r := range p.state.Returns {
		if string(r.Unit) == unit {
			number = r.Number
		}
	}
	return number
}

// opened is the act that opens the seat with the usual company.
func (p *play) opened() selection.Opened {
	return selection.Opened{
		Round: "2026", Seat: "northside", Title: "Northside", Book: p.book.Digest, Setting: p.setting,
		ReturnsBy: p.deadline, Officers: p.company(),
	}
}
