package selection_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/selection"
)

// ward plays a councillor's ward up to the declaration, with one ballot.
func ward(t *testing.T, contest, against int) *play {
	t.Helper()
	p := newPlay(t)
	p.found("uk-labour/councillor")
	p.confirm()
	p.deadline = day("2026-03-27")
	p.units = []selection.Unit{{ID: "cliff", Kind: party.Ward, Name: "Cliff Ward"}}
	p.at(day("2026-03-13"), 9, 0)
	p.begin(selection.StageFrozen)
	for _, line := range []string{
		fmt.Sprintf("cliff secretary: enters cliff, contest %d to %d", contest, against),
		"cliff teller: countersigns cliff",
		"regional executive: decides",
		"regional executive: declares contest",
	} {
		p.line(line, line+" => allowed")
	}
	return p
}

func never(selection.Sealed) bool  { return false }
func always(selection.Sealed) bool { return true }

// TestPublicationOfVotes: the decision of a ward tells its figures, and is no more public than they are.
func TestPublicationOfVotes(t *testing.T) {
	for _, c := range []struct {
		contest, against int
		erased           bool
		why, whyDecision string
	}{
		{contest: 6, against: 2, why: "telling", whyDecision: "telling"},
		{contest: 12, against: 0, why: "telling", whyDecision: "telling"},
		{contest: 16, against: 2},
		{contest: 16, against: 2, erased: true, why: "erased", whyDecision: "telling"},
	} {
		t.Run(fmt.Sprintf("%d to %d, erased %t", c.contest, c.against, c.erased), func(t *testing.T) {
			p := ward(t, c.contest, c.against)
			number := p.latest("cliff")
			answer, figures := selection.Sealed{Number: number, Field: "answer"}, selection.Sealed{Number: number, Field: "figures"}
			decision := selection.Sealed{Number: p.state.Decided, Field: "decision"}
			if c.erased {
				delete(p.sealed, figures)
			}
			want, kept := []selection.Sealed{answer}, []selection.Withheld(nil)
			if c.why == "" {
				want = append(want, figures, decision)
			} else {
				kept = []selection.Withheld{
					{Number: figures.Number, Field: "figures", Why: c.why},
					{Number: decision.Number, Field: "decision", Why: c.whyDecision},
				}
			}
			opened, withheld, err := p.state.Publication(p.book, p.unsealed, always)
			if err != nil || !reflect.DeepEqual(opened, want) || !reflect.DeepEqual(withheld, kept) {
				t.Errorf("opens %v and withholds %v (%v)\nwant %v and %v", opened, withheld, err, want, kept)
			}
			p.line("publishes", "regional executive: publishes everything => allowed")
			opened, withheld, err = p.state.Publication(p.book, p.unsealed, never)
			if len(opened) > 0 || len(withheld) > 0 || err != nil {
				t.Errorf("after publication it still opens %v and withholds %v (%v)", opened, withheld, err)
			}
		})
	}
}

// TestPublicationOfUnits: where units are counted the decision rests on no figures, and is open whatever they are.
func TestPublicationOfUnits(t *testing.T) {
	p := met(t)
	p.line("decides", "regional executive: decides => allowed")
	p.line("declares", "regional executive: declares no contest => allowed")
	before := p.decision()
	for field := range p.sealed {
		if field.Field == "figures" {
			delete(p.sealed, field)
		}
	}
	if after := p.decision(); !reflect.DeepEqual(before, after) {
		t.Errorf("without figures the decision is another:\n%+v\n%+v", before, after)
	}
	opened, withheld, err := p.state.Publication(p.book, p.unsealed, always)
	if err != nil || len(opened) != 4 || opened[3].Field != "decision" || len(withheld) != 3 {
		t.Errorf("opens %v and withholds %v (%v)", opened, withheld, err)
	}
}

// TestPublicationNeedsTheValues: what is sealed and was not erased cannot be published, and what could not be
// looked for is neither.
func TestPublicationNeedsTheValues(t *testing.T) {
	p := ward(t, 16, 2)
	p.broken = errors.New("the disk is full")
	if _, _, err := p.state.Publication(p.book, p.unsealed, always); !errors.Is(err, p.broken) {
		t.Errorf("the error is %v", err)
	}
	act := selection.Published{Withheld: []selection.Withheld{{Number: p.latest("cliff"), Field: "figures", Why: "erased"}}}
	if _, err := p.state.May(act, p.stamp(p.actor("regional executive")), p.facts()); !errors.Is(err, p.broken) {
		t.Errorf("asked, the error is %v", err)
	}
	p.broken = nil
	p.sealed = map[selection.Sealed]json.RawMessage{}
	if _, _, err := p.state.Publication(p.book, p.unsealed, never); !errors.Is(err, selection.ErrSealed) {
		t.Errorf("nothing is known, and the error is %v", err)
	}
	if _, err := p.state.ReturnsFile(p.book, p.unsealed); !errors.Is(err, selection.ErrSealed) {
		t.Errorf("the returns are gathered without figures: %v", err)
	}
}

// TestUncountersignedChangesNothing: a return that one person entered, in time or late, changes no decision.
func TestUncountersignedChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := history(t, func(p *play, h happening) { p.does(h.act, p.stamp(h.by), h.values) })
		before := p.decision()
		d := drawer{t, p}
		unit := d.unit().ID
		act := one[selection.Act](d, "act",
			selection.Returned{Unit: unit, Ballot: 1, MetOn: p.today()}, selection.Returned{Unit: unit, Ballot: 2, MetOn: p.today()},
			selection.ReceivedLate{Unit: unit, MetOn: p.today()})
		stamp := p.stamp(p.actor("quay secretary"))
		p.seal(stamp.Number, map[string]any{"answer": selection.Select})
		p.state.Apply(act, stamp)
		if after := p.decision(); !reflect.DeepEqual(before, after) {
			t.Fatalf("%s of %s alone changed the decision:\n%+v\n%+v", act.Kind(), unit, before, after)
		}
	})
}
