package selection_test

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/selection"
)

// sealed is what stands under seal beside an act, as JSON texts.
type sealed map[string]string

func (s sealed) values() map[string]json.RawMessage {
	values := map[string]json.RawMessage{}
	for field, text := range s {
		values[field] = json.RawMessage(text)
	}
	return values
}

func TestCheckSealed(t *testing.T) {
	met := day("2026-03-16")
	first := selection.Returned{Unit: "harbour", Ballot: 1, MetOn: met, Figures: true}
	tied := selection.Returned{Unit: "harbour", Ballot: 1, Tied: true, MetOn: met, Figures: true}
	again := selection.Returned{Unit: "harbour", Ballot: 2, MetOn: met, Figures: true}
	plain := selection.Returned{Unit: "harbour", Ballot: 1, MetOn: met}
	absent := selection.Returned{Unit: "harbour", Ballot: 1}
	late := selection.ReceivedLate{Unit: "harbour", MetOn: met, Figures: true}
	const sixteen = `{"reselect":14,"select":16,"spoilt":1}`
	const twelve = `{"reselect":12,"select":12,"spoilt":0}`
	for _, c := range []struct {
		name   string
		act    selection.Act
		sealed sealed
		ok     bool
	}{
		{"an answer with its figures", first, sealed{"answer": `"select"`, "figures": sixteen}, true},
		{"an answer alone", plain, sealed{"answer": `"reselect"`}, true},
		{"figures against the answer", first, sealed{"answer": `"reselect"`, "figures": sixteen}, false},
		{"figures that were said to be there", first, sealed{"answer": `"select"`}, false},
		{"figures that were not", plain, sealed{"answer": `"select"`, "figures": sixteen}, false},
		{"no answer", first, sealed{"figures": sixteen}, false},
		{"an answer that is no word", plain, sealed{"answer": `7`}, false},
		{"an answer that no unit gives", plain, sealed{"answer": `"maybe"`}, false},
		{"a unit cannot say that it is void", plain, sealed{"answer": `"void"`}, false},
		{"nor that it is late", plain, sealed{"answer": `"late"`}, false},
		{"a tie", tied, sealed{"answer": `"outstanding"`, "figures": twelve}, true},
		{"a tie that is an answer", tied, sealed{"answer": `"select"`, "figures": twelve}, false},
		{"a tie that is none", tied, sealed{"answer": `"outstanding"`, "figures": sixteen}, false},
		{"an open answer without a tie", plain, sealed{"answer": `"outstanding"`}, false},
		{"no preference after a second tie", again, sealed{"answer": `"no-preference"`, "figures": twelve}, true},
		{"no preference after a first one", first, sealed{"answer": `"no-preference"`, "figures": twelve}, false},
		{"no preference with a majority", again, sealed{"answer": `"no-preference"`, "figures": sixteen}, false},
		{"a unit that did not meet", absent, sealed{"answer": `"did-not-meet"`}, true},
		{"a unit that met and did not", plain, sealed{"answer": `"did-not-meet"`}, false},
		{"a unit that answered without meeting", absent, sealed{"answer": `"select"`}, false},
		{"nobody voted", first, sealed{"answer": `"no-votes"`, "figures": `{"reselect":0,"select":0,"spoilt":3}`}, true},
		{"nobody voted, and somebody did", first, sealed{"answer": `"no-votes"`, "figures": sixteen}, false},
		{"negative figures", first, sealed{"answer": `"select"`, "figures": `{"reselect":-1,"select":16,"spoilt":0}`}, false},
		{"figures beyond all members", first, sealed{"answer": `"select"`, "figures": `{"reselect":0,"select":1000000001,"spoilt":0}`}, false},
		{"figures that are no numbers", first, sealed{"answer": `"select"`, "figures": `"16 to 14"`}, false},
		{"a late answer", late, sealed{"answer": `"select"`, "figures": sixteen}, true},
		{"a late second tie", late, sealed{"answer": `"no-preference"`, "figures": twelve}, true},
		{"a late first tie, which can no longer be taken again", late, sealed{"answer": `"outstanding"`, "figures": twelve}, false},
		{"a statement with a voiding", selection.Voided{}, sealed{"statement": `"They came late."`}, true},
		{"a voiding without one", selection.Voided{}, nil, true},
		{"a statement with a return", plain, sealed{"answer": `"select"`, "statement": `"more"`}, false},
		{"anything with a freeze", selection.Frozen{}, sealed{"statement": `"more"`}, false},
		{"a decision", selection.Decided{}, sealed{"decision": `{"outcome":"triggered","reasons":[]}`}, true},
		{"no decision", selection.Decided{}, nil, false},
		{"a decision that is no ruling", selection.Decided{}, sealed{"decision": `[]`}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := selection.CheckSealed(c.act, c.sealed.values())
			if (err == nil) != c.ok || (err != nil && !party.Is(err, party.Invalid)) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// TestSealedFields holds every kind of act to values that CheckSealed accepts without those it may have.
func TestSealedFields(t *testing.T) {
	for _, act := range filled() {
		must, may := selection.SealedFields(act)
		values := map[string]json.RawMessage{"odd": json.RawMessage("1")}
		if err := selection.CheckSealed(act, values); !party.Is(err, party.Invalid) {
			t.Errorf("%s takes anything under seal: %v", act.Kind(), err)
		}
		if len(must) == 0 && selection.CheckSealed(act, nil) != nil {
			t.Errorf("%s needs nothing under seal and is refused without", act.Kind())
		}
		for _, field := range may {
			if len(must) == 0 && selection.CheckSealed(act, map[string]json.RawMessage{field: json.RawMessage(`"x"`)}) != nil {
				t.Errorf("%s may seal its %s and is refused", act.Kind(), field)
			}
		}
	}
}

func TestTelling(t *testing.T) {
	for _, c := range []struct {
		votes selection.Votes
		want  string
	}{
		{selection.Votes{Select: 16, Reselect: 14}, ""},
		{selection.Votes{Select: 5, Reselect: 5}, ""},
		{selection.Votes{Select: 5, Reselect: 4}, "telling"},
		{selection.Votes{Select: 5, Reselect: 4, Spoilt: 30}, "telling"},
		{selection.Votes{Select: 1, Reselect: 1}, "telling"},
		{selection.Votes{Select: 40}, "telling"},
		{selection.Votes{Reselect: 40}, "telling"},
		{selection.Votes{}, "telling"},
	} {
		if got := c.votes.Telling(); got != c.want {
			t.Errorf("%+v: %q, want %q", c.votes, got, c.want)
		}
	}
}

// met gives a seat in which the three units have answered, and the harbour's first answer was declared void.
func met(t rapid.TB) *play {
	t.Helper()
	p := seat(t)
	p.begin(selection.StageFrozen)
	p.at(day("2026-03-16"), 20, 0)
	p.answered()
	p.line("voids", "regional executive: voids harbour, count-wrong => allowed")
	return p
}

// answered has all three units answer.
func (p *play) answered() {
	p.t.Helper()
	for _, line := range []string{
		"harbour secretary: enters harbour, contest 16 to 14",
		"harbour teller: countersigns harbour",
		"quay secretary: enters quay, contest 12 to 7",
		"quay teller: countersigns quay",
		"lamps secretary: enters lamps, no contest 12 to 30",
		"lamps officer: countersigns lamps",
	} {
		p.line(line, line+" => allowed")
	}
}

// TestWhatIsNotNeededMayBeErased: an answer that does not count can be gone; one that counts cannot.
func TestWhatIsNotNeededMayBeErased(t *testing.T) {
	p := met(t)
	erase := func(unit, field string) {
		delete(p.sealed, selection.Sealed{Number: p.latest(unit), Field: field})
	}
	erase("harbour", "answer")
	erase("quay", "figures")
	file, err := p.state.ReturnsFile(p.book, p.unsealed)
	if err != nil {
		t.Fatal(err)
	}
	if file.Rows[0].Answer != selection.Void || file.Rows[1].Answer != selection.Select || file.Rows[2].Figures {
		t.Errorf("%+v", file.Rows)
	}
	erase("quay", "answer")
	if _, err := p.state.ReturnsFile(p.book, p.unsealed); !errors.Is(err, selection.ErrSealed) {
		t.Errorf("an answer that counts is gone, and the error is %v", err)
	}
}

// TestNotLookedFor: what could not be looked for is neither sealed nor gone.
func TestNotLookedFor(t *testing.T) {
	p := met(t)
	p.line("decides", "regional executive: decides => allowed")
	p.broken = errors.New("the disk is full")
	_, file := p.state.ReturnsFile(p.book, p.unsealed)
	_, may := p.state.May(selection.Ruled{Outcome: rulebook.Triggered, Ground: "rules-silent"}, p.stamp(p.actor("national executive")), p.facts())
	for _, err := range []error{file, may} {
		if !errors.Is(err, p.broken) || errors.Is(err, selection.ErrSealed) {
			t.Errorf("the error is %v", err)
		}
	}
}

// TestSealedDecision: who cannot see the decision cannot tell whether a declaration or a ruling is in order.
func TestSealedDecision(t *testing.T) {
	p := met(t)
	p.line("decides", "regional executive: decides => allowed")
	decision := selection.Sealed{Number: p.state.Decided, Field: "decision"}
	kept := p.sealed[decision]
	delete(p.sealed, decision)
	p.line("rules", "national executive: rules contest, rules-silent => sealed")
	p.line("declares", "regional executive: declares no contest, given no contest => sealed")
	p.sealed[decision] = json.RawMessage(`7`)
	_, err := p.state.May(selection.Declared{Gave: rulebook.NotTriggered, Outcome: rulebook.NotTriggered}, p.stamp(p.actor("regional executive")), p.facts())
	if !party.Is(err, party.Invalid) {
		t.Errorf("a decision that is none: %v", err)
	}
	p.sealed[decision] = kept
	p.line("declares", "regional executive: declares no contest => allowed")
}

// TestNoUnitOfAKind: a kind without a unit is said to have none, so that its pool is not taken for one that
// was not published.
func TestNoUnitOfAKind(t *testing.T) {
	p := met(t)
	file, err := p.state.ReturnsFile(p.book, p.unsealed)
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range party.UnitKinds() {
		asked := kind == party.Branch || kind == party.Affiliate
		if slices.Contains(file.None, kind) == asked {
			t.Errorf("%s: none is %t", kind, !asked)
		}
	}
}
