package selection_test

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/selectorate/selectorate/org"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/rules"
	"github.com/selectorate/selectorate/selection"
)

// An officer of a branch enters its return and tries to countersign it too.
func ExampleState_May() {
	data, err := rules.Read("uk-labour/2021")
	if err != nil {
		fmt.Println(err)
		return
	}
	book, err := rulebook.Parse(data)
	if err != nil {
		fmt.Println(err)
		return
	}
	evening := time.Date(2026, 3, 16, 20, 0, 0, 0, time.UTC)
	today := party.DayOf(evening, time.UTC)
	stamp := func(number int64, who party.Alias, office party.OfficeID) party.Stamp {
		return party.Stamp{Number: number, Actor: party.Actor{Alias: who, Office: office}, Day: today, Recorded: evening.UnixMilli()}
	}

	var house org.State
	house.Apply(org.Founded{Zone: "Europe/London", Office: "general-secretary"}, stamp(0, "p-gwen", "general-secretary"))

	var seat selection.State
	seat.Apply(selection.Opened{
		Title: "Northside", Book: book.Digest, ReturnsBy: today.Add(11),
		Officers: []selection.Officer{{Office: "branch-secretary", Holder: "p-ann", Unit: "harbour"}},
	}, stamp(0, "p-rae", "regional-executive"))
	seat.Apply(selection.Listed{
		Units: []selection.Unit{{ID: "harbour", Kind: party.Branch, Name: "Harbour Ward"}},
	}, stamp(1, "p-pat", "procedures-secretary"))
	seat.Apply(selection.Frozen{Units: 1}, stamp(2, "p-pat", "procedures-secretary"))

	facts := selection.Facts{Org: &house, Book: book}
	entered := selection.Returned{Unit: "harbour", Ballot: 1, MetOn: today, Figures: true}
	ann := stamp(3, "p-ann", "branch-secretary")
	ruling, err := seat.May(entered, ann, facts)
	fmt.Println(ruling.Outcome, err)
	seat.Apply(entered, ann)

	ann.Number = 4
	ruling, err = seat.May(selection.Countersigned{Return: 3}, ann, facts)
	fmt.Println(ruling.Outcome, err)
	for _, reason := range ruling.Reasons {
		if reason.Status != rulebook.Met {
			fmt.Println(rulebook.Sentence(book, reason))
		}
	}
	// Output:
	// allowed <nil>
	// refused <nil>
	// Whoever entered a return cannot countersign it: a second person must.
}

// The state of a seat is the fold of its acts, as they are read from the record.
func ExampleRead() {
	var seat selection.State
	for number, entry := range []struct{ kind, open string }{
		{"selection.opened@1", `{"round":"2026","seat":"northside","title":"Northside","returns_by":"2026-03-27"}`},
		{"selection.listed@1", `{"units":[{"id":"harbour","kind":"branch","name":"Harbour Ward"}]}`},
		{"selection.frozen@1", `{"units":1}`},
	} {
		act, err := selection.Read(entry.kind, []byte(entry.open))
		if err != nil {
			fmt.Println(err)
			return
		}
		seat.Apply(act, party.Stamp{Number: int64(number)})
	}
	fmt.Println(seat.Title, "is", seat.Stage)
	for _, unit := range seat.Outstanding() {
		fmt.Println(unit.Name, "has not answered")
	}
	_, err := selection.Read("selection.returned@2", json.RawMessage(`{}`))
	fmt.Println(err)
	// Output:
	// Northside is frozen
	// Harbour Ward has not answered
	// no act of a selection is called "selection.returned@2" in this version
}
