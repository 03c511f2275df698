package selection_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/selectorate/selectorate/org"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/selection"
)

// happening is an act with who did it and when.
type happening struct {
	act    selection.Act
	by     party.Actor
	day    party.Day
	values map[string]any
}

// drawer draws acts of every kind in a small world, where many of them fit.
type drawer struct {
	*rapid.T
	p *play
}

func one[V any](d drawer, name string, values ...V) V {
	return rapid.SampledFrom(values).Draw(d.T, name)
}

func (d drawer) unit() selection.Unit { return one(d, "unit", d.p.units...) }

// number draws the number of an act, mostly of one that entered a return or a challenge.
func (d drawer) number() int64 {
	numbers := []int64{-1, 0, 99}
	for _, r := range d.p.state.Returns {
		numbers = append(numbers, r.Number, r.Number)
	}
	for _, c := range d.p.state.Disputes {
		numbers = append(numbers, c.Number)
	}
	return one(d, "number", numbers...)
}

func (d drawer) outcome() rulebook.Outcome {
	return one(d, "outcome", rulebook.Triggered, rulebook.NotTriggered, rulebook.NeedsRuling, d.p.gave())
}

// ground draws a ground that the book names for a power, or another one.
func (d drawer) ground(power string) string {
	grounds := []string{"", "because"}
	if p, ok := d.p.book.Power(power); ok {
		for _, g := range p.Grounds {
			grounds = append(grounds, g.Code)
		}
	}
	return one(d, "ground", grounds...)
}

func (d drawer) officer() selection.Officer {
	return d.p.officer(one(d, "officer", "regional executive", "national executive", "procedures secretary",
		"representative", "harbour teller", "Tom as harbour secretary", "lamps officer", "lamp keeper", "nobody as quay teller"))
}

func (d drawer) by() party.Actor {
	return d.p.actor(one(d, "by", "regional executive", "national executive", "procedures secretary", "representative",
		"harbour secretary", "harbour teller", "quay secretary", "quay teller", "lamps secretary", "lamps officer",
		"harbour secretary as harbour teller", "nobody as harbour teller"))
}

// happens draws an act of any kind.
func (d drawer) happens() happening {
	h := happening{act: d.act(), day: d.p.today().Add(one(d, "dated", 0, 0, 0, 0, 0, 0, 0, -1, 1))}
	if h.by = d.by(); one(d, "fitting", true, true, true, false) {
		h.by = d.p.actor(d.fitting(h.act))
	}
	if must, _ := selection.SealedFields(h.act); len(must) > 0 {
		h.values = d.values(h.act, must)
	}
	return h
}

// fitting gives somebody who could do an act in its time.
func (d drawer) fitting(act selection.Act) string {
	switch a := act.(type) {
	case selection.Returned:
		return string(a.Unit) + " secretary"
	case selection.ReceivedLate:
		return string(a.Unit) + " secretary"
	case selection.Withdrawn:
		return d.unitOf(a.Return) + " secretary"
	case selection.Countersigned:
		if unit := d.unitOf(a.Return); unit != "lamps" {
			return unit + " teller"
		}
		return "lamps officer"
	case selection.Reballoted, selection.Listed, selection.Frozen:
		return "procedures secretary"
	case selection.Ruled, selection.Overridden:
		return "national executive"
	case selection.Opened, selection.Appointed, selection.StoodDown, selection.Challenged, selection.Settled,
		selection.Voided, selection.Reinstated, selection.Decided, selection.Declared, selection.Published:
	}
	return "regional executive"
}

func (d drawer) unitOf(number int64) string {
	for _, r := range d.p.state.Returns {
		if r.Number == number {
			return string(r.Unit)
		}
	}
	return "quay"
}

func (d drawer) act() selection.Act {
	p := d.p
	switch rapid.IntRange(0, 22).Draw(d.T, "kind") {
	case 0:
		return p.opened()
	case 1:
		return selection.Appointed{Officers: []selection.Officer{d.officer()}}
	case 2:
		return selection.StoodDown{Officer: d.officer()}
	case 3, 4:
		return selection.Listed{Units: p.units[:rapid.IntRange(0, len(p.units)).Draw(d.T, "units")]}
	case 5:
		return selection.Challenged{Ask: one(d, "ask", selection.Add, selection.Strike, ""), Unit: d.unit(), Ground: d.ground("challenge")}
	case 6:
		return selection.Settled{Challenge: d.number(), Upheld: one(d, "upheld", true, false), Ground: d.ground("settle")}
	case 7, 8:
		return selection.Frozen{Units: int64(len(p.state.Units)) + one[int64](d, "more", 0, 0, 0, 1)}
	case 9:
		return selection.Withdrawn{Return: d.number(), Ground: d.ground("withdraw")}
	case 10:
		return selection.Reballoted{Return: d.number()}
	case 11:
		return selection.Voided{Return: d.number(), Ground: d.ground("void")}
	case 12:
		return selection.Reinstated{Return: d.number(), Ground: d.ground("reinstate")}
	case 13:
		return selection.ReceivedLate{Unit: d.unit().ID, MetOn: p.today(), Figures: true}
	case 14, 15:
		return selection.Decided{Procedure: selection.DecideProcedure}
	case 16:
		return selection.Ruled{Outcome: d.outcome(), Ground: d.ground("rule")}
	case 17:
		if one(d, "truly", true, true, false) {
			return selection.Declared{Gave: p.gave(), Outcome: p.gave()}
		}
		return selection.Declared{Gave: d.outcome(), Outcome: d.outcome(), Ground: d.ground("depart")}
	case 18:
		return selection.Overridden{Was: d.outcome(), Outcome: d.outcome(), Clause: "override", Ground: d.ground("override")}
	case 19:
		return d.published()
	case 20, 21:
		return selection.Countersigned{Return: d.number()}
	}
	ballot := one[int64](d, "ballot", 1, 1, 2)
	return selection.Returned{Unit: d.unit().ID, Ballot: ballot, Tied: ballot == 1 && one(d, "tied", true, false), MetOn: p.today(), Figures: true}
}

func (d drawer) published() selection.Published {
	act := selection.Published{Complete: one(d, "complete", true, false)}
	if one(d, "everything", true, false) {
		d.p.publishAll(&act)
		return act
	}
	act.Openings = []selection.Opening{d.p.opening(selection.Sealed{Number: d.number(), Field: one(d, "field", "answer", "figures", "decision")})}
	act.Withheld = []selection.Withheld{{Number: d.number(), Field: "figures", Why: one(d, "why", "telling", "erased", "")}}
	return act
}

// values draws what is sealed with an act, as CheckSealed wants it.
func (d drawer) values(act selection.Act, must []string) map[string]any {
	if slices.Contains(must, "decision") {
		return map[string]any{"decision": d.p.decision()}
	}
	if returned, ok := act.(selection.Returned); ok && returned.Tied {
		return map[string]any{"answer": selection.Outstanding, "figures": selection.Votes{Select: 12, Reselect: 12}}
	}
	votes := one(d, "votes", selection.Votes{Select: 16, Reselect: 14}, selection.Votes{Reselect: 17}, selection.Votes{Select: 4, Reselect: 3})
	answer := selection.Select
	if votes.Reselect > votes.Select {
		answer = selection.Reselect
	}
	return map[string]any{"answer": answer, "figures": votes}
}

// history draws acts one after another, each after a pause of some hours, and hands each to do.
func history(t *rapid.T, do func(*play, happening)) *play {
	p := seat(t)
	d := drawer{t, p}
	stage := one(d, "begins", selection.StageNone, selection.StageOpened, selection.StageListed, selection.StageFrozen, selection.StageFrozen, selection.StageFrozen)
	p.begin(stage)
	if stage == selection.StageFrozen && one(d, "answered", true, false) {
		p.at(day("2026-03-16"), 20, 0)
		p.answered()
		if one(d, "declared", true, false) {
			p.line("decides", "regional executive: decides => allowed")
			p.line("declares", "regional executive: declares no contest => allowed")
		}
	}
	for range one(d, "acts", 0, 1, 8, 30, 60, 60) {
		hours := one(d, "hours", 0, 0, 1, 20, 100)
		p.at(p.today().Add((p.now.Hour()+hours)/24), (p.now.Hour()+hours)%24, 0)
		do(p, d.happens())
	}
	return p
}

// TestAnyHistory plays acts in any order, lawful or not: nothing panics, asking changes nothing, and a
// refusal names what is not met.
func TestAnyHistory(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		history(t, func(p *play, h happening) {
			stamp := p.stamp(h.by)
			stamp.Day = h.day
			p.ask(h.act, stamp) // fails by itself if it changes the state or says no reason
			p.seal(stamp.Number, h.values)
			p.state.Apply(h.act, stamp)
			p.state.Outstanding()
			p.state.Outcome()
			p.state.Imposed()
			if _, err := p.state.ReturnsFile(p.book, p.unsealed); err != nil {
				t.Fatalf("the returns cannot be gathered: %v", err)
			}
		})
	})
}

// TestNoAct applies every kind of act to a state that nothing happened to.
func TestNoAct(t *testing.T) {
	for _, act := range filled() {
		var s selection.State
		s.Apply(act, party.Stamp{})
		if s.Acts != 1 {
			t.Errorf("%s: %d acts", act.Kind(), s.Acts)
		}
	}
}

// TestFoldInParts folds a history at once, and from every place at which it can be broken off, by way of the
// bytes of its acts.
func TestFoldInParts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		type entry struct {
			kind  string
			open  []byte
			stamp party.Stamp
		}
		var entries []entry
		var begun selection.State
		whole := history(t, func(p *play, h happening) {
			if len(entries) == 0 {
				begun = snapshot(p.state)
			}
			stamp := p.stamp(h.by)
			open, err := json.Marshal(h.act)
			if err != nil {
				t.Fatal(err)
			}
			p.seal(stamp.Number, h.values)
			p.state.Apply(h.act, stamp)
			entries = append(entries, entry{h.act.Kind(), open, stamp})
		})
		at := rapid.IntRange(0, len(entries)).Draw(t, "at")
		state := begun
		for i, e := range entries {
			if i == at {
				state = snapshot(state)
			}
			act, err := selection.Read(e.kind, e.open)
			if err != nil {
				t.Fatal(err)
			}
			state.Apply(act, e.stamp)
		}
		if a, b := told(&state), told(&whole.state); len(entries) > 0 && a != b {
			t.Fatalf("broken off at %d:\n%s\n%s", at, a, b)
		}
	})
}

// snapshot copies a state so that what happens to the original does not reach the copy.
func snapshot(s selection.State) selection.State {
	s.Began, s.Opened = maps.Clone(s.Began), maps.Clone(s.Opened)
	s.Units, s.Disputes, s.Withheld = slices.Clone(s.Units), slices.Clone(s.Disputes), slices.Clone(s.Withheld)
	s.Returns = slices.Clone(s.Returns)
	for i := range s.Returns {
		s.Returns[i].History = slices.Clone(s.Returns[i].History)
	}
	var offices org.Offices
	for _, t := range s.Offices.List() {
		offices.Appoint(t)
	}
	s.Offices = offices
	return s
}

// TestLawfulHistory plays only what may be done, and looks at what must then hold.
func TestLawfulHistory(t *testing.T) {
	reached := map[selection.Stage]int{}
	defer func() { t.Log("acts at each stage:", reached) }()
	rapid.Check(t, func(t *rapid.T) {
		stages := []selection.Stage{selection.StageNone}
		history(t, func(p *play, h happening) {
			stamp := p.stamp(h.by)
			stamp.Day = h.day
			if p.does(h.act, stamp, h.values) == "allowed" {
				stages = append(stages, p.state.Stage)
				holds(t, p)
				reached[p.state.Stage]++
			}
		})
		if !slices.IsSortedFunc(stages, func(a, b selection.Stage) int {
			if a == b {
				return 0
			}
			if b.Reached(a) {
				return -1
			}
			return 1
		}) {
			t.Fatalf("a stage went back: %v", stages)
		}
	})
}

// holds tells whether a lawful state is as the room promises.
func holds(t *rapid.T, p *play) {
	s := &p.state
	seen := map[string]bool{}
	for _, u := range s.Units {
		if seen[string(u.ID)] {
			t.Fatalf("%s stands twice on the list", u.ID)
		}
		seen[string(u.ID)] = true
	}
	standing := map[party.UnitID]int{}
	for _, r := range s.Returns {
		if r.Countersigned && r.EnteredBy.Alias == r.CountersignedBy.Alias {
			t.Fatalf("return %d has one signature twice", r.Number)
		}
		if r.Late != r.ReceivedOn.After(s.ReturnsBy) {
			t.Fatalf("return %d came on %s and is late: %t", r.Number, r.ReceivedOn, r.Late)
		}
		if r.MetOn.Before(s.Began[selection.StageFrozen]) {
			t.Fatalf("return %d is of a meeting before the freeze", r.Number)
		}
		if !r.Withdrawn && !r.Void && !r.Reballoted {
			standing[r.Unit]++
		}
	}
	for unit, n := range standing {
		if n > 1 {
			t.Fatalf("%d returns of %s stand", n, unit)
		}
	}
	appoint, _ := p.book.Power("appoint")
	if s.Stage != selection.StageNone && !slices.ContainsFunc(s.Offices.List(), func(o org.Tenure) bool {
		return slices.Contains(appoint.Offices, o.Office) && o.Until.IsZero()
	}) {
		t.Fatal("nobody is left who can appoint")
	}
	if s.Declared != nil && s.Declared.Gave != p.gave() {
		t.Fatalf("declared that the rules gave %s; they gave %s", s.Declared.Gave, p.gave())
	}
	for opened := range s.Opened {
		var votes selection.Votes
		if opened.Field == "figures" && (json.Unmarshal(p.sealed[opened], &votes) != nil || votes.Telling() != "") {
			t.Fatalf("the figures of act %d were published", opened.Number)
		}
	}
}

// BenchmarkFold folds a matter of 500 acts from the bytes of its open parts.
func BenchmarkFold(b *testing.B) {
	kinds, opens, stamps := fiveHundred(b)
	b.ReportAllocs()
	for b.Loop() {
		var s selection.State
		for i, open := range opens {
			act, err := selection.Read(kinds[i], open)
			if err != nil {
				b.Fatal(err)
			}
			s.Apply(act, stamps[i])
		}
		if len(s.Outstanding()) != 0 {
			b.Fatal("not every unit has answered")
		}
	}
}

// fiveHundred gives a round of 248 units, each with a return and a countersignature.
func fiveHundred(b *testing.B) (kinds []string, opens [][]byte, stamps []party.Stamp) {
	b.Helper()
	const units = 248
	p := seat(b)
	p.units = nil
	for i := range units {
		id := fmt.Sprintf("unit-%d", i)
		p.units = append(p.units, selection.Unit{ID: party.UnitID(id), Kind: party.Branch, Name: "Lamp " + id})
	}
	acts := []selection.Act{p.opened(), selection.Listed{Units: p.units}, selection.Frozen{Units: units}}
	for i, u := range p.units {
		acts = append(acts,
			selection.Returned{Unit: u.ID, Ballot: 1, MetOn: day("2026-03-16"), Figures: true},
			selection.Countersigned{Return: int64(3 + 2*i)})
	}
	acts = append(acts, selection.Decided{Procedure: selection.DecideProcedure})
	for i, act := range acts {
		open, err := json.Marshal(act)
		if err != nil {
			b.Fatal(err)
		}
		kinds, opens = append(kinds, act.Kind()), append(opens, open)
		stamps = append(stamps, party.Stamp{Number: int64(i), Day: day("2026-03-16"), Actor: party.Actor{Alias: "p", Office: "o"}})
	}
	if len(acts) != 500 {
		b.Fatalf("%d acts, want 500", len(acts))
	}
	return kinds, opens, stamps
}
