package clerk_test

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/selectorate/selectorate/internal/clerk"
	"github.com/selectorate/selectorate/internal/rehearsal"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/rules"
	"github.com/selectorate/selectorate/selection"
)

// Offices of the rulebook that the invented round is played under.
const (
	executive  = party.OfficeID("regional-executive")
	procedures = party.OfficeID("procedures-secretary")
)

// pairs is how many pairs of officers report for the units of one seat, each pair for several units.
const pairs = 6

// round is a trigger round in an invented party, with as many seats as a test asks for. What is in the seats
// depends on their numbers alone, so that a round can be played again.
type round struct {
	clerk   *clerk.Clerk
	book    *rulebook.Book
	founder string // person
	region  string // person: acts for the regional executive in every seat
}

// foundRound founds the register and adopts the rulebook.
func foundRound(ctx context.Context, c *clerk.Clerk, vkey string) (*round, error) {
	data, err := rules.Read("uk-labour/2021")
	if err != nil {
		return nil, err
	}
	company := rehearsal.NewCompany(c, nil)
	if _, err := company.Found(ctx, rehearsal.Origin, rehearsal.Title, vkey); err != nil {
		return nil, err
	}
	if _, err := company.Appoint(ctx, "region", executive); err != nil {
		return nil, err
	}
	adopted, confirmed, err := company.Adopt(ctx, data)
	if err != nil || !adopted.OK() || !confirmed.OK() {
		return nil, fmt.Errorf("adopt the rulebook: %v %v %w", adopted.Ruling.Outcome, confirmed.Ruling.Outcome, err)
	}
	r := &round{clerk: c}
	if r.book, err = rulebook.Parse(data); err != nil {
		return nil, err
	}
	if r.founder, err = company.Person(ctx, "general secretary"); err != nil {
		return nil, err
	}
	r.region, err = company.Person(ctx, "region")
	return r, err
}

// seat is one seat of the round with the people who act in it. It hands out requests and leaves it to the
// test how they reach the clerk.
type seat struct {
	round  *round
	matter party.MatterID
	units  []selection.Unit
	chance *rand.Rand
	keys   int

	steward  string        // person: the procedures secretary
	first    [pairs]string // persons who enter returns
	second   [pairs]string // persons who countersign them
	aliases  map[string]party.Alias
	officers []selection.Officer // as the seat is opened
}

// seat makes the people of a seat with so many units, and their aliases. Nothing is recorded yet.
func (r *round) seat(ctx context.Context, number, units int) (*seat, error) {
	s := &seat{
		round: r, matter: party.MatterID(fmt.Sprintf("2026/seat-%05d", number)),
		chance: rand.New(rand.NewPCG(2026, uint64(number))), aliases: map[string]party.Alias{},
	}
	for i := range units {
		u := selection.Unit{ID: party.UnitID(fmt.Sprintf("ward-%03d", i)), Kind: party.Branch, Name: fmt.Sprintf("Ward %d of Seat %d", i, number)}
		if i%2 == 1 {
			u = selection.Unit{ID: party.UnitID(fmt.Sprintf("guild-%03d", i)), Kind: party.Affiliate, Name: fmt.Sprintf("Guild %d, Seat %d", i, number)}
		}
		s.units = append(s.units, u)
	}
	err := s.appoint(ctx, r.region, executive, "")
	if err == nil {
		s.steward, err = s.enrol(ctx, "Steward", procedures, "")
	}
	for i := range pairs {
		for _, side := range []struct {
			person *string
			role   string
			branch party.OfficeID
			guild  party.OfficeID
		}{
			{&s.first[i], "Secretary", "branch-secretary", "affiliate-secretary"},
			{&s.second[i], "Teller", "branch-teller", "affiliate-officer"},
		} {
			for j := i; j < units && err == nil; j += pairs {
				office := side.branch
				if s.units[j].Kind == party.Affiliate {
					office = side.guild
				}
				if *side.person == "" {
					*side.person, err = s.enrol(ctx, side.role, office, s.units[j].ID)
					continue
				}
				err = s.appoint(ctx, *side.person, office, s.units[j].ID)
			}
		}
	}
	return s, err
}

func (s *seat) enrol(ctx context.Context, role string, office party.OfficeID, unit party.UnitID) (string, error) {
	person, err := s.round.clerk.Enrol(ctx, role+" in "+string(s.matter), "nobody@lantern-party.example")
	if err != nil {
		return "", err
	}
	return person, s.appoint(ctx, person, office, unit)
}

// appoint writes an officer down for the opening of the seat.
func (s *seat) appoint(ctx context.Context, person string, office party.OfficeID, unit party.UnitID) error {
	alias, known := s.aliases[person]
	if !known {
		var err error
		if alias, err = s.round.clerk.Alias(ctx, person, s.matter); err != nil {
			return err
		}
		s.aliases[person] = alias
	}
	s.officers = append(s.officers, selection.Officer{Office: office, Holder: alias, Unit: unit})
	return nil
}

// request asks for an act in the seat under a key of its own.
func (s *seat) request(person string, office party.OfficeID, act selection.Act, sealed ...clerk.Secret) clerk.Request {
	s.keys++
	return clerk.Request{
		Key: fmt.Sprintf("%s-%04d", s.matter, s.keys), Person: person, Office: office, Matter: s.matter,
		Seat: act, Sealed: sealed,
	}
}

func (s *seat) open(deadline party.Day) clerk.Request {
	return s.request(s.round.region, executive, selection.Opened{
		Round: "2026", Seat: party.SeatID(s.matter[len("2026/"):]), Title: "Invented " + string(s.matter),
		Book: s.round.book.Digest, Setting: rehearsal.Defaults(s.round.book), ReturnsBy: deadline, Officers: s.officers,
	}, clerk.Secret{Field: "incumbent", Value: "The member for " + string(s.matter), Person: s.steward})
}

func (s *seat) list() clerk.Request {
	return s.request(s.steward, procedures, selection.Listed{Units: s.units})
}

func (s *seat) freeze() clerk.Request {
	return s.request(s.steward, procedures, selection.Frozen{Units: int64(len(s.units))})
}

// returned enters the return of the unit at a place in the list, with figures that chance gives.
func (s *seat) returned(place int, ballot int64, tied bool, day party.Day) clerk.Request {
	votes := selection.Votes{Select: s.chance.Int64N(30), Reselect: s.chance.Int64N(30), Spoilt: s.chance.Int64N(3)}
	answer := selection.Select
	switch {
	case tied:
		votes.Reselect, answer = votes.Select, selection.Outstanding
	case votes.Select == votes.Reselect:
		votes.Select++
	case votes.Select < votes.Reselect:
		answer = selection.Reselect
	}
	return s.request(s.first[place%pairs], s.office(place, "branch-secretary", "affiliate-secretary"), selection.Returned{
		Unit: s.units[place].ID, Ballot: ballot, Tied: tied, Figures: true, MetOn: day,
	}, clerk.Secret{Field: "answer", Value: answer}, clerk.Secret{Field: "figures", Value: votes})
}

// countersigned confirms the return that an act of the seat entered.
func (s *seat) countersigned(place int, number int64) clerk.Request {
	return s.request(s.second[place%pairs], s.office(place, "branch-teller", "affiliate-officer"),
		selection.Countersigned{Return: number})
}

func (s *seat) office(place int, branch, guild party.OfficeID) party.OfficeID {
	if s.units[place].Kind == party.Affiliate {
		return guild
	}
	return branch
}

// play plays the whole seat, from the opening to the publication: a challenge to the list, a first ballot that
// ties, a return that is declared void and reinstated, and every unit's answer. do hands a request to the clerk.
func (s *seat) play(ctx context.Context, today party.Day, do func(clerk.Request) (clerk.Receipt, error)) error {
	p := playing{seat: s, do: do, today: today}
	p.act(s.open(today.Add(21)))
	p.act(s.list())
	disputed := p.act(s.request(s.steward, procedures, selection.Challenged{
		Ask: selection.Strike, Unit: s.units[0], Ground: "unit-not-entitled",
	}, clerk.Secret{Field: "statement", Value: "The ward was divided, it is said."}))
	p.act(s.request(s.round.region, executive, selection.Settled{Challenge: disputed, Upheld: false, Ground: "list-correct"}))
	p.act(s.freeze())
	for place := range s.units {
		p.report(place)
	}
	if p.err != nil {
		return p.err
	}
	by := s.request(s.round.region, executive, nil)
	receipt, decision, err := s.round.clerk.Decide(ctx, by)
	if p.check(receipt, err); p.err != nil {
		return p.err
	}
	gave := decision.Ruling.Outcome
	p.act(s.request(s.round.region, executive, selection.Declared{Gave: gave, Outcome: gave}))
	if p.err != nil {
		return p.err
	}
	receipts, err := s.round.clerk.Publish(ctx, s.request(s.round.region, executive, nil))
	for _, receipt := range receipts {
		p.check(receipt, err)
	}
	return p.err
}

// playing is a seat in the course of being played. After the first error nothing more is done.
type playing struct {
	*seat
	do    func(clerk.Request) (clerk.Receipt, error)
	today party.Day
	acts  int
	err   error
}

func (p *playing) act(r clerk.Request) int64 {
	if p.err != nil {
		return -1
	}
	receipt, err := p.do(r)
	p.check(receipt, err)
	return receipt.Number
}

func (p *playing) check(receipt clerk.Receipt, err error) {
	if p.err == nil && err != nil {
		p.err = fmt.Errorf("%s: %w", p.matter, err)
	}
	if p.err == nil && !receipt.OK() {
		p.err = fmt.Errorf("%s: %s was answered %s: %+v", p.matter, receipt.Kind, receipt.Ruling.Outcome, receipt.Ruling.Reasons)
	}
	p.acts++
}

// report brings in one unit's answer.
func (p *playing) report(place int) {
	tied, disputed := place == 1, place == 2
	number := p.act(p.returned(place, 1, tied, p.today))
	p.act(p.countersigned(place, number))
	if tied {
		p.act(p.request(p.steward, procedures, selection.Reballoted{Return: number}))
		number = p.act(p.returned(place, 2, false, p.today))
		p.act(p.countersigned(place, number))
	}
	if disputed {
		p.act(p.request(p.round.region, executive, selection.Voided{Return: number, Ground: "entitled-refused"},
			clerk.Secret{Field: "statement", Value: "Two members say that they were turned away."}))
		p.act(p.request(p.round.region, executive, selection.Reinstated{Return: number, Ground: "ground-not-made-out", Seen: true},
			clerk.Secret{Field: "statement", Value: "The two had joined after the last day."}))
	}
}
