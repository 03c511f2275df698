package rehearsal

import (
	"context"
	"fmt"
	"slices"

	"github.com/selectorate/selectorate/internal/clerk"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/selection"
)

// The invented party and its seat.
const (
	Origin = "lantern-party.example"
	Title  = "The Lantern Party (invented)"
	Round  = party.RoundID("2026")
	Seat   = party.SeatID("thimble-and-quay")
	Matter = party.MatterID("2026/thimble-and-quay")
)

// Scene is one thing that happens, to be told as it happens.
type Scene struct {
	Day     party.Day
	Said    string // what happens, in a sentence
	Receipt clerk.Receipt
	Cheat   bool // somebody tries what the rules forbid
}

// Play is a round in the course of being played.
type Play struct {
	*Company
	ctx  context.Context
	tell func(Scene) error
	day  party.Day
	err  error
	last map[party.UnitID]int64 // number of the act that entered a unit's last return
}

// Story plays the whole round up to the publication, telling every scene, and stops at the first error. The
// register must be empty; key is the verifier key that signs it, book the rulebook it is played under.
func Story(ctx context.Context, c *clerk.Clerk, clock *Clock, book []byte, key string, tell func(Scene) error) (*Play, error) {
	p := &Play{Company: NewCompany(c, clock), ctx: ctx, tell: tell, last: map[party.UnitID]int64{}}
	p.founding(book, key)
	p.opening(book)
	p.listing()
	p.meetings()
	p.disputes()
	p.deadline()
	p.outcome()
	return p, p.err
}

// on moves the clock to an hour of a day, unless something went wrong.
func (p *Play) on(day string, hour int) {
	d, err := party.ParseDay(day)
	if err != nil && p.err == nil {
		p.err = err
		return
	}
	p.day = d
	p.clock.Set(d, hour)
}

// told tells a scene whose act must have been written.
func (p *Play) told(said string, receipt clerk.Receipt, err error) clerk.Receipt {
	return p.scene(Scene{Day: p.day, Said: said, Receipt: receipt}, err)
}

func (p *Play) scene(s Scene, err error) clerk.Receipt {
	switch {
	case p.err != nil:
	case err != nil:
		p.err = fmt.Errorf("%s: %w", s.Said, err)
	case s.Receipt.OK() == s.Cheat:
		p.err = fmt.Errorf("%s: the answer was %s", s.Said, s.Receipt.Ruling.Outcome)
	default:
		p.err = p.tell(s)
	}
	return s.Receipt
}

// does has a player do something in the seat, unless something went wrong.
func (p *Play) does(said, part string, office party.OfficeID, act selection.Act, sealed ...clerk.Secret) clerk.Receipt {
	if p.err != nil {
		return clerk.Receipt{}
	}
	receipt, err := p.Do(p.ctx, part, office, Matter, act, sealed...)
	return p.told(said, receipt, err)
}

func (p *Play) founding(book []byte, key string) {
	p.on("2026-02-23", 9)
	receipt, err := p.Found(p.ctx, Origin, Title, key)
	p.told("The party founds its public record; the general secretary holds the first office.", receipt, err)
	for _, office := range []party.OfficeID{"national-executive", "regional-executive"} {
		if p.err != nil {
			return
		}
		receipt, err := p.Appoint(p.ctx, string(office), office)
		p.told(fmt.Sprintf("A player is named to act for the %s.", words(office)), receipt, err)
	}
	if p.err != nil {
		return
	}
	adopted, confirmed, err := p.Adopt(p.ctx, book)
	p.told("The general secretary adopts the rulebook.", adopted, err)
	p.told("The general secretary confirms what the rules leave open, at the defaults.", confirmed, err)
}

func words(office party.OfficeID) string {
	said := []byte(office)
	for i, c := range said {
		if c == '-' {
			said[i] = ' '
		}
	}
	return string(said)
}

func (p *Play) opening(data []byte) {
	p.on("2026-03-02", 10)
	if p.err != nil {
		return
	}
	lines := [][3]string{
		{"regional-executive", "regional-executive", ""},
		{"national-executive", "national-executive", ""},
		{"procedures secretary", "procedures-secretary", ""},
		{"representative", "nec-representative", ""},
	}
	for _, u := range units() {
		first, second := offices(u.Kind)
		lines = append(lines,
			[3]string{"secretary of " + string(u.ID), first, string(u.ID)},
			[3]string{"second officer of " + string(u.ID), second, string(u.ID)})
	}
	officers, err := p.Officers(p.ctx, Matter, lines...)
	if err != nil {
		p.err = err
		return
	}
	book, err := rulebook.Parse(data)
	if err != nil {
		p.err = err
		return
	}
	deadline, _ := party.ParseDay("2026-03-27")
	p.does("The regional executive opens a trigger ballot in Thimble and Quay. Answers are due by Friday 27 March.",
		"regional-executive", "regional-executive", selection.Opened{
			Round: Round, Seat: Seat, Title: "Thimble and Quay", Book: book.Digest, Setting: Defaults(book),
			ReturnsBy: deadline, Officers: officers,
		}, clerk.Secret{Field: "incumbent", Value: "Player of the MP"})
}

func offices(kind party.UnitKind) (first, second string) {
	if kind == party.Affiliate {
		return "affiliate-secretary", "affiliate-officer"
	}
	return "branch-secretary", "branch-teller"
}

func (p *Play) listing() {
	p.on("2026-03-09", 10)
	all := units()
	published := append(slices.Clip(all), selection.Unit{
		ID: "wishing-well-trust", Kind: party.Affiliate, Name: "Wishing Well Trust",
	})
	p.does("The procedures secretary publishes the list: ten party branches, ten affiliated branches.",
		"procedures secretary", "procedures-secretary", selection.Listed{Units: published})
	p.on("2026-03-10", 18)
	challenge := p.does("The representative challenges it: the Wishing Well Trust did not affiliate in time.",
		"representative", "nec-representative", selection.Challenged{
			Ask: selection.Strike, Unit: published[len(published)-1], Ground: "affiliation-not-valid",
		}, clerk.Secret{Field: "statement", Value: "The fee arrived in January; it was due by 31 December."})
	p.on("2026-03-12", 11)
	p.does("The regional executive upholds the challenge: nine affiliated branches remain.",
		"regional-executive", "regional-executive", selection.Settled{
			Challenge: challenge.Number, Upheld: true, Ground: "challenge-upheld",
		})
	p.on("2026-03-13", 12)
	p.does("The list is frozen with nineteen units. Only now may they meet.",
		"procedures secretary", "procedures-secretary", selection.Frozen{Units: int64(len(all))})
}

// enters has a unit's secretary enter a return, and its second officer countersign it.
func (p *Play) enters(a answer) {
	number := p.entered(a)
	if p.err == nil {
		p.confirmed(a, number)
	}
}

func (p *Play) entered(a answer) int64 {
	unit := a.unit()
	first, _ := offices(unit.Kind)
	act := selection.Returned{Unit: unit.ID, Ballot: a.ballot, Tied: a.answer == selection.Outstanding, Figures: true, MetOn: p.day}
	said := fmt.Sprintf("Entered: %s", a.row().Readback())
	receipt := p.does(said, "secretary of "+string(unit.ID), party.OfficeID(first), act, a.secrets()...)
	p.last[unit.ID] = receipt.Number
	return receipt.Number
}

func (p *Play) confirmed(a answer, number int64) {
	unit := a.unit()
	_, second := offices(unit.Kind)
	p.does(fmt.Sprintf("A second officer of %s confirms it.", unit.Name), "second officer of "+string(unit.ID),
		party.OfficeID(second), selection.Countersigned{Return: number})
}

func (p *Play) meetings() {
	p.on("2026-03-16", 20)
	answers := returns()
	for i, a := range answers {
		if i == 6 {
			p.on("2026-03-19", 21)
		}
		if p.err != nil {
			return
		}
		if a.id == "sallow-green" {
			p.cheatCountersign(a)
			continue
		}
		p.enters(a)
	}
	tied := answer{"kettle-row", 1, selection.Outstanding, 12, 12}
	p.enters(tied)
	p.does("The ballot tied, so it is to be taken again.", "procedures secretary", "procedures-secretary",
		selection.Reballoted{Return: p.last["kettle-row"]})
	p.on("2026-03-23", 20)
	p.enters(answer{"kettle-row", 2, selection.Reselect, 11, 14})
}

// cheatCountersign has the officer who entered a return countersign it too, which the rules refuse.
func (p *Play) cheatCountersign(a answer) {
	number := p.entered(a)
	if p.err != nil {
		return
	}
	unit := a.unit()
	first, _ := offices(unit.Kind)
	receipt, err := p.Do(p.ctx, "secretary of "+string(unit.ID), party.OfficeID(first), Matter,
		selection.Countersigned{Return: number})
	p.scene(Scene{Day: p.day, Cheat: true, Receipt: receipt, Said: fmt.Sprintf(
		"CHEAT: the officer who entered the answer of %s tries to confirm it too.", unit.Name)}, err)
	p.confirmed(a, number)
}

func (p *Play) disputes() {
	p.on("2026-03-24", 15)
	of := p.last["otterwell"]
	p.does("The regional executive declares Otterwell's answer void: people were turned away at the door, it is said.",
		"regional-executive", "regional-executive", selection.Voided{Return: of, Ground: "entitled-refused", Seen: false},
		clerk.Secret{Field: "statement", Value: "Two members say that they were turned away."})
	p.on("2026-03-26", 15)
	p.does("After looking into it the regional executive reinstates it: nobody entitled was refused.",
		"regional-executive", "regional-executive", selection.Reinstated{Return: of, Ground: "ground-not-made-out", Seen: true},
		clerk.Secret{Field: "statement", Value: "The two had joined after the last day."})
}

func (p *Play) deadline() {
	if p.err != nil {
		return
	}
	p.on("2026-03-28", 10)
	late := answer{"weathervane-keepers", 1, selection.Select, 9, 4}
	unit := late.unit()
	meeting, _ := party.ParseDay("2026-03-27")
	r, err := p.as(p.ctx, "secretary of "+string(unit.ID), "affiliate-secretary", Matter)
	if err != nil {
		p.err = err
		return
	}
	r.Day, r.Sealed = meeting, late.secrets()
	r.Seat = selection.Returned{Unit: unit.ID, Ballot: 1, Figures: true, MetOn: meeting}
	receipt, err := p.clerk.Do(p.ctx, r)
	p.scene(Scene{Day: p.day, Cheat: true, Receipt: receipt, Said: fmt.Sprintf(
		"CHEAT: a day after the last day, the secretary of %s dates an answer back.", unit.Name)}, err)
	receipt = p.does(fmt.Sprintf("It is recorded as received late instead: %s is not counted.", unit.Name),
		"secretary of "+string(unit.ID), "affiliate-secretary",
		selection.ReceivedLate{Unit: unit.ID, MetOn: meeting, Figures: true}, late.secrets()...)
	p.confirmed(late, receipt.Number)
}

func (p *Play) outcome() {
	p.on("2026-03-30", 11)
	if p.err != nil {
		return
	}
	r, err := p.as(p.ctx, "regional-executive", "regional-executive", Matter)
	if err != nil {
		p.err = err
		return
	}
	receipt, decision, err := p.clerk.Decide(p.ctx, r)
	p.told("The software puts the answers together and gives its reasons, sealed until the declaration.", receipt, err)
	if p.err != nil {
		return
	}
	gave := decision.Ruling.Outcome
	p.on("2026-03-31", 12)
	p.does("The regional executive declares what the rules gave.", "regional-executive", "regional-executive",
		selection.Declared{Gave: gave, Outcome: gave})
	p.publishes()
	p.on("2026-04-14", 17)
	other := rulebook.Triggered
	if gave == other {
		other = rulebook.NotTriggered
	}
	p.does("OVERRIDE: the national executive imposes the other outcome. The record says so for ever.",
		"national-executive", "national-executive", selection.Overridden{
			Was: gave, Outcome: other, Clause: "override", Ground: "process-cancelled",
		}, clerk.Secret{Field: "statement", Value: "The executive sets the process aside."})
}

func (p *Play) publishes() {
	if p.err != nil {
		return
	}
	r, err := p.as(p.ctx, "regional-executive", "regional-executive", Matter)
	if err != nil {
		p.err = err
		return
	}
	receipts, err := p.clerk.Publish(p.ctx, r)
	for _, receipt := range receipts {
		p.told("Every unit's answer is opened to the public; figures that would tell how single members voted stay sealed.", receipt, nil)
	}
	if err != nil && p.err == nil {
		p.err = err
	}
}
