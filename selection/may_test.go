package selection_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/selectorate/selectorate/org"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/selection"
)

// seat gives a play whose book is adopted and confirmed, with three units, on the day of opening.
func seat(t rapid.TB) *play {
	t.Helper()
	p := newPlay(t)
	p.found("uk-labour/2021")
	p.confirm()
	p.deadline = day("2026-03-27")
	p.units = []selection.Unit{
		{ID: "harbour", Kind: party.Branch, Name: "Harbour Ward"},
		{ID: "quay", Kind: party.Branch, Name: "Old Quay"},
		{ID: "lamps", Kind: party.Affiliate, Name: "Union of Lamplighters"},
	}
	p.at(day("2026-03-02"), 9, 0)
	return p
}

// playOpenings asks about the first act of a seat, which a story cannot get wrong in so many ways.
func playOpenings(t *testing.T) map[string]bool {
	t.Helper()
	heard := map[string]bool{}
	const rae, region = "regional executive", "regional-executive"
	for _, c := range []struct {
		name string
		mend func(p *play, a *selection.Opened, by *party.Stamp)
		want string
	}{
		{"as it should be", func(*play, *selection.Opened, *party.Stamp) {}, "allowed"},
		{"by an office that may not", func(p *play, a *selection.Opened, by *party.Stamp) {
			by.Actor = p.actor("procedures secretary")
			p.house.Apply(org.Appointed{Office: by.Actor.Office, Holder: by.Actor.Alias}, *by)
		}, "refused: office-may"},
		{"by somebody who is not among the officers", func(_ *play, _ *selection.Opened, by *party.Stamp) {
			by.Actor.Alias = "Somebody"
		}, "refused: opener-appointed"},
		{"by an office that nobody holds in the organisation", func(p *play, _ *selection.Opened, _ *party.Stamp) {
			p.house.Offices.StandDown("Rae", region, "", p.today())
		}, "refused: office-filled"},
		{"dated back", func(_ *play, _ *selection.Opened, by *party.Stamp) { by.Day = by.Day.Add(-1) }, "refused: dated-as-recorded"},
		{"dated ahead", func(_ *play, _ *selection.Opened, by *party.Stamp) { by.Day = by.Day.Add(1) }, "refused: dated-as-recorded"},
		{"not as the first act", func(_ *play, _ *selection.Opened, by *party.Stamp) { by.Number = 3 }, "refused: opened-once"},
		{"twice", func(p *play, a *selection.Opened, by *party.Stamp) {
			p.state.Apply(*a, *by)
			*by = p.stamp(by.Actor)
		}, "refused: opened-once"},
		{"under a book that was not adopted", func(p *play, a *selection.Opened, _ *party.Stamp) {
			p.book = shipped(p.t, "uk-labour/2018")
			a.Book, a.Setting = p.book.Digest, nil
		}, "refused: book-adopted, book-in-force, parameters-confirmed"},
		{"under another book than it says", func(_ *play, a *selection.Opened, _ *party.Stamp) { a.Book = "sha256:00" }, "refused: book-adopted"},
		{"under a book that is not in the record", func(p *play, _ *selection.Opened, _ *party.Stamp) { p.house.Zone = nil }, "refused: book-known"},
		{"with a setting that nobody confirmed", func(_ *play, a *selection.Opened, _ *party.Stamp) {
			a.Setting = rulebook.Setting{"empty_half": "counts-as-none"}
		}, "refused: setting-as-confirmed"},
		{"with one value changed", func(_ *play, a *selection.Opened, _ *party.Stamp) {
			a.Setting = maps.Clone(a.Setting)
			a.Setting["empty_half"] = "counts-as-none"
		}, "refused: setting-as-confirmed"},
		{"before anything was confirmed", func(p *play, a *selection.Opened, _ *party.Stamp) {
			clear(p.house.Settings)
			a.Setting = nil
		}, "refused: parameters-confirmed"},
		{"without a round", func(_ *play, a *selection.Opened, _ *party.Stamp) { a.Round = "" }, "refused: seat-named"},
		{"without a seat", func(_ *play, a *selection.Opened, _ *party.Stamp) { a.Seat = "" }, "refused: seat-named"},
		{"with a round that is prose", func(_ *play, a *selection.Opened, _ *party.Stamp) { a.Round = "What Ann Invented said" }, "refused: seat-named"},
		{"with a seat of two parts", func(_ *play, a *selection.Opened, _ *party.Stamp) { a.Seat = "north/side" }, "refused: seat-named"},
		{"with a title of two lines", func(_ *play, a *selection.Opened, _ *party.Stamp) { a.Title = "North\nside" }, "refused: seat-named"},
		{"with a title that is prose", func(_ *play, a *selection.Opened, _ *party.Stamp) { a.Title = strings.Repeat("long ", 25) }, "refused: seat-named"},
		{"with a unit that is prose", func(_ *play, a *selection.Opened, _ *party.Stamp) { a.Officers[4].Unit = "Ann Invented" }, "refused: office-known"},
		{"without a title", func(_ *play, a *selection.Opened, _ *party.Stamp) { a.Title = "" }, "refused: seat-named"},
		{"with a last day that is today", func(_ *play, a *selection.Opened, _ *party.Stamp) { a.ReturnsBy = day("2026-03-02") }, "refused: deadline-ahead"},
		{"with a last day that is tomorrow", func(_ *play, a *selection.Opened, _ *party.Stamp) { a.ReturnsBy = day("2026-03-03") }, "allowed"},
		{"with no last day", func(_ *play, a *selection.Opened, _ *party.Stamp) { a.ReturnsBy = party.Day{} }, "refused: deadline-ahead"},
		{"with an office that does not exist", func(_ *play, a *selection.Opened, _ *party.Stamp) {
			a.Officers = append(a.Officers, selection.Officer{Office: "lamp-keeper", Holder: "Ann"})
		}, "refused: office-known"},
		{"with an office that nobody holds", func(_ *play, a *selection.Opened, _ *party.Stamp) {
			a.Officers = append(a.Officers, selection.Officer{Office: "nec-representative"})
		}, "refused: office-known"},
		{"with an office of a unit for the whole seat", func(_ *play, a *selection.Opened, _ *party.Stamp) {
			a.Officers = append(a.Officers, selection.Officer{Office: "branch-teller", Holder: "Ann"})
		}, "refused: office-known"},
		{"with an office of the seat for a unit", func(_ *play, a *selection.Opened, _ *party.Stamp) {
			a.Officers = append(a.Officers, selection.Officer{Office: "nec-representative", Holder: "Ann", Unit: "harbour"})
		}, "refused: office-known"},
		{"with a second office for whoever opens", func(_ *play, a *selection.Opened, _ *party.Stamp) {
			a.Officers = append(a.Officers, selection.Officer{Office: "national-executive", Holder: rae})
		}, "refused: appoints-others"},
		{"with nobody who could appoint", func(_ *play, a *selection.Opened, by *party.Stamp) {
			by.Actor = party.Actor{Alias: "Gwen", Office: "general-secretary"}
			a.Officers = []selection.Officer{{Office: "general-secretary", Holder: "Gwen"}}
		}, "refused: appointer-left"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := seat(t)
			p.heard = heard
			act, stamp := p.opened(), p.stamp(party.Actor{Alias: rae, Office: region})
			c.mend(p, &act, &stamp)
			if got := p.ask(act, stamp); got != c.want {
				t.Errorf("got   %s\nwant  %s", got, c.want)
			}
		})
	}
	return heard
}

// playUnopened asks about every other act in a seat that nobody opened.
func playUnopened(t *testing.T) map[string]bool {
	t.Helper()
	p := seat(t)
	for _, act := range filled() {
		if _, opens := act.(selection.Opened); opens {
			continue
		}
		if got := p.ask(act, p.stamp(p.actor("regional executive"))); got != "refused: round-opened" {
			t.Errorf("%s: %s", act.Kind(), got)
		}
	}
	return p.heard
}

// TestAnotherBook asks under another book than the one that the seat was opened under.
func TestAnotherBook(t *testing.T) {
	p := seat(t)
	p.begin(selection.StageListed)
	p.book = shipped(t, "uk-labour/2018")
	if got := p.ask(selection.Frozen{Units: 3}, p.stamp(p.actor("procedures secretary"))); got != "refused: book-known" {
		t.Error(got)
	}
}

// TestPowerThatEnds asks for something whose power runs for a number of days after a stage began.
func TestPowerThatEnds(t *testing.T) {
	p := met(t)
	lent := *p.book
	lent.Powers = slices.Clone(lent.Powers)
	for i := range lent.Powers {
		if lent.Powers[i].Act == "override" {
			lent.Powers[i].Until, lent.Powers[i].Days = "declared", 14
		}
	}
	p.book = &lent
	p.line("decides", "regional executive: decides => allowed")
	p.line("declares", "regional executive: declares no contest => allowed")
	for on, want := range map[string]string{
		"2026-03-16": "allowed",
		"2026-03-30": "allowed",
		"2026-03-31": "refused: power-running",
	} {
		p.at(day(on), 23, 59)
		act := selection.Overridden{Was: rulebook.NotTriggered, Outcome: rulebook.Triggered, Clause: "override", Ground: "on-leave"}
		if got := p.ask(act, p.stamp(p.actor("national executive"))); got != want {
			t.Errorf("on %s: %s, want %s", on, got, want)
		}
	}
}

// TestBookWithoutThePower asks for an act that the book gives to nobody.
func TestBookWithoutThePower(t *testing.T) {
	p := met(t)
	lent := *p.book
	lent.Powers = slices.DeleteFunc(slices.Clone(lent.Powers), func(power rulebook.Power) bool { return power.Act == "void" })
	p.book = &lent
	p.line("voids", "regional executive: voids quay, count-wrong => refused: ground-known, office-may")
}

// TestUnitsAreNamed: a unit has an identifier and the public name of a body.
func TestUnitsAreNamed(t *testing.T) {
	for name, c := range map[string]struct {
		unit selection.Unit
		want string
	}{
		"as it should be":        {selection.Unit{ID: "mill", Kind: party.Branch, Name: "Mill Lane"}, "allowed"},
		"an identifier in prose": {selection.Unit{ID: "Mill Lane", Kind: party.Branch, Name: "Mill Lane"}, "refused: unit-fits"},
		"an identifier of two":   {selection.Unit{ID: "mill/lane", Kind: party.Branch, Name: "Mill Lane"}, "refused: unit-fits"},
		"a name of two lines":    {selection.Unit{ID: "mill", Kind: party.Branch, Name: "Mill\nLane"}, "refused: unit-fits"},
		"a name too long":        {selection.Unit{ID: "mill", Kind: party.Branch, Name: strings.Repeat("x", 121)}, "refused: unit-fits"},
		"a name just fitting":    {selection.Unit{ID: "mill", Kind: party.Branch, Name: strings.Repeat("é", 120)}, "allowed"},
	} {
		t.Run(name, func(t *testing.T) {
			p := seat(t)
			p.begin(selection.StageOpened)
			if got := p.ask(selection.Listed{Units: []selection.Unit{c.unit}}, p.stamp(p.actor("procedures secretary"))); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}
